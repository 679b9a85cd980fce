"""What letters a name holds and which begin its words, as 32 bits each: the first sieve of searches.

A query is matched as a subsequence of names. Before any name is looked at, its masks rule out nearly all.
They may let a name through that does not match; they never hold back one that does.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

U8 = npt.NDArray[np.uint8]
U32 = npt.NDArray[np.uint32]
I64 = npt.NDArray[np.int64]

_MASK_CHUNK = 4 << 20
_SEPARATOR, _LOWER, _UPPER, _DIGIT, _OTHER = range(5)


def letters_mask(text: bytes) -> int:
    """The set of letters and digits of a name or query as 32 bits.

    Bits 0 to 25 are a to z in either case, 26 to 30 the digits, two to each, 31 stands for every
    non-ASCII byte; other characters have none.
    """
    mask = 0
    for byte in text:
        mask |= int(_BITS[byte])
    return mask


def heads_mask(text: bytes) -> int:
    """``letters_mask`` of only those characters that begin a word: of camelCase, snake_case, after or
    before digits, and the last capital of a run that a small letter follows (the R of ``HTTPRequest``).
    """
    return int(masks(text, np.array([0, len(text)], np.uint32))[1][0])


def masks(blob: bytes, offsets: U32) -> tuple[U32, U32]:
    """``letters_mask`` and ``heads_mask`` of every name, in passes of bounded memory."""
    letters = np.zeros(len(offsets) - 1, np.uint32)
    heads = np.zeros(len(offsets) - 1, np.uint32)
    first = 0
    while first < len(letters):
        limit = int(offsets[first]) + _MASK_CHUNK
        last = max(first + 1, int(np.searchsorted(offsets, limit, "right")) - 1)
        part = blob[int(offsets[first]) : int(offsets[last])]
        begins = (offsets[first:last] - offsets[first]).astype(np.int64)
        named = np.flatnonzero(np.diff(offsets[first : last + 1]))
        if len(named):
            bits = _BITS[np.frombuffer(part, np.uint8)]
            letters[first + named] = np.bitwise_or.reduceat(bits, begins[named])
            bits[~_heads(part, begins[named])] = 0
            heads[first + named] = np.bitwise_or.reduceat(bits, begins[named])
        first = last
    return letters, heads


def _heads(text: bytes, begins: I64) -> npt.NDArray[np.bool_]:
    """Which bytes begin a word; ``begins`` are the offsets at which the names start."""
    classes = np.frombuffer(text.translate(_CLASSES.tobytes()), np.uint8)
    before = np.empty_like(classes)
    before[1:] = classes[:-1]
    before[begins] = _SEPARATOR
    after = np.empty_like(classes)
    after[:-1] = classes[1:]
    after[-1] = _SEPARATOR
    after[begins[1:] - 1] = _SEPARATOR
    upper = classes == _UPPER
    heads: npt.NDArray[np.bool_] = before == _SEPARATOR
    heads |= upper & (before != _UPPER)
    heads |= upper & (after == _LOWER)
    # A change between digits and anything else begins a word on both sides.
    heads |= (classes == _DIGIT) != (before == _DIGIT)
    return heads


def _tables() -> tuple[U32, U8]:
    bits = np.zeros(256, np.uint32)
    classes = np.full(256, _SEPARATOR, np.uint8)
    for position in range(26):
        bits[ord("a") + position] = bits[ord("A") + position] = 1 << position
        classes[ord("a") + position], classes[ord("A") + position] = _LOWER, _UPPER
    for digit in range(10):
        bits[ord("0") + digit] = 1 << (26 + digit // 2)
        classes[ord("0") + digit] = _DIGIT
    bits[0x80:] = 1 << 31
    classes[0x80:] = _OTHER
    return bits, classes


_BITS, _CLASSES = _tables()
