"""Types above and below a type: supertypes as written, subtypes by posting list and confirmation.

Whether a candidate really is a subtype is decided by what its written supertype resolves to. That is
looked up in facts alone where scopes cannot matter (the name is imported, or defined at the top of the
file), so that thousands of candidates need no parse; everything else goes the resolver's way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np

from codeprism_lsp.analysis import method_sets
from codeprism_lsp.facts.kinds import CALLABLE_KINDS, TYPE_KINDS, DefKind
from codeprism_lsp.facts.outline import Outline, Supertype
from codeprism_lsp.resolution import imports, members, paths, specialisations, written_types
from codeprism_lsp.resolution.declaration import (
    EXTERNAL,
    ClassObject,
    Declaration,
    Instance,
    ModuleObject,
    Type,
    Union,
)
from codeprism_lsp.resolution.resolver import Resolver
from codeprism_lsp.resolution.typetext import parse_type, type_parameters

Check = Callable[[], None]
"""Raises once nobody waits for the answer any more."""


def _unchecked() -> None:
    """The check of a question that nobody can cancel."""


_MAX_SUBTYPES = 5_000  # types of one transitive answer
_MAX_ALIAS_FILES = 4_000  # files that are looked through for imports under another name


def supertypes(resolver: Resolver, declaration: Declaration, check: Check = _unchecked) -> list[Declaration]:
    """Direct supertypes that the workspace defines, in the order written; the interfaces that a type
    satisfies, where its methods alone tell."""
    if method_sets.applies(resolver, declaration):
        return resolver.project.cached(
            ("satisfied", declaration),
            lambda: _ordered(method_sets.satisfied(resolver, declaration, _extending, check)),
        )
    return members.supertypes(resolver, declaration)


def subtypes(resolver: Resolver, declaration: Declaration, check: Check = _unchecked) -> list[Declaration]:
    """Types that directly extend or implement a type, in path order."""
    if method_sets.applies(resolver, declaration):
        return resolver.project.cached(
            ("satisfying", declaration),
            lambda: _ordered(method_sets.satisfying(resolver, declaration, _extending, check)),
        )
    found = [
        one if resolver.kind(one) is not DefKind.IMPL else extended_type(resolver, one)
        for one in _extending(resolver, declaration, check)
    ]
    return _ordered([one for one in found if one is not None and one != declaration])


def _ordered(found: Iterable[Declaration]) -> list[Declaration]:
    return sorted(set(found), key=lambda one: (one.path, one.index))


def all_subtypes(
    resolver: Resolver, declaration: Declaration, check: Check = _unchecked
) -> list[Declaration]:
    """All types below a type, each once, nearest first; without the type itself."""
    found: dict[Declaration, None] = {}
    queue = [declaration]
    while queue and len(found) < _MAX_SUBTYPES:
        for one in subtypes(resolver, queue.pop(0), check):
            if one not in found and one != declaration:
                found[one] = None
                queue.append(one)
    return list(found)


def implementing_types(
    resolver: Resolver, declaration: Declaration, check: Check = _unchecked
) -> list[Declaration]:
    """What implements a type, near and far: definitions below it, or the blocks that say so (`impl`); the
    interfaces of a type that satisfies them by its methods."""
    if method_sets.applies(resolver, declaration):
        is_interface = resolver.kind(declaration) is DefKind.INTERFACE
        return (subtypes if is_interface else supertypes)(resolver, declaration, check)
    found: dict[Declaration, None] = {}
    for level in (declaration, *all_subtypes(resolver, declaration, check)):
        found.update(dict.fromkeys(_extending(resolver, level, check)))
    return [one for one in found if one != declaration]


def extended_type(resolver: Resolver, declaration: Declaration) -> Declaration | None:
    """The type that an impl block, or a member written outside of its type, belongs to."""
    if declaration.index < 0:
        return None
    outline = resolver.project.outline(declaration.path)
    container = outline.container(declaration.index)
    if outline.kind(declaration.index) is DefKind.IMPL:
        return _type_of_block(resolver, declaration.path, declaration.index)
    if container >= 0 and outline.kind(container) is DefKind.IMPL:
        return _type_of_block(resolver, declaration.path, container)
    if qualifier := outline.qualifier(declaration.index):
        text, at = qualifier, declaration.index
    else:
        return None
    known = _named(resolver, declaration.path, outline, text, at)
    return known[0] if known else None


def _type_of_block(resolver: Resolver, path: str, block: int) -> Declaration | None:
    """The type that an impl block is written for; None for one of a type parameter, which is no type."""
    outline, spec = resolver.project.outline(path), resolver.project.spec(path)
    if spec is None:
        return None
    parsed = parse_type(outline.type_text(block) or outline.name(block), spec.dialect)
    if parsed is None or parsed.kind != "name" or not parsed.segments:
        return None
    if parsed.segments[0] in type_parameters(outline.parameters(block)):
        return None
    known = _named(resolver, path, outline, spec.separator.join(parsed.segments), block)
    return known[0] if known else None


def owner_of(resolver: Resolver, declaration: Declaration) -> Declaration | None:
    """The type that a member belongs to, also where the member is written outside of it."""
    if declaration.index < 0:
        return None
    outline = resolver.project.outline(declaration.path)
    container = outline.container(declaration.index)
    if container >= 0 and outline.kind(container) in TYPE_KINDS:
        return Declaration(declaration.path, container, -1, outline.name(container))
    return extended_type(resolver, declaration)


def _extending(resolver: Resolver, declaration: Declaration, check: Check = _unchecked) -> list[Declaration]:
    """Definitions whose own written supertypes denote the type: types and impl blocks."""
    if declaration.index < 0:
        return []
    return resolver.project.cached(
        ("extending", declaration), lambda: _find_extending(resolver, declaration, check)
    )


def _find_extending(resolver: Resolver, declaration: Declaration, check: Check) -> list[Declaration]:
    project = resolver.project
    name = project.outline(declaration.path).name(declaration.index)
    if not name:
        return []
    family = project.family(declaration.path)
    parts = {declaration, *_merged(resolver, declaration)}
    found: list[Declaration] = []
    others = _aliases(resolver, declaration.path, name) | _chosen(resolver, declaration)
    for known_as in (name, *sorted(others - {name})):
        for path, index in project.snapshot.subtype_candidates(known_as):
            check()
            if project.family(path) != family:
                continue
            # A resolver's bounds are those of one question; each candidate is one of its own.
            resolver = Resolver(project, check)
            outline = project.outline(path)
            if index >= len(outline):
                continue
            for written in outline.supertypes_of(index):
                if known_as in written.text and parts.intersection(
                    _denoted(resolver, path, outline, written)
                ):
                    found.append(Declaration(path, index, -1, outline.name(index)))
                    break
    return list(dict.fromkeys(found))


def _merged(resolver: Resolver, declaration: Declaration) -> list[Declaration]:
    """Other declarations of the same type, where a language merges or forwards them."""
    project = resolver.project
    rules = project.rules(declaration.path)
    same = rules.same_entity(
        project, declaration.path, declaration.index, project.definers_for(declaration.path)
    )
    return [Declaration(path, index, -1, declaration.name) for path, index in same]


def _aliases(resolver: Resolver, path: str, name: str) -> set[str]:
    """Other names under which imports bind `name`, in files of the same language family."""
    project = resolver.project

    def collect() -> set[str]:
        family, found = project.family(path), set[str]()
        for other in project.containing(name)[:_MAX_ALIAS_FILES]:
            outline = project.outline(other)
            # Most files alias nothing; their imports need not become objects.
            if not np.any(outline.imports[5]) or project.family(other) != family:
                continue
            found.update(
                one.alias
                for one in outline.all_imports
                if one.name == name and one.alias not in ("", "_", name)
            )
        if project.rules(path).types_go_by_aliases():
            found.update(_typedefs(resolver, family, name))
        return found

    return project.cached(("type aliases", project.family(path), name), collect)


def _typedefs(resolver: Resolver, family: str, name: str) -> Iterator[str]:
    """Names of type aliases whose text has the name of a type."""
    project = resolver.project
    for path in project.containing(name)[:_MAX_ALIAS_FILES]:
        outline = project.outline(path)
        if project.family(path) != family:
            continue
        for index in np.flatnonzero(outline.definitions[6] == DefKind.TYPE_ALIAS).tolist():
            if name in outline.type_text(index) and outline.name(index) != name:
                yield outline.name(index)


def _chosen(resolver: Resolver, declaration: Declaration) -> set[str]:
    """The names that importers choose for a type that its module exports without one (`export default`)."""
    project, path = resolver.project, declaration.path
    rules, outline = project.rules(path), project.outline(path)
    if declaration.index not in rules.exports(outline, "default"):
        return set()
    keys = {*rules.file_keys(path, outline), *rules.known_as(project, path)}
    return {
        imported.binds
        for importer in {one for key in keys for one in project.snapshot.importers(key)}
        for imported in project.outline(importer).all_imports
        if imported.name in ("", "default") and imported.binds
        if any(one.name == "default" and path in one.paths for one in project.targets(importer, imported))
    }


def _denoted(resolver: Resolver, path: str, outline: Outline, written: Supertype) -> list[Declaration]:
    return _named(resolver, path, outline, written.text, written.definition)


def _named(resolver: Resolver, path: str, outline: Outline, text: str, index: int) -> list[Declaration]:
    """The types that a text written at definition `index` denotes."""
    spec = resolver.project.spec(path)
    parsed = parse_type(text, spec.dialect) if spec is not None else None
    if parsed is not None and parsed.kind == "name" and parsed.segments:
        quick = _from_facts(resolver, path, outline, parsed.segments, index)
        if quick is not None:
            return list(_types_of(quick))
    known = written_types.evaluate(resolver, path, text, outline.span(index)[0])
    return list(_types_of(known))


def _from_facts(
    resolver: Resolver, path: str, outline: Outline, segments: tuple[str, ...], index: int
) -> Type | None:
    """The type that a dotted name denotes, where facts alone can tell; None where they cannot."""
    first = segments[0]
    at = index
    while at >= 0:
        container = outline.container(at)
        shadowed = first in type_parameters(outline.parameters(at)) or (
            container >= 0
            and (outline.kind(container) in CALLABLE_KINDS or outline.members(container, first))
        )
        if shadowed:
            return None
        at = container
    if (places := paths.types_named(resolver, path, index, segments)) is not None:
        return ClassObject(places[0]) if places else EXTERNAL
    own = [one for one in outline.members(-1, first) if outline.kind(one) in TYPE_KINDS]
    rows = [one for one in resolver.project.imports_by_name(path).get(first, ()) if one.container < 0]
    if len(own) == 1 and not rows:
        only = Declaration(path, own[0], -1, first)
        if resolver.project.rules(path).open_namespaces() and specialisations.is_one(resolver, only):
            return None
        known = resolver.type_of_declaration(only)
    elif len(rows) == 1 and not own:
        found = imports.declarations(resolver, path, rows[0])
        known = resolver.type_of_declaration(found[0]) if found else None
    else:
        return None
    for segment in segments[1:]:
        if not isinstance(known, ModuleObject | ClassObject):
            return None
        found = resolver.member(known, segment, path)
        known = resolver.type_of_declaration(found[0]) if found else None
    return known if isinstance(known, ClassObject) else None


def _types_of(known: Type | None) -> Iterator[Declaration]:
    for one in known.members if isinstance(known, Union) else (known,):
        if isinstance(one, Instance | ClassObject):
            yield one.declaration
