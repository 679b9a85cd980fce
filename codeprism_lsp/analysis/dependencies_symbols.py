"""Dependencies between symbols: which definitions the body of a definition uses, and which use it.

Both directions resolve names in views, which costs a parse of each file involved, so a walk is bounded in
names and in files; `truncated` says when a bound was met.
"""

from __future__ import annotations

from collections.abc import Sequence

from codeprism_lsp.analysis import references
from codeprism_lsp.analysis.dependencies import Check, Link, Node, NodeKind, Site
from codeprism_lsp.extraction.view import FileView
from codeprism_lsp.facts.kinds import Role
from codeprism_lsp.resolution.declaration import Declaration, How
from codeprism_lsp.resolution.project import Project
from codeprism_lsp.resolution.resolver import Resolver

_MAX_NAMES = 20_000  # occurrences resolved for one walk
_MAX_FILES = 2_000  # files searched for references in one walk


def symbol(path: str, index: int) -> Node:
    return Node(NodeKind.SYMBOL, path, index)


class Symbols:
    """Links between definitions, each resolved when the walk comes to it. For one question only."""

    def __init__(self, project: Project, check: Check = lambda: None) -> None:
        self.truncated = False
        self._project = project
        self._check = check
        self._names = 0
        self._files = 0

    def outgoing(self, node: Node) -> Sequence[Link]:
        """Definitions of any file that the definition uses, in the order of its text."""
        if node.kind is not NodeKind.SYMBOL:
            return ()
        project = self._project
        view = project.view(node.name)
        index = project.aligned(view, node.name, node.index) if view is not None else -1
        if view is None or index < 0:
            return ()
        resolver = Resolver(project, self._check)
        start, end = view.outline.span(index)
        found: list[Link] = []
        for occurrence in view.identifiers(start, end):
            at = occurrence.start
            if self._names >= _MAX_NAMES:
                self.truncated = True
                break
            self._names += 1
            self._check()
            for one in resolver.occurrence(node.name, view, at)[:1]:
                inside = one.path == node.name and _within(view, index, one.index)
                if one.index >= 0 and one.how not in (How.NAME, How.SELF) and not inside:
                    site = Site(node.name, at, occurrence.end, role_name(references.role_of(view, at)))
                    found.append(Link(node, symbol(one.path, one.index), site))
        return found

    def incoming(self, node: Node) -> Sequence[Link]:
        """Definitions that use the definition, in path order; uses at the top level of a file count as
        the file's own."""
        if node.kind is not NodeKind.SYMBOL:
            return ()
        project = self._project
        resolver = Resolver(project, self._check)
        target = Declaration(node.name, node.index, -1, project.outline(node.name).name(node.index))
        found: list[Link] = []
        for part in references.stream(resolver, [target], self._check):
            if self._files >= _MAX_FILES:
                self.truncated = True
                break
            self._files += 1
            for one in part:
                if one.role is Role.DEFINITION or one.how is How.NAME:
                    continue
                user = user_at(project, one.path, one.start)
                if user != node:
                    found.append(Link(user, node, Site(one.path, one.start, one.end, role_name(one.role))))
        return sorted(found, key=lambda link: link.site)


def user_at(project: Project, path: str, offset: int) -> Node:
    """The innermost definition around a place, or the file where there is none."""
    index = project.outline(path).enclosing(offset)
    return symbol(path, index) if index >= 0 else Node(NodeKind.FILE, path)


def symbols_of(project: Project, path: str) -> list[Node]:
    """The top-level definitions of a file, in the order of its text."""
    return [symbol(path, index) for index in project.outline(path).children(-1)]


_ROLES = {
    Role.CALL: "calls",
    Role.INSTANTIATE: "instantiates",
    Role.READ: "reads",
    Role.WRITE: "writes",
    Role.TYPE: "references",
    Role.IMPORT: "imports",
    Role.INHERIT: "extends",
    Role.IMPLEMENT: "implements",
    Role.DECORATE: "decorates",
}


def role_name(role: Role) -> str:
    """The name of the edge that a use in that role makes."""
    return _ROLES.get(role, "references")


def _within(view: FileView, outer: int, index: int) -> bool:
    while index >= 0:
        if index == outer:
            return True
        index = view.outline.container(index)
    return False
