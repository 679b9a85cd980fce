"""Objects without a class: object literals and functions that construct, where a language has them.

Their members are definitions of the outline within the variable, method or function that holds them, or
written for it elsewhere (`A.prototype.m = ...`), so the holder's own declaration serves as their type.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from codeprism_lsp.extraction.expression import Expression
from codeprism_lsp.extraction.view import FileView
from codeprism_lsp.facts.kinds import CALLABLE_KINDS, NAMESPACE_KINDS, TYPE_KINDS, DefKind, Modifier
from codeprism_lsp.languages.spec import Form
from codeprism_lsp.resolution import structural
from codeprism_lsp.resolution.declaration import (
    Anonymous,
    ClassObject,
    Declaration,
    FunctionObject,
    Instance,
    Type,
)

if TYPE_CHECKING:
    from codeprism_lsp.resolution.resolver import Resolver

MEMBERS = frozenset({DefKind.METHOD, DefKind.PROPERTY, DefKind.FIELD, DefKind.CONSTRUCTOR})
_HOLDERS = frozenset({DefKind.VARIABLE, DefKind.CONSTANT, DefKind.PROPERTY, DefKind.FIELD})
_OPERANDS = 4  # parentheses and casts around a literal


def is_member(kind: DefKind) -> bool:
    """Whether such a definition is only reached through its object, never by its bare name."""
    return kind in MEMBERS


def of_literal(resolver: Resolver, declaration: Declaration, value: Expression | None) -> Type | None:
    """The type of a variable or property that is initialised with an object literal of known members."""
    if not resolver.project.rules(declaration.path).objects_without_class():
        return None
    for _ in range(_OPERANDS):
        if value is None or value.form is Form.COLLECTION:
            break
        value = value.part("operand") if value.form in (Form.SAME, Form.CAST) else None
    if value is None or value.literal != "object":
        return None
    outline = resolver.project.outline(declaration.path)
    if any(is_member(outline.kind(index)) for index in outline.children(declaration.index)):
        return Instance(declaration)
    return Instance(declaration) if declaration.name in _added_to(resolver, declaration.path) else None


def _added_to(resolver: Resolver, path: str) -> frozenset[str]:
    """Names to which a file adds members by assignment (`a.b = ...`)."""
    outline = resolver.project.outline(path)
    return resolver.project.cached(
        ("added to", path), lambda: frozenset(outline.qualifier(index) for index in range(len(outline)))
    )


def of_function(resolver: Resolver, function: Declaration, name: str) -> list[Declaration]:
    """Members that are added to a function as an object, and of the namespace merged with it."""
    project, path = resolver.project, function.path
    rules = project.rules(path)
    if function.index < 0 or not rules.objects_without_class():
        return []
    outline = project.outline(path)
    own, container = outline.name(function.index), outline.container(function.index)
    if found := added(resolver, path, own, container, name):
        return found
    if container < 0 and function.index in rules.exports(outline, "default"):
        exported = [index for index in rules.exports(outline, name) if outline.name(index) == name]
        if found := [Declaration(path, index, -1, name) for index in exported]:
            return found
    return [
        Declaration(path, index, -1, name)
        for part in outline.members(container, own)
        if outline.kind(part) in NAMESPACE_KINDS
        for index in rules.members(outline, part, name)
    ]


def named_by_callers_of(resolver: Resolver, declaration: Declaration) -> str:
    """The name of the function (or of the class that is constructed) in the type of whose parameters a member
    is written: who names the member calls that. "" of all other members."""
    project, path = resolver.project, declaration.path
    if declaration.index < 0 or not project.rules(path).objects_without_class():
        return ""
    outline = project.outline(path)
    function = outline.container(declaration.index)
    while function >= 0 and outline.kind(function) not in CALLABLE_KINDS:
        if outline.kind(function) not in MEMBERS:
            return ""
        function = outline.container(function)
    data = project.data(path) if function >= 0 else None
    if data is None or not _is_in_parameters(
        data, outline.name_span(function)[1], outline.span(declaration.index)[0]
    ):
        return ""
    if outline.kind(function) is DefKind.CONSTRUCTOR:
        function = outline.container(function)
    return outline.name(function) if function >= 0 else ""


def _is_in_parameters(data: bytes, start: int, offset: int) -> bool:
    """Whether an offset is within the first parenthesis behind `start`."""
    depth = 0
    for byte in data[start:offset]:
        depth += (byte == 0x28) - (byte == 0x29)
        if depth == 0 and byte == 0x29:
            return False
    return depth > 0


def added(resolver: Resolver, path: str, holder: str, container: int, name: str) -> list[Declaration]:
    """Members that a file adds by assignment to a name of a scope."""
    outline = resolver.project.outline(path)
    return [
        Declaration(path, index, -1, name)
        for index in outline.named(name)
        if outline.qualifier(index) == holder and outline.container(index) == container
    ]


def passed_on(resolver: Resolver, owner: Declaration, name: str) -> list[Declaration]:
    """What the object literal of a variable or property takes from elsewhere (`{name, ...other}`)."""
    if owner.index < 0 or resolver.kind(owner) not in _HOLDERS:
        return []
    if not resolver.project.rules(owner.path).objects_without_class():
        return []
    at = resolver.view_at(owner)
    value = at[0].initialiser(at[1]) if at is not None else None
    for _ in range(_OPERANDS):
        if value is None or value.form is Form.COLLECTION:
            break
        value = value.part("operand") if value.form in (Form.SAME, Form.CAST) else None
    if value is None or value.literal != "object":
        return []
    return structural.anonymous_member(resolver, Anonymous(owner.path, value.span[0]), name)


def prototype(resolver: Resolver, known: Type) -> Type | None:
    """What `A.prototype` is: an instance of the class or of what the function constructs."""
    if isinstance(known, ClassObject):
        return Instance(known.declaration, known.arguments)
    return constructed(resolver, known)


def constructed(resolver: Resolver, known: Type | None) -> Type | None:
    """The object that `new` makes of a function; None of anything else."""
    if not isinstance(known, FunctionObject) or known.declaration.index < 0:
        return None
    if not resolver.project.rules(known.declaration.path).objects_without_class():
        return None
    return Instance(known.declaration)


def named(resolver: Resolver, path: str, view: FileView, name: str, offset: int) -> Type | None:
    """The object that members written for `name` belong to, where that is no type: a constructing
    function or a variable."""
    if not resolver.project.rules(path).objects_without_class():
        return None
    for found in resolver.name(path, view, name, offset)[:1]:
        known = resolver.type_of_declaration(found)
        return constructed(resolver, known) or (known if isinstance(known, Instance) else None)
    return None


def around(resolver: Resolver, path: str, view: FileView, index: int) -> Type | None:
    """What `this` is in the definition `index`, where an object literal or a constructing function holds
    it; None elsewhere."""
    if not resolver.project.rules(path).objects_without_class():
        return None
    outline = view.outline
    container = outline.container(index)
    if is_member(outline.kind(index)) and not outline.qualifier(index):
        if container >= 0 and outline.kind(container) not in TYPE_KINDS | {DefKind.IMPL}:
            return Instance(Declaration(path, container, -1, outline.name(container)))
    if outline.kind(index) in CALLABLE_KINDS and any(
        outline.modifiers(child) & Modifier.INSTANCE or outline.kind(child) is DefKind.FIELD
        for child in outline.children(index)
    ):
        return Instance(Declaration(path, index, -1, outline.name(index)))
    return None
