"""What a file of JavaScript or TypeScript declares for itself and what for everybody.

A file that imports or exports something is a module: its names are its own, but those of `declare global`.
Names of any other file are global. `declare module 'a' {...}` is a module wherever it stands, and what it
imports and exports makes none of the file around it.
"""

from __future__ import annotations

from codeprism_lsp.facts.kinds import DefKind, Modifier
from codeprism_lsp.facts.outline import Outline

DECLARATIONS = (".d.ts", ".d.mts", ".d.cts")
_GLOBAL = "global"


def is_module(outline: Outline) -> bool:
    """Whether the file has a scope of its own."""
    if not outline.extra.keys().isdisjoint(("commonjs", "default", "module")):
        return True
    if any(not is_declared_module(outline, one.container) for one in outline.all_imports):
        return True
    containers, modifiers = outline.definitions[5], outline.definitions[7]
    return bool(((containers < 0) & (modifiers & int(Modifier.EXPORTED) != 0)).any())


def is_declared_module(outline: Outline, index: int) -> bool:
    """Whether a definition is a module that is declared by its name (`declare module 'a' {...}`)."""
    return index >= 0 and outline.kind(index) is DefKind.MODULE and outline.name(index) != _GLOBAL


def is_global(outline: Outline, index: int) -> bool:
    """Whether a definition is of the global scope: in `declare global`, or in a file that is no module."""
    if outline.qualifier(index) or outline.kind(index) is DefKind.MODULE:
        return False
    container = outline.container(index)
    if container < 0:
        return not is_module(outline)
    return _is_global_block(outline, container)


def declares_globally(outline: Outline, name: str) -> bool:
    """Whether a file declares a name that is global."""
    return any(is_global(outline, index) for index in outline.named(name))


def _is_global_block(outline: Outline, index: int) -> bool:
    return (
        outline.kind(index) is DefKind.MODULE
        and outline.name(index) == _GLOBAL
        and outline.container(index) < 0
    )
