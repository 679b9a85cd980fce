"""Facts, scopes and module rules of Rust."""

from __future__ import annotations

import pytest

from codeprism_lsp.extraction.outline import outline_of
from codeprism_lsp.facts.kinds import ImportKind, Modifier
from codeprism_lsp.languages.rust import standard, usetree
from codeprism_lsp.languages.rust.blanking import blank
from codeprism_lsp.languages.rust.rules import RULES
from codeprism_lsp.languages.spec import ModuleTarget
from codeprism_lsp.syntax import parsing
from tests.languages import facts_of
from tests.languages.fake_files import FakeFiles

OUTLINES = {
    "structs, unions and their fields": (
        "pub struct P<T> { pub x: Vec<T>, y: u8 }\nstruct Pair(pub A, B);\nstruct Unit;\nunion U { a: u8 }",
        [
            "struct P",
            "field P.x: Vec<T>",
            "field P.y: u8",
            "struct Pair: (pub A, B)",
            "struct Unit",
            "union U",
            "field U.a: u8",
        ],
    ),
    "enum with variants of every form": (
        "enum E { A, B(u8, String), C { x: u8 }, D = 4 }",
        [
            "enum E",
            "enum_member E.A",
            "enum_member E.B: (u8, String)",
            "enum_member E.C",
            "field E.C.x: u8",
            "enum_member E.D",
        ],
    ),
    "trait with associated items": (
        "trait T: A + b::C<D> { type I: X; const N: u8 = 1; fn f(&self) -> u8; fn g() {} }",
        ["trait T", "type_alias T.I: : X", "constant T.N: u8", "method T.f: u8", "method T.g"],
    ),
    "impl blocks of types of every form": (
        """impl<T> P<T> { pub fn new() -> Self { todo!() } }
        impl fmt::Display for a::P<u8> { type Out = u8; fn fmt(&self) {} }
        impl T for u8 { fn f() {} }
        impl T for &'a mut [u8] { fn f() {} }
        impl dyn T + Send { fn h() {} }
        impl T for (A, B) { fn f() {} }""",
        [
            "impl P: P<T>",
            "method P.new: Self",
            "impl fmt::Display.P: a::P<u8>",
            "type_alias P.Out: u8",
            "method P.fmt",
            "impl T.u8: u8",
            "method u8.f",
            "impl T.[u8]: &'a mut [u8]",
            "method [u8].f",
            "impl T: dyn T + Send",
            "method T.h",
            "impl T.(A, B): (A, B)",
            "method (A, B).f",
        ],
    ),
    "modules, constants, functions and macros": (
        """mod inline { pub fn f<T>(a: T) -> Option<T> { fn inner() {} None } }
        const C: u8 = 1; static mut S: u8 = 2; const _: () = ();
        type Alias<T> = Vec<T>;
        extern "C" { fn ffi(x: i32); static Z: u8; }
        macro_rules! m { ($x:expr) => { $x } }""",
        [
            "module inline",
            "function inline.f: Option<T>",
            "function inline.f.inner",
            "constant C: u8",
            "variable S: u8",
            "type_alias Alias: Vec<T>",
            "function ffi",
            "variable Z: u8",
            "macro m",
        ],
    ),
    "items within macros that hold items": (
        """cfg_rt! {
            pub struct A { x: u8 }
            mod b;
        }
        pin_project! {
            struct C { #[pin] y: u8 }
        }
        lazy_static! {
            static ref L: u8 = 1;
        }""",
        ["struct A", "field A.x: u8", "struct C", "field C.y: u8", "variable L: u8"],
    ),
    "broken": (
        "fn f( {\nstruct A { x: u8 }\nfn g() -> u8 { 1 }\n",
        ["struct A", "field A.x: u8", "function g: u8"],
    ),
}


@pytest.mark.parametrize("name", OUTLINES)
def test_outline(name: str) -> None:
    source, expected = OUTLINES[name]
    facts = facts_of.outline("rust", source)
    found = facts_of.definitions(facts)
    if name == "broken":
        assert facts.errors and set(expected) <= {one.removeprefix("f.") for one in found} | set(expected)
        assert any("struct A" in one or "A" in one for one in found)
    else:
        assert found == expected


def test_imports() -> None:
    source = """use std::{fmt, io::{self, Read as R, *}};
    use crate::a::B;
    pub use self::x::*;
    pub(crate) use super::y as z;
    use ::log;
    extern crate foo as bar;
    mod child;
    #[path = "elsewhere.rs"] mod other;
    use T as _;"""
    assert facts_of.imports(facts_of.outline("rust", source)) == [
        "name std fmt",
        "name std io",
        "name std::io Read as R",
        "wildcard std::io",
        "name crate::a B",
        "reexport_wildcard self::x",
        "reexport_name super y as z",
        "name log",
        "module foo as bar",
        "mod child",
        "mod elsewhere.rs other",
        "name T as _",
    ]


def test_the_name_of_an_import_knows_its_place() -> None:
    source = "use a::{self, b::{c as d}};"
    found = [(one.name, source[one.name_start :][:4]) for one in facts_of.outline("rust", source).all_imports]
    assert found == [("a", "self"), ("c", "c as")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a::b::C", [(ImportKind.NAME, "a::b", "C", "", 6)]),
        ("a", [(ImportKind.NAME, "", "a", "", 0)]),
        ("a::{}", []),
        ("{a, b::*}", [(ImportKind.NAME, "", "a", "", 1), (ImportKind.WILDCARD, "b", "", "", 7)]),
        ("a::{b", [(ImportKind.NAME, "a", "b", "", 4)]),
        (
            "a::{/* x */ b, // y\n c}",
            [(ImportKind.NAME, "a", "b", "", 12), (ImportKind.NAME, "a", "c", "", 21)],
        ),
    ],
)
def test_use_trees(text: str, expected: list[tuple[ImportKind, str, str, str, int]]) -> None:
    assert usetree.expand(text) == expected


def test_supertypes() -> None:
    source = "trait T: A + b::C<D> + 'static + ?Sized {}\nimpl fmt::Display for S {}\nimpl S {}"
    assert facts_of.supertypes(facts_of.outline("rust", source)) == [
        "T extends A",
        "T extends b::C<D>",
        "fmt::Display.S implements fmt::Display",
    ]


def test_modifiers() -> None:
    source = """pub(crate) async unsafe fn f() {}
    fn private() {}
    pub const fn c() {}
    static mut S: u8 = 1;
    #[macro_export] macro_rules! m { () => {} }
    trait T { fn declared(&self); }"""
    facts = facts_of.outline("rust", source)
    modifiers = {facts.name(index): facts.modifiers(index) for index in facts.walk()}
    assert Modifier.INTERNAL | Modifier.ASYNC | Modifier.UNSAFE in modifiers["f"]
    assert modifiers["private"] == Modifier.PRIVATE
    assert Modifier.PUBLIC | Modifier.CONST in modifiers["c"]
    assert Modifier.MUTABLE | Modifier.STATIC in modifiers["S"]
    assert Modifier.EXPORTED in modifiers["m"]
    assert Modifier.DECLARATION in modifiers["declared"]


@pytest.mark.parametrize(
    "line",
    [
        'println!("{}", a.b);',
        "let v = vec![a, b];",
        "assert_eq! (a, b);",
        "cfg_rt! {",
        "other!(a); x != (y)",
        'let s = "println!(";',
    ],
)
def test_blanking_keeps_every_place(line: str) -> None:
    source = line.encode()
    blanked = blank(source)
    assert len(blanked) == len(source)
    assert all(b in (a, 0x20) for a, b in zip(source, blanked, strict=True))


def test_blanking_lets_other_macros_be() -> None:
    for source in (b"custom!(a)", b"x != (y)", b"cfg_if! {", b"macro_rules! m {", b"a!=b"):
        assert blank(source) == source


BINDINGS = {
    "parameters and receivers": (
        "impl S { fn f(&self, mut a: A, (b, c): (B, C), _: u8) {} fn g(self: Box<Self>) {} }",
        [
            "parameter self: Self",
            "parameter a: A",
            "variable b: (B, C)",
            "variable c: (B, C)",
            "parameter self: Box<Self>",
        ],
    ),
    "let, with and without a type": (
        "fn f() { let a: A = x(); let mut b = y(); let (c, Some(d)) = z(); let E { e, f: g, .. } = w(); }",
        [
            "variable a: A = value x()",
            "variable b = value y()",
            "variable c = value z()",
            "variable d = value z()",
            "variable e = value w()",
            "variable g = value w()",
        ],
    ),
    "conditions and loops": (
        "fn f() { if let Some(a) = x { } while let Ok(b) = y() { } for (i, c) in zs.iter() { } }",
        [
            "variable a = value x",
            "variable b = value y()",
            "variable i = iterate zs.iter()",
            "variable c = iterate zs.iter()",
        ],
    ),
    "match arms; constants and unit variants bind nothing": (
        """fn f() { match x {
            None => 1, MAX => 2, n @ 1..=3 => 3, A::B(y) | A::C(y) => 4, [p, q] => 5, z => 6
        } }""",
        [
            "variable n = value x",
            "variable y = value x",
            "variable p = value x",
            "variable q = value x",
            "variable z = value x",
        ],
    ),
    "closures": (
        "fn f() { xs.map(|a| a); let g = |b: B, &c| c; }",
        [
            "parameter a = argument xs.map(|a| a)",
            "variable g = value |b: B, &c| c",
            "parameter b: B",
            "variable c",
        ],
    ),
    "type parameters, lifetimes and bounds": (
        "fn f<'a, T: A, U, const N: usize>(x: &'a T) where U: B {}",
        [
            "parameter 'a",
            "type_parameter T: : A",
            "type_parameter U: : B",
            "type_parameter N: usize",
            "parameter x: &'a T",
        ],
    ),
}


@pytest.mark.parametrize("name", BINDINGS)
def test_bindings(name: str) -> None:
    source, expected = BINDINGS[name]
    assert facts_of.bindings(facts_of.view("rust", source)) == expected


def test_steps_into_patterns() -> None:
    view = facts_of.view("rust", "fn f() { let Some((_, S { x: [y, ..], .. })) = z; }")
    [binding] = [one for scope in view.scopes for known in scope.bindings.values() for one in known]
    assert [(step.kind, step.position, step.name, step.of and step.of.text) for step in binding.steps] == [
        ("position", 0, "", "Some"),
        ("position", 1, "", None),
        ("field", 0, "x", "S"),
        ("element", 0, "", None),
    ]


ROLES = {
    "fn f() { $0g(); }": "call",
    "fn f() { a.$0b(); }": "call",
    "fn f() { $0a.b(); }": "receiver",
    "fn f() { $0S { x: 1 }; }": "instantiate",
    "fn f() { S { $0x: 1 }; }": "write",
    "fn f() { $0x = 1; }": "write",
    "fn f() { $0m!(a); }": "macro",
    "fn f(a: $0A) {}": "type",
    "impl $0T for S {}": "implement",
    "trait A: $0B {}": "inherit",
    "use a::$0b;": "import",
    "fn f() { m!($0a.b); }": "receiver",
    "fn f() { m!(a.$0b(c)); }": "call",
    'fn f() { println!("{}", $0g(x)); }': "call",
}


@pytest.mark.parametrize("source", ROLES)
def test_role(source: str) -> None:
    assert facts_of.role("rust", source) == ROLES[source]


FORMS = {
    "fn f() { m!(self.a.$0b(c)[1].d); }": "MEMBER self.a.b",
    "fn f() { m!(self.a.b(c)[1].$0d); }": "MEMBER self.a.b(c)[1].d",
    "fn f() { m!(x::$0y); }": "MEMBER x::y",
    "fn f() { a::b::$0c(); }": "MEMBER a::b::c",
    'fn f() { write!(f, "{}", a.$0b); }': "MEMBER a.b",
}


@pytest.mark.parametrize("source", FORMS)
def test_form(source: str) -> None:
    assert facts_of.form("rust", source) == FORMS[source]


WORKSPACE = {
    "Cargo.toml": '[workspace]\nmembers = ["app", "lib-core"]\n'
    '[workspace.dependencies]\nlib-core = { path = "lib-core" }\n',
    "app/Cargo.toml": '[package]\nname = "app"\n'
    "[dependencies]\nlib-core = { workspace = true }\n"
    'renamed = { package = "lib-core", path = "../lib-core" }\n'
    'serde = "1"\n',
    "app/src/main.rs": "mod a;\nmod inline { mod deep; pub struct I; }\nuse a::b::X;\nuse lib_core::Y;\n"
    "use renamed::z;\nuse serde::Serialize;\nuse crate::inline::I;\n",
    "app/src/a.rs": 'pub mod b;\nuse super::a;\n#[path = "odd/name.rs"]\nmod odd;\n',
    "app/src/a/b.rs": "pub struct X;\nuse super::super::inline;\nuse std::fmt;\n",
    "app/src/odd/name.rs": "",
    "app/src/inline/deep.rs": "",
    "app/tests/all.rs": "mod common;\nuse lib_core::Y;\n",
    "app/tests/common/mod.rs": "",
    "lib-core/Cargo.toml": '[package]\nname = "lib-core"\n',
    "lib-core/src/lib.rs": "pub use crate::y::Y;\nmod y;\npub mod z;\n",
    "lib-core/src/y.rs": "pub struct Y;\n",
    "lib-core/src/z/mod.rs": "",
}


def _target(path: str, name: str = "", within: int = -1) -> list[ModuleTarget]:
    return [ModuleTarget((path,), name, "", within)]


def test_targets() -> None:
    assert facts_of.targets(WORKSPACE, "app/src/main.rs") == [
        _target("app/src/a.rs"),
        _target("app/src/inline/deep.rs"),
        _target("app/src/a/b.rs", "X"),
        _target("lib-core/src/lib.rs", "Y"),
        _target("lib-core/src/lib.rs", "z"),
        [ModuleTarget(external="serde")],
        _target("app/src/main.rs", "I", 0),
    ]
    assert facts_of.targets(WORKSPACE, "app/src/a.rs") == [
        _target("app/src/a/b.rs"),
        _target("app/src/main.rs", "a"),
        _target("app/src/odd/name.rs"),
    ]
    assert facts_of.targets(WORKSPACE, "app/src/a/b.rs") == [
        _target("app/src/main.rs", "inline"),
        [ModuleTarget(external="std")],
    ]
    assert facts_of.targets(WORKSPACE, "app/tests/all.rs") == [
        _target("app/tests/common/mod.rs"),
        _target("lib-core/src/lib.rs", "Y"),
    ]


def test_packages() -> None:
    files = FakeFiles(WORKSPACE)
    assert RULES.package(files, "lib-core/src/z/mod.rs") == "lib_core::z"
    assert RULES.package(files, "lib-core/src/lib.rs") == "lib_core"
    assert RULES.package(files, "app/src/a/b.rs") == "main::a::b"


@pytest.mark.parametrize("path", [path for path in WORKSPACE if path.endswith(".rs")])
def test_every_target_shares_a_key_with_its_import(path: str) -> None:
    files = FakeFiles(WORKSPACE)
    for imported in files.outline(path).all_imports:
        for target in RULES.targets(files, path, imported):
            for other in target.paths:
                keys = {*RULES.file_keys(other, files.outline(other)), *RULES.known_as(files, other)}
                assert keys & set(RULES.import_keys(imported)), (imported, other)


def test_modules_that_declare_each_other_end() -> None:
    texts = {
        "src/lib.rs": "mod a;\npub use a::*;\n",
        "src/a.rs": "pub use crate::*;\npub use super::a::b::c;\n",
    }
    files = FakeFiles(texts)
    assert RULES.module_members(files, "src/lib.rs", -1, "nothing", lambda name: ()) == ()


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("(pub A, B<C, D>)", ("A", "B<C, D>")),
        ("(#[from] io::Error, pub(crate) fn(u8) -> u8)", ("io::Error", "fn(u8) -> u8")),
        ("()", ()),
        ("", ()),
    ],
)
def test_fields_without_names(written: str, expected: tuple[str, ...]) -> None:
    assert standard.positional(written) == expected


def test_a_manifest_that_is_being_typed_says_nothing() -> None:
    texts = {"Cargo.toml": "[package\nname=", "src/lib.rs": "mod a;", "src/a.rs": "use crate::X;"}
    assert facts_of.targets(texts, "src/a.rs") == [_target("src/lib.rs", "X")]


def test_reparse_of_blanked_macros() -> None:
    source = b'fn f() { println!("{}", a.b); }\n'
    facts = outline_of("rust", source, parsing.parse("rust", source))
    assert not facts.errors
