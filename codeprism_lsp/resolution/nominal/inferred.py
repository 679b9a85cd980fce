"""What is not written: type arguments of calls, the types that places expect, parameters of literals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from codeprism_lsp.extraction.expression import Expression
from codeprism_lsp.extraction.view import FileView
from codeprism_lsp.facts.kinds import TYPE_KINDS
from codeprism_lsp.languages.spec import Form
from codeprism_lsp.resolution.declaration import (
    Builtin,
    Declaration,
    Instance,
    Outside,
    Type,
    Union,
    Variable,
)
from codeprism_lsp.resolution.nominal import ancestry, arguments, calls, functions, references, types
from codeprism_lsp.resolution.nominal.conversion import Fit, fit
from codeprism_lsp.resolution.nominal.functions import Function

if TYPE_CHECKING:
    from codeprism_lsp.resolution.resolver import Resolver

_DEPTH = 8  # types within types
_LEVELS = 60  # constructs between a return and its function
_RETURNS = 4  # results of a literal that are looked at


# -- type arguments of a call ------------------------------------------------------------------------


def environment(
    resolver: Resolver, path: str, view: FileView, call: Expression, function: Function, at: int = -1
) -> Mapping[str, Type]:
    """What is known of a function's type parameters in a call: what is written, else what its arguments tell,
    values first, then literals, else what its place expects. Where the parameter `at` a position is asked,
    that argument itself and the literals behind it tell nothing."""
    found: dict[str, Type] = {}
    written = call.child("type_arguments")
    if written is not None:
        given = [types_at(resolver, path, one.text, written.span[0]) for one in written.children]
        return {name: one or types.UNKNOWN for name, one in zip(function.bounds, given, strict=False)}
    if _has_variables(function):
        _from_arguments(resolver, path, view, call, function, at, found)
    if function.result is not None and any(name not in found for name in _variables(function.result)):
        wanted = expected(resolver, path, view, call, of=function.result)
        if isinstance(wanted, Instance | Outside):
            told: dict[str, Type] = {}
            _unify_result(resolver, path, function.result, wanted, told)
            found = {**told, **found}
    return found


def _from_arguments(
    resolver: Resolver,
    path: str,
    view: FileView,
    call: Expression,
    function: Function,
    at: int,
    found: dict[str, Type],
) -> None:
    listed = call.part("arguments")
    children = listed.children if listed is not None else []
    spread = function.is_variable and len(children) != len(function.parameters)
    later: list[tuple[int, Expression]] = []
    for position, one in enumerate(children):
        inner = _unparenthesised(one)
        if references.is_one(inner) or inner.form is Form.LAMBDA:
            if at < 0 or position < at:
                later.append((position, inner))
            continue
        wanted = function.parameter(position)
        if position == at or wanted is None or not _is_open(wanted):
            continue
        known = resolver.type_of(path, view, inner)
        if function.is_variable and not spread and position == len(function.parameters) - 1:
            if isinstance(known, Builtin) and known.name == "array":
                known = known.arguments[0]
        unify(resolver, path, wanted, known, found)
    for position, one in later:
        wanted = types.substituted_open(function.parameter(position), found)
        if wanted is not None and _is_open(wanted):
            _unify_function(resolver, path, view, wanted, one, found)


def _unify_result(
    resolver: Resolver, path: str, result: Type, wanted: Instance | Outside, found: dict[str, Type]
) -> None:
    """Notes what variables of a result stand for where a type is wanted that it is, or that is above it."""
    if isinstance(result, Variable):
        found[result.name] = wanted
        return
    seen = ancestry.seen_as(resolver, result, wanted, path)
    if not isinstance(seen, Instance | Outside):
        return
    for mine, its in zip(seen.arguments, wanted.arguments, strict=False):
        unify(resolver, path, mine, types.known(its), found)


def _variables(found: Type) -> list[str]:
    """Names of the variables in a type."""
    if isinstance(found, Variable):
        return [found.name]
    if isinstance(found, Instance | Outside | Builtin):
        return [name for one in found.arguments for name in _variables(one)]
    return [name for one in found.members for name in _variables(one)] if isinstance(found, Union) else []


def _has_variables(function: Function) -> bool:
    return any(one is not None and _is_open(one) for one in function.parameters)


def _is_open(found: Type) -> bool:
    return bool(_variables(found))


def _unparenthesised(expression: Expression) -> Expression:
    while expression.node_type == "parenthesized_expression":
        inner = expression.part("operand")
        if inner is None:
            break
        expression = inner
    return expression


def unify(
    resolver: Resolver, path: str, wanted: Type, given: Type | None, found: dict[str, Type], depth: int = 0
) -> None:
    """Notes what variables of `wanted` stand for where a value of the type `given` is taken."""
    if given is None or given in (types.UNKNOWN, types.NULL, types.VOID) or depth > _DEPTH:
        return
    if isinstance(wanted, Variable):
        _bind(resolver, path, wanted.name, given, found)
        return
    if isinstance(given, Union):
        given = given.members[0]
    if isinstance(wanted, Builtin) and wanted.name == "array":
        if isinstance(given, Builtin) and given.name == "array":
            unify(resolver, path, wanted.arguments[0], given.arguments[0], found, depth + 1)
        return
    if not isinstance(wanted, Instance | Outside) or not wanted.arguments:
        return
    seen = ancestry.seen_as(resolver, boxed(resolver, path, given), wanted, path)
    if not isinstance(seen, Instance | Outside):
        return
    for one, its in zip(wanted.arguments, seen.arguments, strict=False):
        unify(resolver, path, one, types.known(its), found, depth + 1)


def _bind(resolver: Resolver, path: str, name: str, given: Type, found: dict[str, Type]) -> None:
    given = boxed(resolver, path, given)
    known = found.get(name)
    if known is None:
        found[name] = given
        return
    if known == given or ancestry.seen_as(resolver, given, known, path) is not None:
        return
    if ancestry.seen_as(resolver, known, given, path) is not None:
        found[name] = given
        return
    above = {ancestry.key(one) for one in ancestry.levels(resolver, given, path)}
    for one in ancestry.levels(resolver, known, path):
        if ancestry.key(one) in above:
            found[name] = one
            return


def boxed(resolver: Resolver, path: str, found: Type) -> Type:
    """The object that stands for a primitive value; other types as they are."""
    if isinstance(found, Builtin) and (name := types.library(resolver, path).basic.boxes.get(found.name)):
        return Outside(name)
    return found


def _unify_function(
    resolver: Resolver,
    path: str,
    view: FileView,
    wanted: Type,
    literal: Expression,
    found: dict[str, Type],
) -> None:
    """Notes what a literal's result, or the function that is referred to, tells of variables."""
    expected = functions.of_interface(resolver, wanted, path)
    if expected is None:
        return
    if references.is_one(literal):
        owner = literal.part("object")
        receiver = references.instance(resolver.type_of(path, view, owner)) if owner is not None else None
        first = expected.parameters[0] if expected.parameters else None
        if isinstance(first, Variable) and receiver is not None:
            named = references.candidates(resolver, path, view, literal)
            if named and all(not one.is_static for one in named) and not literal.text.endswith("::new"):
                found.setdefault(first.name, receiver)
        told = references.result(resolver, path, view, literal, expected)
        if told is not None and expected.result is not None:
            given = told[1]
            if given is not None and receiver is not None and given == types.UNKNOWN:
                given = None
            unify(resolver, path, expected.result, given, found)
        return
    listed = literal.part("parameters")
    if listed is not None:
        for at, one in enumerate(listed.children):
            written = one.child("type")
            if written is not None and written.text != "var" and at < len(expected.parameters):
                mine = expected.parameters[at]
                if mine is not None:
                    unify(resolver, path, mine, types_at(resolver, path, written.text, one.span[0]), found)
    if expected.result is None or not _is_open(expected.result):
        return
    for one in literal_results(view, literal):
        known = resolver.type_of(path, view, one)
        if known not in (None, types.NULL):
            unify(resolver, path, expected.result, known, found)
            return


def literal_size(literal: Expression) -> int:
    """How many parameters a function literal has."""
    return arguments.literal_parameters(literal)[0]


def literal_results(view: FileView, literal: Expression) -> list[Expression]:
    """What a function literal gives: its body where that is an expression, else what it returns."""
    body = literal.part("body")
    if body is None:
        return []
    return [body] if body.node_type != "block" else view.lambda_results(literal.span[0])[:_RETURNS]


def types_at(resolver: Resolver, path: str, text: str, offset: int) -> Type | None:
    """The type that a text denotes at an offset of a file."""
    return types.evaluate(resolver, path, resolver.project.outline(path).enclosing(offset), text)


# -- what a place expects ----------------------------------------------------------------------------


def expected(
    resolver: Resolver,
    path: str,
    view: FileView,
    expression: Expression,
    depth: int = _DEPTH,
    *,
    of: Type | None = None,
) -> Type | None:
    """The type that the place of an expression expects, None where none is known. `of` is the type of the
    expression as far as it is known without that: among several functions an argument then has to tell by it
    which one is called."""
    around = expression.around
    if around is None or depth <= 0:
        return None
    kind = around.node_type
    if kind in ("parenthesized_expression", "ternary_expression"):
        return expected(resolver, path, view, around, depth - 1, of=of)
    if kind == "variable_declarator":
        declared = around.around
        written = declared.child("type") if declared is not None else None
        if written is None or written.text == "var":
            return None
        return types_at(resolver, path, written.text, around.span[0])
    if kind == "assignment_expression":
        left = around.part("left") or around.child("left")
        return resolver.type_of(path, view, left) if left is not None else None
    if kind == "cast_expression":
        written = around.part("type")
        return types_at(resolver, path, written.text, written.span[0]) if written is not None else None
    if kind == "argument_list":
        return _of_argument(resolver, path, view, around, expression, of)
    if kind == "array_initializer":
        known = expected(resolver, path, view, around, depth - 1)
        return known.arguments[0] if isinstance(known, Builtin) and known.name == "array" else None
    if kind == "array_creation_expression":
        return resolver.type_of(path, view, around)
    if kind == "lambda_expression":
        return _result_of(resolver, path, expected(resolver, path, view, around, depth - 1))
    if kind == "return_statement":
        return _of_return(resolver, path, view, around, depth)
    return None


def _of_argument(
    resolver: Resolver,
    path: str,
    view: FileView,
    listed: Expression,
    argument: Expression,
    of: Type | None,
) -> Type | None:
    call = listed.around
    if call is None:
        return None
    spans = [one.span for one in listed.children]
    if argument.span not in spans:
        return None
    position = spans.index(argument.span)
    possible = _possible(resolver, path, view, call)
    if of is not None:
        possible = [one for one in possible if one.accepts(len(spans))]
        if len(possible) > 1 and not isinstance(of, Variable):
            possible = [one for one in possible if _takes(resolver, path, one, position, of)]
        possible = possible if len(possible) == 1 else []
    if not possible:
        return None
    function = calls.chosen(resolver, path, view, call, possible)[0]
    wanted = function.parameter(position)
    if wanted is None or (position >= max(len(function.parameters), 1) and not function.is_variable):
        return None
    given = environment(resolver, path, view, call, function, position)
    return types.substituted(wanted, given)


def _takes(resolver: Resolver, path: str, function: Function, position: int, given: Type) -> bool:
    """Whether a function may take a value of a type at a position."""
    return fit(resolver, given, function.parameter(position), path, function) is not Fit.NO


def _possible(resolver: Resolver, path: str, view: FileView, call: Expression) -> list[Function]:
    """The functions that a call, an instantiation or a call of a constructor may mean."""
    if call.form is Form.NEW:
        written = call.part("type")
        made = (
            types_at(resolver, path, written.text.removesuffix("<>"), written.span[0])
            if written is not None
            else None
        )
        return functions.constructors(resolver, made, path) if made is not None else []
    callee = call.part("callee")
    if callee is None:
        return []
    if callee.form in (Form.THIS, Form.SUPER):
        return constructors_called(resolver, path, callee)
    return calls.candidates(resolver, path, view, callee)


def constructors_called(resolver: Resolver, path: str, callee: Expression) -> list[Function]:
    """The constructors that `this(...)` or `super(...)` may mean."""
    own = enclosing_type(resolver, path, callee.span[0])
    if own is None:
        return []
    if callee.form is Form.SUPER:
        above = ancestry.parents(resolver, own, path)
        return functions.constructors(resolver, above[0], path) if above else []
    return functions.constructors(resolver, own, path)


def enclosing_type(resolver: Resolver, path: str, offset: int) -> Instance | None:
    """The type of `this` at an offset."""
    outline = resolver.project.outline(path)
    index = outline.enclosing(offset)
    while index >= 0:
        declaration = Declaration(path, index, -1, outline.name(index))
        if outline.kind(index) in TYPE_KINDS:
            return ancestry.own_type(resolver, declaration)
        index = outline.container(index)
    return None


def _of_return(resolver: Resolver, path: str, view: FileView, place: Expression, depth: int) -> Type | None:
    function: Expression | None = place.around
    for _ in range(_LEVELS):
        if function is None:
            return None
        if function.form is Form.LAMBDA:
            return _result_of(resolver, path, expected(resolver, path, view, function, depth - 1))
        if function.node_type == "method_declaration":
            written = function.child("type")
            name = function.child("name")
            if written is None or name is None:
                return None
            return types_at(resolver, path, written.text, name.span[0])
        function = function.around
    return None


def _result_of(resolver: Resolver, path: str, interface: Type | None) -> Type | None:
    function = functions.of_interface(resolver, interface, path)
    return types.known(function.result) if function is not None and function.result is not None else None


# -- parameters of literals --------------------------------------------------------------------------


def literal_parameter(resolver: Resolver, path: str, view: FileView, start: int) -> Type | None:
    """The type of a parameter without a type: that of the function that is expected of its literal."""
    part: Expression | None = None
    for around in view.ancestors(start):
        if around.form is Form.LAMBDA and part is not None:
            listed = around.part("parameters")
            if listed is None or listed.span != part.span:
                return None
            children = [listed] if listed.form is Form.NAME else listed.children
            position = next((at for at, one in enumerate(children) if one.span[0] <= start < one.span[1]), -1)
            function = functions.of_interface(resolver, expected(resolver, path, view, around), path)
            if function is None or not 0 <= position < len(function.parameters):
                return None
            wanted = function.parameters[position]
            return types.known(wanted) if not isinstance(wanted, Variable) else None
        if around.form is Form.LAMBDA:
            return None
        part = around
        if around.node_type in ("block", "class_body"):
            return None
    return None
