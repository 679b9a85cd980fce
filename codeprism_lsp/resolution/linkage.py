"""Linkage: the definitions of other files that a name means where nothing else hides them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codeprism_lsp.facts.kinds import ImportKind
from codeprism_lsp.resolution import objects
from codeprism_lsp.resolution.declaration import Declaration, How

if TYPE_CHECKING:
    from codeprism_lsp.resolution.resolver import Resolver

_CANDIDATES = 2_000  # definitions of one name that are looked at


def linked_anywhere(resolver: Resolver, path: str, name: str) -> list[Declaration]:
    """Definitions that a name is linked to in a file, whatever the place: those that nothing else hides."""
    nothing: list[Declaration] = []
    return resolver.guarded(("linked", path, name), lambda: linked(resolver, path, name), nothing)


def linked(resolver: Resolver, path: str, name: str) -> list[Declaration]:
    """The definitions that a file sees best by its language's rules, the nearest first."""
    project = resolver.project
    rules, family = project.rules(path), project.family(path)
    ranked: list[tuple[int, Declaration]] = []
    if not project.snapshot.complete:
        _parse_included(resolver, path)
    for other, index in project.definers_for(path)(name, objects.MEMBERS)[:_CANDIDATES]:
        if project.family(other) != family:
            continue
        rank = rules.visible(project, path, other, index)
        if rank >= 0:
            ranked.append((rank, Declaration(other, index, -1, name, How.LINKAGE)))
    ranked.sort(key=lambda one: (one[0], rules.distance(path, one[1].path), one[1].path, one[1].index))
    if not ranked:
        return []
    best = ranked[0][0]
    return [declaration for rank, declaration in ranked if rank == best]


def _parse_included(resolver: Resolver, path: str) -> None:
    """Has what a file includes parsed, so that it is among the definers though it is not indexed yet."""
    project = resolver.project
    around = [path]
    for one in around:
        for imported in project.outline(one).all_imports:
            if imported.kind not in (ImportKind.INCLUDE, ImportKind.INCLUDE_SYSTEM):
                continue
            targets = [target.paths[0] for target in project.targets(one, imported)[:1] if target.paths]
            around.extend(other for other in targets if other not in around)
        if len(around) > project.limits.exports:
            return
