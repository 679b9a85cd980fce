"""Light type inference: declared types first, else what constructors, calls and initialisers tell.

Every function answers None where a type is not known; callers treat that as "unknown", never as "none".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from codeprism_lsp.extraction.expression import Expression
from codeprism_lsp.extraction.view import Binding, Bound, FileView
from codeprism_lsp.facts.kinds import CALLABLE_KINDS, NAMESPACE_KINDS, TYPE_KINDS, DefKind, Modifier
from codeprism_lsp.languages.spec import Form, TypeDialect
from codeprism_lsp.resolution import (
    combinators,
    destructuring,
    imports,
    names,
    narrowing,
    objects,
    paths,
    structural,
)
from codeprism_lsp.resolution.declaration import (
    EXTERNAL,
    Builtin,
    ClassObject,
    Declaration,
    FunctionObject,
    Instance,
    LambdaObject,
    ModuleObject,
    Type,
    Union,
    union,
)
from codeprism_lsp.resolution.typetext import TypeName, parse_type, type_parameters

if TYPE_CHECKING:
    from codeprism_lsp.resolution.resolver import Resolver

_SELF_TYPES = frozenset({"Self", "this"})
_MAX_RETURNS = 8


# -- expressions -----------------------------------------------------------------------------------


def type_of(resolver: Resolver, path: str, view: FileView, expression: Expression) -> Type | None:
    """The type of an expression of a file."""
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
        known = evaluate(resolver, path, written.text, expression.span[0])
        if known is not None:
            return known
        known = resolver.type_of(path, view, written)
        if isinstance(known, Instance) and resolver.project.rules(path).calls_give_fields():
            return known  # a literal of an enum member
        return _instance_of(known) or objects.constructed(resolver, known)
    if form is Form.INDEX:
        return _type_of_index(resolver, path, view, expression)
    if form is Form.LITERAL:
        return Builtin(expression.literal) if expression.literal else None
    if form is Form.COLLECTION:
        return _type_of_collection(resolver, path, view, expression)
    if form is Form.TEST:
        return Builtin("bool")
    if form is Form.LAMBDA:
        return LambdaObject(path, expression.span[0])
    if form is Form.THIS:
        return enclosing_instance(resolver, path, view, expression.span[0])
    if form is Form.SUPER:
        return _super_instance(resolver, path, view, expression.span[0])
    if form is Form.CAST:
        written = expression.part("type")
        return evaluate(resolver, path, written.text, expression.span[0]) if written is not None else None
    if form is Form.TYPE:
        return evaluate(resolver, path, expression.text, expression.span[0])
    return _type_through_operand(resolver, path, view, expression)


def _type_through_operand(
    resolver: Resolver, path: str, view: FileView, expression: Expression
) -> Type | None:
    form = expression.form
    if form in (Form.SAME, Form.DEREF):
        return resolver.type_of(path, view, expression.part("operand"))
    if form is Form.AWAIT:
        return awaited(resolver.type_of(path, view, expression.part("operand")), view.spec.dialect)
    if form is Form.TRY:
        return unwrapped(resolver.type_of(path, view, expression.part("operand")))
    if form is Form.CHOICE:
        parts = (expression.part("a"), expression.part("b"))
        known = [resolver.type_of(path, view, part) for part in parts if part is not None]
        return union([one for one in known if one is not None and one != Builtin("None")])
    if form is Form.BINARY:
        return resolver.type_of(path, view, expression.part("left")) or resolver.type_of(
            path, view, expression.part("right")
        )
    return None


def _type_of_name(resolver: Resolver, path: str, view: FileView, expression: Expression) -> Type | None:
    if (narrow := narrowing.narrowed(resolver, path, view, expression)) is not None:
        return narrow
    found = resolver.name(path, view, expression.text, expression.span[0])
    if not found:
        rules = resolver.project.rules(path)
        if imports.is_external(resolver, path, expression.text) or rules.is_builtin_type(expression.text):
            return EXTERNAL
        return Builtin(f"type:{expression.text}") if expression.text in view.spec.dialect.containers else None
    if found[0].is_local and found[0].path == path:
        seen = view.binding_seen(found[0].start, expression.text, expression.span[0])
        if seen is not None and seen is not view.binding_at(found[0].start):
            return _type_of_binding(resolver, path, view, seen)  # narrowed by a scope around it
    return resolver.type_of_declaration(found[0])


def _type_of_member(resolver: Resolver, path: str, view: FileView, expression: Expression) -> Type | None:
    name, owner = expression.part("name"), expression.part("object")
    if name is None:
        return None
    if owner is None:
        found = resolver.name(path, view, name.text, name.span[0])
        return resolver.type_of_declaration(found[0]) if found else None
    receiver = resolver.type_of(path, view, owner)
    if receiver is None:
        qualified = names.qualified(resolver, path, expression)
        return resolver.type_of_declaration(qualified) if qualified is not None else None
    if receiver == EXTERNAL:
        return EXTERNAL
    if name.text in view.spec.self_names:  # `Outer.this`
        return _instance_of(receiver) or receiver
    if name.text.isdigit():
        return destructuring.positional_field(resolver, receiver, int(name.text))
    special = resolver.project.rules(path).special_member(name.text)
    if special == "element":
        return element_of(receiver, view.spec.dialect)
    if special == "same":
        return receiver
    found = paths.suiting(resolver, path, view, resolver.member(receiver, name.text, path), *name.span)
    if not found:
        if (known := _container_member(receiver, name.text, view.spec.dialect)) is not None:
            return known
        builtin = isinstance(receiver, Builtin) and resolver.project.rules(path).is_builtin_type(
            receiver.name
        )
        return EXTERNAL if builtin else None
    return resolver.type_of_declaration(found[0], receiver)


def _container_member(receiver: Type, name: str, dialect: TypeDialect) -> Type | None:
    """A member of a container type, known by the type's arguments: `dict.get`, `list.pop`, `vec.iter`."""
    if not isinstance(receiver, Builtin) or not receiver.arguments:
        return None
    last = receiver.arguments[-1]
    if name in ("items", "entries", "entrySet"):
        return Builtin("bound", (Builtin("list", (Builtin("tuple", receiver.arguments),)),))
    if name in ("keys", "keySet"):
        return Builtin("bound", (Builtin("list", receiver.arguments[:1]),))
    if name in _WHOLE:
        return Builtin("bound", (Builtin("list", (last,)),))
    if name in _ELEMENT:
        return Builtin("bound", (last,))
    return None


_WHOLE = frozenset(
    {
        "values",
        "copy",
        "filter",
        "slice",
        "sort",
        "reverse",
        "iter",
        "iter_mut",
        "into_iter",
        "stream",
        "concat",
    }
)
_ELEMENT = frozenset(
    {"get", "pop", "popleft", "setdefault", "find", "at", "shift", "first", "last", "next", "remove", "peek"}
    | {"unwrap", "expect", "unwrap_or_default", "front", "back", "getFirst", "getLast", "poll", "orElse"}
)


def _type_of_call(resolver: Resolver, path: str, view: FileView, expression: Expression) -> Type | None:
    callee = expression.part("callee")
    if callee is None:
        return None
    if callee.form is Form.NAME and callee.text in view.spec.super_names:
        return _super_instance(resolver, path, view, callee.span[0])
    if callee.form is Form.SUPER:
        return None
    if told := resolver.project.rules(path).call_result(callee.text):
        return evaluate(resolver, path, told, callee.span[0])
    if (given := combinators.result(resolver, path, view, callee, expression)) is not None:
        return given
    known = resolver.type_of(path, view, callee)
    if known is None and callee.form is Form.NAME:
        return structural.builtin_result(resolver, path, view, callee, expression)
    result = result_of(resolver, known)
    if result is None and resolver.project.rules(path).calls_give_fields():
        return known if isinstance(known, Instance | Builtin) else None
    return result


def result_of(resolver: Resolver, known: Type | None) -> Type | None:
    """What calling a value of that type gives."""
    known = structural.underlying(resolver, known)
    if known == EXTERNAL:
        return EXTERNAL
    if isinstance(known, ClassObject):
        return Instance(known.declaration, known.arguments)
    if isinstance(known, FunctionObject):
        return returned(resolver, known)
    if isinstance(known, Union):
        results = [result_of(resolver, one) for one in known.members]
        return union([one for one in results if one is not None])
    if isinstance(known, Builtin) and known.name == "bound":
        return known.arguments[0] if known.arguments else None
    if isinstance(known, Instance):
        for method in resolver.member(known, "__call__", known.declaration.path)[:1]:
            return returned(resolver, FunctionObject(method, known))
    if isinstance(known, LambdaObject):
        view = resolver.project.view(known.path)
        if view is not None:
            values = view.lambda_results(known.start)
            types = [resolver.type_of(known.path, view, one) for one in values[:_MAX_RETURNS]]
            return union([one for one in types if one is not None])
    return None


def returned(resolver: Resolver, function: FunctionObject) -> Type | None:
    """The declared return type of a function, else what its return statements tell."""
    declaration = function.declaration
    if declaration.index < 0:
        return None
    project = resolver.project
    outline = project.outline(declaration.path)
    written = outline.type_text(declaration.index)
    spec = project.spec(declaration.path)
    if spec is None:
        return None
    if outline.kind(declaration.index) is DefKind.CONSTRUCTOR:
        container = outline.container(declaration.index)
        return (
            Instance(Declaration(declaration.path, container, -1, outline.name(container)))
            if container >= 0
            else None
        )
    if written:
        known = evaluate(
            resolver,
            declaration.path,
            written,
            outline.span(declaration.index)[0],
            function.receiver,
            declaration.index,
        )
        if outline.modifiers(declaration.index) & Modifier.ASYNC and spec.family == "python":
            return Builtin("Awaitable", (known,)) if known is not None else None
        return known
    if not project.rules(declaration.path).infers_returns():
        return None
    return resolver.guarded(("returned", function), lambda: _inferred(resolver, function), None)


def _inferred(resolver: Resolver, function: FunctionObject) -> Type | None:
    at = resolver.view_at(function.declaration)
    if at is None:
        return None
    view, index = at
    types: list[Type] = []
    for one in view.returns(index)[:_MAX_RETURNS]:
        known = resolver.type_of(function.declaration.path, view, one)
        if known is not None and known != Builtin("None"):
            types.append(known)
    found = union(types)
    if found is None:
        return None
    # A method that returns its own receiver gives the type it was called on.
    if isinstance(found, Instance) and isinstance(function.receiver, Instance):
        if all(one.text in ("self", "this") for one in view.returns(index)):
            return function.receiver
    if view.outline.modifiers(index) & Modifier.ASYNC:
        return Builtin("Awaitable", (found,))
    return found


def _type_of_index(resolver: Resolver, path: str, view: FileView, expression: Expression) -> Type | None:
    owner = structural.underlying(resolver, resolver.type_of(path, view, expression.part("object")))
    if isinstance(owner, ClassObject):
        return owner  # `Generic[T]` used as a value
    if isinstance(owner, Builtin) and owner.name == "tuple" and owner.arguments:
        at = expression.part("index")
        if at is not None and at.text.isdigit():
            return owner.arguments[min(int(at.text), len(owner.arguments) - 1)]
    if isinstance(owner, Instance):
        for method in resolver.member(owner, "__getitem__", path)[:1]:
            return returned(resolver, FunctionObject(method, owner))
        return owner if view.spec.family == "c" else None
    return element_of(owner, view.spec.dialect)


def _type_of_collection(resolver: Resolver, path: str, view: FileView, expression: Expression) -> Type | None:
    element = expression.part("element")
    if element is not None:
        known = resolver.type_of(path, view, element)
        return Builtin(expression.literal, (known,) if known else ())
    if expression.literal == "tuple":
        parts = [resolver.type_of(path, view, one) or Builtin("?") for one in expression.children[:8]]
        return Builtin("tuple", tuple(parts))
    for one in expression.children[:3]:
        known = resolver.type_of(path, view, one)
        if known is not None:
            return Builtin(expression.literal, (known,))
    return Builtin(expression.literal)


# -- declarations ----------------------------------------------------------------------------------


def type_of_declaration(resolver: Resolver, declaration: Declaration, receiver: Type | None) -> Type | None:
    """The type of the value that a declared name stands for."""
    if declaration.is_module:
        return ModuleObject(tuple(resolver.project.module_files(declaration.path)))
    if declaration.is_local:
        found = resolver.binding(declaration)
        return _type_of_binding(resolver, declaration.path, *found) if found is not None else None
    outline = resolver.project.outline(declaration.path)
    kind = outline.kind(declaration.index)
    if kind is DefKind.TYPE_ALIAS:
        return _type_of_alias(resolver, declaration)
    if kind in TYPE_KINDS or kind in NAMESPACE_KINDS:
        return ClassObject(declaration)
    if kind is DefKind.IMPL:
        known = evaluate(
            resolver, declaration.path, outline.name(declaration.index), outline.span(declaration.index)[0]
        )
        return ClassObject(known.declaration) if isinstance(known, Instance) else None
    if kind is DefKind.ENUM_MEMBER:
        container = outline.container(declaration.index)
        owner = (
            Declaration(declaration.path, container, -1, outline.name(container)) if container >= 0 else None
        )
        return Instance(owner) if owner is not None else None
    if kind in CALLABLE_KINDS:
        function = FunctionObject(declaration, receiver)
        if outline.modifiers(declaration.index) & Modifier.GETTER:
            return returned(resolver, function)
        return function
    return _type_of_value(resolver, declaration, receiver)


def _type_of_value(resolver: Resolver, declaration: Declaration, receiver: Type | None) -> Type | None:
    outline = resolver.project.outline(declaration.path)
    written = outline.type_text(declaration.index)
    rules = resolver.project.rules(declaration.path)
    if written and not rules.is_inferred(written):
        return evaluate(
            resolver,
            declaration.path,
            written,
            outline.span(declaration.index)[0],
            receiver,
            declaration.index,
        )
    if not written and outline.children(declaration.index):
        # A field or variable of a nameless structure (C) holds the structure's members itself.
        return Instance(declaration)
    at = resolver.view_at(declaration)
    if at is None:
        return None
    view, index = at
    value = view.initialiser(index)
    if (literal := objects.of_literal(resolver, declaration, value)) is not None:
        return literal
    binding = view.binding_at(view.outline.name_span(index)[0])
    if binding is not None and binding.bound is not Bound.NOTHING:
        return _type_of_binding(resolver, declaration.path, view, binding)
    return resolver.type_of(declaration.path, view, value)


def _type_of_alias(resolver: Resolver, declaration: Declaration) -> Type | None:
    outline = resolver.project.outline(declaration.path)
    written = outline.type_text(declaration.index)
    if not written:
        return ClassObject(declaration)
    known = evaluate(resolver, declaration.path, written, outline.span(declaration.index)[0])
    if isinstance(known, Instance) and known.declaration != declaration:
        return ClassObject(known.declaration, known.arguments)
    return known if isinstance(known, Builtin | Union) else ClassObject(declaration)


def _type_of_binding(resolver: Resolver, path: str, view: FileView, binding: Binding) -> Type | None:
    if binding.steps:
        known = _type_of_binding(resolver, path, view, replace(binding, steps=()))
        return destructuring.taken_apart(resolver, path, view, known, binding.steps)
    rules, dialect = resolver.project.rules(path), view.spec.dialect
    if binding.bound is Bound.ARGUMENT and binding.value is not None:
        return combinators.parameter(resolver, path, view, binding.value)
    if binding.type_text and not rules.is_inferred(binding.type_text):
        known = evaluate(resolver, path, binding.type_text, binding.start)
        return _unpacked(known, binding.unpack) if binding.unpack else known
    if binding.kind is DefKind.PARAMETER and binding.value is None:
        return _type_of_receiver(resolver, path, view, binding)
    if binding.value is None:
        return None
    known = resolver.type_of(path, view, binding.value)
    if binding.bound is Bound.ITERATE:
        known = iterated(resolver, known, dialect, path)
    elif binding.bound is Bound.ELEMENT:
        known = _instance_of(known) if isinstance(known, ClassObject) else element_of(known, dialect)
    elif binding.bound is Bound.KEY:
        known = structural.underlying(resolver, known)
        is_map = isinstance(known, Builtin) and known.name == "map" and known.arguments
        known = known.arguments[0] if is_map and isinstance(known, Builtin) else element_of(known, dialect)
    elif binding.bound is Bound.ENTER:
        known = _entered(resolver, known)
    return _unpacked(known, binding.unpack) if binding.unpack else known


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
        kind = view.outline.kind(index)
        if kind is DefKind.IMPL:
            written = view.outline.type_text(index) or view.outline.name(index)
            known = evaluate(resolver, path, written, view.outline.span(index)[0])
            return known or objects.named(resolver, path, view, view.outline.name(index), offset)
        if kind in TYPE_KINDS:
            return Instance(Declaration(path, index, -1, view.outline.name(index)))
        if view.outline.qualifier(index):
            qualifier = view.outline.qualifier(index)
            known = evaluate(resolver, path, qualifier, view.outline.span(index)[0])
            known = known or objects.named(resolver, path, view, qualifier, offset)
            if known is not None:
                return known
        if (known := objects.around(resolver, path, view, index)) is not None:
            return known
        index = view.outline.container(index)
    return None


def _super_instance(resolver: Resolver, path: str, view: FileView, offset: int) -> Type | None:
    from codeprism_lsp.resolution.members import supertypes

    own = enclosing_instance(resolver, path, view, offset)
    if not isinstance(own, Instance):
        return None
    return union([Instance(one) for one in supertypes(resolver, own.declaration)[:4]])


# -- written types ---------------------------------------------------------------------------------


def evaluate(
    resolver: Resolver, path: str, text: str, offset: int, receiver: Type | None = None, index: int = -1
) -> Type | None:
    """The type that a type text denotes at an offset of a file.

    `receiver` is the type on which the member with that type was found: its arguments stand for the type
    parameters of its class.
    """
    spec = resolver.project.spec(path)
    if spec is None or not text:
        return None
    parsed = parse_type(text, spec.dialect)
    if parsed is None:
        return None
    environment = _environment(resolver, receiver)
    return resolver.guarded(
        (
            "evaluate",
            path,
            parsed,
            resolver.project.outline(path).enclosing(offset),
            receiver,
            offset if index < 0 else 0,
        ),
        lambda: _named_type(resolver, path, parsed, offset, environment, receiver),
        None,
    )


def _environment(resolver: Resolver, receiver: Type | None) -> dict[str, Type]:
    if not isinstance(receiver, Instance | ClassObject) or not receiver.arguments:
        return {}
    owner = receiver.declaration
    if owner.index < 0:
        return {}
    outline, rules = resolver.project.outline(owner.path), resolver.project.rules(owner.path)
    parameters = type_parameters(rules.written_type_parameters(outline, owner.index))
    return dict(zip(parameters, receiver.arguments, strict=False))


def _named_type(
    resolver: Resolver,
    path: str,
    parsed: TypeName,
    offset: int,
    environment: Mapping[str, Type],
    receiver: Type | None,
) -> Type | None:
    def inner(one: TypeName) -> Type | None:
        return _named_type(resolver, path, one, offset, environment, receiver)

    spec = resolver.project.spec(path)
    if spec is None:
        return None
    if parsed.kind == "union":
        members = [inner(one) for one in parsed.arguments]
        return union([one for one in members if one is not None])
    if parsed.kind == "anonymous":
        return structural.anonymous_at(resolver, path, offset)
    if parsed.kind == "function":
        result = inner(parsed.arguments[-1]) if parsed.arguments else None
        return Builtin("bound", (result,)) if result is not None else None
    if parsed.kind in ("array", "map", "tuple"):
        return Builtin(parsed.kind, tuple(inner(one) or Builtin("?") for one in parsed.arguments))
    last = parsed.segments[-1] if parsed.segments else ""
    if len(parsed.segments) == 1 and last in environment:
        return environment[last]
    if len(parsed.segments) == 1 and last in _SELF_TYPES and receiver is not None:
        return (
            Instance(receiver.declaration, receiver.arguments)
            if isinstance(receiver, ClassObject)
            else receiver
        )
    found = _lookup_segments(resolver, path, parsed.segments, offset)
    if isinstance(found, ClassObject):
        arguments = tuple(inner(one) or Builtin("?") for one in parsed.arguments)
        if last in spec.dialect.transparent and arguments and arguments[0] != Builtin("?"):
            return arguments[0]
        return Instance(found.declaration, arguments or found.arguments)
    if found is not None and not (
        found == EXTERNAL and parsed.arguments and _is_container(last, spec.dialect)
    ):
        return _filled(found, [inner(one) for one in parsed.arguments])
    if last in spec.dialect.transparent and parsed.arguments:
        return inner(parsed.arguments[0])
    if last in ("type", "Type") and parsed.arguments:
        known = inner(parsed.arguments[0])
        return ClassObject(known.declaration, known.arguments) if isinstance(known, Instance) else None
    if parsed.arguments or last in spec.dialect.containers or last in spec.dialect.awaitable:
        return Builtin(last, tuple(inner(one) or Builtin("?") for one in parsed.arguments))
    if last in _SELF_TYPES:
        view = resolver.project.view(path)
        return enclosing_instance(resolver, path, view, offset) if view is not None else None
    if len(parsed.segments) == 1 and resolver.project.rules(path).is_builtin_type(last):
        return Builtin(last)
    return None


def _filled(found: Type, arguments: list[Type | None]) -> Type:
    """What an alias stands for, with the alias's own arguments in the places that it leaves open."""
    if not isinstance(found, Builtin) or Builtin("?") not in found.arguments:
        return found
    given = iter([one or Builtin("?") for one in arguments])
    return Builtin(
        found.name,
        tuple(next(given, one) if one == Builtin("?") else one for one in found.arguments),
    )


def _is_container(name: str, dialect: TypeDialect) -> bool:
    return name in dialect.containers or name in dialect.transparent or name in dialect.awaitable


def _lookup_segments(resolver: Resolver, path: str, segments: tuple[str, ...], offset: int) -> Type | None:
    """The class object (or module) that a dotted name denotes at an offset."""
    view = resolver.project.view(path)
    if view is None or not segments:
        return None
    known: Type | None = None
    found: list[Declaration] = []
    for position, segment in enumerate(segments):
        if position == 0:
            found = resolver.name(path, view, segment, offset)
            if found and not any(_names_types(resolver, one) for one in found):
                found = names.resolve_type(resolver, path, view, segment, offset) or found
            found = [one for one in found if _names_types(resolver, one)] or found
        else:
            if known is None:
                return None
            found = resolver.member(known, segment, path)
        known = resolver.type_of_declaration(found[0]) if found else None
        if position == 0 and not found and imports.is_external(resolver, path, segment):
            return EXTERNAL
        if position == 0 and known is None and len(segments) > 1:
            package = resolver.project.rules(path).qualified(resolver.project, path, segments)
            return resolver.type_of_declaration(Declaration(*package)) if package is not None else None
    if isinstance(known, Instance) and found and resolver.kind(found[0]) is DefKind.TYPE_PARAMETER:
        return ClassObject(known.declaration, known.arguments)  # a type parameter stands for its bound
    return known if isinstance(known, ClassObject | ModuleObject | Builtin | Union) else None


def _names_types(resolver: Resolver, declaration: Declaration) -> bool:
    return resolver.is_type(declaration) or resolver.is_namespace(declaration)


# -- parts of types --------------------------------------------------------------------------------


def _instance_of(known: Type | None) -> Type | None:
    return Instance(known.declaration, known.arguments) if isinstance(known, ClassObject) else None


def element_of(known: Type | None, dialect: TypeDialect) -> Type | None:
    """What indexing a container gives."""
    if isinstance(known, Union):
        parts = [element_of(one, dialect) for one in known.members]
        return union([one for one in parts if one is not None])
    if known == EXTERNAL:
        return EXTERNAL
    if isinstance(known, Builtin) and known.arguments:
        if known.name == "bound":
            return None
        if known.name in ("array", "list", "set", "Iterator", "tuple"):
            return known.arguments[0]
        if known.name in ("map", "dict"):
            return known.arguments[-1]
        at = dialect.containers.get(known.name)
        if at is not None and at < len(known.arguments):
            return known.arguments[at]
    if isinstance(known, Instance) and known.arguments:
        at = dialect.containers.get(known.declaration.name)
        if at is not None and at < len(known.arguments):
            return known.arguments[at]
    return None


def iterated(resolver: Resolver, known: Type | None, dialect: TypeDialect, path: str) -> Type | None:
    """What a loop over a value gets."""
    known = structural.underlying(resolver, known)
    if isinstance(known, Builtin) and known.name in dialect.pairs:
        return combinators.yielded(known, dialect)
    if isinstance(known, Builtin) and known.name in ("dict", "Dict", "Mapping", "defaultdict", "OrderedDict"):
        return known.arguments[0] if len(known.arguments) > 1 else None
    if isinstance(known, Instance):
        for name in ("__iter__", "iterator", "next"):
            for method in resolver.member(known, name, path)[:1]:
                return element_of(returned(resolver, FunctionObject(method, known)), dialect)
    return element_of(known, dialect)


def awaited(known: Type | None, dialect: TypeDialect) -> Type | None:
    """What `await` gives: a future's result, otherwise the value itself."""
    if isinstance(known, Builtin) and known.arguments:
        if known.name in ("Awaitable", *dialect.awaitable):
            return known.arguments[-1]
    if isinstance(known, Instance) and known.arguments and known.declaration.name in dialect.awaitable:
        return known.arguments[0]
    return known


def unwrapped(known: Type | None) -> Type | None:
    """What Rust's `?` gives: the payload of a Result or Option."""
    if isinstance(known, Builtin | Instance) and known.arguments:
        return known.arguments[0]
    return known


def _entered(resolver: Resolver, known: Type | None) -> Type | None:
    if isinstance(known, Instance):
        for name in ("__enter__", "__aenter__"):
            for method in resolver.member(known, name, known.declaration.path)[:1]:
                entered = returned(resolver, FunctionObject(method, known))
                return awaited(entered, TypeDialect()) or known
        return known
    if isinstance(known, Builtin) and known.arguments:
        return known.arguments[0]
    return known


def _unpacked(known: Type | None, positions: tuple[int, ...]) -> Type | None:
    for position in positions:
        if known == EXTERNAL:
            return EXTERNAL
        if not isinstance(known, Builtin) or not known.arguments:
            return None
        if known.name == "tuple":
            known = known.arguments[position] if position < len(known.arguments) else None
        else:
            known = known.arguments[-1]
        if known == Builtin("?"):
            return None
    return known
