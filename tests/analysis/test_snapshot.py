"""Snapshots: who defines a name is looked up once, however often it is asked."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pytest

from codeprism_lsp.facts.kinds import DefKind
from codeprism_lsp.graph import snapshot
from codeprism_lsp.graph.snapshot import EmptyIndex, FileRow, FileTable, Snapshot


class Counting(EmptyIndex):
    """An index in which content 1 defines every name twice; it notes what it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def definers(self, name: str, apart: Collection[int] = ()) -> Sequence[tuple[int, int]]:
        self.asked.append(name)
        return [(1, 1), (1, 0)][bool(apart) :]


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
