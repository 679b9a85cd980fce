"""Doc comments and docstrings of definitions, without their marks."""

from __future__ import annotations

import re

from tree_sitter import Node

from codeprism_lsp.languages.spec import LanguageSpec


def documentation_of(spec: LanguageSpec, data: bytes, node: Node) -> str:
    """The doc comment, or the docstring, of a definition's node, without its marks; "" without."""
    if spec.doc_inside:
        return _docstring(data, node)
    for _ in range(3):
        lines: list[str] = []
        before = node.prev_named_sibling
        row = node.start_point[0]
        while before is not None and before.type in spec.comment_nodes and before.end_point[0] + 1 >= row:
            lines.insert(0, _text(data, before))
            row = before.start_point[0]
            before = before.prev_named_sibling
        if lines:
            return _uncommented("\n".join(lines))
        if (
            node.parent is None
            or node.parent.start_byte < node.start_byte - 200
            or node.parent.parent is None
        ):
            return ""
        node = node.parent
    return ""


def _docstring(data: bytes, node: Node) -> str:
    body = node.child_by_field_name("body")
    first = body.named_child(0) if body is not None and body.named_child_count else None
    if first is not None and first.type == "expression_statement" and first.named_child_count:
        first = first.named_child(0)
    if first is None or first.type not in ("string", "concatenated_string"):
        return ""
    text = _text(data, first).lstrip("rRuUbBfF").strip("\"'")
    lines = text.strip().splitlines()
    indents = [len(line) - len(line.lstrip()) for line in lines[1:] if line.strip()]
    cut = min(indents, default=0)
    return "\n".join([lines[0], *(line[cut:] for line in lines[1:])]).strip() if lines else ""


def _text(data: bytes, node: Node) -> str:
    return data[node.start_byte : node.end_byte].decode("utf-8", "replace")


_COMMENT_MARKS = re.compile(r"^\s*(?:///?!?|/\*\*?!?|\*/|\*(?!/)|#+|--)\s?|\s*\*/\s*$")


def _uncommented(text: str) -> str:
    return "\n".join(
        _COMMENT_MARKS.sub("", _COMMENT_MARKS.sub("", line)) for line in text.splitlines()
    ).strip()
