"""The files of one revision as columns, so that a million of them are a few arrays and no objects.

A table has two layers: a base of sorted columns that is never changed, and a small layer of rows that
are newer. The next revision shares the base; when the upper layer has grown to a share of the base, both
become a new base. A file is known by a number: those of the base come first, then those of the layer above.
Numbers mean something within one table only.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from codeprism_lsp.facts.filecolumns import FileColumns, FileRow, columns_of, merged
from codeprism_lsp.facts.postings import ragged

I64 = npt.NDArray[np.int64]
U32 = npt.NDArray[np.uint32]

_LEAST_LAYER = 2_000
_LAYER_SHARE = 8  # the upper layer holds at most one part in so many of the base
_KEPT_LOOKUPS = 20_000
_KEPT_PATHS = 400_000  # of all look-ups together
_KEPT_STATES = 100_000  # files whose content and language are at hand


@dataclass(frozen=True, slots=True)
class _Layer:
    """What is newer than the base: rows by path, and which rows of the base they or a deletion hide."""

    rows: Mapping[str, FileRow] = field(default_factory=dict)
    hidden: frozenset[int] = frozenset()


class FileTable(Mapping[str, FileRow]):
    """The rows by path, in path order, with look-up by directory, base name and content."""

    def __init__(self, rows: Mapping[str, FileRow] | None = None, base: FileColumns | None = None) -> None:
        self._base = base if base is not None else columns_of((rows or {}).values())
        self._layer = _Layer()
        self._lookups: dict[tuple[str, str], Sequence[str]] = {}
        self._states: dict[str, tuple[int, str] | None] = {}
        self._kept = 0

    # -- the next revision -------------------------------------------------------------------------

    def changed(self, rows: Iterable[FileRow], deleted: Iterable[str]) -> FileTable:
        """The table of the next revision; this one stays as it is."""
        find, layer = self._base.find, dict(self._layer.rows)
        hidden = set(self._layer.hidden)
        for path in deleted:
            layer.pop(path, None)
            hidden.add(find(path))
        for row in rows:
            layer[row.path] = row
            hidden.add(find(row.path))
        hidden.discard(-1)
        following = FileTable(base=self._base)
        following._layer = _Layer(layer, frozenset(hidden))
        most = max(_LEAST_LAYER, len(self._base) // _LAYER_SHARE)
        if len(layer) + len(hidden) <= most:
            return following
        return FileTable(base=following.flattened())

    def flattened(self) -> FileColumns:
        """All rows as one base."""
        if not self._layer.rows and not self._layer.hidden:
            return self._base
        return merged(self._base, np.array(sorted(self._layer.hidden), np.int64), self._layer.rows.values())

    def differing(self, older: FileTable) -> set[str]:
        """Paths whose content or language is not that of another table, or that only one of them has."""
        if self._base is older._base:
            hidden = self._layer.hidden ^ older._layer.hidden
            paths = {*self._layer.rows, *older._layer.rows, *map(self._base.path, hidden)}
        else:
            paths = {*self.paths(), *older.paths()}
        return {path for path in paths if self._state(path) != older._state(path)}

    def differing_soon(self, older: FileTable) -> set[str] | None:
        """As `differing`; None where the tables share no base, so that all paths had to be compared."""
        return self.differing(older) if self._base is older._base else None

    # -- by path -----------------------------------------------------------------------------------

    def __len__(self) -> int:
        return len(self._base) - len(self._layer.hidden) + len(self._layer.rows)

    def __iter__(self) -> Iterator[str]:
        return iter(self.paths())

    def __contains__(self, path: object) -> bool:
        return isinstance(path, str) and self._state(path) is not None

    def __getitem__(self, path: str) -> FileRow:
        row = self._layer.rows.get(path)
        if row is not None:
            return row
        number = self._stored(path)
        if number < 0:
            raise KeyError(path)
        return self.row(number)

    @property
    def rows(self) -> Mapping[str, FileRow]:
        """The rows by path."""
        return self

    def language(self, path: str) -> str | None:
        """The language of a file, None where there is no such file."""
        state = self._state(path)
        return state[1] if state is not None else None

    def content(self, path: str) -> int:
        """The content of a file, 0 where there is no such file or it has none."""
        state = self._state(path)
        return state[0] if state is not None else 0

    def paths(self) -> list[str]:
        """All files, sorted."""
        hidden = self._layer.hidden
        stored = [path for number, path in enumerate(self._base.all_paths()) if number not in hidden]
        return sorted([*stored, *self._layer.rows]) if self._layer.rows else stored

    def below(self, directory: str) -> list[str]:
        """All files in a directory, however deep, sorted."""
        prefix = directory + "/"
        stored = self._shown(range(*self._base.below(prefix)))
        return sorted([*stored, *(path for path in self._layer.rows if path.startswith(prefix))])

    # -- by number ---------------------------------------------------------------------------------

    @property
    def bound(self) -> int:
        """One more than the largest number there can be."""
        return len(self._base) + len(self._layer.rows)

    def find(self, path: str) -> int:
        """The number of a file, -1 where there is no such file."""
        if path in self._layer.rows:
            return self._upper_numbers[path]
        return self._stored(path)

    def is_as(self, number: int, size: int, mtime_ns: int, origin: str) -> bool:
        """Whether a file is as it was found now."""
        above = number - len(self._base)
        if above < 0:
            return self._base.is_as(number, size, mtime_ns, origin)
        row = self._upper[above]
        return row.size == size and row.mtime_ns == mtime_ns and row.origin == origin

    def shown(self, number: int) -> bool:
        """Whether a number is that of a file."""
        return number not in self._layer.hidden

    def path(self, number: int) -> str:
        """The path of a file by its number."""
        above = number - len(self._base)
        return self._upper[above].path if above >= 0 else self._base.path(number)

    def row(self, number: int) -> FileRow:
        """A file by its number."""
        above = number - len(self._base)
        return self._upper[above] if above >= 0 else self._base.row(number)

    def numbers(self, paths: Iterable[str]) -> I64:
        """The numbers of those files that there are."""
        found = (self.find(path) for path in paths)
        return np.array([number for number in found if number >= 0], np.int64)

    def ordered(self, numbers: I64) -> I64:
        """The numbers of some files in the order of their paths."""
        above = numbers >= len(self._base)
        stored = np.sort(numbers[~above])
        if not above.any():
            return stored
        upper = sorted(numbers[above].tolist(), key=self.path)
        base: Any = stored
        at = [
            bisect_left(base, self.path(one), key=lambda number: self._base.path(int(number)))
            for one in upper
        ]
        return np.insert(stored, at, upper)

    def with_contents(self, contents: U32 | I64) -> tuple[I64, I64]:
        """(position in `contents`, number of a file) of all files that have one of some contents."""
        positions, numbers = self._base.with_contents(contents)
        if self._layer.hidden and len(numbers):
            shown = ~np.isin(numbers, self._hidden)
            positions, numbers = positions[shown], numbers[shown]
        if self._layer.rows:
            held, order = self._upper_contents
            first = np.searchsorted(held, contents, "left")
            counts = np.searchsorted(held, contents, "right") - first
            numbers = np.concatenate((numbers, order[ragged(first, counts)] + len(self._base)))
            positions = np.concatenate((positions, np.repeat(np.arange(len(contents)), counts)))
        return positions, numbers

    def in_languages(self, numbers: I64, languages: Collection[str]) -> npt.NDArray[np.bool_]:
        """Which of some files are in one of some languages."""
        base, above = self._base, numbers >= len(self._base)
        by_code = np.array([word in languages for word in base.words], np.bool_)
        found = np.zeros(len(numbers), np.bool_)
        found[~above] = by_code[base.languages[numbers[~above]]]
        found[above] = [self.row(number).language in languages for number in numbers[above].tolist()]
        return found

    def depths(self, numbers: I64) -> I64:
        """How many directories each of some files lies in."""
        return self._column(numbers, self._base.depths, lambda row: row.path.count("/"))

    def origins(self, numbers: I64, values: Mapping[str, int]) -> I64:
        """A value for the origin of each of some files; 0 for an origin that has none."""
        by_code = np.array([values.get(one, 0) for one in self._base.words], np.int64)
        stored = by_code[self._base.origins] if len(by_code) else np.zeros(0, np.int64)
        return self._column(numbers, stored, lambda row: values.get(row.origin, 0))

    # -- by other properties -----------------------------------------------------------------------

    def of_content(self, content: int) -> Sequence[str]:
        """Files that have a content, in path order."""
        _, numbers = self.with_contents(np.array([content], np.uint32))
        return sorted(self.path(number) for number in numbers.tolist())

    def in_directory(self, directory: str) -> Sequence[str]:
        """Files that lie directly in a directory, in path order."""
        return self._looked_up("directory", directory)

    def with_basename(self, name: str) -> Sequence[str]:
        """Files of that last segment, in path order."""
        return self._looked_up("basename", name)

    def directories_named(self, name: str) -> Sequence[str]:
        """Directories of that last segment that hold a file directly, in path order."""
        return self._looked_up("directory name", name)

    def has_directory(self, directory: str) -> bool:
        """Whether some file lies in a directory or below it."""
        prefix = directory + "/"
        if any(path.startswith(prefix) for path in self._layer.rows):
            return True
        first, last = self._base.below(prefix)
        if not self._layer.hidden or first == last:
            return first < last
        return any(number not in self._layer.hidden for number in range(first, last))

    # -- private -----------------------------------------------------------------------------------

    def _stored(self, path: str) -> int:
        """The number of a file of the base that is not hidden, -1 without."""
        number = self._base.find(path)
        return -1 if number in self._layer.hidden else number

    def _state(self, path: str) -> tuple[int, str] | None:
        """Content and language of a file, None where there is no such file; asked many times a question."""
        try:
            return self._states[path]
        except KeyError:
            state = self._find_state(path)
        if len(self._states) >= _KEPT_STATES:
            self._states = {}
        self._states[path] = state
        return state

    def _find_state(self, path: str) -> tuple[int, str] | None:
        row = self._layer.rows.get(path)
        if row is not None:
            return row.content, row.language
        number = self._stored(path)
        return (int(self._base.contents[number]), self._base.language(number)) if number >= 0 else None

    def _column(self, numbers: I64, stored: npt.NDArray[Any], of: Callable[[FileRow], int]) -> I64:
        """One value for each of some files, of whichever layer."""
        above = numbers - len(self._base)
        if not self._layer.rows or not (above >= 0).any():
            return stored[numbers].astype(np.int64)
        upper = np.array([of(row) for row in self._upper], np.int64)
        found = np.empty(len(numbers), np.int64)
        found[above >= 0] = upper[above[above >= 0]]
        found[above < 0] = stored[numbers[above < 0]]
        return found

    @cached_property
    def _upper(self) -> list[FileRow]:
        return list(self._layer.rows.values())

    @cached_property
    def _upper_numbers(self) -> dict[str, int]:
        return {row.path: number for number, row in enumerate(self._upper, len(self._base))}

    @cached_property
    def _hidden(self) -> I64:
        return np.array(sorted(self._layer.hidden), np.int64)

    @cached_property
    def _upper_contents(self) -> tuple[I64, I64]:
        """Contents of the upper layer, ascending, and which of its rows each belongs to."""
        contents = np.array([row.content for row in self._upper], np.int64)
        order = np.argsort(contents, kind="stable")
        return contents[order], order

    def _looked_up(self, kind: str, name: str) -> Sequence[str]:
        found = self._lookups.get((kind, name))
        if found is None:
            found = _LOOKUPS[kind](self, name)
            if len(self._lookups) >= _KEPT_LOOKUPS or self._kept > _KEPT_PATHS:
                self._lookups, self._kept = {}, 0
            self._lookups[(kind, name)] = found
            self._kept += len(found)
        return found

    def _in_directory(self, directory: str) -> Sequence[str]:
        stored = self._shown(self._base.in_directory(directory))
        return _united(stored, (p for p in self._layer.rows if p.rpartition("/")[0] == directory))

    def _with_basename(self, name: str) -> Sequence[str]:
        stored = self._shown(self._base.with_basename(name))
        return _united(stored, (p for p in self._layer.rows if p.rpartition("/")[2] == name))

    def _directories_named(self, name: str) -> Sequence[str]:
        stored = self._base.directories_named(name)
        if self._layer.hidden:
            stored = [directory for directory in stored if self.in_directory(directory)]
        above = {path.rpartition("/")[0] for path in self._layer.rows}
        return _united(stored, (one for one in above if one.rpartition("/")[2] == name))

    def _shown(self, numbers: Iterable[int]) -> list[str]:
        hidden, path = self._layer.hidden, self._base.path
        return [path(number) for number in numbers if number not in hidden]


_LOOKUPS: Mapping[str, Callable[[FileTable, str], Sequence[str]]] = {
    "directory": FileTable._in_directory,
    "basename": FileTable._with_basename,
    "directory name": FileTable._directories_named,
}


def _united(stored: Sequence[str], more: Iterable[str]) -> Sequence[str]:
    extra = list(more)
    return sorted({*stored, *extra}) if extra else stored
