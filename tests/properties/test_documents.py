"""Any sequence of edits of an open document gives the text, the facts and the view of a fresh one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codeprism_lsp.extraction.outline import outline_of
from codeprism_lsp.extraction.view import FileView, view_of
from codeprism_lsp.facts.outline import decode, encode
from codeprism_lsp.syntax import parsing
from codeprism_lsp.text.lines import PositionEncoding
from codeprism_lsp.workspace.documents import Document
from tests.properties.sources import seeds

FRAGMENTS = st.sampled_from(
    [
        *(
            "",
            "\n",
            "\r\n",
            "\r",
            " ",
            "x",
            "é",
            "𝒳",
            "(",
            ")",
            "{",
            "}",
            '"',
            "'",
            "/*",
            "*/",
            "//",
            "#",
            ";",
        ),
        *("class A:\n", "def f(a, b=1):\n    return a\n", "import a.b as c\n", "x = 1\n", "    "),
        *("function f() {}\n", "struct S { int a; };\n", "func (t *T) M() {}\n", "fn f() -> u8 { 1 }\n"),
        *("#define A(x) x\n", "class A extends B {}\n", "template <class T>\n", "=>", "::", "..."),
    ]
)


@st.composite
def edits(draw: st.DrawFn) -> list[tuple[float, float, str]]:
    """Replacements by shares of the text before each, so that they fit any text."""
    share = st.floats(0, 1)
    return draw(st.lists(st.tuples(share, share, FRAGMENTS), min_size=1, max_size=8))


def outcome(view: FileView) -> Any:
    """What a view says, as a value."""
    scopes = [
        (
            s.start,
            s.end,
            s.parent,
            s.function,
            s.definition,
            {
                name: [
                    (b.start, b.end, b.kind, b.type_text, b.bound, b.value and b.value.span) for b in bound
                ]
                for name, bound in s.bindings.items()
            },
        )
        for s in view.scopes
    ]
    names = list(view.identifiers(0, len(view.data)))
    return scopes, [(o.name, o.start) for o in names], [view.role(o.start) for o in names[:200:7]]


@pytest.mark.parametrize("language", sorted(seeds()))
@given(data=st.data())
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_edits_give_what_a_fresh_parse_gives(language: str, data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(seeds()[language]), "source")
    encoding = data.draw(st.sampled_from(PositionEncoding), "encoding")
    asked = data.draw(st.sets(st.integers(0, 8)), "versions whose view is asked for")
    document = Document("a", language, 0, text)
    for number, (one, other, new) in enumerate(data.draw(edits(), "edits")):
        if number in asked:
            _ = document.text.view
        start, end = sorted((int(one * len(text)), int(other * len(text))))
        end = min(end, start + 400)
        # Within a line end there is no position of a client.
        start, end = (at - (text[at - 1 : at + 1] == "\r\n") for at in (start, end))
        lines = document.text.lines
        places = [lines.position(len(text[:at].encode()), encoding) for at in (start, end)]
        text = text[:start] + new + text[end:]
        document.change(number + 1, [((tuple(places[0]), tuple(places[1])), new)], encoding)
        assert document.text.data == text.encode()
    fresh = view_of(language, text.encode())
    assert encode(document.text.outline) == encode(fresh.outline)
    assert outcome(document.text.view) == outcome(fresh)


@pytest.mark.parametrize("language", sorted(seeds()))
@given(data=st.data())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_outlines_are_decoded_as_they_were_encoded(language: str, data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(seeds()[language]), "source")
    cut = data.draw(st.integers(0, len(text)), "cut")
    joint = data.draw(st.text(max_size=20), "joint").encode("utf-8", "replace")
    source = text[:cut].encode() + joint + text[cut // 2 :].encode()
    outline = outline_of(language, source, parsing.parse(language, source))
    again = decode(encode(outline))
    assert (again.definitions == outline.definitions).all()
    assert (again.imports == outline.imports).all()
    assert (again.supertypes == outline.supertypes).all()
    assert (again.strings, again.size, again.lines, again.errors, again.extra) == (
        outline.strings,
        outline.size,
        outline.lines,
        outline.errors,
        outline.extra,
    )


def test_what_separates_stored_texts_stands_in_none() -> None:
    source = b"package a.\0b\1.c;\nclass A {}\n"
    outline = outline_of("java", source, parsing.parse("java", source))
    assert decode(encode(outline)).extra == outline.extra and outline.extra.keys() == {"package"}
