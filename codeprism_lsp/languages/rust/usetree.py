"""Reads `use` trees: `a::{self, b as c, d::*}` into one row for each name they bind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from codeprism_lsp.facts.kinds import ImportKind

_TOKEN = re.compile(r"//[^\n]*|/\*.*?\*/|::|[{},*;]|(?:r#)?[^\W\d]\w*", re.DOTALL)
_PLAIN = re.compile(r"[A-Za-z_][\w:]*::(?!self$)\w+")
_MAX_DEPTH = 32


@dataclass(frozen=True, slots=True)
class Segment:
    """One name of a path and its offset in the tree's text, in characters."""

    name: str
    offset: int


@dataclass(frozen=True, slots=True)
class Leaf:
    """One end of a tree: the path to it, what it is called there, and whether it is `*`."""

    path: tuple[Segment, ...]
    alias: Segment | None
    wildcard: int  # offset of the `*`, -1 without
    itself: int  # offset of a final `self`, -1 without

    @property
    def names(self) -> list[str]:
        return [segment.name for segment in self.path]


def expand(text: str) -> list[tuple[ImportKind, str, str, str, int]]:
    """(kind, module, name, alias, offset of the name) for each name that a use tree binds."""
    if _PLAIN.fullmatch(text):  # `a::b::C`: the most frequent form
        module, _, name = text.rpartition("::")
        return [(ImportKind.NAME, module, name, "", len(text) - len(name))]
    rows: list[tuple[ImportKind, str, str, str, int]] = []
    for leaf in leaves(text):
        names = leaf.names
        if leaf.wildcard >= 0:
            rows.append((ImportKind.WILDCARD, "::".join(names), "", "", leaf.wildcard))
        elif names and names[-1]:
            at = leaf.itself if leaf.itself >= 0 else leaf.path[-1].offset
            alias = leaf.alias.name if leaf.alias is not None else ""
            rows.append((ImportKind.NAME, "::".join(names[:-1]), names[-1], alias, at))
    return rows


@lru_cache(maxsize=1024)
def leaves(text: str) -> tuple[Leaf, ...]:
    """All ends of a use tree, in order; what cannot be read is left out."""
    tokens = [
        Segment(match.group(), match.start())
        for match in _TOKEN.finditer(text)
        if not match.group().startswith(("//", "/*"))
    ]
    return tuple(_Reader(tokens).tree((), 0))


class _Reader:
    """Recursive descent over the tokens of one use tree."""

    def __init__(self, tokens: list[Segment]) -> None:
        self._tokens = tokens
        self._at = 0

    def tree(self, prefix: tuple[Segment, ...], depth: int) -> Iterator[Leaf]:
        path = prefix
        if self._peek() == "::":
            # A leading `::` means the crates themselves: an empty first segment.
            path = (*path, Segment("", self._tokens[self._at].offset)) if not prefix else path
            self._at += 1
        while (token := self._next()) is not None:
            if token.name == "*":
                yield Leaf(path, None, token.offset, -1)
                return
            if token.name == "{":
                if depth < _MAX_DEPTH:
                    yield from self._group(path, depth)
                return
            if token.name in ("}", ",", ";", "::"):
                self._at -= token.name in ("}", ",")
                return
            if token.name == "self" and path and path[-1].name:
                yield Leaf(path, self._alias(), -1, token.offset)
                return
            path = (*path, token)
            if self._peek() == "::":
                self._at += 1
                continue
            yield Leaf(path, self._alias(), -1, -1)
            return

    def _group(self, path: tuple[Segment, ...], depth: int) -> Iterator[Leaf]:
        while (name := self._peek()) is not None and name != "}":
            if name == ",":
                self._at += 1
                continue
            before = self._at
            yield from self.tree(path, depth + 1)
            if self._at == before:
                self._at += 1
        self._at += 1

    def _alias(self) -> Segment | None:
        if self._peek() != "as":
            return None
        self._at += 1
        return self._next()

    def _peek(self) -> str | None:
        return self._tokens[self._at].name if self._at < len(self._tokens) else None

    def _next(self) -> Segment | None:
        if self._at >= len(self._tokens):
            return None
        self._at += 1
        return self._tokens[self._at - 1]
