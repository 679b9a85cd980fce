"""Symbol ids: the grammar of SCIP, both ways, and what they survive."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codeprism_lsp.extraction.view import view_of
from codeprism_lsp.graph.symbols import (
    Descriptor,
    InvalidSymbol,
    Symbol,
    descriptors,
    find,
    parse,
    symbol_id,
)

SOURCE = """
class A:
    x = 1
    def f(self): ...
    def f(self, y): ...
    class B: ...
if 1:
    class A: ...
def f(): ...
"""
TEXT = st.text(min_size=1, max_size=8)
PART = st.text(max_size=6).filter(lambda part: part != "." and not part.startswith(" "))
SUFFIXES = ("namespace", "type", "term", "meta", "macro", "type_parameter", "parameter")
DESCRIPTORS = st.one_of(
    st.builds(Descriptor, TEXT, st.sampled_from(SUFFIXES)),
    st.builds(Descriptor, TEXT, st.just("method"), st.from_regex(r"[A-Za-z0-9_+$-]{0,4}", fullmatch=True)),
)


def test_every_definition_has_its_own_id_and_is_found_by_it() -> None:
    outline = view_of("python", SOURCE.encode()).outline
    ids = [symbol_id("python", "pkg.mod", outline, index) for index in range(len(outline))]
    assert len(set(ids)) == len(ids)
    for index, text in enumerate(ids):
        assert find(outline, parse(text).descriptors) == index
    assert ids[0] == "codeprism python pkg.mod . A#"
    assert "codeprism python pkg.mod . A#f(+1)." in ids


def test_ids_survive_edits_elsewhere() -> None:
    before = view_of("python", SOURCE.encode()).outline
    after = view_of("python", b"import os\nZ = 1\n\n" + SOURCE.encode()).outline
    for index in range(len(before)):
        found = find(after, descriptors(before, index))
        assert found is not None
        assert after.qualified_name(found) == before.qualified_name(index)


@given(PART, PART, PART, st.lists(DESCRIPTORS, min_size=1, max_size=4))
def test_writing_and_reading_are_inverse(
    manager: str, package: str, version: str, path: list[Descriptor]
) -> None:
    symbol = Symbol("codeprism", manager, package, version, tuple(path))
    assert parse(str(symbol)) == symbol


@pytest.mark.parametrize(
    "text",
    ["", "a", "a b c d", "a b c d ", "a b c d x", "a b c d `x", "a b c d x(y", "a b c d [x", "a b c d ()"],
)
def test_what_is_no_id_is_refused(text: str) -> None:
    with pytest.raises(InvalidSymbol):
        parse(text)
