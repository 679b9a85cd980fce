"""Names that label a parameter or a field (`f(name=1)`, `S{name: 1}`, `.name = 1`), and their owners."""

from __future__ import annotations

from tree_sitter import Node

from codeprism_lsp.extraction.expression import Expression
from codeprism_lsp.languages.spec import LanguageSpec

Found = tuple[str, Expression | None, bool]

_LEVELS = 4  # nodes that begin with a label's name
_OWNERS = 12  # nodes between a label and what it belongs to


def found_at(spec: LanguageSpec, data: bytes, node: Node | None, start: int) -> Found | None:
    """(name, what it is a label of, whether it may be an expression instead) for the identifier `node`."""
    for _ in range(_LEVELS):
        if node is None or node.parent is None or node.start_byte != start:
            return None
        label = spec.labels.get(node.parent.type)
        if label is not None and (field := node.parent.child_by_field_name(label.name)) is not None:
            if field.start_byte == start:
                break
        if label is not None and not label.name and node.parent.named_child(0) == node:
            break
        if label is not None and label.name == "*":
            break
        node = node.parent
    else:
        return None
    around: Node | None = node.parent
    name = _name(data, node)
    for _ in range(_OWNERS):
        around = around.parent if around is not None else None
        if around is None:
            return name, None, label.or_value
        if around.type in label.owners:
            owner = around.child_by_field_name(label.owners[around.type])
            return name, Expression(spec, data, owner) if owner is not None else None, label.or_value
        if around.type not in label.between:
            return name, None, label.or_value
    return name, None, label.or_value


def around(spec: LanguageSpec, data: bytes, node: Node | None) -> list[str]:
    """The labels between the one that `node` names and what they all belong to, outermost first."""
    start = node.start_byte if node is not None else 0
    while node is not None and node.type not in spec.labels:
        node = node.parent if node.parent is not None and node.parent.start_byte <= start else None
    if node is None or not spec.labels[node.type].nests:
        return []
    found: list[str] = []
    inner, outer = node, node.parent
    for _ in range(_OWNERS):
        if outer is None or outer.type not in spec.labels[node.type].between:
            break
        found[:0] = [
            _name(data, one)
            for one in outer.named_children
            if one.type == node.type and one.end_byte <= inner.start_byte
        ]
        inner, outer = outer, outer.parent
    return found


def _name(data: bytes, node: Node) -> str:
    return data[node.start_byte : node.end_byte].decode("utf-8", "replace").lstrip(".")
