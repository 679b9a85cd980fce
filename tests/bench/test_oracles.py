"""Comparing with oracles, without any: a comparison of its own stands in for `compare.py`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bench import accuracy, oracles
from bench.results import Result

COMPARE = """
import argparse, os

ORACLES = "/nowhere"


def arguments():
    parser = argparse.ArgumentParser()
    for name in ("root", "language", "oracle", "oracle-command", "oracle-options", "subject-options"):
        parser.add_argument(f"--{name}")
    parser.add_argument("--subject", default="")
    parser.add_argument("--ready", default="codeprism")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--misses", type=int, default=0)
    parser.add_argument("--oracle-retry", type=int, default=0)
    parser.add_argument("--reference-timeout", type=float, default=1)
    parser.add_argument("--types", action="store_true")
    return parser.parse_args()


class Server:
    def __init__(self, name):
        self.name = name

    def request(self, method, *rest, **more):
        return None

    def wait_ready(self):
        return 0.0

    def stop(self):
        pass


def source_files(root, given):
    return [os.path.join(root, "a.py")]


def sample(files, given, rng):
    return [{"path": files[0], "line": 4, "character": 0, "name": name} for name in ("f", "g")]


def start(command, root, options, stderr):
    print(f"started {command}", file=open(os.path.join(root, "log"), "a"))
    return Server(command)


def warm(server, positions, given):
    return 0.0


def ask_all(server, method, positions, given, **how):
    server.request(method)
    if how.get("references"):
        more = [] if server.name == "oracle" else [("b.py", 9, 9)]
        return [[("a.py", 0, 4), ("a.py", 4, 0), *more] for _ in positions]
    return [[("a.py", 0, 4)], [("a.py", 2 if server.name == "oracle" else 3, 4)]][: len(positions)]


def without_unsound(server, positions, truth):
    return truth


def definitions_to_follow(positions, truth, root, given, rng):
    return [{**positions[0], "line": 0, "character": 4}]


def ask_types(server, wanted, given):
    return {("a.py", 0, "f", "subtypes"): {("a.py", 9)}}


def inside(places, root):
    return places or []


def score_definitions(positions, truth, got, root):
    right = sum(want[:1] == have[:1] for want, have in zip(truth, got))
    return {"local": {"right": right, "wrong": len(got) - right}}


def score_types(truth, got):
    right = sum(len(truth[key] & got.get(key, set())) for key in truth)
    return {"asked": len(truth), "right": right, "false": 0, "missing": 0} if truth else {}


def list_misses(positions, truth, got, root):
    return []


list_reference_misses = list_misses
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "compare.py").write_text(COMPARE)
    (tmp_path / "root").mkdir()
    (tmp_path / "root" / "a.py").write_text("def f(): pass\n\ndef g(): pass\n\nf; g\n")
    return tmp_path


def asked(folder: Path, subject: str) -> dict[str, Any]:
    words = [sys.executable, str(oracles.ASKER), str(folder), str(folder / "kept.json")]
    words += ["--root", str(folder / "root"), "--language", "python", "--oracle", "oracle", "--seed", "1"]
    words += ["--types", "--subject", subject, "--misses", "5"]
    done = subprocess.run(words, capture_output=True, check=True, timeout=60)
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def test_an_oracle_is_asked_once(folder: Path) -> None:
    first, second = asked(folder, "ours"), asked(folder, "ours")
    started = (folder / "root" / "log").read_text().split("\n")
    assert started == ["started oracle", "started ours", "started ours", ""]
    for report in (first, second):
        assert report["definition"] == {"local": {"right": 1, "wrong": 1}}
        assert report["references"] == {"right": 2, "false": 1, "missing": 0, "exact": 0, "f1": [0.8]}
        assert report["types"]["right"] == 1 and len(report["definition_ms"]) == 1
    kept = json.loads((folder / "kept.json").read_text())
    assert {one["path"] for one in kept["positions"] + kept["wanted"]} == {"a.py"}, "wherever the copy lies"


def report(right: int, wrong: int, f1: list[float], references: tuple[int, int, int]) -> dict[str, Any]:
    found = dict(zip(("right", "false", "missing"), references, strict=True))
    return {
        "positions": 10,
        "oracle_silent": 1,
        "definition": {
            "cross": {"right": right, "wrong": wrong},
            "local": {"right": 6},
            "outside": {"false": 1},
        },
        "references": {**found, "exact": 1, "f1": f1},
        "types": {},
        "definition_ms": [1.0, 3.0],
        "references_ms": [2.0],
    }


def test_all_seeds_together_have_the_bars() -> None:
    reports = {1: report(4, 0, [1.0], (10, 0, 0)), 2: report(1, 3, [0.5], (5, 5, 0))}
    result = accuracy.result_of("go", "some", "gopls", reports)
    assert [row[0] for row in result.rows] == ["some, 1", "some, 2", "some, all"]
    together = dict(zip(result.columns, result.rows[-1], strict=True))
    assert together["positions"] == 20 and together["first right"] == 17 / 20
    assert together["cross-file"] == 5 / 8 and together["precision"] == 17 / 22
    assert together["macro F1"] == 0.75 and together["precision of references"] == 0.75
    assert together["types right"] is None and together["definition p95 ms"] == 3.0
    assert {figure.what for figure in result.figures if not figure.passed} == {
        "some: first right",
        "some: cross-file",
        "some: precision",
        "some: macro F1",
        "some: precision of references",
    }


def test_the_document_has_what_was_measured_and_doubts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved: dict[str, Result] = {}
    monkeypatch.setattr(accuracy, "load", saved.get)
    saved["accuracy-java"] = accuracy.result_of("java", "lang3", "jdtls", {1: report(4, 0, [1.0], (9, 0, 0))})
    other = accuracy.other_of("java", "lang3", "jdtls", "ctags", 1, report(1, 3, [], (0, 0, 0)))
    saved["accuracy-others"] = other
    accuracy.write(tmp_path / "accuracy.md")
    text = (tmp_path / "accuracy.md").read_text("utf-8")
    assert "## Java, against jdtls" in text and "| lang3, all |" in text and "## Go" not in text
    assert "MutableDouble.java:37 value" in text, "where the oracle is in doubt"
    assert "| ctags: lang3 (Java) |" in text


def test_corpora_keep_their_order_whichever_was_measured_last(monkeypatch: pytest.MonkeyPatch) -> None:
    guava, lang3 = (
        accuracy.result_of("java", corpus, "jdtls", {1: report(4, 0, [1.0], (9, 0, 0))})
        for corpus in ("guava", "lang3")
    )
    guava.rows += lang3.rows
    guava.figures += lang3.figures
    monkeypatch.setattr(accuracy, "load", {"accuracy-java": guava}.get)
    text = accuracy.rendered()
    assert text.index("| lang3, 1 |") < text.index("| lang3, all |") < text.index("| guava, 1 |")
    assert text.index("| lang3: first right |") < text.index("| guava: first right |")


def test_without_oracles(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert oracles.main(["--oracles", str(tmp_path)]) == 2
    assert "no compare.py" in capsys.readouterr().err
