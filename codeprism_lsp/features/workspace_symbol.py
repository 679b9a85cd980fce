"""workspace/symbol and workspaceSymbol/resolve: fuzzy search over every definition."""

from __future__ import annotations

from typing import Any

import attrs
from lsprotocol import types as lsp

from codeprism_lsp.analysis import symbols
from codeprism_lsp.facts.kinds import Modifier
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
    hits = symbols.search(places.workspace, params.query, context.cancellation.check)
    for hit, seen in symbols.glimpsed(hits):
        one: Json = {
            "name": hit.name,
            "kind": SYMBOL_KINDS[seen.kind],
            "location": {
                "uri": places.uri(hit.project, hit.path),
                "range": places.glimpsed_range(hit.project, hit.path, hit.index, seen),
            },
        }
        if seen.container:
            spec = hit.project.spec(hit.path)
            one["containerName"] = (spec.separator if spec else ".").join(seen.container)
        else:
            one["containerName"] = seen.qualifier or hit.path
        if seen.modifiers & Modifier.DEPRECATED:
            one["tags"] = [DEPRECATED_TAG]
        found.append(one)
    return found


@feature("workspaceSymbol/resolve", lsp.WorkspaceSymbol, kind="symbols")
def resolve(_: RequestContext, params: lsp.WorkspaceSymbol) -> lsp.WorkspaceSymbol:
    """Symbols are sent complete; what comes back is what was sent."""
    tags = [lsp.SymbolTag(tag) for tag in params.tags] if params.tags else params.tags
    return attrs.evolve(params, kind=lsp.SymbolKind(params.kind), tags=tags)
