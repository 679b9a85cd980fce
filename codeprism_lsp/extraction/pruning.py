"""Runs the outline query without walking through function bodies that hold nothing it keeps.

More than half of what a query over a whole tree costs is walking, most of it within functions, of which an
outline keeps hardly anything. So the tree is taken apart along the nodes that a language names as
containers: of each, the patterns that start at it or its children are matched; a child is searched in full
only if it may hold more. What is left out is exactly what the outline would have dropped; a function
with syntax errors is always searched in full. A match may be reported twice.
"""

from __future__ import annotations

import re
from functools import cache

from tree_sitter import Node, Tree

from codeprism_lsp.languages import registry
from codeprism_lsp.languages.spec import Pruning
from codeprism_lsp.syntax import parsing

Match = tuple[int, dict[str, list[Node]]]

_CAPTURE = re.compile(rb"@([\w.]+)")
_FUNCTIONS = frozenset({"definition.function", "definition.method", "definition.constructor"})


@cache
def pattern_captures(language: str) -> tuple[frozenset[str], ...]:
    """The names after an `@` in each pattern of the outline query: its captures and maybe some more."""
    query = parsing.query(language, "outline")
    text = registry.query_text(language, "outline").encode()
    return tuple(
        frozenset(
            name.decode()
            for name in _CAPTURE.findall(
                text, query.start_byte_for_pattern(one), query.end_byte_for_pattern(one)
            )
        )
        for one in range(query.pattern_count)
    )


def outline_matches(language: str, data: bytes, tree: Tree) -> list[Match]:
    """The matches of a language's outline query that count."""
    pruning = registry.specs()[language].pruning
    if pruning is None:
        return parsing.matches(language, "outline", tree.root_node)
    return _searched(language, pruning, data, [tree.root_node], [])


def matches_between(language: str, data: bytes, tree: Tree, start: int, end: int) -> list[Match]:
    """The matches of which a byte lies from `start` to `end`, borders of top-level nodes; others may come."""
    pruning = registry.specs()[language].pruning
    if pruning is None:
        found = parsing.matches(language, "outline", tree.root_node, span=(start, end))
    else:
        found = []
        children = [one for one in tree.root_node.children if start <= one.start_byte and one.end_byte <= end]
        near = parsing.matches(language, "outline", tree.root_node, depth=1, span=(start, end))
        found = _children_searched(language, pruning, data, children, near)
    return found


def _searched(
    language: str, pruning: Pruning, data: bytes, containers: list[Node], found: list[Match]
) -> list[Match]:
    """Matches of containers, each taken apart into its children."""
    while containers:
        container = containers.pop()
        near = parsing.matches(language, "outline", container, depth=1)
        found += _children_searched(language, pruning, data, container.named_children, near)
    return found


def _children_searched(
    language: str, pruning: Pruning, data: bytes, children: list[Node], near: list[Match]
) -> list[Match]:
    """The matches near a container, and those of its children that may hold more."""
    functions = _function_captures(language)
    found = list(near)
    defined: set[int] = set()  # starts of functions
    for pattern, captures in near:
        for capture in functions[pattern]:
            if (nodes := captures.get(capture)) is not None:
                defined.add(nodes[0].start_byte)
    within: list[Node] = []
    for child in children:
        kind = child.type
        if kind in pruning.leaves:
            continue
        if kind in pruning.within:
            within.append(child)
        elif kind in pruning.sealed or (kind in pruning.functions and child.start_byte in defined):
            if _is_open(pruning, child, data):
                found += parsing.matches(language, "outline", child)
        else:
            found += parsing.matches(language, "outline", child)
    return _searched(language, pruning, data, within, found)


@cache
def _function_captures(language: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(sorted(one & _FUNCTIONS)) for one in pattern_captures(language))


def _is_open(pruning: Pruning, node: Node, data: bytes) -> bool:
    """Whether a node may hold something that the outline keeps."""
    if node.has_error:
        return True
    # What stands before a function's name does not count, where the name is a field of its own.
    name = node.child_by_field_name("name")
    start, end = node.start_byte if name is None else name.end_byte, node.end_byte
    for word, confirmed in pruning.openers:
        at = data.find(word, start, end)
        while at >= 0:
            if confirmed is None or confirmed.match(data, at):
                return True
            at = data.find(word, at + len(word), end)
    return False
