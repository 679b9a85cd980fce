"""Which branches of `#if` a usual build would leave out.

All branches are indexed. Where several define one name, the one that an ordinary build on Linux takes comes
first, as far as the predefined macros, the files' own definitions and the conditions themselves tell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from codeprism_lsp.languages.c.condition import Macro, Value, holds, macro_of

_DIRECTIVE = re.compile(
    rb"(?m)^[ \t]*#[ \t]*(ifdef|ifndef|if|elifdef|elifndef|elif|else|endif|define|undef)\b"
    rb"((?:\\\r?\n|[^\n])*)"
)
_COMMENT = re.compile(rb"/\*.*?\*/|//[^\n]*|/\*.*\Z", re.DOTALL)

PREDEFINED: Mapping[str, Value] = {
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


def inactive_spans(
    data: bytes, defined_elsewhere: Callable[[str], Value | None], given: Mapping[str, Value]
) -> list[tuple[int, int]]:
    """Spans of the branches that are not taken, in order, nested ones left out.

    `defined_elsewhere` tells of names that the file itself does not define, `given` holds predefined macros.
    """
    macros = dict(given)
    undefined: set[str] = set()

    def value_of(name: str) -> Value | None:
        found = macros.get(name)
        return defined_elsewhere(name) if found is None and name not in undefined else found

    spans: list[tuple[int, int]] = []
    # Of each open condition: whether around it code is taken, whether a branch was taken, whether one is.
    open_: list[tuple[bool, bool, bool]] = []
    since = -1  # where the code that is not taken begins
    for match in _DIRECTIVE.finditer(data):
        word, rest = match[1], _COMMENT.sub(b" ", match[2]) if b"/" in match[2] else match[2]
        taken = since < 0
        if word in (b"define", b"undef"):
            if taken and (macro := macro_of(rest)) is not None:
                _note(word, macro, macros, undefined)
            continue
        if word.startswith(b"if"):
            now = taken and holds(word.decode(), rest, value_of)
            open_.append((taken, now, now))
        elif not open_:
            continue
        elif word == b"endif":
            now = open_.pop()[0]
        else:
            around, was, _ = open_[-1]
            now = around and not was
            if now and word != b"else":
                now = holds(word.decode().removeprefix("el"), rest, value_of)
            open_[-1] = (around, was or now, now)
        if taken and not now:
            since = match.end()
        elif not taken and now:
            spans.append((since, match.start()))
            since = -1
    if since >= 0:
        spans.append((since, len(data)))
    return spans


def _note(word: bytes, macro: tuple[str, Macro], macros: dict[str, Value], undefined: set[str]) -> None:
    name, value = macro
    if word == b"undef":
        macros.pop(name, None)
        undefined.add(name)
    else:
        macros[name] = value
