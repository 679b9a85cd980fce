"""Snapshots: who defines a name is looked up once, however often it is asked."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codeprism_lsp.facts.kinds import DefKind
from codeprism_lsp.graph import in_order, snapshot
from codeprism_lsp.graph.in_order import InOrder, paths_in_order, rows_in_order
from codeprism_lsp.graph.snapshot import EmptyIndex, FileRow, FileTable, Snapshot
from codeprism_lsp.workspace.documents import Document


class Counting(EmptyIndex):
    """An index in which content 1 defines every name twice; it notes what it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def definers(
        self, name: str, apart: Collection[int] = ()
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        self.asked.append(name)
        return np.array([1, 1][bool(apart) :]), np.array([1, 0][bool(apart) :])


def test_definers_are_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    table = FileTable({"a.py": FileRow("a.py", "python", 1, 10, 1)})
    one = Snapshot("/", 1, table, index := Counting())
    for _ in range(3):
        assert list(one.definers("f")) == [("a.py", 0), ("a.py", 1)]
        assert list(one.definers("f", {DefKind.FIELD})) == [("a.py", 0)]
    assert index.asked == ["f", "f"]
    monkeypatch.setattr(snapshot, "_KEPT_DEFINERS", 1)
    other = Snapshot("/", 2, table, index := Counting())
    assert list(other.definers("f")) == list(other.definers("f")) == [("a.py", 0), ("a.py", 1)]
    assert index.asked == ["f", "f"], "more than may be kept is answered all the same"


PATH = st.sampled_from([f"{folder}{name}" for folder in ("", "a/", "a-b/", "é/") for name in "xyz"])


@given(st.sets(PATH), st.sets(PATH), st.sets(PATH), st.sets(PATH), st.booleans())
@settings(max_examples=200, deadline=None)
def test_files_come_in_order_whether_as_a_list_or_not(
    stored: set[str], newer: set[str], deleted: set[str], fresh: set[str], lazily: bool
) -> None:
    def row(path: str) -> FileRow:
        return FileRow(path, "python", 1, 10, 1)

    table = FileTable({path: row(path) for path in stored}).changed(map(row, newer), deleted - newer)
    there = (stored | newer) - (deleted - newer)
    others = sorted(fresh - there)
    numbers = table.numbers(sorted(there, reverse=True))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(in_order, "AT_ONCE", -1 if lazily else 1_000)
        patch.setattr(in_order, "_PART", 2)
        paths = paths_in_order(table, numbers, others)
        twice = np.concatenate((numbers, numbers))
        indexes = np.arange(len(twice))[::-1].copy()
        rows = rows_in_order(table, twice, indexes, [(path, 5) for path in others])
    assert isinstance(paths, InOrder) == isinstance(rows, InOrder) == lazily
    assert list(paths) == sorted(there | fresh) == list(paths[:]) and len(paths) == len(there | fresh)
    assert [paths[at] for at in range(len(paths))] == list(paths)
    expected = [(table.path(n), i) for n, i in zip(twice.tolist(), indexes.tolist(), strict=True)]
    assert list(rows) == sorted([*expected, *((path, 5) for path in others)])


def test_definers_in_some_languages() -> None:
    rows = {path: FileRow(path, language, 1, 10, 1) for path, language in (("a.py", "python"), ("b.c", "c"))}
    text = Document("open.c", "c", 1, "int f(void) { return 1; }").text
    one = Snapshot("/", 1, FileTable(rows), Counting(), {"open.c": text})
    assert list(one.definers("f", languages={"c"})) == [("b.c", 0), ("b.c", 1), ("open.c", 0)]
    assert list(one.definers("f", languages={"python"})) == [("a.py", 0), ("a.py", 1)]
    assert len(one.definers("f")) == 5
