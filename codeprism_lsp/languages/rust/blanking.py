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

_OPENINGS = re.compile(rb"! ?[(\[{]")
_WORD = re.compile(rb"(?<![\w$#])[a-z_][a-z_0-9]*\Z")
_LONGEST = 40


def blank(data: bytes) -> bytes:
    """The source with spaces for the marks of macros that the grammar can do without."""
    out: bytearray | None = None
    for opening in _OPENINGS.finditer(data):
        at = opening.start()
        word = _WORD.search(data, max(0, at - _LONGEST), at)
        if word is None:
            continue
        name, bracket = word.group(), data[opening.end() - 1 : opening.end()]
        if bracket == b"(" and name in _CALLS:
            start = at
        elif (bracket == b"[" and name in _COLLECTIONS) or (bracket == b"{" and _holds_items(name)):
            start = word.start()
        else:
            continue
        if out is None:
            out = bytearray(data)
        out[start : at + 1] = b" " * (at + 1 - start)
    return data if out is None else bytes(out)


def _holds_items(name: bytes) -> bool:
    if name in _ITEMS or name.endswith(_ITEM_SUFFIXES):
        return True
    return name.startswith(_ITEM_PREFIX) and name not in _NOT_ITEMS
