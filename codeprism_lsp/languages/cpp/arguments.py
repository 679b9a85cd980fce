"""How well an argument suits a parameter, by the parameter's text and what is known of the argument."""

from __future__ import annotations

import re
from functools import lru_cache

from codeprism_lsp.languages.rules import Argument

_QUALIFIERS = frozenset("const volatile struct class enum union typename register restrict".split())
_BUILTIN_WORDS = frozenset("int char long short double float unsigned signed bool void auto wchar_t".split())
_INTEGERS = frozenset(
    "int long short unsigned size_t ssize_t ptrdiff_t int8_t int16_t int32_t int64_t uint8_t uint16_t "
    "uint32_t uint64_t uintptr_t intptr_t".split()
)
_NUMBERS = _INTEGERS | {"char", "double", "float", "bool", "wchar_t"}
_TEMPLATE = re.compile(r"[A-Z]\d?|[A-Z][a-z]*T|T[A-Z]?\w?|auto|Args")  # as template parameters are called
_EXACT, _ABOVE, _CONVERTED, _UNLIKELY, _NEVER = 4, 3, 1, -1, -3


def fit(parameter: str, given: Argument) -> int:
    """A score: 4 where the types are the same, 0 where nothing is known, negative where they hardly fit."""
    base, pointers = written_type(parameter)
    if not base or is_pack(parameter):
        return 0
    if given.name == "nullptr":
        return _CONVERTED if pointers else _NEVER if base in _NUMBERS else _UNLIKELY
    if not given.name:
        return _NEVER if given.pointer and not pointers and base in _NUMBERS - {"bool"} else 0
    if _TEMPLATE.fullmatch(base):
        return 0
    if given.pointer != bool(pointers):
        if given.pointer and base == "bool":
            return 0
        if given.pointer and given.name == "char" and base not in _NUMBERS:
            return _CONVERTED  # a class made of a string
        return _NEVER
    if given.name == base:
        return _EXACT
    if base in given.supertypes:
        return _ABOVE
    if given.pointer:
        return _CONVERTED if base == "void" else _NEVER
    if given.name in _NUMBERS:
        if base in _NUMBERS:
            return _CONVERTED + (given.name in _INTEGERS and base in _INTEGERS)
        return _UNLIKELY
    return _NEVER if base in _NUMBERS else _UNLIKELY


def is_pack(parameter: str) -> bool:
    """Whether a parameter takes any number of arguments: `T... rest`, not `Format<T...> format`."""
    return "..." in parameter and "..." in _without_arguments(parameter)


def _without_arguments(text: str) -> str:
    kept: list[str] = []
    level = 0
    for char in text:
        level += char == "<"
        if not level:
            kept.append(char)
        level -= char == ">" and level > 0
    return "".join(kept)


@lru_cache(maxsize=20_000)
def written_type(parameter: str) -> tuple[str, int]:
    """(the last name of a written parameter's type, how many pointers are around it)."""
    plain = _without_arguments(parameter.split("=", 1)[0])
    pointers = plain.count("*") + plain.count("[")
    words = [word for word in re.findall(r"[\w:]+", plain.split("[", 1)[0]) if word not in _QUALIFIERS]
    if len(words) > 1 and words[-1] not in _BUILTIN_WORDS:
        words.pop()  # the parameter's name
    if not words:
        return "", 0
    base = words[-1].rpartition("::")[2]
    if base in ("long", "short", "unsigned", "signed"):
        base = "int"
    return base, pointers


_TYPE_PARAMETER = re.compile(rb"\b(?:typename|class)\s*(?:\.\.\.\s*)?(\w+)")
_BEFORE = 600  # bytes before a function in which its template's parameters are looked for


def type_parameters(data: bytes, start: int) -> frozenset[str]:
    """Names of the type parameters of the template that a function at a place of a text is."""
    head = data[max(0, start - _BEFORE) : start]
    at = head.rfind(b"template")
    end = max(head.rfind(b";"), head.rfind(b"{"), head.rfind(b"}"))
    return frozenset(one.decode() for one in _TYPE_PARAMETER.findall(head, at)) if at > end else frozenset()
