"""The 32-bit keys by which every posting list is addressed, and the tokeniser that yields them.

Finding references starts by asking which contents hold an identifier at all, so every file's
identifiers have to be collected while it is indexed. Doing that token by token costs more than
parsing; here a whole batch of files is tokenised and hashed by a handful of array operations.

A token is a maximal run of identifier bytes: ASCII letters, digits, ``_``, ``$`` and every byte from
0x80 on (any UTF-8 sequence). A run that starts with a digit is a number and is dropped. The tokeniser
knows no language: words inside comments and strings are tokens too, because a posting list may give
false candidates but must never miss one.

Invariant: ``key(token)`` equals the element that ``tokens`` yields for it, on every platform and in
every process. Keys are written to disk, so changing the arithmetic changes ``KEY_SCHEME``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import xxhash

KEY_SCHEME = 1
"""Part of the recipe of everything that stores keys."""

IDENTIFIER_BYTES = bytes(
    sorted({*b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_$", *range(0x80, 0x100)})
)
"""The bytes that make up a token, in ascending order."""

CHUNK_BYTES = 8 << 20
"""How many bytes are tokenised by one pass; working memory is about 6 times this."""

_CLASSES = bytes(1 if byte in IDENTIFIER_BYTES else 0 for byte in range(256))
_MASK64 = (1 << 64) - 1
_SEED = 0x51ED270B35AE8D2B
_PER_LENGTH = 0x9E3779B97F4A7C15
_ROUND = 0xD6E8FEB86659FD93
_FINAL = 0xC2B2AE3D27D4EB4F
_SHIFT = 32
_LONGEST_IN_WORDS = 32
_WORD_MASKS: npt.NDArray[np.uint64] = np.array(
    [(1 << (8 * length)) - 1 for length in range(9)], dtype=np.uint64
)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The identifiers of one file.

    ``keys`` is uint32[u], ascending and unique; ``occurrences`` counts every token, repeated or not.
    """

    keys: npt.NDArray[np.uint32]
    occurrences: int


def key(name: bytes | str) -> int:
    """The key of any name as an unsigned 32-bit integer; ``str`` is taken as UTF-8."""
    data = name.encode("utf-8", "surrogatepass") if isinstance(name, str) else name
    length = len(data)
    if length > _LONGEST_IN_WORDS:
        return _long_key(data)
    state = (_SEED + length * _PER_LENGTH) & _MASK64
    for start in range(0, length, 8):
        word = int.from_bytes(data[start : start + 8], "little")
        state = ((state ^ word) * _ROUND) & _MASK64
        state ^= state >> _SHIFT
    return ((state * _FINAL) & _MASK64) >> 32


def keys_of(names: Sequence[bytes]) -> npt.NDArray[np.uint32]:
    """``key`` of every name, in the given order, as uint32[len(names)]."""
    ends = np.cumsum(np.fromiter(map(len, names), dtype=np.int64, count=len(names)))
    starts = np.concatenate((np.zeros(1, np.int64), ends[:-1])) if len(names) else ends
    return keys_at(b"".join(names), starts, ends)


def keys_at(
    data: bytes, starts: npt.NDArray[np.integer], ends: npt.NDArray[np.integer]
) -> npt.NDArray[np.uint32]:
    """``key(data[start:end])`` for each pair of byte offsets, as uint32[len(starts)].

    Offsets must lie within ``data`` with ``start <= end``; spans may overlap and come in any order.
    """
    begin = np.asarray(starts, dtype=np.int64)
    end = np.asarray(ends, dtype=np.int64)
    if not len(begin):
        return np.zeros(0, np.uint32)
    return _hash(data + bytes(8), begin, end - begin)


def tokens(data: bytes) -> Tokens:
    """The identifiers of one file's bytes."""
    return tokens_many((data,))[0]


def tokens_many(files: Sequence[bytes]) -> list[Tokens]:
    """``tokens`` of each file, in order; many small files cost far less in one call than in many."""
    found: list[Tokens] = []
    batch: list[bytes] = []
    size = 0
    for data in files:
        if batch and size + len(data) > CHUNK_BYTES:
            found += _tokens_of_batch(batch)
            batch, size = [], 0
        if len(data) > CHUNK_BYTES:
            found.append(_tokens_of_large(data))
        else:
            batch.append(data)
            size += len(data) + 1
    if batch:
        found += _tokens_of_batch(batch)
    return found


def token_spans(data: bytes) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Start and end byte offsets of all tokens of ``data``, ascending (int64 each)."""
    starts, lengths = _spans(data + bytes(8))
    return starts, starts + lengths


def _tokens_of_batch(files: Sequence[bytes]) -> list[Tokens]:
    """One pass over the concatenation; the separators guarantee that no token spans two files."""
    # Eight NUL bytes at the end let every token be read in whole words without leaving the buffer.
    padded = b"\n".join((*files, bytes(8)))
    starts, lengths = _spans(padded)
    keys = _hash(padded, starts, lengths)
    sizes = np.fromiter(map(len, files), dtype=np.int64, count=len(files)) + 1
    bounds = np.searchsorted(starts, np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes))))
    return [
        Tokens(_unique_in_place(keys[first:last]), int(last - first))
        for first, last in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True)
    ]


def _tokens_of_large(data: bytes) -> Tokens:
    """Cuts one large file at token borders, so that memory stays bounded by the chunk size."""
    classes = data.translate(_CLASSES)
    keys = np.zeros(0, np.uint32)
    occurrences = 0
    start = 0
    while start < len(data):
        end = min(start + CHUNK_BYTES, len(data))
        if end < len(data):
            border = classes.rfind(b"\0", start, end)
            if border < 0:
                border = classes.find(b"\0", end)
            end = border + 1 if border >= 0 else len(data)
        part = _tokens_of_batch((data[start:end],))[0]
        keys = np.union1d(keys, part.keys)
        occurrences += part.occurrences
        start = end
    return Tokens(keys.astype(np.uint32, copy=False), occurrences)


def _spans(padded: bytes) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Starts and lengths of all tokens; ``padded`` ends with eight NUL bytes."""
    classes = np.frombuffer(padded.translate(_CLASSES), dtype=np.uint8)
    borders = np.flatnonzero(classes[1:] != classes[:-1]).astype(np.int64, copy=False)
    borders += 1
    if classes[0]:
        borders = np.concatenate((np.zeros(1, np.int64), borders))
    # Borders alternate between start and end, and the padding ends the last token.
    starts = borders[0::2]
    lengths = borders[1::2] - starts
    first = np.frombuffer(padded, dtype=np.uint8)[starts]
    named = (first < ord("0")) | (first > ord("9"))
    return starts[named], lengths[named]


def _hash(
    padded: bytes, starts: npt.NDArray[np.int64], lengths: npt.NDArray[np.int64]
) -> npt.NDArray[np.uint32]:
    """The vector-wise ``key``; ``padded`` has eight bytes to spare after the last span."""
    if not len(starts):
        return np.zeros(0, np.uint32)
    # One overlapping little-endian word per byte offset: a view, no copy.
    words: npt.NDArray[np.uint64] = np.ndarray((len(padded) - 7,), "<u8", padded, strides=(1,))
    state = lengths.astype(np.uint64)
    state *= np.uint64(_PER_LENGTH)
    state += np.uint64(_SEED)
    _round(state, words[starts] & _WORD_MASKS[np.minimum(lengths, 8)])
    if (lengths == 0).any():
        # An empty name takes no round at all; the round above is undone for it.
        state[lengths == 0] = np.uint64(_SEED)
    for begin in range(8, _LONGEST_IN_WORDS, 8):
        chosen = np.flatnonzero((lengths > begin) & (lengths <= _LONGEST_IN_WORDS))
        if not len(chosen):
            continue
        longer = state[chosen]
        masks = _WORD_MASKS[np.minimum(lengths[chosen] - begin, 8)]
        _round(longer, words[starts[chosen] + begin] & masks)
        state[chosen] = longer
    state *= np.uint64(_FINAL)
    state >>= np.uint64(32)
    keys = state.astype(np.uint32)
    for index in np.flatnonzero(lengths > _LONGEST_IN_WORDS).tolist():
        start = int(starts[index])
        keys[index] = _long_key(padded[start : start + int(lengths[index])])
    return keys


def _round(state: npt.NDArray[np.uint64], word: npt.NDArray[np.uint64]) -> None:
    state ^= word
    state *= np.uint64(_ROUND)
    state ^= state >> np.uint64(_SHIFT)


def _long_key(data: bytes) -> int:
    return xxhash.xxh3_64_intdigest(data, seed=_LONGEST_IN_WORDS) >> 32


def _unique_in_place(keys: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """Sorts the slice it is given and returns its distinct values as a new array."""
    keys.sort()
    if len(keys) < 2:
        return keys.copy()
    fresh = np.empty(len(keys), np.bool_)
    fresh[0] = True
    np.not_equal(keys[1:], keys[:-1], out=fresh[1:])
    return keys[fresh]
