"""Function literals as subtypes: one that is written where an interface of one function is expected
implements that interface, as a class without a name would."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, TypeGuard

from codeprism_lsp.extraction.expression import Expression
from codeprism_lsp.facts.kinds import CALLABLE_KINDS, DefKind
from codeprism_lsp.languages.spec import Form
from codeprism_lsp.resolution.declaration import Declaration, Instance
from codeprism_lsp.resolution.nominal import ancestry, functions, inferred, written
from codeprism_lsp.resolution.resolver import Resolver

if TYPE_CHECKING:
    from codeprism_lsp.analysis.hierarchy import Check

_ARROW = re.compile(rb"->")


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
    naming, taking = _candidates(resolver, interface)
    count = len(function.parameters)
    for path in sorted(naming.union(*taking.values())):
        check()
        # Where the interface is not named, only the argument of a call can be meant.
        callees = (
            None if path in naming else {name.encode() for name, paths in taking.items() if path in paths}
        )
        found.extend(_in_file(Resolver(project, check), path, interface, count, callees))
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


def _candidates(resolver: Resolver, interface: Declaration) -> tuple[set[str], dict[str, set[str]]]:
    """Files that may expect the interface of a literal: those that name it, and, by the names of functions
    that take it, those that name one of these."""
    project = resolver.project
    family = project.family(interface.path)
    naming = {one for one in project.containing(interface.name) if project.family(one) == family}
    taking: set[str] = set()
    for path in naming:
        outline = project.outline(path)
        for index in range(len(outline)):
            if outline.kind(index) in CALLABLE_KINDS and interface.name in outline.parameters(index):
                taking.add(outline.name(index))
    files = {
        name: {one for one in project.containing(name) if project.family(one) == family} for name in taking
    }
    return naming, files


def _in_file(
    resolver: Resolver, path: str, interface: Declaration, count: int, callees: Collection[bytes] | None
) -> Iterator[Declaration]:
    data = resolver.project.data(path) or b""
    if b"->" not in data:
        return
    code = written.blanked(data)
    for arrow in _ARROW.finditer(code):
        if not _may_be_meant(code, arrow.start(), count, callees):
            continue
        view = resolver.project.view_near(path, arrow.start())
        around = next(view.ancestors(arrow.start()), None) if view is not None else None
        literal = around.around if around is not None and around.text == "->" else None
        if view is not None and _is_literal(literal) and inferred.literal_size(literal) == count:
            known = inferred.expected(resolver, path, view, literal)
            if isinstance(known, Instance) and known.declaration == interface:
                yield Declaration(path, -1, literal.span[0], _shown(literal.text))


def _may_be_meant(code: bytes, arrow: int, count: int, callees: Collection[bytes] | None) -> bool:
    """Whether the text before an arrow leaves it to be that of a literal with so many parameters, which is an
    argument of one of some callees (None: of any, or no argument at all)."""
    last = written.before(code, arrow)
    if code[last : last + 1] == b")":
        start = written.opening(code, last)
        given = written.arguments(code, start) if start >= 0 else None
    else:
        start, given = last + 1 - len(written.word_ending(code, last)), 1
    if given is not None and given != count:
        return False
    if callees is None or start < 0:
        return True
    opened = written.around(code, start)
    end = written.before(code, opened)
    if end >= 0 and code[end] == 0x3E:  # `new Item<A>(x -> ...)`
        end = written.before(code, max(0, written.type_arguments(code, end)))
    return opened >= 0 and written.word_ending(code, end) in callees


def _is_literal(expression: Expression | None) -> TypeGuard[Expression]:
    return expression is not None and expression.form is Form.LAMBDA


def _shown(text: str) -> str:
    """What a literal is called: its parameters and the arrow."""
    return text[: text.index("->") + 2].replace("\n", " ")
