"""Syntax errors of a tree, counted without walking what is sound."""

from __future__ import annotations

from tree_sitter import Node


def count_errors(root: Node) -> int:
    """Syntax errors at the outermost level of error, without descending into sound subtrees."""
    if not root.has_error:
        return 0
    count, budget = 0, 10_000
    stack = [root]
    while stack and budget:
        node = stack.pop()
        budget -= 1
        if node.is_error or node.is_missing:
            count += 1
        elif node.has_error:
            stack.extend(child for child in node.children if child.has_error or child.is_missing)
    return count
