"""Where names of Python lead: scopes, imports, classes, inferred types."""

from __future__ import annotations

import pytest

from tests.resolution.checks import check_definition

CASES = {
    "local variable before global": """
//- a.py
x = 1
def f():
    x = 2
    ^ def
    return x$0
""",
    "global statement": """
//- a.py
counter = 0
^^^^^^^ def
def bump():
    global counter
    counter$0 = 1
""",
    "nonlocal statement": """
//- a.py
def outer():
    total = 0
    ^^^^^ def
    def inner():
        nonlocal total
        total$0 += 1
""",
    "class scope is not visible in methods": """
//- a.py
limit = 1
^^^^^ def
class A:
    limit = 2
    def f(self):
        return limit$0
""",
    "class scope is visible in the class body": """
//- a.py
class A:
    limit = 2
    ^^^^^ def
    double = limit$0 * 2
""",
    "comprehension variable": """
//- a.py
item = 1
squares = [it$0em * item for item in range(3)]
                           ^^^^ def
""",
    "walrus binds in the function": """
//- a.py
def f(data):
    if any((last := one) for one in data):
            ^^^^ def
        return la$0st
""",
    "match capture": """
//- a.py
def f(command):
    match command:
        case [action, target]:
                      ^^^^^^ def
            return tar$0get
""",
    "lambda parameter": """
//- a.py
key = lambda row: ro$0w[0]
             ^^^ def
""",
    "absolute import": """
//- pkg/__init__.py
//- pkg/mod.py
def work(): ...
    ^^^^ def
//- main.py
from pkg.mod import work
wo$0rk()
""",
    "relative import": """
//- pkg/__init__.py
//- pkg/a.py
def work(): ...
    ^^^^ def
//- pkg/sub/__init__.py
//- pkg/sub/b.py
from ..a import work as w
w$0()
""",
    "module through a package attribute": """
//- pkg/__init__.py
//- pkg/mod.py
def work(): ...
    ^^^^ def
//- main.py
import pkg.mod
pkg.mod.wo$0rk()
""",
    "re-export through a package": """
//- pkg/__init__.py
from .impl import Engine
//- pkg/impl.py
class Engine: ...
      ^^^^^^ def
//- main.py
from pkg import Engine
Eng$0ine()
""",
    "star import": """
//- lib.py
def helper(): ...
    ^^^^^^ def
//- main.py
from lib import *
hel$0per()
""",
    "star import through a package of stars only": """
//- pkg/__init__.py
from pkg.fields import *
//- pkg/fields.py
class Char: ...
      ^^^^ def
//- main.py
import pkg
pkg.Ch$0ar
""",
    "src layout": """
//- src/shop/__init__.py
//- src/shop/cart.py
class Cart: ...
      ^^^^ def
//- tests/test_cart.py
from shop.cart import Cart
Ca$0rt()
""",
    "namespace package": """
//- ns/part/mod.py
def work(): ...
    ^^^^ def
//- main.py
from ns.part.mod import work
wor$0k()
""",
    "conditional import takes the first that exists": """
//- fast.py
def run(): ...
    ^^^ def
//- main.py
try:
    from _native import run
except ImportError:
    from fast import run
ru$0n()
""",
    "import inside a function": """
//- lib.py
def helper(): ...
    ^^^^^^ def
//- main.py
def f():
    from lib import helper
    return hel$0per()
""",
    "method through the constructor's type": """
//- a.py
class A:
    def go(self): ...
        ^^ def
class B:
    def go(self): ...
a = A()
a.g$0o()
""",
    "inherited method": """
//- base.py
class Base:
    def go(self): ...
        ^^ def
//- a.py
from base import Base
class A(Base): ...
A().g$0o()
""",
    "method resolution order is C3": """
//- a.py
class Root:
    def go(self): ...
class Left(Root): ...
class Right(Root):
    def go(self): ...
        ^^ def
class Both(Left, Right): ...
Both().g$0o()
""",
    "self attribute": """
//- a.py
class A:
    def __init__(self):
        self.size = 1
             ^^^^ def
    def f(self):
        return self.si$0ze
""",
    "type of a self attribute": """
//- a.py
class Engine:
    def start(self): ...
        ^^^^^ def
class Car:
    def __init__(self):
        self.engine = Engine()
    def go(self):
        self.engine.st$0art()
""",
    "super": """
//- a.py
class Base:
    def go(self): ...
        ^^ def
class A(Base):
    def go(self):
        super().g$0o()
""",
    "super takes the next class in the order, not every base": """
//- a.py
class Mixin:
    def go(self): ...
        ^^ def
class Base:
    def go(self): ...
class A(Mixin, Base):
    def go(self):
        super().g$0o()
""",
    "type argument of an annotation is no binding": """
//- a.py
class Reading: ...
      ^^^^^^^ def
def f(a: list[Reading]) -> dict[str, Readi$0ng]: ...
""",
    "annotated parameter": """
//- a.py
class A:
    def go(self): ...
        ^^ def
def f(a: "A | None"):
    a.g$0o()
""",
    "Optional": """
//- a.py
from typing import Optional
class A:
    def go(self): ...
        ^^ def
def f(a: Optional[A] = None):
    a.g$0o()
""",
    "declared return type": """
//- a.py
class A:
    def go(self): ...
        ^^ def
def make() -> A: ...
make().g$0o()
""",
    "inferred return type": """
//- a.py
class A:
    def go(self): ...
        ^^ def
def make():
    a = A()
    return a
make().g$0o()
""",
    "chain that returns self": """
//- a.py
class Query:
    def filter(self):
        return self
    def order(self):
        ^^^^^ def
        return self
Query().filter().filter().ord$0er()
""",
    "Self": """
//- a.py
from typing import Self
class Base:
    def copy(self) -> Self: ...
class A(Base):
    def go(self): ...
        ^^ def
A().copy().g$0o()
""",
    "iteration over a typed container": """
//- a.py
class A:
    def go(self): ...
        ^^ def
def f(items: list[A]):
    for item in items:
        item.g$0o()
""",
    "items of a typed dictionary": """
//- a.py
class A:
    def go(self): ...
        ^^ def
def f(items: dict[str, A]):
    for key, item in items.items():
        item.g$0o()
""",
    "context manager": """
//- a.py
class Session:
    def __enter__(self) -> "Session": ...
    def commit(self): ...
        ^^^^^^ def
with Session() as session:
    session.com$0mit()
""",
    "exception": """
//- a.py
class Failure(Exception):
    def reason(self): ...
        ^^^^^^ def
try: ...
except Failure as error:
    error.rea$0son()
""",
    "property": """
//- a.py
class Engine:
    def start(self): ...
        ^^^^^ def
class Car:
    @property
    def engine(self) -> Engine: ...
Car().engine.st$0art()
""",
    "class method": """
//- a.py
class A:
    @classmethod
    def make(cls):
        return cls()
    def go(self): ...
        ^^ def
A.make().g$0o()
""",
    "class attribute through the class": """
//- a.py
class A:
    limit: int = 1
    ^^^^^ def
A.lim$0it
""",
    "enum member": """
//- a.py
from enum import Enum
class Color(Enum):
    RED = 1
    ^^^ def
Color.RE$0D
""",
    "tuple unpacking": """
//- a.py
class A:
    def go(self): ...
        ^^ def
class B: ...
first, second = B(), A()
second.g$0o()
""",
    "await": """
//- a.py
class A:
    def go(self): ...
        ^^ def
async def fetch() -> A: ...
async def main():
    a = await fetch()
    a.g$0o()
""",
    "keyword argument is the parameter": """
//- a.py
def paint(color, width=1): ...
                 ^^^^^ def
paint("red", wid$0th=2)
""",
    "keyword argument of a constructor": """
//- a.py
class A:
    def __init__(self, size): ...
                       ^^^^ def
A(si$0ze=1)
""",
    "keyword argument of a dataclass is the field": """
//- a.py
from dataclasses import dataclass
@dataclass
class A:
    size: int
    ^^^^ def
A(si$0ze=1)
""",
    "keyword argument that the constructor does not name is no field": """
//- a.py
class A:
    label = ""
    def __init__(self, **options): ...
A(lab$0el="x")
""",
    "decorated function keeps its name": """
//- a.py
import functools
@functools.cache
def compute(): ...
    ^^^^^^^ def
comp$0ute()
""",
    "unknown receiver with a unique member is a marked guess": """
//- a.py
class A:
    def distinctive(self): ...
        ^^^^^^^^^^^ def name
//- b.py
def f(thing):
    thing.dist$0inctive()
""",
    "unknown receiver with several candidates gives nothing": """
//- a.py
class A:
    def go(self): ...
class B:
    def go(self): ...
def f(thing):
    thing.g$0o()
""",
    "isinstance narrows": """
//- a.py
class A:
    def go(self): ...
        ^^ def
class B:
    def go(self): ...
def f(thing):
    if isinstance(thing, A):
        thing.g$0o()
""",
    "broken source": """
//- a.py
class A:
    def go(self): ...
        ^^ def
def f(:
    A().g$0o(
""",
    "type alias": """
//- a.py
class A:
    def go(self): ...
        ^^ def
Thing = A
def f(thing: Thing):
    thing.g$0o()
""",
    "generic class by substitution": """
//- a.py
from typing import Generic, TypeVar
T = TypeVar("T")
class Box(Generic[T]):
    def get(self) -> T: ...
class A:
    def go(self): ...
        ^^ def
def f(box: Box[A]):
    box.get().g$0o()
""",
}


@pytest.mark.parametrize("text", CASES.values(), ids=CASES.keys())
def test_definition(text: str) -> None:
    check_definition(text)
