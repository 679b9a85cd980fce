"""Reading source without a tree: what stands before and behind a place of a text.

Texts are blanked first: comments, and what strings hold, become spaces, so that brackets pair and words are
code. Nothing here decides what a name means; whatever cannot be read for certain is told to be so.
"""

from __future__ import annotations

import re

_NOISE = re.compile(
    rb'//[^\n]*|/\*.*?(?:\*/|\Z)|"""(?:\\.|.)*?(?:"""|\Z)|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'',
    re.DOTALL,
)
_TYPE_ARGUMENTS = re.compile(rb"[\w\s,.?&@\[\]<>$\x80-\xff]*\Z")
_BRACKET = re.compile(rb"[()\[\]{},<]")
_LAMBDA_LIST = re.compile(rb"\s*(?:,\s*\w+\s*)*\)\s*->")
_WORD = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$") | frozenset(
    range(128, 256)
)
_SPACE = frozenset(b" \t\r\n\f")
_PAIRS = {0x29: 0x28, 0x5D: 0x5B, 0x7D: 0x7B}
_LONGEST = 400  # bytes of a written type
_FARTHEST = 20_000  # bytes between two brackets that pair
_NO_TYPES = frozenset(
    b"return throw new case else assert yield do instanceof import package goto break continue extends "
    b"implements throws static final abstract default public private protected in try finally super "
    b"this".split()
)


def blanked(data: bytes) -> bytes:
    """The text with spaces for comments and for what strings and characters hold; their quotes stay."""
    return _NOISE.sub(_blank, data)


def _blank(match: re.Match[bytes]) -> bytes:
    size = match.end() - match.start()
    quote = match[0][:1]
    return b" " * size if quote == b"/" or size < 2 else quote + b" " * (size - 2) + quote


def before(code: bytes, at: int) -> int:
    """The place of the last byte before `at` that is no space, -1 without one."""
    at -= 1
    while at >= 0 and code[at] in _SPACE:
        at -= 1
    return at


def behind(code: bytes, at: int) -> int:
    """The place of the first byte from `at` on that is no space; the text's size without one."""
    size = len(code)
    while at < size and code[at] in _SPACE:
        at += 1
    return at


def word_ending(code: bytes, last: int) -> bytes:
    """The word whose last byte stands at a place, empty where none does."""
    at = last
    while at >= 0 and code[at] in _WORD:
        at -= 1
    return code[at + 1 : last + 1]


def word_at(code: bytes, at: int) -> bytes:
    """The word that begins at a place, empty where none does."""
    end = at
    while end < len(code) and code[end] in _WORD:
        end += 1
    return code[at:end]


def around(code: bytes, at: int) -> int:
    """The place of the round bracket that is open at a place, -1 where the nearest one is another."""
    depth = 0
    for before_it in range(at - 1, max(-1, at - _FARTHEST), -1):
        byte = code[before_it]
        if byte in _PAIRS:
            depth += 1
        elif byte in (0x28, 0x5B, 0x7B):
            if not depth:
                return before_it if byte == 0x28 else -1
            depth -= 1
    return -1


def dotted_ending(code: bytes, last: int) -> tuple[bytes, int]:
    """The dotted name (`a.b.C`) whose last byte stands at a place, and where it begins."""
    word = word_ending(code, last)
    begin = last + 1 - len(word)
    name = word
    while word:
        dot = before(code, begin)
        if dot < 0 or code[dot] != 0x2E:
            break
        word = word_ending(code, before(code, dot))
        if word:
            begin = before(code, dot) + 1 - len(word)
            name = word + b"." + name
    return name, begin


def opening(code: bytes, last: int) -> int:
    """The place of the bracket that the one at `last` closes, -1 where none pairs with it."""
    stack = []
    at = last
    least = max(0, last - _FARTHEST)
    while at >= least:
        byte = code[at]
        if byte in _PAIRS:
            stack.append(_PAIRS[byte])
        elif byte in (0x28, 0x5B, 0x7B):
            if not stack or stack.pop() != byte:
                return -1
            if not stack:
                return at
        at -= 1
    return -1


def type_arguments(code: bytes, last: int) -> int:
    """Where the type arguments begin that end with the `>` at `last`; -1 where it is an operator."""
    depth = 0
    for at in range(last, max(-1, last - _LONGEST), -1):
        byte = code[at]
        if byte == 0x3E:
            if code[at - 1] == 0x2D:
                return -1
            depth += 1
        elif byte == 0x3C:
            depth -= 1
            if not depth:
                inner = code[at + 1 : last]
                return at if _TYPE_ARGUMENTS.match(inner) is not None else -1
        elif byte in b";{}()=":
            return -1
    return -1


def arguments(code: bytes, opened: int) -> int | None:
    """How many arguments stand within the bracket that opens at a place; None where that is unsure."""
    depth = commas = 0
    generic = False
    for match in _BRACKET.finditer(code, opened, opened + _FARTHEST):
        byte = match[0]
        if byte in b"([{":
            depth += 1
        elif byte in b")]}":
            depth -= 1
            if not depth:
                if not commas:
                    return 1 if behind(code, opened + 1) < match.start() else 0
                return None if generic else commas + 1
        elif depth == 1:
            commas += byte == b","
            generic = generic or byte == b"<"
    return None


def declared_before(code: bytes, start: int, end: int) -> str | None:
    """The text of the type with which the word from `start` to `end` is declared there: "" where it is not
    declared, None where that cannot be read."""
    last = before(code, start)
    if last < 0:
        return ""
    if code.startswith(b"->", behind(code, end)):
        return None  # the parameter of a literal
    byte = code[last]
    if byte in b"(,":
        return None if _LAMBDA_LIST.match(code, end) is not None else ""
    if last == start - 1 and byte != 0x5D:
        return ""
    array = b""
    if code[last - 2 : last + 1] == b"...":
        array, last = b"[]", before(code, last - 2)
        byte = code[last]
    while byte == 0x5D:
        opened = before(code, last)
        if opened < 0 or code[opened] != 0x5B:
            return ""  # an index, behind which no word stands in sound code
        array, last = array + b"[]", before(code, opened)
        byte = code[last]
    generic = b""
    if byte == 0x3E:
        opened = type_arguments(code, last)
        if opened < 0:
            return ""
        generic, last = code[opened : last + 1], before(code, opened)
    name, begin = dotted_ending(code, last)
    if not name or name in _NO_TYPES or name[:1].isdigit():
        return ""
    held = before(code, begin)
    if name == b"var" or (held >= 0 and code[held] in b"|&@"):
        return None
    return (name + generic + array).decode("utf-8", "replace")
