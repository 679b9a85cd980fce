"""What a change may break: who depends on a file or a symbol, over any number of steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from codeprism_lsp.analysis import references
from codeprism_lsp.analysis.dependencies import (
    Check,
    Link,
    Neighbours,
    Node,
    NodeKind,
    Reached,
    Site,
    file,
    reach,
)
from codeprism_lsp.analysis.dependencies_symbols import role_name, user_at
from codeprism_lsp.facts.kinds import Role
from codeprism_lsp.resolution.declaration import Declaration, How
from codeprism_lsp.resolution.resolver import Resolver


@dataclass(frozen=True, slots=True)
class Impact:
    """Files by distance from the change, with the definitions that use the symbol itself (distance 1).

    A file that only depends on a file that uses the symbol stands at distance 2 and above.
    """

    files: tuple[Reached, ...]
    users: tuple[Link, ...]
    truncated: bool


def of_file(graph: Neighbours, path: str, depth: int, most: int) -> Impact:
    """What depends on a file."""
    found = reach(graph.incoming, [file(path)], depth, most)
    return Impact(found.nodes, (), found.truncated or graph.truncated)


def of_symbols(
    resolver: Resolver,
    graph: Neighbours,
    targets: Sequence[Declaration],
    depth: int,
    most: int,
    check: Check = lambda: None,
) -> Impact:
    """What uses some declarations, and what depends on the files that do."""
    project = resolver.project
    sure = [one for one in targets if one.how is not How.NAME] or list(targets)
    users: list[Link] = []
    truncated = False
    for part in references.stream(resolver, sure, check):
        if len(users) >= most:
            truncated = True
            break
        for one in part:
            if one.role is Role.DEFINITION:
                continue
            user = user_at(project, one.path, one.start)
            if user != _node(sure[0]):  # a function that calls itself is no user of it
                site = Site(one.path, one.start, one.end, role_name(one.role))
                users.append(Link(user, _node(sure[0]), site))
    users.sort(key=lambda link: link.site)
    by_path: dict[str, list[Link]] = {}
    for link in users:
        by_path.setdefault(link.site.path, []).append(link)
    direct = [Reached(file(path), 1, tuple(by_path[path])) for path in sorted(by_path)]
    if depth == 1:
        return Impact(tuple(direct), tuple(users), truncated)
    further = reach(graph.incoming, [one.node for one in direct], depth - 1 if depth else 0, most)
    rest = [Reached(one.node, one.distance + 1, one.links) for one in further.nodes]
    return Impact((*direct, *rest), tuple(users), truncated or further.truncated)


def _node(declaration: Declaration) -> Node:
    if declaration.index >= 0:
        return Node(NodeKind.SYMBOL, declaration.path, declaration.index)
    return file(declaration.path)
