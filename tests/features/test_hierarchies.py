"""Type and call hierarchies, by the items that clients hand back."""

from __future__ import annotations

from typing import Any

from tests.features.session import Session, place_of

TYPES = """
//- base.py
import abc
class Root(abc.ABC): ...
      ^^^^ root
class Ba$0se(Root): ...
      ^^^^ base
//- models/__init__.py
import base as b
from base import Base as Renamed
class One(b.Base): ...
      ^^^ sub
class Two(Renamed): ...
      ^^^ sub
class Three(One): ...
def factory():
    class Inner(Renamed): ...
          ^^^^^ sub
    return Inner
//- other.py
class Base: ...
class Stranger(Base): ...
"""


def names(items: list[dict[str, Any]]) -> list[Any]:
    return [place_of(one, "selectionRange") for one in items]


def test_supertypes_and_subtypes() -> None:
    session = Session(TYPES)
    (item,) = session.at_cursor("textDocument/prepareTypeHierarchy")
    assert names([item]) == session.marked("base")
    assert item["kind"] == 5 and item["name"] == "Base"
    assert names(session.ask("typeHierarchy/supertypes", {"item": item})) == session.marked("root")
    assert names(session.ask("typeHierarchy/subtypes", {"item": item})) == session.marked("sub")


def test_a_specialisation_is_no_template_of_its_own() -> None:
    session = Session(
        """
//- format.h
template <typename T> struct for$0matter { int parse(); };
                             ^^^^^^^^^ template
//- point.cc
#include "format.h"
struct Point {};
template <> struct formatter<Point> : formatter<int> {};
                   ^^^^^^^^^ sub
"""
    )
    (item,) = session.at_cursor("textDocument/prepareTypeHierarchy")
    assert names([item]) == session.marked("template")
    (sub,) = session.ask("typeHierarchy/subtypes", {"item": item})
    assert names([sub]) == session.marked("sub")
    assert names(session.ask("typeHierarchy/supertypes", {"item": sub})) == session.marked("template")


def test_an_item_survives_edits_elsewhere() -> None:
    session = Session(TYPES)
    (item,) = session.at_cursor("textDocument/prepareTypeHierarchy")
    edited = Session(TYPES.replace("import abc\n", "import abc\n\n\n\nX = 1\n"))
    assert names(edited.ask("typeHierarchy/subtypes", {"item": item})) == edited.marked("sub")
    gone = Session(TYPES.replace("class Ba$0se(Root)", "class Bas$0is(Root)"))
    assert gone.ask("typeHierarchy/subtypes", {"item": item}) is None
    item["data"] = {"symbol": "rubbish", "uri": item["uri"]}
    assert names(session.ask("typeHierarchy/subtypes", {"item": item})) == session.marked("sub")


def test_the_type_of_a_value_is_prepared() -> None:
    session = Session(
        """
//- a.py
class A: ...
      ^ type
x = A()
print($0x)
"""
    )
    assert names(session.at_cursor("textDocument/prepareTypeHierarchy")) == session.marked("type")


CALLS = """
//- a.py
def work$0(n):
    ^^^^ work
    help()
    return Box(n).open()
def help(): ...
    ^^^^ called
class Box:
      ^^^ called
    def __init__(self, n): ...
    def open(self): ...
        ^^^^ called
//- b.py
from a import work
def main():
    ^^^^ caller
    work(1)
    return work(2)
class Runner:
    def run(self):
        ^^^ caller
        return work(3)
work(4)
keep = work
"""


def test_incoming_calls_are_grouped_by_caller() -> None:
    session = Session(CALLS)
    (item,) = session.at_cursor("textDocument/prepareCallHierarchy")
    found = session.ask("callHierarchy/incomingCalls", {"item": item})
    callers = [place_of(one["from"], "selectionRange") for one in found]
    assert sorted(callers) == sorted([*session.marked("caller"), ("b.py", 0, 0)])
    by_name = {one["from"]["name"]: [r["start"]["line"] for r in one["fromRanges"]] for one in found}
    assert by_name == {"main": [2, 3], "run": [6], "b.py": [7]}


def test_outgoing_calls_are_grouped_by_what_is_called() -> None:
    session = Session(CALLS)
    (item,) = session.at_cursor("textDocument/prepareCallHierarchy")
    found = session.ask("callHierarchy/outgoingCalls", {"item": item})
    called = sorted(one["to"]["name"] for one in found)
    assert called in (["Box", "help", "open"], ["__init__", "help", "open"])


def test_a_field_assigned_in_a_method_leaves_the_call_to_the_method() -> None:
    session = Session(
        """
//- a.py
def mak$0e(): ...
class Shop:
    def open(self):
        ^^^^ caller
        self.items = make()
"""
    )
    (item,) = session.at_cursor("textDocument/prepareCallHierarchy")
    found = session.ask("callHierarchy/incomingCalls", {"item": item})
    assert [place_of(one["from"], "selectionRange") for one in found] == session.marked("caller")


GO = """
//- go.mod
module example.com/app
//- shape/shape.go
package shape

type Sha$0pe interface {
	Area() float64
	Scale(by float64)
}

type Square struct{ side float64 }
     ^^^^^^ sub
func (s *Square) Area() float64 { return s.side }
func (s *Square) Scale(by float64) {}

type Half struct{}
func (h Half) Area() float64 { return 1 }

type Odd struct{}
func (o Odd) Area() float64 { return 1 }
func (o Odd) Scale(by, twice float64) {}
//- shape/more/more.go
package more

import "example.com/app/shape"

type Tile struct {
     ^^^^ sub
	*shape.Square
}
"""


def test_types_of_go_satisfy_interfaces_by_their_methods() -> None:
    session = Session(GO)
    (item,) = session.at_cursor("textDocument/prepareTypeHierarchy")
    found = session.ask("typeHierarchy/subtypes", {"item": item})
    assert sorted(names(found)) == session.marked("sub")


def test_function_literals_are_below_the_interface_that_is_expected_of_them() -> None:
    session = Session(
        """
//- a/Check.java
package a;
@FunctionalInterface
public interface Ch$0eck<T> { boolean ok(T one); default Check<T> not() { return x -> !ok(x); } }
                 ^^^^^ interface
                                                                               ^^^^ sub
//- a/Use.java
package a;
class Use {
    Check<String> empty = s -> s.isEmpty();
                          ^^^^ sub
    static void all(Check<String> check, Runnable then) { }
    void other() { Runnable r = () -> { }; Check<String> reference = String::isEmpty; }
}
//- b/Far.java
package b;
class Far { void f() { a.Use.all((s) -> true, () -> { }); } }
                                 ^^^^^^ sub
//- b/None.java
package b;
class None { java.util.function.Predicate<String> p = s -> true; }
"""
    )
    (item,) = session.at_cursor("textDocument/prepareTypeHierarchy")
    found = session.ask("typeHierarchy/subtypes", {"item": item})
    assert names(found) == session.marked("sub")
    assert found[1]["name"] == "s ->"
    for one in found:
        assert names(session.ask("typeHierarchy/supertypes", {"item": one})) == session.marked("interface")
        assert session.ask("typeHierarchy/subtypes", {"item": one}) == []
