"""Asks a server what its oracle was asked; run by the Python of the oracles, for `compare.py` needs it.

    oracle_asker.py FOLDER KEPT ARGUMENTS...

FOLDER holds `compare.py`, whose own functions ask and count here. KEPT is a file for what the oracle was
asked and said: where it is there the oracle is not started, so that a change of ours is measured in a minute.
The ARGUMENTS are those of `compare.py`; `--subject ctags` looks names up in a table of tags instead of asking
a server. Prints JSON: the report of `compare.py` with counts that can be added up over several runs. Paths in
KEPT are relative to the root.
"""

from __future__ import annotations

import importlib
import json
import os
import random
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

Answers = list[Any]
CTAGS = {"go": "Go", "rust": "Rust", "c": "C", "cpp": "C++", "java": "Java", "python": "Python"}
CTAGS |= {"javascript": "JavaScript", "typescript": "TypeScript"}
_TAGS_SECONDS = 300


def main() -> None:
    folder, kept = sys.argv[1], Path(sys.argv[2])
    sys.argv = [sys.argv[0], *sys.argv[3:]]
    sys.path.insert(0, folder)
    compare: Any = importlib.import_module("compare")
    given = compare.arguments()
    os.environ["PATH"] = os.path.join(compare.ORACLES, "bin") + os.pathsep + os.environ["PATH"]
    root = os.path.realpath(given.root)
    if not kept.is_file():
        asked = _of_oracle(compare, given, root)
        fresh = kept.with_name(f"{kept.name}.new")
        fresh.write_text(json.dumps(asked), "utf-8")
        fresh.replace(kept)
    if given.subject:
        print(json.dumps(_report(compare, given, root, json.loads(kept.read_text("utf-8"))), indent=1))


def _of_oracle(compare: Any, given: Any, root: str) -> dict[str, Any]:
    """What the oracle says, in the order in which `compare.py` asks."""
    rng = random.Random(given.seed)
    positions = compare.sample(compare.source_files(root, given), given, rng)
    oracle = compare.start(given.oracle_command or given.oracle, root, given.oracle_options, None)
    compare.warm(oracle, positions, given)
    method = "textDocument/definition"
    truth = compare.ask_all(oracle, method, positions, given, retry=given.oracle_retry)
    truth = compare.without_unsound(oracle, positions, truth)
    wanted = compare.definitions_to_follow(positions, truth, root, given, rng)
    references = _references(compare, oracle, wanted, given)
    types = compare.ask_types(oracle, wanted, given) if given.types else {}
    oracle.stop()
    return {
        "positions": [{**one, "path": os.path.relpath(one["path"], root)} for one in positions],
        "truth": truth,
        "wanted": [{**one, "path": os.path.relpath(one["path"], root)} for one in wanted],
        "refs": references,
        "types": [[list(key), sorted(places)] for key, places in types.items()],
    }


def _report(compare: Any, given: Any, root: str, asked: dict[str, Any]) -> dict[str, Any]:
    positions = [{**one, "path": os.path.join(root, one["path"])} for one in asked["positions"]]
    wanted = [{**one, "path": os.path.join(root, one["path"])} for one in asked["wanted"]]
    truth, true_references = _tuples(asked["truth"]), _tuples(asked["refs"])
    true_types = {tuple(key): {tuple(place) for place in places} for key, places in asked["types"]}
    definition: list[float] = []
    reference: list[float] = []
    types: dict[Any, Any] = {}
    if given.subject == "ctags":
        got, references = _by_tags(given.language, root, positions), []
    else:
        subject = compare.start(given.subject, root, given.subject_options, None)
        if given.ready == "codeprism":
            subject.wait_ready()
        else:
            compare.warm(subject, positions, given)
        _time(subject, "textDocument/definition", definition)
        _time(subject, "textDocument/references", reference)
        got = compare.ask_all(subject, "textDocument/definition", positions, given, retry=0)
        references = _references(compare, subject, wanted, given)
        types = compare.ask_types(subject, wanted, given) if true_types else {}
        subject.stop()
    report = {
        "positions": len(positions),
        "oracle_silent": sum(not places for places in truth),
        "definition": compare.score_definitions(positions, truth, got, root),
        "references": _counted(compare, true_references, references, root) if references else {},
        "types": compare.score_types(true_types, types),
        "definition_ms": sorted(round(one * 1e3, 2) for one in definition),
        "references_ms": sorted(round(one * 1e3, 2) for one in reference),
    }
    if given.misses:
        report["misses"] = compare.list_misses(positions, truth, got, root)[: given.misses]
        missed = compare.list_reference_misses(wanted, true_references, references, root)
        report["reference_misses"] = missed[: given.misses]
    return report


def _references(compare: Any, client: Any, wanted: list[dict[str, Any]], given: Any) -> Answers:
    method, seconds = "textDocument/references", given.reference_timeout
    found: Answers = compare.ask_all(client, method, wanted, given, references=True, timeout=seconds)
    return found


def _time(client: Any, method: str, into: list[float]) -> None:
    """Notes what the requests of one method take from now on."""
    plain = client.request

    def request(asked: str, *arguments: Any, **options: Any) -> Any:
        began = time.perf_counter()
        try:
            return plain(asked, *arguments, **options)
        finally:
            if asked == method:
                into.append(time.perf_counter() - began)

    client.request = request


def _tuples(answers: Answers) -> Answers:
    return [None if one is None else [tuple(place) for place in one] for one in answers]


def _counted(compare: Any, truth: Answers, got: Answers, root: str) -> dict[str, Any]:
    """Numbers of references, and the F1 of each set."""
    right = false = missing = exact = 0
    scores: list[float] = []
    for want, have in zip(truth, got, strict=True):
        expected = set(compare.inside(want, root))
        if not expected:
            continue
        found = set(compare.inside(have, root))
        both = len(expected & found)
        right, false, missing = right + both, false + len(found) - both, missing + len(expected) - both
        exact += expected == found
        scores.append(2 * both / (len(expected) + len(found)))
    return {"right": right, "false": false, "missing": missing, "exact": exact, "f1": scores}


def _by_tags(language: str, root: str, positions: list[dict[str, Any]]) -> Answers:
    """The first tag of a name, those of the same file first: what looking names up can know."""
    words = ["ctags", "-R", "-f", "-", "--sort=no", "--fields=n", f"--languages={CTAGS[language]}", "."]
    if language in ("c", "cpp"):
        words[-1:] = ["--langmap=C++:+.h", "."] if language == "cpp" else ["."]
    done = subprocess.run(words, cwd=root, capture_output=True, timeout=_TAGS_SECONDS, check=True)
    tags: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for row in done.stdout.decode("utf-8", "replace").splitlines():
        name, path, *_, line = row.split("\t")
        if line.startswith("line:"):
            tags[name].append((os.path.normpath(path), int(line.removeprefix("line:")) - 1, 0))
    answers: Answers = []
    for position in positions:
        own = os.path.relpath(position["path"], root)
        found = sorted(tags.get(position["name"], ()), key=lambda tag: (tag[0] != own, tag))
        answers.append(found[:1])
    return answers


if __name__ == "__main__":
    main()
