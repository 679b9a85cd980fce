"""Which of several functions of one name a call means: by the number of arguments, then by their types."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from codeprism_lsp.extraction.expression import Expression
from codeprism_lsp.extraction.view import FileView
from codeprism_lsp.facts.kinds import CALLABLE_KINDS, TYPE_KINDS, DefKind
from codeprism_lsp.languages.rules import Argument
from codeprism_lsp.languages.spec import Form
from codeprism_lsp.resolution import constness, members, operators, parameter_lists
from codeprism_lsp.resolution.declaration import EXTERNAL, Builtin, Declaration, How, Instance, Type
from codeprism_lsp.resolution.nominal import calls

if TYPE_CHECKING:
    from codeprism_lsp.resolution.resolver import Resolver

Arity = tuple[int, int]
_NUMBERS = frozenset({"byte", "short", "int", "long", "float", "double", "char"})
_PRIMITIVES = _NUMBERS | {"boolean", "bool"}
_ANYTHING = frozenset({"Object", "T", "E", "K", "V", "U", "R"})
_NULLS = ("nullptr", "NULL")


def chosen(
    resolver: Resolver, path: str, view: FileView, start: int, found: list[Declaration]
) -> list[Declaration]:
    """Of the declarations of the name at `start` those that a call there can mean; all, outside of calls."""
    if resolver.project.rules(path).library() is not None:
        return calls.meant(resolver, path, view, start, found)
    if not found or not resolver.project.rules(path).overloads():
        return found
    call = view.surrounding_call(start)
    if call is None:
        # A method is named without a call only in a method reference; fields have names of their own.
        values = [one for one in found if one.index < 0 or resolver.kind(one) not in CALLABLE_KINDS]
        return values or found
    arguments = call.part("arguments")
    given = arguments.children if arguments is not None else []
    if call.form is Form.NEW:
        return _constructors(resolver, path, view, found, given)
    functions = [one for one in found if one.index >= 0 and resolver.kind(one) in CALLABLE_KINDS]
    if not functions:
        return found
    accepting = [one for one in functions if _accepts(resolver, one, len(given))]
    if not accepting:
        # What does not fit here may be inherited: `f(int)` in a class hides no `f(int, int)` above it.
        accepting = _inherited(resolver, functions[0], len(given))
    best = _best(resolver, path, view, accepting or functions, given)
    if len(best) > 1 and resolver.project.rules(path).fit("", Argument("")) is not None:
        return constness.chosen(resolver, path, view, call, best)
    return best


def told_apart(
    resolver: Resolver, path: str, view: FileView, start: int, found: list[Declaration]
) -> list[Declaration]:
    """As `chosen`, where it matters to the type of a call: the functions give different types."""
    if len(found) < 2 or not resolver.project.rules(path).overloads():
        return found
    if any(one.index < 0 or resolver.kind(one) not in CALLABLE_KINDS for one in found):
        return found
    results = {resolver.project.outline(one.path).type_text(one.index) for one in found}
    return chosen(resolver, path, view, start, found) if len(results) > 1 else found


def _constructors(
    resolver: Resolver, path: str, view: FileView, found: list[Declaration], given: list[Expression]
) -> list[Declaration]:
    """The constructors that `new` means, followed by their class."""
    result: list[Declaration] = []
    for one in found:
        if one.index >= 0 and resolver.kind(one) in TYPE_KINDS:
            result.extend(constructors(resolver, path, view, one, given))
        result.append(one)
    return result


def constructors(
    resolver: Resolver, path: str, view: FileView, owner: Declaration, given: list[Expression]
) -> list[Declaration]:
    """The constructors of a type that some arguments mean."""
    outline = resolver.project.outline(owner.path)
    declared = [
        Declaration(owner.path, index, -1, outline.name(index), owner.how)
        for index in outline.children(owner.index)
        if outline.kind(index) is DefKind.CONSTRUCTOR
    ]
    fitting = [each for each in declared if _accepts(resolver, each, len(given))]
    return _best(resolver, path, view, fitting or declared, given)


def _inherited(resolver: Resolver, function: Declaration, count: int) -> list[Declaration]:
    container = resolver.project.outline(function.path).container(function.index)
    if container < 0:
        return []
    name = resolver.project.outline(function.path).name(container)
    owner = Declaration(function.path, container, -1, name)
    for ancestor in members.linearised(resolver, owner)[1:]:
        own = members.own_members(resolver, ancestor, function.name)
        fitting = [one for one in own if _accepts(resolver, one, count)]
        if fitting:
            return [one.found(How.MEMBER) for one in fitting]
    return []


def _accepts(resolver: Resolver, function: Declaration, count: int) -> bool:
    least, most = arity(resolver, function)
    return least <= count <= most


def _best(
    resolver: Resolver, path: str, view: FileView, functions: list[Declaration], given: list[Expression]
) -> list[Declaration]:
    """Those whose written parameter types fit the arguments best, as far as both are known."""
    if len(functions) < 2 or not given:
        return functions
    if resolver.project.rules(path).fit("", Argument("")) is None:
        known = [_argument(resolver, path, view, one) for one in given]
        scores = [_score(resolver, one, known) for one in functions]
    else:
        described = [_described(resolver, path, view, one) for one in given]
        scores = [_fitting(resolver, one, described) for one in functions]
    best = max(scores)
    return [one for one, score in zip(functions, scores, strict=True) if score == best]


def _described(resolver: Resolver, path: str, view: FileView, given: Expression) -> Argument:
    """What is known of an argument, where pointers matter."""
    if given.text in _NULLS:
        return Argument("nullptr", pointer=True)
    known = _argument(resolver, path, view, given)
    pointer = operators.is_pointer(resolver, path, view, given)
    if isinstance(known, Instance):
        above = members.linearised(resolver, known.declaration)[1:]
        return Argument(known.declaration.name, frozenset(one.name for one in above), pointer)
    return Argument(known.name if isinstance(known, Builtin) else "", pointer=pointer)


def _fitting(resolver: Resolver, function: Declaration, given: Sequence[Argument]) -> int:
    rules, outline = resolver.project.rules(function.path), resolver.project.outline(function.path)
    written = parameter_lists.parameters(outline.parameters(function.index))
    data, start = resolver.project.data(function.path) or b"", outline.span(function.index)[0]
    total = -1 if any("..." in one for one in written) else 0
    for position, one in enumerate(given):
        text = written[min(position, len(written) - 1)] if written else ""
        if not rules.takes_anything(text, data, start):
            total += rules.fit(text, one) or 0
    return total


def _argument(resolver: Resolver, path: str, view: FileView, given: Expression) -> Type | None:
    """The type of an argument; of a type outside the workspace at least its name, where it is written."""
    known = resolver.type_of(path, view, given)
    if known is not None and known != EXTERNAL:
        return known
    written = ""
    if given.form is Form.CALL and (callee := given.part("callee")) is not None:
        written = _result_text(resolver, path, view, callee)
    if given.form in (Form.CAST, Form.NEW) and (type_part := given.part("type")) is not None:
        written = type_part.text
    elif given.form is Form.NAME:
        for one in resolver.name(path, view, given.text, given.span[0])[:1]:
            local = resolver.binding(one) if one.is_local else None
            if local is not None:
                written = local[1].type_text
            elif one.index >= 0 and resolver.kind(one) not in CALLABLE_KINDS:
                written = resolver.project.outline(one.path).type_text(one.index)
    name = parameter_lists.type_name(written + " _") if written else ""
    if name.endswith("[]"):
        return Builtin("array", (Builtin(name[:-2]),))
    return Builtin(name) if name and name != "var" else None


def _result_text(resolver: Resolver, path: str, view: FileView, callee: Expression) -> str:
    """The written type of what a call gives, where the workspace defines what is called."""
    name = callee.part("name") if callee.form is Form.MEMBER else callee
    found = resolver.occurrence(path, view, name.span[0]) if name is not None else []
    for one in found[:1]:
        if one.index >= 0 and resolver.kind(one) in CALLABLE_KINDS and one.how is not How.NAME:
            return resolver.project.outline(one.path).type_text(one.index)
    return ""


def _score(resolver: Resolver, function: Declaration, given: list[Type | None]) -> int:
    written = parameter_lists.parameters(resolver.project.outline(function.path).parameters(function.index))
    variable = any("..." in one for one in written)
    total = -1 if variable else 0  # a fixed number of parameters is nearer
    for position, known in enumerate(given):
        text = written[min(position, len(written) - 1)] if written else ""
        wanted = parameter_lists.type_name(text)
        if "..." in text and isinstance(known, Builtin) and known.name == "array":
            wanted += "[]"  # an array stands for all further arguments
        total += _fit(resolver, function.path, wanted, known)
    return total


def _fit(resolver: Resolver, path: str, wanted: str, known: Type | None) -> int:
    """How well an argument suits a parameter of the type `wanted`: negative where it hardly can."""
    if isinstance(known, Builtin):
        if known.name == "array":
            if not wanted.endswith("[]"):
                return 0 if wanted in _ANYTHING else -3
            return 1 + _fit(resolver, path, wanted[:-2], known.arguments[0] if known.arguments else None)
        if known.name == wanted:
            return 4
        if known.name in _NUMBERS and wanted in _NUMBERS:
            return 1
        if wanted in _ANYTHING or known.name == "null":
            return -3 if wanted in _PRIMITIVES and known.name == "null" else 0
        apart = wanted.endswith("[]") or wanted in _PRIMITIVES or known.name in _PRIMITIVES
        return -3 if apart else -1
    if isinstance(known, Instance):
        if known.declaration.name == wanted:
            return 4
        above = members.linearised(resolver, known.declaration)[1:]
        if any(one.name == wanted for one in above):
            return 3
        if wanted in _ANYTHING:
            return 0
        return -3 if wanted in _PRIMITIVES or wanted == "String" or wanted.endswith("[]") else -1
    if wanted == "Object":
        return 1  # what is not known is anything, which only this is sure to take
    return -1 if wanted.endswith("[]") else 0


def arity(resolver: Resolver, function: Declaration) -> Arity:
    """The least and the greatest number of arguments that a function takes."""
    written = parameter_lists.parameters(resolver.project.outline(function.path).parameters(function.index))
    if any("..." in one for one in written):
        return len(written) - 1, sys.maxsize
    return len(written) - sum("=" in one for one in written), len(written)


def may_call(view: FileView, start: int, wanted: Iterable[Arity]) -> bool:
    """Whether the name at `start` may mean one of some functions, as far as a call's number of arguments
    tells: much cheaper than to find out which one it means."""
    call = view.surrounding_call(start)
    if call is None or call.form is Form.NEW:
        return True
    arguments = call.part("arguments")
    count = len(arguments.children) if arguments is not None else 0
    return any(least <= count <= most for least, most in wanted)
