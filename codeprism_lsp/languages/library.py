"""Types outside the workspace that a language knows by heart: the public part of its standard library.

A table in the language's folder has a line for each type, its fields separated by tabs: its sort, its name,
its type parameters, the types above it, and its members. A member begins with a mark (`+` of the class, `?`
without a body, `.` any other), and has its own type parameters, its name, the types of its parameters if it
is a function, and a colon before its type. Types of the table go by their short names where those are
unique. Lines are read when their type is first asked for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files

_MEMBER = re.compile(r"([.+?])(<.*?>(?=\w))?(\w+)(\(.*\))?:(.+)")


@dataclass(frozen=True, slots=True)
class LibraryMember:
    """A field, or, with `parameters`, a function, as its types are written."""

    name: str
    result: str
    parameters: str | None
    generics: str
    is_static: bool
    is_abstract: bool


@dataclass(frozen=True)
class LibraryType:
    """A type of the library; `sort` is one of i, c, e and @ (interface, class, enumeration, annotation)."""

    name: str
    sort: str
    generics: str
    above: tuple[str, ...]
    _members: str = field(repr=False)

    @cached_property
    def members(self) -> dict[str, tuple[LibraryMember, ...]]:
        """The type's own members by name; functions of one name are overloads."""
        found: dict[str, list[LibraryMember]] = {}
        for text in self._members.split(";") if self._members else ():
            match = _MEMBER.fullmatch(text)
            if match is None:
                raise ValueError(f"{self.name} has a member that cannot be read: {text}")
            mark, generics, name, parameters, result = match.groups()
            found.setdefault(name, []).append(
                LibraryMember(name, result, parameters, generics or "", mark == "+", mark == "?")
            )
        return {name: tuple(members) for name, members in found.items()}


@dataclass(frozen=True, eq=False)
class BasicTypes:
    """What a language itself says of types: the one above all others and the one above all enumerations, the
    objects that stand for primitive values, and the primitive types that take values of others."""

    root: str
    enumeration: str
    boxes: Mapping[str, str]
    wider: Mapping[str, Sequence[str]]

    @cached_property
    def unboxed(self) -> Mapping[str, str]:
        """The primitive type by the full name of its object's type."""
        return {name: primitive for primitive, name in self.boxes.items()}


class Library:
    """The types of one language's library by their full names."""

    def __init__(self, text: str, basic: BasicTypes) -> None:
        self.basic = basic
        self._lines: dict[str, str] = {}
        self._short: dict[str, str] = {}
        self.packages: set[str] = set()
        ambiguous: set[str] = set()
        for line in text.splitlines():
            name = line.split("\t", 2)[1]
            self._lines[name] = line
            package, short = _parts(name)
            self.packages.add(package)
            if self._short.setdefault(short, name) != name:
                ambiguous.add(short)
        for short in ambiguous:
            del self._short[short]
        self._types: dict[str, LibraryType] = {}

    def type(self, name: str) -> LibraryType | None:
        """The type of a full name (`java.util.Map.Entry`), None where the table has none."""
        known = self._types.get(name)
        if known is None and (line := self._lines.get(name)) is not None:
            sort, _, generics, above, members = line.split("\t")
            known = LibraryType(name, sort, generics, tuple(_split(above)), members)
            self._types[name] = known
        return known

    @property
    def names(self) -> list[str]:
        """The full names of all types, in the order of the table."""
        return list(self._lines)

    def __contains__(self, name: str) -> bool:
        return name in self._lines

    def full_name(self, written: str) -> str:
        """The full name of a type as the table itself writes it."""
        return self._short.get(written, written)


@cache
def library_of(folder: str, basic: BasicTypes) -> Library:
    """The library of the language in a folder below this package."""
    text = files("codeprism_lsp.languages").joinpath(folder, "library.txt").read_text("utf-8")
    return Library(text, basic)


def _parts(name: str) -> tuple[str, str]:
    """The package and the rest of a full name: types begin with a capital."""
    segments = name.split(".")
    at = next((at for at, one in enumerate(segments) if one[:1].isupper()), len(segments) - 1)
    return ".".join(segments[:at]), ".".join(segments[at:])


def _split(text: str) -> list[str]:
    return text.split(";") if text else []
