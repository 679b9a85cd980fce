"""References and document highlights."""

from __future__ import annotations

from operator import itemgetter
from typing import Any

from lsprotocol import types as lsp

from codeprism_lsp.analysis import references
from codeprism_lsp.facts.kinds import Role
from codeprism_lsp.features.context import RequestContext
from codeprism_lsp.features.places import Places
from codeprism_lsp.features.registry import feature
from codeprism_lsp.resolution.resolver import Resolver

Json = dict[str, Any]
_WRITES = frozenset({Role.WRITE, Role.DEFINITION})


@feature(
    "textDocument/references",
    lsp.ReferenceParams,
    capability={"references_provider": True},
    kind="references",
)
def find_references(context: RequestContext, params: lsp.ReferenceParams) -> list[Json] | None:
    """Each identifier's own range, with its qualifier where the language counts it so, once, in path order;
    file by file where the client wants it so, those first that declare it."""
    places = Places(context)
    place = places.file(params.text_document.uri)
    offset = places.offset(place, params.position) if place is not None else None
    if place is None or offset is None:
        return None
    check = context.cancellation.check
    resolver = Resolver(place.project, check)
    found: list[tuple[str, list[Json]]] = []
    for part in references.settled(references.at(resolver, place.path, offset, check)):
        wanted = [
            one for one in part if params.context.include_declaration or one.role is not Role.DEFINITION
        ]
        if not wanted:
            continue
        path = wanted[0].path
        uri = places.uri(place.project, path)
        ranges = places.ranges(
            place.project, path, [(one.start if one.begin < 0 else one.begin, one.end) for one in wanted]
        )
        locations = [{"uri": uri, "range": one} for one in ranges]
        if not context.report_partial(locations):
            found.append((path, locations))
    found.sort(key=itemgetter(0))
    return [one for _, locations in found for one in locations]


@feature(
    "textDocument/documentHighlight",
    lsp.DocumentHighlightParams,
    capability={"document_highlight_provider": True},
    kind="references",
)
def document_highlight(context: RequestContext, params: lsp.DocumentHighlightParams) -> list[Json] | None:
    places = Places(context)
    place = places.file(params.text_document.uri)
    offset = places.offset(place, params.position) if place is not None else None
    if place is None or offset is None:
        return None
    resolver = Resolver(place.project, context.cancellation.check)
    targets = references.targets(resolver, place.path, offset)
    found = references.within(resolver, place.path, targets)
    ranges = places.ranges(place.project, place.path, [(one.start, one.end) for one in found])
    return [{"range": where, "kind": int(_kind(one.role))} for one, where in zip(found, ranges, strict=True)]


def _kind(role: Role) -> lsp.DocumentHighlightKind:
    return lsp.DocumentHighlightKind.Write if role in _WRITES else lsp.DocumentHighlightKind.Read
