"""What is known of the definitions whose references are looked for, found out once for all files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from codeprism_lsp.analysis import constructions
from codeprism_lsp.facts.kinds import DefKind
from codeprism_lsp.languages.rules import Following
from codeprism_lsp.resolution import overloads, paths
from codeprism_lsp.resolution.declaration import Declaration
from codeprism_lsp.resolution.nominal.told_calls import Wanted, wanted_fields, wanted_functions
from codeprism_lsp.resolution.resolver import Resolver

_FIELDS = frozenset({DefKind.FIELD, DefKind.CONSTANT})
_TYPES = frozenset({DefKind.CLASS, DefKind.INTERFACE, DefKind.ENUM, DefKind.ANNOTATION})

Group = Mapping[Declaration, Following]
"""What is looked for: with its declarations, or its uses alone."""


@dataclass(frozen=True, slots=True)
class Sought:
    """The definitions of a group, and what tells at a glance that a name means none of them."""

    kinds: frozenset[DefKind]
    owners: frozenset[str]  # the types through which they are named, "" where any name may mean one
    constructors: frozenset[Declaration]  # those whose unnamed uses are looked for
    arities: frozenset[overloads.Arity]  # numbers of arguments, where there are only functions told by these
    functions: Wanted | None  # where there are only functions, or only fields, that the text tells
    types: frozenset[Declaration] | None  # where there are only types that the text tells


def sought(resolver: Resolver, group: Group) -> Sought:
    """What is known of a group, kept while its files are what they are."""
    return resolver.project.cached(("sought", frozenset(group)), lambda: _sought(resolver, group))


def _sought(resolver: Resolver, group: Group) -> Sought:
    kinds = frozenset(resolver.kind(one) for one in group)
    rules = [resolver.project.rules(one.path) for one in group]
    told = all(one.library() is not None for one in rules) and all(one.index >= 0 for one in group)
    apart = kinds == {DefKind.METHOD} and all(one.functions_apart() for one in rules)
    functions = None
    if told and apart:
        functions = wanted_functions(resolver, group)
    elif told and kinds <= _FIELDS:
        functions = wanted_fields(resolver, group)
    return Sought(
        kinds,
        frozenset(paths.written_owner(resolver, one) for one in group),
        frozenset(constructions.sought(resolver, list(group))),
        frozenset(overloads.arity(resolver, one) for one in group) if apart else frozenset(),
        functions,
        frozenset(group) if told and kinds <= _TYPES else None,
    )
