"""Macros that the grammar of C++ cannot know, beside those of C.

`class EXPORT Table : public Base {` would be read as a function, and its members be lost.
"""

from __future__ import annotations

import re

from codeprism_lsp.languages.c.macros import blank as blank_c
from codeprism_lsp.languages.c.macros import blanked

# As in C, each pattern begins with a literal. A class has a body or bases after its name, a forward
# declaration a semicolon; a `struct` before a variable's type looks like a forward declaration.
_MARK = rb"(?:[A-Z][A-Z0-9_]{2,}(?:\([^()\n]*\))?[ \t]+)+"
_CLASS = re.compile(rb"class[ \t]+(%b)(?=[A-Za-z_][\w:]*(?:<[^\n{;]*>)?[ \t]*(?:final\b|[:{;\r\n]))" % _MARK)
_STRUCT = re.compile(rb"struct[ \t]+(%b)(?=[A-Za-z_][\w:]*(?:<[^\n{;]*>)?[ \t]*(?:final\b|[:{\r\n]))" % _MARK)
_LOCKING = re.compile(
    rb"[A-Z_]*(?:GUARDED_BY|LOCKS_REQUIRED|LOCK_FUNCTION|LOCKS_EXCLUDED|ACQUIRED_BEFORE|ACQUIRED_AFTER|"
    rb"LOCK_RETURNED)\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)"
)
_QT = re.compile(
    rb"Q_(?:OBJECT|GADGET|SIGNALS|SLOTS|INVOKABLE|NAMESPACE)\b|"
    rb"(?<=public )slots(?= *:)|(?<=private )slots(?= *:)"
)

# A type is no argument to the grammar: `DEFINE_FLAG(bool, verbose, false, "...")` would be an error that
# swallows what follows it.
_TYPE_ARGUMENT = re.compile(
    rb"\n[A-Z][A-Z0-9_]+\(([ \t]*(?:const[ \t]+)?(?:unsigned|signed|bool|char|short|int|long|float|double|"
    rb"void|size_t|u?int\d+_t)(?:[ \t]+(?:char|short|int|long))*[ \t*&]*,)"
)


_DESTRUCTOR = re.compile(rb"\n[ \t]*([A-Z][A-Z0-9_]{2,})[ \t]+(?=~\w)")


def blank(data: bytes) -> bytes:
    """The same number of bytes, with annotations of C and C++ replaced by spaces."""
    found = [match.span(1) for match in _CLASS.finditer(data)]
    found += [match.span(1) for match in _STRUCT.finditer(data)]
    if b"_BY(" in data or b"LOCK" in data:
        found += [match.span() for match in _LOCKING.finditer(data)]
    if b"Q_" in data:
        found += [match.span() for match in _QT.finditer(data)]
    found += [match.span(1) for match in _DESTRUCTOR.finditer(data)]
    found += [match.span(1) for match in _TYPE_ARGUMENT.finditer(data)]
    return blanked(blank_c(data), found)
