"""How likely somebody looks for a definition, judged by its facts alone: the static rank of searches."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from codeprism_lsp.facts.kinds import DefKind, Modifier
from codeprism_lsp.facts.outline import Outline

I64 = npt.NDArray[np.int64]
U32 = npt.NDArray[np.uint32]

_BY_KIND = np.zeros(64, np.uint32)
for _kind, _rank in (
    (DefKind.CLASS, 120),
    (DefKind.INTERFACE, 120),
    (DefKind.TRAIT, 120),
    (DefKind.STRUCT, 118),
    (DefKind.ENUM, 116),
    (DefKind.UNION, 114),
    (DefKind.TYPE_ALIAS, 105),
    (DefKind.ANNOTATION, 110),
    (DefKind.NAMESPACE, 90),
    (DefKind.MODULE, 90),
    (DefKind.PACKAGE, 60),
    (DefKind.FUNCTION, 100),
    (DefKind.METHOD, 80),
    (DefKind.CONSTRUCTOR, 60),
    (DefKind.MACRO, 85),
    (DefKind.PROPERTY, 60),
    (DefKind.CONSTANT, 70),
    (DefKind.ENUM_MEMBER, 55),
    (DefKind.VARIABLE, 60),
    (DefKind.FIELD, 45),
    (DefKind.TYPE_PARAMETER, 5),
    (DefKind.PARAMETER, 5),
    (DefKind.IMPL, 0),
):
    _BY_KIND[_kind] = _rank


def ranks(outline: Outline) -> U32:
    """A rank from 0 to 255 for each definition, higher first; what has rank 0 is never shown."""
    return ranked(outline.definitions[5], outline.definitions[6], outline.definitions[7])


def ranked(containers: I64, kinds: I64, modifiers: I64) -> U32:
    """The ranks of definitions by their columns; a container is the position of another, -1 without."""
    found: U32 = _BY_KIND[kinds]
    nested = np.zeros(len(found), np.bool_)
    inside = containers >= 0
    around = kinds[containers[inside]]
    nested[inside] = (around == DefKind.FUNCTION) | (around == DefKind.METHOD)
    found = np.where(nested, found // 3, found)
    found = np.where(modifiers & int(Modifier.PRIVATE), found * 4 // 5, found)
    found = np.where(modifiers & int(Modifier.DECLARATION), found * 7 // 8, found)
    found = np.where(modifiers & int(Modifier.EXPORTED | Modifier.PUBLIC), found + found // 8, found)
    capped: U32 = np.minimum(found, 255).astype(np.uint32)
    return capped
