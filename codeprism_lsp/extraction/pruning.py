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
Span = tuple[int, int]

_CAPTURE = re.compile(rb"@([\w.]+)")
_SLICE_BYTES = 1 << 16  # of which a query takes some 10 ms
_SLICE_OVERLAP = 1 << 12
_DEPTH = 200  # of nodes that are taken apart
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
    return _matches(language, data, tree, None)


def matches_between(language: str, data: bytes, tree: Tree, start: int, end: int) -> list[Match]:
    """Those matches of which a byte lies from `start` to `end`; others may come."""
    return _matches(language, data, tree, (start, end))


def innermost_searched(language: str, root: Node, low: int, high: int, large: int, old: Node) -> Node:
    """The innermost node with more than `large` bytes around a span which is taken apart or searched in
    full whatever stands within it, and was so in the tree of `old` before; the root if no other."""
    pruning = registry.specs()[language].pruning
    node, taken_apart = root, pruning is not None
    for _ in range(_DEPTH):
        at = parsing.child_index(node, low)
        if at >= node.child_count:
            break
        child = node.child(at)
        if not (
            child.start_byte < low and high < child.end_byte and child.end_byte - child.start_byte > large
        ):
            break
        if taken_apart and pruning is not None:
            if child.type in pruning.functions or child.type in pruning.sealed:
                # An open brace makes one function of half a text: with errors it is searched in full.
                if not (child.has_error and _had_error(old, child)):
                    break
            taken_apart = child.type in pruning.within
        node = child
    return node


def _had_error(old: Node, node: Node) -> bool:
    """Whether the same node had errors in an older tree: what is before it has not changed."""
    found = old.descendant_for_byte_range(node.start_byte, node.start_byte)
    for _ in range(_DEPTH):
        if found is None or found.start_byte != node.start_byte:
            return False
        if found.type == node.type:
            return found.has_error
        found = found.parent
    return False


def _matches(language: str, data: bytes, tree: Tree, span: Span | None) -> list[Match]:
    pruning = registry.specs()[language].pruning
    found: list[Match] = []
    if pruning is None:
        found = _in_slices(language, tree.root_node, span)
    else:
        containers = [tree.root_node]
        while containers:
            found += _searched(language, pruning, data, containers, span)
    return found


def _searched(
    language: str, pruning: Pruning, data: bytes, containers: list[Node], span: Span | None
) -> list[Match]:
    """The matches near the last container, and those of its children that may hold more; children that
    are containers take its place."""
    container = containers.pop()
    functions = _function_captures(language)
    near = _in_slices(language, container, span, depth=1)
    found = list(near)
    defined: set[int] = set()  # starts of functions
    for pattern, captures in near:
        for capture in functions[pattern]:
            if (nodes := captures.get(capture)) is not None:
                defined.add(nodes[0].start_byte)
    for child in container.named_children if span is None else parsing.children_at(container, span):
        kind = child.type
        if kind in pruning.leaves:
            continue
        if kind in pruning.within:
            containers.append(child)
        elif kind in pruning.sealed or (kind in pruning.functions and child.start_byte in defined):
            if _is_open(pruning, child, data):
                found += _in_slices(language, child, span)
        else:
            found += _in_slices(language, child, span)
    return found


def _in_slices(language: str, node: Node, span: Span | None, depth: int | None = None) -> list[Match]:
    """The matches of a node, slice by slice where it is large: no thread runs beside a query.

    What lies in two slices is found twice. Slices overlap by more than there is between neighbours, so that
    patterns over several of them are seen whole.
    """
    start, end = node.byte_range
    if end - start <= _SLICE_BYTES or (span is not None and span[1] - span[0] <= _SLICE_BYTES):
        return parsing.matches(language, "outline", node, depth=depth, span=span)
    if span is not None:
        start, end = max(start, span[0]), min(end, span[1])
    found: list[Match] = []
    for at in range(start, end, _SLICE_BYTES):
        slice_ = (max(start, at - _SLICE_OVERLAP), min(end, at + _SLICE_BYTES))
        found += parsing.matches(language, "outline", node, depth=depth, span=slice_)
    return found


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
