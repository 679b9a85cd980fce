"""Who calls a callable, and whom it calls: references and calls grouped by the definition around them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from codeprism_lsp.analysis.navigation import definitions, targets, with_body
from codeprism_lsp.analysis.references import stream
from codeprism_lsp.extraction.expression import Expression
from codeprism_lsp.facts.kinds import CALLABLE_KINDS, TYPE_KINDS, DefKind, Role
from codeprism_lsp.facts.outline import Outline
from codeprism_lsp.languages.spec import Form
from codeprism_lsp.resolution.declaration import Declaration, How
from codeprism_lsp.resolution.resolver import Resolver

_CALLS = (Role.CALL, Role.INSTANTIATE, Role.MACRO, Role.DECORATE)
_CALLABLE = (CALLABLE_KINDS | TYPE_KINDS) - {DefKind.TYPE_ALIAS}


@dataclass(frozen=True, slots=True)
class Calls:
    """Another callable (or the file, for code outside of any) and the names by which it is called."""

    other: Declaration
    spans: tuple[tuple[int, int], ...]


def callables_at(resolver: Resolver, path: str, offset: int) -> list[Declaration]:
    """The callables (types count: they are instantiated) that the identifier at an offset names."""
    found: dict[Declaration, None] = {}
    for one in targets(resolver, path, offset):
        if _is_callable(resolver, one):
            found.update(dict.fromkeys(with_body(resolver, one)))
    return list(found)


def incoming(
    resolver: Resolver, callee: Declaration, check: Callable[[], None] = lambda: None
) -> list[Calls]:
    """Calls of a callable, grouped by the definition that contains them, in path order."""
    found: list[Calls] = []
    for part in stream(resolver, [callee], check):
        path = part[0].path
        outline = resolver.project.outline(path)
        grouped: dict[int, list[tuple[int, int]]] = {}
        for one in part:
            if one.role in _CALLS and one.how is not How.NAME:
                grouped.setdefault(caller_at(outline, one.start), []).append((one.start, one.end))
        for index in sorted(grouped):
            name = outline.name(index) if index >= 0 else ""
            found.append(Calls(Declaration(path, index, -1, name), tuple(grouped[index])))
    return found


def outgoing(
    resolver: Resolver, caller: Declaration, check: Callable[[], None] = lambda: None
) -> list[Calls]:
    """Calls made by a callable that lead into the workspace, grouped by what is called."""
    at = resolver.view_at(caller)
    if at is None:
        return []
    view, index = at
    project, path = resolver.project, caller.path
    grouped: dict[Declaration, list[tuple[int, int]]] = {}
    for call in view.calls(*view.outline.span(index)):
        check()
        name = _called_name(call)
        if name is None or caller_at(view.outline, name.span[0]) != index:
            continue
        start, end = name.span
        # A resolver's bounds are those of one question; each call is one of its own.
        found = definitions(Resolver(project, check), path, start)
        for one in found[:1]:
            if one.how is not How.NAME and _is_callable(resolver, one):
                grouped.setdefault(one, []).append((start, end))
    return [Calls(other, tuple(spans)) for other, spans in grouped.items()]


def caller_at(outline: Outline, offset: int) -> int:
    """The innermost callable around an offset, else the outermost type there, -1 for the file.

    Fields that a method assigns belong to its type, so the chain of containers may leave the method out.
    """
    starts, ends, kinds = outline.definitions[0], outline.definitions[1], outline.definitions[6]
    around = np.flatnonzero((starts <= offset) & (offset < ends))
    callables = [index for index in around.tolist() if kinds[index] in CALLABLE_KINDS]
    if callables:
        return callables[-1]  # in pre-order the last one is the innermost
    return next((index for index in around.tolist() if kinds[index] in TYPE_KINDS), -1)


def _is_callable(resolver: Resolver, declaration: Declaration) -> bool:
    return declaration.index >= 0 and resolver.kind(declaration) in _CALLABLE


def _called_name(call: Expression) -> Expression | None:
    """The identifier by which a call names what it calls; None for `f()()` and the like."""
    callee = call.part("type" if call.form is Form.NEW else "callee")
    for _ in range(8):
        if callee is None:
            return None
        if callee.form is Form.MEMBER:
            callee = callee.part("name")
        elif callee.form in (Form.SAME, Form.INDEX, Form.DEREF):
            callee = callee.part("operand") or callee.part("object")
        else:
            return callee
    return None
