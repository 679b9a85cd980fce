"""The names of all definitions: which there are, and who defines them.

One table belongs to one batch of indexed files and tables merge like posting segments do. Unique names
are ordered by (key, bytes), so that an exact look-up is a binary search and merging needs no comparison
of text except where keys are equal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from codeprism_lsp.facts.flat import FLAT_BYTES, Frame, decode_flat, encode_flat, is_flat
from codeprism_lsp.facts.frames import Column, CorruptSegment, decode_frame, encode_frame
from codeprism_lsp.facts.keys import key, keys_at
from codeprism_lsp.facts.nameorder import STEP, NameOrder, best_ranks, order_of, prefixes_of
from codeprism_lsp.facts.postings import Integers, alive_rows, ragged, starts_of

U8 = npt.NDArray[np.uint8]
U32 = npt.NDArray[np.uint32]
U64 = npt.NDArray[np.uint64]
Unsigned = npt.NDArray[np.unsignedinteger[Any]]
I64 = npt.NDArray[np.int64]

_MAGIC = b"CPN1"
_KIND = b"nam2"
_PART = 1 << 16  # names whose texts are gathered at a time


@dataclass(frozen=True, eq=False)
class NameTable:
    """u unique names and the n definitions that bear them.

    Name ``i`` is ``blob[offsets[i]:offsets[i + 1]]`` (UTF-8), its key ``keys[i]``, of which every
    ``STEP``-th is kept in ``samples``. Its definitions are the rows ``starts[i]:starts[i + 1]`` of the
    columns ``contents``, ``payload`` (index of the definition within its content's facts), ``kinds`` and
    ``ranks`` (a hint from 0 to 255, higher first, its meaning is the caller's), by (content, payload).
    """

    blob: bytes | memoryview
    offsets: U32
    samples: U32
    starts: U32
    contents: Unsigned
    payload: Unsigned
    kinds: U8
    ranks: U8

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @cached_property
    def keys(self) -> U32:
        """The keys of all names, ascending."""
        return keys_at(bytes(self.blob), self.offsets[:-1], self.offsets[1:])

    @property
    def nbytes(self) -> int:
        """Bytes this table holds in memory."""
        columns = (self.offsets, self.samples, self.starts)
        rows = (self.contents, self.payload, self.kinds, self.ranks)
        return len(self.blob) + sum(column.nbytes for column in (*columns, *rows))

    def name(self, index: int) -> bytes:
        """The UTF-8 bytes of one name."""
        return bytes(self.blob[int(self.offsets[index]) : int(self.offsets[index + 1])])

    def rows(self, index: int) -> slice:
        """Which rows of the definition columns belong to one name."""
        return slice(int(self.starts[index]), int(self.starts[index + 1]))

    def index_of(self, name: bytes) -> int | None:
        """The index of exactly this name."""
        wanted = np.uint32(key(name))
        first = STEP * max(0, int(np.searchsorted(self.samples, wanted, "left")) - 1)
        last = min(len(self), STEP * int(np.searchsorted(self.samples, wanted, "right")))
        sizes = np.diff(self.offsets[first : last + 1]) if last > first else np.zeros(0, np.uint32)
        alike = np.flatnonzero(sizes == len(name)) + first
        return next((index for index in alike.tolist() if self.name(index) == name), None)

    def beginning_with(self, head: bytes) -> U32:
        """Places in `order` of the names that begin with the first eight bytes of `head` (lower case)."""
        order = self.order

        def prefixes(first: int, last: int) -> U64:
            return prefixes_of(self.blob, self.offsets, order.names[order.places[first:last]])

        return order.beginning_with(head, prefixes)

    @cached_property
    def order(self) -> NameOrder:
        """The names in the orders in which searches look at them; made when it is first asked for."""
        return order_of(bytes(self.blob), self.offsets, best_ranks(self.ranks, self.starts))

    def encode(self) -> bytes:
        """A compact frame for ``decode``; keys are left out and computed again."""
        leading = np.zeros(len(self.contents), np.bool_)
        leading[self.starts[:-1]] = True
        contents = self.contents.astype(np.uint32)
        steps = np.diff(contents, prepend=np.uint32(0))
        columns: list[Column] = [
            np.frombuffer(self.blob, np.uint8),
            np.diff(self.offsets),
            np.diff(self.starts),
            contents[leading],
            steps[~leading],
            self.payload.astype(np.uint32),
            self.kinds,
            self.ranks,
        ]
        return encode_frame(_MAGIC, columns)

    def flat(self) -> bytes:
        """A frame for ``decode`` that is used as it lies, the orders of searches included."""
        order: list[Integers] = [getattr(self.order, field.name) for field in fields(NameOrder)]
        text = np.frombuffer(self.blob, np.uint8)
        rows: list[Integers] = [_narrow(self.contents), _narrow(self.payload), self.kinds, self.ranks]
        return encode_flat(_KIND, [text, self.offsets, self.samples, self.starts, *rows, *order])


def _mapped(frame: Frame) -> NameTable:
    columns = decode_flat(_KIND, frame)
    if len(columns) != 8 + len(fields(NameOrder)):
        raise CorruptSegment("a name table has the wrong number of columns")
    text, offsets, *others = columns[:8]
    samples, starts, contents, payload, kinds, ranks = others
    order = NameOrder(*columns[8:])
    rows_fit = len(contents) == len(payload) == len(kinds) == len(ranks)
    names_fit = len(offsets) == len(starts) and len(samples) == -(-(len(offsets) - 1) // STEP)
    if not rows_fit or not names_fit or not order.fits:
        raise CorruptSegment("the columns of a name table do not fit each other")
    table = NameTable(text.data, offsets, samples, starts, contents, payload, kinds, ranks)
    table.__dict__["order"] = order
    return table


def _table(blob: bytes, offsets: U32, keys: U32, *rest: Unsigned) -> NameTable:
    """A table whose keys are known."""
    table = NameTable(blob, offsets, keys[::STEP].copy(), *rest)
    table.__dict__["keys"] = keys
    return table


def _narrow(column: Unsigned) -> Unsigned:
    """The same numbers in two bytes each, if they fit."""
    return column.astype(np.uint16) if len(column) and int(column.max()) <= 0xFFFF else column


def build(
    names: Sequence[bytes], contents: Integers, payload: Integers, kinds: Integers, ranks: Integers
) -> NameTable:
    """A table from one row per definition, in any order; names may repeat and rows that repeat stay."""
    blob = b"".join(names)
    offsets = _offsets(np.fromiter(map(len, names), dtype=np.int64, count=len(names)))
    return _assemble(
        blob,
        offsets,
        keys_at(blob, offsets[:-1], offsets[1:]),
        np.arange(len(names), dtype=np.int64),
        (
            np.asarray(contents).astype(np.uint32),
            np.asarray(payload).astype(np.uint32),
            np.asarray(kinds).astype(np.uint8),
            np.asarray(ranks).astype(np.uint8),
        ),
    )


def merge(tables: Sequence[NameTable], live: npt.NDArray[np.bool_] | None = None) -> NameTable:
    """One table with the definitions of all; those of dead contents are dropped, and their names.

    ``live[content]`` says whether a content is alive; contents beyond its length are dead.
    """
    blobs: list[bytes] = []
    lengths: list[I64] = [np.zeros(0, np.int64)]
    keys: list[U32] = [np.zeros(0, np.uint32)]
    owners: list[I64] = [np.zeros(0, np.int64)]
    rows: list[tuple[Unsigned, Unsigned, U8, U8]] = []
    before = 0
    for table in tables:
        alive = alive_rows(table.contents, live)
        owner = np.repeat(np.arange(len(table), dtype=np.int64), np.diff(table.starts))[alive]
        borne = np.bincount(owner, minlength=len(table)) > 0
        used = np.flatnonzero(borne)
        sizes = np.diff(table.offsets).astype(np.int64)[used]
        whole = len(used) == len(table)
        blobs.append(bytes(table.blob) if whole else _texts(table.blob, table.offsets[used], sizes))
        lengths.append(sizes)
        keys.append(table.keys[used])
        owners.append((owner if whole else (np.cumsum(borne) - 1)[owner]) + before)
        rows.append((table.contents[alive], table.payload[alive], table.kinds[alive], table.ranks[alive]))
        before += len(used)
    columns = (
        np.concatenate([np.zeros(0, np.uint32), *(row[0] for row in rows)]).astype(np.uint32, copy=False),
        np.concatenate([np.zeros(0, np.uint32), *(row[1] for row in rows)]).astype(np.uint32, copy=False),
        np.concatenate([np.zeros(0, np.uint8), *(row[2] for row in rows)]),
        np.concatenate([np.zeros(0, np.uint8), *(row[3] for row in rows)]),
    )
    offsets = _offsets(np.concatenate(lengths))
    return _assemble(b"".join(blobs), offsets, np.concatenate(keys), np.concatenate(owners), columns)


def merge_encoded(blobs: Sequence[Frame], live: npt.NDArray[np.bool_] | None = None) -> bytes:
    """``merge`` from bytes to bytes; raises ``CorruptSegment`` when one of them is damaged."""
    merged = merge([decode(blob) for blob in blobs], live)
    return merged.flat() if merged.nbytes >= FLAT_BYTES else merged.encode()


def decode(frame: Frame) -> NameTable:
    """The table ``encode`` or ``flat`` wrote; raises ``CorruptSegment``."""
    if is_flat(frame):
        return _mapped(frame)
    columns = decode_frame(_MAGIC, frame)
    if len(columns) != 8:
        raise CorruptSegment("a name table has the wrong number of columns")
    text, lengths, counts, leading, steps, payload, kinds, ranks = columns
    offsets = _offsets(lengths.astype(np.int64))
    starts = starts_of(counts)
    size = int(starts[-1])
    rows_fit = len(payload) == len(kinds) == len(ranks) == size == len(leading) + len(steps)
    if int(offsets[-1]) != len(text) or len(lengths) != len(counts) or not rows_fit:
        raise CorruptSegment("the columns of a name table do not fit each other")
    contents = np.zeros(size, np.uint32)
    inner = np.ones(size, np.bool_)
    inner[starts[:-1]] = False
    contents[inner] = steps
    contents = np.cumsum(contents, dtype=np.uint32)
    if size:
        contents += np.repeat(leading.astype(np.uint32) - contents[starts[:-1]], counts)
    blob = text.tobytes()
    return _table(
        blob,
        offsets,
        keys_at(blob, offsets[:-1], offsets[1:]),
        starts,
        contents,
        payload.astype(np.uint32),
        kinds.astype(np.uint8),
        ranks.astype(np.uint8),
    )


def _offsets(lengths: I64) -> U32:
    offsets = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=offsets[1:])
    if int(offsets[-1]) >= 1 << 32:
        raise ValueError("the names of one table hold fewer than 2**32 bytes")
    return offsets.astype(np.uint32)


def _assemble(blob: bytes, offsets: U32, keys: U32, owners: I64, rows: tuple[U32, U32, U8, U8]) -> NameTable:
    """Unites equal names. ``owners[r]`` is the name entry of row r among the entries of ``offsets``."""
    order, distinct = _order(blob, offsets, keys)
    chosen = order[distinct]
    unique_of = np.empty(len(order), np.int64)
    unique_of[order] = np.cumsum(distinct) - 1
    sizes = np.diff(offsets).astype(np.int64)[chosen]
    text = _texts(blob, offsets[chosen], sizes)
    new_offsets = _offsets(sizes)
    contents, payload, kinds, ranks = rows
    name_of_row = unique_of[owners]
    # Two wide keys instead of five narrow ones: each key costs one pass over all rows.
    major = name_of_row.astype(np.uint64) << np.uint64(32) | contents
    minor = payload.astype(np.uint64) << np.uint64(16) | kinds.astype(np.uint64) << np.uint64(8) | ranks
    by_name = _sorted_by(major, minor)
    starts = starts_of(np.bincount(name_of_row, minlength=len(chosen)))
    return _table(
        text,
        new_offsets,
        keys[chosen],
        starts,
        contents[by_name],
        payload[by_name],
        kinds[by_name],
        ranks[by_name],
    )


def _texts(blob: bytes | memoryview, first: U32, sizes: I64) -> bytes:
    """Spans of a text one after the other. An index for each byte would take ten times the memory."""
    found: list[bytes] = []
    source = bytes(blob)
    for at in range(0, len(sizes), _PART):
        starts = first[at : at + _PART].astype(np.int64)
        ends = (starts + sizes[at : at + _PART]).tolist()
        found.append(b"".join([source[a:b] for a, b in zip(starts.tolist(), ends, strict=True)]))
    return b"".join(found)


def _sorted_by(major: U64, minor: U64) -> I64:
    """The order by two keys; rows come nearly sorted by the second, so that one pass mostly suffices."""
    found = np.argsort(major, kind="stable")
    ordered = major[found]
    ties = ordered[1:] == ordered[:-1]
    falls = minor[found[1:]] < minor[found[:-1]]
    return np.lexsort((minor, major)) if (ties & falls).any() else found


def _order(blob: bytes, offsets: U32, keys: U32) -> tuple[I64, npt.NDArray[np.bool_]]:
    """Entries in (key, bytes) order, and which of them are the first of their name."""
    order: I64 = np.argsort(keys, kind="stable").astype(np.int64, copy=False)
    ordered = keys[order]
    distinct = np.ones(len(order), np.bool_)
    distinct[1:] = ordered[1:] != ordered[:-1]
    # Neighbours of equal key nearly always bear one name; comparing them all at once shows the rest.
    following = np.flatnonzero(~distinct)
    if not len(following):
        return order, distinct
    different = ~_same_text(blob, offsets, order[following - 1], order[following])
    group_of = np.cumsum(distinct) - 1
    first = np.flatnonzero(distinct)
    ends = np.append(first[1:], len(order))
    for group in np.unique(group_of[following[different]]).tolist():
        start, end = int(first[group]), int(ends[group])
        named = [
            (blob[int(offsets[entry]) : int(offsets[entry + 1])], entry)
            for entry in order[start:end].tolist()
        ]
        named.sort()
        order[start:end] = [entry for _, entry in named]
        distinct[start:end] = [
            position == 0 or name != named[position - 1][0] for position, (name, _) in enumerate(named)
        ]
    return order, distinct


def _same_text(blob: bytes, offsets: U32, left: I64, right: I64) -> npt.NDArray[np.bool_]:
    """Whether entries ``left[i]`` and ``right[i]`` have the same bytes."""
    text = np.frombuffer(blob, np.uint8)
    sizes = np.diff(offsets).astype(np.int64)
    same: npt.NDArray[np.bool_] = sizes[left] == sizes[right]
    compared = np.flatnonzero(same & (sizes[left] > 0))
    lengths = sizes[left[compared]]
    if len(compared):
        unequal = text[ragged(offsets[left[compared]], lengths)]
        unequal ^= text[ragged(offsets[right[compared]], lengths)]
        first = np.cumsum(lengths) - lengths
        same[compared] = np.maximum.reduceat(unequal, first) == 0
    return same
