"""What the text around a name allows it to mean, before anything is parsed: most names fall out here."""

from __future__ import annotations

import re
from collections.abc import Callable

from codeprism_lsp.analysis.sought import Sought
from codeprism_lsp.facts.kinds import DefKind
from codeprism_lsp.resolution.resolver import Resolver

_QUALIFIED = re.compile(rb"(\w+)\s*::\s*\Z")
_SURE_NAMES = frozenset(DefKind) - {DefKind.TYPE_ALIAS, DefKind.TYPE_PARAMETER}  # stand for themselves alone
_BEFORE = 80  # bytes before a name in which its qualifier is looked for


def sieve(resolver: Resolver, path: str, data: bytes, known: Sought) -> Callable[[int, int], bool]:
    """Whether the name at a span of a file's text may mean one of a group, by the text around it alone."""
    rules = resolver.project.rules(path)
    kinds, owners = known.kinds, known.owners

    def allows(start: int, end: int) -> bool:
        if not rules.text_allows(kinds, data, start, end):
            return False
        return "" in owners or _may_belong(resolver, path, data, start, owners)

    return allows


def _may_belong(resolver: Resolver, path: str, data: bytes, start: int, owners: frozenset[str]) -> bool:
    """Whether a member that is always named through its type may be meant: not where the name before it is
    known to be that of another type."""
    qualified = _QUALIFIED.search(data, max(0, start - _BEFORE), start)
    segment = qualified.group(1).decode("utf-8", "replace") if qualified is not None else ""
    if not segment or segment in owners:
        return True
    definers = resolver.project.definers_for(path)
    return not definers(segment) or bool(definers(segment, _SURE_NAMES))
