"""Definitions that conditional compilation would leave out stand behind those that it takes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

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
        ("left out", path), lambda: rules.left_out(project, path, project.data, project.snapshot.definers)
    )
    at = bisect_right(spans, offset, key=lambda span: span[0]) - 1
    return at >= 0 and offset < spans[at][1]


def is_declared_out(resolver: Resolver, one: Declaration) -> bool:
    """Whether a usual build leaves a declaration out."""
    if one.is_local:
        return is_left_out(resolver, one.path, one.start)
    if one.index < 0:
        return False
    return is_left_out(resolver, one.path, resolver.project.outline(one.path).span(one.index)[0])


def taken_first(resolver: Resolver, found: list[Declaration]) -> list[Declaration]:
    """The same declarations, those that a usual build leaves out behind all others."""
    if not 1 < len(found) <= _FEW:
        return found
    return sorted(found, key=lambda one: is_declared_out(resolver, one))


def bindings_taken(
    resolver: Resolver, path: str, bindings: Sequence[Binding], offset: int
) -> Sequence[Binding]:
    """Of the bindings of one name those that a build takes together with the use at `offset`."""
    if len(bindings) < 2 or is_left_out(resolver, path, offset):
        return bindings
    return [one for one in bindings if not is_left_out(resolver, path, one.start)] or bindings
