"""Rows of what a query found, as the columns of an outline."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from codeprism_lsp.extraction.spans import Span, innermost
from codeprism_lsp.facts.kinds import DefKind, ImportKind
from codeprism_lsp.facts.outline import IMPORT_COLUMNS, SUPERTYPE_COLUMNS, Column

# Plain integers: an IntEnum is hashed and combined by Python code.
_FIELD = int(DefKind.FIELD)
_SIDE_EFFECT = int(ImportKind.SIDE_EFFECT)


def columns(rows: list[tuple[int, ...]], width: int) -> Column:
    return np.array(rows, np.int64).reshape(-1, width).T.copy()


def first_texts(found: Iterable[tuple[int, str, str]]) -> dict[str, str]:
    """Of texts that are kept with a file (start, key, text), the first of each key."""
    extra: dict[str, str] = {}
    for _, key, text in sorted(found):
        extra.setdefault(key, text)
    return extra


def place(data: bytes, definitions: Column, newlines: Column) -> None:
    """Fills in the lines and byte columns of the names."""
    starts = definitions[2]
    lines = np.searchsorted(newlines, starts, side="right")
    begins = np.concatenate((np.zeros(1, np.int64), newlines))[lines]
    columns = starts - begins
    if not data.isascii():
        wide = np.flatnonzero(np.frombuffer(data, np.uint8) >= 0x80)
        before = np.searchsorted(wide, begins) < np.searchsorted(wide, starts)
        columns = np.where(before, -1 - columns, columns)
    definitions[3], definitions[4] = lines, columns


def import_columns(found: list[tuple[int, ...]], spans: list[Span]) -> Column:
    # The query may see one import through several patterns; the row with the most parts stays.
    rows: dict[tuple[int, int], tuple[int, ...]] = {}
    for row in found:
        at = (row[6], row[7])
        if at not in rows or sum(map(bool, row[3:6])) > sum(map(bool, rows[at][3:6])):
            rows[at] = row
    binding: dict[int, list[tuple[int, ...]]] = {}  # imports that bind names, by module
    for row in rows.values():
        if row[2] != _SIDE_EFFECT:
            binding.setdefault(row[3], []).append(row)
    # `require("a")` within an import that binds names of "a" says nothing more.
    rows = {
        at: row
        for at, row in rows.items()
        if row[2] != _SIDE_EFFECT
        or not any(one[0] <= row[0] and row[1] <= one[1] for one in binding.get(row[3], ()))
    }
    placed = [
        (*row, innermost(spans, row[0], row[1])) for row in sorted(rows.values(), key=lambda r: (r[0], r[6]))
    ]
    return columns(placed, len(IMPORT_COLUMNS))


def supertype_columns(
    found: list[tuple[int, int, int]], spans: list[Span], definitions: list[tuple[int, ...]]
) -> Column:
    def subtype(start: int) -> int:
        index = innermost(spans, start, start)
        # An embedded field is a supertype of the struct that holds it, not of itself.
        return definitions[index][5] if index >= 0 and definitions[index][6] == _FIELD else index

    rows = sorted(
        {(subtype(start), relation, text, start) for start, relation, text in found},
        key=lambda row: (row[0], row[3], row[1]),
    )
    return columns([row for row in rows if row[0] >= 0], len(SUPERTYPE_COLUMNS))


def line_ends(source: bytes) -> Column:
    """Byte offsets of the starts of all lines but the first; \\n, \\r\\n and a lone \\r end a line."""
    data = np.frombuffer(source, np.uint8)
    ends = np.flatnonzero(data == 10)
    if b"\r" in source:
        returns = np.flatnonzero(data == 13)
        after = np.minimum(returns + 1, len(data) - 1)
        lone = returns[(data[after] != 10) | (returns + 1 == len(data))]
        ends = np.sort(np.concatenate((ends, lone)))
    return ends + 1
