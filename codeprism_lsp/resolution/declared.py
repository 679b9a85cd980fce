"""Types of declarations: of definitions, local bindings, and the receiver around a place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from codeprism_lsp.extraction.patterns import Destructured, Step
from codeprism_lsp.extraction.view import Binding, Bound, FileView
from codeprism_lsp.facts.kinds import CALLABLE_KINDS, NAMESPACE_KINDS, TYPE_KINDS, DefKind, Modifier
from codeprism_lsp.resolution import (
    combinators,
    contextual,
    destructuring,
    doc_types,
    macro_results,
    objects,
    parameter_lists,
    paths,
    results,
    special_classes,
    structural,
    type_parts,
    written_types,
)
from codeprism_lsp.resolution.declaration import (
    Builtin,
    ClassObject,
    Declaration,
    FunctionObject,
    Instance,
    ModuleObject,
    Parent,
    Type,
    union,
)
from codeprism_lsp.resolution.nominal import expressions

if TYPE_CHECKING:
    from codeprism_lsp.resolution.resolver import Resolver


def type_of_declaration(resolver: Resolver, declaration: Declaration, receiver: Type | None) -> Type | None:
    """The type of the value that a declared name stands for."""
    if resolver.project.rules(declaration.path).library() is not None:
        return expressions.type_of_declaration(resolver, declaration, receiver)
    if declaration.is_module:
        return ModuleObject(tuple(resolver.project.module_files(declaration.path)))
    if declaration.is_local:
        found = resolver.binding(declaration)
        if found is None:
            return paths.made_type(resolver, declaration) or contextual.given(resolver, declaration)
        return type_of_binding(resolver, declaration.path, *found)
    outline = resolver.project.outline(declaration.path)
    kind = outline.kind(declaration.index)
    if kind is DefKind.TYPE_ALIAS:
        return written_types.of_alias(resolver, declaration)
    if kind in TYPE_KINDS or kind in NAMESPACE_KINDS:
        return ClassObject(declaration)
    if kind is DefKind.IMPL:
        known = written_types.evaluate(
            resolver, declaration.path, outline.name(declaration.index), outline.span(declaration.index)[0]
        )
        return ClassObject(known.declaration) if isinstance(known, Instance) else None
    if kind is DefKind.ENUM_MEMBER:
        container = outline.container(declaration.index)
        owner = (
            Declaration(declaration.path, container, -1, outline.name(container)) if container >= 0 else None
        )
        return Instance(owner) if owner is not None else None
    if kind is DefKind.MACRO and not outline.parameters(declaration.index):
        known = macro_results.of_object(resolver, declaration)
        return known or FunctionObject(declaration, receiver)
    is_getter = bool(outline.modifiers(declaration.index) & Modifier.GETTER)
    if kind in CALLABLE_KINDS or (kind is DefKind.PROPERTY and is_getter):
        function = FunctionObject(declaration, receiver)
        if is_getter:
            return results.returned(resolver, function)
        return function
    return _type_of_value(resolver, declaration, receiver)


def _type_of_value(resolver: Resolver, declaration: Declaration, receiver: Type | None) -> Type | None:
    outline = resolver.project.outline(declaration.path)
    written = outline.type_text(declaration.index)
    rules = resolver.project.rules(declaration.path)
    if written and not rules.is_inferred(written):
        return written_types.evaluate(
            resolver,
            declaration.path,
            written,
            outline.span(declaration.index)[0],
            receiver,
            declaration.index,
        )
    if not written and (told := doc_types.of_definition(resolver, declaration, "type")) is not None:
        return told
    if not written and outline.children(declaration.index):
        # A field or variable of a nameless structure (C) holds the structure's members itself.
        return Instance(declaration)
    if not written and (member := special_classes.enumerated(resolver, declaration)) is not None:
        return member
    at = resolver.view_at(declaration)
    if at is None:
        return None
    view, index = at
    value = view.initialiser(index)
    if (literal := objects.of_literal(resolver, declaration, value)) is not None:
        return literal
    binding = view.binding_at(view.outline.name_span(index)[0])
    if binding is not None and binding.bound is not Bound.NOTHING:
        return type_of_binding(resolver, declaration.path, view, binding)
    if value is None:
        start = view.outline.name_span(index)[0]
        return _assigned(resolver, declaration.path, view, declaration.name, start)
    return resolver.type_of(declaration.path, view, value)


def type_of_binding(resolver: Resolver, path: str, view: FileView, binding: Binding) -> Type | None:
    if binding.steps:
        known = type_of_binding(resolver, path, view, replace(binding, steps=()))
        return destructuring.taken_apart(resolver, path, view, known, binding.steps)
    rules, dialect = resolver.project.rules(path), view.spec.dialect
    if view.spec.doc_types is not None and not binding.type_text:
        told = doc_types.of_parameter(resolver, path, view, binding.start, binding.name)
        if told is None and binding.kind is not DefKind.PARAMETER:
            told = doc_types.declared(resolver, path, view, binding.start)
        if told is not None:
            return told
    if binding.bound is Bound.ARGUMENT and binding.value is not None:
        return combinators.parameter(resolver, path, view, binding.value)
    if binding.type_text and not rules.is_inferred(binding.type_text):
        known = written_types.evaluate(resolver, path, binding.type_text, binding.start)
        return destructuring.unpacked(resolver, known, binding.unpack)
    if binding.kind is DefKind.PARAMETER and binding.value is None:
        own = _type_of_receiver(resolver, path, view, binding)
        return own or contextual.parameter(resolver, path, view, binding.start)
    if binding.value is None:
        return _assigned(resolver, path, view, binding.name, binding.start)
    known = resolver.type_of(path, view, binding.value)
    if binding.bound is Bound.ITERATE:
        known = type_parts.iterated(resolver, known, dialect, path)
    elif binding.bound is Bound.ELEMENT:
        known = (
            type_parts.instance_of(known)
            if isinstance(known, ClassObject)
            else type_parts.element_of(known, dialect)
        )
    elif binding.bound is Bound.KEY:
        known = structural.underlying(resolver, known)
        is_map = isinstance(known, Builtin) and known.name == "map" and known.arguments
        known = (
            known.arguments[0]
            if is_map and isinstance(known, Builtin)
            else type_parts.element_of(known, dialect)
        )
    elif binding.bound is Bound.ENTER:
        known = type_parts.entered(resolver, known)
    return destructuring.unpacked(resolver, known, binding.unpack)


def _assigned(resolver: Resolver, path: str, view: FileView, name: str, start: int) -> Type | None:
    """The type of what a variable without a type is given after its declaration."""
    if not view.spec.contexts:
        return None
    known = [resolver.type_of(path, view, one) for one in view.assigned(name, start)]
    return union([one for one in known if one is not None])


def type_of_origin(
    resolver: Resolver, path: str, view: FileView, start: int, origin: Destructured, steps: tuple[Step, ...]
) -> Type | None:
    """The type of what a pattern takes apart, after some of its steps."""
    known: Type | None
    if origin.type is not None:
        known = written_types.evaluate(resolver, path, origin.type, start)
    elif origin.value is None:
        known = doc_types.of_parameter(resolver, path, view, start, "")
        known = known or contextual.parameter(resolver, path, view, start)
    else:
        known = resolver.type_of(path, view, origin.value)
        if origin.how == "iterate":
            known = type_parts.iterated(resolver, known, view.spec.dialect, path)
    return destructuring.taken_apart(resolver, path, view, known, steps)


def _type_of_receiver(resolver: Resolver, path: str, view: FileView, binding: Binding) -> Type | None:
    """The type of `self`: a method's first parameter, in languages where that is the receiver."""
    if not view.spec.first_parameter_is_self:
        return None
    scope = view.scopes[binding.scope]
    index = scope.definition
    if index < 0 or view.outline.container(index) < 0:
        return None
    container = view.outline.container(index)
    if view.outline.kind(container) not in TYPE_KINDS:
        return None
    first = min((one.start for known in scope.bindings.values() for one in known), default=-1)
    if first != binding.start:
        return None
    owner = Declaration(path, container, -1, view.outline.name(container))
    return ClassObject(owner) if binding.name in ("cls", "mcs") else Instance(owner)


def enclosing_instance(resolver: Resolver, path: str, view: FileView, offset: int) -> Type | None:
    """The type of `this` at an offset."""
    index = view.outline.enclosing(offset)
    while index >= 0:
        if (told := _receiver_told(resolver, path, view, index)) is not None:
            return told
        kind = view.outline.kind(index)
        if kind is DefKind.IMPL:
            written = view.outline.type_text(index) or view.outline.name(index)
            known = written_types.evaluate(resolver, path, written, view.outline.span(index)[0])
            return known or objects.named(resolver, path, view, view.outline.name(index), offset)
        container = view.outline.container(index)
        is_associated = container >= 0 and view.outline.kind(container) in (DefKind.IMPL, DefKind.TRAIT)
        if kind in TYPE_KINDS and not is_associated:
            return Instance(Declaration(path, index, -1, view.outline.name(index)))
        if view.outline.qualifier(index):
            qualifier = view.outline.qualifier(index)
            known = written_types.evaluate(resolver, path, qualifier, view.outline.span(index)[0])
            known = known or objects.named(resolver, path, view, qualifier, offset)
            if known is not None:
                return known
        if (known := objects.around(resolver, path, view, index)) is not None:
            return known
        index = view.outline.container(index)
    return None


def _receiver_told(resolver: Resolver, path: str, view: FileView, index: int) -> Type | None:
    """The type of a function's receiver where its parameters name it (`this: T`)."""
    if view.spec.doc_types is not None:
        own = Declaration(path, index, -1, view.outline.name(index))
        return doc_types.of_definition(resolver, own, "this")
    written = view.outline.parameters(index)
    if not written.startswith("(this") or not view.spec.dialect.object_types:
        return None
    for text in parameter_lists.parameters(written)[:1]:
        name, typed, type_text = parameter_lists.split_parameter(text)
        if name == "this" and typed:
            return written_types.evaluate(resolver, path, type_text, view.outline.span(index)[0])
    return None


def parent_instance(resolver: Resolver, path: str, view: FileView, offset: int) -> Type | None:
    """The type of `super` at an offset."""
    own = enclosing_instance(resolver, path, view, offset)
    return Parent(own.declaration) if isinstance(own, Instance) else None
