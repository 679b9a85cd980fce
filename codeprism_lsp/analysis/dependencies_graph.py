"""The import graph of a whole workspace folder, as columns, made once per revision.

A graph is a value of the files it was made of. When files change only their own imports, and those of
files that may import them, are resolved again; the rest is taken over. Graphs of open documents are
derived from the graph of what is stored in the same way, so that typing never costs a whole build.
"""

from __future__ import annotations

import threading
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
import rustworkx as rx
from cachetools import LRUCache

from codeprism_lsp.analysis.dependencies import (
    Check,
    Link,
    Node,
    NodeKind,
    Site,
    candidates,
    external,
    file,
    how,
    importers_of,
    led_to,
    links_of,
)
from codeprism_lsp.facts.kinds import ImportKind
from codeprism_lsp.facts.outline import Outline
from codeprism_lsp.resolution.project import Project
from codeprism_lsp.resolution.views import ViewCache

_KEPT_GRAPHS = 8  # folders of which the graph of the stored files is kept
_REBUILD_SHARE = 0.3  # above this share of files that have to be looked at again, all are
_FEW = 600  # files whose imports one question resolves before it asks for the whole graph
_CHECK_EVERY = 32  # files between two looks at whether somebody still waits

I32 = npt.NDArray[np.int32]


@dataclass(frozen=True)
class FileGraph:
    """Resolved imports of all files. Node numbers index `nodes`; numbers of nodes that are gone have no
    rows. `rows` has the rows source, target, import kind, start and end, and is sorted by source."""

    nodes: tuple[Node, ...]
    rows: I32  # shape (5, links)

    @cached_property
    def numbers(self) -> dict[Node, int]:
        return {node: number for number, node in enumerate(self.nodes)}

    @cached_property
    def _starts(self) -> I32:
        return np.searchsorted(self.rows[0], np.arange(len(self.nodes) + 1)).astype(np.int32)

    @cached_property
    def _by_target(self) -> I32:
        return np.argsort(self.rows[1], kind="stable").astype(np.int32)

    @cached_property
    def _target_starts(self) -> I32:
        targets = self.rows[1][self._by_target]
        return np.searchsorted(targets, np.arange(len(self.nodes) + 1)).astype(np.int32)

    @property
    def truncated(self) -> bool:
        """A whole graph lacks nothing."""
        return False

    def outgoing(self, node: Node) -> list[Link]:
        number = self.numbers.get(node)
        if number is None:
            return []
        return self.links(range(int(self._starts[number]), int(self._starts[number + 1])))

    def incoming(self, node: Node) -> list[Link]:
        number = self.numbers.get(node)
        if number is None:
            return []
        at = self._by_target[self._target_starts[number] : self._target_starts[number + 1]]
        return sorted(self.links(at.tolist()), key=lambda link: link.site)

    def links(self, rows: Iterable[int]) -> list[Link]:
        """The links of some rows."""
        found = []
        for source, target, kind, start, end in self.rows[:, list(rows)].T.tolist():
            origin = self.nodes[source]
            site = Site(origin.name, start, end, how(ImportKind(kind)))
            found.append(Link(origin, self.nodes[target], site))
        return found

    @cached_property
    def is_external(self) -> npt.NDArray[np.bool_]:
        """For each node whether it is an external package."""
        return np.array([node.kind is NodeKind.EXTERNAL for node in self.nodes], np.bool_)

    @cached_property
    def pairs(self) -> I32:
        """Each (source, target) once, sorted; shape (pairs, 2)."""
        return _unique_pairs(self.rows[0], self.rows[1])

    def components(self) -> list[list[int]]:
        """Node numbers of the strongly connected components with more than one node."""
        return strong_components(len(self.nodes), self.pairs)


def strong_components(nodes: int, pairs: I32) -> list[list[int]]:
    """The strongly connected components with more than one node of a graph of (source, target) pairs."""
    graph: rx.PyDiGraph[None, None] = rx.PyDiGraph()
    graph.add_nodes_from([None] * nodes)
    graph.extend_from_edge_list(list(map(tuple, pairs.tolist())))
    return [sorted(one) for one in rx.strongly_connected_components(graph) if len(one) > 1]


def file_graph(project: Project, check: Check = lambda: None) -> FileGraph:
    """The graph of a project's files as they are now, open documents included; cached."""
    known = project.remembered("file-graph")
    if known is not None:
        return known.value  # type: ignore[no-any-return]
    graph = _stored_graph(project, check)
    overlay = project.snapshot.overlay
    if overlay:
        stored = _without_overlay(project)
        graph = _updated(graph, stored, project, overlay.keys(), check)
    project.remember("file-graph", graph)
    return graph


class Files:
    """Links between files for one question: resolved one by one as the walk comes to them, and taken from
    the whole graph once the walk has become long, or where that graph is there already.

    Whoever takes one step only, and needs no more than `enough` nodes of it, gets them without the graph:
    then links beyond those are not looked at, and `truncated` says so.
    """

    def __init__(self, project: Project, check: Check = lambda: None, enough: int = 0) -> None:
        self.truncated = False
        self._project = project
        self._check = check
        self._left = _FEW
        self._enough = enough

    def outgoing(self, node: Node) -> Sequence[Link]:
        if node.kind is not NodeKind.FILE:
            return ()
        if (graph := self._graph(1)) is not None:
            return graph.outgoing(node)
        return links_of(self._project, node.name)

    def incoming(self, node: Node) -> Sequence[Link]:
        if node.kind is not NodeKind.FILE:
            return self._whole().incoming(node)
        found = candidates(self._project, node.name)
        if (graph := self._graph(0 if self._enough else len(found))) is not None:
            return graph.incoming(node)
        links: list[Link] = []
        for count, part in enumerate(importers_of(self._project, node.name, found), 1):
            links.extend(part)
            if count % _CHECK_EVERY == 0:
                self._check()
            if count == self._enough:
                self.truncated = True
                break
        return links

    def _graph(self, cost: int) -> FileGraph | None:
        """The whole graph if it is known or cheaper than resolving the imports of `cost` more files."""
        self._check()
        known = self._project.remembered("file-graph")
        if known is not None:
            return known.value  # type: ignore[no-any-return]
        self._left -= cost
        return self._whole() if self._left < 0 else None

    def _whole(self) -> FileGraph:
        return file_graph(self._project, self._check)


# -- building ------------------------------------------------------------------------------------------

_lock = threading.Lock()
# The graph of the stored files by root, with the project it was made of. A cache: it can be lost any time.
_latest: LRUCache[str, tuple[Project, FileGraph]] = LRUCache(_KEPT_GRAPHS)


def _stored_graph(project: Project, check: Check) -> FileGraph:
    root = project.snapshot.root
    while not _lock.acquire(timeout=0.05):
        check()  # somebody else builds it; who is no longer waited for need not wait
    try:
        latest = _latest.get(root)
        if latest is not None and not latest[0].snapshot.complete:
            # Files get their facts then without their rows changing: only this very state is the same.
            same = latest[0].snapshot.revision == project.snapshot.revision
            latest = latest if same and not project.snapshot.complete else None
        if latest is not None and latest[0].snapshot.table is project.snapshot.table:
            return latest[1]
        stored = _without_overlay(project)
        changed = _changed(latest[0], stored) if latest is not None else None
        if latest is None or changed is None:
            graph = _built(stored, check)
        else:
            graph = _updated(latest[1], latest[0], stored, changed, check)
        _latest[root] = (stored, graph)
        return graph
    finally:
        _lock.release()


def _without_overlay(project: Project) -> Project:
    return Project(
        replace(project.snapshot, overlay={}, unlisted=None, unparsed=None), ViewCache(0), project.limits
    )


def _changed(before: Project, now: Project) -> set[str] | None:
    """Paths whose row differs between two revisions, None where that is most of them."""
    changed = now.snapshot.table.differing(before.snapshot.table)
    return None if len(changed) > _REBUILD_SHARE * max(1, len(now.snapshot.table)) else changed


def _built(project: Project, check: Check) -> FileGraph:
    rows = _Rows({})
    for count, path in enumerate(project.snapshot.paths()):
        if count % _CHECK_EVERY == 0:
            check()
        rows.add(project, path)
    return rows.graph()


def _updated(
    graph: FileGraph, before: Project, now: Project, changed: Iterable[str], check: Check
) -> FileGraph:
    """The graph after some files changed, came or went."""
    affected = set(changed)
    for path in sorted(affected):
        affected.update(_may_lead_elsewhere(before, now, path))
    if not affected:
        return graph
    if len(affected) > _REBUILD_SHARE * max(1, len(now.snapshot.table)):
        return _built(now, check)
    rows = _Rows(dict(graph.numbers))
    for count, path in enumerate(sorted(affected)):
        if count % _CHECK_EVERY == 0:
            check()
        if now.exists(path):
            rows.add(now, path)
    again = {graph.numbers[node] for path in affected if (node := file(path)) in graph.numbers}
    keep = ~np.isin(graph.rows[0], np.fromiter(again, np.int32, len(again)))
    return rows.graph(graph.rows[:, keep])


def _may_lead_elsewhere(before: Project, now: Project, path: str) -> set[str]:
    """Files whose imports may lead elsewhere since a file changed."""
    was, is_ = before.exists(path), now.exists(path)
    old, new = before.outline(path), now.outline(path)
    if was and is_ and _offers(old) == _offers(new):
        return set()
    found: set[str] = set()
    for project, exists, outline in ((before, was, old), (now, is_, new)):
        if exists:
            rules = project.rules(path)
            for import_key in {*rules.file_keys(path, outline), *rules.known_as(project, path)}:
                found.update(now.snapshot.importers(import_key))
    return found


def _offers(outline: Outline) -> tuple[frozenset[str], Mapping[str, str]]:
    """What of a file decides where imports of other files lead."""
    return frozenset(outline.name(index) for index in outline.children(-1)), outline.extra


class _Rows:
    """Columns under construction."""

    def __init__(self, numbers: dict[Node, int]) -> None:
        self._numbers = numbers
        self._rows = array("i")

    def add(self, project: Project, path: str) -> None:
        """Appends the resolved imports of one file."""
        number = self._number(file(path))
        seen: set[tuple[int, int, int]] = set()
        for imported in project.outline(path).all_imports:
            paths, outside = led_to(project, path, imported)
            targets: Sequence[Node] = [file(one) for one in paths if one != path]
            for target in [external(outside)] if outside else targets:
                row = (self._number(target), imported.start, imported.end)
                if row not in seen:
                    seen.add(row)
                    self._rows.extend((number, row[0], imported.kind, row[1], row[2]))

    def graph(self, kept: I32 | None = None) -> FileGraph:
        added = np.frombuffer(self._rows, np.int32).reshape(-1, 5).T
        rows = added if kept is None else np.concatenate((kept, added), axis=1)
        rows = np.ascontiguousarray(rows[:, np.argsort(rows[0], kind="stable")])
        return FileGraph(tuple(self._numbers), rows)

    def _number(self, node: Node) -> int:
        return self._numbers.setdefault(node, len(self._numbers))


def _unique_pairs(sources: I32, targets: I32) -> I32:
    joined = np.unique((sources.astype(np.int64) << 32) | targets.astype(np.int64))
    return np.stack((joined >> 32, joined & 0xFFFFFFFF), axis=1).astype(np.int32)
