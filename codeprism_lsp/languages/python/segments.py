"""Where the top-level definitions of a text begin, told without a parser.

Python's grammar takes everything behind an unclosed bracket or string for a part of it, up to the end of
the file. A text with errors is therefore read definition by definition. In a sound text the places are
exactly those of top-level definitions; where brackets or strings are left open they are those that look so.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

_TOPS = re.compile(rb"\n(?=@|(?:def|class|async[ \t]+def)[ \t])")
_TRIPLES = (b'"""', b"'''")
_TOKEN = re.compile(
    rb"""(?P<whole>\"\"\"(?:[^\\"]|\\.|"(?!\"\"))*\"\"\"|'''(?:[^\\']|\\.|'(?!''))*''')"""
    rb"""|(?P<open>\"\"\"|''')"""
    rb"""|(?P<line>"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|\#[^\n]*)"""
    rb"""|(?P<bracket>[()\[\]{}])""",
    re.DOTALL,
)
_END = {quotes: re.compile(rb"(?:[^\\]|\\.)*?" + quotes, re.DOTALL) for quotes in _TRIPLES}
_MOST_OPEN = 64  # strings without an end for which it is worth asking which of them is meant


def starts(source: bytes) -> list[int]:
    """Offsets at which the text may be taken apart, the first of them 0; decorators begin a definition."""
    places = [0, *(match.end() for match in _TOPS.finditer(source)), len(source)]
    parts = [source[start:end] for start, end in pairwise(places)]
    within = _within_strings(parts)
    found = [0]
    decorated = False
    for index in range(1, len(parts)):
        if index in within:
            decorated = False
            continue
        at = parts[index].startswith(b"@")
        # Where brackets are open an operator may stand in front of a line, and closes some.
        if at and _read(parts[index - 1], b"").depth and _read(parts[index], b"").closes:
            decorated = False
            continue
        if not decorated:
            found.append(places[index])
        decorated = at
    return found


class _Read(NamedTuple):
    """Of a part: the quotes of the string that is open at its end (empty: none), how many brackets are, and
    whether it closes some that it does not open."""

    quotes: bytes
    depth: int
    closes: bool


def _within_strings(parts: list[bytes]) -> set[int]:
    """The parts that begin within a string."""
    found: set[int] = set()
    quotes = b""
    for index, part in enumerate(parts):
        if quotes:
            found.add(index)
        quotes = _read(part, quotes).quotes
    if not quotes:
        return found
    # A string has no end. Which one is told by the others, two ends each, as near as they can be.
    ends = [index for index, part in enumerate(parts) if _read(part, b"").quotes]
    if len(ends) > _MOST_OPEN:
        return set()
    if len(ends) % 2:
        shortest = min(range(len(ends)), key=lambda left_out: _length(ends[:left_out] + ends[left_out + 1 :]))
        ends.pop(shortest)
    return {index for start, end in _twos(ends) for index in range(start + 1, end + 1)}


def _length(ends: list[int]) -> int:
    return sum(end - start for start, end in _twos(ends))


def _twos(ends: list[int]) -> list[tuple[int, int]]:
    return list(zip(ends[::2], ends[1::2], strict=True))


@lru_cache(maxsize=8192)
def _read(part: bytes, quotes: bytes) -> _Read:
    """What there is in a part that begins within a string of `quotes` (empty: within none)."""
    at = 0
    if quotes:
        end = _END[quotes].match(part)
        if end is None:
            return _Read(quotes, 0, False)
        at = end.end()
    depth, closes = 0, False
    for match in _TOKEN.finditer(part, at):
        if match.lastgroup == "bracket":
            depth += 1 if match.group() in b"([{" else -1
            closes, depth = closes or depth < 0, max(0, depth)
        elif match.lastgroup == "open":
            return _Read(match.group(), depth, closes)
    return _Read(b"", depth, closes)
