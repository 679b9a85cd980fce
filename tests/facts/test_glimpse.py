"""A glimpse of stored facts says what the whole outline says."""

from __future__ import annotations

import pytest

from codeprism_lsp.extraction.view import view_of
from codeprism_lsp.facts.glimpse import of_facts, of_outline
from codeprism_lsp.facts.outline import CorruptFacts, compressed, empty, encode

TEXTS = {
    "python": "class Größe:\n    class Inner:\n        def run(self): ...\n    é = 1; x = 2\ndef z(): ...\n",
    "go": "package p\n\ntype T struct { a int }\n\nfunc (t *T) Run() {}\n",
    "cpp": "namespace n { class A { void f(); }; }\nvoid n::A::f() {}\n",
}


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_a_glimpse_says_what_the_outline_says(language: str) -> None:
    outline = view_of(language, TEXTS[language].encode()).outline
    assert len(outline) > 2
    seen = of_facts(compressed(encode(outline)), range(-1, len(outline) + 1))
    assert sorted(seen) == list(range(len(outline)))
    for index, glimpse in seen.items():
        assert glimpse == of_outline(outline, index)
        assert (glimpse.kind, glimpse.name) == (outline.kind(index), outline.name(index))
        assert (glimpse.line, glimpse.column) == tuple(outline.definitions[3:5, index].tolist())
        if (container := outline.container(index)) >= 0:
            assert "::".join(glimpse.container) == outline.qualified_name(container, "::")
        else:
            assert glimpse.container == ()


def test_damage_is_noticed() -> None:
    assert of_facts(compressed(encode(empty())), [0]) == {}
    for blob in (b"", b"nonsense", compressed(encode(empty()))[:-3]):
        with pytest.raises(CorruptFacts):
            of_facts(blob, [0])
