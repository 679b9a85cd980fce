"""Which files may hold references of some definitions, and under which names.

The files that hold the definitions come first, then the others in path order, one by one as they are asked
for: of a name that is used in a million files the first is there before the path of the last has been made.
Names under which other modules pass a definition on come last, since it takes a look at its importers to
learn them.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

import numpy as np

from codeprism_lsp.facts.kinds import DefKind
from codeprism_lsp.resolution import objects, paths
from codeprism_lsp.resolution.declaration import Declaration
from codeprism_lsp.resolution.resolver import Resolver

_MAX_ALIASES = 8


@dataclass(frozen=True, slots=True)
class _Sought:
    """A definition that other files may name, and what tells which do."""

    declaration: Declaration
    family: str
    owned: frozenset[str] | None  # the files that name its type, where it is only named through that


def files(
    resolver: Resolver, group: Collection[Declaration], check: Callable[[], None]
) -> Iterator[tuple[str, frozenset[str]]]:
    """Files to look at with the names to look for in each; a file may come again with other names."""
    project = resolver.project
    certain: dict[str, set[str]] = {}
    broad: dict[str, list[_Sought]] = {}
    for declaration in group:
        name = name_of(resolver, declaration)
        if _is_seen_here_only(resolver, declaration) or _is_never_included(resolver, declaration):
            certain.setdefault(declaration.path, set()).add(name)
            if _is_named_by_callers(resolver, declaration):
                for path in _naming_arguments(resolver, declaration.path, name):
                    certain.setdefault(path, set()).add(name)
            continue
        owner = paths.written_owner(resolver, declaration) or objects.named_by_callers_of(
            resolver, declaration
        )
        owned = frozenset(project.containing(owner)) if owner else None
        broad.setdefault(name, []).append(_Sought(declaration, project.family(declaration.path), owned))
        for path, self_type in paths.self_names(resolver, declaration):
            certain.setdefault(path, set()).add(self_type)
        for path, chosen in _names_of_default(resolver, declaration):
            certain.setdefault(path, set()).add(chosen)
    aliases = _Aliases(resolver, set(broad))
    given: dict[str, frozenset[str]] = {}
    # What is at hand is shown before a million files have been looked at.
    own = {declaration.path for declaration in group}
    for path, held in _own_first(own, frozenset(broad), _holding(resolver, certain, broad)):
        check()
        names = set(certain.get(path, ()))
        for name in sorted(held):
            if any(_may_name(resolver, path, one) for one in broad[name]):
                names.add(name)
                names.update(aliases.of(path, name))
        if names:
            given[path] = frozenset(names)
            yield path, given[path]
    families = {one.family for sought in broad.values() for one in sought}
    for alias in aliases.passed_on():
        for path in project.containing(alias):
            check()
            if project.family(path) in families:
                fresh = {alias, *aliases.of(path, alias)}.difference(given.get(path, ()))
                given[path] = given.get(path, frozenset()) | fresh
                if fresh:
                    yield path, frozenset(fresh)


def _holding(
    resolver: Resolver, certain: Iterable[str], broad: Collection[str]
) -> Iterator[tuple[str, frozenset[str]]]:
    """All files to look at, in path order, with the names of `broad` that each of them holds."""

    def of_name(name: str) -> Iterator[tuple[str, str]]:
        return ((path, name) for path in resolver.project.containing(name.removeprefix("~")))

    rows = heapq.merge(((path, "") for path in sorted(certain)), *map(of_name, broad))
    for path, found in groupby(rows, key=itemgetter(0)):
        yield path, frozenset(name for _, name in found if name)


def _own_first(
    own: Collection[str], names: frozenset[str], found: Iterable[tuple[str, frozenset[str]]]
) -> Iterator[tuple[str, frozenset[str]]]:
    """The same with some files first, all names taken for held by each of them."""
    for path in sorted(own):
        yield path, names
    for path, held in found:
        if path not in own:
            yield path, held


def name_of(resolver: Resolver, declaration: Declaration) -> str:
    if declaration.index >= 0:
        return resolver.project.outline(declaration.path).name(declaration.index)
    if declaration.is_module:
        stem = declaration.path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
        return declaration.path.rsplit("/", 2)[-2] if stem in ("__init__", "index", "mod") else stem
    return declaration.name.removeprefix("'")  # a lifetime is bound with its mark


def _may_name(resolver: Resolver, path: str, sought: _Sought) -> bool:
    """Whether a file that contains the name of a definition may mean it."""
    project, declaration = resolver.project, sought.declaration
    if project.family(path) != sought.family or (sought.owned is not None and path not in sought.owned):
        return False
    rules = project.rules(declaration.path)
    return declaration.index < 0 or rules.may_name(project, path, declaration.path, declaration.index)


class _Aliases:
    """Other names under which imports bind what is looked for, as they are come across."""

    def __init__(self, resolver: Resolver, known: set[str]) -> None:
        self._resolver = resolver
        self._known = known
        self._most = len(known) + _MAX_ALIASES
        self._waiting: list[str] = []

    def of(self, path: str, name: str) -> Iterator[str]:
        """The names under which the imports of a file bind what is called `name`."""
        project = self._resolver.project
        spec = project.spec(path)
        if spec is None or not spec.renames_imports or not project.rules(path).follows_aliases():
            return
        if not np.any(project.outline(path).imports[5]):
            return  # most files rename nothing; their imports need not become objects
        for imported in project.outline(path).all_imports:
            if imported.name == name and imported.alias and imported.alias != name:
                yield imported.alias
                if imported.alias not in self._known and project.rules(path).reexports(imported):
                    self._known.add(imported.alias)
                    self._waiting.append(imported.alias)

    def passed_on(self) -> Iterator[str]:
        """The names under which the files seen so far pass it on, and those seen meanwhile; at most a few."""
        while self._waiting and len(self._known) <= self._most:
            yield self._waiting.pop(0)


def _is_named_by_callers(resolver: Resolver, declaration: Declaration) -> bool:
    """Whether callers may write the declared parameter's name (`f(size=1)`)."""
    spec = resolver.project.spec(declaration.path)
    if spec is None or not spec.keyword_arguments or not declaration.is_local:
        return False
    found = resolver.binding(declaration)
    if found is None or found[1].kind is not DefKind.PARAMETER:
        return False
    view, binding = found
    return view.scopes[binding.scope].definition >= 0 and binding.name not in ("self", "cls")


def _naming_arguments(resolver: Resolver, path: str, name: str) -> Iterator[str]:
    """Files in which the name is followed by `=`, as the name of an argument is."""
    project = resolver.project
    family = project.family(path)
    pattern = re.compile(rb"[(,\s]" + re.escape(name.encode()) + rb"\s*=(?!=)")
    for other in project.containing(name):
        if other != path and project.family(other) == family:
            data = project.data(other)
            if data is not None and pattern.search(data):
                yield other


def _names_of_default(resolver: Resolver, declaration: Declaration) -> Iterator[tuple[str, str]]:
    """(path, name) where a default export goes by a name of the importer's choice."""
    project, path = resolver.project, declaration.path
    rules, outline = project.rules(path), project.outline(path)
    if declaration.index not in rules.exports(outline, "default"):
        return
    passed_on: set[str] = set()
    keys = {*rules.file_keys(path, outline), *rules.known_as(project, path)}
    for importer in sorted({one for key in keys for one in project.snapshot.importers(key)}):
        for imported in project.outline(importer).all_imports:
            if imported.name not in ("", "default") or not imported.binds:
                continue
            targets = project.targets(importer, imported)
            if any(one.name == "default" and path in one.paths for one in targets):
                yield importer, imported.binds
                if imported.name == "default":
                    yield importer, "default"
                if imported.binds != "default" and project.rules(importer).reexports(imported):
                    passed_on.add(imported.binds)
    aliases, family = _Aliases(resolver, set(passed_on)), project.family(path)
    for alias in sorted(passed_on)[:_MAX_ALIASES]:
        for other in project.containing(alias):
            if project.family(other) == family:
                yield other, alias
                yield from ((other, chosen) for chosen in aliases.of(other, alias))


def _is_seen_here_only(resolver: Resolver, declaration: Declaration) -> bool:
    """Whether no other file can see the declaration: locals, and definitions that are confined."""
    if declaration.index >= 0:
        return _is_confined(resolver, declaration)
    if not declaration.is_local or resolver.binding(declaration) is not None:
        return declaration.is_local
    if resolver.project.rules(declaration.path).compiles_conditionally():
        return False  # a type that is declared and never defined, or what a macro makes
    passed_on = resolver.project.reexports_by_name(declaration.path)
    return declaration.name not in passed_on  # what an import declares may be passed on


def _is_never_included(resolver: Resolver, declaration: Declaration) -> bool:
    """Whether only files that include its file could name a definition, and none does."""
    if declaration.index < 0:
        return False
    project, path = resolver.project, declaration.path
    rules, outline = project.rules(path), project.outline(path)
    if not rules.seen_by_inclusion(outline, declaration.index, path):
        return False
    return not any(project.snapshot.importers(key) for key in rules.file_keys(path, outline))


def _is_confined(resolver: Resolver, declaration: Declaration) -> bool:
    """Whether no other file can see the definition."""
    project = resolver.project
    outline = project.outline(declaration.path)
    container = outline.container(declaration.index)
    while container >= 0:
        if outline.kind(container) in (DefKind.FUNCTION, DefKind.METHOD, DefKind.CONSTRUCTOR):
            kind, rules = outline.kind(declaration.index), project.rules(declaration.path)
            return kind is not DefKind.FIELD and not (
                rules.objects_without_class() and objects.is_member(kind)
            )
        container = outline.container(container)
    return project.rules(declaration.path).is_private_to_file(outline, declaration.index, declaration.path)
