"""What a measurement asks about: random identifiers and definitions of an indexed folder, by a seed."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from codeprism_lsp.extraction.outline import outline_of
from codeprism_lsp.facts import keys
from codeprism_lsp.facts.kinds import DefKind
from codeprism_lsp.languages import registry
from codeprism_lsp.syntax import parsing

SMALLEST, LARGEST = 200, 300_000


@dataclass(frozen=True, slots=True)
class Spot:
    """An identifier: where it stands, as the protocol says it (UTF-16), and its text."""

    path: str
    language: str
    line: int
    character: int
    name: str

    @property
    def position(self) -> dict[str, int]:
        return {"line": self.line, "character": self.character}


def identifiers(root: Path, files: list[tuple[str, str]], count: int, seed: int, each: int = 3) -> list[Spot]:
    """Random identifiers outside of comments and strings, at most `each` of a file."""
    rng = random.Random(seed)
    found: list[Spot] = []
    for path, language, data in _sources(root, files, rng):
        tree = parsing.parse(language, data)
        starts, ends = keys.token_spans(data)
        wanted = registry.specs()[language].identifiers
        tried = rng.sample(range(len(starts)), min(20, len(starts)))
        here = 0
        for index in tried:
            start, end = int(starts[index]), int(ends[index])
            node = tree.root_node.descendant_for_byte_range(start, end)
            if node is None or node.type not in wanted or (node.start_byte, node.end_byte) != (start, end):
                continue
            if end - start < 2:
                continue
            found.append(_spot(path, language, data, start, end))
            here += 1
            if here == each or len(found) == count:
                break
        if len(found) == count:
            break
    return found


def definitions(
    root: Path,
    files: list[tuple[str, str]],
    count: int,
    seed: int,
    kinds: Collection[DefKind] | None = None,
    each: int = 3,
) -> list[Spot]:
    """Names of random definitions of some kinds (default: all), at most `each` of a file."""
    rng = random.Random(seed)
    found: list[Spot] = []
    for path, language, data in _sources(root, files, rng):
        outline = outline_of(language, data, parsing.parse(language, data))
        fitting = [i for i in range(len(outline)) if kinds is None or outline.kind(i) in kinds]
        for index in rng.sample(fitting, min(each, len(fitting))):
            start, end = outline.name_span(index)
            if end - start < 2:
                continue
            found.append(_spot(path, language, data, start, end))
            if len(found) == count:
                return found
    return found


def queries(names: list[str], seed: int) -> list[str]:
    """What people type into a symbol search: whole names, beginnings, and letters left out."""
    rng = random.Random(seed)
    made = []
    for number, name in enumerate(names):
        if number % 3 == 0:
            made.append(name)
        elif number % 3 == 1:
            made.append(name[: rng.randint(2, 6)])
        else:
            made.append("".join(letter for letter in name if rng.random() < 0.6) or name[:2])
    return made


def _sources(
    root: Path, files: list[tuple[str, str]], rng: random.Random
) -> Iterator[tuple[str, str, bytes]]:
    for path, language in rng.sample(files, len(files)):
        data = (root / path).read_bytes()
        if SMALLEST < len(data) < LARGEST and data.isascii() and b"\r" not in data:
            yield path, language, data


def _spot(path: str, language: str, data: bytes, start: int, end: int) -> Spot:
    line_start = data.rfind(b"\n", 0, start) + 1
    # The sources are ASCII, so that bytes are characters in any encoding.
    return Spot(path, language, data.count(b"\n", 0, start), start - line_start, data[start:end].decode())
