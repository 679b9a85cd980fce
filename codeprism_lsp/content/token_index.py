"""Which contents hold a name: the decoded token segments of one snapshot.

An index is immutable. A new snapshot shares the segments that stayed and decodes only the new ones, and
whoever holds the old index keeps getting its answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from codeprism_lsp.facts.flat import Frame
from codeprism_lsp.facts.keys import key
from codeprism_lsp.facts.postings import Segment, decode

U32 = npt.NDArray[np.uint32]


class TokenIndex:
    """Segments by id. Answers are candidates: some may be dead or hold only a name of equal hash.

    All tokens of one content must lie in one segment, as batches are written and merged.
    """

    __slots__ = ("_segments",)

    def __init__(self, segments: Mapping[int, Segment] = MappingProxyType({})) -> None:
        self._segments = dict(sorted(segments.items()))

    @property
    def ids(self) -> frozenset[int]:
        """The ids of the segments it holds."""
        return frozenset(self._segments)

    @property
    def nbytes(self) -> int:
        """Bytes held in memory."""
        return sum(segment.nbytes for segment in self._segments.values())

    def __len__(self) -> int:
        """The number of postings."""
        return sum(len(segment) for segment in self._segments.values())

    def updated(self, ids: Iterable[int], new: Mapping[int, Frame]) -> TokenIndex:
        """The index of exactly the segments ``ids``, of which ``new`` holds the encoded unknown ones.

        Raises ``CorruptSegment`` when one is damaged and ``KeyError`` when one is neither known nor new.
        """
        return TokenIndex(
            {one: self._segments[one] if one in self._segments else decode(new[one]) for one in ids}
        )

    def contents_with(self, name: bytes | str) -> U32:
        """Candidates that hold the identifier: content ids, ascending and unique."""
        wanted = key(name)
        return _united([segment.find(wanted)[0] for segment in self._segments.values()])

    def contents_with_all(self, names: Iterable[bytes | str]) -> U32:
        """Candidates that hold every one of the identifiers; no names give no contents."""
        keys = sorted({key(name) for name in names})
        if not keys:
            return np.zeros(0, np.uint32)
        # All keys of a content lie in one segment, so the segments can be asked one by one.
        return _united([segment.intersect(keys) for segment in self._segments.values()])

    def contents_with_any(self, names: Iterable[bytes | str]) -> U32:
        """Candidates that hold at least one of the identifiers."""
        keys = np.array(sorted({key(name) for name in names}), dtype=np.uint32)
        return _united([segment.find_many(keys)[1] for segment in self._segments.values()])


def _united(parts: list[U32]) -> U32:
    # Not `np.unique`, which takes a second for a million.
    found = np.sort(np.concatenate([np.zeros(0, np.uint32), *parts]))
    first = np.ones(len(found), np.bool_)
    np.not_equal(found[1:], found[:-1], out=first[1:])
    return found[first]
