"""What the text around a word tells of it (C), against what a parse would tell."""

from __future__ import annotations

import pytest

from codeprism_lsp.content import word_offsets
from codeprism_lsp.languages.c.standing import standings
from codeprism_lsp.languages.standing import Standing

CASES = {
    "called": ("{ x(1); a = x (2); return x(3); f(x(4), x(5)); }", "CALL CALL CALL CALL CALL"),
    "declared": (
        "int x(int); int x; int *x; int a, x; int x[2]; int x = 1;",
        "UNSURE UNSURE UNSURE UNSURE UNSURE UNSURE",
    ),
    "a pointer to functions": ("int (*x)(void);", "UNSURE"),
    "a parameter": ("int f(int x, struct s *x) { }", "UNSURE UNSURE"),
    "labels": ("{ goto x; x: return; case x: return; }", "UNSURE UNSURE VALUE"),
    "of a member": ("a.x = b->x; a . x;", "MEMBER MEMBER MEMBER"),
    "tags": ("struct x *a; struct x { }; sizeof(struct x)", "TAG UNSURE TAG"),
    "types": ("{ x a; const x b; f(sizeof(x)); c = (x)d; }", "TYPE TYPE VALUE VALUE"),
    "values": ("{ a = x + 1; f(x, 2); if (a == x) return x; b ? x : 1; }", "VALUE VALUE VALUE VALUE UNSURE"),
    "written": ("{ x = 1; x++; --x; x.y = 2; x->y = 3; }", "UNSURE UNSURE UNSURE UNSURE UNSURE"),
    "a second argument may be a second declaration": ("f(a, x);", "UNSURE"),
    "directives": ("#ifdef x\n#define a x \\\n x\n#endif\n", "UNSURE UNSURE UNSURE"),
    "comments and literals": (
        '/* x */ a("x", \'x\', "\\"x"); // x\n{ /* it\'s */ f(x, 1); }',
        "HIDDEN HIDDEN HIDDEN HIDDEN HIDDEN VALUE",
    ),
    "a comment that is not ended": ("/* x", "HIDDEN"),
    "a literal that looks like a comment": ('f("/*"); x(1); g("*/");', "CALL"),
    "a comment before": ("{ // seen by a\n x(1); }", "UNSURE"),
    "an apostrophe in an error": ("#error don't\nint f(void) { x(1); } // '\n", "CALL"),
}


@pytest.mark.parametrize("name", CASES)
def test_standings(name: str) -> None:
    text, expected = CASES[name]
    data = text.encode()
    found = standings(data, word_offsets(data, b"x"), 1)
    assert [one.name for one in found] == expected.split()


def test_words_of_the_grammar_are_left_to_it() -> None:
    assert standings(b"{ f(true, 1); }", [4], 4) == [Standing.UNSURE]


def test_no_places_have_no_standings() -> None:
    assert standings(b"int x;", [], 1) == []
    assert Standing.UNSURE == 0
