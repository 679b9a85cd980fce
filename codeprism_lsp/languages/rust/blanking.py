"""What is blanked before Rust is parsed, so that the insides of well-known macros have structure.

The grammar sees the arguments of a macro as loose tokens. Macros whose arguments are expressions become
calls by losing their `!`, and macros around items become blocks by losing their name as well.
"""

from __future__ import annotations

import re

_CALLS = frozenset(
    b"print println eprint eprintln format format_args panic write writeln assert assert_eq assert_ne "
    b"debug_assert debug_assert_eq debug_assert_ne todo unimplemented unreachable dbg ready pin".split()
)
_COLLECTIONS = frozenset({b"vec"})
# Macros around items, by name or by custom: `cfg_rt! { ... }` makes items depend on a configuration.
_ITEMS = frozenset(
    b"pin_project thread_local lazy_static quickcheck proptest feature ast_struct ast_enum "
    b"ast_enum_of_structs ffi_fn opaque_future mock".split()
)
_ITEM_PREFIX = b"cfg_"
_ITEM_SUFFIXES = (b"_thread_local", b"_test")
_NOT_ITEMS = frozenset({b"cfg_if"})

# Macros that take items for what they make of them elsewhere: templates, not items.
_TEMPLATES = frozenset({b"quote", b"quote_spanned", b"parse_quote", b"parse_quote_spanned", b"cfg_if"})

_OPENINGS = re.compile(rb"! ?[(\[{]")
_WORD = re.compile(rb"(?<![\w$#:])((?:\w+::)*)([a-z_][a-z_0-9]*)\Z")
_LONGEST = 40
# What items begin with, behind comments and attributes.
_BEFORE = rb"(?:\s|//[^\n]*\n|/\*.*?\*/|#!?\s*\[(?:[^\[\]\"]|\"[^\"]*\"|\[[^\[\]]*\])*\])*"
_ITEM_START = re.compile(
    _BEFORE + rb"(?:pub|struct|enum|union|trait|impl|fn|mod|use|type|static|unsafe|async|extern)\b",
    re.DOTALL,
)
_TYPE_START = re.compile(
    _BEFORE + rb"(?:pub(?:\s*\([^)]*\))?\s+)?(?:struct|enum|union|trait)\s+\w+[^,()]*\{", re.DOTALL
)
_BRACKETS = re.compile(rb"//[^\n]*|/\*.*?\*/|\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\\n]|\\.)'|[{}()]", re.DOTALL)
# Flags (`struct Flags: u32 { const A = 1; }`) are as good as an enum with those members.
_FLAGS = re.compile(rb"\bstruct(?=\s+\w+\s*(:[^{};]*)\{)")
_FLAG = re.compile(rb"//[^\n]*|/\*.*?\*/|\"(?:[^\"\\]|\\.)*\"|\bconst\b|\bas\s+[\w:]+|;", re.DOTALL)


def blank(data: bytes) -> bytes:
    """The source with spaces for the marks of macros that the grammar can do without."""
    out: bytearray | None = None
    for opening in _OPENINGS.finditer(data):
        at, inner = opening.start(), opening.end()
        word = _WORD.search(data, max(0, at - _LONGEST), at)
        if word is None:
            continue
        name, bracket = word.group(2), data[inner - 1 : inner]
        if bracket == b"(" and name in _CALLS:
            start = at
        elif bracket == b"[" and name in _COLLECTIONS:
            start = word.start()
        elif _holds_items(data, name, bracket, inner):
            start = word.start()
        else:
            continue
        if out is None:
            out = bytearray(data)
        out[start : at + 1] = b" " * (at + 1 - start)
        if bracket != b"[" and start != at:
            closing = _closing(data, inner)
            out[inner - 1 : inner], out[closing : closing + 1] = b"{", b"}" if closing < len(data) else b""
            _write_flags(out, data, inner, closing)
    return data if out is None else bytes(out)


def _holds_items(data: bytes, name: bytes, bracket: bytes, start: int) -> bool:
    """Whether the brackets of a macro that begin before `start` hold items as they are."""
    if bracket == b"{":
        if name in _ITEMS or name.endswith(_ITEM_SUFFIXES):
            return True
        if name.startswith(_ITEM_PREFIX) and name not in _NOT_ITEMS:
            return True
    beginning = {b"{": _ITEM_START, b"(": _TYPE_START}.get(bracket)
    if beginning is None or name in _TEMPLATES or beginning.match(data, start) is None:
        return False
    return data.find(b"$", start, _closing(data, start)) < 0  # otherwise it stands in a macro's own body


def _write_flags(out: bytearray, data: bytes, start: int, end: int) -> None:
    for flags in _FLAGS.finditer(data, start, end):
        out[flags.start() : flags.end()] = b"enum  "
        out[flags.start(1) : flags.end(1)] = b" " * (flags.end(1) - flags.start(1))
        body = flags.end(1) + 1
        for mark in _FLAG.finditer(data, body, _closing(data, body)):
            if mark.group() == b";":
                out[mark.start() : mark.end()] = b","
            elif mark.group()[:1] in (b"c", b"a"):
                out[mark.start() : mark.end()] = b" " * (mark.end() - mark.start())


def _closing(data: bytes, start: int) -> int:
    """Where the bracket is closed that was opened before `start`."""
    level = 1
    for mark in _BRACKETS.finditer(data, start):
        text = mark.group()
        level += (text in (b"{", b"(")) - (text in (b"}", b")"))
        if level == 0:
            return mark.start()
    return len(data)
