"""Posting segments: which contents hold a key, as immutable sorted columns.

Every cross-file question starts here. A segment is built for each batch of indexed files; compaction
merges segments and drops the postings of contents that are gone. A key is a hash (`facts.keys`), so a
posting is a candidate that still has to be confirmed; a posting that should be there always is.

In memory equal keys are stored once and contents are kept relative to the smallest one, two bytes each
where the range allows it: at a million files the token family alone has hundreds of millions of
postings.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from codeprism_lsp.facts.flat import FLAT_BYTES, Frame, decode_flat, encode_flat, is_flat
from codeprism_lsp.facts.frames import Column, CorruptSegment, decode_frame, encode_frame

__all__ = ["CorruptSegment", "Segment", "build", "decode", "merge", "merge_encoded"]

U32 = npt.NDArray[np.uint32]
Integers = npt.NDArray[np.integer[Any]]

_MAGIC_PLAIN = b"CPS1"
_MAGIC_PAYLOAD = b"CPP1"
_KIND = b"post"


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """n postings in u groups of equal key, ordered by (key, content, payload), no two alike.

    ``groups`` is uint32[u], ascending and unique; group ``g`` owns postings ``starts[g]:starts[g + 1]``
    (uint32[u + 1]). The content of posting ``i`` is ``base + offsets[i]`` with offsets uint16[n] or
    uint32[n]. ``payload`` is uint32[n] or None where the family carries none.
    """

    groups: U32
    starts: U32
    base: int
    offsets: npt.NDArray[np.unsignedinteger[Any]]
    payload: U32 | None

    def __len__(self) -> int:
        return len(self.offsets)

    @property
    def keys(self) -> U32:
        """The key of every posting, uint32[n]; built on each access."""
        return np.repeat(self.groups, np.diff(self.starts))

    @property
    def contents(self) -> U32:
        """The content id of every posting, uint32[n]; built on each access."""
        return self._contents(0, len(self))

    @property
    def nbytes(self) -> int:
        """Bytes this segment holds in memory."""
        payload = 0 if self.payload is None else self.payload.nbytes
        return self.groups.nbytes + self.starts.nbytes + self.offsets.nbytes + payload

    @property
    def first_content(self) -> int:
        """The smallest content id; 0 when empty."""
        return self.base if len(self) else 0

    @property
    def last_content(self) -> int:
        """The largest content id; 0 when empty."""
        return self.base + int(self.offsets.max()) if len(self) else 0

    def find(self, key: int) -> tuple[U32, U32 | None]:
        """Contents and payloads of one key, by content; contents repeat where payloads differ."""
        group = int(np.searchsorted(self.groups, np.uint32(key)))
        if group == len(self.groups) or int(self.groups[group]) != key:
            return self._slice(0, 0)
        return self._slice(int(self.starts[group]), int(self.starts[group + 1]))

    def find_many(self, keys: Sequence[int] | Integers) -> tuple[npt.NDArray[np.int64], U32, U32 | None]:
        """Postings of many keys at once: (position of the key in ``keys``, content, payload) columns."""
        wanted = np.asarray(keys, dtype=np.uint32)
        groups = np.searchsorted(self.groups, wanted)
        inside = groups < len(self.groups)
        found = np.zeros(len(wanted), np.bool_)
        found[inside] = self.groups[groups[inside]] == wanted[inside]
        which = np.flatnonzero(found)
        first = self.starts[groups[which]].astype(np.int64)
        counts = self.starts[groups[which] + 1].astype(np.int64) - first
        index = ragged(first, counts)
        contents = (self.offsets[index].astype(np.uint32) + np.uint32(self.base)).astype(np.uint32)
        return np.repeat(which, counts), contents, None if self.payload is None else self.payload[index]

    def intersect(self, keys: Iterable[int]) -> U32:
        """Contents that hold every one of ``keys``, ascending and unique; no keys give no contents."""
        slices = sorted((self.find(key)[0] for key in keys), key=len)
        if not slices:
            return np.zeros(0, np.uint32)
        common = np.unique(slices[0])
        for contents in slices[1:]:
            common = common[np.isin(common, contents)]
        return common

    def encode(self) -> bytes:
        """A compact frame for ``decode``; equal segments give equal bytes."""
        counts = np.diff(self.starts)
        steps = np.diff(self.groups, prepend=np.uint32(0)).astype(np.uint32, copy=False)
        # Within a group contents ascend, so all but the first are stored as gaps.
        leading = np.zeros(len(self), np.bool_)
        leading[self.starts[:-1]] = True
        gaps = np.diff(self.offsets, prepend=self.offsets.dtype.type(0))[~leading].astype(np.uint32)
        columns: list[Column] = [
            np.array([self.base], np.uint32),
            steps,
            counts,
            self.offsets[leading].astype(np.uint32),
            gaps,
        ]
        if self.payload is None:
            return encode_frame(_MAGIC_PLAIN, columns)
        return encode_frame(_MAGIC_PAYLOAD, [*columns, self.payload])

    def flat(self) -> bytes:
        """A frame for ``decode`` that is used as it lies."""
        payload = [] if self.payload is None else [self.payload]
        base = np.array([self.base], np.uint32)
        return encode_flat(_KIND, [base, self.groups, self.starts, self.offsets, *payload])

    def _slice(self, first: int, last: int) -> tuple[U32, U32 | None]:
        return self._contents(first, last), None if self.payload is None else self.payload[first:last]

    def _contents(self, first: int, last: int) -> U32:
        contents = self.offsets[first:last].astype(np.uint32)
        contents += np.uint32(self.base)
        return contents


def build(keys: Integers, contents: Integers, payload: Integers | None = None) -> Segment:
    """A segment from columns in any order; postings that are alike in every column are kept once.

    All values must fit 32 unsigned bits and the columns must have one length.
    """
    if len(keys) != len(contents) or (payload is not None and len(payload) != len(keys)):
        raise ValueError("the columns of a segment must have one length")
    joined = np.asarray(keys).astype(np.uint64) << np.uint64(32)
    joined |= np.asarray(contents).astype(np.uint64)
    if payload is None:
        joined.sort()
        return _from_sorted(_distinct(joined), None)
    extra = np.asarray(payload).astype(np.uint32)
    order = np.lexsort((extra, joined))
    joined, extra = joined[order], extra[order]
    fresh = np.ones(len(joined), np.bool_)
    fresh[1:] = (joined[1:] != joined[:-1]) | (extra[1:] != extra[:-1])
    return _from_sorted(joined[fresh], extra[fresh])


def merge(segments: Sequence[Segment], live: npt.NDArray[np.bool_] | None = None) -> Segment:
    """One segment with the postings of all; those of dead contents are dropped.

    ``live[content]`` says whether a content is alive; contents beyond its length are dead. Segments
    with and without payload cannot be mixed.
    """
    with_payload = {segment.payload is not None for segment in segments if len(segment)}
    if len(with_payload) > 1:
        raise ValueError("segments with and without payload cannot be merged")
    keys: list[U32] = []
    contents: list[U32] = []
    payloads: list[U32] = []
    for segment in segments:
        kept = segment.contents
        alive = alive_rows(kept, live)
        keys.append(segment.keys[alive])
        contents.append(kept[alive])
        if segment.payload is not None and len(segment):
            payloads.append(segment.payload[alive])
    none = [np.zeros(0, np.uint32)]
    carries = with_payload == {True} or any(segment.payload is not None for segment in segments)
    return build(
        np.concatenate(keys or none),
        np.concatenate(contents or none),
        np.concatenate(payloads or none) if carries else None,
    )


def merge_encoded(blobs: Sequence[Frame], live: npt.NDArray[np.bool_] | None = None) -> bytes:
    """``merge`` from bytes to bytes; raises ``CorruptSegment`` when one of them is damaged."""
    merged = merge([decode(blob) for blob in blobs], live)
    return merged.flat() if merged.nbytes >= FLAT_BYTES else merged.encode()


def decode(blob: Frame) -> Segment:
    """The segment ``encode`` or ``flat`` wrote; raises ``CorruptSegment``."""
    if is_flat(blob):
        return _mapped(blob)
    payload: Column | None = None
    if blob[:4] == _MAGIC_PAYLOAD:
        base, steps, counts, leading, gaps, payload = _columns(_MAGIC_PAYLOAD, blob, 6)
    else:
        base, steps, counts, leading, gaps = _columns(_MAGIC_PLAIN, blob, 5)
    starts = starts_of(counts)
    size = int(starts[-1])
    if len(base) != 1 or len(leading) != len(counts) or len(gaps) + len(leading) != size:
        raise CorruptSegment("the columns of a segment do not fit each other")
    groups = np.cumsum(steps, dtype=np.uint32)
    # Gaps are summed over the whole column, then each group is shifted to begin at its own content;
    # unsigned wrap-around cancels out.
    steps_in = np.zeros(size, np.uint32)
    inner = np.ones(size, np.bool_)
    inner[starts[:-1]] = False
    steps_in[inner] = gaps
    offsets = np.cumsum(steps_in, dtype=np.uint32)
    if size:
        offsets += np.repeat(leading.astype(np.uint32) - offsets[starts[:-1]], counts)
    return Segment(
        groups, starts, int(base[0]), _narrow(offsets), None if payload is None else payload.astype(np.uint32)
    )


def starts_of(counts: npt.NDArray[Any]) -> U32:
    """Group borders from group sizes: uint32[len(counts) + 1], beginning with 0."""
    starts = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=starts[1:])
    if int(starts[-1]) >= 1 << 32:
        raise ValueError("a segment holds fewer than 2**32 postings")
    return starts.astype(np.uint32)


def ragged(first: npt.NDArray[Any], counts: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
    """The indexes ``first[i] .. first[i] + counts[i] - 1`` of all i, one after the other."""
    sizes = counts.astype(np.int64)
    ends = np.cumsum(sizes)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total, dtype=np.int64) + np.repeat(first.astype(np.int64) - ends + sizes, sizes)


def alive_rows(contents: U32, live: npt.NDArray[np.bool_] | None) -> npt.NDArray[np.bool_]:
    """Which rows belong to living contents; no ``live`` means all of them."""
    if live is None:
        return np.ones(len(contents), np.bool_)
    if not len(live):
        return np.zeros(len(contents), np.bool_)
    return (contents < len(live)) & live[np.minimum(contents, len(live) - 1)]


def _mapped(blob: Frame) -> Segment:
    columns = decode_flat(_KIND, blob)
    if len(columns) not in (4, 5):
        raise CorruptSegment("a segment has the wrong number of columns")
    base, groups, starts, offsets, *payload = columns
    fit = (
        len(base) == 1 and len(starts) == len(groups) + 1 and all(len(one) == len(offsets) for one in payload)
    )
    if not fit:
        raise CorruptSegment("the columns of a segment do not fit each other")
    return Segment(groups, starts, int(base[0]), offsets, payload[0] if payload else None)


def _columns(magic: bytes, blob: Frame, count: int) -> list[Column]:
    columns = decode_frame(magic, blob)
    if len(columns) != count:
        raise CorruptSegment("a segment has the wrong number of columns")
    return columns


def _distinct(ascending: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    fresh = np.ones(len(ascending), np.bool_)
    np.not_equal(ascending[1:], ascending[:-1], out=fresh[1:])
    return ascending[fresh]


def _from_sorted(joined: npt.NDArray[np.uint64], payload: U32 | None) -> Segment:
    keys = (joined >> np.uint64(32)).astype(np.uint32)
    contents = joined.astype(np.uint32)
    fresh = np.ones(len(keys), np.bool_)
    np.not_equal(keys[1:], keys[:-1], out=fresh[1:])
    first = np.flatnonzero(fresh)
    starts = starts_of(np.diff(np.append(first, len(keys))))
    base = int(contents.min()) if len(contents) else 0
    return Segment(keys[first], starts, base, _narrow(contents - np.uint32(base)), payload)


def _narrow(offsets: U32) -> npt.NDArray[np.unsignedinteger[Any]]:
    if len(offsets) and int(offsets.max()) > 0xFFFF:
        return offsets
    return offsets.astype(np.uint16)
