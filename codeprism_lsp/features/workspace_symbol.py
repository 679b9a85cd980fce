"""workspace/symbol and workspaceSymbol/resolve: fuzzy search over every definition."""

from __future__ import annotations

from typing import Any

import attrs
from lsprotocol import types as lsp

from codeprism_lsp.analysis import symbols
from codeprism_lsp.facts.kinds import DefKind, Modifier
from codeprism_lsp.features.context import RequestContext
from codeprism_lsp.features.places import Places
from codeprism_lsp.features.registry import feature
from codeprism_lsp.features.symbol_kinds import DEPRECATED_TAG, SYMBOL_KINDS

Json = dict[str, Any]


@feature(
    "workspace/symbol",
    lsp.WorkspaceSymbolParams,
    capability={"workspace_symbol_provider": lsp.WorkspaceSymbolOptions(resolve_provider=True)},
    kind="symbols",
)
def workspace_symbol(context: RequestContext, params: lsp.WorkspaceSymbolParams) -> list[Json]:
    places = Places(context)
    found = []
    for hit in symbols.search(places.workspace, params.query, context.cancellation.check):
        outline = hit.project.outline(hit.path)
        if hit.index >= len(outline):
            continue  # the index has met a damaged row; the file is indexed again
        columns = outline.definitions[:, hit.index]
        container, modifiers = int(columns[5]), int(columns[7])
        one: Json = {
            "name": hit.name,
            "kind": SYMBOL_KINDS[DefKind(int(columns[6]))],
            "location": {
                "uri": places.uri(hit.project, hit.path),
                "range": places.name_range(hit.project, hit.path, hit.index),
            },
        }
        spec = hit.project.spec(hit.path)
        qualifier = outline.strings[int(columns[11])]
        if container >= 0:
            one["containerName"] = outline.qualified_name(container, spec.separator if spec else ".")
        elif qualifier:
            one["containerName"] = qualifier
        else:
            one["containerName"] = hit.path
        if modifiers & Modifier.DEPRECATED:
            one["tags"] = [DEPRECATED_TAG]
        found.append(one)
    return found


@feature("workspaceSymbol/resolve", lsp.WorkspaceSymbol, kind="symbols")
def resolve(_: RequestContext, params: lsp.WorkspaceSymbol) -> lsp.WorkspaceSymbol:
    """Symbols are sent complete; what comes back is what was sent."""
    tags = [lsp.SymbolTag(tag) for tag in params.tags] if params.tags else params.tags
    return attrs.evolve(params, kind=lsp.SymbolKind(params.kind), tags=tags)
