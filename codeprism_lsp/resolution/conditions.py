"""Definitions that conditional compilation would leave out stand behind those that it takes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

from codeprism_lsp.facts.kinds import DefKind
from codeprism_lsp.resolution.declaration import How

if TYPE_CHECKING:
    from codeprism_lsp.extraction.view import Binding
    from codeprism_lsp.resolution.declaration import Declaration
    from codeprism_lsp.resolution.resolver import Resolver

_FEW = 16  # definitions of one name that are put in order


def is_left_out(resolver: Resolver, path: str, offset: int) -> bool:
    """Whether a usual build leaves out what stands at an offset."""
    project = resolver.project
    rules = project.rules(path)
    if not rules.compiles_conditionally():
        return False
    spans = project.cached(
        ("left out", path), lambda: rules.left_out(project, path, project.data, project.definers_for(path))
    )
    return _is_within(spans, offset)


def _is_within(spans: Sequence[tuple[int, int]], offset: int) -> bool:
    at = bisect_right(spans, offset, key=lambda span: span[0]) - 1
    return at >= 0 and offset < spans[at][1]


def is_declared_out(resolver: Resolver, one: Declaration) -> bool:
    """Whether a usual build leaves a declaration out."""
    if one.is_local:
        return is_left_out(resolver, one.path, one.start)
    if one.index < 0:
        return is_left_out(resolver, one.path, 0)
    return is_left_out(resolver, one.path, resolver.project.outline(one.path).span(one.index)[0])


def answered(resolver: Resolver, path: str, offset: int, found: list[Declaration]) -> list[Declaration]:
    """Of what a name at an offset may mean that which is answered. Where the workspace says how it is built,
    nothing is answered for files that it is built without, and of what else it leaves out only names that
    modules have: types of expressions, and locals, are those of a build."""
    project = resolver.project
    if not found or not project.rules(path).knows_configuration(project, path):
        return found
    rules = project.rules(path)
    spans = project.cached(
        ("unseen", path), lambda: rules.unseen(project, path, project.data, project.definers_for(path))
    )
    if _is_within(spans, offset):
        return []
    if not is_left_out(resolver, path, offset):
        return found
    return [one for one in found if one.how is not How.MEMBER and not one.is_local]


def taken(resolver: Resolver, path: str, found: list[Declaration]) -> list[Declaration]:
    """Of several declarations that are seen from a file first those that a usual build takes; these alone
    where the workspace says how the file is built."""
    if not 1 < len(found) <= _FEW:
        return found
    project = resolver.project
    if not project.rules(path).knows_configuration(project, path):
        return taken_first(resolver, found)
    return [one for one in found if not is_declared_out(resolver, one)] or found


def taken_first(resolver: Resolver, found: list[Declaration]) -> list[Declaration]:
    """The same declarations, those that a usual build leaves out behind all others."""
    if not 1 < len(found) <= _FEW:
        return found
    # Where a macro and a function have one name, the macro is expanded before the function is seen.
    return sorted(found, key=lambda one: (is_declared_out(resolver, one), not _is_macro(resolver, one)))


def _is_macro(resolver: Resolver, one: Declaration) -> bool:
    return one.index >= 0 and resolver.kind(one) is DefKind.MACRO


def bindings_taken(
    resolver: Resolver, path: str, bindings: Sequence[Binding], offset: int
) -> Sequence[Binding]:
    """Of the bindings of one name those that a build takes together with the use at `offset`."""
    if len(bindings) < 2 or is_left_out(resolver, path, offset):
        return bindings
    return [one for one in bindings if not is_left_out(resolver, path, one.start)] or bindings
