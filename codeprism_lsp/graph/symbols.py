"""Symbol ids: names of definitions that survive edits elsewhere, in the grammar of SCIP.

    codeprism <language> <package> . <descriptors>

The descriptors lead from the outermost container down to the definition: `Name#` a type, `name().` a
callable, `name/` a namespace, `name.` a value, `name!` a macro, `[T]` a type parameter, `(p)` a
parameter. Of several callables of one name in one place the later ones carry a disambiguator (`f(+1).`),
of several other definitions a meta descriptor (`x.+1:`). A package in which several files take part is
no address of a file: whoever keeps an id keeps the file beside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from codeprism_lsp.facts.kinds import CALLABLE_KINDS, NAMESPACE_KINDS, TYPE_KINDS, DefKind
from codeprism_lsp.facts.outline import Outline

SCHEME = "codeprism"
_SIMPLE = re.compile(r"[A-Za-z0-9_+\-$]+")
_MAX_DEPTH = 64
_SUFFIXES = {"/": "namespace", "#": "type", ".": "term", ":": "meta", "!": "macro"}


class InvalidSymbol(ValueError):  # noqa: N818 - says what is wrong
    """A text is no symbol id; the message says where."""


@dataclass(frozen=True, slots=True)
class Descriptor:
    """One step of a symbol's path. `suffix` is namespace, type, term, method, meta, macro,
    type_parameter or parameter; only methods have a disambiguator."""

    name: str
    suffix: str
    disambiguator: str = ""

    def __str__(self) -> str:
        name = self.name if _SIMPLE.fullmatch(self.name) else "`" + self.name.replace("`", "``") + "`"
        if self.suffix == "method":
            return f"{name}({self.disambiguator})."
        if self.suffix == "type_parameter":
            return f"[{name}]"
        if self.suffix == "parameter":
            return f"({name})"
        return name + next(mark for mark, suffix in _SUFFIXES.items() if suffix == self.suffix)


@dataclass(frozen=True, slots=True)
class Symbol:
    """A parsed symbol id. Empty parts of the package are written `.`; none may begin with a blank, which
    the grammar could not tell from the end of the part before."""

    scheme: str
    manager: str
    package: str
    version: str
    descriptors: tuple[Descriptor, ...]

    def __str__(self) -> str:
        head = (self.scheme, *(part or "." for part in (self.manager, self.package, self.version)))
        return " ".join([*(part.replace(" ", "  ") for part in head), "".join(map(str, self.descriptors))])


def symbol_id(language: str, package: str, outline: Outline, index: int) -> str:
    """The id of definition `index` of a file of a package."""
    return str(Symbol(SCHEME, language, package, "", descriptors(outline, index)))


def descriptors(outline: Outline, index: int) -> tuple[Descriptor, ...]:
    """The path from the outermost container down to a definition."""
    steps: list[Descriptor] = []
    at = index
    for _ in range(_MAX_DEPTH):
        if at < 0:
            break
        steps[:0] = _own(outline, at)
        at = outline.container(at)
    return tuple(steps)


def find(outline: Outline, path: tuple[Descriptor, ...]) -> int | None:
    """The definition that descriptors lead to in a file, None where it has gone."""
    named = [one for one in path if one.suffix != "meta"]
    if not named:
        return None
    for index in outline.by_name.get(named[-1].name, ()):
        if descriptors(outline, index) == path:
            return index
    return None


def parse(text: str) -> Symbol:
    """Reads a symbol id; raises InvalidSymbol."""
    parts, at = [], 0
    for _ in range(4):
        match = re.compile(r"(?:[^ ]|  )*").match(text, at)
        end = match.end() if match else at
        if not match or end == at or text[end : end + 1] != " ":
            raise InvalidSymbol(f"a space is missing after column {at}: {text!r}")
        parts.append(match.group().replace("  ", " "))
        at = end + 1
    manager, package, version = ("" if part == "." else part for part in parts[1:])
    found: list[Descriptor] = []
    while at < len(text):
        descriptor, at = _parse_descriptor(text, at)
        found.append(descriptor)
    if not found:
        raise InvalidSymbol(f"there are no descriptors: {text!r}")
    return Symbol(parts[0], manager, package, version, tuple(found))


def _own(outline: Outline, index: int) -> list[Descriptor]:
    kind, name = outline.kind(index), outline.name(index)
    suffix = _suffix(kind)
    steps = [Descriptor(outline.qualifier(index), "type")] if outline.qualifier(index) else []
    earlier = 0
    for other in outline.by_name.get(name, ()):
        if other >= index:
            break
        earlier += (
            outline.container(other) == outline.container(index)
            and _suffix(outline.kind(other)) == suffix
            and outline.qualifier(other) == outline.qualifier(index)
        )
    number = f"+{earlier}" if earlier else ""
    if suffix == "method":
        return [*steps, Descriptor(name, suffix, number)]
    return [*steps, Descriptor(name, suffix), *([Descriptor(number, "meta")] if number else [])]


def _suffix(kind: DefKind) -> str:
    if kind is DefKind.MACRO:
        return "macro"
    if kind in TYPE_KINDS or kind is DefKind.IMPL:
        return "type"
    if kind in CALLABLE_KINDS:
        return "method"
    if kind in NAMESPACE_KINDS:
        return "namespace"
    if kind is DefKind.TYPE_PARAMETER:
        return "type_parameter"
    return "parameter" if kind is DefKind.PARAMETER else "term"


def _parse_descriptor(text: str, at: int) -> tuple[Descriptor, int]:
    opening = text[at]
    if opening in "[(":
        name, end = _parse_name(text, at + 1)
        closing, suffix = ("]", "type_parameter") if opening == "[" else (")", "parameter")
        if text[end : end + 1] != closing:
            raise InvalidSymbol(f"{closing!r} is missing at column {end}: {text!r}")
        return Descriptor(name, suffix), end + 1
    name, end = _parse_name(text, at)
    mark = text[end : end + 1]
    if mark == "(":
        match = re.compile(r"\(([A-Za-z0-9_+\-$]*)\)\.").match(text, end)
        if match is None:
            raise InvalidSymbol(f"a method does not end at column {end}: {text!r}")
        return Descriptor(name, "method", match[1]), match.end()
    if not mark or mark not in _SUFFIXES:
        raise InvalidSymbol(f"a suffix is missing at column {end}: {text!r}")
    return Descriptor(name, _SUFFIXES[mark]), end + 1


def _parse_name(text: str, at: int) -> tuple[str, int]:
    if text[at : at + 1] == "`":
        match = re.compile(r"`((?:[^`]|``)*)`").match(text, at)
        if match is None:
            raise InvalidSymbol(f"a quoted name does not end: {text!r}")
        return match[1].replace("``", "`"), match.end()
    match = _SIMPLE.match(text, at)
    if match is None:
        raise InvalidSymbol(f"a name is missing at column {at}: {text!r}")
    return match.group(), match.end()
