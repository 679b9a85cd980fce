"""Classes whose bases give their attributes another meaning: enumerations, tuples with names, dictionaries
with known keys, and classes with a metaclass. The rules of a language know such bases by name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from codeprism_lsp.facts.kinds import TYPE_KINDS, DefKind
from codeprism_lsp.resolution import members, written_types
from codeprism_lsp.resolution.declaration import Declaration, Instance, Type

if TYPE_CHECKING:
    from codeprism_lsp.resolution.resolver import Resolver

_METACLASS = re.compile(rb"\bmetaclass\s*=\s*([\w.]+)")
_HEADER = 600  # bytes in which a class's bases are written
_MEMBERS = frozenset({DefKind.FIELD, DefKind.VARIABLE, DefKind.CONSTANT})


def sort_of(resolver: Resolver, owner: Declaration) -> str:
    """What `Rules.special_base` says of the bases of a class, "" of most."""
    return resolver.guarded(("special class", owner), lambda: _sort_of(resolver, owner), "")


def _sort_of(resolver: Resolver, owner: Declaration) -> str:
    for level in members.linearised(resolver, owner):
        outline, rules = resolver.project.outline(level.path), resolver.project.rules(level.path)
        for one in outline.supertypes_of(level.index) if level.index >= 0 else ():
            if sort := rules.special_base(one.text.partition("[")[0].rpartition(".")[2]):
                return sort
    return ""


def enumerated(resolver: Resolver, declaration: Declaration) -> Type | None:
    """The type of a member of an enumeration: the enumeration itself; None of anything else."""
    outline = resolver.project.outline(declaration.path)
    container = outline.container(declaration.index)
    if container < 0 or outline.kind(container) not in TYPE_KINDS:
        return None
    if outline.kind(declaration.index) not in _MEMBERS or outline.type_text(declaration.index):
        return None
    owner = Declaration(declaration.path, container, -1, outline.name(container))
    is_member = not declaration.name.startswith("_") and sort_of(resolver, owner) == "enumeration"
    return Instance(owner) if is_member else None


def fields(resolver: Resolver, owner: Declaration) -> list[Declaration]:
    """The parts of a tuple with names in their order; none of other classes."""
    if sort_of(resolver, owner) != "tuple":
        return []
    outline = resolver.project.outline(owner.path)
    return [
        Declaration(owner.path, index, -1, outline.name(index))
        for index in outline.children(owner.index)
        if outline.kind(index) in _MEMBERS and outline.type_text(index)
    ]


def of_key(resolver: Resolver, owner: Instance, key: str) -> Type | None:
    """The type of what a dictionary with known keys holds under one of them."""
    if sort_of(resolver, owner.declaration) != "keys":
        return None
    for one in resolver.member(owner, key, owner.declaration.path)[:1]:
        return resolver.type_of_declaration(one, owner)
    return None


def of_metaclass(resolver: Resolver, owner: Declaration, name: str, path: str) -> list[Declaration]:
    """Members that a class object has from its metaclass."""
    if not resolver.project.rules(owner.path).has_metaclasses():
        return []
    for level in members.linearised(resolver, owner):
        if level.index < 0 or (data := resolver.project.data(level.path)) is None:
            continue
        start = resolver.project.outline(level.path).name_span(level.index)[1]
        header = data[start : start + _HEADER]
        match = _METACLASS.search(header.partition(b":\n")[0])
        if match is None:
            continue
        known = written_types.evaluate(resolver, level.path, match[1].decode(), start)
        return resolver.member(known, name, path) if isinstance(known, Instance) else []
    return []
