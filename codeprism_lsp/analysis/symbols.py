"""Symbol search over the whole workspace: fuzzy, ranked, and of bounded work whatever the query.

Names are chosen by array work (`name_scan`), then matched one by one; definitions of the chosen names
are looked up only then. Open documents take part with their present text; what the index says of their
files, and of files that are gone, is left out.

The order is total: tier of the match, score, name, path, place in the file.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import itemgetter

import numpy as np
import numpy.typing as npt

from codeprism_lsp.analysis import name_scan
from codeprism_lsp.analysis.name_scan import Chooser, Chosen
from codeprism_lsp.analysis.symbol_query import SymbolQuery, Tier, is_path_match, match, parse_query
from codeprism_lsp.analysis.workspace import Workspace
from codeprism_lsp.facts.glimpse import Glimpse, of_outline
from codeprism_lsp.facts.kinds import NAMESPACE_KINDS, TYPE_KINDS, DefKind
from codeprism_lsp.facts.nametable import NameTable
from codeprism_lsp.facts.outline import Outline
from codeprism_lsp.facts.postings import ragged
from codeprism_lsp.facts.ranks import ranks
from codeprism_lsp.languages import registry
from codeprism_lsp.resolution.project import Project

LIMIT = 256
_ROWS_OF_NAME = 600  # definitions of one name that are looked at
_ROWS = 1_200  # definitions of one table that are looked at
_OUTLINES = 300  # files whose facts are read to check containers
_CONTAINER_NAMES = 200
_DIRECTORIES = 20
_ORIGIN = {"source": 0, "test": 60, "dependency": 120, "generated": 130, "minified": 150}
_CASE_BONUS = 30
_IS_CONTAINER = np.zeros(256, np.bool_)
_IS_CONTAINER[[int(kind) for kind in TYPE_KINDS | NAMESPACE_KINDS | {DefKind.IMPL}]] = True

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SymbolHit:
    """One definition that a query found."""

    project: Project
    path: str
    index: int  # of the definition in the file's outline
    name: str
    tier: Tier
    score: int  # within the tier; higher is better

    @property
    def _order(self) -> tuple[int, int, str, str, int]:
        return (self.tier, -self.score, self.name, self.path, self.index)


@dataclass(frozen=True, slots=True)
class _Row:
    """A live definition that a chosen name leads to, not yet confirmed against its file's facts."""

    path: str
    index: int
    name: str
    tier: Tier
    score: int


@dataclass(frozen=True, slots=True)
class _Match:
    """A name of a table that matches."""

    index: int
    name: str
    tier: Tier
    score: int


def search(
    workspace: Workspace, text: str, check: Callable[[], None] = lambda: None, limit: int = LIMIT
) -> list[SymbolHit]:
    """Definitions of all folders that a query finds, best first, at most `limit`."""
    query = parse_query(text)
    projects = [*workspace.projects, *([workspace.loose] if workspace.loose is not None else [])]
    found: list[SymbolHit] = []
    for project in projects:
        check()
        found.extend(_in_project(project, query, limit, check))
    found.sort(key=lambda hit: hit._order)
    if len(found) >= limit:
        logger.info("workspace symbols of %r: the best %d are shown", text, limit)
    return found[:limit]


def glimpsed(hits: list[SymbolHit]) -> Iterator[tuple[SymbolHit, Glimpse]]:
    """What the facts say of each hit; those that cannot be read are left out, their files indexed again."""
    wanted: dict[int, tuple[Project, dict[SymbolHit, tuple[int, int]]]] = {}
    for hit in hits:
        snapshot = hit.project.snapshot
        row = None if hit.path in snapshot.overlay else snapshot.table.get(hit.path)
        if row is not None:
            of_project = wanted.setdefault(id(hit.project), (hit.project, {}))[1]
            of_project[hit] = (row.content, hit.index)
    seen = {one: project.snapshot.index.glimpses(asked.values()) for one, (project, asked) in wanted.items()}
    for hit in hits:
        where = wanted[id(hit.project)][1].get(hit) if id(hit.project) in wanted else None
        if where is not None:
            stored = seen[id(hit.project)].get(where)
            if stored is not None:
                yield hit, stored
        elif hit.index < len(outline := hit.project.outline(hit.path)):
            yield hit, of_outline(outline, hit.index)


def _in_project(
    project: Project, query: SymbolQuery, limit: int, check: Callable[[], None]
) -> list[SymbolHit]:
    rows = list(_fresh_rows(project, query))
    tables = list(project.snapshot.index.names())
    contents = _allowed_contents(project, query, tables) if query.containers else None
    for choose in _choosers(query):
        check()
        chosen = choose(tables, query.folded.encode())
        rows.extend(_stored_rows(project, query, chosen, contents, limit))
        # A later chooser finds higher tiers only.
        if not query.containers and len(rows) >= limit:
            break
    rows.sort(key=lambda row: (row.tier, -row.score, row.name, row.path, row.index))
    return list(_confirmed(project, query, rows, limit))


def _choosers(query: SymbolQuery) -> tuple[Chooser, ...]:
    if not query.name or not query.folded.isascii():
        return (name_scan.choose_top,)
    return (name_scan.choose_prefixed, name_scan.choose_scattered)


# -- stored definitions ----------------------------------------------------------------------------


def _stored_rows(
    project: Project,
    query: SymbolQuery,
    chosen: list[Chosen],
    contents: npt.NDArray[np.bool_] | None,
    limit: int,
) -> Iterator[_Row]:
    """Definitions of the chosen names; the best `limit` and their equals where nothing chooses later."""
    parts = [part for one in chosen if (part := _columns_of(project, query, one, contents)) is not None]
    if not parts:
        return
    table = project.snapshot.table
    matches = [match_ for part in parts for match_ in part.matches]
    begins = np.cumsum([0, *(len(part.matches) for part in parts[:-1])])
    owners = np.concatenate([part.owners + begin for part, begin in zip(parts, begins, strict=True)])
    files, indexes, scores = (
        np.concatenate([getattr(part, column) for part in parts]) for column in ("files", "indexes", "scores")
    )
    tiers = np.array([one.tier for one in matches], np.int64)[owners]
    order = np.lexsort((-scores, tiers))
    if len(order) > limit and not query.containers and not query.path:
        last = order[limit - 1]
        beyond = (tiers > tiers[last]) | ((tiers == tiers[last]) & (scores < scores[last]))
        order = order[~beyond[order]]
    for place in order.tolist():
        path, found = table.path(int(files[place])), matches[owners[place]]
        if is_path_match(query.path, path):
            yield _Row(path, int(indexes[place]), found.name, found.tier, int(scores[place]))


@dataclass(frozen=True, slots=True)
class _Columns:
    """Definitions that one table has of the names that match, in files that are there, as columns."""

    matches: list[_Match]
    owners: npt.NDArray[np.int64]  # places in `matches`
    files: npt.NDArray[np.int64]
    indexes: npt.NDArray[np.int64]
    scores: npt.NDArray[np.int64]


def _columns_of(
    project: Project, query: SymbolQuery, chosen: Chosen, contents: npt.NDArray[np.bool_] | None
) -> _Columns | None:
    matches = _matches(query, chosen)
    if not matches:
        return None
    table, files = chosen.table, project.snapshot.table
    owners, rows = _definitions(table, [match_.index for match_ in matches], contents)
    places, numbers = files.with_contents(table.contents[rows])
    if project.snapshot.overlay:
        shown = ~np.isin(numbers, files.numbers(project.snapshot.overlay))
        places, numbers = places[shown], numbers[shown]
    owners, rows = owners[places], rows[places]
    scores = np.array([match_.score for match_ in matches], np.int64)[owners]
    scores += 3 * table.ranks[rows].astype(np.int64)
    scores -= files.origins(numbers, _ORIGIN) + 2 * files.depths(numbers)
    return _Columns(matches, owners, numbers, table.payload[rows].astype(np.int64), scores)


def _matches(query: SymbolQuery, chosen: Chosen) -> list[_Match]:
    """The chosen names that match, best first; their static ranks count for the order only."""
    found: list[tuple[int, int, _Match]] = []
    folded, table = query.folded, chosen.table
    for index, rank in zip(chosen.indexes.tolist(), chosen.ranks.tolist(), strict=True):
        name = table.name(index).decode("utf-8", "surrogateescape")
        tier = match(folded, name)
        if tier is not None:
            score = _score_of_name(query, name)
            found.append((int(tier), -rank - score, _Match(index, name, tier, score)))
    found.sort(key=itemgetter(0, 1))
    return [one for _, _, one in found]


def _definitions(
    table: NameTable, names: list[int], contents: npt.NDArray[np.bool_] | None
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """(position in `names`, row) of the definitions that may be shown, of bounded number."""
    indexes = np.array(names, np.int64)
    starts = table.starts[indexes].astype(np.int64)
    counts = table.starts[indexes + 1].astype(np.int64) - starts
    if contents is None:
        # What is beyond the bound belongs to the worst matches.
        kept = np.cumsum(np.minimum(counts, _ROWS_OF_NAME)) <= _ROWS + _ROWS_OF_NAME
        starts, counts = starts[kept], counts[kept]
    owners = np.repeat(np.arange(len(starts)), counts)
    rows = ragged(starts, counts)
    shown = (table.ranks[rows] > 0) & (table.kinds[rows] != int(DefKind.IMPL))
    if contents is not None:
        shown &= _is_allowed(table.contents[rows], contents)
    owners, rows = owners[shown], rows[shown]
    if len(rows) > _ROWS:
        # The highest ranks of each name, then the best names.
        order = np.lexsort((-table.ranks[rows].astype(np.int64), owners))
        owners, rows = owners[order], rows[order]
        place = np.arange(len(rows)) - np.searchsorted(owners, owners)
        near = place < _ROWS_OF_NAME
        owners, rows = owners[near][:_ROWS], rows[near][:_ROWS]
    return owners, rows


def _score_of_name(query: SymbolQuery, name: str) -> int:
    """The part of a score that the name alone decides."""
    same_case = query.name in name and query.name != query.folded
    return (_CASE_BONUS if same_case or query.name == name else 0) - min(len(name), 60)


# -- open documents --------------------------------------------------------------------------------


def _fresh_rows(project: Project, query: SymbolQuery) -> Iterator[_Row]:
    folded, files = query.folded, project.snapshot.table.rows
    for path, fresh in project.snapshot.overlay.items():
        if not is_path_match(query.path, path):
            continue
        outline, row = fresh.outline, files.get(path)
        ranked = ranks(outline).tolist()
        penalty = (_ORIGIN.get(row.origin, 0) if row is not None else 0) + 2 * path.count("/")
        for name, indexes in outline.by_name.items():
            tier = match(folded, name)
            if tier is None:
                continue
            base = _score_of_name(query, name) - penalty
            for index in indexes:
                if ranked[index] and outline.kind(index) is not DefKind.IMPL:
                    yield _Row(path, index, name, tier, base + 3 * ranked[index])


# -- containers ------------------------------------------------------------------------------------


def _confirmed(project: Project, query: SymbolQuery, rows: list[_Row], limit: int) -> Iterator[SymbolHit]:
    """The rows whose definitions are there and lie in the query's containers, in order."""
    if not query.containers:
        for row in rows[:limit]:
            yield SymbolHit(project, row.path, row.index, row.name, row.tier, row.score)
        return
    wanted = [container.lower() for container in reversed(query.containers)]
    paths: set[str] = set()
    hits: list[SymbolHit] = []
    for row in rows:
        paths.add(row.path)
        if len(paths) > _OUTLINES:
            logger.info("workspace symbols: containers are checked in %d files only", _OUTLINES)
            break
        outline = project.outline(row.path)
        if row.index >= len(outline):
            continue
        distance = _container_distance(outline, row, wanted)
        if distance is not None:
            score = row.score - distance
            hits.append(SymbolHit(project, row.path, row.index, row.name, row.tier, score))
    yield from sorted(hits, key=lambda hit: hit._order)[:limit]


def _container_distance(outline: Outline, row: _Row, wanted: list[str]) -> int | None:
    """How badly the containers around a definition fit, from 0; None where they do not."""
    around = _containers(outline, row)
    at = total = 0
    for container in wanted:
        while at < len(around):
            tier = match(container, around[at])
            at += 1
            if tier is not None and tier is not Tier.SUBSEQUENCE:
                total += 40 * tier
                break
            total += 15
        else:
            return None
    return total


def _containers(outline: Outline, row: _Row) -> list[str]:
    """Names of what a definition lies in, from the inside out: qualifier, containers, file, directories."""
    found: list[str] = []
    index = row.index
    while index >= 0:
        if qualifier := outline.qualifier(index):
            found.append(qualifier.replace("::", ".").split("<", 1)[0].rsplit(".", 1)[-1].strip("*& "))
        index = outline.container(index)
        if index >= 0:
            found.append(outline.name(index))
    if package := outline.extra.get("package", ""):
        found.extend(reversed(package.split(".")))
    directories = row.path.split("/")
    return [*found, directories[-1].split(".", 1)[0], *reversed(directories[:-1])]


def _allowed_contents(project: Project, query: SymbolQuery, tables: list[NameTable]) -> npt.NDArray[np.bool_]:
    """Contents that may define something in the innermost container, as flags by content."""
    container, snapshot = query.containers[-1], project.snapshot
    found = [snapshot.index.containing(container).astype(np.int64)]
    inner = SymbolQuery(container)
    chosen = [one for choose in _choosers(inner) for one in choose(tables, inner.folded.encode())]
    for one in chosen:
        for near in _matches(inner, one)[:_CONTAINER_NAMES]:
            rows = one.table.rows(near.index)
            if not _IS_CONTAINER[one.table.kinds[rows]].any():
                continue
            found.append(one.table.contents[rows].astype(np.int64))
            if near.tier is Tier.EXACT:
                # Members may be written outside of it, in any file that names it.
                found.append(snapshot.index.containing(near.name).astype(np.int64))
    paths = [
        path
        for extension in sorted({one for spec in registry.specs().values() for one in spec.extensions})
        for path in snapshot.with_basename(container + extension)
    ]
    for directory in snapshot.directories_named(container)[:_DIRECTORIES]:
        paths.extend(snapshot.in_directory(directory))
    files = snapshot.table.rows
    found.append(np.array([files[path].content for path in paths if path in files], np.int64))
    joined = np.concatenate(found)
    flags = np.zeros(int(joined.max()) + 1 if len(joined) else 1, np.bool_)
    flags[joined] = True
    return flags


def _is_allowed(contents: npt.NDArray[np.uint32], allowed: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    within = contents < len(allowed)
    flags: npt.NDArray[np.bool_] = within & allowed[np.where(within, contents, 0)]
    return flags
