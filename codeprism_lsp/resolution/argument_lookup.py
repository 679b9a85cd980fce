"""Functions that a call finds by the types of its arguments: those of the namespaces that declare them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codeprism_lsp.extraction.view import FileView
from codeprism_lsp.facts.kinds import CALLABLE_KINDS, NAMESPACE_KINDS
from codeprism_lsp.languages.spec import Form
from codeprism_lsp.resolution import namespaces
from codeprism_lsp.resolution.declaration import Declaration, How, Instance

if TYPE_CHECKING:
    from codeprism_lsp.resolution.resolver import Resolver

_ARGUMENTS = 8  # arguments that are looked at


def functions(resolver: Resolver, path: str, view: FileView, name: str, offset: int) -> list[Declaration]:
    """Functions called `name` beside the types of a call's arguments, and friends within these types."""
    if not resolver.project.rules(path).finds_by_arguments():
        return []
    call = view.surrounding_call(offset)
    callee = call.part("callee") if call is not None else None
    if call is None or callee is None or callee.form is not Form.NAME or callee.span[0] != offset:
        return []
    arguments = call.part("arguments")
    found: list[Declaration] = []
    for one in arguments.children[:_ARGUMENTS] if arguments is not None else ():
        known = resolver.type_of(path, view, one)
        if isinstance(known, Instance):
            found.extend(_beside(resolver, known.declaration, name, path))
    unique = list(dict.fromkeys(one.found(How.PACKAGE) for one in found))
    return [one for one in unique if one.index >= 0 and resolver.kind(one) in CALLABLE_KINDS]


def _beside(resolver: Resolver, owner: Declaration, name: str, path: str) -> list[Declaration]:
    outline = resolver.project.outline(owner.path)
    found = [
        Declaration(owner.path, index, -1, name)
        for index in outline.members(owner.index, name)
        if resolver.project.rules(owner.path).is_friend(outline, index)
    ]
    container = outline.container(owner.index)
    while container >= 0 and outline.kind(container) not in NAMESPACE_KINDS:
        container = outline.container(container)
    if container >= 0:
        found.extend(namespaces.of_namespace(resolver, owner.path, container, name, path))
    return found
