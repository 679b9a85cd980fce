"""Spans of definitions that nest, and which of them is the innermost around a place."""

from __future__ import annotations

Span = tuple[int, int, int]
"""Start, end, and the index of the span around it."""


def innermost(spans: list[Span], start: int, end: int) -> int:
    """Index of the innermost span around [start, end], -1 without; spans are in pre-order and nest."""
    low, high = 0, len(spans)
    while low < high:
        middle = (low + high) // 2
        if spans[middle][0] <= start:
            low = middle + 1
        else:
            high = middle
    index = low - 1
    while index >= 0 and not (spans[index][1] >= end and spans[index][1] > start):
        index = spans[index][2]
    return index
