"""Calls of constructors by keyword: `this(...)` and `super(...)` at the beginning of another constructor."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from codeprism_lsp.facts.kinds import DefKind
from codeprism_lsp.resolution.declaration import Declaration
from codeprism_lsp.resolution.nominal import keywords
from codeprism_lsp.resolution.resolver import Resolver

_CALL = re.compile(rb"\b(this|super)\s*\(")


def uses(resolver: Resolver, path: str, group: Iterable[Declaration]) -> Iterator[tuple[int, int]]:
    """Spans of the keywords in a file by which constructors of a group are called."""
    project = resolver.project
    if project.rules(path).library() is None:
        return
    wanted = {one for one in group if one.index >= 0 and resolver.kind(one) is DefKind.CONSTRUCTOR}
    data = project.data(path) if wanted else None
    for match in _CALL.finditer(data) if data is not None else ():
        start, end = match.span(1)
        view = project.view_near(path, start)
        if view is not None and wanted.intersection(keywords.meant(resolver, path, view, start)):
            yield start, end
