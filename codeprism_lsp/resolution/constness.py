"""Which of two members that differ by `const` alone an access means: by whether its object is constant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from codeprism_lsp.extraction.view import FileView
from codeprism_lsp.facts.kinds import CALLABLE_KINDS, DefKind
from codeprism_lsp.languages.spec import Form
from codeprism_lsp.resolution.declaration import Declaration

if TYPE_CHECKING:
    from codeprism_lsp.extraction.expression import Expression
    from codeprism_lsp.resolution.resolver import Resolver

_BEFORE = 160  # bytes of a declaration before its name
_BEGIN = re.compile(rb"[;{}()]|,(?![^<>]*>)")
_CONST = re.compile(rb"\bconst\b")


def chosen(
    resolver: Resolver, path: str, view: FileView, call: Expression, found: list[Declaration]
) -> list[Declaration]:
    """Those of several functions that suit the object they are called on."""
    constant = [one for one in found if _is_constant(resolver, one)]
    others = [one for one in found if one not in constant]
    if not constant or not others:
        return found
    callee = call.part("callee")
    owner = callee.part("object") if callee is not None and callee.form is Form.MEMBER else None
    return constant if _is_constant_object(resolver, path, view, owner, call.span[0]) else others


def _is_constant(resolver: Resolver, function: Declaration) -> bool:
    return resolver.project.outline(function.path).parameters(function.index).endswith("const")


def _is_constant_object(
    resolver: Resolver, path: str, view: FileView, owner: Expression | None, offset: int
) -> bool:
    if owner is None or owner.form is Form.THIS:
        return _within_constant(view, offset)
    if owner.form is not Form.NAME:
        return False
    for one in resolver.name(path, view, owner.text, owner.span[0])[:1]:
        data = resolver.project.data(one.path)
        if data is None:
            break
        field = one.index >= 0 and resolver.kind(one) is DefKind.FIELD
        start = one.start if one.index < 0 else resolver.project.outline(one.path).name_span(one.index)[0]
        written = data[max(0, start - _BEFORE) : start]
        for begin in _BEGIN.finditer(written):
            written = data[max(0, start - _BEFORE) + begin.end() : start]
        pointee, star, _ = written.rpartition(b"*")
        if _CONST.search(pointee if star else written) is not None:
            return True
        return field and not star and _within_constant(view, offset)
    return False


def _within_constant(view: FileView, offset: int) -> bool:
    index = view.outline.enclosing(offset)
    while index >= 0:
        if view.outline.kind(index) in CALLABLE_KINDS:
            return view.outline.parameters(index).endswith("const")
        index = view.outline.container(index)
    return False
