"""What dependency requests are about, and how answers are spelled: URIs, ranges, ids and pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from lsprotocol import types as lsp

from codeprism_lsp.analysis.dependencies import Level, Link, Node, NodeKind, Site, package_label
from codeprism_lsp.analysis.workspace import Place, Workspace
from codeprism_lsp.features.context import ContentModified, InvalidParams, RequestContext, RequestFailed
from codeprism_lsp.features.dependencies_protocol import DependencyNode, DependencySite, DependencyStep
from codeprism_lsp.files.paths import relative, relative_to_uri, uri_to_path
from codeprism_lsp.resolution.project import Project
from codeprism_lsp.text.lines import LineIndex, PositionEncoding

MOST = 100_000  # nodes that one walk may come to
_MAX_LIMIT = 10_000
_MAX_DEPTH = 1_000
_MAX_SITES = 20
T = TypeVar("T")


def level(value: str, *allowed: Level) -> Level:
    """The level of a request; raises InvalidParams."""
    names = [one.value for one in allowed]
    if value not in names:
        raise InvalidParams(f"level must be one of {', '.join(names)}, not {value!r}")
    return Level(value)


def depth(value: int) -> int:
    """The depth of a request; raises InvalidParams."""
    if not 0 <= value <= _MAX_DEPTH:
        raise InvalidParams(f"depth must be from 0 (any) to {_MAX_DEPTH}, not {value}")
    return value


def place_of(context: RequestContext, uri: str | None, document: lsp.TextDocumentIdentifier | None) -> Place:
    """The file that a request is about; raises InvalidParams without one, RequestFailed if unknown."""
    wanted = uri if uri is not None else document.uri if document is not None else None
    if wanted is None:
        raise InvalidParams("`uri` or `textDocument` is needed")
    workspace: Workspace = context.analysis
    path = uri_to_path(wanted)
    place = workspace.place(path) if path is not None else None
    if place is None:
        raise RequestFailed(f"{wanted} is no file of the index")
    return place


def directory_of(context: RequestContext, uri: str) -> Place | None:
    """The directory of an indexed file that a URI names, "" for a folder itself; None if it is none."""
    workspace: Workspace = context.analysis
    path = uri_to_path(uri)
    if path is None:
        return None
    for project in sorted(workspace.projects, key=lambda one: -len(one.snapshot.root)):
        inside = relative(project.snapshot.root, path)
        if inside is not None and (not inside or project.has_directory(inside)):
            return Place(project, inside)
    return None


def offset_of(place: Place, position: lsp.Position, encoding: PositionEncoding) -> int:
    """The byte offset of a position; raises RequestFailed where the file cannot be read."""
    data = place.project.data(place.path)
    if data is None:
        raise RequestFailed(f"{place.path} cannot be read")
    return LineIndex(data).offset(position.line, position.character, encoding)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of an answer."""

    start: int
    stop: int
    cursor: str | None


def page(projects: Sequence[Project], total: int, limit: int, cursor: str | None) -> Page:
    """Which items to give; raises InvalidParams, or ContentModified if the index moved on meanwhile."""
    if not 1 <= limit <= _MAX_LIMIT:
        raise InvalidParams(f"limit must be from 1 to {_MAX_LIMIT}, not {limit}")
    revision = sum(project.snapshot.revision for project in projects)
    start = 0
    if cursor is not None:
        known, _, at = cursor.partition(":")
        if not known.isdecimal() or not at.isdecimal():
            raise InvalidParams("this cursor is none of ours")
        if int(known) != revision:
            raise ContentModified("the index has changed since the first page; ask again from there")
        start = int(at)
    stop = min(total, start + limit)
    return Page(start, stop, f"{revision}:{stop}" if stop < total else None)


@dataclass
class Speller:
    """Writes nodes and places of one project as the client sees them."""

    project: Project
    encoding: PositionEncoding
    _lines: dict[str, LineIndex | None] = field(default_factory=dict)

    def node(self, node: Node) -> DependencyNode:
        """A node with its id, URI and, for a symbol, the range of its name."""
        match node.kind:
            case NodeKind.EXTERNAL:
                return DependencyNode(id=f"external:{node.name}", kind="external", name=node.name)
            case NodeKind.PACKAGE:
                uri = self.uri(node.name) if node.name else self.uri(".").removesuffix("/.")
                return DependencyNode(id=uri, kind="package", name=self._package(node.name), uri=uri)
            case NodeKind.SYMBOL:
                return self._symbol(node)
            case _:
                uri = self.uri(node.name)
                return DependencyNode(id=uri, kind="file", name=node.name, uri=uri)

    def sites(self, links: Iterable[Link]) -> list[DependencySite]:
        """The places of some links, each once."""
        sites = sorted({link.site for link in links})
        return [self.site(one) for one in sites[:_MAX_SITES]]

    def site(self, site: Site) -> DependencySite:
        return DependencySite(
            uri=self.uri(site.path), range=self.range(site.path, site.start, site.end), how=site.how
        )

    def step(self, link: Link) -> DependencyStep:
        return DependencyStep(
            from_=self.node(link.source), to=self.node(link.target), site=self.site(link.site)
        )

    def uri(self, path: str) -> str:
        return relative_to_uri(self.project.snapshot.root, path)

    def range(self, path: str, start: int, end: int) -> lsp.Range:
        """The range of a byte span; the start of the file where it cannot be read."""
        if path not in self._lines:
            data = self.project.data(path)
            self._lines[path] = LineIndex(data) if data is not None else None
        lines = self._lines[path]
        if lines is None:
            return lsp.Range(lsp.Position(0, 0), lsp.Position(0, 0))
        return lsp.Range(
            lsp.Position(*lines.position(start, self.encoding)),
            lsp.Position(*lines.position(end, self.encoding)),
        )

    def _symbol(self, node: Node) -> DependencyNode:
        outline = self.project.outline(node.name)
        name = outline.qualified_name(node.index)
        same = [
            one
            for one in outline.by_name[outline.name(node.index)]
            if one <= node.index and outline.qualified_name(one) == name
        ]
        uri = self.uri(node.name)
        return DependencyNode(
            id=f"{uri}#{name}" if len(same) == 1 else f"{uri}#{name}:{len(same)}",
            kind="symbol",
            name=name,
            uri=uri,
            range=self.range(node.name, *outline.name_span(node.index)),
            symbol_kind=outline.kind(node.index).name.lower(),
        )

    def _package(self, directory: str) -> str:
        files = self.project.in_directory(directory)
        return package_label(self.project, files[0]) if files else directory or "."
