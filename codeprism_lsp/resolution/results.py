"""Results of calls: declared return types, else what the return statements tell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from codeprism_lsp.facts.kinds import DefKind, Modifier
from codeprism_lsp.resolution import (
    doc_types,
    structural,
    written_types,
)
from codeprism_lsp.resolution.declaration import (
    EXTERNAL,
    Builtin,
    ClassObject,
    Declaration,
    FunctionObject,
    Instance,
    LambdaObject,
    Type,
    Union,
    union,
)

if TYPE_CHECKING:
    from codeprism_lsp.resolution.resolver import Resolver

_NOTHING: Mapping[str, Type] = {}
_MAX_RETURNS = 8


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
        return known.arguments[0] if known.arguments and known.arguments[0] != Builtin("?") else None
    if isinstance(known, Instance):
        for method in resolver.member(known, "__call__", known.declaration.path)[:1]:
            return returned(resolver, FunctionObject(method, known))
        return structural.by_signature(resolver, known, "call_signature")
    if isinstance(known, LambdaObject):
        view = resolver.project.view_near(known.path, known.start)
        if view is not None:
            values = view.lambda_results(known.start)
            types = [resolver.type_of(known.path, view, one) for one in values[:_MAX_RETURNS]]
            return union([one for one in types if one is not None])
    return None


def returned(
    resolver: Resolver, function: FunctionObject, given: Mapping[str, Type] = _NOTHING
) -> Type | None:
    """The declared return type of a function, else what its return statements tell. `given` is what a call
    makes of the function's own type parameters."""
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
    if " is " in written and spec.dialect.object_types:
        return Builtin("boolean")  # `x is T`, a test
    if written and not project.rules(declaration.path).is_inferred(written):
        known = written_types.evaluate(
            resolver,
            declaration.path,
            written,
            outline.span(declaration.index)[0],
            function.receiver,
            declaration.index,
            given,
        )
        if outline.modifiers(declaration.index) & Modifier.ASYNC and spec.family == "python":
            return Builtin("Awaitable", (known,)) if known is not None else None
        return known
    if (told := doc_types.of_definition(resolver, declaration, "returns")) is not None:
        return told
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
    modifiers = view.outline.modifiers(index)
    if modifiers & Modifier.GENERATOR and view.spec.dialect.object_types:
        return Builtin("Generator", (found,))
    if modifiers & Modifier.ASYNC:
        return Builtin("Awaitable", (found,))
    return found
