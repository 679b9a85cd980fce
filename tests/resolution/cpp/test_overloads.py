"""Which of several functions of C++ a call means, and what it finds by its arguments."""

from __future__ import annotations

import pytest

from tests.resolution.checks import check_definition

CASES = {
    "overload by an argument's type": """
//- main.cc
struct Item { int n; };
int price(int a);
int price(const Item& a);
    ^^^^^ def
int f(Item& i) { return pri$0ce(i); }
""",
    "overload by a literal": """
//- main.cc
int price(const char* a);
    ^^^^^ def
int price(int a);
int x = pri$0ce("a");
""",
    "overload by a number": """
//- main.cc
int price(const char* a);
int price(int a);
    ^^^^^ def
int x = pri$0ce(1);
""",
    "overloaded member by type": """
//- main.cc
struct Item { int n; };
struct Shop { int price(int a); int price(Item* a); };
                                    ^^^^^ def
int f(Shop& s, Item* i) { return s.pri$0ce(i); }
""",
    "overload with a default argument": """
//- main.cc
int price(int a, int b = 1);
    ^^^^^ def
int price(int a, int b, int c);
int x = pri$0ce(1);
""",
    "type of a call by its overload": """
//- main.cc
struct Item { int price; };
                  ^^^^^ def
struct Other { int price; };
Other find(int a);
Item find(int a, int b);
int f() { return find(1, 2).pri$0ce; }
""",
    "class by new": """
//- main.cc
struct Item { Item(); Item(int n); };
       ^^^^ def
Item* i = new It$0em(1);
""",
    "member initialiser": """
//- main.cc
struct Base { Base(int n); };
struct Item : Base { Item(int n) : Base(n), pri$0ce_(n) {} int price_; };
                                                             ^^^^^^ def
""",
    "member initialiser out of line": """
//- main.cc
struct Item { Item(int n); int price_; };
                               ^^^^^^ def
struct Other { int price_; };
Item::Item(int n) : pri$0ce_(n) {}
""",
    "function found by its argument": """
//- main.cc
namespace shop { struct Item { }; int price(const Item& i); }
                                      ^^^^^ def
namespace other { int price(int n); }
int f(shop::Item& i) { return pri$0ce(i); }
""",
    "friend found by its argument": """
//- main.cc
namespace shop { struct Item { friend int price(const Item& i) { return 1; } }; }
                                          ^^^^^ def
int f(shop::Item& i) { return pri$0ce(i); }
""",
    "override's base by super call": """
//- main.cc
struct Base { virtual int price(); };
                          ^^^^^ def
struct Item : Base { int price() override { return Base::pri$0ce(); } };
""",
    "if with initialiser": """
//- main.cc
struct Item { int price; };
                  ^^^^^ def
struct Other { int price; };
Item* find();
int f() { if (auto i = find(); i) return i->pri$0ce; return 0; }
""",
    "overload in a base not hidden by using": """
//- main.cc
struct Base { int f(int a); };
struct Item : Base { using Base::f; int f(int a, int b); };
                                        ^ def
int g(Item& i) { return i.$0f(1, 2); }
""",
    "const overload": """
//- main.cc
struct Item { int& at(int i); const int& at(int i) const; };
                   ^^ def
int f(Item& i) { return i.a$0t(1); }
""",
    "const overload of a const object": """
//- main.cc
struct Item { int& at(int i); const int& at(int i) const; };
                                         ^^ def
int f(const Item& i) { return i.a$0t(1); }
""",
    "template argument's class": """
//- main.cc
struct Item { int price; };
       ^^^^ def
std::vector<It$0em> all;
""",
    "member initialised by a parameter of its name": """
//- main.cc
template <typename T> struct State {
  State(int re) : r$0e(re) {}
  int re;
      ^^ def
};
""",
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_definition(case: str) -> None:
    check_definition(case)
