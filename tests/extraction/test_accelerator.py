"""The native twin says exactly what the Python code says, of sound and of broken texts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codeprism_lsp.extraction import raw
from codeprism_lsp.extraction.accelerator import build, library, native, program, tokens
from codeprism_lsp.extraction.outline import outline_of
from codeprism_lsp.facts.keys import tokens_many
from codeprism_lsp.facts.outline import Outline, compressed, decode, encode, listed, unpacked
from codeprism_lsp.languages import registry
from codeprism_lsp.syntax import parsing
from tests.extraction.test_pruning import SNIPPETS
from tests.properties.sources import PROJECTS, seeds

LANGUAGES = sorted(registry.specs())
SPOILERS = st.sampled_from(
    [
        *(
            "(",
            ")",
            "{",
            "}",
            '"',
            "'",
            "`",
            ";",
            ",",
            "@",
            "<",
            ">",
            "*/",
            "//",
            "::",
            "#if X",
            "class",
            "def f",
        ),
        *("\n", "\r", "\r\n", "\0", "\1", "é", "😀", "struct", "import", "export default", "func É() {}", ""),
        "__x__ = 1",
    ]
)
RELAXED = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module", autouse=True)
def twin() -> None:
    """The library, built where that is possible."""
    if library.library() is None:
        try:
            build.build()
        except build.CannotBuild as error:
            pytest.skip(f"there is nothing to compare: {error}")
        library.library.cache_clear()
        native._twin.cache_clear()
    assert library.library() is not None


def said(outline: Outline) -> tuple[Any, ...]:
    """What an outline says, whatever the order of its strings."""
    text = outline.strings
    return (
        [(*row[:8], *(text[one] for one in row[8:])) for row in outline.definitions.T.tolist()],
        [(*row[:3], *(text[one] for one in row[3:6]), *row[6:]) for row in outline.imports.T.tolist()],
        sorted((row[0], row[3], row[1], text[row[2]]) for row in outline.supertypes.T.tolist()),
        outline.size,
        outline.lines,
        outline.errors,
        outline.extra,
    )


def check(language: str, data: bytes) -> None:
    try:
        expected: Outline | None = outline_of(language, data, parsing.parse(language, data))
    except parsing.TooSlow:
        expected = None
    try:
        facts = native.facts_of(language, data)
    except parsing.TooSlow:
        assert expected is None
        return
    assert expected is not None
    if facts is None:  # the twin leaves it to Python
        assert registry.specs()[language].segments is not None
        assert parsing.parse(language, data).root_node.has_error
        return
    assert said(unpacked(facts)) == said(expected)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_twin_knows_every_query(language: str) -> None:
    spec = registry.specs()[language]
    compiled = program.compiled(parsing.grammar(spec.grammar), registry.query_text(language, "outline"))
    query = parsing.query(language, "outline")
    assert len(compiled.patterns) == query.pattern_count
    assert sorted(compiled.captures) == sorted(query.capture_name(one) for one in range(query.capture_count))
    assert native.facts_of(language, b"") is not None


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_sources_of_the_test_projects(language: str) -> None:
    count = 0
    for path in sorted(PROJECTS.rglob("*")):
        if path.is_file() and registry.recognise(path.name) == language:
            check(language, path.read_bytes().decode("utf-8", "replace").encode())
            count += 1
    assert count


@pytest.mark.parametrize("language", sorted(SNIPPETS))
def test_what_stands_in_functions(language: str) -> None:
    check(language, SNIPPETS[language].encode())


@pytest.mark.parametrize("language", LANGUAGES)
@RELAXED
@given(data=st.data())
def test_any_text(language: str, data: st.DataObject) -> None:
    texts = seeds()[language]
    text = data.draw(st.sampled_from(texts))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(at, min(len(text), at + 40)))
        text = text[:at] + data.draw(SPOILERS) + text[end:]
    check(language, text.encode())


def test_what_python_reads_alone() -> None:
    check("go", "package a\nfunc Élan() {}\nfunc été() {}\nfunc 世界() {}\ntype Ñ struct{ ä int }\n".encode())
    check("cpp", b"TEST(Suite, Name) { int x; }\nvoid f() {}\nusing namespace std;\nusing a::b;\n")
    check("c", b"DEFINE_MUTEX(lock);\nstatic DECLARE_BITMAP(map, 8);\nint x;\n")
    check("rust", b'pub use a::{b as c, d::*};\nuse crate::e;\n#[path = "x.rs"] mod f;\nimpl T for S {}\n')


def test_wide_errors_are_refused_alike() -> None:
    check("c", b"a b c (" * 40_000)
    check("javascript", b"{ ( [" * 40_000)


def test_a_text_that_takes_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "PARSE_SECONDS", 0.0)
    monkeypatch.setattr(parsing, "PARSE_SECONDS_PER_BYTE", 0.0)
    with pytest.raises(parsing.TooSlow):
        native.facts_of("python", b"x = 1\n" * 100_000)
    monkeypatch.undo()
    assert native.facts_of("python", b"x = 1\n") is not None  # nothing is left of it


def test_without_the_twin_python_says_it(monkeypatch: pytest.MonkeyPatch) -> None:
    source = b"import os\nclass A(B):\n    def f(self): self.x = 1\n"
    with_it = raw.raw_facts("python", source)
    monkeypatch.setattr(native, "facts_of", lambda language, data: None)
    without = raw.raw_facts("python", source)
    assert said(unpacked(with_it)) == said(unpacked(without))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_listed_is_what_outlines_say(language: str) -> None:
    for text in seeds()[language][:20]:
        facts = native.facts_of(language, text.encode())
        assert facts is not None
        outline, found = decode(compressed(facts)), listed(facts)
        assert [name.decode() for name in found.names] == [outline.name(one) for one in outline.walk()]
        assert (found.definitions == outline.definitions[5:8]).all()
        assert [(one.definition, one.text) for one in outline.all_supertypes] == [
            (definition, text.decode()) for definition, text in found.supertypes
        ]
        assert [(one.kind, one.module, one.name, one.alias) for one in outline.all_imports] == [
            (kind, *(text.decode() for text in texts)) for kind, *texts in found.imports
        ]
        assert said(unpacked(encode(outline))) == said(outline)


def test_queries_beyond_what_the_twin_knows() -> None:
    language = parsing.grammar("python")
    for text in (
        "(block (_)* @name)",
        "(expression) @name",
        '((identifier) @a (#lua-match? @a "x"))',
        "(nonsense)",
    ):
        with pytest.raises(program.Unsupported):
            program.compiled(language, text)


def test_without_a_compiler_the_cause_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(build, "library_path", lambda: tmp_path / "absent.so")
    monkeypatch.setenv("CC", "")
    monkeypatch.setattr(build.shutil, "which", lambda name: None)
    with pytest.raises(build.CannotBuild, match="no C compiler"):
        build.build()


def test_the_library_is_trained_where_the_compiler_can_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[str] = []

    def run(words: list[str], seconds: int, folder: Path | None = None) -> None:
        """A compiler that counts, or does not."""
        kind = next((one for one in words if one in ("-fprofile-generate", "-fprofile-use")), "plain")
        ran.append("train" if words[1:3] == ["-m", f"{build.__package__}.training"] else kind)
        if ran[-1] == "train" and counts:
            (tmp_path / "made.gcda").touch()

    monkeypatch.setattr(build, "_run", run)
    counts = True
    build._compiled(["cc"], tmp_path, tmp_path / "made.so")
    assert ran == ["-fprofile-generate", "train", "-fprofile-use"]
    (tmp_path / "made.gcda").unlink()
    ran.clear()
    counts = False
    build._compiled(["cc"], tmp_path, tmp_path / "made.so")
    assert ran == ["-fprofile-generate", "train", "plain"], "nothing was counted"


def test_what_separates_stored_texts_is_left_out_before_white_space_is_folded() -> None:
    check("typescript", b"export function f(\n" + b"  a: string,\n" * 40 + b"  \0\n  b: number) {}\n")


LONG = "_".join(["a_name"] * 6)
LENGTHS = ["a" * 7, "b" * 8, "c" * 9, "d" * 31, "e" * 32, "f" * 33, LONG]
PIECES = st.sampled_from([*LENGTHS, *"x name é $ _ 9 0x1F + . 日本".split(), " ", "\n", "\0"])


@pytest.mark.skipif(library.library() is None, reason="the native library is not built")
@given(st.lists(st.lists(PIECES, max_size=60).map("".join), max_size=4))
def test_tokens_are_those_of_the_arrays(texts: list[str]) -> None:
    data = [text.encode() for text in texts]
    for one, other in zip(tokens.tokens_of(data), tokens_many(data), strict=True):
        assert one.keys.tolist() == other.keys.tolist() and one.keys.dtype == other.keys.dtype
        assert one.occurrences == other.occurrences


@pytest.mark.skipif(library.library() is None, reason="the native library is not built")
def test_tokens_of_texts_with_many_and_then_with_few() -> None:
    many = " ".join(f"name_{number}" for number in range(700_000)).encode()
    for data in (many, b"few names", many[:100_000], b""):
        (one,), (other,) = tokens.tokens_of((data,)), tokens_many((data,))
        assert one.keys.tolist() == other.keys.tolist() and one.occurrences == other.occurrences


def test_members_that_lie_within_a_function_whose_brace_is_lost() -> None:
    check(
        "cpp",
        b"namespace n {\n\nvoid A::f() { g(); // }\n\nvoid A::h() { }\n\nvoid A::i(int x) const {\n}\n\n}\n",
    )
