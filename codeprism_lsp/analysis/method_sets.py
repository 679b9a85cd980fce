"""Types that satisfy interfaces by their methods alone, and the interfaces that a type satisfies.

A method set is told by facts: methods written for a type anywhere in its package, and those of what it
embeds. An interface of which a part is not known is satisfied by nothing: a false subtype is worse than
a missing one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from codeprism_lsp.facts.kinds import CALLABLE_KINDS, TYPE_KINDS, DefKind
from codeprism_lsp.resolution import written_types
from codeprism_lsp.resolution.declaration import Declaration, Instance, Type
from codeprism_lsp.resolution.resolver import Resolver

Check = Callable[[], None]
Embedding = Callable[[Resolver, Declaration], list[Declaration]]
"""Definitions that embed a type by name."""

_MAX_TYPES = 5_000  # candidates of one question
_MAX_DEPTH = 8  # embedded types within embedded types


def applies(resolver: Resolver, declaration: Declaration) -> bool:
    """Whether types of that language satisfy interfaces without saying so."""
    return resolver.project.rules(declaration.path).satisfied_by_methods()


def satisfying(
    resolver: Resolver, interface: Declaration, embedding: Embedding, check: Check
) -> list[Declaration]:
    """Types and interfaces that have all methods of an interface, itself left out."""
    project = resolver.project
    wanted = method_set(resolver, interface)
    if not wanted or resolver.kind(interface) is not DefKind.INTERFACE:
        return []
    # Whoever satisfies it has the rarest of its methods, as his own or by embedding somebody who has.
    names = {identity.rpartition(".")[2] for identity in wanted}
    definers = min((project.definers_for(interface.path)(name) for name in sorted(names)), key=len)
    owners: dict[Declaration, None] = {}
    for path, index in definers[:_MAX_TYPES]:
        check()
        if (owner := owner_of_method(resolver, path, index)) is not None:
            owners[owner] = None
    _with_embedding(resolver, owners, embedding, check)
    return [
        one
        for one in owners
        if one != interface
        and _is_seen(resolver, interface, one)
        and _has(method_set(Resolver(project, check), one), wanted)
    ]


def satisfied(
    resolver: Resolver, owner: Declaration, embedding: Embedding, check: Check
) -> list[Declaration]:
    """Interfaces of the workspace all of whose methods a type has, itself left out."""
    project = resolver.project
    own = method_set(resolver, owner)
    if not own:
        return []
    interfaces: dict[Declaration, None] = {}
    for name in sorted({identity.rpartition(".")[2] for identity in own}):
        for path, index in project.definers_for(owner.path)(name)[:_MAX_TYPES]:
            check()
            outline = project.outline(path)
            container = outline.container(index)
            if container >= 0 and outline.kind(container) is DefKind.INTERFACE:
                if applies(resolver, one := Declaration(path, container, -1, outline.name(container))):
                    interfaces[one] = None
    # An interface may consist of what it embeds alone, and that may be the library's.
    for known, methods in project.rules(owner.path).library_interfaces().items():
        if _has(own, methods):
            for path, index in project.snapshot.subtype_candidates(known.rpartition(".")[2])[:_MAX_TYPES]:
                if applies(resolver, one := Declaration(path, index, -1, project.outline(path).name(index))):
                    interfaces[one] = None
    _with_embedding(resolver, interfaces, embedding, check)
    return [
        one
        for one in interfaces
        if one != owner
        and _is_seen(resolver, owner, one)
        and resolver.kind(one) is DefKind.INTERFACE
        and _has(own, method_set(Resolver(project, check), one))
    ]


def method_set(resolver: Resolver, owner: Declaration) -> Mapping[str, str] | None:
    """Signatures of all methods of a type by their names; None of an interface with unknown parts."""
    return resolver.project.cached(("method set", owner), lambda: _method_set(resolver, owner, _MAX_DEPTH))


def owner_of_method(resolver: Resolver, path: str, index: int) -> Declaration | None:
    """The type that a method belongs to: the interface around it, or its receiver's."""
    project = resolver.project
    rules, outline = project.rules(path), project.outline(path)
    if not rules.satisfied_by_methods() or outline.kind(index) not in CALLABLE_KINDS:
        return None
    container = outline.container(index)
    if container >= 0:
        is_interface = outline.kind(container) is DefKind.INTERFACE
        return Declaration(path, container, -1, outline.name(container)) if is_interface else None
    if not (name := outline.qualifier(index)):
        return None
    name = _aliased(resolver, path).get(name, name)
    for other, one in project.definers_for(path)(name):
        facts = project.outline(other)
        if facts.container(one) < 0 and facts.kind(one) in TYPE_KINDS:
            if other == path or rules.extends_from(project, other, path, -1):
                return Declaration(other, one, -1, name)
    return None


def _method_set(resolver: Resolver, owner: Declaration, depth: int) -> Mapping[str, str] | None:
    project, path = resolver.project, owner.path
    outline, rules = project.outline(path), project.rules(path)
    is_interface = outline.kind(owner.index) is DefKind.INTERFACE
    if is_interface:
        places = [(path, one) for one in outline.children(owner.index) if outline.kind(one) in CALLABLE_KINDS]
    else:
        places = _methods_by_receiver(resolver, path).get(owner.name, [])
    found = {rules.method_identity(project, *one): rules.method_signature(project, *one) for one in places}
    for written in outline.supertypes_of(owner.index):
        known = written_types.evaluate(resolver, path, written.text, outline.span(owner.index)[0])
        inherited = _inherited(resolver, path, written.text, known, depth)
        if inherited is None and is_interface:
            return None
        for name, signature in (inherited or {}).items():
            found.setdefault(name, signature)
    return found


def _inherited(
    resolver: Resolver, path: str, text: str, known: Type | None, depth: int
) -> Mapping[str, str] | None:
    if isinstance(known, Instance) and depth:
        identity = ("method set", known.declaration)
        return resolver.project.cached(identity, lambda: _method_set(resolver, known.declaration, depth - 1))
    return resolver.project.rules(path).library_methods(resolver.project, path, text)


def _methods_by_receiver(resolver: Resolver, path: str) -> dict[str, list[tuple[str, int]]]:
    """(file, index) of the methods of a package by the name of their receiver's type."""
    project = resolver.project
    rules = project.rules(path)
    aliased = _aliased(resolver, path)

    def collect() -> dict[str, list[tuple[str, int]]]:
        found: dict[str, list[tuple[str, int]]] = {}
        for other in project.in_directory(path.rpartition("/")[0]):
            if other != path and not rules.extends_from(project, path, other, -1):
                continue
            outline = project.outline(other)
            for index in outline.children(-1):
                if outline.kind(index) in CALLABLE_KINDS and (receiver := outline.qualifier(index)):
                    found.setdefault(aliased.get(receiver, receiver), []).append((other, index))
        return found

    package = project.outline(path).extra.get("package", "")
    return project.cached(("methods by receiver", path.rpartition("/")[0], package), collect)


def _aliased(resolver: Resolver, path: str) -> dict[str, str]:
    """The names of a package that stand for other types of it (`type A = B`)."""
    project = resolver.project

    def collect() -> dict[str, str]:
        found: dict[str, str] = {}
        for other in project.in_directory(path.rpartition("/")[0]):
            outline = project.outline(other)
            for index in outline.children(-1):
                if outline.kind(index) is DefKind.TYPE_ALIAS and outline.type_text(index).isidentifier():
                    found[outline.name(index)] = outline.type_text(index)
        return found

    return project.cached(("aliased types", path.rpartition("/")[0]), collect)


def _is_seen(resolver: Resolver, asked: Declaration, other: Declaration) -> bool:
    return resolver.project.rules(asked.path).builds_with(asked.path, other.path)


def _with_embedding(
    resolver: Resolver, owners: dict[Declaration, None], embedding: Embedding, check: Check
) -> None:
    queue = list(owners)
    while queue and len(owners) < _MAX_TYPES:
        check()
        for one in embedding(resolver, queue.pop()):
            if one not in owners:
                owners[one] = None
                queue.append(one)


def _has(methods: Mapping[str, str] | None, wanted: Mapping[str, str] | None) -> bool:
    return bool(methods and wanted) and all(
        (methods or {}).get(name) == signature for name, signature in (wanted or {}).items()
    )
