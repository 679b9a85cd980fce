"""References to functions as values: `Item::size`, `this::run`, `Item::new`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codeprism_lsp.extraction.expression import Expression
from codeprism_lsp.extraction.view import FileView
from codeprism_lsp.facts.kinds import DefKind
from codeprism_lsp.resolution.declaration import (
    ClassObject,
    Instance,
    Outside,
    OutsideClass,
    Type,
    Variable,
)
from codeprism_lsp.resolution.nominal import functions, types
from codeprism_lsp.resolution.nominal.conversion import Fit, fit
from codeprism_lsp.resolution.nominal.functions import Function

if TYPE_CHECKING:
    from codeprism_lsp.resolution.resolver import Resolver


def is_one(expression: Expression) -> bool:
    """Whether an expression refers to a function as a value."""
    return expression.node_type == "method_reference"


def candidates(resolver: Resolver, path: str, view: FileView, reference: Expression) -> list[Function]:
    """The functions that a reference may mean."""
    name, owner = reference.part("name"), reference.part("object")
    if owner is None:
        return []
    receiver = owner_type(resolver, path, view, owner)
    if name is None or name.text == "new" or reference.text.endswith("::new"):
        made = instance(receiver)
        return functions.constructors(resolver, made, path) if made is not None else []
    if receiver is None:
        return []
    made = instance(receiver)
    return list(functions.named(resolver, made, name.text, path)) if made is not None else []


def owner_type(resolver: Resolver, path: str, view: FileView, owner: Expression) -> Type | None:
    """The type before `::`: a class, or the type of a value."""
    return resolver.type_of(path, view, owner)


def instance(found: Type | None) -> Type | None:
    """A value of a class; values as they are."""
    if isinstance(found, ClassObject):
        return Instance(found.declaration, found.arguments)
    return Outside(found.name) if isinstance(found, OutsideClass) else found


def fit_of(resolver: Resolver, path: str, view: FileView, reference: Expression, expected: Function) -> Fit:
    """How a reference suits a function that is expected."""
    found = candidates(resolver, path, view, reference)
    if not found:
        return Fit.PERHAPS
    fitting = _suiting(resolver, path, view, reference, found, expected)
    if not fitting:
        return Fit.NO
    if expected.result not in (None, types.VOID) and all(one.result == types.VOID for one in fitting):
        return Fit.NO
    return Fit.BELOW if expected.result != types.VOID else Fit.PERHAPS


def _suiting(
    resolver: Resolver,
    path: str,
    view: FileView,
    reference: Expression,
    found: list[Function],
    expected: Function,
) -> list[Function]:
    owner = reference.part("object")
    of_class = owner is not None and isinstance(
        owner_type(resolver, path, view, owner), ClassObject | OutsideClass
    )
    count = len(expected.parameters)
    fitting: list[tuple[int, Function]] = []
    for one in found:
        passed = list(expected.parameters)
        if of_class and not one.is_static and one.declaration is not None and _is_method(resolver, one):
            passed = passed[1:]
        elif of_class and not one.is_static and one.declaration is None:
            passed = passed[1:]
        if count and len(passed) < count and not one.accepts(len(passed)):
            continue
        if not one.accepts(len(passed)):
            continue
        fits = [
            fit(resolver, given if not isinstance(given, Variable) else None, one.parameter(at), path, one)
            for at, given in enumerate(passed)
        ]
        if all(each is not Fit.NO for each in fits):
            fitting.append((-sum(fits), one))
    fitting.sort(key=lambda pair: pair[0])
    return [one for _, one in fitting]


def _is_method(resolver: Resolver, function: Function) -> bool:
    declaration = function.declaration
    return declaration is not None and resolver.kind(declaration) is not DefKind.CONSTRUCTOR


def chosen(
    resolver: Resolver, path: str, view: FileView, reference: Expression, expected: Type | None
) -> list[Function]:
    """The functions that a reference means where a type is expected, best first."""
    found = candidates(resolver, path, view, reference)
    wanted = functions.of_interface(resolver, expected, path) if expected is not None else None
    if wanted is None or len(found) < 2:
        return found
    return _suiting(resolver, path, view, reference, found, wanted) or found


def result(
    resolver: Resolver, path: str, view: FileView, reference: Expression, wanted: Function
) -> tuple[Function, Type | None] | None:
    """The function that a reference means where some function is wanted, and what it gives."""
    found = candidates(resolver, path, view, reference)
    fitting = _suiting(resolver, path, view, reference, found, wanted) or found
    if not fitting:
        owner = reference.part("object")
        if owner is not None and reference.text.endswith("::new"):
            made = instance(owner_type(resolver, path, view, owner))
            if isinstance(made, Instance | Outside):
                return Function("new", made, (), made), made
        return None
    one = fitting[0]
    given = one.result
    return one, types.substituted(given, {}) if given is not None else None
