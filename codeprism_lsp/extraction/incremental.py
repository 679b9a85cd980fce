"""Outline facts of an edited text: what the edit touched is read again, the rest is moved along.

The result is what a fresh extraction of the new text gives (strings may stand in another order). The unit
is the top-level node: those around the edit and around every change of structure are read again, and some
neighbours on each side, because patterns may reach over several (attributes before a definition).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

import numpy as np
from tree_sitter import Tree

from codeprism_lsp.extraction.outline import Rows, outline_and_rows, outline_with
from codeprism_lsp.extraction.pruning import matches_between
from codeprism_lsp.facts.outline import Outline
from codeprism_lsp.languages import registry

_NEIGHBOURS = 4  # more than any pattern spans
_ROUNDS = 8  # how often the region may grow before everything is read again
_STALE_STRINGS = 4  # times the definitions; more strings than that are swept out by a full extraction


def updated(
    language: str, old: bytes, data: bytes, tree: Tree, changed: list[tuple[int, int]], rows: Rows
) -> tuple[Outline, Rows]:
    """Outline facts of `data` and their rows, given those of `old`, the text before.

    `changed` are the byte ranges of `data` in which its tree differs in structure from that of `old`.
    """
    if len(rows.strings) > _STALE_STRINGS * len(rows.found) + 1_000:
        return outline_and_rows(language, data, tree)
    # What the parser was given decides, where a language blanks parts of its texts before.
    blank = registry.specs()[language].blank
    seen = (old, data) if blank is None else (blank(old), blank(data))
    region = _region(*seen, tree, changed, rows)
    if region is None:
        return outline_and_rows(language, data, tree)
    start, end = region
    kept = _moved(rows, start, end - (len(data) - len(old)), len(data) - len(old))
    matches = matches_between(language, data, tree, *_wider(tree, start, end))
    return outline_with(language, data, tree, kept, matches, start, end)


def _region(
    old: bytes, data: bytes, tree: Tree, changed: list[tuple[int, int]], rows: Rows
) -> tuple[int, int] | None:
    """The span of `data` to read again, borders of top-level nodes; None where it is most of the text."""
    delta = len(data) - len(old)
    low, high = _difference(old, data)
    low = min([low, *(one for one, _ in changed)])
    high = max([high, *(one for _, one in changed)])
    children = tree.root_node.children
    starts = [child.start_byte for child in children]
    ends = [child.end_byte for child in children]
    spans = [(row[1], row[2]) for row in rows.found.values()]
    spans += [(row[0], row[1]) for row in rows.imports]
    for _ in range(_ROUNDS):
        first = max(0, bisect_left(ends, low) - _NEIGHBOURS)
        last = min(len(children) - 1, bisect_right(starts, high) - 1 + _NEIGHBOURS)
        start = starts[first] if children and first > 0 else 0
        end = ends[last] if children and last < len(children) - 1 else len(data)
        start, end = min(start, low), max(end, high)
        old_end = end - delta
        crossing = [(a, b) for a, b in spans if (a < start < b) or (a < old_end < b)]
        if not crossing:
            return (start, end) if (end - start) * 2 < len(data) else None
        low = min(low, *(a for a, _ in crossing))
        high = max(high, *(b + delta if b >= old_end else b for _, b in crossing))
    return None


def _wider(tree: Tree, start: int, end: int) -> tuple[int, int]:
    """The span with some more top-level nodes on each side, for patterns that begin or end in them."""
    children = tree.root_node.children
    if not children:
        return start, end
    first = bisect_left(children, start, key=lambda child: child.end_byte) - _NEIGHBOURS
    last = bisect_right(children, end, key=lambda child: child.start_byte) - 1 + _NEIGHBOURS
    return (
        min(start, children[max(0, first)].start_byte),
        max(end, children[min(len(children) - 1, last)].end_byte),
    )


def _moved(rows: Rows, start: int, end: int, delta: int) -> Rows:
    """The rows outside [start, end) of the old text, in offsets of the new one."""

    def shift(offset: int) -> int:
        return offset if offset < end else offset + delta

    found = {
        shift(at): (row[0], shift(row[1]), shift(row[2]), shift(row[3]), shift(row[4]), *row[5:])
        for at, row in rows.found.items()
        if not start <= row[1] < end
    }
    imports = [
        (shift(row[0]), shift(row[1]), *row[2:6], shift(row[6]), shift(row[7]) if row[7] >= 0 else -1)
        for row in rows.imports
        if not start <= row[0] < end
    ]
    return Rows(
        found,
        imports,
        [(shift(at), *rest) for at, *rest in rows.supertypes if not start <= at < end],  # type: ignore[misc]
        frozenset(shift(at) for at in rows.exported if not start <= at < end),
        [(shift(at), key, text) for at, key, text in rows.extras if not start <= at < end],
        rows.strings,
    )


def _difference(old: bytes, new: bytes) -> tuple[int, int]:
    """The span of `new` outside which both texts are equal."""
    shorter = min(len(old), len(new))
    a, b = np.frombuffer(old, np.uint8), np.frombuffer(new, np.uint8)
    ahead = a[:shorter] != b[:shorter]
    low = int(ahead.argmax()) if ahead.any() else shorter
    left = shorter - low
    if not left:
        return low, len(new)
    behind = a[len(a) - left :][::-1] != b[len(b) - left :][::-1]
    same = int(behind.argmax()) if behind.any() else left
    return low, len(new) - same
