"""Definition, declaration, implementation, references and highlights, as handlers answer them."""

from __future__ import annotations

import pytest

from codeprism_lsp.features.context import Cancelled
from codeprism_lsp.text.lines import PositionEncoding
from tests.features.session import Session, place_of, uri

SHOP = """
//- shop/base.py
class Base:
      ^^^^ base
    def price(self):
        ^^^^^ base price
        raise NotImplementedError
//- shop/item.py
from shop.base import Base
class Item(Base):
      ^^^^ item
    def price(self):
        ^^^^^ item price
        return 1
//- main.py
from shop.item import Item
Item().pri$0ce()
       ^^^^^ use
"""


def test_definition_gives_locations_of_names() -> None:
    session = Session(SHOP)
    found = session.at_cursor("textDocument/definition")
    assert [place_of(one) for one in found] == session.marked("item price")


def test_definition_gives_links_where_the_client_takes_them() -> None:
    session = Session(SHOP, {"textDocument": {"definition": {"linkSupport": True}}})
    (link,) = session.at_cursor("textDocument/definition")
    assert [place_of(link, "targetSelectionRange", "targetUri")] == session.marked("item price")
    assert link["targetRange"]["start"] == {"line": 2, "character": 4}
    assert link["targetRange"]["end"]["line"] == 3
    assert link["originSelectionRange"] == {
        "start": {"line": 1, "character": 7},
        "end": {"line": 1, "character": 12},
    }


def test_implementations_of_a_method_are_those_of_subtypes() -> None:
    session = Session(
        """
//- shop/base.py
class Base:
    def pri$0ce(self):
        ^^^^^ own
        return 0
//- shop/item.py
from shop.base import Base
class Item(Base):
    def price(self):
        ^^^^^ impl
        return 1
class Special(Item):
    def price(self):
        ^^^^^ impl
        return 2
class Other:
    def price(self):
        return 3
"""
    )
    found = session.at_cursor("textDocument/implementation")
    assert sorted(map(place_of, found)) == sorted(session.marked("impl") + session.marked("own"))


def test_implementations_of_a_type_are_all_types_below_it() -> None:
    session = Session(
        """
//- base.py
class Ba$0se: ...
//- items.py
from base import Base as B
class Item(B): ...
      ^^^^ impl
class Special(Item): ...
      ^^^^^^^ impl
"""
    )
    found = session.at_cursor("textDocument/implementation")
    assert sorted(map(place_of, found)) == session.marked("impl")


C_PAIR = """
//- lib.h
int add(int a, int b);
    ^^^ prototype
//- lib.c
#include "lib.h"
int add(int a, int b) { return a + b; }
    ^^^ body
//- main.c
#include "lib.h"
int main(void) { return add(1, 2); }
                        ^^^ use
"""


@pytest.mark.parametrize(
    ("at", "method", "expected"),
    [
        ("use", "definition", "body"),
        ("use", "declaration", "prototype"),
        ("use", "implementation", "body"),
        ("body", "definition", "prototype"),
        ("prototype", "definition", "body"),
        ("prototype", "implementation", "body"),
    ],
)
def test_prototypes_and_bodies_lead_to_each_other(at: str, method: str, expected: str) -> None:
    session = Session(C_PAIR)
    ((path, line, character),) = session.marked(at)
    params = {"textDocument": {"uri": uri(path)}, "position": {"line": line, "character": character}}
    found = session.ask(f"textDocument/{method}", params)
    assert [place_of(one) for one in found] == session.marked(expected)


REFERENCES = """
//- a.py
def work(): ...
    ^^^^ def
//- b.py
from a import work
              ^^^^ ref
x = wo$0rk()
    ^^^^ ref
name = "👑"; work()
            ^^^^ ref
//- c.py
def work(): ...
work()
"""


@pytest.mark.parametrize("encoding", list(PositionEncoding))
def test_references_are_in_path_order_each_once(encoding: PositionEncoding) -> None:
    session = Session(REFERENCES, encoding=encoding)
    found = session.at_cursor("textDocument/references", context={"includeDeclaration": True})
    assert [place_of(one) for one in found] == session.marked("def") + session.marked("ref")
    found = session.at_cursor("textDocument/references", context={"includeDeclaration": False})
    assert [place_of(one) for one in found] == session.marked("ref")


def test_references_are_streamed_file_by_file() -> None:
    session = Session(REFERENCES)
    params = {
        "textDocument": {"uri": uri("a.py")},
        "position": {"line": 0, "character": 5},
        "context": {"includeDeclaration": True},
    }
    assert session.ask("textDocument/references", params, partial=True) == []
    parts = [[place_of(one) for one in part["value"]] for part in session.sent]
    assert parts == [session.marked("def"), session.marked("ref")]


def test_highlights_tell_writes_from_reads() -> None:
    session = Session(
        """
//- a.py
def f():
    total = 0
    ^^^^^ write
    total += 1
    ^^^^^ write
    return to$0tal
           ^^^^^ read
"""
    )
    found = session.at_cursor("textDocument/documentHighlight")
    by_kind = {2: "read", 3: "write"}
    assert sorted((by_kind[one["kind"]], *one["range"]["start"].values()) for one in found) == sorted(
        (label, line, character)
        for label in ("read", "write")
        for _, line, character in session.marked(label)
    )


@pytest.mark.parametrize(
    "method",
    [
        "textDocument/definition",
        "textDocument/declaration",
        "textDocument/implementation",
        "textDocument/documentHighlight",
        "textDocument/hover",
        "textDocument/prepareTypeHierarchy",
        "textDocument/prepareCallHierarchy",
    ],
)
@pytest.mark.parametrize(
    ("document", "line", "character"),
    [("none.py", 0, 0), ("main.py", 9999, 9999), ("main.py", 0, 9999), ("shop/base.py", 2, 0)],
)
def test_odd_places_have_no_answer_and_no_error(
    method: str, document: str, line: int, character: int
) -> None:
    params = {"textDocument": {"uri": uri(document)}, "position": {"line": line, "character": character}}
    answer = Session(SHOP).ask(method, params)
    assert not answer or document == "main.py"


@pytest.mark.parametrize("address", ["untitled:Untitled-1", "http://x/y", "file://host/x", "", "%%"])
def test_uris_that_are_no_files_have_no_answer(address: str) -> None:
    params = {"textDocument": {"uri": address}, "position": {"line": 0, "character": 0}}
    assert Session(SHOP).ask("textDocument/definition", params) is None


def test_cancellation_ends_references() -> None:
    session = Session(REFERENCES)
    session.cancellation.cancel()
    with pytest.raises(Cancelled):
        session.at_cursor("textDocument/references", context={"includeDeclaration": True})


def test_references_to_a_type_of_java_cover_its_qualifier() -> None:
    session = Session(
        """
//- a/Outer.java
package a;
public class Outer { public static class In$0ner { } }
                                         ^^^^^ use
//- b/Use.java
package b;
import a.Outer;
import a.Outer.Inner;
       ^^^^^^^^^^^^^ use
/** See {@link a.Outer.Inner}, {@link Use#take(Inner)} and {@link Use#take(a.Outer.Inner)}. */
               ^^^^^^^^^^^^^ use
                                               ^^^^^ use
                                                                           ^^^^^^^^^^^^^ use
class Use extends Outer.Inner { a.Outer.Inner one = new Outer.Inner(); Inner two; }
                  ^^^^^^^^^^^ use
                                ^^^^^^^^^^^^^ use
                                                        ^^^^^^^^^^^ use
                                                                       ^^^^^ use
"""
    )
    found = session.at_cursor("textDocument/references", context={"includeDeclaration": True})
    assert [place_of(one) for one in found] == session.marked("use")


def test_references_to_a_constructor_of_java_begin_where_it_is_called() -> None:
    session = Session(
        """
//- a/Item.java
package a;
public class Item { $0Item(int x) { } Item() { this(1); } static Item of() { return new Item(2); } }
                    ^^^^ use
                                             ^^^^ use
                                                                                  ^^^^^^^^ use
"""
    )
    found = session.at_cursor("textDocument/references", context={"includeDeclaration": True})
    assert [place_of(one) for one in found] == session.marked("use")


def test_a_static_import_of_java_names_its_type_with_the_package() -> None:
    session = Session(
        """
//- a/Item.java
package a;
public class It$0em { public static int ONE; }
             ^^^^ use
//- b/Use.java
package b;
import static a.Item.ONE;
              ^^^^^^ use
class Use { int one = ONE; }
"""
    )
    found = session.at_cursor("textDocument/references", context={"includeDeclaration": True})
    assert [place_of(one) for one in found] == session.marked("use")
