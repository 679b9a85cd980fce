"""The command line as a user has it: a process, its output and its exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from codeprism_lsp import __version__
from codeprism_lsp.cli.options import parser, settings_layer
from codeprism_lsp.workspace.host import Host

ROOT = Path(__file__).parents[2]


class Command:
    """Runs the command on one workspace with an index of its own."""

    def __init__(self, root: Path, cache: Path) -> None:
        self.root = root
        self.cache = cache

    def __call__(self, *words: str, code: int = 0) -> str:
        done = self.run(*words)
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "codeprism_lsp", *words, "--cache-dir", str(self.cache)],
            cwd=self.root,
            capture_output=True,
            text=True,
            timeout=60,
            env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200"},
            check=False,
        )

    def json(self, *words: str, code: int = 0) -> Any:
        return json.loads(self(*words, "--json", code=code))


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Command:
    """An indexed workspace with a cycle and a file that is too large."""
    root = tmp_path_factory.mktemp("shop")
    (root / "pkg").mkdir()
    (root / "pkg" / "__init__.py").write_text("")
    (root / "pkg" / "shapes.py").write_text(
        "class Shape:\n    def area(self): ...\n\n\nclass Square(Shape):\n    def area(self): ...\n"
    )
    (root / "pkg" / "one.py").write_text("from pkg import two\nfrom pkg.shapes import Square\n")
    (root / "pkg" / "two.py").write_text("import pkg.one\nimport json\n")
    (root / "main.py").write_text("from pkg.shapes import Square\n\nSquare().area()\n")
    (root / "codeprism.toml").write_text("maxFileSizeMB = 0.01\n")
    (root / "big.py").write_text("x = 1\n" * 4000)
    made = Command(root, tmp_path_factory.mktemp("cache"))
    summary = made.json("index")
    assert (summary["indexed"], summary["parsed"], summary["skipped"]) == (5, 5, {"too-large": 1})
    return made


def test_the_version_comes_quickly() -> None:
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "codeprism_lsp", "--version"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == f"codeprism-lsp {__version__}\n"
    # 150 ms on an idle machine; a test machine may be busy, but heavy imports would show.
    assert time.perf_counter() - started < 1.5
    heavy = "numpy lsprotocol pygls rich apsw tree_sitter".split()
    code = (
        "import sys; from codeprism_lsp.cli.main import main; main(['--version']); "
        f"sys.exit(any(name in sys.modules for name in {heavy}))"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def test_a_second_index_parses_nothing(shop: Command) -> None:
    again = shop.json("index")
    assert (again["parsed"], again["unchanged"]) == (0, 5)
    text = shop("index")
    assert "5 files" in text and "too-large" in text


def test_stats(shop: Command, tmp_path: Path) -> None:
    numbers = shop.json("stats")
    assert numbers["languages"] == {"python": 5} and numbers["symbols"] == 4
    assert "python" in shop("stats")
    assert Command(shop.root, tmp_path).run("stats").returncode == 1


def test_stats_tell_how_the_last_server_answered(shop: Command) -> None:
    assert shop.json("stats")["lastServer"] is None
    host = Host(str(shop.cache))
    host.start([str(shop.root)], {}, client_watches=True)
    deadline = time.monotonic() + 60
    while host.status()["state"] != "ready":
        assert time.monotonic() < deadline
        time.sleep(0.02)
    host.answers.find("references", 1)
    host.answers.keep("references", 1, b"[]")
    host.answers.find("references", 1)
    host.stop()
    known = shop.json("stats")["lastServer"]
    assert known["answers"]["kinds"] == {"references": {"hits": 1, "misses": 1, "rate": 0.5}}
    assert "references" in shop("stats") and "1 of 2 (50%)" in shop("stats")
    assert known["ended"][:2] == "20"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("symbol", "squ"), "class Square"),
        (("outline", "pkg/shapes.py"), "class Square"),
        (("definition", "main.py:3:1"), "pkg/shapes.py:5:7  class Square(Shape):"),
        (("references", "pkg/shapes.py:5:7"), "main.py:3:1  Square().area()"),
        (("subtypes", "pkg/shapes.py:1:7"), "class Square  pkg/shapes.py:5:7"),
        (("supertypes", "pkg/shapes.py:5:7"), "class Shape  pkg/shapes.py:1:7"),
        (("dependencies", "main.py"), "  pkg/shapes.py  imports at main.py:1:1"),
        (("dependencies", "pkg/two.py", "--external"), "json (external)"),
        (("dependents", "pkg/shapes.py"), "  pkg/one.py  imports at pkg/one.py:2:1"),
        (("cycles",), "imports pkg/one.py  pkg/two.py:1:1: import pkg.one"),
        (("path", "pkg/two.py", "pkg/shapes.py"), "imports pkg/shapes.py  pkg/one.py:2:1"),
        (("impact", "pkg/shapes.py:1:7"), "class Square pkg/shapes.py:5:7 1 uses"),
        (("impact", "pkg/shapes.py", "--limit", "1"), "1 of 3 are shown"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_query(shop: Command, words: tuple[str, ...], expected: str) -> None:
    assert expected in shop("query", *words)


def test_query_in_json_is_the_result_of_the_protocol(shop: Command) -> None:
    found = shop.json("query", "dependents", "pkg/shapes.py")
    assert [one["node"]["name"] for one in found["items"]] == ["main.py", "pkg/one.py"]
    assert shop.json("query", "path", "main.py", "pkg/two.py", code=1) == {"found": False, "steps": []}
    assert shop.json("query", "cycles", "main.py", code=1)["total"] == 0


def test_query_of_another_folder(shop: Command, tmp_path: Path) -> None:
    elsewhere = Command(tmp_path, shop.cache)
    found = elsewhere.json("query", str(shop.root), "symbol", "Square")
    assert found[0]["name"] == "Square"


def test_query_indexes_first_where_there_is_no_index(shop: Command, tmp_path: Path) -> None:
    done = Command(shop.root, tmp_path).run("query", "symbol", "Square")
    assert done.returncode == 0 and "not indexed yet" in done.stderr and "Square" in done.stdout


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("query", "symbol", "nowhere_to_be_found"), 1),
        (("query", "nonsense"), 2),
        (("query", "definition", "main.py"), 2),
        (("query", "definition", "main.py:0:1"), 2),
        (("query", "path", "main.py"), 2),
        (("query", "dependencies", "gone.py"), 3),
        (("query", "dependencies", "main.py", "--depth", "-1"), 2),
        (("index", "no/such/folder"), 3),
        (("index", "--dependencies", "some"), 2),
        (("serve", "--tcp", "nonsense"), 2),
        (("serve", "--tcp", "1", "--ws", "2"), 2),
        (("frobnicate",), 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_exit_codes(shop: Command, words: tuple[str, ...], code: int) -> None:
    done = shop.run(*words)
    assert done.returncode == code, done.stderr
    assert done.stderr and "Traceback" not in done.stderr


def test_the_doctor_names_what_is_left_out(shop: Command) -> None:
    found = shop.json("doctor", code=1)
    assert found["problems"] == ["1 files are skipped: larger than the setting maxFileSizeMB allows"]
    assert [one["path"] for one in found["checks"]["index"]["skipped"]["too-large"]] == ["big.py"]
    assert "big.py" in shop("doctor", code=1)


def test_the_doctor_names_settings_that_cannot_be_used(shop: Command, tmp_path: Path) -> None:
    (tmp_path / "codeprism.toml").write_text("workers = 'many'\n")
    found = Command(tmp_path, shop.cache).json("doctor", code=1)
    assert any("workers" in problem for problem in found["problems"])


def test_a_damaged_index_is_no_traceback(shop: Command, tmp_path: Path) -> None:
    broken = Command(shop.root, tmp_path)
    broken("index")
    store = next(tmp_path.glob("*.sqlite"))
    store.write_bytes(b"SQLite format 3\0" + os.urandom(5000))
    for words in (("stats",), ("query", "symbol", "x"), ("doctor",)):
        done = broken.run(*words)
        assert done.returncode in {1, 3} and "Traceback" not in done.stderr, done.stderr
    assert "built again" in broken("index", code=1)
    assert broken.json("stats")["indexed"] == 5


def test_flags_are_settings_by_their_own_names() -> None:
    options = parser().parse_args(["serve", "--max-file-size-mb", "5", "--exclude", "a", "--exclude", "b"])
    assert settings_layer(options) == {"maxFileSizeMB": 5.0, "exclude": ["a", "b"]}
    bare = parser().parse_args(["serve"])
    assert settings_layer(bare) == {}


def test_the_tour_finds_its_way_alone(shop: Command, tmp_path: Path) -> None:
    text = Command(shop.root, tmp_path)("tour")
    for title in ("Languages", "Symbols like", "Definition of Square", "References of", "Cycles"):
        assert title in text, text
    (tmp_path / "empty").mkdir()
    assert "0" in Command(tmp_path / "empty", tmp_path)("tour", code=1)
