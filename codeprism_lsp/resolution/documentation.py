"""What names in documentation comments mean: the parameters of what is documented, links, and types."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from codeprism_lsp.extraction.doc_names import DocName
from codeprism_lsp.extraction.view import FileView
from codeprism_lsp.facts.kinds import DefKind
from codeprism_lsp.resolution import doc_references, imports, names
from codeprism_lsp.resolution.declaration import ClassObject, Declaration, How, Instance

if TYPE_CHECKING:
    from codeprism_lsp.resolution.resolver import Resolver

_QUALIFIER = re.compile(
    rb"""(?:import\s*\(\s*['"](?P<module>[^'"\s]+)['"]\s*\))?(?P<path>(?<!\.)[\w$.]*\.)$"""
)
_SCOPES = 4  # scopes after a comment among which the documented one is looked for
_DISTANCE = 400  # bytes between a comment and the parameters of what it documents


def named(resolver: Resolver, path: str, view: FileView, start: int) -> list[Declaration] | None:
    """Declarations of a name in a doc comment; None where no such name stands."""
    found = view.doc_name_at(start) if view.spec.doc_names is not None else None
    if found is None:
        return None
    name, end = found
    text = view.data[name.start : name.end].decode("utf-8", "replace")
    if name.role == "parameter":
        return _parameter(resolver, path, view, text, end)
    if name.role in ("reference", "generic"):
        return doc_references.meant(resolver, path, view, name, end)
    if name.role == "own":
        return _own(resolver, path, view, name, text)
    if name.role == "type" and (before := _QUALIFIER.search(view.data, max(0, start - 300), start)):
        return _qualified(resolver, path, view, before, text, start)
    if name.role == "type" and view.spec.doc_types is not None:
        found_types = names.of_types(resolver, path, view, text, start)
        return [one for one in found_types if not one.is_local]
    if name.role == "type":
        return names.resolve_type(resolver, path, view, text, start)
    if not name.owner:
        return resolver.name(path, view, text, start)
    for one in resolver.name(path, view, name.owner, start)[:1]:
        known = resolver.type_of_declaration(one)
        if isinstance(known, Instance | ClassObject):
            return [member.found(How.MEMBER) for member in resolver.member(known, text, path)]
    return []


def _own(resolver: Resolver, path: str, view: FileView, name: DocName, text: str) -> list[Declaration]:
    """What a comment defines or imports itself, under the name that stands there."""
    for index in view.outline.by_start.get(name.start, ()):
        return [Declaration(path, index, -1, text, How.SELF)]
    for row in view.outline.all_imports:
        if name.start in (row.name_start, row.alias_start):
            return imports.declarations(resolver, path, row) or imports.unresolved(resolver, path, row)
    return []


def _qualified(
    resolver: Resolver, path: str, view: FileView, before: re.Match[bytes], text: str, start: int
) -> list[Declaration]:
    """The type behind `import('./a').` or the name of a namespace."""
    if before["module"] is not None:
        known = imports.module_named(resolver, path, before["module"].decode("utf-8", "replace"))
    else:
        known = None
    for number, segment in enumerate(before["path"].decode("utf-8", "replace").strip(".").split(".")):
        if not segment:
            continue
        if before["module"] is None and number == 0:
            found = names.of_types(resolver, path, view, segment, start)
        else:
            found = resolver.member(known, segment, path) if known is not None else []
        known = resolver.type_of_declaration(found[0]) if found else None
    return [one.found(How.IMPORT) for one in resolver.member(known, text, path)] if known is not None else []


def _parameter(resolver: Resolver, path: str, view: FileView, name: str, end: int) -> list[Declaration]:
    """The parameter of what stands behind a comment that ends at `end`."""
    scopes = view.scopes
    first = bisect_left(scopes, end, key=lambda scope: scope.start)
    for scope in scopes[first : first + _SCOPES]:
        if scope.start > end + _DISTANCE or b"/**" in view.data[end : scope.start]:
            break
        for binding in scope.bindings.get(name, ()):
            if binding.kind is DefKind.PARAMETER:
                return [names.binding_declaration(resolver, path, view, binding)]
    return []
