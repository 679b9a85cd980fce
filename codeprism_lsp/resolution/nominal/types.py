"""Written types: what a type text denotes where it stands, told by facts alone.

A type text stands in a definition of a file, or in the library's table (a file without a path). Names are
looked for from there outwards: type parameters and local types of functions, type parameters and member types
of classes, then the file's own types, its imports, its package, imports on demand, and the library.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from codeprism_lsp.facts.kinds import CALLABLE_KINDS, TYPE_KINDS, ImportKind
from codeprism_lsp.languages.library import Library
from codeprism_lsp.resolution import imports, names
from codeprism_lsp.resolution.declaration import (
    Builtin,
    ClassObject,
    Declaration,
    Instance,
    Outside,
    OutsideClass,
    Type,
    Union,
    Variable,
    union,
)
from codeprism_lsp.resolution.nominal import texts
from codeprism_lsp.resolution.typetext import TypeName, parse_type

if TYPE_CHECKING:
    from codeprism_lsp.resolution.resolver import Resolver

UNKNOWN = Builtin("?")
NULL = Builtin("null")
VOID = Builtin("void")
PRIMITIVES = frozenset({"boolean", "byte", "char", "short", "int", "long", "float", "double"})
_NOTHING: Mapping[str, Type] = {}
_DEPTH = 12  # types within types


def library(resolver: Resolver, path: str) -> Library:
    """The library of the language of a file."""
    known = resolver.project.rules(path).library()
    if known is None:
        raise ValueError(f"the language of {path} has no library")
    return known


def root(resolver: Resolver, path: str) -> Outside:
    """The type above all others (`Object`)."""
    return Outside(library(resolver, path).basic.root)


def known(found: Type | None) -> Type | None:
    """None for what stands in for a type that is not known."""
    return None if found == UNKNOWN else found


def evaluate(
    resolver: Resolver,
    path: str,
    index: int,
    text: str,
    environment: Mapping[str, Type] = _NOTHING,
    *,
    header: bool = False,
) -> Type | None:
    """The type that a text denotes which stands in definition `index` of a file; in its `header`, the
    supertypes of a class, its members are not seen. `environment` are types for type parameters."""
    if text == "void":
        return VOID
    spec = resolver.project.spec(path)
    parsed = parse_type(texts.plain(text), spec.dialect) if spec is not None else None
    if parsed is None:
        return None
    return resolver.guarded(
        ("nominal", path, index, parsed, tuple(environment.items()), header),
        lambda: known(_evaluated(resolver, path, index, parsed, environment, header, 0)),
        None,
    )


def in_library(
    resolver: Resolver, path: str, text: str, environment: Mapping[str, Type] = _NOTHING
) -> Type | None:
    """The type that a text of the library's table denotes; `path` is any file of the language."""
    if text == "void":
        return VOID
    spec = resolver.project.spec(path)
    parsed = parse_type(text, spec.dialect) if spec is not None else None
    if parsed is None:
        return None
    return known(_evaluated(resolver, path, None, parsed, environment, False, 0))


def _evaluated(
    resolver: Resolver,
    path: str,
    index: int | None,
    parsed: TypeName,
    environment: Mapping[str, Type],
    header: bool,
    depth: int,
) -> Type:
    if depth > _DEPTH:
        return UNKNOWN
    inner = [
        _evaluated(resolver, path, index, one, environment, header, depth + 1) for one in parsed.arguments
    ]
    if parsed.kind == "array":
        return Builtin("array", (inner[0] if inner else UNKNOWN,))
    if parsed.kind == "union":
        return union([one for one in inner if one != UNKNOWN]) or UNKNOWN
    if parsed.kind != "name" or not parsed.segments:
        return UNKNOWN
    first = parsed.segments[0]
    if len(parsed.segments) == 1:
        if first in environment:
            return environment[first]
        if first in PRIMITIVES:
            return Builtin(first)
    if index is None:
        return _of_table(resolver, path, parsed, tuple(inner))
    found = named(resolver, path, index, parsed.segments, header=header)
    if isinstance(found, ClassObject):
        return Instance(found.declaration, tuple(inner))
    if isinstance(found, OutsideClass):
        return Outside(found.name, tuple(inner))
    return found if found is not None else UNKNOWN


def _of_table(resolver: Resolver, path: str, parsed: TypeName, arguments: tuple[Type, ...]) -> Type:
    name = library(resolver, path).full_name(".".join(parsed.segments))
    if len(parsed.segments) == 1 and name == parsed.segments[0] and name not in library(resolver, path):
        return root(resolver, path)  # a type parameter of which nothing is known
    return Outside(name, arguments)


# -- names of types ----------------------------------------------------------------------------------


def named(
    resolver: Resolver, path: str, index: int, segments: tuple[str, ...], *, header: bool = False
) -> Type | None:
    """What a dotted name denotes in a definition: the class, or the bound of a type parameter."""
    found = first_named(resolver, path, index, segments[0], header=header)
    for segment in segments[1:]:
        if not isinstance(found, ClassObject | OutsideClass):
            break
        found = member_type(resolver, path, found, segment)
    if found is None and len(segments) > 1:
        return _qualified(resolver, path, segments)
    return found


def first_named(resolver: Resolver, path: str, index: int, name: str, *, header: bool = False) -> Type | None:
    """What a simple name of a type denotes in a definition."""
    outline = resolver.project.outline(path)
    at, within = index, header
    while at >= 0:
        kind = outline.kind(at)
        if kind in CALLABLE_KINDS:
            generics = function_generics(resolver, path, at)
        else:
            generics = class_generics(resolver, path, at) if kind in TYPE_KINDS else ()
        for parameter, bound in generics:
            if parameter == name:
                return evaluate(resolver, path, at, bound, header=True) if bound else root(resolver, path)
        if kind in CALLABLE_KINDS:
            for one in outline.members(at, name):
                if outline.kind(one) in TYPE_KINDS:
                    return ClassObject(Declaration(path, one, -1, name))
        elif kind in TYPE_KINDS:
            own = ClassObject(Declaration(path, at, -1, outline.name(at)))
            if outline.name(at) == name:
                return own
            if not within and (found := member_type(resolver, path, own, name)) is not None:
                return found
        at, within = outline.container(at), False
    return resolver.guarded(("type name", path, name), lambda: _of_file(resolver, path, name), None)


def class_generics(resolver: Resolver, path: str, index: int) -> tuple[tuple[str, str], ...]:
    """(name, bound) of the type parameters of a class of the workspace."""
    return texts.type_bounds(resolver.project.outline(path).parameters(index))


def function_generics(resolver: Resolver, path: str, index: int) -> tuple[tuple[str, str], ...]:
    """(name, bound) of the type parameters of a function of the workspace."""

    def read() -> tuple[tuple[str, str], ...]:
        outline, data = resolver.project.outline(path), resolver.project.data(path)
        start, end = outline.span(index)[0], outline.name_span(index)[0]
        if data is None or b"<" not in data[start:end]:
            return ()
        return texts.type_bounds(texts.leading_generics(data[start:end].decode("utf-8", "replace")))

    return resolver.project.cached(("function generics", path, index), read)


def member_type(
    resolver: Resolver, path: str, owner: ClassObject | OutsideClass, name: str
) -> ClassObject | OutsideClass | None:
    """The type called `name` that is a member of a class, or of the types above it."""
    return resolver.guarded(
        ("member type", owner, name), lambda: _member_type(resolver, path, owner, name), None
    )


def _member_type(
    resolver: Resolver, path: str, owner: ClassObject | OutsideClass, name: str
) -> ClassObject | OutsideClass | None:
    if isinstance(owner, OutsideClass):
        table = library(resolver, path)
        inner = f"{owner.name}.{name}"
        if inner in table or table.type(owner.name) is None:
            return OutsideClass(inner) if name[:1].isupper() else None
        found = table.type(owner.name)
        for text in found.above if found is not None else ():
            above = in_library(resolver, path, text)
            if isinstance(above, Outside):
                if (deeper := member_type(resolver, path, OutsideClass(above.name), name)) is not None:
                    return deeper
        return None
    where, index = owner.declaration.path, owner.declaration.index
    outline = resolver.project.outline(where)
    for one in outline.members(index, name):
        if outline.kind(one) in TYPE_KINDS:
            return ClassObject(Declaration(where, one, -1, name))
    for written in outline.supertypes_of(index):
        above = evaluate(resolver, where, index, written.text, header=True)
        parent: ClassObject | OutsideClass | None = None
        if isinstance(above, Instance):
            parent = ClassObject(above.declaration)
        elif isinstance(above, Outside) and above.name in library(resolver, where):
            parent = OutsideClass(above.name)
        if parent is not None and (found_above := member_type(resolver, where, parent, name)) is not None:
            return found_above
    return None


def _of_file(resolver: Resolver, path: str, name: str) -> Type | None:
    """What a file means by a simple name of a type at its top level."""
    project = resolver.project
    outline = project.outline(path)
    for index in outline.members(-1, name):
        if outline.kind(index) in TYPE_KINDS:
            return ClassObject(Declaration(path, index, -1, name))
    rows = project.imports_by_name(path).get(name, ())
    for row in rows:
        for one in imports.declarations(resolver, path, row):
            if resolver.is_type(one):
                return ClassObject(Declaration(one.path, one.index, -1, one.name))
    for row in rows:
        if row.kind in (ImportKind.NAME, ImportKind.MODULE):
            return OutsideClass(f"{row.module}.{row.name}" if row.name else row.module)
    if (found := _types_among(resolver, names.of_package(resolver, path, name))) is not None:
        return found
    if (found := _types_among(resolver, imports.through_wildcards(resolver, path, name))) is not None:
        return found
    table = library(resolver, path)
    packages = [one.module for one in project.wildcards(path)]
    for package in (*packages, table.basic.root.rpartition(".")[0]):
        if f"{package}.{name}" in table:
            return OutsideClass(f"{package}.{name}")
    return None


def _types_among(resolver: Resolver, found: Iterable[Declaration]) -> ClassObject | None:
    for one in found:
        if resolver.is_type(one):
            return ClassObject(Declaration(one.path, one.index, -1, one.name))
    return None


def _qualified(resolver: Resolver, path: str, segments: tuple[str, ...]) -> ClassObject | OutsideClass | None:
    """What a name with its package denotes."""
    project = resolver.project
    place = project.cached(
        ("qualified", path, segments), lambda: project.rules(path).qualified(project, path, segments)
    )
    if place is not None:
        return ClassObject(Declaration(place[0], place[1], -1, segments[-1]))
    name = ".".join(segments)
    return OutsideClass(name) if name in library(resolver, path) else None


# -- types in types ----------------------------------------------------------------------------------


def substituted(found: Type | None, environment: Mapping[str, Type]) -> Type | None:
    """A type with what is known for its variables; what is not known of its arguments stays unknown."""
    return known(_substituted(found, environment, 0)) if found is not None else None


def _substituted(found: Type, environment: Mapping[str, Type], depth: int) -> Type:
    if isinstance(found, Variable):
        return environment.get(found.name, UNKNOWN)
    if depth > _DEPTH:
        return found
    if isinstance(found, Union):
        members = [_substituted(one, environment, depth + 1) for one in found.members]
        return union([one for one in members if one != UNKNOWN]) or UNKNOWN
    if not isinstance(found, Instance | Outside | Builtin) or not found.arguments:
        return found
    arguments = tuple(_substituted(one, environment, depth + 1) for one in found.arguments)
    if arguments == found.arguments:
        return found
    if isinstance(found, Instance):
        return Instance(found.declaration, arguments)
    return Outside(found.name, arguments) if isinstance(found, Outside) else Builtin(found.name, arguments)


def substituted_open(found: Type | None, environment: Mapping[str, Type]) -> Type | None:
    """As `substituted`, but variables of which nothing is known stay variables."""
    if found is None:
        return None
    return _substituted(found, _Open(environment), 0)


class _Open(dict[str, Type]):
    """What is known of variables; the others stand for themselves."""

    def get(self, name: str, default: Type | None = None) -> Type:  # type: ignore[override]
        return super().get(name) or Variable(name)
