"""Chooses, among millions of names, the few thousand that are worth looking at one by one.

All of it is array work over the columns of name tables: masks first, then the bytes of what remains.
What is chosen is what matches and has the highest static rank; which tier a match belongs to is decided
later, on the few.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from codeprism_lsp.facts.nametable import NameTable, letters_mask

I64 = npt.NDArray[np.int64]
I32 = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]

SCANNED = 12_000  # names, beyond the masks, whose bytes are compared as subsequences
CHOSEN = 500  # names that are handed on
_LENGTH_CAP = 60


@dataclass(frozen=True, slots=True)
class Chosen:
    """Names of one table, by index, in no particular order, with their static ranks."""

    table: NameTable
    indexes: I64
    ranks: I32


def static_ranks(table: NameTable) -> I32:
    """What is known of a name without a query: the best rank of its definitions, then brevity."""
    if not len(table):
        return np.zeros(0, np.int32)
    best = np.maximum.reduceat(table.ranks, table.starts[:-1]).astype(np.int32)
    lengths = np.minimum(np.diff(table.offsets), _LENGTH_CAP).astype(np.int32)
    ranked: I32 = np.where(best > 0, 3 * best - lengths + _LENGTH_CAP, -1).astype(np.int32)
    return ranked


def choose_prefixed(tables: Sequence[NameTable], ranks: Sequence[I32], query: bytes) -> list[Chosen]:
    """Names that begin with the query (ASCII, lower case), at most CHOSEN, exact ones among them."""
    found, keys = [], []
    for table, ranked in zip(tables, ranks, strict=True):
        indexes = _shown(table, ranked, query)
        indexes = indexes[_prefixed(table, indexes, query)]
        exact = (table.offsets[indexes + 1] - table.offsets[indexes]) == len(query)
        found.append(indexes)
        keys.append(ranked[indexes] + (exact.astype(np.int32) << 20))
    return _best(tables, ranks, found, keys, CHOSEN)


def choose_scattered(tables: Sequence[NameTable], ranks: Sequence[I32], query: bytes) -> list[Chosen]:
    """Names of which the query (ASCII, lower case) is a subsequence but no prefix, at most CHOSEN.

    Those whose words begin with letters of the query come first; of the rest only the SCANNED names of
    highest static rank are compared.
    """
    found, keys = [], []
    every, first = np.uint64(letters_mask(query)), np.uint64(letters_mask(query[:1]))
    for table, ranked in zip(tables, ranks, strict=True):
        indexes = _shown(table, ranked, query)
        indexes = indexes[~_prefixed(table, indexes, query)]
        heads = table.heads[indexes]
        level = ((heads & every) == every).astype(np.int32) + ((heads & first) == first)
        found.append(indexes)
        keys.append(ranked[indexes] + (level << 10))
    candidates = _best(tables, ranks, found, keys, SCANNED)
    found, keys = [], []
    for one, ranked in zip(candidates, ranks, strict=True):
        indexes = one.indexes[_subsequent(one.table, one.indexes, query)]
        heads = one.table.heads[indexes]
        level = ((heads & every) == every).astype(np.int32) + ((heads & first) == first)
        found.append(indexes)
        keys.append(ranked[indexes] + (level << 10))
    return _best(tables, ranks, found, keys, CHOSEN)


def choose_top(tables: Sequence[NameTable], ranks: Sequence[I32], query: bytes) -> list[Chosen]:
    """Names that contain every letter of the query, in any script, at most CHOSEN by static rank."""
    found = [_shown(table, ranked, query) for table, ranked in zip(tables, ranks, strict=True)]
    keys = [ranked[indexes] for ranked, indexes in zip(ranks, found, strict=True)]
    return _best(tables, ranks, found, keys, CHOSEN)


def _shown(table: NameTable, ranked: I32, query: bytes) -> I64:
    indexes = table.candidates(letters_mask(query))
    return indexes[ranked[indexes] >= 0]


def _best(
    tables: Sequence[NameTable],
    ranks: Sequence[I32],
    found: Sequence[I64],
    keys: Sequence[I32],
    count: int,
) -> list[Chosen]:
    """The `count` names of highest key over all tables (equal keys: the earlier), table by table."""
    total = sum(map(len, found))
    if total > count:
        joined = np.concatenate(keys)
        threshold = np.partition(joined, total - count)[total - count]
        kept: list[I64] = []
        room = count - int(np.count_nonzero(joined > threshold))
        for indexes, key in zip(found, keys, strict=True):
            chosen = key > threshold
            equal = np.flatnonzero(key == threshold)[:room]
            room -= len(equal)
            chosen[equal] = True
            kept.append(indexes[chosen])
        found = kept
    return [
        Chosen(table, indexes, ranked[indexes])
        for table, ranked, indexes in zip(tables, ranks, found, strict=True)
    ]


def _prefixed(table: NameTable, indexes: I64, query: bytes) -> Bools:
    """Which of the names begin with the query."""
    result = np.zeros(len(indexes), np.bool_)
    text = np.frombuffer(table.blob, np.uint8)
    starts = table.offsets[indexes].astype(np.int64)
    long_enough = table.offsets[indexes + 1].astype(np.int64) - starts >= len(query)
    remaining = np.flatnonzero(long_enough)
    for position, character in enumerate(query):
        octets = text[starts[remaining] + position]
        remaining = remaining[(octets | _case_bit(character)) == character]
        if not len(remaining):
            return result
    result[remaining] = True
    return result


def _subsequent(table: NameTable, indexes: I64, query: bytes) -> Bools:
    """Of which of the names the query is a subsequence."""
    result = np.zeros(len(indexes), np.bool_)
    text = np.frombuffer(table.blob, np.uint8)
    wanted = np.frombuffer(query, np.uint8)
    case = np.fromiter(map(_case_bit, query), np.uint8, len(query))
    at = table.offsets[indexes].astype(np.int64)
    left = table.offsets[indexes + 1].astype(np.int64) - at
    matched = np.zeros(len(indexes), np.int64)
    active = np.arange(len(indexes))
    while True:
        # A name drops out when it is matched, or too short for what is still to be matched.
        possible = left >= len(query) - matched
        if not possible.all():
            active, at, left, matched = active[possible], at[possible], left[possible], matched[possible]
        if not len(active):
            return result
        matched += (text[at] | case[matched]) == wanted[matched]
        at += 1
        left -= 1
        done = matched == len(query)
        if done.any():
            result[active[done]] = True
            going = ~done
            active, at, left, matched = active[going], at[going], left[going], matched[going]


def _case_bit(character: int) -> np.uint8:
    """What turns a capital into the small letter; no other byte becomes a letter by it."""
    return np.uint8(0x20 if ord("a") <= character <= ord("z") else 0)


Chooser = Callable[[Sequence[NameTable], Sequence[I32], bytes], list[Chosen]]
"""One of the functions above."""
