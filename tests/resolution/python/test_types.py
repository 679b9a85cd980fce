"""Where names of Python lead by types: annotations, generics, special classes, narrowing."""

from __future__ import annotations

import pytest

from tests.resolution.checks import check_definition

CASES = {
    "names imported for type checkers only": """
//- a.py
class Item:
    def run(self): ...
        ^^^ def
//- b.py
from __future__ import annotations
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from a import Item
def f(item: Item):
    item.ru$0n()
""",
    "annotation in quotes": """
//- a.py
class Item:
    def run(self): ...
        ^^^ def
def f(item: "Item"):
    item.ru$0n()
""",
    "union of types": """
//- a.py
class One:
    def run(self): ...
        ^^^ def
class Two:
    def run(self): ...
        ^^^ def
def f(item: One | Two):
    item.ru$0n()
""",
    "Union with None": """
//- a.py
from typing import Union
class One:
    def run(self): ...
        ^^^ def
def f(item: Union[None, One]):
    item.ru$0n()
""",
    "class as a value": """
//- a.py
class Item:
    @classmethod
    def make(cls): ...
        ^^^^ def
def f(kind: type[Item]):
    kind.ma$0ke()
""",
    "instance of a class as a value": """
//- a.py
class Item:
    def run(self): ...
        ^^^ def
def f(kind: type[Item]):
    kind().ru$0n()
""",
    "field of a named tuple": """
//- a.py
from typing import NamedTuple
class Point(NamedTuple):
    x: int
    ^ def
def f(p: Point):
    p.$0x
""",
    "type of a named tuple's field": """
//- a.py
from typing import NamedTuple
class Item:
    def run(self): ...
        ^^^ def
class Pair(NamedTuple):
    first: Item
def f(p: Pair):
    p.first.ru$0n()
""",
    "parts of a named tuple": """
//- a.py
from typing import NamedTuple
class Item:
    def run(self): ...
        ^^^ def
class Pair(NamedTuple):
    count: int
    first: Item
def f(p: Pair):
    n, first = p
    first.ru$0n()
""",
    "key of a typed dictionary": """
//- a.py
from typing import TypedDict
class Item:
    def run(self): ...
        ^^^ def
class Box(TypedDict):
    item: Item
def f(box: Box):
    box["item"].ru$0n()
""",
    "field of a dataclass": """
//- a.py
from dataclasses import dataclass, field
class Item:
    def run(self): ...
        ^^^ def
@dataclass
class Box:
    items: list[Item] = field(default_factory=list)
def f(box: Box):
    for item in box.items:
        item.ru$0n()
""",
    "member of a metaclass": """
//- a.py
class Meta(type):
    def register(cls): ...
        ^^^^^^^^ def
class Item(metaclass=Meta): ...
Item.regis$0ter()
""",
    "enum member's value and name": """
//- a.py
from enum import Enum
class Color(Enum):
    RED = 1
    def shown(self): ...
        ^^^^^ def
Color.RED.sho$0wn()
""",
    "members of an enum in a loop": """
//- a.py
from enum import Enum
class Color(Enum):
    RED = 1
    def shown(self): ...
        ^^^^^ def
for color in Color:
    color.sho$0wn()
""",
    "stub beside the source": """
//- pkg/__init__.py
//- pkg/a.py
def run(): ...
    ^^^ def first
//- pkg/a.pyi
def run() -> None: ...
    ^^^ def
//- b.py
from pkg.a import ru$0n
""",
    "package directory of pyproject": """
//- pyproject.toml
[tool.setuptools]
package-dir = {"" = "lib"}
//- lib/pkg/__init__.py
def run(): ...
    ^^^ def
//- tests/test_a.py
from pkg import ru$0n
""",
    "package directory of setup.cfg": """
//- setup.cfg
[options]
package_dir =
    = python
//- python/pkg/__init__.py
def run(): ...
    ^^^ def
//- tests/test_a.py
from pkg import ru$0n
""",
    "capture of a class pattern": """
//- a.py
class Item:
    def run(self): ...
        ^^^ def
def f(x):
    match x:
        case Item() as item:
            item.ru$0n()
""",
    "cached property": """
//- a.py
from functools import cached_property
class Part:
    def run(self): ...
        ^^^ def
class Item:
    @cached_property
    def part(self) -> Part: ...
Item().part.ru$0n()
""",
    "parameter with a default": """
//- a.py
class Item:
    def run(self): ...
        ^^^ def
def f(item=Item()):
    item.ru$0n()
""",
    "element of a comprehension": """
//- a.py
class Item:
    def run(self): ...
        ^^^ def
def f(items: list[Item]):
    found = [item for item in items]
    found[0].ru$0n()
""",
    "generator's elements": """
//- a.py
from collections.abc import Iterator
class Item:
    def run(self): ...
        ^^^ def
def items() -> Iterator[Item]:
    yield Item()
for item in items():
    item.ru$0n()
""",
    "enumerated elements": """
//- a.py
class Item:
    def run(self): ...
        ^^^ def
def f(items: list[Item]):
    for n, item in enumerate(items):
        item.ru$0n()
""",
    "zipped elements": """
//- a.py
class Item:
    def run(self): ...
        ^^^ def
def f(names: list[str], items: list[Item]):
    for name, item in zip(names, items):
        item.ru$0n()
""",
    "nested function's variable of the function around": """
//- a.py
def f():
    count = 1
    ^^^^^ def
    def g():
        return cou$0nt
""",
    "context manager by a decorator": """
//- a.py
from contextlib import contextmanager
class Item:
    def run(self): ...
        ^^^ def
@contextmanager
def opened():
    yield Item()
with opened() as item:
    item.ru$0n()
""",
    "context manager by a decorator with a written type": """
//- a.py
from collections.abc import Iterator
from contextlib import contextmanager
class Item:
    def run(self): ...
        ^^^ def
@contextmanager
def opened() -> Iterator[Item]:
    yield Item()
with opened() as item:
    item.ru$0n()
""",
    "static method through an instance": """
//- a.py
class Item:
    @staticmethod
    def make(): ...
        ^^^^ def
Item().ma$0ke()
""",
    "attribute set in another method": """
//- a.py
class Part:
    def run(self): ...
        ^^^ def
class Item:
    def prepare(self):
        self.part = Part()
    def go(self):
        self.part.ru$0n()
""",
    "type variable bound by an argument": """
//- a.py
from typing import TypeVar
T = TypeVar("T")
class Item:
    def run(self): ...
        ^^^ def
def same(x: T) -> T: ...
same(Item()).ru$0n()
""",
    "type parameter bound by an argument": """
//- a.py
class Item:
    def run(self): ...
        ^^^ def
def first[T](xs: list[T]) -> T: ...
first([Item()]).ru$0n()
""",
    "inherited type argument": """
//- a.py
from typing import Generic, TypeVar
T = TypeVar("T")
class Item:
    def run(self): ...
        ^^^ def
class Base(Generic[T]):
    def get(self) -> T: ...
class Items(Base[Item]): ...
Items().get().ru$0n()
""",
    "import under another name": """
//- a.py
class Item: ...
      ^^^^ def
//- b.py
import a as other
other.It$0em
""",
    "module of a package by a chain": """
//- p/__init__.py
//- p/q/__init__.py
//- p/q/r.py
def run(): ...
    ^^^ def
//- b.py
import p.q.r
p.q.r.ru$0n()
""",
    "name that a package's file takes out of a module": """
//- p/__init__.py
from .q import *
__all__ = ["run"]
//- p/q.py
def run(): ...
    ^^^ def
def hidden(): ...
//- b.py
from p import ru$0n
""",
    "isinstance with several classes": """
//- a.py
class One:
    def run(self): ...
        ^^^ def
class Two:
    def run(self): ...
        ^^^ def
def f(x):
    if isinstance(x, (One, Two)):
        x.ru$0n()
""",
    "a test that leaves where it fails": """
//- a.py
class One:
    def run(self): ...
        ^^^ def
def f(x):
    if not isinstance(x, One):
        return
    x.ru$0n()
""",
}


@pytest.mark.parametrize("name", CASES)
def test_definition(name: str) -> None:
    check_definition(CASES[name])
