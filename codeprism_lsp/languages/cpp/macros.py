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


# A word in capitals that says how what follows is declared, wherever it stands.
_SPECIFIER = re.compile(
    rb"(?<![\w#.>:])[A-Z][A-Z0-9_]*_(?:CONSTEXPR\w*|\w*INLINE|NODISCARD|NORETURN|MAYBE_UNUSED|API|EXPORT|"
    rb"DEPRECATED|HIDDEN|VISIBILITY)\b(?=[ \t]+[A-Za-z_~:\[]|[ \t]*[\r\n])"
)
_SPECIFIERS = (
    b"_CONSTEXPR",
    b"INLINE",
    b"_NODISCARD",
    b"_API",
    b"_EXPORT",
    b"_NORETURN",
    b"_MAYBE_UNUSED",
    b"_DEPRECATED",
    b"_HIDDEN",
    b"_VISIBILITY",
)
_LETTERS = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
# A constraint among template parameters is no parameter to the grammar.
_NESTED = rb"\((?:[^()\n]|\((?:[^()\n]|\((?:[^()\n]|\([^()\n]*\))*\))*\))*\)"
_CONSTRAINT = re.compile(rb",[ \t]*[A-Z][A-Z0-9_]*(?:ENABLE_IF|REQUIRES)\w*%b(?=[ \t]*[,>])" % _NESTED)
_CONSTRAINTS = (b"ENABLE_IF(", b"REQUIRES(")
# A class may have an annotation behind its name, and what is deprecated a message.
_BEHIND = re.compile(
    rb"(?:class|struct)[ \t]+(?:[A-Z][A-Z0-9_]*[ \t]+)?(?=\w*[a-z])\w+[ \t]+"
    rb"([A-Z][A-Z0-9]*_[A-Z0-9_]+)(?=[ \t]*[:{\r\n])"
)
_MESSAGE = re.compile(rb"(?<!\w)[A-Z][A-Z0-9_]*DEPRECATED\w*\([ \t]*\"[^\"\n]*\"[ \t]*\)")
# A condition within an expression, which code that protocol buffers generate has everywhere.
_WITHIN = re.compile(rb"\n[ \t]*(#[ \t]*(?:ifdef|endif)[^\n]*PROTOBUF_FORCE_COPY_IN_MOVE[^\n\r]*)")
# A value of a dependent type, which the grammar takes for a declaration.
_DEPENDENT = re.compile(rb"typename(?=[ \t]+[\w:]+<[^<>;\n]*>::\w+[ \t]*[({])")
# What opens, closes or exports something stands alone on a line; what continues an expression is indented.
_ALONE = re.compile(rb"\n([A-Z][A-Z0-9]*_[A-Z0-9_]+)[ \t]*(?=[\r\n])")
_DESTRUCTOR = re.compile(rb"\n[ \t]*([A-Z][A-Z0-9_]{2,})[ \t]+(?=~\w)")


def blank(data: bytes) -> bytes:
    """The same number of bytes, with annotations of C and C++ replaced by spaces."""
    found = [match.span(1) for match in _CLASS.finditer(data)]
    found += [match.span(1) for match in _STRUCT.finditer(data)]
    if b"_BY(" in data or b"LOCK" in data:
        found += [match.span() for match in _LOCKING.finditer(data)]
    if b"Q_" in data:
        found += [match.span() for match in _QT.finditer(data)]
    found += _specifiers(data)
    if any(word in data for word in _CONSTRAINTS):
        found += [match.span() for match in _CONSTRAINT.finditer(data)]
    if b"_FORCE_COPY" in data:
        found += [match.span(1) for match in _WITHIN.finditer(data)]
    if b"DEPRECATED" in data:
        found += [match.span() for match in _MESSAGE.finditer(data)]
    found += [match.span() for match in _DEPENDENT.finditer(data)]
    found += [match.span(1) for match in _BEHIND.finditer(data)]
    found += [match.span(1) for match in _ALONE.finditer(data)]
    found += [match.span(1) for match in _DESTRUCTOR.finditer(data)]
    found += [match.span(1) for match in _TYPE_ARGUMENT.finditer(data)]
    return blanked(blank_c(data), found)


def _specifiers(data: bytes) -> list[tuple[int, int]]:
    """Spans of the words that say how what follows is declared, found by the letters at their end."""
    found = []
    for word in _SPECIFIERS:
        at = data.find(word)
        while at >= 0:
            start = at
            while start > 0 and data[start - 1] in _LETTERS:
                start -= 1
            if (match := _SPECIFIER.match(data, start)) is not None:
                found.append(match.span())
            at = data.find(word, at + len(word))
    return found
