"""Types that come from outside an expression: what its place expects of it.

An object literal has no type of its own: its keys name members of the type that is expected where it
stands, and a function literal's parameters have the types of the function that is expected. Where nothing
is expected, a key declares its member itself; where the expectation is not known, nothing is answered.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from codeprism_lsp.extraction.expression import Expression
from codeprism_lsp.extraction.view import FileView
from codeprism_lsp.facts.kinds import CALLABLE_KINDS, Modifier
from codeprism_lsp.languages.spec import Context, Form, TypeDialect
from codeprism_lsp.resolution import (
    combinators,
    components,
    doc_types,
    generics,
    members,
    results,
    type_parts,
    written_types,
)
from codeprism_lsp.resolution.declaration import (
    EXTERNAL,
    Builtin,
    ClassObject,
    Declaration,
    FunctionObject,
    How,
    Parent,
    Type,
    Union,
    union,
)
from codeprism_lsp.resolution.parameter_lists import parameters, split_parameter

if TYPE_CHECKING:
    from codeprism_lsp.resolution.resolver import Resolver

_DEPTH = 12  # constructs around a literal
_MAPS = frozenset({"map", "Record"})
_LEVELS = 60  # constructs between a return and its function
_UNKNOWN = Builtin("?")


def key(resolver: Resolver, path: str, view: FileView, start: int) -> list[Declaration] | None:
    """What the key of an object literal at `start` means; None where there is no such key."""
    named = view.expression_at(start) if view.spec.contexts else None
    entry = named.around if named is not None and named.span[0] == start else None
    context = view.spec.contexts.get(entry.node_type) if entry is not None else None
    if named is None or entry is None or context is None or context.kind != "entry":
        return None
    written, literal = entry.child(context.key), entry.around
    if written is None or written.span[0] != start or literal is None or literal.form is not Form.COLLECTION:
        return None
    known = expected(resolver, path, view, literal)
    found = _members(resolver, known, named.text, path) if known is not None else []
    if found or (known is None and not view.spec.untyped and context.value != context.key):
        return found
    own = resolver.declared_at(path, view, start)
    return [own] if own is not None else []


def shorthand(resolver: Resolver, path: str, view: FileView, start: int) -> list[Declaration]:
    """The member that `{name}` in an object literal means beside the value it is given."""
    if not view.spec.contexts:
        return []
    named = view.expression_at(start)
    literal = named.around if named is not None and named.node_type in view.spec.shorthands else None
    if named is None or literal is None:
        return []
    known = expected(resolver, path, view, literal)
    found = _members(resolver, known, named.text, path) if known is not None else []
    return found or [Declaration(path, -1, start, named.text, How.MEMBER)]


def taken_out(resolver: Resolver, path: str, view: FileView, start: int) -> list[Declaration]:
    """The member that a name in a pattern takes out of a value (`const {name} = value`)."""
    origin = view.origin_at(start)
    if origin is None or not takes_out(view, start):
        return []
    known = resolver.type_of_origin(path, view, start, origin)
    return _members(resolver, known, origin.steps[-1].name, path) if known is not None else []


def given(resolver: Resolver, declaration: Declaration) -> Type | None:
    """The type of the value that `{name}` gives its member. What else is declared without a binding is
    declared by an import that leads out of the workspace."""
    path, start = declaration.path, declaration.start
    if (told := doc_types.of_member(resolver, declaration)) is not None:
        return told
    view = resolver.project.view_near(path, start)
    if view is not None and view.spec.untyped and not view.is_shorthand(start):
        return _given_by_assignment(resolver, path, view, declaration)
    if view is None or not view.spec.contexts or not view.is_shorthand(start):
        return EXTERNAL
    found = resolver.name(path, view, declaration.name, start)
    return resolver.type_of_declaration(found[0]) if found else EXTERNAL


def _given_by_assignment(
    resolver: Resolver, path: str, view: FileView, declaration: Declaration
) -> Type | None:
    """The type of what an assignment gives a member that it declares (`api.size = 1`)."""
    named = view.expression_at(declaration.start)
    owner = named.part("object") if named is not None and named.form is Form.MEMBER else None
    if owner is None:
        return EXTERNAL
    for holder in resolver.name(path, view, owner.text, owner.span[0])[:1]:
        values = view.assigned_members(owner.text, declaration.name, holder.start)
        known = [resolver.type_of(path, view, value) for _, value in values]
        return union([one for one in known if one is not None])
    return EXTERNAL


def takes_out(view: FileView, start: int) -> bool:
    """Whether the name at `start` takes a member of its own name out of a value."""
    origin = view.origin_at(start)
    return origin is not None and bool(origin.steps) and origin.steps[-1].kind == "member"


def _members(resolver: Resolver, known: Type, name: str, path: str) -> list[Declaration]:
    if isinstance(known, FunctionObject):  # its parameter is a pattern without a type
        return members.parameter(resolver, known, name)
    return [one.found(How.MEMBER) for one in resolver.member(known, name, path)]


def expected(
    resolver: Resolver, path: str, view: FileView, expression: Expression, depth: int = _DEPTH
) -> Type | None:
    """What the place of an expression expects: EXTERNAL for nothing, None where that is not known.

    A function whose parameter is a pattern without a type stands for what that pattern takes apart.
    """
    around = expression.around
    context = view.spec.contexts.get(around.node_type) if around is not None else None
    own = view.spec.contexts.get(expression.node_type)
    if own is not None and own.kind == "entry" and own.value == own.key:  # a method is an entry itself
        around, context = expression, replace(own, value="")
    if around is None or context is None or depth <= 0:
        return EXTERNAL
    if context.value != "" and not _is_value(around, context, expression):
        return EXTERNAL
    if context.kind == "same":
        return expected(resolver, path, view, around, depth - 1)
    if context.kind == "declared":
        written = _part(around, context.type)
        if written is None:
            return doc_types.declared(resolver, path, view, around.span[0]) or EXTERNAL
        if written.text == "const":
            return expected(resolver, path, view, around, depth - 1)
        return written_types.evaluate(resolver, path, written.text.lstrip(":"), expression.span[0])
    if context.kind == "assigned":
        if (told := doc_types.declared(resolver, path, view, around.span[0])) is not None:
            return told
        target = _part(around, context.type)
        return resolver.type_of(path, view, target) if target is not None else EXTERNAL
    if context.kind == "property":
        return _of_property(resolver, path, view, around)
    if context.kind == "argument":
        return _of_argument(resolver, path, view, around, expression)
    if context.kind == "result":
        return _of_result(resolver, path, view, around, depth)
    if context.kind == "element":
        known = expected(resolver, path, view, around, depth - 1)
        return known if known in (None, EXTERNAL) else type_parts.element_of(known, view.spec.dialect)
    named = around.child(context.key)
    literal = around.around
    if named is None or literal is None:
        return EXTERNAL
    known = expected(resolver, path, view, literal, depth - 1)
    if known is None or known == EXTERNAL:
        return known
    if isinstance(known, Builtin) and known.name in _MAPS:
        return type_parts.element_of(known, view.spec.dialect) or EXTERNAL
    for one in _members(resolver, known, named.text, path)[:1]:
        return resolver.type_of_declaration(one, known)
    return None


def _of_property(resolver: Resolver, path: str, view: FileView, attribute: Expression) -> Type | None:
    """The type of the property that an attribute of an element names."""
    element = attribute.around
    component = element.child("name") if element is not None else None
    named = attribute.children[0] if attribute.children else None
    if component is None or named is None or is_intrinsic(component):
        return EXTERNAL
    known = components.properties(resolver, path, view, component)
    if known is None or isinstance(known, FunctionObject):
        return None
    for one in _members(resolver, known, named.text, path)[:1]:
        return resolver.type_of_declaration(one, known)
    return None


def is_intrinsic(component: Expression) -> bool:
    """Whether an element is one of the platform (`div`), by its name."""
    return component.form is Form.NAME and component.text[:1].islower()


def parameter(resolver: Resolver, path: str, view: FileView, start: int) -> Type | None:
    """The type of a parameter without a type, in a function literal that is expected to be some function."""
    place = _parameter_place(view, start) if view.spec.contexts else None
    if place is None:
        return None
    literal, position = place
    listed = literal.around
    call = listed.around if listed is not None else None
    if call is not None and call.form is Form.CALL:
        given = combinators.parameter(resolver, path, view, call)
        if isinstance(given, Builtin) and given.name == "tuple" and position < len(given.arguments):
            return _known(given.arguments[position])
    return _parameter_of(expected(resolver, path, view, literal), position)


def _parameter_place(view: FileView, start: int) -> tuple[Expression, int] | None:
    """The function literal among whose parameters a name stands, and the position of the parameter."""
    part: Expression | None = None
    for around in view.ancestors(start):
        if part is not None and around.form is Form.LAMBDA:
            direct = around.part("parameter")
            return (around, 0) if direct is not None and direct.span == part.span else None
        if part is not None and around.node_type == view.spec.parameter_list:
            literal = around.around
            own = view.spec.contexts.get(literal.node_type) if literal is not None else None
            if literal is None or (literal.form is not Form.LAMBDA and own is None):
                return None
            spans = [one.span for one in around.children]
            return (literal, spans.index(part.span)) if part.span in spans else None
        part = around
    return None


def _parameter_of(known: Type | None, position: int) -> Type | None:
    """The type of a parameter of a function type."""
    if isinstance(known, Union):
        parts = [_parameter_of(one, position) for one in known.members]
        return union([one for one in parts if one is not None])
    if isinstance(known, Builtin) and known.name == "bound" and position + 1 < len(known.arguments):
        return _known(known.arguments[position + 1])
    return None


def _known(found: Type) -> Type | None:
    return found if found != _UNKNOWN else None


def _of_argument(
    resolver: Resolver, path: str, view: FileView, listed: Expression, argument: Expression
) -> Type | None:
    call = listed.around
    callee = (call.part("callee") or call.part("type")) if call is not None else None
    spans = [one.span for one in listed.children]
    if call is None or callee is None or argument.span not in spans:
        return EXTERNAL
    position, known = spans.index(argument.span), resolver.type_of(path, view, callee)
    if isinstance(known, Parent):
        above = members.linearised(resolver, known.declaration)[1:2]
        known = ClassObject(above[0]) if above else EXTERNAL
    if known is None:
        # A method of a container is as good as one from outside; of other receivers nothing is known.
        return (
            EXTERNAL if callee.form is Form.NAME and not resolver.name(path, view, callee.text, 0) else None
        )
    if isinstance(known, ClassObject):
        return _of_construction(resolver, known, len(spans), position)
    if isinstance(known, FunctionObject):
        return of_function(resolver, known, len(spans), position)
    if isinstance(known, Builtin):
        return _parameter_of(known, position) if known.name == "bound" else EXTERNAL
    return None


def _of_construction(resolver: Resolver, made: ClassObject, count: int, position: int) -> Type | None:
    where = made.declaration.path
    for name in resolver.project.spec_constructors(where):
        for one in resolver.member(made, name, where)[:1]:
            return of_function(resolver, FunctionObject(one, made), count, position)
    return EXTERNAL


def all_parameters(resolver: Resolver, known: Type | None) -> Type | None:
    """The types of all parameters of a function, as a tuple."""
    if isinstance(known, FunctionObject) and known.declaration.index >= 0:
        outline = resolver.project.outline(known.declaration.path)
        count = len(parameters(outline.parameters(known.declaration.index)))
        parts = [of_function(resolver, known, count, position) for position in range(count)]
        return Builtin("tuple", tuple(_UNKNOWN if one in (None, EXTERNAL, known) else one for one in parts))
    if isinstance(known, Builtin) and known.name == "bound":
        return Builtin("tuple", known.arguments[1:])
    return None


def of_function(resolver: Resolver, function: FunctionObject, count: int, position: int) -> Type | None:
    """The type of a parameter; EXTERNAL where it has none, or one that the call itself determines."""
    declaration = chosen_signature(resolver, function.declaration, count)
    if declaration.index < 0:
        return None
    outline = resolver.project.outline(declaration.path)
    written = parameters(outline.parameters(declaration.index))
    if written and written[0].startswith("this:"):
        written = written[1:]
    if not written:
        return EXTERNAL
    text = written[min(position, len(written) - 1)]
    if position >= len(written) and not text.startswith("..."):
        return EXTERNAL
    name, colon, type_text = split_parameter(text)
    if not colon:
        at = resolver.view_at(declaration)
        if at is not None and at[0].spec.doc_types is not None:
            begin = outline.span(declaration.index)[0]
            told = doc_types.parameter_of(resolver, declaration.path, at[0], begin, name, position)
            if told is not None:
                return told
        return function if name.startswith("{") else EXTERNAL
    open_types = generics.own_parameters(resolver, declaration)
    if type_text in open_types:
        return EXTERNAL
    if open_types:  # what the call itself determines is not what their bounds say
        type_text = re.sub(rf"\b(?:{'|'.join(map(re.escape, sorted(open_types)))})\b", "unknown", type_text)
    start = outline.name_span(declaration.index)[0]
    known = written_types.evaluate(
        resolver, declaration.path, type_text, start, function.receiver, declaration.index
    )
    return type_parts.element_of(known, _dialect(resolver, declaration)) if name.startswith("...") else known


def chosen_signature(resolver: Resolver, function: Declaration, count: int) -> Declaration:
    """Of a function's overload signatures the first that takes so many arguments; else itself."""
    for one in signatures(resolver, function):
        written = parameters(resolver.project.outline(one.path).parameters(one.index))
        written = [text for text in written if not text.startswith("this:")]
        most = 1_000 if any(text.startswith("...") for text in written) else len(written)
        least = sum(_is_required(text) for text in written)
        if least <= count <= most:
            return one
    return function


def called(
    resolver: Resolver, path: str, view: FileView, start: int, found: list[Declaration]
) -> list[Declaration]:
    """The overload signature that a call of the name at `start` means, in place of the implementation."""
    if not found or not view.spec.contexts or found[0].index < 0:
        return found
    if resolver.kind(found[0]) not in CALLABLE_KINDS or (call := view.surrounding_call(start)) is None:
        return found
    arguments = call.part("arguments")
    count = len(arguments.children) if arguments is not None else 0
    chosen = chosen_signature(resolver, found[0], count)
    return [chosen, *(one for one in found[1:] if one not in (chosen, found[0]) and one.index < 0)]


def signatures(resolver: Resolver, function: Declaration) -> list[Declaration]:
    """The overload signatures of a function in the order written, without its implementation."""
    if function.index < 0:
        return []
    rules = resolver.project.rules(function.path)
    outline = resolver.project.outline(function.path)
    if not rules.infers_returns():
        return []
    others = rules.same_entity(
        resolver.project, function.path, function.index, resolver.project.definers_for(function.path)
    )
    known = sorted({(function.path, function.index), *others})
    found = [Declaration(one, index, -1, function.name, function.how) for one, index in known]
    if len(found) < 2:
        return []
    return [
        one
        for one in found
        if one.path == function.path
        and outline.kind(one.index) in CALLABLE_KINDS
        and outline.modifiers(one.index) & Modifier.DECLARATION
    ]


def _is_required(parameter_text: str) -> bool:
    name, _, _ = split_parameter(parameter_text)
    return not (name.endswith("?") or name.startswith("...") or _has_default(parameter_text))


def _has_default(text: str) -> bool:
    level = 0
    for at, char in enumerate(text):
        if char in "<([{":
            level += 1
        elif char in ")]}" or (char == ">" and text[at - 1 : at] != "="):
            level -= 1
        elif char == "=" and level == 0 and text[at + 1 : at + 2] != ">":
            return True
    return False


def _dialect(resolver: Resolver, declaration: Declaration) -> TypeDialect:
    spec = resolver.project.spec(declaration.path)
    return spec.dialect if spec is not None else TypeDialect()


def _of_result(resolver: Resolver, path: str, view: FileView, place: Expression, depth: int) -> Type | None:
    """What the function around a return expects: its written result, or that of the function expected."""
    function: Expression | None = place
    for _ in range(_LEVELS):
        if function is None:
            return EXTERNAL
        written = function.child(view.spec.result_field)
        if written is not None:
            text = written.text.lstrip(": ")
            known = written_types.evaluate(resolver, path, text, function.span[0])
            return type_parts.awaited(known, view.spec.dialect)
        if function.form is Form.LAMBDA:
            known = expected(resolver, path, view, function, depth - 1)
            return known if known in (None, EXTERNAL) else results.result_of(resolver, known)
        if function.node_type in view.spec.functions:
            return EXTERNAL
        function = function.around
    return EXTERNAL


def _is_value(around: Expression, context: Context, expression: Expression) -> bool:
    part = _part(around, context.value)
    return part is not None and part.span == expression.span


def _part(around: Expression, where: str | int) -> Expression | None:
    if isinstance(where, str):
        return around.child(where)
    parts = around.children
    return parts[where] if where < len(parts) else None
