"""Function literals as subtypes: one that is written where an interface of one function is expected
implements that interface, as a class without a name would."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeGuard

from codeprism_lsp.extraction.expression import Expression
from codeprism_lsp.facts.kinds import CALLABLE_KINDS, DefKind
from codeprism_lsp.languages.spec import Form
from codeprism_lsp.resolution.declaration import Declaration, Instance
from codeprism_lsp.resolution.nominal import ancestry, functions, inferred
from codeprism_lsp.resolution.resolver import Resolver

if TYPE_CHECKING:
    from codeprism_lsp.analysis.hierarchy import Check

_MAX_FILES = 400  # files that are looked through
_ARROW = b"->"


def implementing(resolver: Resolver, interface: Declaration, check: Check) -> list[Declaration]:
    """The literals that implement an interface of one function, in path order; none of other types."""
    project = resolver.project
    rules = project.rules(interface.path)
    if rules.library() is None or resolver.kind(interface) is not DefKind.INTERFACE:
        return []
    own = ancestry.own_type(resolver, interface)
    function = functions.of_interface(resolver, own, interface.path)
    if function is None:
        return []
    found: list[Declaration] = []
    for path in sorted(_candidates(resolver, interface))[:_MAX_FILES]:
        check()
        found.extend(_in_file(Resolver(project, check), path, interface, len(function.parameters)))
    return found


def implemented(resolver: Resolver, literal: Declaration) -> list[Declaration]:
    """The interface that the literal beginning at a declaration's place implements."""
    view = resolver.project.view_near(literal.path, literal.start)
    around = view.ancestors(literal.start) if view is not None else iter(())
    expression = next((one for one in around if _is_literal(one)), None)
    if view is None or expression is None or expression.span[0] != literal.start:
        return []
    known = inferred.expected(resolver, literal.path, view, expression)
    return [known.declaration] if isinstance(known, Instance) else []


def _candidates(resolver: Resolver, interface: Declaration) -> set[str]:
    """Files that may expect the interface of a literal: those that name it, and those that name a function
    that takes it."""
    project = resolver.project
    family = project.family(interface.path)
    naming = [one for one in project.containing(interface.name) if project.family(one) == family]
    taking: set[str] = set()
    for path in naming:
        outline = project.outline(path)
        for index in range(len(outline)):
            if outline.kind(index) in CALLABLE_KINDS and interface.name in outline.parameters(index):
                taking.add(outline.name(index))
    found = set(naming)
    for name in sorted(taking):
        found.update(one for one in project.containing(name) if project.family(one) == family)
    return found


def _in_file(resolver: Resolver, path: str, interface: Declaration, count: int) -> Iterator[Declaration]:
    data = resolver.project.data(path) or b""
    at = data.find(_ARROW)
    while at >= 0:
        view = resolver.project.view_near(path, at)
        arrow = next(view.ancestors(at), None) if view is not None else None
        literal = arrow.around if arrow is not None and arrow.text == "->" else None
        if view is not None and _is_literal(literal) and inferred.literal_size(literal) == count:
            known = inferred.expected(resolver, path, view, literal)
            if isinstance(known, Instance) and known.declaration == interface:
                yield Declaration(path, -1, literal.span[0], _shown(literal.text))
        at = data.find(_ARROW, at + 2)


def _is_literal(expression: Expression | None) -> TypeGuard[Expression]:
    return expression is not None and expression.form is Form.LAMBDA


def _shown(text: str) -> str:
    """What a literal is called: its parameters and the arrow."""
    return text[: text.index("->") + 2].replace("\n", " ")
