"""From an occurrence to the places that define, declare or implement what it names.

Answers are `Declaration`s, surest first. A guess (`How.NAME`) is only ever the whole answer: it is
dropped as soon as anything surer is known.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from codeprism_lsp.analysis import hierarchy, packages
from codeprism_lsp.analysis.references import same_entity
from codeprism_lsp.facts.kinds import CALLABLE_KINDS, TYPE_KINDS, DefKind, Modifier, Role
from codeprism_lsp.resolution import conditions, imports, members, namespaces, paths, specialisations
from codeprism_lsp.resolution.declaration import Declaration, How
from codeprism_lsp.resolution.resolver import Resolver

_MAX_IMPLEMENTATIONS = 2_000
_BODYLESS = Modifier.DECLARATION | Modifier.ABSTRACT


@dataclass(frozen=True, slots=True)
class Site:
    """Where a declaration stands: the whole of it and its name, as byte spans of its file."""

    path: str
    start: int
    end: int
    name_start: int
    name_end: int


def site(resolver: Resolver, declaration: Declaration) -> Site | None:
    """Where a declaration stands as the snapshot knows it; None where it is gone meanwhile."""
    if declaration.is_module:
        return Site(declaration.path, 0, 0, 0, 0)
    if declaration.index >= 0:
        outline = resolver.project.outline(declaration.path)
        if declaration.index >= len(outline):
            return None
        return Site(declaration.path, *outline.span(declaration.index), *outline.name_span(declaration.index))
    found = resolver.binding(declaration)
    if found is None and not declaration.name:
        return None
    # What an import declares is no binding of the scopes: its name tells where it ends.
    start = declaration.start
    end = found[1].end if found is not None else start + len(declaration.name.encode())
    return Site(declaration.path, start, end, start, end)


def targets(resolver: Resolver, path: str, offset: int) -> list[Declaration]:
    """What the identifier at an offset names: sure answers only, or guesses where there are none."""
    found = resolver.at(path, offset)
    return [one for one in found if one.how is not How.NAME] or found


def definitions(resolver: Resolver, path: str, offset: int) -> list[Declaration]:
    """Where what is named is defined, with its body rather than a prototype where it has one.

    On the name of a definition itself the answer is its prototype, and the other way round; what has
    no counterpart is its own answer.
    """
    if (clause := packages.clause_at(resolver, path, offset)) is not None:
        return [packages.defined(resolver, path, clause)]
    found = targets(resolver, path, offset)
    answer = _imported(resolver, path, offset)
    entries = [entry for one in found for entry in _exported(resolver, path, one)]
    if entries and not _is_called(resolver, path, offset):
        answer += entries
    for one in found:
        if own := _own_import(resolver, path, one):
            answer.extend(own)
            continue
        if (declared := packages.module_object(resolver, one)) is not None:
            answer.append(declared)
            continue
        if (first := namespaces.first_opened(resolver, path, one)) is not None:
            answer.append(first)
            continue
        if taken := _taken_instead(resolver, one):
            answer.extend(taken)
            continue
        if one.how is How.SELF and (template := specialisations.template_of(resolver, path, one)):
            answer.extend(template)
            continue
        bodies, prototypes = _parts(resolver, one)
        if one.how is How.SELF and one.index >= 0:
            counterparts = bodies if _declares(resolver, one) else prototypes
            answer.extend([part for part in counterparts if part != one] or paths.in_trait(resolver, one))
        else:
            answer.extend(with_body(resolver, one))
    return conditions.taken_first(resolver, _unique([*answer, *entries]))


def _is_called(resolver: Resolver, path: str, offset: int) -> bool:
    view = resolver.project.view_near(path, offset)
    occurrence = view.occurrence_at(offset) if view is not None else None
    if view is None or occurrence is None:
        return False
    return view.role(occurrence.start) in (Role.CALL, Role.INSTANTIATE)


def _imported(resolver: Resolver, path: str, offset: int) -> list[Declaration]:
    """The import that gives a member its value where one name stands for both (`{name}`): the nearer answer
    to where the name comes from."""
    view = resolver.project.view_near(path, offset)
    occurrence = view.occurrence_at(offset) if view is not None and view.spec.contexts else None
    if view is None or occurrence is None or not view.is_shorthand(occurrence.start):
        return []
    local = resolver.name(path, view, occurrence.name, occurrence.start)
    rows = resolver.project.imports_by_name(path).get(occurrence.name, ())
    if not rows or not local or any(one.path == path for one in local):
        return []
    return imports.unresolved(resolver, path, rows[0])


def _own_import(resolver: Resolver, path: str, one: Declaration) -> list[Declaration]:
    """The import of this file where what it imports is passed on from outside of the workspace: nothing
    there defines it, so that the nearest place that names it is as good as any."""
    if not one.is_local or one.path == path or resolver.binding(one) is not None:
        return []
    rows = [row for row in resolver.project.outline(path).all_imports if row.module and row.name]
    for row in rows:
        if row.binds and one in imports.declarations(resolver, path, row):
            return imports.unresolved(resolver, path, row)
    return []


def _exported(resolver: Resolver, path: str, one: Declaration) -> list[Declaration]:
    """The entry of the object that a module is under which it passes a definition on to other files
    (`module.exports = {name}`): where the name comes from comes before what it is given, but for a call."""
    if one.path == path or one.index < 0 or one.how is How.NAME:
        return []
    outline = resolver.project.outline(one.path)
    if "commonjs" not in outline.extra:
        return []
    name = outline.name(one.index)
    passed_on = resolver.project.reexports_by_name(one.path).get(name, ())
    return [
        Declaration(one.path, -1, row.name_start, name, one.how)
        for row in passed_on[:1]
        if not row.module and row.name == name and not row.alias and outline.container(one.index) < 0
    ]


def _taken_instead(resolver: Resolver, one: Declaration) -> list[Declaration]:
    """On a definition that a usual build leaves out: those of its name and place that it takes."""
    if one.how is not How.SELF or one.index < 0 or not conditions.is_declared_out(resolver, one):
        return []
    outline = resolver.project.outline(one.path)
    container = outline.container(one.index)
    beside = [
        Declaration(one.path, index, -1, one.name)
        for index in outline.by_name.get(one.name, ())
        if outline.container(index) == container and outline.qualifier(index) == outline.qualifier(one.index)
    ]
    return [each for each in beside if not conditions.is_declared_out(resolver, each)]


def with_body(resolver: Resolver, declaration: Declaration) -> list[Declaration]:
    """The definitions with a body behind a prototype; any other declaration is its own answer."""
    if not _declares(resolver, declaration):
        return [declaration]
    if resolver.project.rules(declaration.path).signatures_define():
        return [declaration]
    return _parts(resolver, declaration)[0] or [declaration]


def declarations(resolver: Resolver, path: str, offset: int) -> list[Declaration]:
    """Prototypes, or the abstract or interface method that a method overrides; else the definition."""
    found = targets(resolver, path, offset)
    answer: list[Declaration] = []
    for one in found:
        answer.extend(_parts(resolver, one)[1] or _overridden(resolver, one))
    return _unique(answer) or definitions(resolver, path, offset)


def implementations(
    resolver: Resolver, path: str, offset: int, check: hierarchy.Check = lambda: None
) -> list[Declaration]:
    """Subtypes of a type, overriding members of a method, the definition behind a prototype.

    What nothing overrides and is not abstract implements itself.
    """
    answer: list[Declaration] = []
    for one in targets(resolver, path, offset):
        kind = resolver.kind(one)
        if one.index >= 0 and kind in TYPE_KINDS and kind is not DefKind.TYPE_ALIAS:
            answer.extend(hierarchy.implementing_types(resolver, one, check))
            continue
        own = [one] if one.index < 0 else _parts(resolver, one)[0]
        own = [part for part in own if not _has(resolver, part, _BODYLESS)]
        answer.extend(own)
        if kind in CALLABLE_KINDS or kind is DefKind.PROPERTY:
            answer.extend(_overriding(resolver, one, check))
    return _unique(answer)[:_MAX_IMPLEMENTATIONS]


def _overriding(resolver: Resolver, method: Declaration, check: hierarchy.Check) -> list[Declaration]:
    owner = hierarchy.owner_of(resolver, method)
    if owner is None:
        return []
    name = resolver.project.outline(method.path).name(method.index)
    found: list[Declaration] = []
    for subtype in hierarchy.all_subtypes(resolver, owner, check):
        for one in members.own_members(resolver, subtype, name):
            if not _has(resolver, one, _BODYLESS):
                found.append(one)
            else:
                found.extend(_parts(resolver, one)[0])
    return found


def _overridden(resolver: Resolver, method: Declaration) -> list[Declaration]:
    """The bodiless members of supertypes that a member implements."""
    if method.index < 0 or resolver.kind(method) not in CALLABLE_KINDS | {DefKind.PROPERTY}:
        return []
    owner = hierarchy.owner_of(resolver, method)
    if owner is None:
        return []
    name = resolver.project.outline(method.path).name(method.index)
    found: list[Declaration] = []
    for level in members.linearised(resolver, owner)[1:]:
        interface = resolver.kind(level) in (DefKind.INTERFACE, DefKind.TRAIT)
        own = members.own_members(resolver, level, name)
        found.extend(one for one in own if interface or _has(resolver, one, _BODYLESS))
    return found


def _parts(resolver: Resolver, declaration: Declaration) -> tuple[list[Declaration], list[Declaration]]:
    """(with body, without) of everything that declares the same thing, itself included."""
    if declaration.index < 0:
        return [], []
    bodies: list[Declaration] = []
    prototypes: list[Declaration] = []
    for one in same_entity(resolver, declaration):
        found = one.found(declaration.how) if one != declaration else declaration
        (prototypes if _declares(resolver, one) else bodies).append(found)
    return bodies, prototypes


def _declares(resolver: Resolver, declaration: Declaration) -> bool:
    """Whether a declaration stands for a definition elsewhere, if there is one."""
    if declaration.index < 0:
        return False
    project = resolver.project
    return project.rules(declaration.path).declares(project.outline(declaration.path), declaration.index)


def _has(resolver: Resolver, declaration: Declaration, modifiers: Modifier) -> bool:
    if declaration.index < 0:
        return False
    return bool(resolver.project.outline(declaration.path).modifiers(declaration.index) & modifiers)


def _unique(found: Iterable[Declaration]) -> list[Declaration]:
    return list(dict.fromkeys(found))
