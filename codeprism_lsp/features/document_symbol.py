"""textDocument/documentSymbol: the outline of one file, as a tree or, for old clients, as a list.

A file may hold thousands of symbols and editors ask after every pause in typing. So all positions are
computed at once and the answer is written as JSON directly: a dict for each position would take longer
to make, to collect and to write than everything else together.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import orjson
from lsprotocol import types as lsp

from codeprism_lsp.facts.kinds import DefKind, Modifier
from codeprism_lsp.facts.outline import Outline
from codeprism_lsp.features.context import RequestContext
from codeprism_lsp.features.places import Places
from codeprism_lsp.features.registry import feature
from codeprism_lsp.features.symbol_kinds import DEPRECATED_TAG, SYMBOL_KINDS, detail, shown_name
from codeprism_lsp.text.lines import LineIndex, PositionEncoding

_HIDDEN = frozenset({int(DefKind.PARAMETER), int(DefKind.TYPE_PARAMETER)})
_KINDS = {int(kind): symbol for kind, symbol in SYMBOL_KINDS.items()}
_DEPRECATED = int(Modifier.DEPRECATED)
_RANGE = '{"start":{"line":%d,"character":%d},"end":{"line":%d,"character":%d}}'
_SYMBOL = '{"name":%s,"kind":%d,"range":' + _RANGE + ',"selectionRange":' + _RANGE
_INFORMATION = '{"name":%s,"kind":%d,"location":{"uri":%s,"range":' + _RANGE + "}"

Numbers = tuple[int, ...]


@feature(
    "textDocument/documentSymbol",
    lsp.DocumentSymbolParams,
    capability={"document_symbol_provider": lsp.DocumentSymbolOptions(label="CodePrism")},
)
def document_symbol(context: RequestContext, params: lsp.DocumentSymbolParams) -> orjson.Fragment | None:
    places = Places(context)
    place = places.file(params.text_document.uri)
    if place is None:
        return None
    # Facts and lines of the same text: that of the open document, or what stands on disk now.
    view = place.project.view(place.path)
    lines = places.lines(place.project, place.path)
    if view is None or lines is None:
        return None
    positions = _positions(view.outline, lines, context.client.encoding)
    separator = view.spec.separator
    if _hierarchical(context.client.capabilities):
        parts = _tree(view.outline, positions, separator)
    else:
        parts = _list(view.outline, positions, separator, params.text_document.uri)
    return orjson.Fragment("".join(parts))


def _positions(outline: Outline, lines: LineIndex, encoding: PositionEncoding) -> list[Numbers]:
    """Of each definition the start and end of the whole and of the name, as lines and characters."""
    starts, ends, names = outline.definitions[0], outline.definitions[1], outline.definitions[2]
    lengths = [len(text.encode()) for text in outline.strings]
    name_ends = names + np.array(lengths, np.int64)[outline.definitions[8]]
    # The protocol wants the name's range within the full one.
    offsets = (np.minimum(starts, names), np.maximum(ends, name_ends), names, name_ends)
    rows, columns = lines.positions(np.concatenate(offsets), encoding)
    count = len(outline)
    four = [(rows[at : at + count], columns[at : at + count]) for at in range(0, 4 * count, count or 1)]
    return list(zip(*(one.tolist() for pair in four for one in pair), strict=True))


def _tree(outline: Outline, positions: list[Numbers], separator: str) -> Iterator[str]:
    kinds, containers, modifiers = (outline.definitions[row].tolist() for row in (6, 5, 7))
    texts = _Texts(outline, separator)
    open_nodes: list[int] = []  # definitions whose JSON is not closed yet, from the outside in
    childless = True
    yield "["
    for index, kind in enumerate(kinds):
        if kind in _HIDDEN:
            continue
        container = containers[index]
        while container >= 0 and kinds[container] in _HIDDEN:
            container = containers[container]
        # Definitions stand in pre-order: what is open and does not contain this one is finished.
        while open_nodes and open_nodes[-1] != container:
            open_nodes.pop()
            yield "}" if childless else "]}"
            childless = False
        if open_nodes and childless:
            yield ',"children":['
        elif not childless:
            yield ","
        yield _SYMBOL % (texts.name(index), _KINDS[kind], *positions[index])
        if text := texts.detail(index):
            yield f',"detail":{text}'
        if modifiers[index] & _DEPRECATED:
            yield f',"tags":[{DEPRECATED_TAG}]'
        open_nodes.append(index)
        childless = True
    for _ in open_nodes:
        yield "}" if childless else "]}"
        childless = False
    yield "]"


def _list(outline: Outline, positions: list[Numbers], separator: str, uri: str) -> Iterator[str]:
    texts = _Texts(outline, separator)
    address, comma = _json(uri), ""
    yield "["
    for index in range(len(outline)):
        kind, container = int(outline.kind(index)), outline.container(index)
        if kind in _HIDDEN:
            continue
        yield comma + _INFORMATION % (texts.name(index), _KINDS[kind], address, *positions[index][:4])
        if container >= 0:
            yield f',"containerName":{_json(outline.qualified_name(container, separator))}'
        yield "}"
        comma = ","
    yield "]"


class _Texts:
    """Names and details of an outline as JSON; texts that repeat are written once."""

    def __init__(self, outline: Outline, separator: str) -> None:
        self._outline = outline
        self._separator = separator
        names, types, parameters, qualifiers = (outline.definitions[row].tolist() for row in (8, 9, 10, 11))
        self._names, self._qualifiers = names, qualifiers
        self._details = list(zip(parameters, types, strict=True))
        self._plain = outline.definitions[6] != int(DefKind.IMPL)
        self._known: dict[int, str] = {}
        self._known_details: dict[tuple[int, int], str] = {}

    def name(self, index: int) -> str:
        number = self._names[index]
        if self._qualifiers[index] or not self._outline.strings[number] or not self._plain[index]:
            return _json(shown_name(self._outline, index, self._separator))
        found = self._known.get(number)
        if found is None:
            found = self._known[number] = _json(self._outline.strings[number])
        return found

    def detail(self, index: int) -> str:
        written = self._details[index]
        found = self._known_details.get(written)
        if found is None:
            text = detail(self._outline, index)
            found = self._known_details[written] = _json(text) if text else ""
        return found


def _json(text: str) -> str:
    # A name that is no Unicode text is shown with replacement characters.
    return orjson.dumps(text.encode("utf-8", "replace").decode()).decode()


def _hierarchical(client: lsp.ClientCapabilities) -> bool:
    declared = client.text_document and client.text_document.document_symbol
    return bool(declared and declared.hierarchical_document_symbol_support)
