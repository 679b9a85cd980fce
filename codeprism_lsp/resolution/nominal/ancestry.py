"""Types above a type with their type arguments: `ArrayList<Item>` is a `Collection<Item>`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from codeprism_lsp.facts.kinds import DefKind
from codeprism_lsp.resolution.declaration import (
    Builtin,
    ClassObject,
    Declaration,
    Instance,
    Outside,
    OutsideClass,
    Type,
    Union,
)
from codeprism_lsp.resolution.nominal import texts, types

if TYPE_CHECKING:
    from codeprism_lsp.resolution.resolver import Resolver

_LEVELS = 300  # types above one type

Key = Declaration | str
"""What tells types apart without their arguments."""


def key(found: Type | None) -> Key | None:
    """The declaration of a type of the workspace, the name of any other."""
    if isinstance(found, Instance | ClassObject):
        return found.declaration
    if isinstance(found, Outside | OutsideClass | Builtin):
        return found.name
    return None


def environment(resolver: Resolver, found: Type, path: str) -> Mapping[str, Type]:
    """The type arguments of a type by the names of its parameters; unknown where it has none."""
    if isinstance(found, Instance | ClassObject):
        generics = types.class_generics(resolver, found.declaration.path, found.declaration.index)
    elif isinstance(found, Outside):
        known = types.library(resolver, path).type(found.name)
        generics = texts.type_bounds(known.generics) if known is not None else ()
    else:
        return {}
    if not generics:
        return {}
    given = found.arguments if len(found.arguments) == len(generics) else (types.UNKNOWN,) * len(generics)
    return {name: value for (name, _), value in zip(generics, given, strict=True)}


def own_type(resolver: Resolver, declaration: Declaration) -> Instance:
    """The type that a class has within itself: its type parameters stand for their bounds."""
    generics = types.class_generics(resolver, declaration.path, declaration.index)
    bounds = [
        types.evaluate(resolver, declaration.path, declaration.index, bound, header=True)
        if bound
        else types.root(resolver, declaration.path)
        for _, bound in generics
    ]
    return Instance(declaration, tuple(one or types.UNKNOWN for one in bounds))


def parents(resolver: Resolver, found: Type, path: str) -> tuple[Type, ...]:
    """The types directly above a type, its superclass first; `path` is any file of the language."""
    if isinstance(found, Instance | ClassObject | Outside):
        return resolver.guarded(
            ("parents", found), lambda: tuple(_parents(resolver, found, path)), (types.root(resolver, path),)
        )
    if isinstance(found, Union):
        return found.members
    return (types.root(resolver, path),) if isinstance(found, Builtin) and found.name == "array" else ()


def _parents(resolver: Resolver, found: Instance | ClassObject | Outside, path: str) -> list[Type]:
    root = types.root(resolver, path)
    given = environment(resolver, found, path)
    above: list[Type] = []
    if isinstance(found, Outside):
        known = types.library(resolver, path).type(found.name)
        for text in known.above if known is not None else ():
            one = types.in_library(resolver, path, text, given)
            above.extend([one] if one is not None else [])
        return [*above, root] if found != root else []
    where, index = found.declaration.path, found.declaration.index
    outline = resolver.project.outline(where)
    for written in outline.supertypes_of(index):
        one = types.evaluate(resolver, where, index, written.text, given, header=True)
        above.append(one if one is not None else types.UNKNOWN)
    if outline.kind(index) is DefKind.ENUM and (name := types.library(resolver, where).basic.enumeration):
        above.insert(0, Outside(name, (found,)))
    return [*above, root]


def levels(resolver: Resolver, found: Type, path: str) -> tuple[Type, ...]:
    """A type and all types above it, each once, a superclass and what is above it before interfaces."""
    return resolver.guarded(("levels", found), lambda: tuple(_levels(resolver, found, path)), (found,))


def _levels(resolver: Resolver, found: Type, path: str) -> list[Type]:
    seen: dict[Key, Type] = {}
    root = types.root(resolver, path)

    def visit(one: Type, depth: int) -> None:
        identity = key(one)
        if isinstance(one, Union):
            for member in one.members:
                visit(member, depth + 1)
            return
        if identity is None or identity in seen or depth > 40 or len(seen) >= _LEVELS or one == root:
            return
        seen[identity] = one
        for above in parents(resolver, one, path):
            visit(above, depth + 1)

    visit(found, 0)
    return [*seen.values(), root]


def seen_as(resolver: Resolver, found: Type, wanted: Type, path: str) -> Type | None:
    """A type as the type above it that `wanted` is without its arguments; None where it is none of them."""
    identity = key(wanted)
    for one in levels(resolver, found, path):
        if key(one) == identity:
            return one
    return None


def is_complete(resolver: Resolver, found: Type, path: str) -> bool:
    """Whether all types above a type are known. The library's table is all that is above its types: what it
    does not list itself (`java.lang.constant.Constable`) has nothing above it that anybody else names."""
    table = types.library(resolver, path)
    above = levels(resolver, found, path)
    listed = [one for one in above if isinstance(one, Outside) and one.name in table]
    beyond = {key(each) for one in listed for each in parents(resolver, one, path)}
    return not any(
        one == types.UNKNOWN
        or (isinstance(one, Outside) and one.name not in table and key(one) not in beyond)
        for one in above
    )
