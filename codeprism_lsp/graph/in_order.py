"""Answers that are as long as a repository is large, of which only that is made which is looked at.

A name may stand in a million files, and whoever looks for its uses wants the first few at once. The files
are kept as numbers of a table, eight bytes each; their paths are made when it is their turn.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar, overload

import numpy as np
import numpy.typing as npt

from codeprism_lsp.facts.filetable import FileTable

I64 = npt.NDArray[np.int64]
_Item = TypeVar("_Item", str, tuple[str, int])

AT_ONCE = 1_000
"""How many items an answer may have that is given as a list."""

_PART = 4_096


class InOrder(Sequence[_Item]):
    """Items in order: those that `make` gives for 0, 1, ... `count` - 1, and a few `fresh` ones among them;
    both are in order."""

    def __init__(self, count: int, make: Callable[[int], _Item], fresh: Sequence[_Item] = ()) -> None:
        self._make: Callable[[int], _Item] = make
        self._fresh: Sequence[_Item] = fresh
        at = [bisect_left(range(count), one, key=make) for one in fresh]
        # Fresh items go by numbers below 0.
        self._places: I64 = np.insert(np.arange(count), at, -1 - np.arange(len(fresh)))

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, at: int) -> _Item: ...
    @overload
    def __getitem__(self, at: slice) -> list[_Item]: ...
    def __getitem__(self, at: int | slice) -> _Item | list[_Item]:
        if isinstance(at, slice):
            return [self._item(place) for place in self._places[at].tolist()]
        return self._item(int(self._places[at]))

    def __iter__(self) -> Iterator[_Item]:
        for first in range(0, len(self._places), _PART):
            yield from map(self._item, self._places[first : first + _PART].tolist())

    def _item(self, place: int) -> _Item:
        return self._make(place) if place >= 0 else self._fresh[-1 - place]


def paths_in_order(table: FileTable, numbers: I64, fresh: Sequence[str]) -> Sequence[str]:
    """The paths of some files of a table, with a few others (sorted), in order."""
    ordered = table.ordered(numbers)
    return _listed(InOrder(len(ordered), lambda place: table.path(int(ordered[place])), fresh))


def rows_in_order(
    table: FileTable, numbers: I64, indexes: I64, fresh: Sequence[tuple[str, int]]
) -> Sequence[tuple[str, int]]:
    """(path, index) of some files of a table, which may repeat, with a few others (sorted), in order."""
    files = np.unique(numbers)
    ranks = np.empty(len(files), np.int64)
    ranks[np.searchsorted(files, table.ordered(files))] = np.arange(len(files))
    order = np.lexsort((indexes, ranks[np.searchsorted(files, numbers)]))
    numbers, indexes = numbers[order], indexes[order]

    def row(place: int) -> tuple[str, int]:
        return table.path(int(numbers[place])), int(indexes[place])

    return _listed(InOrder(len(numbers), row, fresh))


def _listed(found: InOrder[_Item]) -> Sequence[_Item]:
    return list(found) if len(found) <= AT_ONCE else found
