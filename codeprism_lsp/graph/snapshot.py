"""An immutable state of one workspace folder: which files there are and what their facts say.

A snapshot joins a base (what the index holds) with an overlay (open documents, fresher than the index)
behind one interface. Nothing in it changes once made; the next state is another snapshot, which shares
what did not change.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

import numpy as np
import numpy.typing as npt
from cachetools import LRUCache

from codeprism_lsp.facts.filecolumns import FileRow
from codeprism_lsp.facts.filetable import FileTable
from codeprism_lsp.facts.glimpse import Glimpse
from codeprism_lsp.facts.keys import key
from codeprism_lsp.facts.kinds import DefKind
from codeprism_lsp.facts.nametable import NameTable
from codeprism_lsp.facts.outline import Outline, empty
from codeprism_lsp.graph.in_order import paths_in_order, rows_in_order

I64 = npt.NDArray[np.int64]

__all__ = ["NO_OUTLINE", "EmptyIndex", "FileRow", "FileTable", "Fresh", "Snapshot", "StoredIndex"]

NO_OUTLINE = empty()
_MAX_CANDIDATES = 500  # files without facts that are considered for one name, and
_KEPT_DEFINERS = 100_000  # definitions in answers about names that are kept, and
_LIGHTER = 8  # as many times more of those that are kept as numbers
_MAX_PARSED = 20  # those that are parsed for it


class StoredIndex(Protocol):
    """The posting lists and facts behind a snapshot; contents are numbers that never change meaning."""

    def outline(self, content: int) -> Outline | None:
        """Facts of a content, None where they cannot be read (the file is then indexed again)."""

    def waits(self, content: int) -> bool:
        """Whether the facts of a content are still to be made."""

    def glimpses(self, wanted: Iterable[tuple[int, int]]) -> Mapping[tuple[int, int], Glimpse]:
        """What (content, definition index) say; those that cannot be read are absent."""

    def definers(self, name: str, apart: Collection[int] = ()) -> tuple[I64, I64]:
        """Contents and definition indexes of all definitions called `name`, apart from those of some kinds;
        contents may be dead."""

    def containing(self, name: str) -> npt.NDArray[np.uint32]:
        """Contents that contain the identifier `name`, and perhaps others."""

    def subtypes(self, name: str) -> Sequence[tuple[int, int]]:
        """(content, definition index) whose written supertypes end in `name`, and perhaps others."""

    def names(self) -> Sequence[NameTable]:
        """Tables of all definition names, for symbol search; rows of dead contents included."""

    def importers(self, import_key: str) -> npt.NDArray[np.uint32]:
        """Contents with an import of that key, and perhaps others."""


class EmptyIndex:
    """The index of a folder of which nothing is stored (yet)."""

    def outline(self, content: int) -> Outline | None:
        return None

    def waits(self, content: int) -> bool:
        return False

    def glimpses(self, wanted: Iterable[tuple[int, int]]) -> Mapping[tuple[int, int], Glimpse]:
        return {}

    def definers(self, name: str, apart: Collection[int] = ()) -> tuple[I64, I64]:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)

    def containing(self, name: str) -> npt.NDArray[np.uint32]:
        return np.zeros(0, np.uint32)

    def subtypes(self, name: str) -> Sequence[tuple[int, int]]:
        return ()

    def names(self) -> Sequence[NameTable]:
        return ()

    def importers(self, import_key: str) -> npt.NDArray[np.uint32]:
        return np.zeros(0, np.uint32)


class Fresh(Protocol):
    """An open document: text, facts and view, made when first asked for."""

    @property
    def path(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def data(self) -> bytes: ...
    @property
    def outline(self) -> Outline: ...
    @property
    def tokens(self) -> npt.NDArray[np.uint32]: ...
    @property
    def view(self) -> object: ...
    @property
    def import_keys(self) -> frozenset[str]: ...


class Disk(Protocol):
    """The files of a folder as they are, for what the index does not know yet."""

    def language(self, path: str) -> str | None:
        """The language of a file that is there, None of others."""

    def files(self, directory: str) -> Sequence[str]:
        """The sources directly in a directory, sorted."""

    def is_directory(self, directory: str) -> bool:
        """Whether there is such a directory."""

    def outline(self, path: str, language: str) -> Outline | None:
        """The facts of a file; None where they cannot be had."""

    def parsed(self) -> Mapping[str, Outline]:
        """The facts that were given lately, by path."""


def _weight(found: Sequence[tuple[str, int]]) -> int:
    return 1 + (len(found) if isinstance(found, list) else len(found) // _LIGHTER)


_Question = tuple[str, frozenset[DefKind], frozenset[str] | None]
"""A name, the kinds apart, and the languages."""


class _Definers:
    """The last answers about who defines a name, bounded in definitions. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: LRUCache[_Question, Sequence[tuple[str, int]]] = LRUCache(
            _KEPT_DEFINERS, getsizeof=_weight
        )

    def get(self, wanted: _Question) -> Sequence[tuple[str, int]] | None:
        with self._lock:
            return self._known.get(wanted)

    def put(self, wanted: _Question, found: Sequence[tuple[str, int]]) -> None:
        with self._lock, suppress(ValueError):  # more than all that may be kept
            self._known[wanted] = found


@dataclass(frozen=True)
class Snapshot:
    """One state of a workspace folder. Paths are relative to `root`, with forward slashes."""

    root: str
    revision: int
    table: FileTable
    index: StoredIndex
    overlay: Mapping[str, Fresh] = field(default_factory=dict)
    complete: bool = True  # whether every discovered file has been indexed
    unlisted: Disk | None = None  # where files are looked for that the table does not have yet
    unparsed: Disk | None = None  # where facts come from that the index does not have yet
    _kept: _Definers = field(default_factory=_Definers, init=False, repr=False, compare=False)

    @property
    def identity(self) -> tuple[int, int, int]:
        """Equal for equal states; what caches of answers are keyed by."""
        return (self.revision, id(self.table), id(self.overlay))

    def language(self, path: str) -> str | None:
        if (fresh := self.overlay.get(path)) is not None:
            return fresh.language
        language = self.table.language(path)
        if language is None and self.unlisted is not None:
            return self.unlisted.language(path)
        return language

    def outline(self, path: str) -> Outline:
        """Facts of a file; an empty outline where the snapshot has none."""
        if (fresh := self.overlay.get(path)) is not None:
            return fresh.outline
        content = self.table.content(path)
        found = self.index.outline(content) if content else None
        if found is None and self.unparsed is not None:
            language = self.language(path)
            found = self.unparsed.outline(path, language) if language is not None else None
        return found if found is not None else NO_OUTLINE

    def exists(self, path: str) -> bool:
        if path in self.table.rows or path in self.overlay:
            return True
        return self.unlisted is not None and self.unlisted.language(path) is not None

    def paths(self) -> list[str]:
        """All files, sorted."""
        stored = self.table.paths()
        return sorted([*stored, *self._extra]) if self._extra else stored

    def in_directory(self, directory: str) -> Sequence[str]:
        stored: Sequence[str] = self.table.in_directory(directory)
        extra = [p for p in self._extra if p.rpartition("/")[0] == directory]
        if self.unlisted is not None:
            extra.extend(self.unlisted.files(directory))
        return sorted({*stored, *extra}) if extra else stored

    def has_directory(self, directory: str) -> bool:
        prefix = directory + "/"
        if self.table.has_directory(directory) or any(p.startswith(prefix) for p in self._extra):
            return True
        return self.unlisted is not None and self.unlisted.is_directory(directory)

    def with_basename(self, basename: str) -> Sequence[str]:
        stored = self.table.with_basename(basename)
        extra = [p for p in self._extra if p.rpartition("/")[2] == basename]
        if self.unlisted is not None:
            near = (f"{directory}/{basename}".lstrip("/") for directory in self._around_open)
            extra.extend(path for path in near if self.unlisted.language(path) is not None)
        return sorted({*stored, *extra}) if extra else stored

    def directories_named(self, name: str) -> Sequence[str]:
        """Directories with that last segment that hold a file directly, sorted."""
        stored = self.table.directories_named(name)
        extra = {p.rpartition("/")[0] for p in self._extra}
        extra = {one for one in extra if one.rpartition("/")[2] == name}
        if self.unlisted is not None:
            near = (f"{directory}/{name}".lstrip("/") for directory in self._around_open)
            extra.update(one for one in near if self.unlisted.files(one))
        return sorted({*stored, *extra}) if extra else stored

    def definers(
        self, name: str, apart: Collection[DefKind] = (), languages: Collection[str] | None = None
    ) -> Sequence[tuple[str, int]]:
        """(path, definition index) of every definition called `name`, apart from those of some kinds, in
        files of some languages (default: all), in path order.

        A name may have thousands, and whoever looks at its uses one by one asks as often: the last answers
        are kept, but while files wait to be parsed.
        """
        if self.unparsed is not None:
            return self._definers(name, apart, languages)
        wanted = (name, frozenset(apart), frozenset(languages) if languages is not None else None)
        known = self._kept.get(wanted)
        if known is None:
            known = self._definers(name, apart, languages)
            self._kept.put(wanted, known)
        return known

    def _definers(
        self, name: str, apart: Collection[DefKind], languages: Collection[str] | None
    ) -> Sequence[tuple[str, int]]:
        contents, indexes = self.index.definers(name, apart)
        places, numbers = self._shown(contents)
        if languages is not None:
            spoken = self.table.in_languages(numbers, languages)
            places, numbers = places[spoken], numbers[spoken]
        fresh: list[tuple[str, int]] = []
        for path, text in self.overlay.items():
            if languages is not None and text.language not in languages:
                continue
            outline = text.outline
            fresh.extend((path, one) for one in outline.named(name) if outline.kind(one) not in apart)
        found = rows_in_order(self.table, numbers, indexes[places], sorted(fresh))
        if self.unparsed is not None:
            waiting = self._unparsed_definers(self.unparsed, name, apart)
            return sorted({*found, *(row for row in waiting if self._is_in(row[0], languages))})
        return found

    def containing(self, name: str) -> Sequence[str]:
        """Files that contain the identifier `name`, and perhaps others; in path order."""
        wanted = key(name)
        fresh: list[str] = []
        for path, text in self.overlay.items():
            at = int(np.searchsorted(text.tokens, wanted))
            if at < len(text.tokens) and int(text.tokens[at]) == wanted:
                fresh.append(path)
        _, numbers = self._shown(self.index.containing(name))
        return paths_in_order(self.table, numbers, sorted(fresh))

    def subtype_candidates(self, name: str) -> list[tuple[str, int]]:
        """(path, definition index) of definitions that write a supertype ending in `name`, and others."""
        found = self._paths_of(self.index.subtypes(name))
        for path, fresh in self.overlay.items():
            found.extend((path, one.definition) for one in fresh.outline.all_supertypes if name in one.text)
        return sorted(set(found))

    def importers(self, import_key: str) -> list[str]:
        """Files with an import listed under the key, and perhaps others; in path order."""
        found = self._live(self.index.importers(import_key))
        found.extend(path for path, fresh in self.overlay.items() if import_key in fresh.import_keys)
        return sorted(found)

    def _is_in(self, path: str, languages: Collection[str] | None) -> bool:
        return languages is None or self.language(path) in languages

    @cached_property
    def _extra(self) -> tuple[str, ...]:
        return tuple(path for path in self.overlay if path not in self.table.rows)

    def _unparsed_definers(
        self, disk: Disk, name: str, apart: Collection[DefKind]
    ) -> Iterator[tuple[str, int]]:
        """Definitions in files that hold the name and have no facts in the index yet, a few of them."""
        looked_at = 0
        for path in self.containing(name)[:_MAX_CANDIDATES]:
            row = self.table.rows.get(path)
            if row is not None and path not in self.overlay and self.index.waits(row.content):
                disk.outline(path, row.language)
                looked_at += 1
                if looked_at == _MAX_PARSED:
                    break
        for path, outline in disk.parsed().items():
            if path not in self.overlay and (self.unlisted is not None or path in self.table):
                yield from ((path, one) for one in outline.named(name) if outline.kind(one) not in apart)

    @cached_property
    def _around_open(self) -> tuple[str, ...]:
        """The directories that open documents are in or below, the root included."""
        found = {""}
        for path in self.overlay:
            while path := path.rpartition("/")[0]:
                found.add(path)
        return tuple(sorted(found))

    def _shown(self, contents: npt.NDArray[np.uint32] | I64) -> tuple[I64, I64]:
        """(position in `contents`, number of a file) of all files with these contents that are not open."""
        places, numbers = self.table.with_contents(contents)
        if self.overlay:
            closed = ~np.isin(numbers, self.table.numbers(self.overlay))
            places, numbers = places[closed], numbers[closed]
        return places, numbers

    def _live(self, contents: npt.NDArray[np.uint32]) -> list[str]:
        _, numbers = self._shown(contents)
        return [self.table.path(number) for number in numbers.tolist()]

    def _paths_of(self, found: Sequence[tuple[int, int]]) -> list[tuple[str, int]]:
        if not found:
            return []
        places, numbers = self._shown(np.array([content for content, _ in found], np.uint32))
        return [
            (self.table.path(number), found[place][1])
            for place, number in zip(places.tolist(), numbers.tolist(), strict=True)
        ]
