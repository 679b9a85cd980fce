"""Any sequence of edits of an open document gives the text, the facts and the view of a fresh one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codeprism_lsp.extraction import incremental
from codeprism_lsp.extraction.outline import outline_made, outline_of
from codeprism_lsp.extraction.segmented import segmented, segmented_again
from codeprism_lsp.extraction.view import FileView, view_of
from codeprism_lsp.facts.outline import (
    DEFINITION_COLUMNS,
    IMPORT_COLUMNS,
    SUPERTYPE_COLUMNS,
    Column,
    Outline,
    encode,
    unpacked,
)
from codeprism_lsp.syntax import parsing
from codeprism_lsp.text.edits import Edit, Point
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
    assert said(document.text.outline) == said(fresh.outline)
    assert outcome(document.text.view) == outcome(fresh)


def test_a_text_with_errors_is_read_as_if_nothing_had_been_typed() -> None:
    """The parser, given the tree of before, gets over this error in another way than without."""
    [text] = [source for source in seeds()["c"] if "#define MAX_ARGUMENTS 8" in source]
    document = Document("a", "c", 0, text)
    _ = document.text.view
    start, end = len(text) // 2, len(text) // 4 * 3
    places = [document.text.lines.position(at, PositionEncoding.UTF8) for at in (start, end)]
    document.change(1, [((tuple(places[0]), tuple(places[1])), "")], PositionEncoding.UTF8)
    assert outcome(document.text.view) == outcome(view_of("c", (text[:start] + text[end:]).encode()))


# A text around the others whose one node takes them all in, as a class fills its file.
AROUND = {
    "c": ('extern "C" {\n', "}\n"),
    "cpp": ("namespace around {\n", "}\n"),
    "go": ("func around() {\n", "}\n"),
    "java": ("class Around {\n", "}\n"),
    "javascript": ("const around = (function () {\n", "})();\n"),
    "python": ("class Around:\n    pass\n", ""),
    "rust": ("mod around {\n", "}\n"),
    "typescript": ("namespace around {\n", "}\n"),
    "typescriptreact": ("namespace around {\n", "}\n"),
}


@pytest.mark.parametrize("language", sorted(seeds()))
@given(data=st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_an_edit_of_a_long_text_reads_again_what_it_touched(language: str, data: st.DataObject) -> None:
    texts = data.draw(st.lists(st.sampled_from(seeds()[language]), min_size=6, max_size=10), "sources")
    if data.draw(st.booleans(), "within one node"):
        texts = [AROUND[language][0], *texts, AROUND[language][1]]
    if language == "python" and texts[0] == AROUND[language][0]:
        texts = [text.replace("\n", "\n    ") for text in texts]
    source = "\n".join(texts).encode()
    tree = parsing.parse(language, source)
    made = outline_made(language, source, tree)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(incremental, "LARGE", data.draw(st.sampled_from([60, 400, incremental.LARGE]), "large"))
        for _ in range(data.draw(st.integers(1, 4), "edits")):
            at = data.draw(st.integers(0, len(source)), "at")
            end = min(len(source), at + data.draw(st.integers(0, 60), "removed"))
            new = data.draw(FRAGMENTS, "new").encode()
            edit = Edit(at, end, at + len(new), _point(source, at), _point(source, end), Point(0, 0))
            changed = source[:at] + new + source[end:]
            edit = edit._replace(new_end_point=_point(changed, at + len(new)))
            after, ranges = parsing.reparse(language, changed, tree, [edit], source)
            made = incremental.updated(language, changed, after, ranges, made, tree)
            source, tree = changed, after
            assert said(made.outline) == said(outline_of(language, source, tree))


@given(data=st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_an_edit_of_a_text_in_segments_reads_again_those_it_touched(data: st.DataObject) -> None:
    texts = data.draw(st.lists(st.sampled_from(seeds()["python"]), min_size=2, max_size=6), "sources")
    source = "\n".join(texts).encode()
    known = segmented("python", source)
    assert said(known.made.outline) == said(outline_of("python", source, parsing.parse("python", source)))
    for _ in range(data.draw(st.integers(1, 6), "edits")):
        at = data.draw(st.integers(0, len(source)), "at")
        end = min(len(source), at + data.draw(st.sampled_from([0, 0, 1, 3, 60]), "removed"))
        new = data.draw(st.one_of(FRAGMENTS, st.just('"""')), "new").encode()
        source = source[:at] + new + source[end:]
        known = segmented_again("python", source, (at, at + len(new)), known)
        assert said(known.made.outline) == said(segmented("python", source).made.outline)
        fresh = outline_of("python", source, parsing.parse("python", source))
        assert said(known.made.outline) == said(fresh)


def _point(source: bytes, at: int) -> Point:
    return Point(source.count(b"\n", 0, at), at - (source.rfind(b"\n", 0, at) + 1))


def said(outline: Outline) -> tuple[object, ...]:
    """What an outline says, whatever the order of its strings."""

    def texts(block: Column, columns: tuple[str, ...], strings: set[str]) -> list[list[object]]:
        return [
            [outline.strings[value] for value in row] if name in strings else row
            for name, row in zip(columns, block.tolist(), strict=True)
        ]

    return (
        texts(outline.definitions, DEFINITION_COLUMNS, {"name", "type", "parameters", "qualifier"}),
        texts(outline.imports, IMPORT_COLUMNS, {"module", "name", "alias"}),
        texts(outline.supertypes, SUPERTYPE_COLUMNS, {"text"}),
        (outline.size, outline.lines, outline.errors, outline.extra),
    )


@pytest.mark.parametrize("language", sorted(seeds()))
@given(data=st.data())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_outlines_are_decoded_as_they_were_encoded(language: str, data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(seeds()[language]), "source")
    cut = data.draw(st.integers(0, len(text)), "cut")
    joint = data.draw(st.text(max_size=20), "joint").encode("utf-8", "replace")
    source = text[:cut].encode() + joint + text[cut // 2 :].encode()
    outline = outline_of(language, source, parsing.parse(language, source))
    again = unpacked(encode(outline))
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
    assert unpacked(encode(outline)).extra == outline.extra and outline.extra.keys() == {"package"}
