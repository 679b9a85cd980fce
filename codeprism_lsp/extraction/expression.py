"""A lens over one expression of a tree: its language-independent form and its parts, on demand.

Nothing is converted up front: a question about one occurrence touches only the nodes around it. Trees
stay within this room; readers of an `Expression` see forms, names, spans and parts.
"""

from __future__ import annotations

from tree_sitter import Node

from codeprism_lsp.languages.spec import Form, LanguageSpec

_MAX_CHILDREN = 64  # elements of a collection or arguments of a call that are looked at


class Expression:
    """One expression. Equal spans in the same view mean the same expression."""

    __slots__ = ("_data", "_node", "_shape", "_spec")

    def __init__(self, spec: LanguageSpec, data: bytes, node: Node) -> None:
        self._spec = spec
        self._data = data
        self._node = node
        self._shape = spec.shapes.get(node.type)

    def __repr__(self) -> str:
        return f"<{self.form and self.form.name} {self.text!r}>"

    @property
    def form(self) -> Form | None:
        """The form, None for a construct that no rule knows."""
        return self._shape.form if self._shape else None

    @property
    def span(self) -> tuple[int, int]:
        return self._node.start_byte, self._node.end_byte

    @property
    def text(self) -> str:
        return self._data[self._node.start_byte : self._node.end_byte].decode("utf-8", "replace")

    @property
    def literal(self) -> str:
        """The builtin type's name of a literal or collection."""
        return self._shape.literal if self._shape else ""

    @property
    def node_type(self) -> str:
        """The grammar's own name of the construct; for language rules only."""
        return self._node.type

    def part(self, name: str) -> Expression | None:
        """A named part of the form (see Form), None where it is missing."""
        if self._shape is None or (where := self._shape.parts.get(name)) is None:
            return None
        if isinstance(where, int):
            count = self._node.named_child_count
            at = where if where >= 0 else count + where
            child = self._node.named_child(at) if 0 <= at < count else None
        else:
            child = self._node.child_by_field_name(where)
        return Expression(self._spec, self._data, child) if child is not None else None

    def child(self, field: str) -> Expression | None:
        """A field of the grammar by name; for language rules only."""
        node = self._node.child_by_field_name(field)
        return Expression(self._spec, self._data, node) if node is not None else None

    @property
    def children(self) -> list[Expression]:
        """Elements of a collection, arguments of an argument list; comments left out."""
        return [
            Expression(self._spec, self._data, child)
            for child in self._node.named_children[:_MAX_CHILDREN]
            if child.type not in self._spec.comment_nodes
        ]
