"""Pruning leaves nothing out: an outline by parts equals the outline by one query over the whole tree."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tree_sitter import Node, Tree

from codeprism_lsp.extraction import outline as outlines
from codeprism_lsp.extraction import pruning
from codeprism_lsp.facts.outline import Outline
from codeprism_lsp.languages import registry
from codeprism_lsp.syntax import parsing

PROJECTS = Path(__file__).parents[2] / "test-projects"
PRUNED = sorted(name for name, spec in registry.specs().items() if spec.pruning is not None)

SNIPPETS = {
    "c": """
        struct a { int x; } f(struct a b) { return b; }
        int g(void) { struct local { int y; } z; return z.y; }
        int g2(void) { struct __attribute__((packed, aligned(8))) odd { int y; } z; return 0; }
        int g3(void) { enum /* why */ e { ONE, TWO }; return ONE; }
        int h(struct a *p) { int i; for_each(i) { int j; struct a *q = p; } return 0; }
        namespace n { class C; int inner(int a); }
        void k(void) {
        #define INSIDE 1
        #include "inside.h"
        typedef int local_t; }
        static int (*table[])(void) = { g }, *second;
        extern struct b { int deep; } c;
    """,
    "cpp": """
        namespace n { struct A { struct B { int x; }; void f() { struct L { int y; }; } A(); ~A(); }; }
        template <typename T> class V : public A { int s() { auto g = [] { class Q { int z; }; }; } };
        int main() { using std::swap; namespace fs = std::filesystem; enum E { ONE }; return 0; }
        void A::f() { int i; struct ::n::A a; }
    """,
    "python": """
class A(B):
    x = 1
    def f(self):
        self.y = 2
        if self.y:
            self.z: int = 3
    @property
    def g(self): return [self.a for self.b in ()]
    def h(self):
        import os
        from sys import path
        class Local: pass
        def nested(): pass
    def k(self, other): other.self.q = self.w == 1
def top(a, b=lambda: 1):
    c = a
    a = self . deep = 4
    type X = int
async def later(): async def inner(): pass
if True:
    def conditional(): pass
""",
    "go": """
package p
import "fmt"
type T struct { a int; b struct { c int } }
func f(x interface{}) { type local struct { d int }; switch x.(type) { case int: } }
func g() { type ( one int; two = string ) ; fmt.Println() }
func (t *T) m() { var v struct { e int } }
""",
    "java": """
package p;
class A { int x = new B() { int deep; }.y;
  void f() { class Local { int a; } Runnable r = new Runnable() { public void run() {} }; }
  void g() { int[] a = new int[] {1}; foo(new Bar(), 2); record R(int q) {} enum E { ONE } }
  A() { interface I {} }
  enum F { ONE { void h() {} }; void i() {} }
}
""",
    "rust": """
mod m { impl T for U { fn f() { use ::a::b; const C: u8 = 1; fn nested() {} impl<T> X for Y<T> {} } } }
fn g() { macro_rules! m { () => {} } struct S { a: u8 } type Q = u8; static Z: u8 = 1; }
pub extern "C" fn h(f: fn(u8) -> u8) { let x = || { enum E { One } }; }
#[test] fn t() { if let Some(x) = y { mod deep { fn q() {} } } }
""",
}


def _whole(language: str, data: bytes, tree: Tree) -> list[tuple[int, dict[str, list[Node]]]]:
    return parsing.matches(language, "outline", tree.root_node)


def _meaning(outline: Outline) -> tuple[Any, ...]:
    """Everything an outline says, whatever the order of its strings."""
    text = outline.strings
    definitions = [(*row[:8], *(text[i] for i in row[8:])) for row in outline.definitions.T.tolist()]
    imports = [(*row[:3], *(text[i] for i in row[3:6]), *row[6:]) for row in outline.imports.T.tolist()]
    supertypes = [(*row[:2], text[row[2]], row[3]) for row in outline.supertypes.T.tolist()]
    return definitions, imports, supertypes, outline.errors, outline.lines, outline.extra


def _check(monkeypatch: pytest.MonkeyPatch, language: str, data: bytes) -> None:
    tree = parsing.parse(language, data)
    pruned = _meaning(outlines.outline_of(language, data, tree))
    with monkeypatch.context() as patched:
        patched.setattr(outlines, "outline_matches", _whole)
        assert pruned == _meaning(outlines.outline_of(language, data, tree))


@pytest.mark.parametrize("language", PRUNED)
def test_snippets(monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    data = SNIPPETS[language].encode()
    _check(monkeypatch, language, data)
    for end in range(0, len(data), 7):  # broken off anywhere
        _check(monkeypatch, language, data[:end])


@pytest.mark.parametrize("language", PRUNED)
def test_projects(monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    extensions = registry.specs()[language].extensions
    found = [
        path for path in sorted(PROJECTS.rglob("*")) if path.is_file() and path.name.endswith(extensions)
    ]
    assert found
    for path in found:
        _check(monkeypatch, language, path.read_bytes())


@pytest.mark.parametrize("language", PRUNED)
def test_slices_say_what_the_whole_says(monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    data = (SNIPPETS[language] * 4).encode()
    for end in range(0, len(data), 97):
        tree = parsing.parse(language, data[:end])
        whole = _meaning(outlines.outline_of(language, data[:end], tree))
        with monkeypatch.context() as patched:
            patched.setattr(pruning, "_SLICE_BYTES", 512)
            patched.setattr(pruning, "_SLICE_OVERLAP", 256)
            assert whole == _meaning(outlines.outline_of(language, data[:end], tree))
