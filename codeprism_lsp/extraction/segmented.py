"""Outline facts of an open document in a language whose texts can be taken apart (see `Segments`).

Each segment is read by itself, whether the text has errors or not: of a sound text that gives what the whole
gives. So an edit costs the segments it touched, and what they say is spliced in (see `incremental`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from codeprism_lsp.extraction.incremental import STALE_STRINGS, Region, fits, joined, surroundings
from codeprism_lsp.extraction.outline import Made, assembled, made_alone, part_alone
from codeprism_lsp.languages import registry


@dataclass(frozen=True, slots=True)
class Segmented:
    """The outline of a text, where its segments begin, and the errors of each."""

    made: Made
    starts: list[int]
    errors: list[int]


def segmented(language: str, data: bytes) -> Segmented:
    """The outline of a text in a language with segments. Raises TooSlow."""
    segments = registry.specs()[language].segments
    assert segments is not None
    starts = segments.starts(data)
    return Segmented(*_read(language, data, starts))


def segmented_again(language: str, data: bytes, changed: tuple[int, int], old: Segmented) -> Segmented:
    """The outline of `data`, which differs from the text before in the span `changed`. Raises TooSlow."""
    segments = registry.specs()[language].segments
    assert segments is not None
    starts = segments.starts(data)
    found = None
    if len(old.made.remains.strings) <= STALE_STRINGS * len(old.made.outline) + 1_000:
        found = _spliced(language, data, changed, starts, old)
    return Segmented(*_read(language, data, starts)) if found is None else found


def _read(language: str, data: bytes, starts: list[int]) -> tuple[Made, list[int], list[int]]:
    made, errors = made_alone(language, data, starts)
    return made, starts, errors


def _spliced(
    language: str, data: bytes, changed: tuple[int, int], starts: list[int], old: Segmented
) -> Segmented | None:
    made = old.made
    delta = len(data) - made.outline.size
    ends, old_ends = [*starts[1:], len(data)], [*old.starts[1:], made.outline.size]
    most = min(len(starts), len(old.starts))
    first = 0
    while first < most - 1 and starts[first + 1] == old.starts[first + 1] and ends[first] <= changed[0]:
        first += 1
    last = 0  # segments behind the change, counted from the end
    while (
        last < most - first - 1
        and starts[-1 - last] - delta == old.starts[-1 - last]
        and starts[-1 - last] >= changed[1]
    ):
        last += 1
    spans = list(zip(starts, ends, strict=True))[first : len(starts) - last]
    region = Region(spans[0][0], spans[-1][1], old_ends[len(old_ends) - 1 - last], (0, 0))
    if region.old_end <= region.start:
        return None
    places = made.outline.definitions[0]
    around = np.zeros(len(places), bool)
    inside = (places >= region.start) & (places < region.old_end)
    outer = surroundings(language, made, around, region)
    part, errors = part_alone(language, data, spans, outer, made.remains.strings)
    if not fits(language, made, around, inside, region, outer, part):
        return None
    all_errors = [*old.errors[:first], *errors, *old.errors[len(old.errors) - last :]]
    blocks, remains = joined(made, around, inside, region, part)
    outline = assembled(data, sum(all_errors), blocks, remains, made.outline.strings)
    return Segmented(Made(outline, remains), starts, all_errors)
