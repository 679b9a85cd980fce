"""textDocument/documentSymbol: the outline of one file, as a tree or, for old clients, as a list.

Results are plain dicts and all positions are computed at once: a file may hold thousands of symbols and
editors ask after every pause in typing.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from lsprotocol import types as lsp

from codeprism_lsp.analysis.workspace import Place
from codeprism_lsp.facts.kinds import DefKind
from codeprism_lsp.facts.outline import Outline
from codeprism_lsp.features.context import RequestContext
from codeprism_lsp.features.places import Places
from codeprism_lsp.features.registry import feature
from codeprism_lsp.features.symbol_kinds import SYMBOL_KINDS, detail, shown_name, tags

Json = dict[str, Any]
_HIDDEN = frozenset({DefKind.PARAMETER, DefKind.TYPE_PARAMETER})


@feature(
    "textDocument/documentSymbol",
    lsp.DocumentSymbolParams,
    capability={"document_symbol_provider": lsp.DocumentSymbolOptions(label="CodePrism")},
)
def document_symbol(context: RequestContext, params: lsp.DocumentSymbolParams) -> list[Json] | None:
    places = Places(context)
    place = places.file(params.text_document.uri)
    if place is None:
        return None
    fresh = place.project.snapshot.overlay.get(place.path)
    view = place.project.view(place.path) if fresh is None else None
    outline = fresh.outline if fresh is not None else view.outline if view is not None else None
    if outline is None or places.lines(place.project, place.path) is None:
        return None
    spec = place.project.spec(place.path)
    separator = spec.separator if spec is not None else "."
    ranges = _ranges(places, place, outline)
    if _hierarchical(context.client.capabilities):
        return _tree(outline, ranges, separator)
    return _list(outline, ranges, separator, params.text_document.uri)


def _ranges(places: Places, place: Place, outline: Outline) -> list[Json]:
    """The full range and the name's range of each definition, alternately."""
    starts, ends, names = outline.definitions[0], outline.definitions[1], outline.definitions[2]
    strings = outline.strings
    lengths = [len(strings[one].encode()) for one in outline.definitions[8].tolist()]
    name_ends = names + np.array(lengths, np.int64)
    # The protocol wants the name's range within the full one.
    full = np.minimum(starts, names).tolist(), np.maximum(ends, name_ends).tolist()
    named = names.tolist(), name_ends.tolist()
    spans = [
        span
        for first, last, name, name_end in zip(*full, *named, strict=True)
        for span in ((first, last), (name, name_end))
    ]
    return places.ranges(place.project, place.path, spans)


def _tree(outline: Outline, ranges: list[Json], separator: str) -> list[Json]:
    nodes: list[Json | None] = []
    roots: list[Json] = []
    for index in range(len(outline)):
        kind, container = outline.kind(index), outline.container(index)
        if kind in _HIDDEN:
            nodes.append(None)
            continue
        node: Json = {
            "name": shown_name(outline, index, separator),
            "kind": SYMBOL_KINDS[kind],
            "range": ranges[2 * index],
            "selectionRange": ranges[2 * index + 1],
        }
        if text := detail(outline, index):
            node["detail"] = text
        if marks := tags(outline, index):
            node["tags"] = marks
        nodes.append(node)
        above = nodes[container] if container >= 0 else None
        if above is None:
            roots.append(node)
        else:
            above.setdefault("children", []).append(node)
    return roots


def _list(outline: Outline, ranges: list[Json], separator: str, uri: str) -> list[Json]:
    found = []
    for index in range(len(outline)):
        kind, container = outline.kind(index), outline.container(index)
        if kind in _HIDDEN:
            continue
        one: Json = {
            "name": shown_name(outline, index, separator),
            "kind": SYMBOL_KINDS[kind],
            "location": {"uri": uri, "range": ranges[2 * index]},
        }
        if container >= 0:
            one["containerName"] = outline.qualified_name(container, separator)
        found.append(one)
    return found


def _hierarchical(client: lsp.ClientCapabilities) -> bool:
    declared = client.text_document and client.text_document.document_symbol
    return bool(declared and declared.hierarchical_document_symbol_support)
