"""Changes of a text, in the terms both sides need: LSP ranges in, byte-exact tree edits out.

Incremental parsing is only right when the old tree is told exactly which bytes moved, so the edit is
computed here once, together with the new text and its line index, and nowhere else.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from codeprism_lsp.text.decoding import encode_text
from codeprism_lsp.text.lines import LineIndex, Position, PositionEncoding


class Point(NamedTuple):
    """A row counted by "\\n" alone and a column in bytes, as tree-sitter counts them."""

    row: int
    column: int


class TextRange(NamedTuple):
    """A half-open range of LSP positions."""

    start: Position
    end: Position


class Edit(NamedTuple):
    """One replacement; the fields are the arguments of tree-sitter's `Tree.edit`, in its order."""

    start: int
    old_end: int
    new_end: int
    start_point: Point
    old_end_point: Point
    new_end_point: Point


def apply_change(
    data: bytes, lines: LineIndex, changed: TextRange | None, new_text: str, encoding: PositionEncoding
) -> tuple[bytes, LineIndex, Edit]:
    """Replace a range of `data` by `new_text`; None means the whole text.

    `lines` must be the index of `data`. Positions are clamped, and a range given backwards is turned
    round. For a whole text only the part that differs becomes the edit, so that editors which always
    send everything still get incremental parsing.
    """
    inserted = encode_text(new_text)
    if changed is None:
        start, old_end, new_end = difference(data, inserted)
        return _replace(data, lines, start, old_end, inserted[start:new_end])
    start = lines.offset(*changed.start, encoding)
    old_end = lines.offset(*changed.end, encoding)
    return _replace(data, lines, min(start, old_end), max(start, old_end), inserted)


def difference(old: bytes, new: bytes) -> tuple[int, int, int]:
    """The smallest (start, old end, new end) outside which both are equal, on character borders."""
    shorter = min(len(old), len(new))
    ahead = np.frombuffer(old, np.uint8, shorter) != np.frombuffer(new, np.uint8, shorter)
    start = int(ahead.argmax()) if ahead.any() else shorter
    while start > 0 and (_continues(old, start) or _continues(new, start)):
        start -= 1
    rest = shorter - start
    behind = (
        np.frombuffer(old, np.uint8, rest, len(old) - rest)[::-1]
        != np.frombuffer(new, np.uint8, rest, len(new) - rest)[::-1]
        if rest
        else np.zeros(0, bool)
    )
    tail = int(behind.argmax()) if behind.any() else rest
    # The tail is the same bytes on both sides, so its first byte says for both where a character begins.
    while tail > 0 and _continues(new, len(new) - tail):
        tail -= 1
    return start, len(old) - tail, len(new) - tail


def _replace(
    data: bytes, lines: LineIndex, start: int, old_end: int, inserted: bytes
) -> tuple[bytes, LineIndex, Edit]:
    new_end = start + len(inserted)
    new_data = b"".join((data[:start], inserted, data[old_end:]))
    new_lines = lines.spliced(new_data, start, old_end, new_end)
    edit = Edit(
        start, old_end, new_end, _point(lines, start), _point(lines, old_end), _point(new_lines, new_end)
    )
    return new_data, new_lines, edit


def _point(lines: LineIndex, offset: int) -> Point:
    return Point(lines.row_of(offset), lines.column_of(offset))


def _continues(data: bytes, offset: int) -> bool:
    return offset < len(data) and data[offset] & 0xC0 == 0x80
