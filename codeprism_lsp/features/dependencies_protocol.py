"""The wire types of the dependency requests. `docs/protocol.md` is generated from these classes.

Field names are written in camelCase on the wire, `from_` as `from`. A text under a field is its
description, for the document and for readers.
"""

# ruff: noqa: RUF009 - `said` is attrs.field, which makes a field and not a shared default.

from __future__ import annotations

from typing import Any

import attrs
from lsprotocol import types as lsp


def said(text: str, default: Any = attrs.NOTHING) -> Any:
    """An attribute with its description."""
    return attrs.field(default=default, metadata={"doc": text})


@attrs.frozen(kw_only=True)
class DependenciesParams:
    """What a file, package or symbol depends on, or what depends on it."""

    uri: str | None = said("the file; or `textDocument`", None)
    text_document: lsp.TextDocumentIdentifier | None = said("the file, in the way of LSP", None)
    position: lsp.Position | None = said("at level `symbol`: the symbol; without, all of the file's", None)
    level: str = said("`file`, `package` or `symbol`: what the nodes of the answer are", "file")
    depth: int = said("how many steps to walk; 0: any number", 1)
    include_external: bool = said("whether packages outside the workspace are nodes too", False)
    limit: int = said("the most items in one answer, 1 to 10000", 1000)
    cursor: str | None = said("`cursor` of the answer before, for the next page", None)


@attrs.frozen(kw_only=True)
class DependencyGraphParams:
    """Which part of the graph, and in which form."""

    uri: str | None = said("a file (with its neighbourhood) or a directory; without, all folders", None)
    text_document: lsp.TextDocumentIdentifier | None = said("the file, in the way of LSP", None)
    level: str = said("`file`, `package` or, for a file, `symbol`", "file")
    depth: int = said("steps around a file, in both directions; 0: any number", 1)
    include_external: bool = said("whether packages outside the workspace are nodes too", False)
    format: str = said("`json` (nodes and edges), `dot` or `mermaid` (text)", "json")
    limit: int = said("the most nodes in one answer, 1 to 10000", 1000)
    cursor: str | None = said("`cursor` of the answer before, for the next page", None)


@attrs.frozen(kw_only=True)
class DependencyPathParams:
    """The two ends of a path."""

    from_: str = said("URI of the file that depends")
    to: str = said("URI of the file that is depended on; or `external:` and the name of a package")
    level: str = said("`file` or `package`", "file")


@attrs.frozen(kw_only=True)
class DependencyCyclesParams:
    """Where to look for cycles."""

    uri: str | None = said("only cycles that touch this file or directory", None)
    text_document: lsp.TextDocumentIdentifier | None = said("the file, in the way of LSP", None)
    level: str = said("`file` or `package`", "file")
    limit: int = said("the most cycles in one answer, 1 to 10000", 100)
    cursor: str | None = said("`cursor` of the answer before, for the next page", None)


@attrs.frozen(kw_only=True)
class ImpactParams:
    """What is going to change."""

    uri: str | None = said("the file; or `textDocument`", None)
    text_document: lsp.TextDocumentIdentifier | None = said("the file, in the way of LSP", None)
    position: lsp.Position | None = said("the symbol that changes; without, the whole file", None)
    depth: int = said("how many steps to walk; 0: any number", 0)
    limit: int = said("the most items in one answer, 1 to 10000", 1000)
    cursor: str | None = said("`cursor` of the answer before, for the next page", None)


@attrs.frozen(kw_only=True)
class DependencyNode:
    """A file, a package (a directory), a symbol, or a package outside the workspace."""

    id: str = said("the same in every answer; for a file its URI")
    kind: str = said("`file`, `package`, `symbol` or `external`")
    name: str = said("the path within its folder, the package's name, or the qualified name")
    uri: str | None = said("the file or directory; of a symbol, its file", None)
    range: lsp.Range | None = said("of a symbol: its name", None)
    symbol_kind: str | None = said("of a symbol: `class`, `function`, `enum_member` and so on", None)


@attrs.frozen(kw_only=True)
class DependencySite:
    """Where a dependency is written."""

    uri: str = said("the file that depends")
    range: lsp.Range = said("the import, or the name that is used")
    how: str = said(
        "`imports`, `re-exports`, `includes`, `contains` (a module declaration); between symbols `calls`, "
        "`instantiates`, `reads`, `writes`, `extends`, `implements`, `decorates`, `references`"
    )


@attrs.frozen(kw_only=True)
class DependencyItem:
    """One node of an answer."""

    node: DependencyNode = said("what was found")
    distance: int = said("how many steps away, from 1")
    sites: list[DependencySite] = said("where the last step is written, at most 20")


@attrs.frozen(kw_only=True)
class DependenciesResult:
    """Nodes, the nearest first, then by name."""

    items: list[DependencyItem] = said("one page of them")
    total: int = said("items on all pages; where more pages follow it may be a lower bound")
    truncated: bool = said("whether this is not all there is: more pages, or a bound was met")
    cursor: str | None = said("for the next page; null on the last", None)


@attrs.frozen(kw_only=True)
class DependencyEdge:
    """One edge between two nodes; edges of the same kind between them are one."""

    source: str = said("id of the node that depends")
    target: str = said("id of the node that is depended on; it may be on another page")
    how: str = said("as in `DependencySite`")
    count: int = said("how many places there are")


@attrs.frozen(kw_only=True)
class DependencyGraphResult:
    """One page of a graph: some nodes, and all edges that start at them."""

    nodes: list[DependencyNode] = said("sorted by kind and name; empty in the text formats")
    edges: list[DependencyEdge] = said("sorted by node; empty in the text formats")
    text: str | None = said("the graph in the language of Graphviz or Mermaid", None)
    total: int = said("nodes on all pages")
    truncated: bool = said("whether this is not all there is")
    cursor: str | None = said("for the next page; null on the last", None)


@attrs.frozen(kw_only=True)
class DependencyStep:
    """One step along a path or a cycle."""

    from_: DependencyNode = said("the node that depends")
    to: DependencyNode = said("the node that is depended on")
    site: DependencySite = said("where it is written")


@attrs.frozen(kw_only=True)
class DependencyPathResult:
    """A shortest path."""

    found: bool = said("whether there is a path")
    steps: list[DependencyStep] = said("from the first to the last; empty where both ends are the same")


@attrs.frozen(kw_only=True)
class DependencyCycle:
    """Nodes that all depend on each other."""

    nodes: list[DependencyNode] = said("sorted by name, at most 1000")
    size: int = said("how many there are")
    sample: list[DependencyStep] = said("a shortest way around, from the first node back to it")


@attrs.frozen(kw_only=True)
class DependencyCyclesResult:
    """Cycles, the largest first, then by name."""

    cycles: list[DependencyCycle] = said("one page of them")
    total: int = said("cycles on all pages")
    truncated: bool = said("whether there are more pages")
    cursor: str | None = said("for the next page; null on the last", None)


@attrs.frozen(kw_only=True)
class SymbolUse:
    """A definition that uses the symbol that changes."""

    node: DependencyNode = said("the definition, or the file for a use outside of any")
    sites: list[DependencySite] = said("where, at most 20")


@attrs.frozen(kw_only=True)
class ImpactItem:
    """One file that may be affected."""

    node: DependencyNode = said("the file")
    distance: int = said("1 uses the symbol or imports the file itself, 2 depends on such a file, and so on")
    sites: list[DependencySite] = said("where it depends on a file one step nearer, at most 20")
    symbols: list[SymbolUse] = said("with a position, at distance 1: the definitions that use the symbol")


@attrs.frozen(kw_only=True)
class ImpactResult:
    """What a change may break."""

    items: list[ImpactItem] = said("one page, nearest first, then by name")
    distances: list[int] = said("how many files there are at distance 1, 2 and so on")
    total: int = said("items on all pages")
    truncated: bool = said("whether this is not all there is")
    cursor: str | None = said("for the next page; null on the last", None)
