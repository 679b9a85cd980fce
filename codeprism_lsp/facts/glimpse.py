"""What a list of symbols says of one definition, read from stored facts without decoding all of them.

An answer to a symbol search names hundreds of definitions in as many files and says little of each; making
outlines of all those files would cost more than the search.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import zstandard

from codeprism_lsp.facts.kinds import DefKind, Modifier
from codeprism_lsp.facts.outline import DEFINITION_COLUMNS, CorruptFacts, Outline, opened


class Glimpse(NamedTuple):
    """One definition. `container` are the names it lies in, from the outside in, qualifiers included."""

    kind: DefKind
    modifiers: Modifier
    name: str
    line: int
    column: int  # as in an outline: -1 - column where the line before it is not ASCII
    container: tuple[str, ...]
    qualifier: str


def of_outline(outline: Outline, index: int) -> Glimpse:
    """A definition of an outline that is there anyway."""
    columns = [int(one) for one in outline.definitions[:, index]]
    around: list[str] = []
    container = columns[5]
    while container >= 0:
        around += [outline.name(container), outline.qualifier(container)]
        container = outline.container(container)
    return Glimpse(
        DefKind(columns[6]),
        Modifier(columns[7]),
        outline.strings[columns[8]],
        columns[3],
        columns[4],
        tuple(part for part in reversed(around) if part),
        outline.strings[columns[11]],
    )


def of_facts(blob: bytes, indexes: Iterable[int]) -> dict[int, Glimpse]:
    """Some definitions of stored facts; those that are not there are absent. Raises CorruptFacts."""
    try:
        raw, at, count, strings_at = opened(blob)
        block = np.frombuffer(raw, np.int32, len(DEFINITION_COLUMNS) * count, at)
        block = block.reshape(len(DEFINITION_COLUMNS), count)
        indexes = [index for index in indexes if 0 <= index < count]
        reach = max(indexes, default=-1) + 1  # what is beyond the last one asked for is not summed up
        lines, names = np.cumsum(block[3, :reach]), np.cumsum(block[8, :reach])
        texts = raw[strings_at:].split(b"\0")
        found: dict[int, Glimpse] = {}

        def text(number: int) -> str:
            return texts[number].decode("utf-8", "surrogatepass")

        for index in indexes:
            around: list[str] = []
            container = int(block[5, index])
            while container >= 0:
                around += [text(int(names[container])), text(int(block[11, container]))]
                container = int(block[5, container])
            found[index] = Glimpse(
                DefKind(int(block[6, index])),
                Modifier(int(block[7, index])),
                text(int(names[index])),
                int(lines[index]),
                int(block[4, index]),
                tuple(part for part in reversed(around) if part),
                text(int(block[11, index])),
            )
    except (zstandard.ZstdError, ValueError, IndexError) as error:
        raise CorruptFacts(str(error)) from error
    return found
