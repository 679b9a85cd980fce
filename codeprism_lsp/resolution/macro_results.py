"""What a call of a macro gives, as far as the text of its body tells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from codeprism_lsp.facts.kinds import DefKind
from codeprism_lsp.resolution import parameter_lists, results, written_types
from codeprism_lsp.resolution.declaration import ClassObject, FunctionObject, Instance, Type

if TYPE_CHECKING:
    from codeprism_lsp.extraction.expression import Expression
    from codeprism_lsp.extraction.view import FileView
    from codeprism_lsp.resolution.declaration import Declaration
    from codeprism_lsp.resolution.resolver import Resolver

_PARAMETERS = re.compile(r"#\s*define\s+\w+\(([^()]*)\)")
_OBJECT = re.compile(
    r"#\s*define\s+\w+[ \t]+\(*&?\s*((?:::)?[A-Za-z_]\w*(?:::\w+)*)\s*\)*\s*(?:/[/*].*)?$", re.DOTALL
)
_STATEMENT = re.compile(rb"[;{}\n][ \t]*([A-Za-z_]\w+)[ \t]*\(([^;{}\n]*)\)[ \t]*(?=[;{\n])")
_LOOKED, _CALLS = 8_000, 40  # bytes before a name, and calls in them, that may declare it
_NESTED = 4  # macros that call macros


def of_call(
    resolver: Resolver, path: str, view: FileView, known: Type | None, call: Expression
) -> Type | None:
    """The type of a call whose callee has the type `known`; None where that is no macro, or tells nothing."""
    if not isinstance(known, FunctionObject) or resolver.kind(known.declaration) is not DefKind.MACRO:
        return None
    arguments = call.part("arguments")
    given = parameter_lists.parameters(arguments.text) if arguments is not None else []
    return _expanded(resolver, path, view, known.declaration, given, call.span[0], _NESTED)


def of_object(resolver: Resolver, macro: Declaration) -> Type | None:
    """What a macro without parameters stands for, where its body is a name or a path (`#define NS a::b`)."""
    data = resolver.project.data(macro.path)
    if data is None or macro.index < 0:
        return None
    begin, end = resolver.project.outline(macro.path).span(macro.index)
    body = _OBJECT.match(data[begin:end].decode("utf-8", "replace"))
    if body is None or body[1] == macro.name:
        return None
    known = written_types.evaluate(resolver, macro.path, body[1], begin)
    if isinstance(known, Instance):
        return ClassObject(known.declaration, known.arguments)
    view = resolver.project.view_near(macro.path, begin)
    found = resolver.name(macro.path, view, body[1], begin) if view is not None else []
    return resolver.type_of_declaration(found[0]) if found else None


def of_variable(resolver: Resolver, path: str, view: FileView, name: str, offset: int) -> Type | None:
    """The type of a variable that a macro called before `offset` in the same function declares."""
    rules = resolver.project.rules(path)
    index = view.outline.enclosing(offset)
    if index < 0 or not rules.is_preprocessed():
        return None
    start = max(view.outline.span(index)[0], offset - _LOOKED)
    calls = list(_STATEMENT.finditer(view.data, start, offset))[-_CALLS:]
    for call in reversed(calls):
        for one in resolver.name(path, view, call[1].decode(), call.start(1))[:1]:
            data = resolver.project.data(one.path)
            if one.index < 0 or data is None or resolver.kind(one) is not DefKind.MACRO:
                continue
            begin, end = resolver.project.outline(one.path).span(one.index)
            given = parameter_lists.parameters(f"({call[2].decode('utf-8', 'replace')})")
            text = rules.declared_by(data[begin:end].decode("utf-8", "replace"), given, name)
            if text:
                return written_types.evaluate(resolver, path, text, call.start(1))
    return None


def of_chain(
    resolver: Resolver, path: str, view: FileView, start: int, macro: Declaration, chain: Sequence[str]
) -> Type | None:
    """The type of what the names of a chain in a macro's body lead to, for the call of the macro at `start`:
    the first of them is a parameter, or a name as the place of the call sees it."""
    data = resolver.project.data(macro.path)
    if data is None:
        return None
    begin, end = resolver.project.outline(macro.path).span(macro.index)
    head = _PARAMETERS.match(data[begin:end].decode("utf-8", "replace"))
    parameters = [one.strip() for one in head[1].split(",")] if head is not None else []
    if chain[0] in parameters:
        call = view.surrounding_call(start)
        arguments = call.part("arguments") if call is not None else None
        given = arguments.children if arguments is not None else []
        at = parameters.index(chain[0])
        known = resolver.type_of(path, view, given[at]) if at < len(given) else None
    else:
        found = resolver.name(path, view, chain[0], start)
        known = resolver.type_of_declaration(found[0]) if found else None
    for name in chain[1:]:
        found = resolver.member(known, name, path) if known is not None else []
        known = resolver.type_of_declaration(found[0], known) if found else None
    return known


def _expanded(
    resolver: Resolver,
    path: str,
    view: FileView,
    macro: Declaration,
    given: Sequence[str],
    offset: int,
    nested: int,
) -> Type | None:
    data = resolver.project.data(macro.path)
    if data is None or macro.index < 0:
        return None
    start, end = resolver.project.outline(macro.path).span(macro.index)
    rules = resolver.project.rules(macro.path)
    text, inner = rules.expanded(data[start:end].decode("utf-8", "replace"), given)
    if text:
        return written_types.evaluate(resolver, path, text, offset)
    if inner is None or not nested:
        return None
    for one in resolver.name(path, view, inner[0], offset)[:1]:
        if one.index >= 0 and resolver.kind(one) is DefKind.MACRO:
            return _expanded(resolver, path, view, one, inner[1], offset, nested - 1)
        return results.result_of(resolver, resolver.type_of_declaration(one))
    return None
