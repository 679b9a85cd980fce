"""Constraints that macros put among the parameters of a template (`LIB_ENABLE_IF(is_same<T, int>::value)`).

They are no parameters to the grammar, which loses the whole template over one of them. They run over several
lines, and hold brackets of all kinds: their end is looked for by counting.
"""

from __future__ import annotations

import re

_BEGINNING = re.compile(rb"([,<])[ \t\r\n]*[A-Z][A-Z0-9_]*(?:ENABLE_IF|REQUIRES)[A-Z0-9_]*\(")
_WORDS = (b"ENABLE_IF", b"REQUIRES")
_BRACKET = re.compile(rb"[()]")
_NEXT = re.compile(rb"[ \t\r\n]*([,>])")
_LONGEST = 1_000


def constraints(data: bytes) -> list[tuple[int, int]]:
    """Spans of the constraints of a text, each with the comma that parts it from the other parameters."""
    found: list[tuple[int, int]] = []
    if not any(word in data for word in _WORDS):
        return found
    for match in _BEGINNING.finditer(data):
        end = _closed(data, match.end())
        following = _NEXT.match(data, end) if end else None
        if following is None:
            continue
        if match[1] == b",":
            found.append((match.start(), end))
        elif following[1] == b",":
            found.append((match.start() + 1, following.end()))
    return found


def _closed(data: bytes, start: int) -> int:
    """Where the parenthesis that is open at a place is closed, 0 where it is not near."""
    level = 1
    for match in _BRACKET.finditer(data, start, start + _LONGEST):
        level += 1 if match[0] == b"(" else -1
        if level == 0:
            return match.end()
    return 0
