"""`codeprism/dependencyGraph`: a part of the graph as nodes and edges, as DOT or as Mermaid."""

from __future__ import annotations

from collections.abc import Iterable

from codeprism_lsp.analysis.dependencies import (
    Level,
    Link,
    Neighbours,
    Node,
    NodeKind,
    file,
    package_of,
    reach,
)
from codeprism_lsp.analysis.dependencies_graph import Files, file_graph
from codeprism_lsp.analysis.dependencies_packages import package_graph
from codeprism_lsp.analysis.dependencies_symbols import Symbols, symbols_of
from codeprism_lsp.analysis.workspace import Place, Workspace
from codeprism_lsp.features import dependencies_render as render
from codeprism_lsp.features.context import InvalidParams, RequestContext
from codeprism_lsp.features.dependencies_protocol import (
    DependencyEdge,
    DependencyGraphParams,
    DependencyGraphResult,
    DependencyNode,
)
from codeprism_lsp.features.dependencies_scope import (
    MOST,
    Speller,
    depth,
    directory_of,
    level,
    page,
    place_of,
)
from codeprism_lsp.features.registry import Lane, feature
from codeprism_lsp.files.paths import uri_to_path
from codeprism_lsp.resolution.project import Project

_FORMATS = ("json", "dot", "mermaid")
Drawn = tuple[Project, Neighbours, Node]
"""A node of the drawing, with the graph that knows its links."""


@feature("codeprism/dependencyGraph", DependencyGraphParams, lane=Lane.BULK, kind="dependencies")
def dependency_graph(context: RequestContext, params: DependencyGraphParams) -> DependencyGraphResult:
    """The graph around a file, within a directory, or of all folders."""
    wanted = level(params.level, Level.FILE, Level.PACKAGE, Level.SYMBOL)
    if params.format not in _FORMATS:
        raise InvalidParams(f"format must be one of {', '.join(_FORMATS)}, not {params.format!r}")
    drawn, truncated = _nodes(context, params, wanted)
    workspace: Workspace = context.analysis
    part = page(workspace.projects, len(drawn), params.limit, params.cursor)
    inside = {(id(project), node) for project, _, node in drawn}
    spellers: dict[int, Speller] = {}
    spelled: dict[tuple[int, Node], DependencyNode] = {}

    def spell(project: Project, node: Node) -> DependencyNode:
        identity = (id(project), node)
        if identity not in spelled:
            speller = spellers.setdefault(id(project), Speller(project, context.client.encoding))
            spelled[identity] = speller.node(node)
        return spelled[identity]

    nodes: list[DependencyNode] = []
    edges: list[DependencyEdge] = []
    for project, graph, node in drawn[part.start : part.stop]:
        context.cancellation.check()
        nodes.append(spell(project, node))
        counts: dict[tuple[Node, str], int] = {}
        for link in graph.outgoing(node):
            if (id(project), link.target) in inside:
                counts[link.target, link.site.how] = counts.get((link.target, link.site.how), 0) + 1
        for target, how in sorted(counts):
            edges.append(
                DependencyEdge(
                    source=spell(project, node).id,
                    target=spell(project, target).id,
                    how=how,
                    count=counts[target, how],
                )
            )
    text = None
    if params.format != "json":
        names = {one.id: one for one in spelled.values()}
        text = (render.dot if params.format == "dot" else render.mermaid)(nodes, edges, names)
    return DependencyGraphResult(
        nodes=[] if text is not None else nodes,
        edges=[] if text is not None else edges,
        text=text,
        total=len(drawn),
        truncated=truncated or part.cursor is not None,
        cursor=part.cursor,
    )


def _nodes(context: RequestContext, params: DependencyGraphParams, wanted: Level) -> tuple[list[Drawn], bool]:
    uri = params.uri if params.uri is not None else params.text_document and params.text_document.uri
    workspace: Workspace = context.analysis
    if uri and workspace.place(uri_to_path(uri) or "") is not None:
        return _around(context, place_of(context, uri, None), params, wanted)
    if wanted is Level.SYMBOL:
        raise InvalidParams("level symbol needs the `uri` of a file of the index")
    scopes: Iterable[Place]
    if uri:
        directory = directory_of(context, uri)
        scopes = [directory if directory is not None else place_of(context, uri, None)]
    else:
        scopes = [Place(project, "") for project in workspace.projects]
    drawn: list[Drawn] = []
    for scope in scopes:
        check = context.cancellation.check
        graph = (
            package_graph(scope.project, check)
            if wanted is Level.PACKAGE
            else file_graph(scope.project, check)
        )
        prefix = scope.path + "/" if scope.path else ""
        inside = [
            node
            for node in graph.nodes
            if node.kind is not NodeKind.EXTERNAL and _is_there(scope.project, node)
            if not prefix or node.name == scope.path or node.name.startswith(prefix)
        ]
        if params.include_external:
            inside.extend(sorted(_outside(graph, inside)))
        drawn.extend((scope.project, graph, node) for node in sorted(inside))
    return drawn, False


def _around(
    context: RequestContext, place: Place, params: DependencyGraphParams, wanted: Level
) -> tuple[list[Drawn], bool]:
    """A file, its package or its symbols with what is near them in both directions."""
    project, check = place.project, context.cancellation.check
    steps = depth(params.depth)
    graph: Neighbours
    if wanted is Level.SYMBOL:
        graph, starts = Symbols(project, check), symbols_of(project, place.path)
    elif wanted is Level.PACKAGE:
        graph, starts = package_graph(project, check), [Node(NodeKind.PACKAGE, package_of(place.path))]
    else:
        starts = [file(place.path)]
        graph = Files(project, check)

    def accepts(node: Node) -> bool:
        return params.include_external or node.kind is not NodeKind.EXTERNAL

    parts = [reach(step, starts, steps, MOST, accepts) for step in (graph.outgoing, graph.incoming)]
    nodes = {*starts, *(one.node for part in parts for one in part.nodes)}
    truncated = graph.truncated or any(part.truncated for part in parts)
    return [(project, graph, node) for node in sorted(nodes)], truncated


def _outside(graph: Neighbours, nodes: Iterable[Node]) -> set[Node]:
    return {link.target for node in nodes for link in _external_links(graph, node)}


def _external_links(graph: Neighbours, node: Node) -> list[Link]:
    return [link for link in graph.outgoing(node) if link.target.kind is NodeKind.EXTERNAL]


def _is_there(project: Project, node: Node) -> bool:
    return node.kind is not NodeKind.FILE or project.exists(node.name)
