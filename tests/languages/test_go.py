"""Facts, scopes and import rules of Go."""

from __future__ import annotations

import pytest

from codeprism_lsp.facts.kinds import Modifier
from codeprism_lsp.languages.go.rules import RULES, Module, parse_module
from codeprism_lsp.languages.spec import ModuleTarget
from tests.languages import facts_of
from tests.languages.fake_files import FakeFiles

OUTLINES = {
    "struct": (
        "package p\ntype S struct {\n\tx, y int\n\t*B\n\tpkg.C\n\tG[int]\n\tin struct{ z int }\n}",
        [
            "struct S",
            "field S.x: int",
            "field S.y: int",
            "field S.B: B",
            "field S.C: pkg.C",
            "field S.G: G[int]",
            "field S.in: struct{ z int }",
            "field S.in.z: int",
        ],
    ),
    "interface": (
        "package p\ntype I interface {\n\tF(a int) (string, error)\n\tfmt.Stringer\n\t~int | string\n}",
        ["interface I", "method I.F: (string, error)"],
    ),
    "types": (
        "package p\ntype (\n\tA = B\n\tD int\n\tM[K comparable, V any] map[K]V\n\tF func(int) string\n)",
        ["type_alias A: B", "class D: int", "class M: map[K]V", "class F: func(int) string"],
    ),
    "functions and methods": (
        """package p
        func f(a int) (n int, err error) { return }
        func (s *S) m() {}
        func (s S[T]) g() T {}
        func (S) h()""",
        ["function f: (n int, err error)", "method S.m", "method S.g: T", "method S.h"],
    ),
    "constants of groups": (
        "package p\nconst X = 1\nconst (\n\tA, B Kind = iota, iota\n\tC, D\n\t_, _\n)",
        ["constant X", "constant A: Kind", "constant B: Kind", "constant C: Kind", "constant D: Kind"],
    ),
    "variables": (
        "package p\nvar a, b = f(), 1\nvar (\n\tc int\n\td = 2\n)\nvar _ I = (*T)(nil)",
        ["variable a", "variable b", "variable c: int", "variable d"],
    ),
    "what is local to a function": (
        "package p\nfunc f() { var x struct{ y int; *Z }; type T struct{ n int }; const k = 1; g := 2 }",
        ["function f", "struct f.T", "field f.T.n: int"],
    ),
    "broken": ("package p\nfunc f() { \nfunc g() {}\ntype T struct { a int", []),
}


@pytest.mark.parametrize("name", OUTLINES)
def test_outline(name: str) -> None:
    source, expected = OUTLINES[name]
    facts = facts_of.outline("go", source)
    if name == "broken":
        assert facts.errors
    else:
        assert facts_of.definitions(facts) == expected


def test_imports() -> None:
    facts = facts_of.outline(
        "go",
        'package p_test\nimport "fmt"\nimport (\n\tm "math"\n\t. "strings"\n\t_ "embed"\n\t"a.b/c/v2"\n)',
    )
    assert facts.extra == {"package": "p_test"}
    assert facts_of.imports(facts) == [
        "module fmt",
        "module math as m",
        "wildcard strings",
        "side_effect embed",
        "module a.b/c/v2",
    ]
    assert [RULES.bound_name(one) for one in facts.all_imports] == ["fmt", "m", "", "", "c"]


def test_supertypes() -> None:
    facts = facts_of.outline(
        "go",
        """package p
        type S struct {
            *B
            pkg.C
            x struct{ D }
        }
        type I interface {
            J
            fmt.Stringer
            int | string
        }
        func f() { var x struct{ E } }""",
    )
    assert facts_of.supertypes(facts) == [
        "S embeds B",
        "S embeds pkg.C",
        "I embeds J",
        "I embeds fmt.Stringer",
    ]


def test_a_capital_exports() -> None:
    facts = facts_of.outline("go", "package p\nfunc A() {}\nfunc b() {}\nfunc Ä() {}\nfunc _c() {}")
    assert [facts.modifiers(index) for index in facts.walk()] == [
        Modifier.PUBLIC,
        Modifier.INTERNAL,
        Modifier.PUBLIC,
        Modifier.INTERNAL,
    ]


BINDINGS = {
    "parameters, receiver and results": (
        "func (s *S[T]) f(a, b int, c ...string) (n int, err error) {}",
        [
            "parameter s: *S[T]",
            "type_parameter T",
            "parameter a: int",
            "parameter b: int",
            "parameter c: []string",
            "parameter n: int",
            "parameter err: error",
        ],
    ),
    "type parameters": (
        "func f[T, U any](x T) {}",
        ["type_parameter T: any", "type_parameter U: any", "parameter x: T"],
    ),
    "short declarations": (
        "func f() { a := g(); b, err := h(); c, err := h(); d, e := 1, k(); v, ok := m[x]; r := <-ch }",
        [
            "variable a = value g()",
            "variable b = value h() [0]",
            "variable err = value h() [1]",
            "variable c = value h() [0]",
            "variable d = value 1",
            "variable e = value k()",
            "variable v = value m[x]",
            "variable ok",
            "variable r = element ch",
        ],
    ),
    "ranges": (
        "func f() { for k, v := range m {}; for x := range c {}; for i = range s {} }",
        ["variable k = key m", "variable v = iterate m", "variable x = key c"],
    ),
    "type switch": (
        "func f() { switch v := x.(type) { case A: ; case B, C: } }",
        ["variable v = value x", "variable v: A"],
    ),
    "select": ("func f() { select { case m := <-ch: } }", ["variable m = element ch"]),
    "literals": ("var g = func(a int) error { return nil }", ["parameter a: int"]),
    "local declarations": (
        "func f() { var a, b int; var c = g(); var d, e = h(); const k = 1 }",
        [
            "variable a: int",
            "variable b: int",
            "variable c = value g()",
            "variable d = value h() [0]",
            "variable e = value h() [1]",
            "constant k = value 1",
        ],
    ),
    "fields of a struct without a name": (
        "func f() { for _, tc := range []struct{ name string }{{}} {} }",
        [
            "variable _ = key []struct{ name string }{{}}",
            "variable tc = iterate []struct{ name string }{{}}",
            "field name: string",
        ],
    ),
}


@pytest.mark.parametrize("name", BINDINGS)
def test_bindings(name: str) -> None:
    source, expected = BINDINGS[name]
    assert facts_of.bindings(facts_of.view("go", "package p\n" + source)) == ["package p", *expected]


ROLES = {
    "func f() { $0g() }": "call",
    "func f() { x.$0g() }": "call",
    "func f() { $0x.g() }": "receiver",
    "func f() { x.a, x.$0b = 1, 2 }": "write",
    "func f() { x.$0a++ }": "write",
    "func f() { y := $0x }": "read",
    "var a = &$0T{}": "instantiate",
    "var a = []$0T{}": "type",
    "var a map[string]$0T": "type",
    "func f(x pkg.$0T) {}": "type",
}


@pytest.mark.parametrize("source", ROLES)
def test_role(source: str) -> None:
    assert facts_of.role("go", "package p\n" + source) == ROLES[source]


def test_go_mod() -> None:
    text = (
        'module "example.com/app" // the application\n\ngo 1.22\n\nrequire (\n\ta.b/c v1.0.0\n)\n'
        "replace a.b/c => ../c // local\nreplace (\n\td.e/f v1.2.3 => ./third/f\n\tg.h/i => j.k/l v1.0.0\n)\n"
    )
    assert parse_module(text) == Module("example.com/app", {"a.b/c": "../c", "d.e/f": "./third/f"})
    assert parse_module("nonsense (\n") == Module("")


WORKSPACE = {
    "app/go.mod": "module example.com/app\nreplace lib.org/lib => ../lib\n",
    "app/main.go": 'package main\nimport (\n\t"example.com/app"\n\t"example.com/app/store"\n'
    '\t"lib.org/lib/util"\n'
    '\t"own.org/other/v2/deep"\n\t"ven.org/x/y"\n\t"net/http"\n\t"github.com/a/b/c"\n)',
    "app/store/doc.go": "package store",
    "app/store/a.go": "package store",
    "app/store/a_windows.go": "package store",
    "app/store/a_test.go": "package store",
    "app/store/b_test.go": "package store_test",
    "app/vendor/ven.org/x/y/y.go": "package y",
    "lib/go.mod": "module lib.org/renamed",
    "lib/util/util.go": "package util",
    "other/go.mod": "module own.org/other/v2",
    "other/deep/deep.go": "package deep",
    "testdata/src/a/a.go": "package a",
    "testdata/src/b/b.go": 'package b\nimport "a"',
}


def test_targets() -> None:
    assert facts_of.targets(WORKSPACE, "app/main.go") == [
        [ModuleTarget(("app/main.go",))],
        [ModuleTarget(("app/store/doc.go", "app/store/a.go", "app/store/a_windows.go"))],
        [ModuleTarget(("lib/util/util.go",))],
        [ModuleTarget(("other/deep/deep.go",))],
        [ModuleTarget(("app/vendor/ven.org/x/y/y.go",))],
        [ModuleTarget(external="net/http")],
        [ModuleTarget(external="github.com/a/b")],
    ]
    assert facts_of.targets(WORKSPACE, "testdata/src/b/b.go") == [[ModuleTarget(("testdata/src/a/a.go",))]]


def test_siblings() -> None:
    files = FakeFiles(WORKSPACE)
    sources = ["app/store/a.go", "app/store/a_windows.go", "app/store/doc.go"]
    assert RULES.siblings(files, "app/store/doc.go") == sources[:2]
    assert RULES.siblings(files, "app/store/a_test.go") == sources
    assert RULES.siblings(files, "app/store/b_test.go") == []


def test_packages() -> None:
    files = FakeFiles(WORKSPACE)
    assert RULES.package(files, "app/store/a.go") == "example.com/app/store"
    assert RULES.package(files, "app/main.go") == "example.com/app"
    assert RULES.package(files, "testdata/src/a/a.go") == "testdata/src/a"


def test_every_target_shares_a_key_with_its_import() -> None:
    files = FakeFiles(WORKSPACE)
    for path in ("app/main.go", "testdata/src/b/b.go"):
        for one in files.outline(path).all_imports:
            for target in RULES.targets(files, path, one):
                for file in target.paths:
                    keys = set(RULES.file_keys(file, files.outline(file)))
                    assert keys & set(RULES.import_keys(one)), (one, file)
