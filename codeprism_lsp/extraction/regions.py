"""Regions: the part of a file that has to be parsed to understand one place in it.

The outline tells which definition stands around a place. In most languages that definition parses alone,
and what is outside it is known from the outline, so a question about one function costs the parse of one
function, however large the file is. Between definitions, the gap is the region.
"""

from __future__ import annotations

from bisect import bisect_right

from codeprism_lsp.extraction.view import FileView, view_of
from codeprism_lsp.facts.outline import Outline, empty
from codeprism_lsp.languages.spec import LanguageSpec
from codeprism_lsp.syntax import parsing

WHOLE_BELOW = 6_000  # bytes of a file up to which all of it is parsed


def region_of(spec: LanguageSpec, outline: Outline, offset: int) -> tuple[int, int] | None:
    """The span to parse for a byte offset, None where the whole file is needed (or as good)."""
    if spec.items_alone is None or outline.size <= WHOLE_BELOW:
        return None
    index = outline.enclosing(offset)
    if index < 0:
        # With syntax errors a gap may be the rest of something that the outline has missed.
        return _gap(outline, offset) if not outline.errors else None
    top, alone = index, -1
    while index >= 0:
        if outline.kind(index) in spec.items_alone:
            alone = index
        top, index = index, outline.container(index)
    # The outermost function that parses alone; outside functions, the top-level definition.
    start, end = outline.span(alone if alone >= 0 else top)
    return (start, end) if (end - start) * 2 < outline.size else None


def whole_view(language: str, data: bytes, outline: Outline | None) -> FileView:
    """The view of a whole file; `outline` are its facts where they are known already."""
    if outline is None:
        return view_of(language, data)
    try:
        return FileView(language, data, parsing.parse(language, data), outline)
    except parsing.TooSlow as error:
        return FileView(language, data, parsing.parse(language, b""), empty(len(data)), str(error))


def region_view(language: str, data: bytes, outline: Outline, span: tuple[int, int]) -> FileView:
    """The view of a region; an empty one with a `problem` where parsing takes too long."""
    try:
        tree = parsing.parse_span(language, data, *span)
    except parsing.TooSlow as error:
        return FileView(language, data, parsing.parse(language, b""), empty(len(data)), str(error))
    return FileView(language, data, tree, outline, span=span)


def _gap(outline: Outline, offset: int) -> tuple[int, int] | None:
    """The span between the top-level definitions around an offset that is in none of them."""
    spans = outline.top_level_spans
    after = bisect_right(spans, (offset, outline.size + 1))
    start = max((end for _, end in spans[max(0, after - 1) : after]), default=0)
    end = spans[after][0] if after < len(spans) else outline.size
    return (start, end) if start <= offset < end else None
