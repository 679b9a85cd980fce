"""An immutable state of one workspace folder: which files there are and what their facts say.

A snapshot joins a base (what the index holds) with an overlay (open documents, fresher than the index)
behind one interface. Nothing in it changes once made; the next state is another snapshot, which shares
what did not change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

import numpy as np
import numpy.typing as npt

from codeprism_lsp.facts.keys import key
from codeprism_lsp.facts.nametable import NameTable
from codeprism_lsp.facts.outline import Outline, empty

NO_OUTLINE = empty()


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file of the index. `content` is 0 for a file that is open but not indexed."""

    path: str
    language: str
    content: int
    size: int
    mtime_ns: int
    origin: str = "source"


class StoredIndex(Protocol):
    """The posting lists and facts behind a snapshot; contents are numbers that never change meaning."""

    def outline(self, content: int) -> Outline | None:
        """Facts of a content, None where they cannot be read (the file is then indexed again)."""

    def definers(self, name: str) -> Sequence[tuple[int, int]]:
        """(content, definition index) of every definition called `name`; contents may be dead."""

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

    def definers(self, name: str) -> Sequence[tuple[int, int]]:
        return ()

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


class FileTable:
    """The files of one revision, with look-up by path, directory, base name and content."""

    def __init__(self, rows: Mapping[str, FileRow]) -> None:
        self.rows = rows

    def changed(self, rows: Iterable[FileRow], deleted: Iterable[str]) -> FileTable:
        """The table of the next revision; this one stays as it is."""
        table = dict(self.rows)
        for path in deleted:
            table.pop(path, None)
        for row in rows:
            table[row.path] = row
        return FileTable(table)

    @cached_property
    def by_directory(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in sorted(self.rows):
            found.setdefault(path.rpartition("/")[0], []).append(path)
        return found

    @cached_property
    def directories(self) -> frozenset[str]:
        found: set[str] = set()
        for directory in self.by_directory:
            at = directory
            while at and at not in found:
                found.add(at)
                at = at.rpartition("/")[0]
        return frozenset(found)

    @cached_property
    def by_basename(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in sorted(self.rows):
            found.setdefault(path.rpartition("/")[2], []).append(path)
        return found

    @cached_property
    def directories_by_name(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for directory in self.by_directory:
            found.setdefault(directory.rpartition("/")[2], []).append(directory)
        return found

    @cached_property
    def by_content(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        for path in sorted(self.rows):
            found.setdefault(self.rows[path].content, []).append(path)
        return found


@dataclass(frozen=True)
class Snapshot:
    """One state of a workspace folder. Paths are relative to `root`, with forward slashes."""

    root: str
    revision: int
    table: FileTable
    index: StoredIndex
    overlay: Mapping[str, Fresh] = field(default_factory=dict)
    complete: bool = True  # whether every discovered file has been indexed

    @property
    def identity(self) -> tuple[int, int, int]:
        """Equal for equal states; what caches of answers are keyed by."""
        return (self.revision, id(self.table), id(self.overlay))

    def language(self, path: str) -> str | None:
        if (fresh := self.overlay.get(path)) is not None:
            return fresh.language
        row = self.table.rows.get(path)
        return row.language if row is not None else None

    def outline(self, path: str) -> Outline:
        """Facts of a file; an empty outline where the snapshot has none."""
        if (fresh := self.overlay.get(path)) is not None:
            return fresh.outline
        row = self.table.rows.get(path)
        if row is None or not row.content:
            return NO_OUTLINE
        found = self.index.outline(row.content)
        return found if found is not None else NO_OUTLINE

    def exists(self, path: str) -> bool:
        return path in self.table.rows or path in self.overlay

    def paths(self) -> list[str]:
        """All files, sorted."""
        extra = [path for path in self.overlay if path not in self.table.rows]
        return sorted([*self.table.rows, *extra])

    def in_directory(self, directory: str) -> Sequence[str]:
        stored = self.table.by_directory.get(directory, [])
        extra = [p for p in self._extra if p.rpartition("/")[0] == directory]
        return sorted([*stored, *extra]) if extra else stored

    def has_directory(self, directory: str) -> bool:
        prefix = directory + "/"
        return directory in self.table.directories or any(p.startswith(prefix) for p in self._extra)

    def with_basename(self, basename: str) -> Sequence[str]:
        stored = self.table.by_basename.get(basename, [])
        extra = [p for p in self._extra if p.rpartition("/")[2] == basename]
        return sorted([*stored, *extra]) if extra else stored

    def directories_named(self, name: str) -> Sequence[str]:
        """Directories with that last segment that hold a file directly, sorted."""
        stored = self.table.directories_by_name.get(name, [])
        extra = {p.rpartition("/")[0] for p in self._extra}
        extra = {d for d in extra if d.rpartition("/")[2] == name and d not in self.table.by_directory}
        return sorted([*stored, *extra])

    def definers(self, name: str) -> list[tuple[str, int]]:
        """(path, definition index) of every definition called `name`, in path order."""
        found = self._paths_of(self.index.definers(name))
        for path, fresh in self.overlay.items():
            found.extend((path, index) for index in fresh.outline.named(name))
        return sorted(found)

    def containing(self, name: str) -> list[str]:
        """Files that contain the identifier `name`, and perhaps others; in path order."""
        found = self._live(self.index.containing(name))
        wanted = key(name)
        for path, fresh in self.overlay.items():
            at = int(np.searchsorted(fresh.tokens, wanted))
            if at < len(fresh.tokens) and int(fresh.tokens[at]) == wanted:
                found.append(path)
        return sorted(found)

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

    @cached_property
    def _extra(self) -> tuple[str, ...]:
        return tuple(path for path in self.overlay if path not in self.table.rows)

    def _live(self, contents: npt.NDArray[np.uint32]) -> list[str]:
        by_content, overlay = self.table.by_content, self.overlay
        return [
            path
            for content in contents.tolist()
            for path in by_content.get(content, ())
            if path not in overlay
        ]

    def _paths_of(self, found: Sequence[tuple[int, int]]) -> list[tuple[str, int]]:
        by_content, overlay = self.table.by_content, self.overlay
        return [
            (path, index)
            for content, index in found
            for path in by_content.get(content, ())
            if path not in overlay
        ]
