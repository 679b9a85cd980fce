"""Functions as calls see them: their parameters and results as types, with what each call determines open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from codeprism_lsp.facts.kinds import CALLABLE_KINDS, DefKind, Modifier
from codeprism_lsp.languages.library import LibraryMember
from codeprism_lsp.resolution.declaration import (
    Builtin,
    ClassObject,
    Declaration,
    Instance,
    Outside,
    Type,
    Variable,
)
from codeprism_lsp.resolution.nominal import ancestry, texts, types

if TYPE_CHECKING:
    from codeprism_lsp.resolution.resolver import Resolver


@dataclass(frozen=True)
class Function:
    """A function of a type: of the workspace, with its declaration, or of the library."""

    name: str
    owner: Type  # the type that declares it, with its type arguments
    parameters: tuple[Type | None, ...]
    result: Type | None
    is_variable: bool = False  # the last parameter stands for any number of arguments; its type is theirs
    bounds: Mapping[str, Type | None] = field(default_factory=dict, compare=False)  # of its variables
    is_static: bool = False
    is_abstract: bool = False
    declaration: Declaration | None = None

    def parameter(self, position: int) -> Type | None:
        """The type that the argument at a position has to suit."""
        last = len(self.parameters) - 1
        return self.parameters[min(position, last)] if last >= 0 else None

    def accepts(self, count: int) -> bool:
        """Whether a call may pass so many arguments."""
        written = len(self.parameters)
        return count >= written - 1 if self.is_variable else count == written


def named(resolver: Resolver, owner: Type, name: str, path: str) -> tuple[Function, ...]:
    """All functions called `name` of a type, its own first; none that another one overrides."""
    return resolver.guarded(
        ("functions", owner, name), lambda: tuple(_named(resolver, owner, name, path)), ()
    )


def _named(resolver: Resolver, owner: Type, name: str, path: str) -> list[Function]:
    found: list[Function] = []
    signatures: set[tuple[object, ...]] = set()
    for level in ancestry.levels(resolver, owner, path):
        for one in own(resolver, level, name, path):
            signature = tuple(_erased(each) for each in one.parameters)
            if one.is_variable:
                signature = (*signature[:-1], ("array", signature[-1]))
            if signature not in signatures:
                signatures.add(signature)
                found.append(one)
    return found


def own(resolver: Resolver, level: Type, name: str, path: str) -> list[Function]:
    """Functions called `name` that a type itself declares."""
    if isinstance(level, Instance | ClassObject):
        outline = resolver.project.outline(level.declaration.path)
        written = [
            of_declaration(resolver, level, level.declaration.path, index)
            for index in outline.members(level.declaration.index, name)
            if outline.kind(index) in CALLABLE_KINDS and outline.kind(index) is not DefKind.CONSTRUCTOR
        ]
        if not written and outline.kind(level.declaration.index) is DefKind.ENUM:
            return _of_enumeration(resolver, level, name, path)
        return written
    known = types.library(resolver, path).type(level.name) if isinstance(level, Outside) else None
    if known is None or not isinstance(level, Outside):
        return []
    members = known.members.get(name, ())
    return [_of_library(resolver, level, path, one) for one in members if one.parameters is not None]


def _of_enumeration(
    resolver: Resolver, level: Instance | ClassObject, name: str, path: str
) -> list[Function]:
    """The functions that every enumeration has without writing them."""
    own_type = Instance(level.declaration)
    if name == "values":
        return [Function(name, level, (), Builtin("array", (own_type,)), is_static=True)]
    if name == "valueOf":
        text = Outside(types.library(resolver, path).full_name("String"))
        return [Function(name, level, (text,), own_type, is_static=True)]
    return []


def of_declaration(resolver: Resolver, owner: Type, path: str, index: int) -> Function:
    """A function or constructor of the workspace as a member of its type."""
    return resolver.guarded(
        ("function", owner, path, index),
        lambda: _of_declaration(resolver, owner, path, index),
        Function(resolver.project.outline(path).name(index), owner, (), None),
    )


def _of_declaration(resolver: Resolver, owner: Type, path: str, index: int) -> Function:
    outline = resolver.project.outline(path)
    written, is_variable = texts.parameter_types(outline.parameters(index))
    generics = types.function_generics(resolver, path, index)
    is_constructor = outline.kind(index) is DefKind.CONSTRUCTOR
    given = dict(ancestry.environment(resolver, owner, path))
    if is_constructor and not _arguments_of(owner):
        # What is created takes its type arguments from what it is created with.
        given.update({name: Variable(name) for name in given})
    given.update({name: Variable(name) for name, _ in generics})
    parameters = tuple(types.evaluate(resolver, path, index, text, given) for text in written)
    container = outline.container(index)
    if is_constructor:
        result: Type | None = Instance(
            Declaration(path, container, -1, outline.name(container)), tuple(given[name] for name in given)
        )
    else:
        text = outline.type_text(index)
        result = types.evaluate(resolver, path, index, text, given) if text else None
    modifiers = outline.modifiers(index)
    in_interface = container >= 0 and outline.kind(container) is DefKind.INTERFACE
    bodied = Modifier.DEFAULT | Modifier.STATIC | Modifier.PRIVATE
    return Function(
        outline.name(index),
        owner,
        parameters,
        result,
        is_variable,
        {
            name: types.evaluate(resolver, path, index, bound, given) if bound else None
            for name, bound in generics
        },
        bool(modifiers & Modifier.STATIC),
        bool(modifiers & Modifier.ABSTRACT) or (in_interface and not modifiers & bodied),
        Declaration(path, index, -1, outline.name(index)),
    )


def _arguments_of(owner: Type) -> tuple[Type, ...]:
    return owner.arguments if isinstance(owner, Instance | ClassObject) else ()


def _of_library(resolver: Resolver, owner: Outside, path: str, member: LibraryMember) -> Function:
    def make() -> Function:
        bounds = texts.type_bounds(member.generics)
        given = {**ancestry.environment(resolver, owner, path), **{one: Variable(one) for one, _ in bounds}}
        written, is_variable = texts.listed_types(member.parameters or "()")
        return Function(
            member.name,
            owner,
            tuple(types.in_library(resolver, path, text, given) for text in written),
            types.in_library(resolver, path, member.result, given),
            is_variable,
            {one: types.in_library(resolver, path, bound, given) if bound else None for one, bound in bounds},
            member.is_static,
            member.is_abstract,
        )

    return resolver.guarded(("library function", owner, member), make, Function(member.name, owner, (), None))


def constructors(resolver: Resolver, made: Type, path: str) -> list[Function]:
    """The constructors that a class of the workspace declares."""
    if not isinstance(made, Instance | ClassObject):
        return []
    where, index = made.declaration.path, made.declaration.index
    outline = resolver.project.outline(where)
    return [
        of_declaration(resolver, made, where, one)
        for one in outline.children(index)
        if outline.kind(one) is DefKind.CONSTRUCTOR
    ]


def field_type(resolver: Resolver, owner: Type, name: str, path: str) -> tuple[bool, Type | None]:
    """Whether a type has a field of the library by that name, and its type."""
    for level in ancestry.levels(resolver, owner, path):
        if isinstance(level, Instance | ClassObject):
            continue
        known = types.library(resolver, path).type(level.name) if isinstance(level, Outside) else None
        for member in known.members.get(name, ()) if known is not None else ():
            if member.parameters is None:
                given = ancestry.environment(resolver, level, path)
                return True, types.in_library(resolver, path, member.result, given)
    return False, None


def _erased(found: Type | None) -> object:
    if isinstance(found, Builtin) and found.name == "array":
        return ("array", _erased(found.arguments[0]))
    if isinstance(found, Variable):
        return "?"
    return ancestry.key(found)


# -- interfaces of one function ----------------------------------------------------------------------


def of_interface(resolver: Resolver, found: Type | None, path: str) -> Function | None:
    """The one function without a body of an interface, as function literals implement it."""
    if not isinstance(found, Instance | Outside):
        return None
    return resolver.guarded(("functional", found), lambda: _of_interface(resolver, found, path), None)


def _of_interface(resolver: Resolver, found: Instance | Outside, path: str) -> Function | None:
    candidates: list[Function] = []
    bodied: set[tuple[str, int]] = set()
    for level in ancestry.levels(resolver, found, path):
        if level == types.root(resolver, path):
            continue
        for one in _declared(resolver, level, path):
            signature = (one.name, len(one.parameters))
            if one.is_static or signature in bodied:
                continue
            if one.is_abstract and not _is_of_root(resolver, signature, path):
                candidates.append(one)
            bodied.add(signature)
    names = {(one.name, len(one.parameters)) for one in candidates}
    return candidates[0] if len(names) == 1 else None


def _declared(resolver: Resolver, level: Type, path: str) -> list[Function]:
    """All functions that a type itself declares; none for what is no interface."""
    if isinstance(level, Instance):
        outline = resolver.project.outline(level.declaration.path)
        if outline.kind(level.declaration.index) is not DefKind.INTERFACE:
            return []
        return [
            of_declaration(resolver, level, level.declaration.path, index)
            for index in outline.children(level.declaration.index)
            if outline.kind(index) is DefKind.METHOD
        ]
    known = types.library(resolver, path).type(level.name) if isinstance(level, Outside) else None
    if known is None or known.sort != "i":
        return []
    return [one for name in known.members for one in own(resolver, level, name, path)]


def _is_of_root(resolver: Resolver, signature: tuple[str, int], path: str) -> bool:
    table = types.library(resolver, path)
    root = table.type(table.basic.root)
    members = root.members.get(signature[0], ()) if root is not None else ()
    return any(len(texts.listed_types(one.parameters or "()")[0]) == signature[1] for one in members)
