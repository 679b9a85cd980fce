"""The requests about dependencies: both directions, paths, cycles and the impact of a change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from lsprotocol import types as lsp

from codeprism_lsp.analysis import cycles as cycle_search
from codeprism_lsp.analysis import impact as impact_search
from codeprism_lsp.analysis.dependencies import (
    Level,
    Link,
    Neighbours,
    Node,
    NodeKind,
    Reach,
    external,
    file,
    package_of,
    reach,
    shortest_path,
)
from codeprism_lsp.analysis.dependencies_graph import FileGraph, Files, file_graph
from codeprism_lsp.analysis.dependencies_packages import PackageGraph, package_graph
from codeprism_lsp.analysis.dependencies_symbols import Symbols, symbol, symbols_of
from codeprism_lsp.analysis.workspace import Place, Workspace
from codeprism_lsp.features.context import InvalidParams, RequestContext, RequestFailed
from codeprism_lsp.features.dependencies_protocol import (
    DependenciesParams,
    DependenciesResult,
    DependencyCycle,
    DependencyCyclesParams,
    DependencyCyclesResult,
    DependencyItem,
    DependencyPathParams,
    DependencyPathResult,
    ImpactItem,
    ImpactParams,
    ImpactResult,
    SymbolUse,
)
from codeprism_lsp.features.dependencies_scope import (
    MOST,
    Speller,
    depth,
    directory_of,
    level,
    offset_of,
    page,
    place_of,
)
from codeprism_lsp.features.registry import Lane, feature
from codeprism_lsp.files.paths import uri_to_path
from codeprism_lsp.resolution.project import Project
from codeprism_lsp.resolution.resolver import Resolver

_MAX_MEMBERS = 1_000


@feature("codeprism/dependencies", DependenciesParams, lane=Lane.BULK, kind="dependencies")
def dependencies(context: RequestContext, params: DependenciesParams) -> DependenciesResult:
    """What a file, its package or its symbols depend on."""
    return _walk(context, params, lambda graph: graph.outgoing)


@feature("codeprism/dependents", DependenciesParams, lane=Lane.BULK, kind="dependencies")
def dependents(context: RequestContext, params: DependenciesParams) -> DependenciesResult:
    """What depends on a file, its package or its symbols."""
    return _walk(context, params, lambda graph: graph.incoming)


@feature("codeprism/dependencyPath", DependencyPathParams, lane=Lane.BULK, kind="dependencies")
def dependency_path(context: RequestContext, params: DependencyPathParams) -> DependencyPathResult:
    """A shortest chain of imports from one file or package to another."""
    wanted = level(params.level, Level.FILE, Level.PACKAGE)
    start = place_of(context, params.from_, None)
    if params.to.startswith("external:"):
        goal = external(params.to.removeprefix("external:"))
    else:
        end = place_of(context, params.to, None)
        if end.project is not start.project:
            return DependencyPathResult(found=False, steps=[])
        goal = _node(wanted, end.path)
    source = _node(wanted, start.path)
    graph = _neighbours(context, start.project, wanted)
    steps = shortest_path(graph.outgoing, source, goal, lambda node: node == goal or _inside(node))
    spell = Speller(start.project, context.client.encoding)
    if source == goal:
        return DependencyPathResult(found=True, steps=[])
    return DependencyPathResult(found=steps is not None, steps=[spell.step(link) for link in steps or ()])


@feature("codeprism/dependencyCycles", DependencyCyclesParams, lane=Lane.BULK, kind="dependencies")
def dependency_cycles(context: RequestContext, params: DependencyCyclesParams) -> DependencyCyclesResult:
    """Files or packages that depend on each other, with a way around each."""
    wanted = level(params.level, Level.FILE, Level.PACKAGE)
    uri = params.uri if params.uri is not None else params.text_document and params.text_document.uri
    scope = _scope(context, uri) if uri else None
    workspace: Workspace = context.analysis
    found: list[tuple[Project, cycle_search.Cycle]] = []
    for project in workspace.projects if scope is None else (scope.project,):
        found.extend(
            (project, cycle)
            for cycle in cycle_search.cycles(_whole(context, project, wanted))
            if scope is None or any(_lies_in(node, scope.path, wanted) for node in cycle.nodes)
        )
    found.sort(key=lambda one: (-len(one[1].nodes), one[0].snapshot.root, one[1].nodes))
    part = page(workspace.projects, len(found), params.limit, params.cursor)
    shown = []
    for project, cycle in found[part.start : part.stop]:
        context.cancellation.check()
        spell = Speller(project, context.client.encoding)
        around = cycle_search.sample(
            cycle, _whole(context, project, wanted).outgoing, context.cancellation.check
        )
        shown.append(
            DependencyCycle(
                nodes=[spell.node(node) for node in cycle.nodes[:_MAX_MEMBERS]],
                size=len(cycle.nodes),
                sample=[spell.step(link) for link in around],
            )
        )
    return DependencyCyclesResult(
        cycles=shown, total=len(found), truncated=part.cursor is not None, cursor=part.cursor
    )


@feature("codeprism/impact", ImpactParams, lane=Lane.BULK, kind="dependencies")
def impact(context: RequestContext, params: ImpactParams) -> ImpactResult:
    """What a change of a file or a symbol may break: dependents over all steps, by distance."""
    place = place_of(context, params.uri, params.text_document)
    steps = depth(params.depth)
    project = place.project
    graph = _neighbours(context, project, Level.FILE)
    if params.position is None:
        found = impact_search.of_file(graph, place.path, steps, MOST)
    else:
        resolver = Resolver(project, context.cancellation.check)
        targets = resolver.at(place.path, offset_of(place, params.position, context.client.encoding))
        found = impact_search.of_symbols(resolver, graph, targets, steps, MOST, context.cancellation.check)
    distances = [0] * max((one.distance for one in found.files), default=0)
    for one in found.files:
        distances[one.distance - 1] += 1
    part = page((project,), len(found.files), params.limit, params.cursor)
    spell = Speller(project, context.client.encoding)
    uses: dict[str, dict[Node, list[Link]]] = {}
    for link in found.users:
        uses.setdefault(link.site.path, {}).setdefault(link.source, []).append(link)
    items = []
    for one in found.files[part.start : part.stop]:
        context.cancellation.check()
        users = uses.get(one.node.name, {}) if one.distance == 1 else {}
        items.append(
            ImpactItem(
                node=spell.node(one.node),
                distance=one.distance,
                sites=spell.sites(one.links),
                symbols=[
                    SymbolUse(node=spell.node(node), sites=spell.sites(links))
                    for node, links in users.items()
                ],
            )
        )
    return ImpactResult(
        items=items,
        distances=distances,
        total=len(found.files),
        truncated=found.truncated or part.cursor is not None,
        cursor=part.cursor,
    )


def _walk(
    context: RequestContext,
    params: DependenciesParams,
    direction: Callable[[Neighbours], Callable[[Node], Sequence[Link]]],
) -> DependenciesResult:
    place = place_of(context, params.uri, params.text_document)
    wanted = level(params.level, Level.FILE, Level.PACKAGE, Level.SYMBOL)
    steps = depth(params.depth)
    project = place.project
    starts = _starts(context, place, wanted, params.position)
    graph = _neighbours(context, project, wanted)
    if wanted is Level.FILE and steps == 1:
        # One more than the page shows is enough to know that there is another page.
        shown = page((project,), MOST, params.limit, params.cursor)
        graph = Files(project, context.cancellation.check, shown.stop + 1)
    found: Reach = reach(
        direction(graph),
        starts,
        steps,
        MOST,
        lambda node: params.include_external or _inside(node),
    )
    part = page((project,), len(found.nodes), params.limit, params.cursor)
    spell = Speller(project, context.client.encoding)
    items = []
    for one in found.nodes[part.start : part.stop]:
        context.cancellation.check()
        node = spell.node(one.node)
        items.append(DependencyItem(node=node, distance=one.distance, sites=spell.sites(one.links)))
    return DependenciesResult(
        items=items,
        total=len(found.nodes),
        truncated=found.truncated or graph.truncated or part.cursor is not None,
        cursor=part.cursor,
    )


def _starts(
    context: RequestContext, place: Place, wanted: Level, position: lsp.Position | None
) -> Iterable[Node]:
    if wanted is not Level.SYMBOL:
        return [_node(wanted, place.path)]
    if position is None:
        return symbols_of(place.project, place.path)
    resolver = Resolver(place.project, context.cancellation.check)
    targets = resolver.at(place.path, offset_of(place, position, context.client.encoding))
    found = [symbol(one.path, one.index) for one in targets[:1] if one.index >= 0]
    if not found:
        raise RequestFailed("there is no symbol of the workspace at this position")
    return found


def _neighbours(context: RequestContext, project: Project, wanted: Level) -> Neighbours:
    check = context.cancellation.check
    if wanted is Level.SYMBOL:
        return Symbols(project, check)
    return package_graph(project, check) if wanted is Level.PACKAGE else Files(project, check)


def _whole(context: RequestContext, project: Project, wanted: Level) -> FileGraph | PackageGraph:
    check = context.cancellation.check
    return package_graph(project, check) if wanted is Level.PACKAGE else file_graph(project, check)


def _scope(context: RequestContext, uri: str) -> Place:
    """The file or directory that a URI names; raises RequestFailed, InvalidParams."""
    if uri_to_path(uri) is None:
        raise InvalidParams(f"{uri!r} is no URI of a file")
    workspace: Workspace = context.analysis
    directory = directory_of(context, uri)
    if directory is not None and workspace.place(uri_to_path(uri) or "") is None:
        return directory
    return place_of(context, uri, None)


def _lies_in(node: Node, path: str, wanted: Level) -> bool:
    """Whether a node is a file or directory, or within it; a package contains its files."""
    name = node.name
    if wanted is Level.PACKAGE and name == package_of(path):
        return True
    return not path or name == path or name.startswith(path + "/")


def _node(wanted: Level, path: str) -> Node:
    return Node(NodeKind.PACKAGE, package_of(path)) if wanted is Level.PACKAGE else file(path)


def _inside(node: Node) -> bool:
    return node.kind is not NodeKind.EXTERNAL
