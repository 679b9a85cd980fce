"""Facts, scopes and import rules of Java."""

from __future__ import annotations

import pytest

from codeprism_lsp.facts.kinds import Modifier
from codeprism_lsp.languages.java.rules import RULES
from codeprism_lsp.languages.spec import ModuleTarget
from tests.languages import facts_of
from tests.languages.fake_files import FakeFiles

OUTLINES = {
    "class with members": (
        "class A<T> { int a, b[]; static final String C = null; A(int x) {} <R> R f(T t) { int y; } }",
        [
            "class A",
            "field A.a: int",
            "field A.b: int",
            "field A.C: String",
            "constructor A.A",
            "method A.f: R",
        ],
    ),
    "interface": (
        "interface I { int MAX = 1; void f(); default int g() { return 1; } }",
        ["interface I", "constant I.MAX: int", "method I.f: void", "method I.g: int"],
    ),
    "enum": (
        "enum E { ONE(1) { void f() {} }, TWO; final int n; E(int n) {} }",
        [
            "enum E",
            "enum_member E.ONE",
            "method E.ONE.f: void",
            "enum_member E.TWO",
            "field E.n: int",
            "constructor E.E",
        ],
    ),
    "record": (
        "record P(int x, String... ys) { P { } static int z; }",
        ["class P", "field P.x: int", "field P.ys: String", "constructor P.P", "field P.z: int"],
    ),
    "annotation": (
        '@interface Ann { String value() default "x"; int C = 1; }',
        ["annotation Ann", "method Ann.value: String", "constant Ann.C: int"],
    ),
    "nested, local and anonymous classes": (
        "class A { class B {} void f() { class L { int q; } new Runnable() { public void run() {} }; } }",
        [
            "class A",
            "class A.B",
            "method A.f: void",
            "class A.f.L",
            "field A.f.L.q: int",
            "class A.f.new: Runnable",
            "method A.f.new.run: void",
        ],
    ),
    "module": ("module a.b { requires c; }", ["module a.b"]),
    "broken": ("class A { int x; void f( { } class B { int y; ", ["class A", "field A.x: int"]),
}


@pytest.mark.parametrize("name", OUTLINES)
def test_outline(name: str) -> None:
    source, expected = OUTLINES[name]
    found = facts_of.definitions(facts_of.outline("java", source))
    if name == "broken":
        assert found[: len(expected)] == expected
        assert facts_of.outline("java", source).errors
    else:
        assert found == expected


def test_imports() -> None:
    facts = facts_of.outline(
        "java",
        "package com.acme.shop;\nimport java.util.List;\nimport java.util.*;\n"
        "import static a.B.c;\nimport static a.B.*;\nimport Plain;\n",
    )
    assert facts.extra == {"package": "com.acme.shop"}
    assert facts_of.imports(facts) == [
        "name java.util List",
        "wildcard java.util",
        "static_name a.B c",
        "static_wildcard a.B",
        "module Plain",
    ]


def test_supertypes() -> None:
    facts = facts_of.outline(
        "java",
        "class A<T> extends B<T> implements C, d.D<T> {}\ninterface I extends J, K<String> {}\n"
        "enum E implements F {}\nrecord R() implements S {}\nclass X { Object o = new Y() {}; }",
    )
    assert facts_of.supertypes(facts) == [
        "A extends B<T>",
        "A implements C",
        "A implements d.D<T>",
        "I extends J",
        "I extends K<String>",
        "E implements F",
        "R implements S",
        "X.o.new extends Y",
    ]


def test_modifiers() -> None:
    facts = facts_of.outline(
        "java",
        "@Deprecated public abstract class A { private static final int X = 1;\n"
        "@Override protected void f() {} int p; }",
    )
    found = {facts.name(index): facts.modifiers(index) for index in facts.walk()}
    assert found == {
        "A": Modifier.PUBLIC | Modifier.ABSTRACT | Modifier.DEPRECATED,
        "X": Modifier.PRIVATE | Modifier.STATIC | Modifier.FINAL,
        "f": Modifier.PROTECTED | Modifier.OVERRIDE,
        "p": Modifier.INTERNAL,
    }


BINDINGS = {
    "parameters": (
        "class A { <R extends B> void f(int a, R... rest) {} }",
        ["type_parameter R: B", "parameter a: int", "parameter rest: R[]"],
    ),
    "locals": (
        "class A { void f() { int i = 1, j; var v = g(); } }",
        ["variable i: int = value 1", "variable j: int", "variable v = value g()"],
    ),
    "loops": (
        "class A { void f() { for (var x : xs) {} for (B y : ys) {} for (int k = 0;;) {} } }",
        ["variable x = iterate xs", "variable y: B", "variable k: int = value 0"],
    ),
    "try": (
        "class A { void f() { try (var r = g(); R s = h()) {} catch (E1 | E2 e) {} } }",
        ["variable r = value g()", "variable s: R", "variable e: E1 | E2"],
    ),
    "patterns": (
        """class A { void f(Object o) {
            if (o instanceof B b) {}
            switch (o) { case C c -> {} case P(int x, var y) -> {} }
        } }""",
        ["parameter o: Object", "variable b: B", "variable c: C", "variable x: int", "variable y"],
    ),
    "lambdas": (
        "class A { F f = (a, b) -> a; F g = c -> c; F h = (int d) -> d; F i = (var e) -> e; }",
        ["parameter a", "parameter b", "parameter c", "parameter d: int", "parameter e"],
    ),
    "record components are fields": ("record P(int x) { P { } }", []),
}


@pytest.mark.parametrize("name", BINDINGS)
def test_bindings(name: str) -> None:
    source, expected = BINDINGS[name]
    assert facts_of.bindings(facts_of.view("java", source)) == expected


ROLES = {
    "class A extends $0B {}": "inherit",
    "class A extends B<$0C> {}": "type",
    "class A implements $0B {}": "implement",
    "@$0B class A {}": "decorate",
    "class A { $0B b; }": "type",
    "class A { B b = new $0B(); }": "instantiate",
    "class A { B b = new c.$0B<>(); }": "instantiate",
    "class A { void f() { $0g(); } }": "call",
    "class A { void f() { $0x.g(); } }": "receiver",
    "class A { void f() { x.$0g(); } }": "call",
    "class A { void f() { x.$0y = 1; } }": "write",
    "class A { void f() { int z = $0y; } }": "read",
    "class A { void f() { $0y++; } }": "write",
    "import a.$0B;": "import",
    "class A { void f() { Object o = ($0B) x; } }": "type",
}


@pytest.mark.parametrize("source", ROLES)
def test_role(source: str) -> None:
    assert facts_of.role("java", source) == ROLES[source]


FORMS = {
    "class A { void f() { a.b.$0g(1); } }": "MEMBER a.b.g",
    "class A { void f() { $0g(1); } }": "NAME g",
    "class A { void f() { a.$0b.g(1); } }": "MEMBER a.b",
    "class A { a.$0B b; }": "MEMBER a.B",
}


@pytest.mark.parametrize("source", FORMS)
def test_form(source: str) -> None:
    assert facts_of.form("java", source) == FORMS[source]


WORKSPACE = {
    "core/src/main/java/a/b/Item.java": (
        "package a.b; public class Item { static int f; static class In {} } class Other {}"
    ),
    "core/src/main/java/a/b/Shop.java": "package a.b; class Shop {}",
    "core/src/test/java/a/b/ItemTest.java": "package a.b; class ItemTest {}",
    "app/src/main/java/a/b/Item.java": "package a.b; public class Item {}",
    "app/src/main/java/c/Use.java": "package c; import a.b.Item; import a.b.Item.In; import a.b.Other; "
    "import a.b.*; import static a.b.Item.f; import static a.b.Item.*; import java.util.List;",
}


def test_targets() -> None:
    here, there = "app/src/main/java/a/b/Item.java", "core/src/main/java/a/b/Item.java"
    assert facts_of.targets(WORKSPACE, "app/src/main/java/c/Use.java") == [
        [ModuleTarget((here,), "Item"), ModuleTarget((there,), "Item")],
        [ModuleTarget((here,), "Item.In"), ModuleTarget((there,), "Item.In")],
        [ModuleTarget((there,), "Other")],
        [
            ModuleTarget((here,)),
            ModuleTarget((there, "core/src/main/java/a/b/Shop.java")),
            ModuleTarget(("core/src/test/java/a/b/ItemTest.java",)),
        ],
        [ModuleTarget((here,), "Item.f"), ModuleTarget((there,), "Item.f")],
        [ModuleTarget((here,), "Item"), ModuleTarget((there,), "Item")],
        [ModuleTarget(external="java.util")],
    ]


def test_siblings_of_a_test_are_its_sources_and_not_the_other_way() -> None:
    files = FakeFiles(WORKSPACE)
    main = ["core/src/main/java/a/b/Item.java", "core/src/main/java/a/b/Shop.java"]
    assert RULES.siblings(files, "core/src/test/java/a/b/ItemTest.java") == main
    assert RULES.siblings(files, main[0]) == main[1:], "the class of the other module is hidden by this one"
    assert RULES.siblings(files, "app/src/main/java/a/b/Item.java") == main[1:]


def test_every_target_shares_a_key_with_its_import() -> None:
    files = FakeFiles(WORKSPACE)
    path = "app/src/main/java/c/Use.java"
    for one in files.outline(path).all_imports:
        for target in RULES.targets(files, path, one):
            for file in target.paths:
                keys = set(RULES.file_keys(file, files.outline(file)))
                assert keys & set(RULES.import_keys(one)), (one, file)
