"""The import graph seen at the level of packages: directories, linked where any of their files are."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from codeprism_lsp.analysis.dependencies import Check, Link, Node, NodeKind, Site, package_of
from codeprism_lsp.analysis.dependencies_graph import I32, FileGraph, file_graph, strong_components
from codeprism_lsp.resolution.project import Project

_SITES = 3  # places shown for a link between two packages


class PackageGraph:
    """Links between packages. Each link stands for the first imports that make it, in path order."""

    truncated = False

    def __init__(self, graph: FileGraph) -> None:
        self._graph = graph
        numbers: dict[Node, int] = {}
        self._of = np.array(
            [numbers.setdefault(_package(node), len(numbers)) for node in graph.nodes], np.int32
        ).reshape(-1)
        self.nodes: tuple[Node, ...] = tuple(numbers)
        self.numbers = numbers
        self._sources = self._of[graph.rows[0]]
        self._targets = self._of[graph.rows[1]]

    @cached_property
    def _joined(self) -> tuple[list[tuple[int, int]], list[list[int]]]:
        """Pairs of packages, sorted, and the rows of the file graph behind each."""
        inner = np.flatnonzero(self._sources != self._targets)
        keys = (self._sources[inner].astype(np.int64) << 32) | self._targets[inner]
        order = np.argsort(keys, kind="stable")
        unique, starts = np.unique(keys[order], return_index=True)
        parts = np.split(inner[order], starts[1:]) if len(unique) else []
        pairs = [(int(one) >> 32, int(one) & 0xFFFFFFFF) for one in unique]
        return pairs, [part.tolist() for part in parts]

    @cached_property
    def _outgoing(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for at, (source, _) in enumerate(self._joined[0]):
            found.setdefault(source, []).append(at)
        return found

    @cached_property
    def _incoming(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for at, (_, target) in enumerate(self._joined[0]):
            found.setdefault(target, []).append(at)
        return found

    @cached_property
    def pairs(self) -> I32:
        return np.array(self._joined[0], np.int32).reshape(-1, 2)

    def outgoing(self, node: Node) -> list[Link]:
        return [link for at in self._outgoing.get(self._number(node), ()) for link in self._links(at)]

    def incoming(self, node: Node) -> list[Link]:
        return [link for at in self._incoming.get(self._number(node), ()) for link in self._links(at)]

    def components(self) -> list[list[int]]:
        return strong_components(len(self.nodes), self.pairs)

    def _number(self, node: Node) -> int:
        return self.numbers.get(node, -1)

    def _links(self, at: int) -> list[Link]:
        (source, target), rows = self._joined[0][at], self._joined[1][at]
        sites: list[Site] = sorted(link.site for link in self._graph.links(rows[:200]))
        return [Link(self.nodes[source], self.nodes[target], site) for site in sites[:_SITES]]


def package_graph(project: Project, check: Check = lambda: None) -> PackageGraph:
    """The graph of a project's packages; cached."""
    known = project.remembered("package-graph")
    if known is not None:
        return known.value  # type: ignore[no-any-return]
    graph = PackageGraph(file_graph(project, check))
    project.remember("package-graph", graph)
    return graph


def _package(node: Node) -> Node:
    return Node(NodeKind.PACKAGE, package_of(node.name)) if node.kind is NodeKind.FILE else node
