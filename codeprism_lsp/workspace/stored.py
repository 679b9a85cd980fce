"""The store as a snapshot sees it: decoded posting segments, facts on demand, in bounded memory.

A `Stored` is immutable. The next revision shares the segments that stayed and the cache of facts, whose
entries never change meaning, since a content is what its bytes were.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from cachetools import LRUCache

from codeprism_lsp.content.token_index import TokenIndex
from codeprism_lsp.facts import nametable, postings
from codeprism_lsp.facts.frames import CorruptSegment
from codeprism_lsp.facts.keys import key
from codeprism_lsp.facts.nametable import NameTable
from codeprism_lsp.facts.outline import CorruptFacts, Outline, decode
from codeprism_lsp.facts.postings import Segment
from codeprism_lsp.store import Reader

_OUTLINE_BYTES = 96 << 20
_ENTRY_BYTES = 110  # rough memory of one definition of a decoded outline


class Outlines:
    """Decoded facts by content, bounded in bytes, shared by all revisions of a store."""

    def __init__(self, reader: Reader, limit_bytes: int = _OUTLINE_BYTES) -> None:
        self._reader = reader
        self._lock = threading.Lock()
        self._decoded: LRUCache[int, Outline] = LRUCache(
            limit_bytes, getsizeof=lambda outline: 4096 + _ENTRY_BYTES * (len(outline) + len(outline.strings))
        )
        self.damaged: set[int] = set()

    def get(self, content: int) -> Outline | None:
        with self._lock:
            found = self._decoded.get(content)
        if found is not None:
            return found
        blob = self._reader.facts(content)
        if blob is None:
            self.damaged.add(content)
            return None
        try:
            outline = decode(blob)
        except CorruptFacts:
            self.damaged.add(content)
            return None
        with self._lock:
            if 4096 + _ENTRY_BYTES * (len(outline) + len(outline.strings)) <= self._decoded.maxsize:
                self._decoded[content] = outline
        return outline

    def shrink(self) -> None:
        """Drops everything; the memory guard calls this."""
        with self._lock:
            self._decoded.clear()


@dataclass(frozen=True)
class Stored:
    """The posting lists of one revision. Implements `graph.snapshot.StoredIndex`."""

    outlines: Outlines
    tokens: TokenIndex = field(default_factory=TokenIndex)
    imports: TokenIndex = field(default_factory=TokenIndex)
    supers: Mapping[int, Segment] = field(default_factory=dict)
    tables: Mapping[int, NameTable] = field(default_factory=dict)
    problems: tuple[str, ...] = ()

    def refreshed(self, reader: Reader) -> Stored:
        """The posting lists as the store has them now; segments already decoded are shared."""
        problems: list[str] = []
        tokens = reader.segments("tokens", self.tokens.ids)
        imports = reader.segments("imports", self.imports.ids)
        supers = reader.segments("supers", self.supers.keys())
        names = reader.segments("names", self.tables.keys())
        decoded: dict[int, Segment] = {one: seg for one, seg in self.supers.items() if one in supers.ids}
        tables: dict[int, NameTable] = {one: tab for one, tab in self.tables.items() if one in names.ids}
        for row in supers.new:
            try:
                decoded[row.id] = postings.decode(row.blob)
            except CorruptSegment as error:
                problems.append(f"a segment of supertypes is damaged: {error}")
        for row in names.new:
            try:
                tables[row.id] = nametable.decode(row.blob)
            except CorruptSegment as error:
                problems.append(f"a segment of names is damaged: {error}")
        try:
            token_index = self.tokens.updated(tokens.ids, {row.id: row.blob for row in tokens.new})
            import_index = self.imports.updated(imports.ids, {row.id: row.blob for row in imports.new})
        except CorruptSegment as error:
            problems.append(f"a segment of tokens is damaged: {error}")
            token_index, import_index = self.tokens, self.imports
        return Stored(self.outlines, token_index, import_index, decoded, tables, tuple(problems))

    def outline(self, content: int) -> Outline | None:
        return self.outlines.get(content)

    def names(self) -> Sequence[NameTable]:
        return [self.tables[one] for one in sorted(self.tables)]

    def definers(self, name: str) -> Sequence[tuple[int, int]]:
        wanted = name.encode("utf-8", "surrogateescape")
        found: list[tuple[int, int]] = []
        for one in sorted(self.tables):
            table = self.tables[one]
            index = table.index_of(wanted)
            if index is not None:
                rows = table.rows(index)
                found.extend(zip(table.contents[rows].tolist(), table.payload[rows].tolist(), strict=True))
        return found

    def containing(self, name: str) -> npt.NDArray[np.uint32]:
        return self.tokens.contents_with(name)

    def subtypes(self, name: str) -> Sequence[tuple[int, int]]:
        wanted = key(name)
        found: list[tuple[int, int]] = []
        for one in sorted(self.supers):
            contents, payload = self.supers[one].find(wanted)
            if payload is not None:
                found.extend(zip(contents.tolist(), payload.tolist(), strict=True))
        return found

    def importers(self, import_key: str) -> npt.NDArray[np.uint32]:
        return self.imports.contents_with(import_key)

    @property
    def nbytes(self) -> int:
        """Bytes of the decoded segments in memory."""
        return (
            self.tokens.nbytes
            + self.imports.nbytes
            + sum(segment.nbytes for segment in self.supers.values())
            + sum(table.nbytes for table in self.tables.values())
        )
