"""Components of JSX: what the attributes of an element name, and which types their values have.

A component is a function of its properties, a class whose base class is given their type, or a value whose
written type says what they are (`FC<Props>`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from codeprism_lsp.extraction.expression import Expression
from codeprism_lsp.extraction.view import FileView
from codeprism_lsp.languages.spec import Form
from codeprism_lsp.resolution import contextual, members, written_types
from codeprism_lsp.resolution.declaration import (
    EXTERNAL,
    Builtin,
    ClassObject,
    Declaration,
    FunctionObject,
    How,
    LambdaObject,
    Type,
)
from codeprism_lsp.resolution.typetext import parse_type

if TYPE_CHECKING:
    from codeprism_lsp.resolution.resolver import Resolver

_WRAPPERS = 3  # functions around a component, as `memo(forwardRef(...))`


def attribute(
    resolver: Resolver, path: str, view: FileView, component: Expression, name: str
) -> list[Declaration]:
    """The property that an attribute of an element names."""
    known = properties(resolver, path, view, component)
    if isinstance(known, FunctionObject):
        return members.parameter(resolver, known, name)
    return [one.found(How.MEMBER) for one in resolver.member(known, name, path)] if known is not None else []


def properties(resolver: Resolver, path: str, view: FileView, component: Expression) -> Type | None:
    """The type of a component's properties; a function whose parameter is a pattern without a type stands for
    what that takes apart."""
    known = resolver.type_of(path, view, component)
    if known not in (None, EXTERNAL) and known is not None:
        return _of_component(resolver, known)
    last = component.part("name") if component.form is Form.MEMBER else component
    found = resolver.occurrence(path, view, last.span[0]) if last is not None else []
    return _of_value(resolver, found[0]) if found else None


def _of_component(resolver: Resolver, known: Type) -> Type | None:
    if isinstance(known, FunctionObject):
        at = resolver.view_at(known.declaration) if known.declaration.index >= 0 else None
        typed = at[0].declared_type(at[1]) if at is not None else None
        if typed is not None:
            where, text = known.declaration.path, typed.text.lstrip(": ")
            return _argument(resolver, where, text, typed.span[0], 0)
        given = contextual.of_function(resolver, known, 1, 0)
        return given if given != EXTERNAL else None
    if isinstance(known, ClassObject):
        return _of_class(resolver, known.declaration)
    if isinstance(known, Builtin) and known.name == "bound":
        return known.arguments[1] if len(known.arguments) > 1 else None
    return known.arguments[0] if isinstance(known, Builtin) and known.arguments else None


def _of_class(resolver: Resolver, owner: Declaration) -> Type | None:
    """The first type argument of the base class, near or far."""
    for level in members.linearised(resolver, owner):
        if level.index < 0:
            continue
        outline = resolver.project.outline(level.path)
        for one in outline.supertypes_of(level.index):
            if (
                given := _argument(resolver, level.path, one.text, outline.span(level.index)[0], 0)
            ) is not None:
                return given
    return None


def _of_value(resolver: Resolver, found: Declaration) -> Type | None:
    """By the written type of a variable, or by its value (`memo(...)`, `forwardRef<Ref, Props>(...)`)."""
    binding = resolver.binding(found) if found.is_local else None
    if found.index >= 0:
        outline = resolver.project.outline(found.path)
        written, at = outline.type_text(found.index), outline.span(found.index)[0]
    else:
        written, at = (binding[1].type_text, found.start) if binding is not None else ("", 0)
    if written:
        return _argument(resolver, found.path, written, at, 0)
    placed = resolver.view_at(found) if found.index >= 0 else None
    value = placed[0].initialiser(placed[1]) if placed is not None else None
    if binding is not None:
        placed, value = (binding[0], -1), binding[1].value
    for _ in range(_WRAPPERS):
        if placed is None or value is None or value.form is not Form.CALL:
            break
        given = value.child("type_arguments")
        if given is not None and given.children:
            text = given.children[-1].text
            return written_types.evaluate(resolver, found.path, text, given.span[0])
        arguments = value.part("arguments")
        value = arguments.children[0] if arguments is not None and arguments.children else None
    if placed is None or value is None:
        return None
    if value.form is Form.LAMBDA:
        listed = value.part("parameters")
        typed = listed.children[0].child("type") if listed is not None and listed.children else None
        if typed is None:
            return None
        return written_types.evaluate(resolver, found.path, typed.text.lstrip(": "), typed.span[0])
    known = resolver.type_of(found.path, placed[0], value)
    return (
        _of_component(resolver, known) if known is not None and not isinstance(known, LambdaObject) else None
    )


def _argument(resolver: Resolver, path: str, written: str, offset: int, position: int) -> Type | None:
    """A type argument of a written type."""
    spec = resolver.project.spec(path)
    parsed = parse_type(written, spec.dialect) if spec is not None else None
    if parsed is None or position >= len(parsed.arguments):
        return None
    return written_types.denoted(resolver, path, parsed.arguments[position], offset)
