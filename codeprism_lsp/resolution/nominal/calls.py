"""Calls: the functions that a call may mean, the one that it means, and what it gives.

The order is that of the language: functions of the innermost type that has any of the name; of these the ones
that take so many arguments of such types, first without boxing, then with it, then with a variable number of
arguments; of these the most specific. Arguments whose types are not known suit everything.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from codeprism_lsp.extraction.expression import Expression
from codeprism_lsp.extraction.view import FileView
from codeprism_lsp.facts.kinds import CALLABLE_KINDS, TYPE_KINDS, DefKind, ImportKind
from codeprism_lsp.languages.spec import Form
from codeprism_lsp.resolution.declaration import (
    Builtin,
    ClassObject,
    Declaration,
    How,
    Instance,
    Outside,
    Type,
    Variable,
)
from codeprism_lsp.resolution.nominal import (
    ancestry,
    arguments,
    functions,
    inferred,
    references,
    types,
)
from codeprism_lsp.resolution.nominal.arguments import Argument
from codeprism_lsp.resolution.nominal.conversion import Fit, fit
from codeprism_lsp.resolution.nominal.functions import Function

if TYPE_CHECKING:
    from codeprism_lsp.resolution.resolver import Resolver


def meant(
    resolver: Resolver, path: str, view: FileView, start: int, found: list[Declaration]
) -> list[Declaration]:
    """The declarations that the name at `start` means, of those `found` by name alone."""
    call = view.surrounding_call(start)
    if call is None:
        return _uncalled(resolver, path, view, start, found)
    if call.form is Form.NEW:
        return _constructors(resolver, path, view, found, call)
    callee = call.part("callee")
    if callee is None or callee.form in (Form.THIS, Form.SUPER):
        return found
    possible = candidates(resolver, path, view, callee)
    if not possible and found and all(one.how is How.NAME for one in found):
        possible = _of_declarations(resolver, found)
    if not possible:
        is_field = resolver.project.rules(path).calls_give_fields()
        return [one for one in found if is_field or resolver.kind(one) in CALLABLE_KINDS]
    best = chosen(resolver, path, view, call, possible)
    how = found[0].how if found else How.MEMBER
    return [
        Declaration(one.declaration.path, one.declaration.index, -1, one.name, how)
        for one in best
        if one.declaration is not None and best[0].declaration is not None
    ]


def _uncalled(
    resolver: Resolver, path: str, view: FileView, start: int, found: list[Declaration]
) -> list[Declaration]:
    """A function is named without a call only by a reference to it; fields have names of their own."""
    expression = view.expression_at(start)
    if expression is None or not references.is_one(expression) or expression.span[0] == start:
        values = [one for one in found if one.index < 0 or resolver.kind(one) not in CALLABLE_KINDS]
        return values or found
    best = references.chosen(
        resolver, path, view, expression, inferred.expected(resolver, path, view, expression)
    )
    if best and best[0].declaration is None:
        return []
    own = [one.declaration for one in best[:1] if one.declaration is not None]
    return [one.found(How.MEMBER) for one in own] or found


def _of_declarations(resolver: Resolver, found: Sequence[Declaration]) -> list[Function]:
    """Functions that are known by name alone, of whatever type."""
    result: list[Function] = []
    for one in found:
        if one.index < 0 or resolver.kind(one) not in CALLABLE_KINDS:
            continue
        outline = resolver.project.outline(one.path)
        container = outline.container(one.index)
        owner = Instance(Declaration(one.path, container, -1, outline.name(container)))
        result.append(functions.of_declaration(resolver, owner, one.path, one.index))
    return result


def _constructors(
    resolver: Resolver, path: str, view: FileView, found: list[Declaration], call: Expression
) -> list[Declaration]:
    """The constructors that `new` means, followed by their class."""
    result: list[Declaration] = []
    for one in found:
        if resolver.is_type(one):
            declared = functions.constructors(resolver, ClassObject(one), path)
            best = chosen(resolver, path, view, call, declared) if declared else []
            result.extend(each.declaration.found(one.how) for each in best if each.declaration is not None)
        result.append(one)
    return result


# -- which functions there are -----------------------------------------------------------------------


def candidates(resolver: Resolver, path: str, view: FileView, callee: Expression) -> list[Function]:
    """The functions that a callee may mean: those of the receiver, or of the scopes around."""
    if callee.form is Form.NAME:
        return unqualified(resolver, path, callee.text, callee.span[0])
    name, owner = callee.part("name"), callee.part("object")
    if callee.form is not Form.MEMBER or name is None or owner is None:
        return []
    receiver = receiver_of(resolver, path, view, owner)
    return list(functions.named(resolver, receiver, name.text, path)) if receiver is not None else []


def receiver_of(resolver: Resolver, path: str, view: FileView, owner: Expression) -> Type | None:
    """The type whose functions are called on an expression."""
    return references.instance(resolver.type_of(path, view, owner))


def unqualified(resolver: Resolver, path: str, name: str, offset: int) -> list[Function]:
    """Functions that a name without a receiver may mean at an offset."""
    outline = resolver.project.outline(path)
    index = outline.enclosing(offset)
    while index >= 0:
        if outline.kind(index) is DefKind.ENUM_MEMBER:
            own = [one for one in outline.members(index, name) if outline.kind(one) in CALLABLE_KINDS]
            if own:
                owner = Instance(Declaration(path, index, -1, outline.name(index)))
                return [functions.of_declaration(resolver, owner, path, one) for one in own]
        elif outline.kind(index) in TYPE_KINDS:
            owner = ancestry.own_type(resolver, Declaration(path, index, -1, outline.name(index)))
            if found := functions.named(resolver, owner, name, path):
                return list(found)
        index = outline.container(index)
    return resolver.guarded(("imported functions", path, name), lambda: _imported(resolver, path, name), [])


def _imported(resolver: Resolver, path: str, name: str) -> list[Function]:
    """Functions that static imports bring: those by name before those on demand."""
    project = resolver.project
    rows = [one for one in project.imports_by_name(path).get(name, ()) if one.kind is ImportKind.STATIC_NAME]
    found = _static(resolver, path, [one.module for one in rows], name)
    if found:
        return found
    wild = [one.module for one in project.wildcards(path) if one.kind is ImportKind.STATIC_WILDCARD]
    return _static(resolver, path, wild, name)


def _static(resolver: Resolver, path: str, modules: Sequence[str], name: str) -> list[Function]:
    found: list[Function] = []
    for module in dict.fromkeys(modules):
        owner = references.instance(types.named(resolver, path, -1, tuple(module.split("."))))
        if owner is not None:
            found.extend(one for one in functions.named(resolver, owner, name, path) if one.is_static)
    return found


# -- which one is meant ------------------------------------------------------------------------------


def chosen(
    resolver: Resolver, path: str, view: FileView, call: Expression, possible: Sequence[Function]
) -> list[Function]:
    """The functions that a call means, best first; more than one only where the types leave it open."""
    if len(possible) < 2:
        return list(possible)
    listed = call.part("arguments")
    count = len(listed.children) if listed is not None else 0
    accepting = [one for one in possible if one.accepts(count)]
    if len(accepting) == 1:
        return accepting
    return resolver.guarded(
        ("chosen", path, call.span, tuple(possible)),
        lambda: _chosen(resolver, path, view, call, accepting or possible),
        list(accepting or possible),
    )


def _chosen(
    resolver: Resolver, path: str, view: FileView, call: Expression, possible: Sequence[Function]
) -> list[Function]:
    given = arguments.of_call(resolver, path, view, call)
    fits = {
        (at, spread): _fits(resolver, path, view, one, given, spread)
        for at, one in enumerate(possible)
        for spread in ((False, True) if one.is_variable else (False,))
    }
    for spread, least in ((False, Fit.PERHAPS), (False, Fit.BOXED), (True, Fit.BOXED)):
        applicable = [
            at
            for at, one in enumerate(possible)
            if (spread or len(one.parameters) == len(given))
            and (at, spread) in fits
            and all(each >= least for each in fits[at, spread])
        ]
        sure = [at for at in applicable if all(each is not Fit.PERHAPS for each in fits[at, spread])]
        if applicable := sure or applicable:
            best = _most_specific(resolver, path, [possible[at] for at in applicable], given, spread)
            rank = {id(possible[at]): sum(fits[at, spread]) for at in applicable}
            return sorted(best, key=lambda one: -rank[id(one)])

    # Something is not as it seems: the nearest of those that take so many arguments.
    def nearness(at: int) -> int:
        found = fits.get((at, possible[at].is_variable)) or ()
        return sum(each if each is not Fit.NO else -5 for each in found)

    order = sorted(range(len(possible)), key=lambda at: -nearness(at))
    return [possible[at] for at in order]


def _fits(
    resolver: Resolver,
    path: str,
    view: FileView,
    function: Function,
    given: Sequence[Argument],
    spread: bool,
) -> list[Fit]:
    found: list[Fit] = []
    for position, argument in enumerate(given):
        wanted = _wanted(function, position, spread)
        found.append(arguments.fit_of(resolver, path, view, argument, wanted, function))
    return found


def _wanted(function: Function, position: int, spread: bool) -> Type | None:
    """The type that an argument has to suit, where the last parameter stands for one array or for many."""
    wanted = function.parameter(position)
    last = len(function.parameters) - 1
    if function.is_variable and not spread and position >= last:
        return Builtin("array", (wanted or types.UNKNOWN,))
    return wanted


def _most_specific(
    resolver: Resolver, path: str, found: Sequence[Function], given: Sequence[Argument], spread: bool
) -> list[Function]:
    """Those that no other one is more specific than."""
    if len(found) < 2:
        return list(found)
    best = [
        one
        for one in found
        if not any(
            other is not one
            and _is_more_specific(resolver, path, other, one, given, spread)
            and not _is_more_specific(resolver, path, one, other, given, spread)
            for other in found
        )
    ]
    return best or list(found)


def _is_more_specific(
    resolver: Resolver, path: str, one: Function, other: Function, given: Sequence[Argument], spread: bool
) -> bool:
    for position, argument in enumerate(given):
        mine, its = _wanted(one, position, spread), _wanted(other, position, spread)
        if argument.is_function and _is_nearer_function(resolver, path, mine, its):
            continue
        if isinstance(its, Variable) and not isinstance(mine, Builtin):
            bound = other.bounds.get(its.name)
            if bound is None:
                continue
        if isinstance(mine, Variable):
            mine = one.bounds.get(mine.name) or types.root(resolver, path)
        if fit(resolver, mine, its, path, other) < Fit.BELOW:
            return False
    return True


def _is_nearer_function(resolver: Resolver, path: str, mine: Type | None, its: Type | None) -> bool:
    """Whether a literal rather means the one interface than the other: what gives something is nearer."""
    one, other = (functions.of_interface(resolver, each, path) for each in (mine, its))
    if one is None or other is None or len(one.parameters) != len(other.parameters):
        return False
    if other.result == types.VOID:
        return True
    if one.result == types.VOID:
        return False
    return fit(resolver, one.result, other.result, path, other) >= Fit.PERHAPS


# -- what a call gives -------------------------------------------------------------------------------


def result(resolver: Resolver, path: str, view: FileView, call: Expression) -> Type | None:
    """The type of what a call gives, VOID where it gives nothing."""
    callee = call.part("callee")
    if callee is None:
        return None
    possible = candidates(resolver, path, view, callee)
    if not possible:
        return _of_accessor(resolver, path, view, callee)
    best = chosen(resolver, path, view, call, possible)
    function = best[0]
    name, owner = callee.part("name"), callee.part("object")
    if function.name == "getClass" and not function.parameters:
        receiver = (
            receiver_of(resolver, path, view, owner) if owner is not None and name is not None else None
        )
        return Outside("java.lang.Class", (receiver or types.UNKNOWN,))
    if isinstance(function.result, Builtin) and function.result.name in types.PRIMITIVES:
        return function.result
    if function.name == "clone" and not function.parameters and owner is not None:
        receiver = receiver_of(resolver, path, view, owner)
        if isinstance(receiver, Builtin) and receiver.name == "array":
            return receiver
    environment = inferred.environment(resolver, path, view, call, function)
    return types.substituted(function.result, environment)


def _of_accessor(resolver: Resolver, path: str, view: FileView, callee: Expression) -> Type | None:
    """What a call without a function gives: the component of a record."""
    name = callee.part("name") if callee.form is Form.MEMBER else None
    if name is None or not resolver.project.rules(path).calls_give_fields():
        return None
    return resolver.type_of(path, view, callee)
