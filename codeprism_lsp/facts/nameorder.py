"""The names of a table in the orders in which searches look at them, so that they can stop early.

What is known of a name without a query is its static rank: the best rank of its definitions, then brevity.
Names stand by static rank, so that whoever wants the best few that pass a test begins at the top; and by
their first letters, so that those that begin with a query are one range.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from codeprism_lsp.facts.namemasks import masks

U8 = npt.NDArray[np.uint8]
U16 = npt.NDArray[np.uint16]
U32 = npt.NDArray[np.uint32]
U64 = npt.NDArray[np.uint64]
I64 = npt.NDArray[np.int64]

PREFIX_BYTES = 8
STEP = 32
"""Of so many names one prefix and one key are kept; those between are made where they are asked for."""

LENGTH_CAP = 60
MOST_RANK = 3 * 255 + LENGTH_CAP
"""No static rank is higher."""

_FOLDED = bytes(byte | 0x20 if ord("A") <= byte <= ord("Z") else byte for byte in range(256))
_HEAD_MASKS: U64 = np.array(
    [((1 << (8 * size)) - 1) << (8 * (PREFIX_BYTES - size)) for size in range(PREFIX_BYTES + 1)], np.uint64
)


@dataclass(frozen=True, slots=True, eq=False)
class NameOrder:
    """The shown names of one table; a name is known by its place in the order of static ranks.

    ``names[p]`` is the index in the table of the name at place p (the highest static rank first, equal ones
    by index), ``letters[p]`` and ``heads[p]`` its masks. ``places`` are in the order of the first eight
    bytes of the names in lower case; of equal ones the best comes first. Of these bytes as big-endian numbers
    every ``STEP``-th is in ``samples``. ``counts[r]`` names have a static rank of r or more.
    """

    names: U32
    letters: U32
    heads: U32
    samples: U64
    places: U32
    counts: U32

    def __len__(self) -> int:
        return len(self.names)

    @property
    def nbytes(self) -> int:
        """Bytes this order holds in memory."""
        columns = (self.names, self.letters, self.heads, self.samples, self.places, self.counts)
        return sum(column.nbytes for column in columns)

    @property
    def fits(self) -> bool:
        """Whether the columns have the lengths they must have."""
        places = len(self.places) == len(self) and len(self.samples) == -(-len(self) // STEP)
        return places and len(self.letters) == len(self.heads) == len(self) and len(self.counts) > MOST_RANK

    def ranks_at(self, places: npt.NDArray[np.integer[Any]]) -> U16:
        """The static ranks of the names at some places."""
        behind = np.searchsorted(self.counts[::-1], places, "right")
        return (len(self.counts) - 1 - behind).astype(np.uint16)

    def beginning_with(self, head: bytes, prefixes: Callable[[int, int], U64]) -> U32:
        """Places of the names that begin with the first eight bytes of `head` (lower case). `prefixes` makes
        the numbers from one index in `places` to another."""
        first = prefix_number(head)
        last = first | int(_HEAD_MASKS[PREFIX_BYTES] ^ _HEAD_MASKS[min(len(head), PREFIX_BYTES)])

        def border(number: int, side: Literal["left", "right"]) -> int:
            block = STEP * max(0, int(np.searchsorted(self.samples, np.uint64(number), side)) - 1)
            end = min(len(self), block + STEP)
            return block + int(np.searchsorted(prefixes(block, end), np.uint64(number), side))

        return self.places[border(first, "left") : border(last, "right")]


def prefix_number(name: bytes) -> int:
    """The first eight bytes of a name as a big-endian number, shorter ones as if followed by zeros."""
    return int.from_bytes(name[:PREFIX_BYTES].ljust(PREFIX_BYTES, b"\0"), "big")


def best_ranks(ranks: U8, starts: U32) -> U8:
    """The best rank of each name's definitions."""
    if len(starts) < 2:
        return np.zeros(0, np.uint8)
    return np.maximum.reduceat(ranks, starts[:-1].astype(np.int64))


def order_of(blob: bytes, offsets: U32, best: U8) -> NameOrder:
    """The order of a table's names; those whose best rank is 0 are never shown."""
    shown = np.flatnonzero(best)
    lengths = np.minimum(np.diff(offsets), LENGTH_CAP).astype(np.int32)[shown]
    ranked = 3 * best[shown].astype(np.int32) - lengths + LENGTH_CAP
    by_rank = np.argsort((MOST_RANK - ranked).astype(np.uint16), kind="stable")  # by radix, since narrow
    names = shown[by_rank]
    letters, heads = masks(blob, offsets)
    prefixes = prefixes_of(blob, offsets, names)
    places = np.argsort(prefixes, kind="stable")
    return NameOrder(
        names.astype(np.uint32),
        letters[names],
        heads[names],
        prefixes[places[::STEP]],
        places.astype(np.uint32),
        np.cumsum(np.bincount(ranked, minlength=MOST_RANK + 1)[::-1])[::-1].astype(np.uint32),
    )


def prefixes_of(blob: bytes | memoryview, offsets: U32, names: npt.NDArray[np.integer[Any]]) -> U64:
    """`prefix_number` of some names of a table, in lower case."""
    starts = offsets[names].astype(np.int64)
    sizes = np.minimum(offsets[names + 1] - starts, PREFIX_BYTES)
    if len(names) <= STEP:
        heads = [
            bytes(blob[at : at + size]) for at, size in zip(starts.tolist(), sizes.tolist(), strict=True)
        ]
        return np.array([prefix_number(head.translate(_FOLDED)) for head in heads], np.uint64)
    padded = bytes(blob).translate(_FOLDED) + bytes(PREFIX_BYTES)
    words: U64 = np.ndarray((len(blob) + 1,), ">u8", padded, strides=(1,))
    found: U64 = words[starts].astype(np.uint64)
    found &= _HEAD_MASKS[sizes]
    return found
