"""A lens over one expression of a tree: its language-independent form and its parts, on demand.

Nothing is converted up front: a question about one occurrence touches only the nodes around it. Trees
stay within this room; readers of an `Expression` see forms, names, spans and parts.
"""

from __future__ import annotations

from tree_sitter import Node

from codeprism_lsp.languages.spec import Form, LanguageSpec, Shape

_MAX_CHILDREN = 64  # elements of a collection or arguments of a call that are looked at


class Expression:
    """One expression. Equal spans in the same view mean the same expression."""

    __slots__ = ("_data", "_end", "_node", "_path", "_shape", "_spec", "_start")

    def __init__(self, spec: LanguageSpec, data: bytes, node: Node, shape: Shape | None = None) -> None:
        self._spec = spec
        self._data = data
        self._path: tuple[Node, ...] = ()
        if node.type in spec.right_nested:
            node, self._path = _whole_path(spec, node)
        self._node = node
        self._shape = shape or spec.shapes.get(node.type)
        self._start = node.start_byte
        self._end = node.end_byte
        if shape is not None and (name := _child(node, shape.parts.get("name", ""))) is not None:
            # The callee of a fused call ends with its name; the arguments are the call's own.
            self._end = name.end_byte

    def __repr__(self) -> str:
        return f"<{self.form and self.form.name} {self.text!r}>"

    @property
    def form(self) -> Form | None:
        """The form, None for a construct that no rule knows."""
        return self._shape.form if self._shape else None

    @property
    def span(self) -> tuple[int, int]:
        return self._start, self._end

    @property
    def text(self) -> str:
        return self._data[self._start : self._end].decode("utf-8", "replace")

    @property
    def is_type(self) -> bool:
        """Whether the construct is one that contains types; for language rules only."""
        return self._node.type in self._spec.type_nodes

    @property
    def literal(self) -> str:
        """The builtin type's name of a literal or collection."""
        return self._shape.literal if self._shape else ""

    @property
    def node_type(self) -> str:
        """The grammar's own name of the construct; for language rules only."""
        return self._node.type

    @property
    def is_path(self) -> bool:
        """Whether the expression is a path of scopes with a name at its end (`a::b`)."""
        return bool(self._path) or self._node.type in self._spec.right_nested

    def part(self, name: str) -> Expression | None:
        """A named part of the form (see Form), None where it is missing."""
        if self._shape is None:
            return None
        if self._path and name == "object":
            return path_prefix(self._spec, self._data, self._path[:-1])
        if self._path and name == "name":
            last = self._path[-1]
            return Expression(self._spec, self._data, last.child_by_field_name("name") or last)
        if name == "callee" and self._shape.fused:
            return fused_callee(self._spec, self._data, self._node)
        child = _child(self._node, self._shape.parts.get(name, ""))
        if name == "name" and child is not None and (shape := self._spec.shapes.get(child.type)) is not None:
            if shape.form is Form.SAME:  # a name with type arguments
                child = _child(child, shape.parts["operand"]) or child
        return Expression(self._spec, self._data, child) if child is not None else None

    def child(self, field: str) -> Expression | None:
        """A field of the grammar by name; for language rules only."""
        node = self._node.child_by_field_name(field)
        return Expression(self._spec, self._data, node) if node is not None else None

    @property
    def around(self) -> Expression | None:
        """The construct directly around this one, None around the whole file."""
        parent = self._node.parent
        return Expression(self._spec, self._data, parent) if parent is not None else None

    @property
    def children(self) -> list[Expression]:
        """Elements of a collection, arguments of an argument list; comments left out."""
        return [
            Expression(self._spec, self._data, child)
            for child in self._node.named_children[:_MAX_CHILDREN]
            if child.type not in self._spec.comment_nodes
        ]


def fused_callee(spec: LanguageSpec, data: bytes, call: Node) -> Expression | None:
    """The callee of a call whose grammar has no node for it: `a.b` of `a.b(c)`, or the plain name."""
    fused = spec.shapes[call.type].fused
    if _child(call, fused.get("object", "")) is not None:
        return Expression(spec, data, call, Shape(Form.MEMBER, fused))
    name = _child(call, fused.get("name", ""))
    return Expression(spec, data, name) if name is not None else None


def path_prefix(spec: LanguageSpec, data: bytes, segments: tuple[Node, ...]) -> Expression:
    """The leading segments of a right-nested path as an expression of their own: `a::b` of `a::b::c`."""
    prefix = Expression(spec, data, segments[-1])
    if len(segments) > 1:
        prefix._path = segments
        prefix._shape = Shape(Form.MEMBER)
        prefix._start = segments[0].start_byte
    return prefix


def path_segments(spec: LanguageSpec, node: Node) -> tuple[Node, ...]:
    """The segments of the whole path of which the right-nested `node` is a part, outermost first."""
    return _whole_path(spec, node)[1] or (node,)


def _whole_path(spec: LanguageSpec, node: Node) -> tuple[Node, tuple[Node, ...]]:
    """The outermost node of a path and its segments; of a path of one segment that segment alone."""
    while (around := node.parent) is not None and around.type in spec.right_nested:
        if _child(around, spec.shapes[around.type].parts["name"]) != node:
            break
        node = around
    segments: list[Node] = []
    inner: Node | None = node
    while inner is not None and inner.type in spec.right_nested:
        parts = spec.shapes[inner.type].parts
        if (scope := _child(inner, parts["object"])) is not None:
            segments.append(scope)
        inner = _child(inner, parts["name"])
    if inner is not None:
        segments.append(inner)
    if len(segments) < 2:
        return segments[0] if segments else node, ()
    return node, tuple(segments)


def _child(node: Node, where: str | int) -> Node | None:
    """A child by field name, or by its position among the named ones (from the end if negative)."""
    if isinstance(where, str):
        return node.child_by_field_name(where) if where else None
    count = node.named_child_count
    at = where if where >= 0 else count + where
    return node.named_child(at) if 0 <= at < count else None
