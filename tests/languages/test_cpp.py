"""Facts, scopes and rules of C++."""

from __future__ import annotations

import pytest

from codeprism_lsp.facts.kinds import Modifier
from codeprism_lsp.languages.cpp.rules import RULES, signature
from codeprism_lsp.languages.spec import ModuleTarget
from tests.languages import facts_of
from tests.languages.fake_files import FakeFiles

OUTLINES = {
    "class": (
        (
            "class A : public B<int>, ns::C {\n public:\n  A(int a) : a_(a) {}\n  A();\n  ~A();\n"
            "  int f() const;\n"
            "  virtual B* g() = 0;\n  bool operator<(const A& o) const { return true; }\n"
            "  operator bool() const;\n"
            "  int a_ = 1, *b_;\n  static A* make();\n  struct In { int z; };\n  using T = In;\n"
            "  friend void out(A&);\n};"
        ),
        [
            "class A",
            "constructor A.A",
            "constructor A.A",
            "method A.~A",
            "method A.f: int",
            "method A.g: B",
            "method A.operator<: bool",
            "method A.operator bool: bool",
            "field A.a_: int",
            "field A.b_: int",
            "method A.make: A",
            "struct A.In",
            "field A.In.z: int",
            "type_alias A.T: In",
        ],
    ),
    "out-of-line members": (
        (
            "A::A() {}\nA::~A() {}\nvoid n::A::f() const {}\ntemplate <class T> int B<T>::g() { return 1; }\n"
            "int A::count = 0;\nA::operator int() const {}"
        ),
        [
            "constructor A.A",
            "method A.~A",
            "method n::A.f: void",
            "method B<T>.g: int",
            "variable A.count: int",
            "method A.operator int: int",
        ],
    ),
    "namespaces": (
        "namespace a { inline namespace v1 { int x; } namespace b::c::d { int y; } namespace { int z; } }",
        [
            "namespace a",
            "namespace a.v1",
            "variable a.v1.x: int",
            "namespace a.b",
            "namespace a.b.c",
            "namespace a.b.c.d",
            "variable a.b.c.d.y: int",
            "variable a.z: int",
        ],
    ),
    "templates and aliases": (
        (
            "template <typename T> class A { };\ntemplate <> class A<int> { };\n"
            "template <class T> T f(T t);\n"
            "template <class T> using V = std::vector<T>;\ntypedef A<int> I;\n"
            "template <class T> concept C = true;\nauto g() -> int { return 1; }"
        ),
        [
            "class A",
            "class A",
            "function f: T",
            "type_alias V: std::vector<T>",
            "type_alias I: A<int>",
            "interface C",
            "function g: int",
        ],
    ),
    "enumerations": (
        "enum class E : int { A };\nenum F { B };\nclass C { enum { D }; };",
        ["enum E: class", "enum_member E.A", "enum F", "enum_member F.B", "class C", "enum_member C.D"],
    ),
    "classes behind macros": (
        (
            "class LIB_EXPORT A : public B {\n public:\n  A();\n  int x GUARDED_BY(mu_);\n};\n"
            "class LIB_EXPORT C;\n"
        ),
        ["class A", "constructor A.A", "field A.x: int"],
    ),
    "tests": (
        "TEST(Suite, Name) { int x; }\nTEST_F(Fix, Other) { }",
        ["function Suite.Name", "function Fix.Other"],
    ),
    "linkage blocks": (
        'extern "C" { int f(void); }\nextern "C" int g(void) { }',
        ["function f: int", "function g: int"],
    ),
}


@pytest.mark.parametrize(("source", "expected"), OUTLINES.values(), ids=OUTLINES.keys())
def test_outline(source: str, expected: list[str]) -> None:
    assert facts_of.definitions(facts_of.outline("cpp", source)) == expected


def test_supertypes() -> None:
    facts = facts_of.outline("cpp", "class A : public B<int>, private ns::C, virtual D { };")
    assert facts_of.supertypes(facts) == ["A extends B<int>", "A extends ns::C", "A extends D"]


def test_imports() -> None:
    source = '#include <vector>\n#include "a.h"\nusing namespace a::b;\nusing a::b::c;\nnamespace s = a::b;'
    assert facts_of.imports(facts_of.outline("cpp", source)) == [
        "include_system vector",
        "include a.h",
        "wildcard a::b",
        "name a::b c",
        "module a::b as s",
    ]


def test_modifiers() -> None:
    facts = facts_of.outline(
        "cpp", "struct S { virtual int f() = 0; static int g() { } static const int k = 1; };"
    )
    assert [facts.modifiers(index) for index in facts.walk()][1:] == [
        Modifier.VIRTUAL | Modifier.ABSTRACT | Modifier.DECLARATION,
        Modifier.STATIC,
        Modifier.STATIC | Modifier.CONST,
    ]


def test_bindings() -> None:
    source = (
        "template <typename T> void f(const A& a, int n = 1) { auto x = a.g(); for (auto& e : xs) { }\n"
        "auto [k, v] = p; auto l = [c = 1](int y) { return y; }; if (auto it = m.find(1); it) { } }"
    )
    assert facts_of.bindings(facts_of.view("cpp", source)) == [
        "type_parameter T",
        "parameter a: A",
        "parameter n: int = value 1",
        "variable x: auto = value a.g()",
        "variable e: auto = iterate xs",
        "variable k: auto = value p [0]",
        "variable v: auto = value p [1]",
        "variable l: auto = value [c = 1](int y) { return y; }",
        "variable c = value 1",
        "parameter y: int",
        "variable it: auto = value m.find(1)",
    ]


FORMS = {
    "int x = a::b::$0c;": "MEMBER a::b::c",
    "int x = a::$0b::c;": "MEMBER a::b",
    "int x = $0a::b::c;": "NAME a",
    "int x = a::$0B<int>::c;": "MEMBER a::B<int>",
    "int x = p->$0q;": "MEMBER p->q",
}


@pytest.mark.parametrize(("source", "expected"), FORMS.items(), ids=FORMS.keys())
def test_forms(source: str, expected: str) -> None:
    assert facts_of.form("cpp", source) == expected


ROLES = {
    "auto x = new $0A(1);": "instantiate",
    "class A : public $0B { };": "inherit",
    "int x = a::$0f(1);": "call",
    "void f() { this->$0g(); }": "call",
}


@pytest.mark.parametrize(("source", "expected"), ROLES.items(), ids=ROLES.keys())
def test_roles(source: str, expected: str) -> None:
    assert facts_of.role("cpp", source) == expected


WORKSPACE = {
    "a.hpp": "namespace n { class A { void f(int a, const B& b = B()); void f(int); void g(); }; }",
    "a.cpp": '#include "a.hpp"\nusing namespace n;\nvoid A::f(int x, const B& y) {}\nvoid n::A::f(int) {}\n'
    "void Other::g() {}",
    "main.cpp": '#include "a.hpp"\nusing n::A;\nusing std::vector;',
}


def test_targets() -> None:
    assert facts_of.targets(WORKSPACE, "main.cpp") == [
        [ModuleTarget(("a.hpp",))],
        [ModuleTarget(("a.hpp",), name="n::A")],
        [ModuleTarget(external="std")],
    ]


def test_overloads_pair_by_their_parameters() -> None:
    files = FakeFiles(WORKSPACE)
    header, source = files.outline("a.hpp"), files.outline("a.cpp")

    def definers(name: str) -> list[tuple[str, int]]:
        return [("a.hpp", one) for one in header.by_name.get(name, ())] + [
            ("a.cpp", one) for one in source.by_name.get(name, ())
        ]

    long, short = header.by_name["f"]
    assert RULES.same_entity(files, "a.hpp", long, definers) == [("a.cpp", source.by_name["f"][0])]
    assert RULES.same_entity(files, "a.hpp", short, definers) == [("a.cpp", source.by_name["f"][1])]
    assert RULES.same_entity(files, "a.hpp", header.by_name["g"][0], definers) == []


def test_signature() -> None:
    assert signature("(const std::string& name, int n = 3)") == signature("(const string &, int)")
    assert signature("(void)") == signature("()") == ()
    assert signature("(int a[])") != signature("(int a)")
