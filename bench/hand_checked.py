"""Types above and below a hundred types against tables that were checked by hand.

    python -m bench.hand_checked [LANGUAGE...] [--corpora DIR]

Where no server of a language knows a hierarchy of types, `bench/tables/LANGUAGE.json` holds what its
sources say: for each type, as `file#Name` within a corpus, its direct supertypes and subtypes in it. The
server is asked as an editor asks it; what it answers beyond the table is false, what it lacks is missing.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import platformdirs

from bench.results import Result, text_of
from bench.server import build_index, language_id, started
from tests.client import Client, to_path

TABLES = Path(__file__).parent / "tables"
COLUMNS = ["types of", "asked", "expected", "right", "missing", "false"]
LEAST_RIGHT, MOST_FALSE = 0.98, 0.01
_WAYS = ("supertypes", "subtypes")


def main(arguments: list[str] | None = None) -> int:
    """Prints a table for each language; 1 when a bar is missed, 2 without the corpora."""
    parser = argparse.ArgumentParser(prog="python -m bench.hand_checked", description=__doc__)
    known = sorted(path.stem for path in TABLES.glob("*.json"))
    parser.add_argument("languages", nargs="*", default=known, help="by default all that have a table")
    parser.add_argument("--corpora", type=Path, default=platformdirs.user_cache_path("codeprism-corpora"))
    given = parser.parse_args(arguments)
    missed = False
    for language in given.languages or known:
        table = json.loads((TABLES / f"{language}.json").read_text("utf-8"))
        corpora = sorted({row["corpus"] for row in table["types"]})
        if absent := [name for name in corpora if not (given.corpora / name).is_dir()]:
            print(f"error: {given.corpora} has no {', '.join(absent)}", file=sys.stderr)
            return 2
        rows = [_of_corpus(given.corpora / name, language, name, table["types"]) for name in corpora]
        total = [sum(row[column] for row in rows) for column in range(1, len(COLUMNS))]
        print(text_of(Result("", language, [], COLUMNS, [*rows, ["all", *total]])), flush=True)
        _, expected, right, _, false = total
        missed = missed or right < LEAST_RIGHT * expected or false > MOST_FALSE * expected
    return int(missed)


def _of_corpus(root: Path, language: str, corpus: str, types: list[dict[str, Any]]) -> list[Any]:
    """[corpus, types asked, expected, right, missing, false], and what differs on standard error."""
    root = root.resolve()
    inner = f"packages/{corpus}/"  # one package may lie as in a monorepo
    prefix = inner if (root / inner).is_dir() else ""
    asked = [row for row in types if row["corpus"] == corpus]
    expected = right = missing = false = 0
    with tempfile.TemporaryDirectory(prefix="codeprism-bench-") as folder:
        build_index(root, Path(folder))
        client = started(root, Path(folder))
        try:
            client.wait_ready(600)
            for row in asked:
                answers = _answers(client, root, language, prefix + row["type"])
                for way, found in zip(_WAYS, answers, strict=True):
                    wanted = {prefix + one for one in row[way]}
                    expected += len(wanted)
                    right += len(wanted & found)
                    missing += len(wanted - found)
                    false += len(found - wanted)
                    if wanted != found:
                        print(
                            f"{corpus} {row['type']} {way}: missing {sorted(wanted - found)},"
                            f" false {sorted(found - wanted)}",
                            file=sys.stderr,
                        )
        finally:
            client.stop()
    return [corpus, len(asked), expected, right, missing, false]


def _answers(client: Client, root: Path, language: str, place: str) -> tuple[set[str], set[str]]:
    """The direct supertypes and subtypes of a type, as `file#Name`."""
    path, _, name = place.partition("#")
    uri = client.open(root / path, language_id(language, path))
    symbols = client.request("textDocument/documentSymbol", {"textDocument": {"uri": uri}}, 60) or []
    position = _position(symbols, name)
    if position is None:
        return set(), set()
    given = {"textDocument": {"uri": uri}, "position": position}
    items = client.request("textDocument/prepareTypeHierarchy", given, 60) or []
    found: list[set[str]] = [set(), set()]
    for item in items[:1]:
        for number, way in enumerate(_WAYS):
            for one in client.request(f"typeHierarchy/{way}", {"item": item}, 60) or []:
                where = Path(to_path(one["uri"])).resolve().relative_to(root).as_posix()
                found[number].add(f"{where}#{one['name']}")
    client.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    return found[0], found[1]


def _position(symbols: list[dict[str, Any]], name: str) -> Any:
    """Where the name of the first type called so begins, looked for from the outside in."""
    waiting = list(symbols)
    types = {5, 10, 11, 23}  # class, enum, interface, struct
    while waiting:
        one = waiting.pop(0)
        if one["name"] == name and one["kind"] in types:
            return one["selectionRange"]["start"]
        waiting.extend(one.get("children") or [])
    return None


if __name__ == "__main__":
    sys.exit(main())
