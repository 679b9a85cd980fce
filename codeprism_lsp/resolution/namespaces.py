"""Namespaces: what they hold in all files that open them, and those that macros open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codeprism_lsp.facts.kinds import NAMESPACE_KINDS
from codeprism_lsp.resolution import imports, linkage, members, paths, specialisations
from codeprism_lsp.resolution.declaration import Declaration, How, ModuleObject

if TYPE_CHECKING:
    from codeprism_lsp.resolution.resolver import Resolver

_CANDIDATES = 2_000


def of_namespace(
    resolver: Resolver, path: str, index: int, name: str, seen_from: str = ""
) -> list[Declaration]:
    """Definitions of a namespace in this file, and in other files where namespaces are open: those that the
    file `seen_from` sees best."""
    project = resolver.project
    if index < 0:
        return members.of_module(resolver, ModuleObject((path,)), name)
    if (closed := paths.of_module(resolver, path, index, name)) is not None:
        return closed
    outline = project.outline(path)
    rules, qualified = project.rules(path), outline.qualified_name(index)
    found = [Declaration(path, one, -1, name) for one in rules.members(outline, index, name)]
    apart = (
        found
        if rules.open_namespaces() and all(specialisations.is_one(resolver, one) for one in found)
        else []
    )
    found = [] if apart else specialisations.without(resolver, found)
    if not found and rules.merges(outline.kind(index)):
        parts = outline.members(outline.container(index), outline.name(index))
        found = [
            Declaration(path, one, -1, name)
            for part in parts
            if part != index and rules.merges(outline.kind(part))
            for one in rules.members(outline, part, name)
        ]
    if found:
        return found
    if not rules.open_namespaces():
        return []
    family = project.family(path)
    ranked: list[tuple[int, Declaration]] = []
    for other, candidate in project.definers_for(path)(name)[:_CANDIDATES]:
        facts = project.outline(other)
        container = rules.scope_around(facts, candidate)
        if container >= 0 and facts.kind(container) in NAMESPACE_KINDS and project.family(other) == family:
            if facts.qualified_name(container) == qualified:
                rank = rules.reach(project, seen_from or path, other, candidate)
                if rank >= 0:
                    ranked.append((rank, Declaration(other, candidate, -1, name, How.PACKAGE)))
    # What a macro's namespace holds stands at the level of files; it is the same namespace.
    seen_from = seen_from or path
    outermost = outline.container(index) < 0
    beside = in_namespace_by_macro(resolver, seen_from, outline.name(index), name) if outermost else []
    if len(ranked) > 1:
        templates = specialisations.without(resolver, [one for _, one in ranked])
        ranked = [(rank, one) for rank, one in ranked if one in templates]
    if not ranked:
        bound = imports.from_included(resolver, seen_from, name, outline.qualified_name(index, "::"))
        return bound or beside or apart
    best = min(rank for rank, _ in ranked)
    included = [one for one in beside if rules.reach(project, seen_from, one.path, one.index) == 0]
    return included + [one for rank, one in ranked if rank == best and (rank == 0 or not included)]


def in_namespace_by_macro(resolver: Resolver, path: str, namespace: str, name: str) -> list[Declaration]:
    """Definitions that a file sees at the level of files, where a macro has opened the namespace that is
    asked for: `LIB_BEGIN_NAMESPACE` leaves no namespace in the facts."""
    project = resolver.project
    if _opening_macro(resolver, path, namespace) is None:
        return []

    def is_opened_in(file: str) -> bool:
        rules, definers = project.rules(file), project.definers_for(file)
        return namespace in rules.namespaces_by_macro(project, file, project.data, definers)

    linked = linkage.linked(resolver, path, name)
    return [one.found(How.PACKAGE) for one in linked if is_opened_in(one.path)]


def below_macro(resolver: Resolver, path: str, namespace: str, name: str) -> list[Declaration]:
    """As `in_namespace_by_macro`, of a namespace written with all that is around it (`lib::detail`), of
    which a macro opens the outermost."""
    outermost, _, rest = namespace.partition("::")
    if not rest:
        return in_namespace_by_macro(resolver, path, namespace, name)
    first, _, further = rest.partition("::")
    for one in in_namespace_by_macro(resolver, path, outermost, first):
        if not further and resolver.is_namespace(one):
            if found := of_namespace(resolver, one.path, one.index, name, path):
                return found
    return []


def namespace_opened_by_macro(resolver: Resolver, path: str, name: str) -> list[Declaration]:
    """The first place, as a file reads its includes, where a macro's body names a namespace that it opens."""
    found = _opening_macro(resolver, path, name)
    return [Declaration(found[1], -1, found[2], name, How.IMPORT)] if found is not None else []


def first_opened(resolver: Resolver, path: str, one: Declaration) -> Declaration | None:
    """What first opens a namespace as a file reads its includes, its own or that of a macro; None for what is
    no namespace."""
    project = resolver.project
    rules = project.rules(one.path)
    if one.index < 0 or (first := rules.first_declared(project, path, one.path, one.index)) is None:
        return None
    opened = Declaration(*first, -1, one.name, one.how)
    if project.outline(first[0]).container(first[1]) < 0:
        macro = _opening_macro(resolver, path, one.name)
        order = list(rules.files_read(project, path)) if macro is not None else []
        if macro is not None and first[0] in order and order.index(macro[0]) <= order.index(first[0]):
            return Declaration(macro[1], -1, macro[2], one.name, one.how)
    return opened


def _opening_macro(resolver: Resolver, path: str, name: str) -> tuple[str, str, int] | None:
    """(the first file whose macros open a namespace, the file and the place where the macro names it)."""
    project = resolver.project
    rules = project.rules(path)
    if not rules.open_namespaces():
        return None

    def find() -> tuple[str, str, int] | None:
        for one in rules.files_read(project, path):
            opened = project.rules(one).namespaces_by_macro(
                project, one, project.data, project.definers_for(one)
            )
            if name in opened:
                return one, *opened[name]
        return None

    return project.cached(("namespace opened", path, name), find)
