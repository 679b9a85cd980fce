"""An immutable state of one workspace folder: which files there are and what their facts say.

A snapshot joins a base (what the index holds) with an overlay (open documents, fresher than the index)
behind one interface. Nothing in it changes once made; the next state is another snapshot, which shares
what did not change.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

import numpy as np
import numpy.typing as npt

from codeprism_lsp.facts.filecolumns import FileRow
from codeprism_lsp.facts.filetable import FileTable
from codeprism_lsp.facts.keys import key
from codeprism_lsp.facts.kinds import DefKind
from codeprism_lsp.facts.nametable import NameTable
from codeprism_lsp.facts.outline import Outline, empty

__all__ = ["NO_OUTLINE", "EmptyIndex", "FileRow", "FileTable", "Fresh", "Snapshot", "StoredIndex"]

NO_OUTLINE = empty()


class StoredIndex(Protocol):
    """The posting lists and facts behind a snapshot; contents are numbers that never change meaning."""

    def outline(self, content: int) -> Outline | None:
        """Facts of a content, None where they cannot be read (the file is then indexed again)."""

    def definers(self, name: str, apart: Collection[int] = ()) -> Sequence[tuple[int, int]]:
        """(content, definition index) of every definition called `name`, apart from those of some kinds;
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

    def definers(self, name: str, apart: Collection[int] = ()) -> Sequence[tuple[int, int]]:
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
        return self.table.language(path)

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
        stored = self.table.paths()
        return sorted([*stored, *self._extra]) if self._extra else stored

    def in_directory(self, directory: str) -> Sequence[str]:
        stored = self.table.in_directory(directory)
        extra = [p for p in self._extra if p.rpartition("/")[0] == directory]
        return sorted([*stored, *extra]) if extra else stored

    def has_directory(self, directory: str) -> bool:
        prefix = directory + "/"
        return self.table.has_directory(directory) or any(p.startswith(prefix) for p in self._extra)

    def with_basename(self, basename: str) -> Sequence[str]:
        stored = self.table.with_basename(basename)
        extra = [p for p in self._extra if p.rpartition("/")[2] == basename]
        return sorted([*stored, *extra]) if extra else stored

    def directories_named(self, name: str) -> Sequence[str]:
        """Directories with that last segment that hold a file directly, sorted."""
        stored = self.table.directories_named(name)
        extra = {p.rpartition("/")[0] for p in self._extra}
        extra = {one for one in extra if one.rpartition("/")[2] == name}
        return sorted({*stored, *extra}) if extra else stored

    def definers(self, name: str, apart: Collection[DefKind] = ()) -> list[tuple[str, int]]:
        """(path, definition index) of every definition called `name`, apart from those of some kinds, in
        path order."""
        found = self._paths_of(self.index.definers(name, apart))
        for path, fresh in self.overlay.items():
            outline = fresh.outline
            found.extend((path, one) for one in outline.named(name) if outline.kind(one) not in apart)
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
        table, overlay = self.table, self.overlay
        _, numbers = table.with_contents(contents)
        return [path for number in numbers.tolist() if (path := table.path(number)) not in overlay]

    def _paths_of(self, found: Sequence[tuple[int, int]]) -> list[tuple[str, int]]:
        if not found:
            return []
        table, overlay = self.table, self.overlay
        places, numbers = table.with_contents(np.array([content for content, _ in found], np.uint32))
        return [
            (path, found[place][1])
            for place, number in zip(places.tolist(), numbers.tolist(), strict=True)
            if (path := table.path(number)) not in overlay
        ]
