"""textDocument/documentSymbol: the outline of one file, as a tree or, for old clients, as a list.

A file may hold thousands of symbols and editors ask after every pause in typing. So all positions are
computed at once and the answer is written as JSON directly: a dict for each position would take longer
to make, to collect and to write than everything else together. What an answer says besides positions is
kept for the next one about the same file, since an edit leaves most of it as it was.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import orjson
from cachetools import LRUCache
from lsprotocol import types as lsp

from codeprism_lsp.facts.kinds import DefKind, Modifier
from codeprism_lsp.facts.outline import Column, Outline
from codeprism_lsp.features.context import RequestContext
from codeprism_lsp.features.places import Places
from codeprism_lsp.features.registry import feature
from codeprism_lsp.features.symbol_kinds import DEPRECATED_TAG, SYMBOL_KINDS, detail, shown_name
from codeprism_lsp.languages import registry
from codeprism_lsp.text.lines import LineIndex, PositionEncoding

_HIDDEN = (int(DefKind.PARAMETER), int(DefKind.TYPE_PARAMETER))
_KINDS = {int(kind): symbol for kind, symbol in SYMBOL_KINDS.items()}
_DEPRECATED = int(Modifier.DEPRECATED)
_RANGE = '{"start":{"line":%d,"character":%d},"end":{"line":%d,"character":%d}}'
_LATER = _RANGE.replace("%", "%%")
_SYMBOL = '{"name":%s,"kind":%d,"range":' + _LATER + ',"selectionRange":' + _LATER
_INFORMATION = '{"name":%s,"kind":%d,"location":{"uri":%s,"range":' + _RANGE + "}"
_KEPT_FILES = 8
_UNESCAPED = str.maketrans({"%": "%%"})

Numbers = npt.NDArray[np.int64]
"""Of each symbol eight numbers: start and end of the whole and of the name, as lines and characters."""


@dataclass(frozen=True, slots=True)
class _Form:
    """What an answer says besides positions: a format string for each symbol, and what they came from."""

    separator: str
    strings: tuple[str, ...]
    symbols: Column  # depth, kind, deprecated, name, type, parameters, qualifier
    parts: list[str]


_forms: LRUCache[tuple[str, str], _Form] = LRUCache(_KEPT_FILES)
_forms_lock = threading.Lock()


@feature(
    "textDocument/documentSymbol",
    lsp.DocumentSymbolParams,
    capability={"document_symbol_provider": lsp.DocumentSymbolOptions(label="CodePrism")},
    kind="symbols",
)
def document_symbol(context: RequestContext, params: lsp.DocumentSymbolParams) -> orjson.Fragment | None:
    places = Places(context)
    place = places.file(params.text_document.uri)
    if place is None:
        return None
    # Facts and lines of the same text: that of the open document, or what stands on disk now.
    snapshot = place.project.snapshot
    language = snapshot.language(place.path)
    if (fresh := snapshot.overlay.get(place.path)) is not None:
        outline: Outline | None = fresh.outline
    else:
        view = place.project.view(place.path)
        outline = view.outline if view is not None else None
    lines = places.lines(place.project, place.path)
    if outline is None or lines is None or language is None:
        return None
    separator = registry.specs()[language].separator
    visible = np.flatnonzero(~np.isin(outline.definitions[6], _HIDDEN))
    numbers = _positions(outline, visible, lines, context.client.encoding)
    if _hierarchical(context.client.capabilities):
        form = _form(outline, visible, separator, (place.project.snapshot.root, place.path))
        return orjson.Fragment(f"[{''.join(form.parts)}]" % tuple(numbers.ravel().tolist()))
    return orjson.Fragment("".join(_list(outline, visible, numbers, separator, params.text_document.uri)))


def _positions(outline: Outline, visible: Column, lines: LineIndex, encoding: PositionEncoding) -> Numbers:
    starts, ends, names = outline.definitions[:3, visible]
    plain = "".join(outline.strings).isascii()
    lengths = [len(text) if plain else len(text.encode("utf-8", "replace")) for text in outline.strings]
    name_ends = names + np.array(lengths, np.int64)[outline.definitions[8, visible]]
    # The protocol wants the name's range within the full one.
    offsets = (np.minimum(starts, names), np.maximum(ends, name_ends), names, name_ends)
    rows, columns = lines.positions(np.concatenate(offsets), encoding)
    return np.stack((rows.reshape(4, -1), columns.reshape(4, -1)), 1).reshape(8, -1).T


def _form(outline: Outline, visible: Column, separator: str, file: tuple[str, str]) -> _Form:
    """The format of an answer; the parts of symbols that are as they were come from the answer before."""
    symbols = np.concatenate((_depths(outline, visible)[None], outline.definitions[6:12, visible]))
    symbols[2] &= _DEPRECATED
    with _forms_lock:
        known = _forms.get(file)
    head = tail = 0
    if (
        known is not None
        and known.separator == separator
        and outline.strings[: len(known.strings)] == known.strings
    ):
        head, tail = _same(known.symbols, symbols)
    count = symbols.shape[1]
    texts = _Texts(outline, separator)
    depths, kinds, deprecated = symbols[:3].tolist()
    indexes = visible.tolist()
    parts = [] if known is None else known.parts[:head]
    for at in range(head, count - tail):
        after = depths[at + 1] if at + 1 < count else -1
        parts.append(_part(texts, indexes[at], kinds[at], deprecated[at], depths[at], after))
    if tail and known is not None:
        parts += known.parts[-tail:]
    form = _Form(separator, outline.strings, symbols, parts)
    with _forms_lock:
        _forms[file] = form
    return form


def _part(texts: _Texts, index: int, kind: int, deprecated: int, depth: int, after: int) -> str:
    """The format of one symbol, with what closes it and those around it before one of depth `after`."""
    part = _SYMBOL % (texts.name(index).translate(_UNESCAPED), _KINDS[kind])
    if text := texts.detail(index):
        part += f',"detail":{text.translate(_UNESCAPED)}'
    if deprecated:
        part += f',"tags":[{DEPRECATED_TAG}]'
    if after > depth:
        return part + ',"children":['
    return part + "}" + "]}" * (depth - max(after, 0)) + ("," if after >= 0 else "")


def _same(old: Column, new: Column) -> tuple[int, int]:
    """How many symbols at the beginning and at the end have the same format in both."""
    shorter = min(old.shape[1], new.shape[1])
    ahead = (old[:, :shorter] != new[:, :shorter]).any(0)
    head = int(ahead.argmax()) if ahead.any() else shorter
    rest = shorter - head
    behind = (old[:, old.shape[1] - rest :] != new[:, new.shape[1] - rest :]).any(0)[::-1]
    tail = int(behind.argmax()) if behind.any() else rest
    # The format of a symbol tells what follows it: that of the last before a difference differs, too.
    return max(0, head - 1) if head < max(old.shape[1], new.shape[1]) else head, tail


def _depths(outline: Outline, visible: Column) -> Column:
    """How many symbols are around each that is shown."""
    shown = np.zeros(len(outline) + 1, np.int64)
    shown[visible] = 1
    outer = np.append(outline.definitions[5], -1)  # the last stands for no definition, as -1 does
    depths, at = np.zeros(len(visible), np.int64), outer[visible]
    while (at >= 0).any():
        depths += shown[at]
        at = outer[at]
    return depths


def _list(outline: Outline, visible: Column, numbers: Numbers, separator: str, uri: str) -> Iterator[str]:
    texts = _Texts(outline, separator)
    address, comma = _json(uri), ""
    yield "["
    for index, four in zip(visible.tolist(), numbers[:, :4].tolist(), strict=True):
        kind, container = _KINDS[int(outline.kind(index))], outline.container(index)
        yield comma + _INFORMATION % (texts.name(index), kind, address, *four)
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
