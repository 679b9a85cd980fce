"""The checks of resolution tests: one for definitions, one for references, over marked fixtures."""

from __future__ import annotations

from codeprism_lsp.analysis.references import references
from codeprism_lsp.resolution.declaration import Declaration, How
from codeprism_lsp.resolution.resolver import Resolver
from tests import fixtures


def check_definition(text: str) -> None:
    """The definitions of what is at `$0` are exactly the spans marked `def` (first: `def first`)."""
    fixture = fixtures.parse(text)
    assert fixture.cursor is not None, "the fixture has no $0"
    resolver = Resolver(fixtures.project(fixture))
    found = resolver.at(*fixture.cursor)
    places = [name_place(resolver, one) for one in found]
    expected = fixture.marked("def first") + fixture.marked("def")
    guesses = fixture.marked("def name")
    if fixture.marked("def first"):
        assert places[:1] == fixture.marked("def first"), places
    assert sorted(places) == sorted(expected + guesses), places
    for one, place in zip(found, places, strict=True):
        assert (one.how is How.NAME) == (place in guesses), f"{place} found by {one.how.name}"


def check_references(text: str) -> None:
    """The references of what is at `$0` are exactly the spans marked `def` or `ref`."""
    fixture = fixtures.parse(text)
    assert fixture.cursor is not None, "the fixture has no $0"
    resolver = Resolver(fixtures.project(fixture))
    found = [(one.path, one.start) for one in references(resolver, *fixture.cursor)]
    assert found == sorted(found), "references come in path order"
    assert found == sorted(fixture.marked("ref") + fixture.marked("def")), found


def name_place(resolver: Resolver, declaration: Declaration) -> tuple[str, int]:
    """(path, byte offset of the name) of a declaration; a module's is (path, 0)."""
    if declaration.index >= 0:
        outline = resolver.project.outline(declaration.path)
        return declaration.path, outline.name_span(declaration.index)[0]
    return declaration.path, max(declaration.start, 0)
