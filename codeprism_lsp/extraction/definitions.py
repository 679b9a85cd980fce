"""What a view tells of the definitions of its file: their values, results, signatures and documentation."""

from __future__ import annotations

import re
from abc import abstractmethod
from typing import TYPE_CHECKING

from tree_sitter import Node, Tree

from codeprism_lsp.extraction.documentation import documentation_of
from codeprism_lsp.extraction.expression import Expression
from codeprism_lsp.facts.outline import Outline
from codeprism_lsp.languages.spec import LanguageSpec

if TYPE_CHECKING:
    from codeprism_lsp.extraction.scopes import Binding, Scope, ScopeTree

_SIGNATURES = 200  # members of a type among which a signature is looked for
_CARRIERS = 6  # constructs around a name that a comment may stand in front of
_ASSIGNED = 4  # assignments to a name that are looked at


class Definitions:
    """The part of a view that is about outline definitions; `FileView` adds scopes and occurrences."""

    spec: LanguageSpec
    data: bytes
    outline: Outline
    span: tuple[int, int]
    _tree: Tree

    @property
    def scopes(self) -> list[Scope]:
        """The scopes of the file; scope 0 is the file itself."""
        return self._scope_tree.scopes

    @property
    @abstractmethod
    def _scope_tree(self) -> ScopeTree:
        """Scopes and what functions return."""

    @abstractmethod
    def binding_at(self, start: int) -> Binding | None:
        """The local binding whose name stands at `start`."""

    def initialiser(self, index: int) -> Expression | None:
        """The value that the outline definition is given where it is defined."""
        node = self._definition_node(index)
        for _ in range(3):
            if node is None:
                return None
            for name in self.spec.value_fields:
                if (value := node.child_by_field_name(name)) is not None:
                    return self._lens(value)
            node = node.parent if node.parent and node.parent.start_byte == node.start_byte else None
        return None

    def declared_type(self, index: int) -> Expression | None:
        """The type that is written for the variable which an outline definition is (also of a function)."""
        node = self._definition_node(index)
        typed = node.child_by_field_name("type") if node is not None else None
        return self._lens(typed) if typed is not None else None

    def signature_within(self, index: int, kind: str) -> Expression | None:
        """The type of the first signature of a kind directly in the body of a definition."""
        node = self._definition_node(index)
        for name in ("body", "value"):
            body = node.child_by_field_name(name) if node is not None else None
            for child in body.named_children[:_SIGNATURES] if body is not None else ():
                if child.type == kind:
                    typed = child.child_by_field_name("type") or child.child_by_field_name("return_type")
                    return self._lens(typed) if typed is not None else None
        return None

    def assigned(self, name: str, start: int) -> list[Expression]:
        """What is assigned to a name in the scope that binds it at `start`, and in those within it."""
        found: list[Expression] = []
        binding = self.binding_at(start)
        scope = self.scopes[binding.scope if binding is not None else 0]
        pattern = re.compile(rb"(?<![\w.$])" + re.escape(name.encode()) + rb"\s*=(?![=>])")
        for match in pattern.finditer(
            self.data, max(scope.start, self.span[0]), min(scope.end, self.span[1])
        ):
            node = self._node_at(match.start())
            around = node.parent if node is not None else None
            if around is None or around.type not in self.spec.assignments:
                continue
            value = around.child_by_field_name("right")
            if value is not None and len(found) < _ASSIGNED:
                found.append(self._lens(value))
        return found

    def assigned_members(self, holder: str, name: str, start: int) -> list[tuple[int, Expression]]:
        """Where `holder.name` is given a value in the scope that binds the holder at `start`: (place of the
        name, value)."""
        binding = self.binding_at(start)
        scope = self.scopes[binding.scope if binding is not None else 0]
        written = re.escape(f"{holder}.{name}".encode())
        found: list[tuple[int, Expression]] = []
        pattern = re.compile(rb"(?<![\w.$])" + written + rb"\s*=(?![=>])")
        for match in pattern.finditer(
            self.data, max(scope.start, self.span[0]), min(scope.end, self.span[1])
        ):
            node = self._node_at(match.start() + len(holder.encode()) + 1)
            around = node.parent.parent if node is not None and node.parent is not None else None
            if node is None or around is None or around.type not in self.spec.assignments:
                continue
            value = around.child_by_field_name("right")
            if value is not None and len(found) < _ASSIGNED:
                found.append((node.start_byte, self._lens(value)))
        return found

    def doc_comment(self, start: int) -> tuple[int, int] | None:
        """Span of the doc comment in front of what stands at `start`, or around that."""
        carriers = self.spec.doc_types.carriers if self.spec.doc_types is not None else frozenset[str]()
        node = self._node_at(start) if carriers else None
        while node is not None and node.parent is not None and node.parent.start_byte == start:
            if node.parent.parent is None:
                break
            node = node.parent
        for _ in range(_CARRIERS):
            if node is None:
                return None
            before = node.prev_named_sibling
            if before is not None and before.type in self.spec.comment_nodes:
                near = before.end_point[0] + 1 >= node.start_point[0]
                documents = near and self.data.startswith(self.spec.doc_start, before.start_byte)
                return (before.start_byte, before.end_byte) if documents else None
            around = node.parent
            if around is None or around.type not in carriers:
                return None
            if before is not None and not any(
                (value := around.child_by_field_name(field)) is not None and value.id == node.id
                for field in self.spec.value_fields
            ):
                return None  # a later one of several
            node = around
        return None

    def comment_around(self, offset: int) -> tuple[int, bytes] | None:
        """Where the doc comment around an offset begins, and its text; None outside of one."""
        node = self._tree.root_node.descendant_for_byte_range(offset, offset)
        if node is None or node.type not in self.spec.comment_nodes:
            return None
        if not self.data.startswith(self.spec.doc_start, node.start_byte):
            return None
        return node.start_byte, self.data[node.start_byte : node.end_byte]

    def returns(self, index: int) -> list[Expression]:
        """Expressions that the function returns (not those of functions within it)."""
        start, end = self.outline.span(index)
        scope = next((i for i, s in enumerate(self.scopes) if s.definition == index and s.function), None)
        if scope is None:
            scope = next(
                (i for i, s in enumerate(self.scopes) if s.function and start <= s.start and s.end <= end),
                None,
            )
        return self._scope_tree.returns.get(scope, []) if scope is not None else []

    def lambda_results(self, start: int) -> list[Expression]:
        """Expressions that the function literal at `start` returns."""
        for number, scope in enumerate(self.scopes):
            if scope.start == start and scope.function:
                return self._scope_tree.returns.get(number, [])
        return []

    def signature(self, index: int) -> str:
        """The definition's text up to its body, white space folded; at most its first 400 bytes."""
        node = self._definition_node(index)
        start, end = self.outline.span(index)
        if node is not None:
            for name in self.spec.body_fields:
                if (body := node.child_by_field_name(name)) is not None and body.start_byte > start:
                    end = body.start_byte
                    break
        text = self.data[start : min(end, start + 400)].decode("utf-8", "ignore")
        return " ".join(text.split()).rstrip("{:= ").rstrip()

    def documentation(self, index: int) -> str:
        """The doc comment, or the docstring, without its marks; "" where there is none."""
        node = self._definition_node(index)
        return documentation_of(self.spec, self.data, node) if node is not None else ""

    # -- private -----------------------------------------------------------------------------------

    def _definition_node(self, index: int) -> Node | None:
        start, end = self.outline.span(index)
        return self._tree.root_node.descendant_for_byte_range(start, max(start, end - 1))

    def _node_at(self, start: int) -> Node | None:
        node = self._tree.root_node.descendant_for_byte_range(start, start)
        return node if node is not None and node.start_byte == start else None

    def _lens(self, node: Node) -> Expression:
        return Expression(self.spec, self.data, node)
