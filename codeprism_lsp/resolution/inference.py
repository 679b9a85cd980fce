"""Light type inference: declared types first, else what constructors, calls and initialisers tell.

Every function answers None where a type is not known; callers treat that as "unknown", never as "none".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from codeprism_lsp.extraction.expression import Expression
from codeprism_lsp.extraction.view import FileView
from codeprism_lsp.languages.spec import Form
from codeprism_lsp.resolution import (
    combinators,
    declared,
    destructuring,
    doc_types,
    foreign,
    generics,
    imports,
    macro_results,
    names,
    namespaces,
    narrowing,
    objects,
    operators,
    overloads,
    paths,
    results,
    special_classes,
    structural,
    type_parts,
    written_types,
)
from codeprism_lsp.resolution.declaration import (
    EXTERNAL,
    Anonymous,
    Builtin,
    ClassObject,
    FunctionObject,
    Instance,
    LambdaObject,
    ModuleObject,
    Parent,
    Type,
    union,
)
from codeprism_lsp.resolution.nominal import expressions

if TYPE_CHECKING:
    from codeprism_lsp.resolution.resolver import Resolver


def type_of(resolver: Resolver, path: str, view: FileView, expression: Expression) -> Type | None:
    """The type of an expression of a file."""
    if resolver.project.rules(path).library() is not None:
        return expressions.type_of(resolver, path, view, expression)
    form = expression.form
    if form is Form.NAME:
        return _type_of_name(resolver, path, view, expression)
    if form is Form.MEMBER:
        return _type_of_member(resolver, path, view, expression)
    if form is Form.CALL:
        return _type_of_call(resolver, path, view, expression)
    if form is Form.NEW:
        written = expression.part("type")
        if written is None:
            return None
        given = expression.child("type_arguments")
        text = written.text + (given.text if given is not None else "")
        known = written_types.evaluate(resolver, path, text, expression.span[0])
        if known is not None:
            return generics.constructed(resolver, path, view, known, expression)
        known = resolver.type_of(path, view, written)
        if isinstance(known, Instance) and resolver.project.rules(path).calls_give_fields():
            return known  # a literal of an enum member
        made = type_parts.instance_of(known) or objects.constructed(resolver, known)
        return made or structural.by_signature(resolver, known, "construct_signature")
    if form is Form.INDEX:
        return _type_of_index(resolver, path, view, expression)
    if form is Form.LITERAL:
        name = expression.literal
        return Builtin(resolver.project.rules(path).literal_type(expression.text, name)) if name else None
    if form is Form.COLLECTION:
        return _type_of_collection(resolver, path, view, expression)
    if form is Form.TEST:
        return Builtin("bool")
    if form is Form.LAMBDA:
        return LambdaObject(path, expression.span[0])
    if form is Form.THIS:
        return declared.enclosing_instance(resolver, path, view, expression.span[0])
    if form is Form.SUPER:
        return declared.parent_instance(resolver, path, view, expression.span[0])
    if form is Form.CAST:
        written = expression.part("type")
        if written is None or written.text == "const":
            return resolver.type_of(path, view, expression.part("operand"))
        return written_types.evaluate(resolver, path, written.text, expression.span[0])
    if form is Form.TYPE:
        return written_types.evaluate(resolver, path, expression.text, expression.span[0])
    return _type_through_operand(resolver, path, view, expression)


def _type_through_operand(
    resolver: Resolver, path: str, view: FileView, expression: Expression
) -> Type | None:
    form = expression.form
    if form is Form.DEREF:
        return operators.dereferenced(resolver, path, view, expression)
    if form is Form.SAME and view.spec.doc_types is not None:
        told = doc_types.cast(resolver, path, view, expression)
        return told or resolver.type_of(path, view, expression.part("operand"))
    if form is Form.SAME:
        return resolver.type_of(path, view, expression.part("operand"))
    if form is Form.AWAIT:
        return type_parts.awaited(resolver.type_of(path, view, expression.part("operand")), view.spec.dialect)
    if form is Form.TRY:
        return type_parts.unwrapped(resolver.type_of(path, view, expression.part("operand")))
    if form is Form.CHOICE:
        parts = (expression.part("a"), expression.part("b"))
        known = [resolver.type_of(path, view, part) for part in parts if part is not None]
        return union([one for one in known if one is not None and one != Builtin("None")])
    if form is Form.BINARY:
        if (combined := operators.combined(resolver, path, view, expression)) is not None:
            return combined
        return resolver.type_of(path, view, expression.part("left")) or resolver.type_of(
            path, view, expression.part("right")
        )
    return None


def _type_of_name(resolver: Resolver, path: str, view: FileView, expression: Expression) -> Type | None:
    if (narrow := narrowing.narrowed(resolver, path, view, expression)) is not None:
        return narrow
    if resolver.project.rules(path).is_scope(view.data, expression.span[1]):
        found = names.scope(resolver, path, view, expression.text, expression.span[0])
    else:
        found = resolver.name(path, view, expression.text, expression.span[0])
    if not found:
        rules = resolver.project.rules(path)
        if rules.is_module_object(expression.text):
            return ModuleObject((path,))
        if rules.closed_modules() and rules.is_builtin_type(expression.text):
            return Builtin(expression.text)  # impl blocks may give it members
        if imports.is_external(resolver, path, expression.text) or rules.is_builtin_type(expression.text):
            return EXTERNAL
        if expression.text in view.spec.dialect.containers:
            return Builtin(f"type:{expression.text}")
        return macro_results.of_variable(resolver, path, view, expression.text, expression.span[0])
    if found[0].is_local and found[0].path == path:
        seen = view.binding_seen(found[0].start, expression.text, expression.span[0])
        if seen is not None and seen is not view.binding_at(found[0].start):
            return declared.type_of_binding(resolver, path, view, seen)  # narrowed by a scope around it
    return resolver.type_of_declaration(
        overloads.told_apart(resolver, path, view, expression.span[0], found)[0]
    )


def _type_of_member(resolver: Resolver, path: str, view: FileView, expression: Expression) -> Type | None:
    name, owner = expression.part("name"), expression.part("object")
    if name is None:
        return None
    if owner is None:
        found = resolver.name(path, view, name.text, name.span[0])
        return resolver.type_of_declaration(found[0]) if found else None
    receiver = operators.through_arrow(resolver, path, view, expression, resolver.type_of(path, view, owner))
    if receiver in (None, EXTERNAL) and resolver.project.rules(path).is_module_object(expression.text):
        return ModuleObject((path,))
    if receiver is None:
        qualified = names.qualified(resolver, path, expression)
        if qualified is None and expression.is_path:
            opened = namespaces.in_namespace_by_macro(resolver, path, owner.text, name.text)
            qualified = opened[0] if opened else None
        return resolver.type_of_declaration(qualified) if qualified is not None else None
    if receiver in (EXTERNAL, foreign.LIBRARY):
        return EXTERNAL
    if name.text in view.spec.self_names:  # `Outer.this`
        return type_parts.instance_of(receiver) or receiver
    if name.text.isdigit():
        return destructuring.positional_field(resolver, receiver, int(name.text))
    if name.text == "prototype" and view.spec.contexts and (made := objects.prototype(resolver, receiver)):
        return made
    special = resolver.project.rules(path).special_member(name.text)
    if special == "element":
        return type_parts.element_of(receiver, view.spec.dialect)
    if special == "same":
        return receiver
    found = paths.suiting(resolver, path, view, resolver.member(receiver, name.text, path), *name.span)
    if not found and isinstance(receiver, Builtin) and receiver.arguments:
        at = resolver.project.rules(path).position_in(receiver.name, name.text)
        if 0 <= at < len(receiver.arguments):
            return receiver.arguments[at]
    if not found:
        if (indexed := structural.indexed(resolver, receiver, path)) is not None:
            return indexed
        if (known := type_parts.container_member(receiver, name.text, view.spec.dialect)) is not None:
            return known
        builtin = isinstance(receiver, Builtin) and resolver.project.rules(path).is_builtin_type(
            receiver.name
        )
        return EXTERNAL if builtin else None
    if isinstance(receiver, Parent):
        receiver = Instance(receiver.declaration)  # what it returns of its own type is the subclass's
    found = overloads.told_apart(resolver, path, view, name.span[0], found)
    return resolver.type_of_declaration(found[0], receiver)


def _type_of_call(resolver: Resolver, path: str, view: FileView, expression: Expression) -> Type | None:
    callee = expression.part("callee")
    if callee is None:
        return None
    if callee.form is Form.NAME and callee.text in view.spec.super_names:
        return declared.parent_instance(resolver, path, view, callee.span[0])
    if callee.form is Form.SUPER:
        return None
    if resolver.project.rules(path).imports_by_call(callee.text):
        return imports.of_call(resolver, path, expression)
    if told := resolver.project.rules(path).call_result(callee.text):
        return written_types.evaluate(resolver, path, told, callee.span[0])
    if (given := combinators.result(resolver, path, view, callee, expression)) is not None:
        return given
    known = resolver.type_of(path, view, callee)
    if known in (None, EXTERNAL) and resolver.project.rules(path).builtin_result(callee.text):
        return structural.builtin_result(resolver, path, view, callee, expression)
    if known == EXTERNAL and foreign.is_loaded(resolver, path, callee.text.split(".")):
        return foreign.LIBRARY
    if isinstance(known, FunctionObject):
        made = generics.of_call(resolver, path, view, known, expression)
        result = results.returned(resolver, known, made)
    else:
        result = results.result_of(resolver, known)
    if result is None and isinstance(known, Instance):
        result = operators.called(resolver, known, path)
    result = result or macro_results.of_call(resolver, path, view, known, expression)
    if result is None and resolver.project.rules(path).calls_give_fields():
        return known if isinstance(known, Instance | Builtin) else None
    return result


def _type_of_index(resolver: Resolver, path: str, view: FileView, expression: Expression) -> Type | None:
    owner = structural.underlying(resolver, resolver.type_of(path, view, expression.part("object")))
    if isinstance(owner, ClassObject | FunctionObject):
        return owner  # `Generic[T]` used as a value
    if isinstance(owner, Builtin) and owner.name == "tuple" and owner.arguments:
        at = expression.part("index")
        if at is not None and at.text.isdigit():
            return owner.arguments[min(int(at.text), len(owner.arguments) - 1)]
    at = expression.part("index")
    if at is not None and at.literal == "string" and owner is not None and view.spec.contexts:
        for one in resolver.member(owner, at.text.strip("\"'`"), path)[:1]:
            return resolver.type_of_declaration(one, owner)
    if isinstance(owner, Instance) and at is not None and at.form is Form.LITERAL:
        if (held := special_classes.of_key(resolver, owner, at.text.strip("\"'"))) is not None:
            return held
    if isinstance(owner, Instance):
        for method in resolver.member(owner, "__getitem__", path)[:1]:
            return results.returned(resolver, FunctionObject(method, owner))
        if view.spec.family != "c":
            return owner if structural.is_nameless(resolver, owner) else None
        return operators.indexed(resolver, path, view, expression, owner) or owner
    return type_parts.element_of(owner, view.spec.dialect)


def _type_of_collection(resolver: Resolver, path: str, view: FileView, expression: Expression) -> Type | None:
    if expression.literal == "object" and resolver.project.rules(path).objects_without_class():
        return Anonymous(path, expression.span[0])
    element = expression.part("element")
    if element is not None:
        known = resolver.type_of(path, view, element)
        return Builtin(expression.literal, (known,) if known else ())
    if expression.literal == "tuple":
        parts = [resolver.type_of(path, view, one) or Builtin("?") for one in expression.children[:8]]
        return Builtin("tuple", tuple(parts))
    for one in expression.children[:3]:
        if one.form is Form.SPREAD:  # `[...others]` holds what the others hold
            known = type_parts.element_of(
                resolver.type_of(path, view, one.part("operand")), view.spec.dialect
            )
        else:
            known = resolver.type_of(path, view, one)
        if known is not None:
            return Builtin(expression.literal, (known,))
    return Builtin(expression.literal)
