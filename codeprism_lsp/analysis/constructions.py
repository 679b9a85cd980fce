"""Uses of a constructor that do not name it: variables and members that are constructed (C++)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from codeprism_lsp.content.search import word_offsets
from codeprism_lsp.extraction.expression import Expression
from codeprism_lsp.extraction.view import FileView
from codeprism_lsp.facts.kinds import DefKind
from codeprism_lsp.languages.spec import Form
from codeprism_lsp.resolution import members, overloads
from codeprism_lsp.resolution.declaration import Declaration
from codeprism_lsp.resolution.resolver import Resolver

_INITIALISER = "field_initializer"
_FILES = 500  # files in which a member's initialisers are looked for


def sought(resolver: Resolver, group: Sequence[Declaration]) -> set[Declaration]:
    """The constructors of a group whose unnamed uses are looked for."""
    return {
        one
        for one in group
        if one.index >= 0
        and resolver.project.rules(one.path).initialises_members()
        and resolver.kind(one) is DefKind.CONSTRUCTOR
    }


def uses(
    resolver: Resolver,
    path: str,
    view: FileView,
    start: int,
    resolved: Sequence[Declaration],
    wanted: AbstractSet[Declaration],
) -> Iterator[tuple[str, int, int]]:
    """Places of what one of the wanted constructors makes where their class is named at `start`."""
    for owner in resolved[:1]:
        if not resolver.is_type(owner):
            return
        call = view.surrounding_call(start)
        if call is not None:
            arguments = call.part("arguments")
            passed = arguments.children if arguments is not None else []
            if call.form is Form.CALL and _means(resolver, path, view, owner, passed, wanted):
                yield path, start, start + len(owner.name.encode())
            return
        if (given := _initialises(view, start)) is not None:
            if _means(resolver, path, view, owner, given, wanted):
                yield path, start, start + len(owner.name.encode())
            return
        for one in view.constructed(start):
            if one.is_member:
                yield from _initialisers(resolver, path, one.start, one.name, owner, wanted)
            elif _means(resolver, path, view, owner, one.arguments, wanted):
                yield path, one.start, one.end


def _initialisers(
    resolver: Resolver, path: str, field: int, name: str, owner: Declaration, wanted: AbstractSet[Declaration]
) -> Iterator[tuple[str, int, int]]:
    """Where constructors initialise a member of the type by one of the wanted constructors."""
    project = resolver.project
    declared = next(iter(project.outline(path).by_start.get(field, ())), -1)
    for other in project.containing(name)[:_FILES]:
        data = project.data(other)
        if data is None or project.family(other) != project.family(path):
            continue
        for start in word_offsets(data, name.encode()):
            view = project.view_near(other, start)
            given = _initialises(view, start) if view is not None else None
            if view is None or given is None:
                continue
            found = members.initialised(resolver, other, view, start)
            if any((one.path, one.index) == (path, declared) for one in found):
                if _means(resolver, other, view, owner, given, wanted):
                    yield other, start, start + len(name.encode())


def _initialises(view: FileView, start: int) -> Sequence[Expression] | None:
    """The arguments of the member or base that is initialised by the name at `start`."""
    for around in view.ancestors(start):
        if around.span[0] != start:
            return None
        if around.node_type == _INITIALISER:
            last = around.children[-1]
            return last.children if last.span[0] != start else []
    return None


def _means(
    resolver: Resolver,
    path: str,
    view: FileView,
    owner: Declaration,
    given: Sequence[Expression],
    wanted: AbstractSet[Declaration],
) -> bool:
    chosen = overloads.constructors(resolver, path, view, owner, list(given))
    return any(one in wanted for one in chosen)
