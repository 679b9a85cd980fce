"""Chooses, among millions of names, the few hundred that are worth looking at one by one.

All of it is array work over the orders of name tables. Names are looked at from the highest static rank
downwards, band by band over all tables at once, until enough are found; which tier a match belongs to is
decided later, on the few.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from codeprism_lsp.facts.namemasks import letters_mask
from codeprism_lsp.facts.nameorder import MOST_RANK, PREFIX_BYTES, NameOrder
from codeprism_lsp.facts.nametable import NameTable

I64 = npt.NDArray[np.int64]
U16 = npt.NDArray[np.uint16]
U32 = npt.NDArray[np.uint32]
Bools = npt.NDArray[np.bool_]

SCANNED = 12_000  # names, beyond the masks, whose bytes are compared as subsequences
CHOSEN = 500  # names that are handed on
_BAND = 1 << 15  # names of the first band; each further one is twice as large


@dataclass(frozen=True, slots=True)
class Chosen:
    """Names of one table, by index, the best first, with their static ranks."""

    table: NameTable
    indexes: U32
    ranks: U16


def choose_prefixed(tables: Sequence[NameTable], query: bytes) -> list[Chosen]:
    """Names that begin with the query (ASCII, lower case), at most CHOSEN, exact ones among them."""
    found: list[I64] = []
    exact: list[I64] = []
    for table in tables:
        places = table.beginning_with(query).astype(np.int64)
        if len(query) > PREFIX_BYTES:
            places = places[_prefixed(table, places, query)]
        # Names of eight bytes and less that begin alike and are no longer stand first; others are measured.
        lengths = _lengths(table, places) if len(query) >= PREFIX_BYTES else _short(table, query, places)
        exact.append(places[: len(lengths)][lengths == len(query)])
        found.append(places)
    best = _best(tables, found, CHOSEN)
    room = CHOSEN - sum(map(len, exact))
    if room > 0:
        rest = [np.setdiff1d(all_, one) for all_, one in zip(best, exact, strict=True)]
        exact = [
            np.concatenate((one, more)) for one, more in zip(exact, _best(tables, rest, room), strict=True)
        ]
    return _handed_on(tables, _best(tables, exact, CHOSEN))


def choose_scattered(tables: Sequence[NameTable], query: bytes) -> list[Chosen]:
    """Names of which the query (ASCII, lower case) is a subsequence but no prefix, at most CHOSEN.

    Those whose words begin with letters of the query come first; only the SCANNED names of the highest
    static rank are compared.
    """
    every, first = np.uint32(letters_mask(query)), np.uint32(letters_mask(query[:1]))

    def heads_all(order: NameOrder, part: slice) -> Bools:
        return _hold(order.heads[part], every)

    def heads_first(order: NameOrder, part: slice) -> Bools:
        heads = order.heads[part]
        return _hold(order.letters[part], every) & _hold(heads, first) & ~_hold(heads, every)

    def heads_none(order: NameOrder, part: slice) -> Bools:
        return _hold(order.letters[part], every) & ~_hold(order.heads[part], first)

    # Where the first letter is all letters, or there is none, a later test finds nothing new.
    tests = [heads_all]
    tests += [heads_first] if every != first else []
    tests += [heads_none] if first else []
    chosen = [[np.zeros(0, np.int64)] for _ in tables]
    room, scanned = CHOSEN, SCANNED
    for test in tests:
        for parts in _bands(tables):
            found = [
                part.start + np.flatnonzero(test(table.order, part))
                for table, part in zip(tables, parts, strict=True)
            ]
            if sum(map(len, found)) > scanned:
                found = _best(tables, found, scanned)
            scanned -= sum(map(len, found))
            found = [
                places[_scattered(table, places, query)] if len(places) else places
                for table, places in zip(tables, found, strict=True)
            ]
            found = _best(tables, found, room)
            room -= sum(map(len, found))
            for kept, places in zip(chosen, found, strict=True):
                kept.append(places)
            if not room or not scanned:
                return _handed_on(tables, [np.concatenate(kept) for kept in chosen])
    return _handed_on(tables, [np.concatenate(kept) for kept in chosen])


def choose_top(tables: Sequence[NameTable], query: bytes) -> list[Chosen]:
    """Names that contain every letter of the query, in any script, at most CHOSEN by static rank."""
    every = np.uint32(letters_mask(query))
    found = [np.zeros(0, np.int64) for _ in tables]
    for parts in _bands(tables):
        found = [
            np.concatenate((places, part.start + np.flatnonzero(_hold(table.order.letters[part], every))))
            for table, part, places in zip(tables, parts, found, strict=True)
        ]
        if sum(map(len, found)) >= CHOSEN:
            break
    return _handed_on(tables, _best(tables, found, CHOSEN))


Chooser = Callable[[Sequence[NameTable], bytes], list[Chosen]]
"""One of the functions above."""


def _hold(masks: U32, wanted: np.uint32) -> Bools:
    found: Bools = (masks & wanted) == wanted
    return found


def _bands(tables: Sequence[NameTable]) -> Iterator[list[slice]]:
    """Places of all tables in bands of falling static rank: a name of a later band has a lower one."""
    counts = np.array([table.order.counts for table in tables], np.int64).reshape(-1, MOST_RANK + 1)
    rising = counts.sum(axis=0)[::-1]
    ends, done, size = [0] * len(tables), 0, _BAND
    while done < int(rising[-1]):
        rank = MOST_RANK - min(MOST_RANK, int(np.searchsorted(rising, done + size)))
        following = counts[:, rank].tolist()
        yield [slice(first, last) for first, last in zip(ends, following, strict=True)]
        ends, done, size = following, sum(following), 2 * size


def _best(tables: Sequence[NameTable], found: Sequence[I64], count: int) -> list[I64]:
    """The `count` places of highest static rank over all tables; of equal ones, those of the earlier."""
    total = sum(map(len, found))
    if total <= count:
        return list(found)
    if count <= 0:
        return [places[:0] for places in found]
    # Within a table a lower place is a better one, so that no more than `count` of each can be needed.
    found = [np.partition(places, count - 1)[:count] if len(places) > count else places for places in found]
    ranks = [table.order.ranks_at(places) for table, places in zip(tables, found, strict=True)]
    joined = np.concatenate(ranks)
    if len(joined) <= count:
        return found
    threshold = np.partition(joined, len(joined) - count)[len(joined) - count]
    room = count - int(np.count_nonzero(joined > threshold))
    kept: list[I64] = []
    for places, ranked in zip(found, ranks, strict=True):
        equal = np.sort(places[ranked == threshold])[:room]
        room -= len(equal)
        kept.append(np.concatenate((places[ranked > threshold], equal)))
    return kept


def _handed_on(tables: Sequence[NameTable], found: Sequence[I64]) -> list[Chosen]:
    chosen = []
    for table, places in zip(tables, found, strict=True):
        ordered = np.sort(places)
        chosen.append(Chosen(table, table.order.names[ordered], table.order.ranks_at(ordered)))
    return chosen


def _lengths(table: NameTable, places: I64) -> I64:
    names = table.order.names[places]
    return table.offsets[names + 1].astype(np.int64) - table.offsets[names]


def _short(table: NameTable, query: bytes, places: I64) -> I64:
    """Lengths of the first of some names that begin with a short query: of those that are equal to it."""
    equal = len(table.beginning_with(query + b"\0"))
    return _lengths(table, places[:equal])


def _prefixed(table: NameTable, places: I64, query: bytes) -> Bools:
    """Which of the names begin with the query."""
    names = table.order.names[places]
    result = np.zeros(len(names), np.bool_)
    text = np.frombuffer(table.blob, np.uint8)
    starts = table.offsets[names].astype(np.int64)
    remaining = np.flatnonzero(table.offsets[names + 1].astype(np.int64) - starts >= len(query))
    for position, character in enumerate(query):
        octets = text[starts[remaining] + position]
        remaining = remaining[(octets | _case_bit(character)) == character]
        if not len(remaining):
            return result
    result[remaining] = True
    return result


def _scattered(table: NameTable, places: I64, query: bytes) -> Bools:
    """Of which of the names the query is a subsequence, but no prefix."""
    names = table.order.names[places]
    spans = zip(table.offsets[names].tolist(), table.offsets[names + 1].tolist(), strict=True)
    is_subsequence, text = _subsequence(query).match, table.blob
    result = np.array([is_subsequence(text, *span) is not None for span in spans], np.bool_)
    matched = np.flatnonzero(result)
    result[matched[_prefixed(table, places[matched], query)]] = False
    return result


@lru_cache(maxsize=256)
def _subsequence(query: bytes) -> re.Pattern[bytes]:
    """Matches a name of which the query (lower case) is a subsequence. Without alternatives: linear."""
    letters = [re.escape(query[at : at + 1] + query[at : at + 1].upper()) for at in range(len(query))]
    return re.compile(b"".join(b"[^%s]*[%s]" % (letter, letter) for letter in letters))


def _case_bit(character: int) -> np.uint8:
    """What turns a capital into the small letter; no other byte becomes a letter by it."""
    return np.uint8(0x20 if ord("a") <= character <= ord("z") else 0)
