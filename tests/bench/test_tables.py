"""The tables of types that were checked by hand are well-formed and agree with themselves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench import hand_checked
from bench.corpora import CORPORA

TABLES = sorted(hand_checked.TABLES.glob("*.json"))


@pytest.mark.parametrize("path", TABLES, ids=[path.stem for path in TABLES])
def test_table(path: Path) -> None:
    rows = json.loads(path.read_text("utf-8"))["types"]
    assert len(rows) >= 100
    known = {(row["corpus"], row["type"]): row for row in rows}
    assert len(known) == len(rows), "each type stands in the table once"
    for row in rows:
        assert row["corpus"] in CORPORA
        assert row["supertypes"] or row["subtypes"], "a row says something"
        for way, back in (("supertypes", "subtypes"), ("subtypes", "supertypes")):
            for one in row[way]:
                assert one.partition("#")[2], "a type is written as file#Name"
                other = known.get((row["corpus"], one))
                assert other is None or row["type"] in other[back], (row["type"], way, one)
