"""What depends on what: the resolved imports of one file, and walks along them in both directions.

Nothing here needs the whole graph: the imports of one file are resolved from its facts, and who imports a
file is asked of the index, each candidate confirmed by resolving its imports. So a question about the
neighbourhood of a file costs what that neighbourhood is large.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from codeprism_lsp.facts.kinds import ImportKind
from codeprism_lsp.facts.outline import Import
from codeprism_lsp.languages.rules import Rules
from codeprism_lsp.resolution.project import Project

Check = Callable[[], None]
"""Raises when nobody waits for the answer any more."""


class Level(StrEnum):
    """What the nodes of an answer are."""

    FILE = "file"
    PACKAGE = "package"
    SYMBOL = "symbol"


class NodeKind(StrEnum):
    """What one node is."""

    FILE = "file"
    PACKAGE = "package"
    SYMBOL = "symbol"
    EXTERNAL = "external"


@dataclass(frozen=True, slots=True, order=True)
class Node:
    """A file (`name` is its path), a package (its directory, "" is the root), an external package (its
    name), or a symbol (the path of its file, and `index` of its definition there)."""

    kind: NodeKind
    name: str
    index: int = -1


@dataclass(frozen=True, slots=True, order=True)
class Site:
    """Where a dependency is written: a byte span of a file, and how it depends."""

    path: str
    start: int
    end: int
    how: str


@dataclass(frozen=True, slots=True)
class Link:
    """One dependency from one node to another."""

    source: Node
    target: Node
    site: Site


@dataclass(frozen=True, slots=True)
class Reached:
    """A node that a walk came to: over how many steps, and from which nodes one step nearer."""

    node: Node
    distance: int
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """All nodes that a walk came to, nearest first, then by name. `truncated`: a bound cut it short."""

    nodes: tuple[Reached, ...]
    truncated: bool = False


class Neighbours(Protocol):
    """The graph as a walk sees it."""

    @property
    def truncated(self) -> bool:
        """Whether a bound has kept some link from being seen."""

    def outgoing(self, node: Node) -> Sequence[Link]:
        """Links from the node, in the order in which they are written."""

    def incoming(self, node: Node) -> Sequence[Link]:
        """Links to the node, in path order."""


_HOW = {
    ImportKind.REEXPORT_NAME: "re-exports",
    ImportKind.REEXPORT_WILDCARD: "re-exports",
    ImportKind.REEXPORT_NAMESPACE: "re-exports",
    ImportKind.INCLUDE: "includes",
    ImportKind.INCLUDE_SYSTEM: "includes",
    ImportKind.MOD: "contains",
}


def how(kind: ImportKind) -> str:
    """The name of the edge that an import makes."""
    return _HOW.get(kind, "imports")


def file(path: str) -> Node:
    return Node(NodeKind.FILE, path)


def external(name: str) -> Node:
    return Node(NodeKind.EXTERNAL, name)


def led_to(project: Project, path: str, imported: Import) -> tuple[Sequence[str], str]:
    """(files of the workspace, "") that an import of the file leads to, or ((), external package).

    The module that is named counts, not the packages around it, and a submodule counts before the
    package that it is imported from.
    """
    if imported.kind is ImportKind.MODULE and not imported.alias:
        imported = replace(imported, alias="_")  # all of `a.b` is meant, though only `a` is bound
    targets = project.targets(path, imported)
    inside = [target for target in targets if target.paths]
    if len(inside) > 1:
        for target in inside:
            if not target.name or _defines(project, target.paths, target.name):
                return target.paths, ""
    if inside:
        return inside[0].paths, ""
    return (), next((target.external for target in targets if target.external), "")


def links_of(project: Project, path: str) -> list[Link]:
    """The resolved imports of one file, in the order in which they are written."""
    return _resolved(project, path, project.outline(path).all_imports)


def _resolved(project: Project, path: str, imports: Iterable[Import]) -> list[Link]:
    source = file(path)
    found: list[Link] = []
    for imported in imports:
        paths, outside = led_to(project, path, imported)
        site = Site(path, imported.start, imported.end, how(imported.kind))
        found.extend(Link(source, file(target), site) for target in paths if target != path)
        if outside:
            found.append(Link(source, external(outside), site))
    return list(dict.fromkeys(found))


def importers_of(project: Project, path: str, among: Iterable[str]) -> Iterator[list[Link]]:
    """The imports of each of some files that lead to one file, for those files that have any."""
    keys = _import_keys(project, path)
    target = file(path)
    for candidate in among:
        # Whatever leads to a file is listed under one of its keys, so other imports need not be resolved.
        listed = project.rules(candidate).import_keys
        rows = [one for one in project.outline(candidate).all_imports if not keys.isdisjoint(listed(one))]
        found = [link for link in _resolved(project, candidate, rows) if link.target == target]
        if found and candidate != path:
            yield found


def candidates(project: Project, path: str) -> list[str]:
    """Files that may import a file, and perhaps others, in path order."""
    found: set[str] = set()
    for import_key in _import_keys(project, path):
        found.update(project.snapshot.importers(import_key))
    return sorted(found)


def _import_keys(project: Project, path: str) -> set[str]:
    """Under which keys the imports that lead to a file are listed."""
    rules = project.rules(path)
    return {*rules.file_keys(path, project.outline(path)), *rules.known_as(project, path)}


def package_of(path: str) -> str:
    """The package of a file: its directory, "" for the root."""
    return path.rpartition("/")[0]


def package_label(project: Project, path: str) -> str:
    """The name of a file's package as users write it; its directory where the language names none."""
    rules = project.rules(path)
    directory = package_of(path)
    if type(rules).package is Rules.package:
        return directory or "."
    name = rules.package(project, path)
    stem = path.rsplit("/", 1)[-1].split(".", 1)[0]
    for separator in (".", "::", "/"):
        name = name.removesuffix(separator + stem)
    return directory or "." if name in ("", stem) else name


def reach(
    step: Callable[[Node], Iterable[Link]],
    starts: Iterable[Node],
    depth: int,
    most: int,
    accepts: Callable[[Node], bool] = lambda node: True,
) -> Reach:
    """What a walk of at most `depth` steps (0: any number) from some nodes comes to, those excluded.

    At most `most` nodes are given; then the answer is `truncated`.
    """
    begun = dict.fromkeys(starts)
    seen: set[Node] = set(begun)
    frontier: list[Node] = list(begun)
    found: list[Reached] = []
    distance = 0
    while frontier and (not depth or distance < depth):
        distance += 1
        arrived: dict[Node, list[Link]] = {}
        for node in frontier:
            for link in step(node):
                other = link.target if link.source == node else link.source
                if other not in seen and accepts(other):
                    arrived.setdefault(other, []).append(link)
        for node in sorted(arrived):
            if len(found) >= most:
                return Reach(tuple(found), truncated=True)
            found.append(Reached(node, distance, tuple(dict.fromkeys(arrived[node]))))
        seen.update(arrived)
        frontier = sorted(arrived)
    return Reach(tuple(found))


def shortest_path(
    step: Callable[[Node], Iterable[Link]], start: Node, goal: Node, accepts: Callable[[Node], bool]
) -> list[Link] | None:
    """The links of a shortest path, of several the first in path order; None where there is none."""
    came: dict[Node, Link] = {}
    frontier = [start]
    seen = {start}
    while frontier and goal not in came:
        following: list[Node] = []
        for node in frontier:
            for link in sorted(step(node), key=lambda one: (one.target, one.site)):
                if link.target not in seen and accepts(link.target):
                    seen.add(link.target)
                    came[link.target] = link
                    following.append(link.target)
        frontier = following
    if goal not in came:
        return None
    path: list[Link] = []
    at = goal
    while at != start:
        path.append(came[at])
        at = came[at].source
    return path[::-1]


def _defines(project: Project, paths: Sequence[str], name: str) -> bool:
    return any(project.rules(path).exports(project.outline(path), name) for path in paths)
