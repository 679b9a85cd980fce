"""The store as a snapshot sees it: decoded posting segments, facts on demand, in bounded memory.

A `Stored` is immutable. The next revision shares the segments that stayed and the cache of facts, whose
entries never change meaning, since a content is what its bytes were.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from cachetools import LRUCache

from codeprism_lsp.content.token_index import TokenIndex
from codeprism_lsp.facts import nametable, postings
from codeprism_lsp.facts.flat import Frame
from codeprism_lsp.facts.frames import CorruptSegment
from codeprism_lsp.facts.glimpse import Glimpse, of_facts
from codeprism_lsp.facts.keys import key
from codeprism_lsp.facts.nametable import NameTable
from codeprism_lsp.facts.outline import CorruptFacts, Outline, decode
from codeprism_lsp.facts.postings import Segment
from codeprism_lsp.store import Reader, SegmentChanges

I64 = npt.NDArray[np.int64]
_Decoded = TypeVar("_Decoded")

OUTLINE_BYTES = 96 << 20
_GLIMPSES = 60_000  # definitions that symbol searches have shown, about 300 bytes each
_ENTRY_BYTES = 190  # memory of a definition or string of a decoded outline, once it has been asked for names


class Outlines:
    """Decoded facts by content, bounded in bytes, shared by all revisions of a store."""

    def __init__(
        self,
        reader: Reader,
        limit_bytes: int = OUTLINE_BYTES,
        damaged: Callable[[int], None] = lambda content: None,
    ) -> None:
        """`damaged` is called, from any thread, for each content whose facts cannot be read."""
        self._reader = reader
        self._damaged = damaged
        self._lock = threading.Lock()
        self._glimpses: dict[tuple[int, int], Glimpse] = {}
        self._decoded: LRUCache[int, Outline] = LRUCache(
            limit_bytes, getsizeof=lambda outline: 4096 + _ENTRY_BYTES * (len(outline) + len(outline.strings))
        )

    def get(self, content: int) -> Outline | None:
        with self._lock:
            found = self._decoded.get(content)
        if found is not None:
            return found
        blob = self._reader.facts(content)
        if blob is None:
            if not self._reader.waits(content):
                self._damaged(content)
            return None
        try:
            outline = decode(blob)
        except CorruptFacts:
            self._damaged(content)
            return None
        with self._lock:
            if 4096 + _ENTRY_BYTES * (len(outline) + len(outline.strings)) <= self._decoded.maxsize:
                self._decoded[content] = outline
        return outline

    def waits(self, content: int) -> bool:
        """Whether the facts of a content are still to be made."""
        return self._reader.waits(content)

    def glimpses(self, wanted: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Glimpse]:
        """What (content, definition index) say, without decoding whole facts; damaged ones are absent."""
        found: dict[tuple[int, int], Glimpse] = {}
        missing: dict[int, list[int]] = {}
        known = self._glimpses
        for one in wanted:
            if (glimpse := known.get(one)) is not None:
                found[one] = glimpse
            else:
                missing.setdefault(one[0], []).append(one[1])
        blobs = self._reader.facts_many(missing)
        for content, indexes in missing.items():
            try:
                seen = of_facts(blobs[content], indexes) if content in blobs else None
            except CorruptFacts:
                seen = None
            if seen is None:
                if content in blobs or not self._reader.waits(content):
                    self._damaged(content)
                continue
            found.update(((content, index), glimpse) for index, glimpse in seen.items())
        if len(known) + len(found) > _GLIMPSES:
            known = self._glimpses = {}
        known.update(found)
        return found

    def shrink(self) -> None:
        """Drops everything; the memory guard calls this."""
        self._glimpses = {}
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
    damaged: frozenset[int] = frozenset()  # segments that cannot be read; what they said is missing

    def refreshed(self, reader: Reader) -> Stored:
        """The posting lists as the store has them now; segments already decoded are shared."""
        damaged: dict[int, str] = {}
        return Stored(
            self.outlines,
            _index(self.tokens, reader.segments("tokens", self.tokens.ids), damaged),
            _index(self.imports, reader.segments("imports", self.imports.ids), damaged),
            _decoded(self.supers, reader.segments("supers", self.supers.keys()), postings.decode, damaged),
            _decoded(self.tables, reader.segments("names", self.tables.keys()), nametable.decode, damaged),
            tuple(f"part of the index is damaged and is built again: {said}" for said in damaged.values()),
            frozenset(damaged),
        )

    def outline(self, content: int) -> Outline | None:
        return self.outlines.get(content)

    def waits(self, content: int) -> bool:
        return self.outlines.waits(content)

    def glimpses(self, wanted: Iterable[tuple[int, int]]) -> Mapping[tuple[int, int], Glimpse]:
        return self.outlines.glimpses(wanted)

    def names(self) -> Sequence[NameTable]:
        return [self.tables[one] for one in sorted(self.tables)]

    def definers(self, name: str, apart: Collection[int] = ()) -> tuple[I64, I64]:
        wanted = name.encode("utf-8", "surrogateescape")
        contents, indexes = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for one in sorted(self.tables):
            table = self.tables[one]
            index = table.index_of(wanted)
            if index is not None:
                rows = table.rows(index)
                kept = ~np.isin(table.kinds[rows], list(apart)) if apart else slice(None)
                contents.append(table.contents[rows][kept].astype(np.int64))
                indexes.append(table.payload[rows][kept].astype(np.int64))
        return np.concatenate(contents), np.concatenate(indexes)

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


def _decoded(
    known: Mapping[int, _Decoded],
    changes: SegmentChanges,
    decode_one: Callable[[Frame], _Decoded],
    damaged: dict[int, str],
) -> dict[int, _Decoded]:
    """The segments there are now by id; those that cannot be read are noted in `damaged`."""
    found = {one: segment for one, segment in known.items() if one in changes.ids}
    for row in changes.new:
        try:
            found[row.id] = decode_one(row.blob)
        except CorruptSegment as error:
            damaged[row.id] = str(error)
    return found


def _index(known: TokenIndex, changes: SegmentChanges, damaged: dict[int, str]) -> TokenIndex:
    new = {row.id: row.blob for row in changes.new}
    try:
        return known.updated(changes.ids, new)
    except CorruptSegment:
        readable = _decoded({}, changes, postings.decode, damaged).keys()
        return known.updated(changes.ids & (known.ids | readable), new)
