"""Which occurrences of Python mean a definition: through imports, aliases, keywords and name lists."""

from __future__ import annotations

import pytest

from tests.resolution.checks import check_references

CASES = {
    "function through imports and aliases": """
//- pkg/__init__.py
from .a import restock as again
               ^^^^^^^ ref
                          ^^^^^ ref
//- pkg/a.py
def restock(item): ...
    ^^^^^^^ def
//- main.py
from pkg import again, a
                ^^^^^ ref
from other import restock
again$0(1)
^^^^^ ref
a.restock()
  ^^^^^^^ ref
def f(restock): return restock
""",
    "names listed in __all__": """
//- a.py
__all__ = ["work", "rest"]
            ^^^^ ref
def wo$0rk(): ...
    ^^^^ def
note = "work"
""",
    "parameter named by callers": """
//- a.py
def paint(color, wi$0dth=1):
                 ^^^^^ def
    return width
           ^^^^^ ref
//- b.py
from a import paint
width = 3
paint("red", width=width)
             ^^^^^ ref
""",
    "method of one class and not of another": """
//- a.py
class A:
    def g$0o(self): ...
        ^^ def
class B:
    def go(self): ...
A().go()
    ^^ ref
B().go()
def f(x):
    x.go()
""",
    "local variable": """
//- a.py
def f():
    to$0tal = 0
    ^^^^^ def
    for x in range(3):
        total += x
        ^^^^^ ref
    return total
           ^^^^^ ref
def g():
    total = 1
""",
}


@pytest.mark.parametrize("text", CASES.values(), ids=CASES.keys())
def test_references(text: str) -> None:
    check_references(text)
