"""Types of names in patterns: the steps from the value that is taken apart to the name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codeprism_lsp.extraction.expression import Expression
from codeprism_lsp.extraction.patterns import Step
from codeprism_lsp.extraction.view import FileView
from codeprism_lsp.facts.kinds import TYPE_KINDS, DefKind, Modifier
from codeprism_lsp.languages.spec import Form, TypeDialect
from codeprism_lsp.resolution import special_classes, type_parts, written_types
from codeprism_lsp.resolution.declaration import Builtin, ClassObject, Declaration, Instance, Type

if TYPE_CHECKING:
    from codeprism_lsp.resolution.resolver import Resolver

_OPERANDS = 4  # type arguments around a name


def taken_apart(
    resolver: Resolver, path: str, view: FileView, known: Type | None, steps: tuple[Step, ...]
) -> Type | None:
    """The type at the end of the steps; a step that names a type needs no type of the whole."""
    for step in steps:
        if step.of is not None:
            known = _part_of(resolver, path, view, known, step)
        elif step.kind == "member":
            found = resolver.member(known, step.name, path) if known is not None else []
            known = resolver.type_of_declaration(found[0], known) if found else None
        elif step.kind == "position":
            held = at_position(known, step.position)
            known = held or _array_element(known, view.spec.dialect)
        elif step.kind == "element":
            known = type_parts.element_of(known, view.spec.dialect)
        else:
            return None
        if known == Builtin("?"):
            known = None
    return known


def _array_element(known: Type | None, dialect: TypeDialect) -> Type | None:
    """What any position of an array holds (`const [first] = items`)."""
    if isinstance(known, Builtin) and known.name == "tuple":
        return None
    return type_parts.element_of(known, dialect)


def at_position(known: Type | None, position: int) -> Type | None:
    """The type of a part of a tuple; positions below zero count from the end."""
    if not isinstance(known, Builtin) or known.name != "tuple" or not known.arguments:
        return None
    at = position if position >= 0 else len(known.arguments) + position
    found = known.arguments[at] if 0 <= at < len(known.arguments) else None
    return None if found == Builtin("?") else found


def unpacked(resolver: Resolver, known: Type | None, positions: tuple[int, ...]) -> Type | None:
    """The type at positions of nested patterns; fields of a structure are taken in order."""
    if len(positions) == 1 and isinstance(known, Instance):
        fields = _fields(resolver, known.declaration)
        if positions[0] < len(fields):
            return resolver.type_of_declaration(fields[positions[0]], known)
    return type_parts.unpacked(known, positions) if positions else known


def _fields(resolver: Resolver, owner: Declaration) -> list[Declaration]:
    if owner.index < 0 or not resolver.project.rules(owner.path).defines_operators():
        return special_classes.fields(resolver, owner) if owner.index >= 0 else []
    outline = resolver.project.outline(owner.path)
    return [
        Declaration(owner.path, index, -1, outline.name(index))
        for index in outline.children(owner.index)
        if outline.kind(index) is DefKind.FIELD and not outline.modifiers(index) & Modifier.STATIC
    ]


def positional_field(resolver: Resolver, receiver: Type | None, position: int) -> Type | None:
    """The type of a field without a name (`self.0`), of a tuple or of a type with such fields."""
    if isinstance(receiver, Instance | ClassObject):
        return _positional(resolver, receiver.declaration, position, receiver)
    return at_position(receiver, position)


def variant(resolver: Resolver, path: str, view: FileView, named: Expression) -> Declaration | None:
    """The type or enum member that an expression in front of a pattern or a literal names."""
    for _ in range(_OPERANDS):
        inner = named.part("operand") if named.form in (Form.TYPE, Form.SAME) else None
        if inner is None:
            break
        named = inner
    last = named.part("name") if named.form is Form.MEMBER else named
    if last is None:
        return None
    for one in resolver.occurrence(path, view, last.span[0]):
        if one.index < 0:
            continue
        kind = resolver.kind(one)
        if kind is DefKind.TYPE_ALIAS:
            known = resolver.type_of_declaration(one)
            return known.declaration if isinstance(known, ClassObject | Instance) else None
        if kind in TYPE_KINDS or kind is DefKind.ENUM_MEMBER:
            return one
    return None


def _part_of(resolver: Resolver, path: str, view: FileView, known: Type | None, step: Step) -> Type | None:
    assert step.of is not None
    rules = resolver.project.rules(path)
    argument = rules.unwrapped_by(step.of.text)
    owner = variant(resolver, path, view, step.of)
    if owner is None:
        if argument is None or not isinstance(known, Builtin) or not known.arguments:
            return None
        return known.arguments[min(argument, len(known.arguments) - 1)]
    if step.kind == "position":
        return _positional(resolver, owner, step.position, known)
    outline = resolver.project.outline(owner.path)
    for index in outline.members(owner.index, step.name):
        return resolver.type_of_declaration(Declaration(owner.path, index, -1, step.name), known)
    return None


def _positional(resolver: Resolver, owner: Declaration, position: int, receiver: Type | None) -> Type | None:
    outline = resolver.project.outline(owner.path)
    types = resolver.project.rules(owner.path).positional(outline.type_text(owner.index))
    at = position if position >= 0 else len(types) + position
    if not 0 <= at < len(types):
        return None
    return written_types.evaluate(
        resolver, owner.path, types[at], outline.span(owner.index)[0], receiver, owner.index
    )
