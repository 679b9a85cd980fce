"""What names in documentation comments mean: the parameters of what is documented, links, and types."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from codeprism_lsp.extraction.view import FileView
from codeprism_lsp.facts.kinds import DefKind
from codeprism_lsp.resolution import doc_references, names
from codeprism_lsp.resolution.declaration import ClassObject, Declaration, How, Instance

if TYPE_CHECKING:
    from codeprism_lsp.resolution.resolver import Resolver

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
    if name.role == "type":
        return names.resolve_type(resolver, path, view, text, start)
    if not name.owner:
        return resolver.name(path, view, text, start)
    for one in resolver.name(path, view, name.owner, start)[:1]:
        known = resolver.type_of_declaration(one)
        if isinstance(known, Instance | ClassObject):
            return [member.found(How.MEMBER) for member in resolver.member(known, text, path)]
    return []


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
