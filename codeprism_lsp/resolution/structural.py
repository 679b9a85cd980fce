"""Types that are told by their form: defined types with another type beneath, structs without a name."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from codeprism_lsp.facts.kinds import DefKind
from codeprism_lsp.languages.spec import Form
from codeprism_lsp.resolution import names, written_types
from codeprism_lsp.resolution.declaration import Anonymous, Builtin, Declaration, Instance, Type

if TYPE_CHECKING:
    from codeprism_lsp.extraction.expression import Expression
    from codeprism_lsp.extraction.view import FileView
    from codeprism_lsp.resolution.resolver import Resolver

_LEVELS = 6  # containers within containers, and types defined by types


def underlying(resolver: Resolver, known: Type | None) -> Type | None:
    """The type by which a class is defined (`type List []Item`), step by step; other types as they are."""
    for _ in range(_LEVELS):
        if not isinstance(known, Instance) or known.declaration.index < 0:
            return known
        owner = known.declaration
        outline = resolver.project.outline(owner.path)
        written = outline.type_text(owner.index)
        if outline.kind(owner.index) is not DefKind.CLASS or not written:
            return known
        beneath = written_types.evaluate(
            resolver, owner.path, written, outline.span(owner.index)[0], known, owner.index
        )
        if beneath is None:
            return known
        known = beneath
    return known


def field_beneath(resolver: Resolver, receiver: Instance, name: str, path: str) -> list[Declaration]:
    """Fields of the struct by which a type is defined; its methods do not come with it."""
    beneath = underlying(resolver, receiver)
    if beneath is None or beneath == receiver:
        return []
    return [one for one in resolver.member(beneath, name, path) if resolver.kind(one) is DefKind.FIELD]


def anonymous_at(resolver: Resolver, path: str, offset: int) -> Anonymous | None:
    """The first struct type without a name that is written at or after an offset."""
    view = resolver.project.view(path)
    if view is None:
        return None
    scopes = view.scopes
    for number in range(bisect_left(scopes, offset, key=lambda scope: scope.start), len(scopes)):
        if view.data.startswith(b"struct", scopes[number].start):
            return Anonymous(path, scopes[number].start)
    return None


def anonymous_member(resolver: Resolver, receiver: Anonymous, name: str) -> list[Declaration]:
    """Fields called `name` of a struct type without a name."""
    view = resolver.project.view_near(receiver.path, receiver.start)
    if view is None:
        return []
    found = [
        names.binding_declaration(resolver, receiver.path, view, binding)
        for scope in view.scopes
        if scope.start == receiver.start
        for binding in scope.bindings.get(name, ())
        if binding.kind is DefKind.FIELD
    ]
    return found or _passed_on(resolver, receiver, view, name)


def _passed_on(resolver: Resolver, literal: Anonymous, view: FileView, name: str) -> list[Declaration]:
    """What an object literal takes from elsewhere: `{name}`, and members of `{...other}`."""
    written = view.collection_at(literal.start) if view.spec.contexts else None
    for one in reversed(written.children if written is not None else []):
        if one.node_type in view.spec.shorthands and one.text == name:
            return [Declaration(literal.path, -1, one.span[0], name)]
        if one.form is Form.SPREAD and (operand := one.part("operand")) is not None:
            known = resolver.type_of(literal.path, view, operand)
            if known is not None and (found := resolver.member(known, name, literal.path)):
                return found
    return []


def labelled_element(resolver: Resolver, known: Type) -> Type:
    """The struct that a label in a literal means: `[]T{{name: 1}}` labels a field of T."""
    current = known
    for _ in range(_LEVELS):
        beneath = underlying(resolver, current)
        if not isinstance(beneath, Builtin) or beneath.name not in ("array", "map") or not beneath.arguments:
            break
        current = beneath.arguments[-1]
    return current


def builtin_result(
    resolver: Resolver, path: str, view: FileView, callee: Expression, call: Expression
) -> Type | None:
    """What a builtin function gives, told by its first argument: its type, or the type it names."""
    how = resolver.project.rules(path).builtin_result(callee.text)
    arguments = call.part("arguments") if how else None
    first = arguments.children[:1] if arguments is not None else []
    if not first:
        return None
    if how == "type":
        return written_types.evaluate(resolver, path, first[0].text, first[0].span[0])
    return resolver.type_of(path, view, first[0])
