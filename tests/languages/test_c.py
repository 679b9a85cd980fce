"""Facts, scopes and import rules of C."""

from __future__ import annotations

import pytest

from codeprism_lsp.facts.kinds import Modifier
from codeprism_lsp.languages.c.headers import is_cpp_header
from codeprism_lsp.languages.c.macros import blank
from codeprism_lsp.languages.c.rules import RULES
from codeprism_lsp.languages.spec import ModuleTarget
from codeprism_lsp.syntax import parsing
from codeprism_lsp.text.edits import TextRange, apply_change
from codeprism_lsp.text.lines import LineIndex, Position, PositionEncoding
from tests.languages import facts_of
from tests.languages.fake_files import FakeFiles

OUTLINES = {
    "functions": (
        "int f(int a) { return a; }\nchar **g(void) { }\nint (*h(int a))(void) { }\nint kr(a) int a; { }",
        ["function f: int", "function g: char", "function h: int", "function kr: int"],
    ),
    "structures": (
        (
            "struct s { int a, *b, c[2]; struct t { int d; } e; union { int f; }; int (*g)(int); "
            "unsigned h:3; };"
        ),
        [
            "struct s",
            "field s.a: int",
            "field s.b: int",
            "field s.c: int",
            "struct s.t",
            "field s.t.d: int",
            "field s.e: t",
            "field s.f: int",
            "field s.g: int",
            "field s.h: unsigned",
        ],
    ),
    "a member with a nameless structure holds its members": (
        "struct s { struct { int a; } b; };",
        ["struct s", "field s.b", "field s.b.a: int"],
    ),
    "typedefs": (
        (
            "typedef struct { int a; } s;\ntypedef struct n { int a; } n_t;\ntypedef struct n *n_p;\n"
            "typedef int (*cb)(void *);\ntypedef enum { A } e;\ntypedef unsigned char bytes[4];\n"
            "typedef int (fn)(int);"
        ),
        [
            "struct s",
            "field s.a: int",
            "struct n",
            "field n.a: int",
            "type_alias n_t: n",
            "type_alias n_p: struct n",
            "type_alias cb: int",
            "enum e",
            "enum_member e.A",
            "type_alias bytes: unsigned char",
            "type_alias fn: int",
        ],
    ),
    "variables": (
        "int a = 1, b[3], *c;\nstatic const struct ops d = { .x = 1 };\nint (*e)(int) = f;\nextern int g[];",
        [
            "variable a: int",
            "variable b: int",
            "variable c: int",
            "variable d: struct ops",
            "variable e: int",
            "variable g: int",
        ],
    ),
    "all branches of conditionals": (
        (
            "#ifdef A\nint f(void) { }\n# if B\nint g(void);\n# else\n"
            "int h;\n# endif\n#else\n#define X 1\n#endif\n"
        ),
        ["function f: int", "function g: int", "variable h: int", "macro X"],
    ),
    "macros": ("#define A\n#define B(x, ...) x\n", ["macro A", "macro B"]),
    "locals are none of the outline's": (
        "int f(void) { int x; int g(int); static int y; }",
        ["function f: int"],
    ),
    "annotations": (
        (
            "static int __init f(void) { }\nstatic __always_inline struct s *g(void) { }\n"
            "static int x __read_mostly = 1;\nstatic struct s y __initdata = { 1 };\n"
            "LIB_EXPORT const struct s *h(void);\nstruct __packed p { int a; } __aligned(4);\n"
        ),
        [
            "function f: int",
            "function g: struct s",
            "variable x: int",
            "variable y: struct s",
            "function h: struct s",
            "struct p",
            "field p.a: int",
        ],
    ),
    "definitions by macro": (
        (
            "SYSCALL_DEFINE2(open, const char __user *, name, int, flags)\n{\n\tint local;\n}\n"
            "SYSCALL_DEFINE0(fork)\n{\n}\nstatic DEFINE_MUTEX(lock);\nLIST_HEAD(all);\nint after;\n"
        ),
        ["function open", "function fork", "variable lock", "variable all", "variable after: int"],
    ),
    "broken": (
        "int f(void) { return 1 +; }\nint g(void) { return 2; }\nint h(\n",
        None,
    ),
}


@pytest.mark.parametrize(("source", "expected"), OUTLINES.values(), ids=OUTLINES.keys())
def test_outline(source: str, expected: list[str] | None) -> None:
    facts = facts_of.outline("c", source)
    if expected is None:
        assert "function g: int" in facts_of.definitions(facts)
        assert facts.errors > 0
    else:
        assert facts_of.definitions(facts) == expected


def test_modifiers() -> None:
    facts = facts_of.outline(
        "c",
        "static inline int a(void) { }\nint b(void);\nextern int c;\nstatic const int d;\nextern int e = 1;",
    )
    assert [facts.modifiers(index) for index in facts.walk()] == [
        Modifier.STATIC | Modifier.INLINE,
        Modifier.DECLARATION,
        Modifier.EXTERN | Modifier.DECLARATION,
        Modifier.STATIC | Modifier.CONST,
        Modifier.EXTERN,
    ]


def test_imports() -> None:
    facts = facts_of.outline("c", '#include "a/b.h"\n#ifdef X\n#include <sys/c.h>\n#endif\n')
    assert facts_of.imports(facts) == ["include a/b.h", "include_system sys/c.h"]


def test_bindings() -> None:
    source = "int f(struct s *p, int n) { int i = n, *q; for (int j = 0;;) { } out: return i; }"
    assert facts_of.bindings(facts_of.view("c", source)) == [
        "parameter p: struct s",
        "parameter n: int",
        "variable i: int = value n",
        "variable q: int",
        "variable j: int = value 0",
        "variable out",
    ]


ROLES = {
    "void f(void) { $0g(1); }": "call",
    "void f(void) { $0x = 1; }": "write",
    "void f(void) { $0x++; }": "write",
    "int f(void) { return $0x; }": "read",
    "int f(void) { return $0x->y; }": "receiver",
    "struct $0s *x;": "type",
    "$0t x;": "type",
    "#ifdef $0A\n#endif\n": "macro",
}


@pytest.mark.parametrize(("source", "expected"), ROLES.items(), ids=ROLES.keys())
def test_roles(source: str, expected: str) -> None:
    assert facts_of.role("c", source) == expected


WORKSPACE = {
    "include/lib/list.h": "#include <lib/types.h>\nstruct list { int n; };\nint list_len(struct list *l);",
    "include/lib/types.h": "typedef int word;",
    "tools/include/lib/list.h": "struct list;",
    "src/list.c": "#include <lib/list.h>\n#include <stdio.h>\nint list_len(struct list *l) { return 1; }",
    "src/own.h": "#define OWN 1",
    "src/main.c": '#include "own.h"\n#include "lib/list.h"\nstatic int helper(void) { return 1; }',
    "tools/t.c": '#include "lib/list.h"\n#include "../src/own.h"\nint helper(void);',
}


def test_targets() -> None:
    assert facts_of.targets(WORKSPACE, "src/list.c") == [
        [ModuleTarget(("include/lib/list.h",))],
        [ModuleTarget(external="stdio.h")],
    ]
    assert facts_of.targets(WORKSPACE, "src/main.c") == [
        [ModuleTarget(("src/own.h",))],
        [ModuleTarget(("include/lib/list.h",))],
    ]
    assert facts_of.targets(WORKSPACE, "tools/t.c") == [
        [ModuleTarget(("tools/include/lib/list.h",))],
        [ModuleTarget(("src/own.h",))],
    ]


def test_visible() -> None:
    files = FakeFiles(WORKSPACE)

    def rank(path: str, candidate: str, name: str) -> int:
        return RULES.visible(files, path, candidate, files.outline(candidate).by_name[name][0])

    assert rank("src/list.c", "include/lib/types.h", "word") == 0  # through an include of an include
    assert rank("src/main.c", "src/list.c", "list_len") == 1
    assert rank("tools/t.c", "src/list.c", "list_len") == -1  # declared by nothing that it includes
    assert rank("src/list.c", "src/main.c", "helper") == -1  # another file's static
    assert rank("tools/t.c", "include/lib/list.h", "list") > rank("tools/t.c", "src/list.c", "list_len")
    assert rank("src/list.c", "include/lib/list.h", "n") == -1  # a member is no name of the file


def test_declarations_pair_with_definitions() -> None:
    files = FakeFiles(WORKSPACE)
    definers = {"list_len": [("include/lib/list.h", 2), ("src/list.c", 0)]}
    declared = files.outline("include/lib/list.h").by_name["list_len"][0]
    assert RULES.same_entity(files, "include/lib/list.h", declared, lambda name: definers[name]) == [
        ("src/list.c", 0)
    ]
    assert RULES.same_entity(files, "src/list.c", 0, lambda name: definers[name]) == [
        ("include/lib/list.h", 2)
    ]


def test_headers() -> None:
    assert is_cpp_header(b"int x;", [".cc", ".h"])
    assert not is_cpp_header(b"class A { };", [".c", ".h"])
    assert is_cpp_header(b"namespace a {\n}", [".h"])
    assert is_cpp_header(b"template <typename T>\nstruct S;", [])
    assert not is_cpp_header(b"/* class of devices */\nint x;", [])
    assert not is_cpp_header(b'#ifdef __cplusplus\nextern "C" {\n#endif\nint f(void);\n', [])


def test_blanked_text_keeps_its_length_and_its_preprocessor_lines() -> None:
    source = b"#define __init x\nint __init f(void);\nEXPORT int g(void);\n"
    assert blank(source) == b"#define __init x\nint        f(void);\n       int g(void);\n"


def test_an_edit_next_to_a_blanked_word() -> None:
    data = b"int a;\nint __init f(void) { }\nint b;\n"
    tree = parsing.parse("c", data)
    for at, new in ((16, "x"), (17, " "), (7, "static "), (7, "\n"), (11, "#")):
        position = Position(1, at - 7)
        changed, _, edit = apply_change(
            data, LineIndex(data), TextRange(position, position), new, PositionEncoding.UTF8
        )
        again = parsing.reparse("c", changed, tree, [edit]).tree
        assert str(again.root_node) == str(parsing.parse("c", changed).root_node)
