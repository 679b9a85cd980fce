"""Where the word leads that stands for a type which is left to be inferred (`var`): to that type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codeprism_lsp.extraction.view import FileView
from codeprism_lsp.resolution.declaration import Builtin, Declaration, How, Instance, Type

if TYPE_CHECKING:
    from codeprism_lsp.resolution.resolver import Resolver


def meant(resolver: Resolver, path: str, view: FileView, start: int, word: str) -> list[Declaration]:
    """The type that the word at `start` stands for, where the workspace declares it; of an array, that of
    its elements. Nothing for any other word, and for one that is no type of a variable."""
    rules = resolver.project.rules(path)
    if rules.library() is None or not rules.is_inferred(word):
        return []
    around = next((one.around for one in view.ancestors(start)), None)
    written = around.child("type") if around is not None else None
    if around is None or written is None or written.span[0] != start:
        return []
    holder = around.child("declarator") or around
    name = holder.child("name")
    binding = view.binding_at(name.span[0]) if name is not None else None
    if binding is None:
        return []
    known: Type | None = resolver.type_of_declaration(Declaration(path, -1, binding.start, binding.name))
    while isinstance(known, Builtin) and known.name == "array":
        known = known.arguments[0]
    return [known.declaration.found(How.MEMBER)] if isinstance(known, Instance) else []
