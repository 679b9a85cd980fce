"""The on-demand view of one file: scopes, local bindings, occurrences and expressions.

A view is made from bytes, a tree and the outline of the same bytes. Nothing of it is stored; its scopes
(see `scopes`) are built when first asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from tree_sitter import Node, Tree

from codeprism_lsp.extraction import constructions, doc_names, labels, plain_words, tokens
from codeprism_lsp.extraction.definitions import Definitions
from codeprism_lsp.extraction.expression import Expression, fused_callee, path_prefix, path_segments
from codeprism_lsp.extraction.outline import outline_of
from codeprism_lsp.extraction.patterns import Destructured, destructured
from codeprism_lsp.extraction.scopes import Binding, Bound, Scope, ScopeTree
from codeprism_lsp.facts.kinds import Role
from codeprism_lsp.facts.outline import Outline, empty
from codeprism_lsp.languages import registry
from codeprism_lsp.languages.spec import Form
from codeprism_lsp.syntax import parsing

__all__ = ["Binding", "Bound", "FileView", "Occurrence", "Scope", "view_from", "view_of"]

_MAX_DEPTH = 400  # ancestors looked at above a node
_NAME_DEPTH = 12  # segments of a dotted name


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One identifier of the source."""

    name: str
    start: int
    end: int


class FileView(Definitions):
    """Scopes, bindings and expressions of one file; immutable once made, safe to share between threads.

    A view of a region knows what stands within its span, and of the rest what the outline tells.
    """

    def __init__(
        self,
        language: str,
        data: bytes,
        tree: Tree,
        outline: Outline,
        problem: str = "",
        span: tuple[int, int] | None = None,
    ) -> None:
        self.language = language
        self.problem = problem  # why there is nothing in it although the file is not empty
        self.spec = registry.specs()[language]
        self.data = data
        self.outline = outline
        self.span = span if span is not None else (0, len(data))
        self._tree = tree

    # -- occurrences -------------------------------------------------------------------------------

    def occurrence_at(self, offset: int) -> Occurrence | None:
        """The identifier at a byte offset, or the one that ends there."""
        if self.data[offset : offset + 1] == b"~":  # the name of a destructor begins with its tilde
            for index in self.outline.by_start.get(offset, ()):
                return Occurrence(self.outline.name(index), *self.outline.name_span(index))
        named = offset + 1 if self.data[offset : offset + 1] == b"'" else offset  # a lifetime with its mark
        for at in (named, offset, offset - 1):
            if at < 0:
                continue
            node = self._tree.root_node.descendant_for_byte_range(at, at)
            if node is None or not node.start_byte <= at < node.end_byte:
                continue
            if self._is_identifier(node) and node.start_byte <= offset + 1:
                return Occurrence(self._text(node), node.start_byte, node.end_byte)
            if (word := plain_words.word_at(self.spec, self.data, node, at)) is not None:
                return Occurrence(self.data[slice(*word)].decode("utf-8", "replace"), *word)
        return None

    def is_plain(self, start: int) -> bool:
        """Whether the identifier at `start` is a word to which the tree gives no structure."""
        node = self._tree.root_node.descendant_for_byte_range(start, start)
        return node is not None and plain_words.word_at(self.spec, self.data, node, start) is not None

    def is_loose(self, start: int) -> bool:
        """Whether the identifier at `start` stands among the loose tokens of a macro."""
        node = self._node_at(start)
        return node is not None and self._is_loose(node)

    def doc_name_at(self, start: int) -> tuple[doc_names.DocName, int] | None:
        """The name in a doc comment at `start`, and where the comment ends."""
        node = self._tree.root_node.descendant_for_byte_range(start, start)
        if node is None or node.type not in self.spec.comment_nodes:
            return None
        found = doc_names.at(self.spec, self.data, node.start_byte, node.end_byte, start)
        return (found, node.end_byte) if found is not None else None

    def occurrences(self, name: str) -> list[int]:
        """Byte offsets at which the identifier `name` stands, outside comments and strings."""
        found = []
        pattern = name.encode()
        root = self._tree.root_node
        word = re.compile(rb"(?<![\w\x80-\xff])" + re.escape(pattern) + rb"(?![\w\x80-\xff])")
        for match in word.finditer(self.data, *self.span):
            at = match.start()
            node = root.descendant_for_byte_range(at, match.end() - 1)
            if node is None:
                continue
            if node.start_byte == at and node.end_byte == match.end() and self._is_identifier(node):
                found.append(at)
            elif plain_words.word_at(self.spec, self.data, node, at) == match.span():
                found.append(at)
        return found

    def identifiers(self, start: int, end: int) -> Iterator[Occurrence]:
        """All identifiers of a span, in order."""
        stack = [self._tree.root_node]
        identifiers = self.spec.identifiers
        while stack:
            node = stack.pop()
            if node.end_byte <= start or node.start_byte >= end:
                continue
            if node.type in identifiers:
                yield Occurrence(self._text(node), node.start_byte, node.end_byte)
            else:
                stack.extend(reversed(node.named_children))

    def calls(self, start: int, end: int) -> Iterator[Expression]:
        """All calls and instantiations within a span, in order."""
        stack = [self._tree.root_node]
        shapes = self.spec.shapes
        while stack:
            node = stack.pop()
            if node.end_byte <= start or node.start_byte >= end:
                continue
            shape = shapes.get(node.type)
            if shape is not None and shape.form in (Form.CALL, Form.NEW) and node.start_byte >= start:
                yield self._lens(node)
            stack.extend(reversed(node.named_children))

    def expression_at(self, start: int) -> Expression | None:
        """The expression named by the identifier at `start`: the whole `a.b` for its `b`."""
        node = self._node_at(start)
        if node is None:
            return None
        if self.spec.right_nested and (path := self._path_to(node)) is not None:
            return path
        if self._is_loose(node):
            return tokens.chain_at(self.spec, self.data, node)
        parent = node.parent
        if parent is not None:
            part = self._part_of(parent, node)
            outer = parent.parent
            if part == "operand" and outer is not None and self._part_of(outer, parent) == "name":
                return self._lens(outer)  # a member's name with type arguments
            if part == "name":
                return self._lens(parent)
            if part == "callee" and self.spec.shapes[parent.type].fused:
                return fused_callee(self.spec, self.data, parent)
        return self._lens(node)

    def surrounding_call(self, start: int) -> Expression | None:
        """The call or instantiation whose callee the identifier at `start` names."""
        named = self._node_at(start)
        if named is not None and self._is_loose(named):
            return tokens.call_of(self.spec, self.data, named)
        if named is not None and named.parent is not None:
            shape = self.spec.shapes.get(named.parent.type)
            if shape is not None and shape.fused and self._part_of(named.parent, named) == "callee":
                return self._lens(named.parent)
        expression = self.expression_at(start)
        node = self._node_of(expression)
        while node is not None and node.parent is not None:
            part = self._part_of(node.parent, node)
            if part in ("callee", "type"):
                return self._lens(node.parent)
            if part != "operand":
                return None
            node = node.parent
        return None

    def label_at(self, start: int) -> labels.Found | None:
        """(name, what it is a label of, whether it may be an expression instead) for the identifier at
        `start`, None where it is no label.

        The owner of `f(name=1)` is `f`, that of `S{name: 1}` the literal's type; None where unknown.
        """
        node = self._node_at(start)
        if node is not None and self._is_loose(node):
            loose = tokens.label_owner(self.spec, self.data, node)
            return (self._text(node), loose[0], False) if loose is not None else None
        return labels.found_at(self.spec, self.data, node, start)

    def labels_around(self, start: int) -> list[str]:
        """The labels of the constructs between the label at `start` and what they all belong to, outermost
        first: `from` for the y of `{.from = {.y = 1}}` and of `{.from.y = 1}`."""
        return labels.around(self.spec, self.data, self._node_at(start))

    def constructed(self, start: int) -> list[constructions.Constructed]:
        """What is constructed by the declaration whose type the identifier at `start` names."""
        return constructions.by_type(self.spec, self.data, self._node_at(start))

    def collection_at(self, start: int) -> Expression | None:
        """The literal of a collection or object that begins at `start`."""
        node = self._node_at(start)
        while node is not None and node.start_byte == start:
            shape = self.spec.shapes.get(node.type)
            if shape is not None and shape.form is Form.COLLECTION:
                return self._lens(node)
            node = node.parent
        return None

    def origin_at(self, start: int) -> Destructured | None:
        """Where the value of the name (or of the key) at `start` within a pattern comes from."""
        node = self._node_at(start) if self.spec.pattern_roots else None
        return destructured(self.spec, self.data, node) if node is not None else None

    def ancestors(self, start: int) -> Iterator[Expression]:
        """Lenses over the nodes around the identifier at `start`, innermost first."""
        node = self._node_at(start)
        for _ in range(_MAX_DEPTH):
            if node is None:
                return
            yield self._lens(node)
            node = node.parent

    def role(self, start: int) -> Role:
        """What the identifier at `start` does."""
        node = self._node_at(start)
        if node is None:
            return Role.REFERENCE
        if self._is_loose(node):
            return tokens.role_of(self.data, node)
        role = Role.TYPE if node.type in self.spec.type_nodes else Role.READ
        for depth in range(_MAX_DEPTH):
            parent = node.parent
            if parent is None:
                return role
            part = self._part_of(parent, node)
            shape = self.spec.shapes.get(parent.type)
            if part == "object":
                return Role.RECEIVER
            if shape is not None and part == "callee":
                return Role.CALL
            if shape is not None and shape.form is Form.NEW and part == "type":
                return Role.INSTANTIATE
            declared = self._declared_role(parent, node)
            if declared is not None:
                return declared
            if parent.type in self.spec.type_nodes:
                return Role.TYPE
            if (
                depth
                and part not in ("name", "operand")
                and shape is not None
                and shape.form is not Form.SAME
            ):
                return role
            node = parent
        return role

    # -- scopes ------------------------------------------------------------------------------------

    def scope_span(self, offset: int) -> tuple[int, int]:
        """Span of the innermost scope around a byte offset: the same in every view of the file."""
        scope = self.scopes[self.scope_at(offset)]
        return scope.start, scope.end

    def scope_at(self, offset: int) -> int:
        """Index of the innermost scope around a byte offset."""
        return self._scope_tree.at(offset)

    def scope_chain(self, offset: int) -> Iterator[int]:
        """Scopes around an offset, innermost first, the file's last."""
        index = self.scope_at(offset)
        while index >= 0:
            yield index
            index = self.scopes[index].parent

    def home_of(self, index: int) -> int:
        """Index of the scope in which an outline definition stands, beyond those that it opens itself."""
        start, _ = self.outline.span(index)
        scope = self.scope_at(start)
        while scope > 0 and self.scopes[scope].start >= start:
            scope = self.scopes[scope].parent
        return max(scope, 0)

    def binding_at(self, start: int) -> Binding | None:
        """The local binding whose name stands at `start`."""
        return self._bindings_by_start.get(start)

    def binding_seen(self, start: int, name: str, offset: int) -> Binding | None:
        """The binding whose name stands at `start` as the scopes around `offset` know it."""
        for number in self.scope_chain(offset):
            for binding in self.scopes[number].bindings.get(name, ()):
                if binding.start == start:
                    return binding
        return self.binding_at(start)

    @cached_property
    def syntax_errors(self) -> list[tuple[int, int]]:
        """Spans of the outermost syntax errors, at most 100."""
        found: list[tuple[int, int]] = []
        stack = [self._tree.root_node]
        while stack and len(found) < 100:
            node = stack.pop()
            if node.is_error or node.is_missing:
                found.append((node.start_byte, node.end_byte))
            elif node.has_error:
                stack.extend(reversed([c for c in node.children if c.has_error or c.is_missing]))
        return found

    # -- private -----------------------------------------------------------------------------------

    @cached_property
    def _scope_tree(self) -> ScopeTree:
        return ScopeTree(self.spec, self.data, self._tree.root_node, self.outline, self.span)

    @cached_property
    def _bindings_by_start(self) -> dict[int, Binding]:
        # Where a name is bound again in an inner scope, its declaration is that of the outermost.
        return {
            binding.start: binding
            for scope in reversed(self.scopes)
            for bindings in scope.bindings.values()
            for binding in bindings
        }

    def _is_identifier(self, node: Node) -> bool:
        if node.type not in self.spec.identifiers:
            return False
        around = node.parent if self.spec.dead_ends else None
        for _ in range(_NAME_DEPTH):
            if around is None:
                return True
            outer = around.parent
            if around.type in self.spec.dead_ends:
                return False
            if outer is not None and f"{outer.type}>{around.type}" in self.spec.dead_ends:
                return False
            around = outer
        return True

    def is_shorthand(self, start: int) -> bool:
        """Whether the name at `start` is that of a field and of a local at the same time."""
        shorthands = self.spec.shorthands
        node = self._node_at(start) if shorthands else None
        if node is None:
            return False
        return node.type in shorthands or (node.parent is not None and node.parent.type in shorthands)

    def _is_loose(self, node: Node) -> bool:
        """Whether the node is a token among tokens, without structure around it."""
        return node.parent is not None and node.parent.type in self.spec.token_trees

    def _node_of(self, expression: Expression | None) -> Node | None:
        return expression._node if expression is not None else None

    def _path_to(self, node: Node) -> Expression | None:
        """The path up to the segment that an identifier names (`a::B<T>` for the B), None outside of one."""
        around = node.parent
        if around is not None and around.type not in self.spec.right_nested:
            if self._part_of(around, node) not in ("name", "operand"):
                return None
            node, around = around, around.parent  # the name of a template within its arguments
        if around is None or around.type not in self.spec.right_nested:
            return None
        segments = path_segments(self.spec, around)
        if node not in segments[:-1]:
            return self._lens(around)
        return path_prefix(self.spec, self.data, segments[: segments.index(node) + 1])

    def _part_of(self, parent: Node, node: Node) -> str:
        """Name of the part that `node` is of its parent's form, "" where it is none."""
        shape = self.spec.shapes.get(parent.type)
        if shape is None:
            return ""
        for name, where in shape.parts.items():
            if self._is_part(parent, node, where):
                return name
        for name, where in shape.fused.items():
            if self._is_part(parent, node, where):
                return "callee" if name == "name" else name
        return ""

    def _is_part(self, parent: Node, node: Node, where: str | int) -> bool:
        child = (
            parent.child_by_field_name(where)
            if isinstance(where, str)
            else (parent.named_child(where) if 0 <= where < parent.named_child_count else None)
        )
        return child is not None and child.id == node.id

    def _declared_role(self, parent: Node, node: Node) -> Role | None:
        roles = self.spec.roles
        if (role := roles.get((parent.type, "*"))) is not None:
            return role
        for (node_type, name), role in roles.items():
            if node_type == parent.type and name != "*":
                child = parent.child_by_field_name(name)
                if (
                    child is not None
                    and child.start_byte <= node.start_byte
                    and node.end_byte <= child.end_byte
                ):
                    return role
        return None

    def _text(self, node: Node) -> str:
        return self.data[node.start_byte : node.end_byte].decode("utf-8", "replace")


def view_of(language: str, data: bytes) -> FileView:
    """Parses normalised bytes and gives their view, an empty one where that takes too long."""

    def facts() -> tuple[Tree, Outline]:
        tree = parsing.parse(language, data)
        return tree, outline_of(language, data, tree)

    return view_from(language, data, facts)


def view_from(language: str, data: bytes, facts: Callable[[], tuple[Tree, Outline]]) -> FileView:
    """The view of bytes whose tree and outline `facts` makes; an empty one with a `problem` if too slow."""
    try:
        return FileView(language, data, *facts())
    except parsing.TooSlow as error:
        return FileView(language, data, parsing.parse(language, b""), empty(len(data)), str(error))
