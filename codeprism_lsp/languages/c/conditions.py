"""Which branches of `#if` a usual build would leave out.

All branches are indexed. Where several define one name, the one that an ordinary build on Linux takes comes
first, as far as the predefined macros, the files' own definitions and the conditions themselves tell.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_DIRECTIVE = re.compile(
    rb"(?m)^[ \t]*#[ \t]*(ifdef|ifndef|if|elifdef|elifndef|elif|else|endif|define|undef)\b"
    rb"((?:\\\r?\n|[^\n])*)"
)
_COMMENT = re.compile(rb"/\*.*?\*/|//[^\n]*|/\*.*\Z", re.DOTALL)
_TOKEN = re.compile(r"\s*(0[xX][0-9a-fA-F]+|\d+|\w+|&&|\|\||[=!<>]=|<<|>>|[-+*/%!<>()~&|^?:]|\S)")
_DEFINED = re.compile(rb"\s*(\w+)(\()?[ \t]*((?:0[xX])?[0-9a-fA-F]+)?")
_DEPTH = 64  # nested parentheses of a condition

PREDEFINED = {
    **dict.fromkeys(("__linux__", "__linux", "linux", "__unix__", "__unix", "unix", "__ELF__"), 1),
    **dict.fromkeys(("__x86_64__", "__x86_64", "__amd64__", "__LP64__", "_LP64", "__STDC__"), 1),
    **dict.fromkeys(("__clang__", "__GLIBC__", "__STDC_HOSTED__", "_GNU_SOURCE"), 1),
    "__GNUC__": 12,
    "__GNUC_MINOR__": 2,
    "__clang_major__": 16,
    "__GLIBC__": 2,
    "__GLIBC_MINOR__": 36,
    "__STDC_VERSION__": 201710,
    "__BYTE_ORDER__": 1234,
    "__ORDER_LITTLE_ENDIAN__": 1234,
    "__ORDER_BIG_ENDIAN__": 4321,
    "BYTE_ORDER": 1234,
    "LITTLE_ENDIAN": 1234,
    "BIG_ENDIAN": 4321,
    "_POSIX_VERSION": 200809,
    "_POSIX_THREADS": 200809,
    "_POSIX_READER_WRITER_LOCKS": 200809,
    "_POSIX_MONOTONIC_CLOCK": 0,
    "__BYTE_ORDER": 1234,
    "__LITTLE_ENDIAN": 1234,
    "__BIG_ENDIAN": 4321,
    "CHAR_BIT": 8,
    "USHRT_MAX": 0xFFFF,
    "UINT_MAX": 0xFFFFFFFF,
    "INT_MAX": 0x7FFFFFFF,
    "ULONG_MAX": 0xFFFFFFFFFFFFFFFF,
    "LONG_MAX": 0x7FFFFFFFFFFFFFFF,
    "SIZE_MAX": 0xFFFFFFFFFFFFFFFF,
    "UINTPTR_MAX": 0xFFFFFFFFFFFFFFFF,
}
CPP = {"__cplusplus": 201703}


def inactive_spans(
    data: bytes, is_defined: Callable[[str], bool], given: dict[str, int]
) -> list[tuple[int, int]]:
    """Spans of the branches that are not taken, in order, nested ones left out.

    `is_defined` tells of names that the file itself does not define, `given` holds predefined macros.
    """
    macros = dict(given)
    undefined: set[str] = set()

    def known(name: str) -> bool:
        return name in macros or (name not in undefined and is_defined(name))

    spans: list[tuple[int, int]] = []
    # Of each open condition: whether around it code is taken, whether a branch was taken, whether one is.
    open_: list[tuple[bool, bool, bool]] = []
    since = -1  # where the code that is not taken begins
    for match in _DIRECTIVE.finditer(data):
        word, rest = match[1], _COMMENT.sub(b" ", match[2]) if b"/" in match[2] else match[2]
        taken = since < 0
        if word in (b"define", b"undef"):
            if taken and (name := _DEFINED.match(rest)) is not None:
                _note(word, name, macros, undefined)
            continue
        if word.startswith(b"if"):
            now = taken and _holds(word.decode(), rest, macros, known)
            open_.append((taken, now, now))
        elif not open_:
            continue
        elif word == b"endif":
            now = open_.pop()[0]
        else:
            around, was, _ = open_[-1]
            now = around and not was
            if now and word != b"else":
                now = _holds(word.decode().removeprefix("el"), rest, macros, known)
            open_[-1] = (around, was or now, now)
        if taken and not now:
            since = match.end()
        elif not taken and now:
            spans.append((since, match.start()))
            since = -1
    if since >= 0:
        spans.append((since, len(data)))
    return spans


def _note(word: bytes, name: re.Match[bytes], macros: dict[str, int], undefined: set[str]) -> None:
    text = name[1].decode("ascii", "replace")
    if word == b"undef":
        macros.pop(text, None)
        undefined.add(text)
        return
    value = 1
    if name[3] is not None and name[2] is None:
        try:
            value = int(name[3], 0)
        except ValueError:
            value = 1
    macros[text] = value


def _holds(word: str, rest: bytes, macros: dict[str, int], known: Callable[[str], bool]) -> bool:
    text = rest.replace(b"\\\r\n", b" ").replace(b"\\\n", b" ").decode("ascii", "replace").strip()
    if word in ("ifdef", "ifndef"):
        name = text.split()[0] if text.split() else ""
        return known(name) == (word == "ifdef")
    return _Condition(text, macros, known).value() != 0


class _Condition:
    """A condition's value; what it cannot read counts as 0, as a name without a value does."""

    def __init__(self, text: str, macros: dict[str, int], known: Callable[[str], bool]) -> None:
        self._tokens = _TOKEN.findall(text)
        self._at = 0
        self._macros = macros
        self._known = known

    def value(self) -> int:
        return self._either(0)

    def _peek(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _take(self) -> str:
        token = self._peek()
        self._at += 1
        return token

    def _either(self, depth: int) -> int:
        left = self._both(depth)
        while self._peek() == "||":
            self._at += 1
            right = self._both(depth)
            left = int(bool(left) or bool(right))
        return left

    def _both(self, depth: int) -> int:
        left = self._compared(depth)
        while self._peek() == "&&":
            self._at += 1
            right = self._compared(depth)
            left = int(bool(left) and bool(right))
        return left

    def _compared(self, depth: int) -> int:
        left = self._sum(depth)
        while (sign := self._peek()) in ("==", "!=", "<", ">", "<=", ">="):
            self._at += 1
            right = self._sum(depth)
            left = int(
                {
                    "==": left == right,
                    "!=": left != right,
                    "<": left < right,
                    ">": left > right,
                    "<=": left <= right,
                    ">=": left >= right,
                }[sign]
            )
        return left

    def _sum(self, depth: int) -> int:
        left = self._product(depth)
        while (sign := self._peek()) in ("+", "-"):
            self._at += 1
            right = self._product(depth)
            left = left + right if sign == "+" else left - right
        return left

    def _product(self, depth: int) -> int:
        left = self._one(depth)
        while self._peek() == "*":
            self._at += 1
            left *= self._one(depth)
        return left

    def _one(self, depth: int) -> int:
        token = self._take()
        if depth > _DEPTH or not token:
            return 0
        if token == "!":
            return int(not self._one(depth + 1))
        if token == "-":
            return -self._one(depth + 1)
        if token == "(":
            inner = self._either(depth + 1)
            if self._peek() == ")":
                self._at += 1
            return inner
        if token == "defined":
            bracket = self._peek() == "("
            self._at += bracket
            name = self._take()
            self._at += bracket
            return int(self._known(name))
        if token[0].isdigit():
            return _number(token)
        if self._peek() == "(":  # `__has_include(<a.h>)` and the like
            self._skip()
            return 0
        return self._macros.get(token, int(self._known(token)) if token.isidentifier() else 0)

    def _skip(self) -> None:
        level = 0
        while token := self._take():
            level += (token == "(") - (token == ")")
            if level <= 0:
                return


def _number(token: str) -> int:
    digits = token.rstrip("uUlL")
    try:
        return int(digits, 16 if digits[:2].lower() == "0x" else 10)
    except ValueError:
        return 0
