"""Runs the outline query without walking through function bodies that hold nothing it keeps.

More than half of what a query over a whole tree costs is walking, most of it within functions, of which an
outline keeps hardly anything. So the tree is taken apart along the nodes that a language names as
containers: of each, the patterns that start at it or its children are matched; a child is searched in full
only if it may hold more. What is left out is exactly what the outline would have dropped; a function
with syntax errors is always searched in full. A match may be reported twice.
"""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node, Tree

from codeprism_lsp.languages import registry
from codeprism_lsp.languages.spec import Pruning
from codeprism_lsp.syntax import parsing

_FUNCTIONS = frozenset({"definition.function", "definition.method", "definition.constructor"})

Match = tuple[int, dict[str, list[Node]]]


def outline_matches(language: str, data: bytes, tree: Tree) -> Iterator[Match]:
    """The matches of a language's outline query that count."""
    pruning = registry.specs()[language].pruning
    if pruning is None:
        yield from parsing.matches(language, "outline", tree.root_node)
        return
    waiting = [tree.root_node]
    while waiting:
        container = waiting.pop()
        defined: set[int] = set()  # starts of functions
        for match in parsing.matches(language, "outline", container, depth=1):
            for capture in _FUNCTIONS.intersection(match[1]):
                defined.add(match[1][capture][0].start_byte)
            yield match
        for child in container.named_children:
            kind = child.type
            if kind in pruning.leaves:
                continue
            if kind in pruning.within:
                waiting.append(child)
            elif kind in pruning.sealed or (kind in pruning.functions and child.start_byte in defined):
                if _is_open(pruning, child, data):
                    yield from parsing.matches(language, "outline", child)
            else:
                yield from parsing.matches(language, "outline", child)


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
