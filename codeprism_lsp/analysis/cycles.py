"""Cycles of dependencies: strongly connected components, each with one shortest way around."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from codeprism_lsp.analysis.dependencies import Check, Link, Node, shortest_path


class ComponentGraph(Protocol):
    """A whole graph, of files or of packages."""

    @property
    def nodes(self) -> tuple[Node, ...]: ...

    def components(self) -> list[list[int]]: ...

    def outgoing(self, node: Node) -> list[Link]: ...


@dataclass(frozen=True, slots=True)
class Cycle:
    """Nodes that all depend on each other, sorted."""

    nodes: tuple[Node, ...]


def cycles(graph: ComponentGraph) -> list[Cycle]:
    """All groups of nodes that depend on each other: the largest first, then by name."""
    found = [Cycle(tuple(sorted(graph.nodes[number] for number in one))) for one in graph.components()]
    return sorted(found, key=lambda cycle: (-len(cycle.nodes), cycle.nodes))


def sample(
    cycle: Cycle, outgoing: Callable[[Node], Iterable[Link]], check: Check = lambda: None
) -> list[Link]:
    """A shortest way around that starts and ends at the first node of the cycle."""
    inside = frozenset(cycle.nodes)
    start = cycle.nodes[0]
    best: list[Link] | None = None
    for link in sorted(outgoing(start), key=lambda one: (one.target, one.site)):
        check()
        if link.target not in inside:
            continue
        rest = shortest_path(outgoing, link.target, start, inside.__contains__)
        if rest is not None and (best is None or 1 + len(rest) < len(best)):
            best = [link, *rest]
    return best or []
