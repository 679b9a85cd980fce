"""Outline facts of an edited text: what the edit touched is read again, the rest is moved along.

The result is what a fresh extraction of the new text gives (strings may stand in another order). What is
read again are neighbouring nodes: those around the edit and around every change of structure, and some
more on each side, because patterns may reach over several (attributes before a definition). They are
children of the root or, where one child makes up much of the text (a class that fills its file, what a
syntax error has swallowed), of the innermost such node around the edit.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from tree_sitter import Node, Tree

from codeprism_lsp.extraction.errors import count_errors
from codeprism_lsp.extraction.outline import (
    Made,
    Part,
    Remains,
    Surroundings,
    assembled,
    outline_made,
    part_of,
)
from codeprism_lsp.extraction.plan import VALUES
from codeprism_lsp.extraction.pruning import innermost_searched, matches_between
from codeprism_lsp.facts.kinds import DefKind
from codeprism_lsp.facts.outline import Column
from codeprism_lsp.languages import registry
from codeprism_lsp.syntax import parsing

_NEIGHBOURS = 4  # more than any pattern spans
_ROUNDS = 8  # how often the region may grow before everything is read again
STALE_STRINGS = 4  # times the definitions; more strings than that are swept out by a full extraction
LARGE = 8_000  # bytes of a node that is taken apart rather than read again

Mask = npt.NDArray[np.bool_]


def updated(
    language: str, data: bytes, tree: Tree, changed: list[tuple[int, int]], made: Made, before: Tree
) -> Made:
    """Outline facts of `data`, given those of the text before, whose tree was `before`.

    `changed` are the byte ranges of `data` in which its text or the structure of its tree differs.
    """
    found = None
    if registry.specs()[language].segments is not None:
        return outline_made(language, data, tree)  # for an open document see `segmented`
    if len(made.remains.strings) <= STALE_STRINGS * len(made.outline) + 1_000:
        found = _updated(language, data, tree, changed, made, before)
    return outline_made(language, data, tree) if found is None else found


class Region(NamedTuple):
    """The span to read again, in both texts; what decides on it may begin or end at `near`."""

    start: int
    end: int
    old_end: int
    near: tuple[int, int]


def _updated(
    language: str, data: bytes, tree: Tree, changed: list[tuple[int, int]], made: Made, before: Tree
) -> Made | None:
    old = made.outline
    root = tree.root_node
    region = _region(language, data, root, changed, made, before.root_node)
    if region is None:
        return None
    start, end, old_end, near = region
    starts, ends = old.definitions[0], old.definitions[1]
    around = (starts < start) & (ends > start)
    inside = (starts >= start) & (starts < old_end)
    outer = surroundings(language, made, around, region)
    matches = matches_between(language, data, tree, *near)
    part = part_of(language, data, matches, (start, end), outer, made.remains.strings)
    if not fits(language, made, around, inside, region, outer, part):
        return None
    blocks, remains = joined(made, around, inside, region, part)
    return Made(assembled(data, count_errors(root), blocks, remains, old.strings), remains)


# -- what to read again ----------------------------------------------------------------------------


def _region(
    language: str, data: bytes, root: Node, changed: list[tuple[int, int]], made: Made, before: Node
) -> Region | None:
    """The span to read again, borders of neighbouring nodes; None where it is most of the text."""
    if not changed:
        return None
    old, hidden = made.outline, made.remains.hidden
    delta = len(data) - old.size
    low, high = min(one for one, _ in changed), max(one for _, one in changed)
    starts = np.concatenate((old.definitions[0], hidden[0], old.imports[0]))
    ends = np.concatenate((old.definitions[1], hidden[1], old.imports[1]))
    # A definition may lie around the region if its name lies outside, an import may not.
    inner = np.concatenate((old.definitions[2], hidden[0], old.imports[0]))
    imports = np.arange(len(starts)) >= len(starts) - old.imports.shape[1]
    for _ in range(_ROUNDS):
        start, end, near = _children_around(language, root, low, high, len(data), before)
        old_end = end - delta
        if (end - start) * 2 >= len(data) + LARGE or old_end <= start:
            return None
        crossing = (starts >= start) & (starts < old_end) & (ends > old_end)
        named = (inner >= start) & (inner < old_end)
        crossing |= (starts < start) & (ends > start) & ((ends < old_end) | named | imports)
        if not crossing.any():
            return Region(start, end, old_end, near)
        low = min(low, int(starts[crossing].min()))
        last = int(ends[crossing].max())
        high = max(high, last + delta if last >= old_end else last)
    return None


def _children_around(
    language: str, root: Node, low: int, high: int, size: int, old: Node
) -> tuple[int, int, tuple[int, int]]:
    """The span of the nodes from `low` to `high` with some neighbours, and a wider one for patterns."""
    node = innermost_searched(language, root, low, high, LARGE, old)
    before, after = (0, size) if node == root else node.byte_range
    count = node.child_count
    if not count:
        return before, after, (before, after)
    first = parsing.child_index(node, max(0, low - 1)) - _NEIGHBOURS
    last = parsing.child_index(node, high) + _NEIGHBOURS
    start = node.child(first).start_byte if first > 0 else before
    end = node.child(last).end_byte if last < count - 1 else after
    near = (
        node.child(first - _NEIGHBOURS).start_byte if first > _NEIGHBOURS else before,
        node.child(last + _NEIGHBOURS).end_byte if last + _NEIGHBOURS < count - 1 else after,
    )
    start, end = min(start, low), max(end, high)
    return start, end, (min(near[0], start), max(near[1], end))


def surroundings(language: str, made: Made, around: Mask, region: Region) -> Surroundings:
    """What stands around a region, and before it."""
    old = made.outline.definitions
    indexes = np.flatnonzero(around).tolist()
    position = {index: at for at, index in enumerate(indexes)}
    delta = region.end - region.old_end
    rows = []
    for index in indexes:
        row = old[:, index].tolist()
        row[1] += delta
        row[2] += delta * (row[2] >= region.old_end)
        row[5] = position.get(row[5], -1)
        rows.append(tuple(row))
    seen: frozenset[tuple[int, int]] = frozenset()
    if registry.specs()[language].assignments_define:
        before = _values(made, around, old[0] < region.start)
        seen = frozenset((position.get(container, -1), name) for container, name in before)
    return Surroundings(rows, seen)


def _values(made: Made, around: Mask, which: Mask) -> set[tuple[int, int]]:
    """Container and name of the values among `which` that stand directly in what is around the region."""
    old = made.outline.definitions
    outer = np.concatenate((np.flatnonzero(around), [-1]))
    taken = which & np.isin(old[6], VALUES) & np.isin(old[5], outer)
    return set(zip(old[5, taken].tolist(), old[8, taken].tolist(), strict=True))


def fits(
    language: str,
    made: Made,
    around: Mask,
    inside: Mask,
    region: Region,
    outer: Surroundings,
    part: Part,
) -> bool:
    """Whether what was read changes nothing outside of the region."""
    start, end = region.start, region.end
    renamed = _renamed(language)
    if part.definitions.shape[1] and int(part.definitions[1].max()) > end:
        return False
    for row in outer.definitions:
        again = part.around.definitions.get(row[2])
        if again is None or (*again[1:3], *again[6:9]) != (*row[0:2], *row[9:12]):
            return False
        if again[5] != row[6] and row[6] not in renamed.get(again[5], ()):
            return False
    for row in part.around.definitions.values():
        if row[1] < start < row[2] < end or start <= row[3] < end:
            return False
    if not part.around.extras <= set(made.remains.extras):
        return False
    known = made.outline.supertypes
    if not part.around.supertypes <= set(zip(*known[[3, 1, 2]].tolist(), strict=True)):
        return False
    if not registry.specs()[language].assignments_define:
        return True
    # The first of several values of a name hides the others: which one is first must not have changed.
    count = len(outer.definitions)
    indexes = np.flatnonzero(around).tolist()

    def named(containers: Column, names: Column, chosen: Mask) -> set[tuple[int, int]]:
        return {
            (indexes[container] if container >= 0 else -1, name)
            for container, name in zip(containers[chosen].tolist(), names[chosen].tolist(), strict=True)
        }

    new, hidden = part.definitions, part.remains.hidden
    now = named(new[5], new[8], np.isin(new[6], VALUES) & (new[5] < count))
    now |= named(hidden[2], hidden[3], hidden[2] < count)
    old_hidden = made.remains.hidden
    in_old = (old_hidden[0] >= start) & (old_hidden[0] < region.old_end)
    was = _values(made, around, inside) | _pairs(old_hidden, in_old)
    behind = _values(made, around, made.outline.definitions[0] >= region.old_end)
    behind |= _pairs(old_hidden, old_hidden[0] >= region.old_end)
    return not (was ^ now) & behind


@cache
def _renamed(language: str) -> dict[int, set[int]]:
    """What the kinds that patterns give may become by where they stand."""
    found = {int(DefKind.METHOD): {int(DefKind.CONSTRUCTOR)}}
    for (_, kind), nested in registry.specs()[language].nested_kinds.items():
        found.setdefault(int(kind), set()).add(int(nested))
        if nested is DefKind.METHOD:
            found[int(kind)].add(int(DefKind.CONSTRUCTOR))
    return found


def _pairs(hidden: Column, which: Mask) -> set[tuple[int, int]]:
    return set(zip(hidden[2, which].tolist(), hidden[3, which].tolist(), strict=True))


# -- old and new joined ----------------------------------------------------------------------------


def joined(
    made: Made, around: Mask, inside: Mask, region: Region, part: Part
) -> tuple[tuple[Column, Column, Column], Remains]:
    """The columns of a text of which a region was read again, and what remains of that."""
    old, delta = made.outline, region.end - region.old_end
    outer = np.flatnonzero(around)
    first = int(np.count_nonzero(old.definitions[0] < region.start))  # where the part begins
    removed, added = int(np.count_nonzero(inside)), part.definitions.shape[1]
    last = first + removed

    def renumbered(indexes: Column) -> Column:
        """What stood outside the region, by its numbers of before."""
        return np.where(indexes >= last, indexes + (added - removed), indexes)

    def numbered(indexes: Column) -> Column:
        """What the part numbers behind those around it."""
        count = len(outer)
        known = np.concatenate((outer, np.full(1, -1)))  # -1 takes the last
        return np.where(indexes >= count, indexes - count + first, known[np.minimum(indexes, count)])

    def moved(block: Column, offsets: tuple[int, ...]) -> Column:
        block = block.copy()
        for row in offsets:
            block[row] += delta * (block[row] >= region.old_end)
        return block

    definitions = np.concatenate((old.definitions[:, :first], part.definitions, old.definitions[:, last:]), 1)
    kept = moved(np.delete(old.definitions, slice(first, last), 1), (0, 1, 2))
    kept[5] = renumbered(kept[5])
    definitions[:, :first], definitions[:, first + added :] = kept[:, :first], kept[:, first:]
    definitions[5, first : first + added] = numbered(part.definitions[5])

    stay = (old.imports[0] < region.start) | (old.imports[0] >= region.old_end)
    imports = moved(old.imports[:, stay], (0, 1, 6, 7))
    imports[8] = renumbered(imports[8])
    fresh = part.imports.copy()
    fresh[8] = numbered(fresh[8])
    imports = np.concatenate((imports, fresh), 1)
    imports = imports[:, np.lexsort((imports[6], imports[0]))]

    stay = (old.supertypes[3] < region.start) | (old.supertypes[3] >= region.old_end)
    supertypes = moved(old.supertypes[:, stay], (3,))
    supertypes[0] = renumbered(supertypes[0])
    fresh = part.supertypes.copy()
    fresh[0] = numbered(fresh[0])
    supertypes = np.concatenate((supertypes, fresh), 1)
    supertypes = supertypes[:, np.lexsort((supertypes[1], supertypes[3], supertypes[0]))]

    hidden = made.remains.hidden
    hidden = moved(hidden[:, (hidden[0] < region.start) | (hidden[0] >= region.old_end)], (0, 1))
    hidden[2] = renumbered(hidden[2])
    fresh = part.remains.hidden.copy()
    fresh[2] = numbered(fresh[2])
    extras = [
        (at + delta * (at >= region.old_end), key, text)
        for at, key, text in made.remains.extras
        if not region.start <= at < region.old_end
    ]
    remains = Remains(
        part.remains.strings,
        np.concatenate((hidden, fresh), 1),
        (*extras, *part.remains.extras),
    )
    return (definitions, imports, supertypes), remains
