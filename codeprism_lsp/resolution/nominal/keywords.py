"""Where the keywords lead by which a constructor calls another one: `this(...)`, `super(...)`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from codeprism_lsp.extraction.view import FileView
from codeprism_lsp.languages.spec import Form
from codeprism_lsp.resolution.declaration import Declaration, How
from codeprism_lsp.resolution.nominal import ancestry, calls, inferred

if TYPE_CHECKING:
    from codeprism_lsp.resolution.resolver import Resolver

_KEYWORD = re.compile(rb"(?:this|super)\b")
_LONGEST = 5


def meant(resolver: Resolver, path: str, view: FileView, offset: int) -> list[Declaration]:
    """The constructor that the keyword at an offset calls, or its class where that declares none."""
    if resolver.project.rules(path).library() is None:
        return []
    for start in range(offset, max(-1, offset - _LONGEST - 1), -1):
        match = _KEYWORD.match(view.data, start)
        if match is not None and offset <= match.end():
            return _called(resolver, path, view, start)
    return []


def _called(resolver: Resolver, path: str, view: FileView, start: int) -> list[Declaration]:
    keyword = view.expression_at(start)
    call = keyword.around if keyword is not None and keyword.form in (Form.THIS, Form.SUPER) else None
    callee = call.part("callee") if call is not None else None
    if keyword is None or call is None or callee is None or callee.span != keyword.span:
        return []
    possible = inferred.constructors_called(resolver, path, keyword)
    best = calls.chosen(resolver, path, view, call, possible) if possible else []
    if best:
        return [one.declaration.found(How.MEMBER) for one in best[:1] if one.declaration is not None]
    own = inferred.enclosing_type(resolver, path, start)
    if own is None or keyword.form is Form.THIS:
        return [own.declaration.found(How.MEMBER)] if own is not None else []
    above = ancestry.key(ancestry.parents(resolver, own, path)[0])
    return [above.found(How.MEMBER)] if isinstance(above, Declaration) else []
