"""Graphs as text: the languages of Graphviz (DOT) and of Mermaid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from codeprism_lsp.features.dependencies_protocol import DependencyEdge, DependencyNode

_SHAPES = {"file": "box", "package": "folder", "symbol": "ellipse", "external": "hexagon"}
_BRACKETS = {
    "file": ('["', '"]'),
    "package": ('[["', '"]]'),
    "symbol": ('(["', '"])'),
    "external": ('{{"', '"}}'),
}


def dot(
    nodes: Sequence[DependencyNode], edges: Sequence[DependencyEdge], names: Mapping[str, DependencyNode]
) -> str:
    """A digraph. `names` has the nodes of all edges; those of other pages are drawn dashed."""
    known = {node.id for node in nodes}
    lines = ["digraph dependencies {", "  rankdir=LR;", "  node [fontsize=10];"]
    for node in (*nodes, *_others(edges, known, names)):
        style = "" if node.id in known else ", style=dashed"
        lines.append(f"  {_quoted(node.id)} [label={_quoted(node.name)}, shape={_SHAPES[node.kind]}{style}];")
    for edge in edges:
        count = f" ({edge.count})" if edge.count > 1 else ""
        lines.append(
            f"  {_quoted(edge.source)} -> {_quoted(edge.target)} [label={_quoted(edge.how + count)}];"
        )
    return "\n".join([*lines, "}", ""])


def mermaid(
    nodes: Sequence[DependencyNode], edges: Sequence[DependencyEdge], names: Mapping[str, DependencyNode]
) -> str:
    """A flow chart."""
    known = {node.id for node in nodes}
    drawn = [*nodes, *_others(edges, known, names)]
    keys = {node.id: f"n{number}" for number, node in enumerate(drawn)}
    lines = ["flowchart LR"]
    for node in drawn:
        left, right = _BRACKETS[node.kind]
        lines.append(f"  {keys[node.id]}{left}{_escaped(node.name)}{right}")
    for edge in edges:
        arrow = "-->" if edge.how == "imports" else f"-->|{edge.how}|"
        lines.append(f"  {keys[edge.source]} {arrow} {keys[edge.target]}")
    return "\n".join([*lines, ""])


def _others(
    edges: Sequence[DependencyEdge], known: set[str], names: Mapping[str, DependencyNode]
) -> list[DependencyNode]:
    return [names[one] for one in sorted({edge.target for edge in edges} - known)]


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
