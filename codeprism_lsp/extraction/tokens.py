"""Expressions among loose tokens: what `a.b(c)[0].d` means where a grammar keeps only tokens.

The arguments of a macro are tokens to the grammar of Rust, yet most of them are expressions to people. A
chain of names, calls and indexes is read backwards from the name that a question is about.
"""

from __future__ import annotations

from collections.abc import Sequence

from tree_sitter import Node

from codeprism_lsp.extraction.expression import Expression
from codeprism_lsp.facts.kinds import Role
from codeprism_lsp.languages.spec import Form, LanguageSpec, Shape

_LINKS = (".", "::")
_MAX_TOKENS = 64  # of one chain

_NAME, _MEMBER, _CALL, _INDEX, _TRY = (
    Shape(form) for form in (Form.NAME, Form.MEMBER, Form.CALL, Form.INDEX, Form.TRY)
)


class TokenChain(Expression):
    """A chain of sibling tokens as an expression."""

    __slots__ = ("_tokens",)

    def __init__(self, spec: LanguageSpec, data: bytes, tokens: Sequence[Node]) -> None:
        super().__init__(spec, data, tokens[-1], _shape_of(spec, data, tokens))
        self._tokens = tokens
        self._start, self._end = tokens[0].start_byte, tokens[-1].end_byte

    def part(self, name: str) -> Expression | None:
        form = self.form
        if form is Form.MEMBER and name == "name":
            return Expression(self._spec, self._data, self._tokens[-1])
        if form is Form.MEMBER and name == "object":
            return TokenChain(self._spec, self._data, self._tokens[:-2])
        if (form, name) in ((Form.CALL, "callee"), (Form.INDEX, "object"), (Form.TRY, "operand")):
            return TokenChain(self._spec, self._data, self._tokens[:-1])
        return None


def chain_at(spec: LanguageSpec, data: bytes, name: Node) -> Expression:
    """The chain that ends with a name: `a.b` for the b of `a.b.c`."""
    siblings, at = _siblings(name)
    start = _start(spec, siblings, at)
    return TokenChain(spec, data, siblings[start : at + 1])


def call_of(spec: LanguageSpec, data: bytes, name: Node) -> Expression | None:
    """The call whose callee the chain that ends with a name is."""
    siblings, at = _siblings(name)
    if at + 1 < len(siblings) and _opens(data, siblings[at + 1]) == b"(":
        return TokenChain(spec, data, siblings[_start(spec, siblings, at) : at + 2])
    return None


def role_of(data: bytes, name: Node) -> Role:
    """What a name among tokens does, told by what follows it."""
    following = name.next_sibling
    if following is None:
        return Role.READ
    if following.type in _LINKS:
        return Role.RECEIVER
    if following.type == "!":
        return Role.MACRO
    return Role.CALL if _opens(data, following) == b"(" else Role.READ


def label_owner(spec: LanguageSpec, data: bytes, name: Node) -> tuple[Expression | None] | None:
    """The type of the literal whose field a name followed by a colon is, as a 1-tuple (with None where it
    is not known); None where the name is no label."""
    following, group = name.next_sibling, name.parent
    if following is None or following.type != ":" or group is None:
        return None
    if name.prev_sibling is not None and name.prev_sibling.type == "::":
        return None  # the end of a path
    before = group.prev_sibling
    if _opens(data, group) != b"{" or before is None or before.type not in spec.identifiers:
        return (None,)
    if group.parent is None or group.parent.type not in spec.token_trees:
        return (None,)
    return (chain_at(spec, data, before),)


def _siblings(node: Node) -> tuple[list[Node], int]:
    siblings = node.parent.children if node.parent is not None else [node]
    return siblings, next(number for number, one in enumerate(siblings) if one.id == node.id)


def _start(spec: LanguageSpec, siblings: list[Node], at: int) -> int:
    """Where the chain that ends at a token begins; at the token itself where its object is not known."""
    start = at
    while start >= 2 and siblings[start - 1].type in _LINKS and at - start < _MAX_TOKENS:
        before = start - 2
        while before > 0 and (siblings[before].type in spec.token_trees or siblings[before].type == "?"):
            before -= 1
        if siblings[before].type not in spec.identifiers:
            # The object is no chain of names: the link stays, so that the member has an unknown object.
            return start - 2
        start = before
    return start


def _shape_of(spec: LanguageSpec, data: bytes, tokens: Sequence[Node]) -> Shape | None:
    last = tokens[-1]
    if last.type in spec.identifiers:
        if len(tokens) == 1:
            return _NAME
        return _MEMBER if len(tokens) > 2 and tokens[-2].type in _LINKS else None
    if len(tokens) < 2:
        return spec.shapes.get(last.type)
    if last.type == "?":
        return _TRY
    return {b"(": _CALL, b"[": _INDEX}.get(_opens(data, last))


def _opens(data: bytes, node: Node) -> bytes:
    """The bracket with which a group of tokens begins, b"" of other nodes."""
    return data[node.start_byte : node.start_byte + 1] if node.child_count else b""
