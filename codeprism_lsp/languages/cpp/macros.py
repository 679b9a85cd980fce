"""Macros that the grammar of C++ cannot know, beside those of C.

`class EXPORT Table : public Base {` would be read as a function, and its members be lost.
"""

from __future__ import annotations

import re

from codeprism_lsp.languages.c.macros import blank as blank_c
from codeprism_lsp.languages.c.macros import blanked
from codeprism_lsp.languages.cpp.constraints import constraints

# As in C, each pattern begins with a literal. A class has a body or bases after its name, a forward
# declaration a semicolon; a `struct` before a variable's type looks like a forward declaration.
_MARK = rb"(?:[A-Z][A-Z0-9_]{2,}(?:\([^()\n]*\))?[ \t]+)+"
_CLASS = re.compile(rb"class[ \t]+(%b)(?=[A-Za-z_][\w:]*(?:<[^\n{;]*>)?[ \t]*(?:final\b|[:{;\r\n]))" % _MARK)
_STRUCT = re.compile(rb"struct[ \t]+(%b)(?=[A-Za-z_][\w:]*(?:<[^\n{;]*>)?[ \t]*(?:final\b|[:{\r\n]))" % _MARK)
_LOCKING = re.compile(
    rb"[A-Z_]*(?:GUARDED_BY|LOCKS_REQUIRED|LOCK_FUNCTION|LOCKS_EXCLUDED|ACQUIRED_BEFORE|ACQUIRED_AFTER|"
    rb"LOCK_RETURNED)\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)"
)
_LOCKS = (
    b"GUARDED_BY(",
    b"LOCKS_REQUIRED(",
    b"LOCK_FUNCTION(",
    b"LOCKS_EXCLUDED(",
    b"ACQUIRED_",
    b"LOCK_RETURNED(",
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
    rb"(?<![\w#.>:])[A-Z][A-Z0-9_]*_(?:CONSTEXPR\w*|CONSTEVAL\w*|\w*INLINE|NODISCARD|NORETURN|MAYBE_UNUSED|API|"
    rb"EXPORT|DEPRECATED|HIDDEN|VISIBILITY|FUNC)\b(?=[ \t]+[A-Za-z_~:\[]|[ \t]*[\r\n])"
)
_SPECIFIERS = (
    b"_CONSTEXPR",
    b"_CONSTEVAL",
    b"_FUNC",
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
# A class may have an annotation behind its name, and what is deprecated a message.
_BEHIND = tuple(
    re.compile(
        word + rb"[ \t]+(?:[A-Z][A-Z0-9_]*[ \t]+)?(?=\w*[a-z])\w+[ \t]+"
        rb"([A-Z][A-Z0-9]*_[A-Z0-9_]+)(?=[ \t]*[:{\r\n])"
    )
    for word in (b"class", b"struct")
)
_MESSAGE = re.compile(rb"(?<!\w)[A-Z][A-Z0-9_]*DEPRECATED\w*\([ \t]*\"[^\"\n]*\"[ \t]*\)")
# A message to the compiler stands where a specifier may, and says nothing of what is declared.
_PRAGMA = re.compile(
    rb"(?<![\w#.>:])[A-Z][A-Z0-9_]*_(?:PRAGMA|WARNING|DIAGNOSTIC|SUPPRESS)\w*\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)"
    rb"(?=[ \t]*(?:[A-Za-z_~\r\n]|//))"
)
_PRAGMAS = (b"_PRAGMA", b"_WARNING", b"_DIAGNOSTIC", b"_SUPPRESS")
# Blocks that macros begin where exceptions may be switched off.
_HANDLER = re.compile(rb"(?<!\w)[A-Z][A-Z0-9]*_(?:TRY(?=[ \t]*\{)|CATCH[ \t]*\([^()\n]*\)(?=[ \t]*\{))")
_HANDLERS = (b"_TRY", b"_CATCH")
# Words in capitals before a type and the name of a function.
_DECLARED = re.compile(
    rb"\n[ \t]*+([A-Z][A-Z0-9]*_[A-Z0-9_]+)[ \t]+"
    rb"(?=(?!const\b|volatile\b|operator\b|return\b|new\b|throw\b|else\b)[A-Za-z_]\w*[a-z]\w*(?:::\w+)*"
    rb"(?:<[^;(){}\n]*>)?[ \t*&]*[ \t*&]~?[A-Za-z_][\w:]*\()"
)
# A condition within an expression, which code that protocol buffers generate has everywhere.
_WITHIN = re.compile(rb"\n[ \t]*(#[ \t]*(?:ifdef|endif)[^\n]*PROTOBUF_FORCE_COPY_IN_MOVE[^\n\r]*)")
# A value of a dependent type, which the grammar takes for a declaration.
_DEPENDENT = re.compile(rb"typename(?=[ \t]+[\w:]+<[^<>;\n]*>::\w+[ \t]*[({])")
# What opens, closes or exports something stands alone on a line; what continues an expression is indented.
_ALONE = re.compile(rb"\n([A-Z][A-Z0-9]*_[A-Z0-9_]+)[ \t]*(?=[\r\n])")
_DESTRUCTOR = re.compile(rb"\n[ \t]*+([A-Z][A-Z0-9_]{2,})[ \t]+(?=~\w)")


# What a module imports, which looks like a variable.
_MODULE = re.compile(rb"\n[ \t]*+((?:export[ \t]+)?(?:import|module)[ \t]+[\w.:]+[ \t]*;)")
_DEFAULTED = b"= default;"
_OUT_OF_LINE = re.compile(rb"[\w:<>,&* \t]*::(?:~?\w+|operator=)[ \t]*\([^()\n]*\)[ \t]*\Z")


def blank(data: bytes) -> bytes:
    """The same number of bytes, with annotations of C and C++ replaced by spaces."""
    found = [match.span(1) for match in _CLASS.finditer(data)]
    found += [match.span(1) for match in _STRUCT.finditer(data)]
    if any(word in data for word in _LOCKS):
        found += [match.span() for match in _LOCKING.finditer(data)]
    if b"Q_" in data:
        found += [match.span() for match in _QT.finditer(data)]
    found += _named(data, _SPECIFIERS, _SPECIFIER)
    found += constraints(data)
    found += _named(data, _PRAGMAS, _PRAGMA)
    found += _named(data, _HANDLERS, _HANDLER)
    if b"_FORCE_COPY" in data:
        found += [match.span(1) for match in _WITHIN.finditer(data)]
    found += _named(data, (b"DEPRECATED",), _MESSAGE)
    found += [match.span() for match in _DEPENDENT.finditer(data)]
    found += [match.span(1) for pattern in _BEHIND for match in pattern.finditer(data)]
    found += [match.span(1) for match in _ALONE.finditer(data)]
    found += [match.span(1) for match in _DESTRUCTOR.finditer(data)]
    found += [match.span(1) for match in _DECLARED.finditer(data)]
    found += [match.span(1) for match in _TYPE_ARGUMENT.finditer(data)]
    if b"import " in data or b"module " in data:
        found += [match.span(1) for match in _MODULE.finditer(data)]
    return _with_bodies(blanked(blank_c(data), found))


def _with_bodies(data: bytes) -> bytes:
    """The same with empty bodies where members are defaulted out of their class, which the grammar takes for
    assignments (`Item::~Item() = default;`)."""
    text: bytearray | None = None
    at = data.find(_DEFAULTED)
    while at >= 0:
        if _OUT_OF_LINE.match(data, data.rfind(b"\n", 0, at) + 1, at) is not None:
            text = bytearray(data) if text is None else text
            text[at : at + len(_DEFAULTED)] = b"{" + b" " * (len(_DEFAULTED) - 2) + b"}"
        at = data.find(_DEFAULTED, at + 1)
    return data if text is None else bytes(text)


def _named(data: bytes, words: tuple[bytes, ...], pattern: re.Pattern[bytes]) -> list[tuple[int, int]]:
    """Spans of what a pattern matches, which begins with a word in capitals that one of `words` is within.

    To look for letters within words is much faster than to try each word in capitals.
    """
    found = []
    for word in words:
        at = data.find(word)
        while at >= 0:
            start = at
            while start > 0 and data[start - 1] in _LETTERS:
                start -= 1
            if (match := pattern.match(data, start)) is not None:
                found.append(match.span())
            at = data.find(word, at + len(word))
    return found
