"""Functions of another language that a program loads by their names: C through `ctypes.CDLL`.

What is known is that the value is a loaded library, so its attributes are functions with external linkage.
Which library it is, only the build knows: such an answer is found by name, and is marked so.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from codeprism_lsp.facts.kinds import DefKind, Modifier
from codeprism_lsp.resolution.declaration import Builtin, Declaration, How

if TYPE_CHECKING:
    from codeprism_lsp.resolution.resolver import Resolver

LIBRARY = Builtin("loaded library")
_CANDIDATES = 2_000  # definitions of one name that are looked at
_LANGUAGE = "c"  # in C++ names are linked under others, unless it is said around them that they are not


def is_loaded(resolver: Resolver, path: str, segments: Sequence[str]) -> bool:
    """Whether a dotted name, known to be from outside the workspace, is what loads a library."""
    project = resolver.project
    rules = project.rules(path)
    for row in project.imports_by_name(path).get(segments[0], ()):
        if row.name:
            bound = f"{row.module}.{row.name}"
        else:
            bound = row.module if row.alias else segments[0]
        if rules.loads_library(".".join((bound, *segments[1:]))):
            return True
    return False


def functions(resolver: Resolver, name: str) -> list[Declaration]:
    """Functions called `name` that a library may offer: with a body, prototypes where there are none."""
    project = resolver.project
    defined: list[Declaration] = []
    declared: list[Declaration] = []
    for path, index in project.snapshot.definers(name, languages={_LANGUAGE})[:_CANDIDATES]:
        spec, outline = project.spec(path), project.outline(path)
        if spec is None or spec.id != _LANGUAGE or outline.kind(index) is not DefKind.FUNCTION:
            continue
        modifiers = outline.modifiers(index)
        if outline.container(index) < 0 and not modifiers & Modifier.STATIC:
            found = declared if modifiers & Modifier.DECLARATION else defined
            found.append(Declaration(path, index, -1, name, How.NAME))
    return defined or declared
