"""References of C++: a member's declaration, its out-of-line definition and its uses."""

from __future__ import annotations

import pytest

from tests.resolution.checks import check_references

CASES = {
    "out-of-line member": """
//- item.h
namespace shop {
class Item {
 public:
  int price() const;
      ^^^^^ def
};
class Other { public: int price() const; };
}
//- item.cc
#include "item.h"
namespace shop {
int Item::pri$0ce() const { return 1; }
          ^^^^^ def
}
//- main.cc
#include "item.h"
int f(shop::Item& item, shop::Other& other) { return item.price() + other.price(); }
                                                          ^^^^^ ref
""",
    "class": """
//- item.h
namespace shop { class Item { }; }
                       ^^^^ def
//- main.cc
#include "item.h"
using shop::Item;
            ^^^^ ref
It$0em one;
^^^^ ref
shop::Item two;
      ^^^^ ref
""",
    "class with its constructors and destructor": """
//- a.h
class It$0em { public: Item(); ~Item(); };
      ^^^^ def
                     ^^^^ ref
                              ^^^^ ref
//- a.cc
#include "a.h"
Item::Item() {}
^^^^ ref
      ^^^^ ref
Item *make() { return new Item(); }
^^^^ ref
                          ^^^^ ref
""",
    "forward declaration in a namespace of its own": """
//- a.h
namespace n { namespace log { class Writ$0er {}; } }
                                    ^^^^^^ def
//- b.h
namespace n { class Writer; namespace log { class Writer; } }
                                                  ^^^^^^ ref
""",
    "virtual member with what overrides it, and what it overrides": """
//- a.h
class Base { public: virtual int price() = 0; int plain(); };
                                 ^^^^^ ref
class Item : public Base { public: int pri$0ce() override; };
                                       ^^^^^ def
class Book : public Item { public: int price() override { return 3; } };
                                       ^^^^^ ref
class Other { public: int price(); };
//- a.cc
#include "a.h"
int Item::price() { return 1; }
          ^^^^^ def
int f(Base *b, Item *i, Other *o) { return b->price() + i->price() + o->price(); }
                                              ^^^^^ ref
                                                           ^^^^^ ref
int g(Book *b) { return b->price(); }
""",
    "member that hides another": """
//- a.h
class Base { public: int price(); };
                         ^^^^^ def
class Item : public Base { public: int price(); };
int f(Base *b, Item *i) { return b->pri$0ce() + i->price(); }
                                    ^^^^^ ref
""",
    "destructor with what it overrides": """
//- a.h
class Base { public: virtual ~Base(); };
                             ^^^^^ ref
class Item : public Base { public: ~It$0em(); };
                                   ^^^^^ def
class Book : public Item { public: ~Book(); };
                                   ^^^^^ ref
//- a.cc
#include "a.h"
Item::~Item() {}
      ^^^^^ def
""",
    "constructor of variables, members, bases and temporaries": """
//- a.h
struct Item { explicit It$0em(int n); Item(int a, int b); };
                       ^^^^ def
//- a.cc
#include "a.h"
Item::Item(int n) {}
      ^^^^ def
void use(const Item& i);
Item all(1), other(1, 2);
     ^^^ ref
struct Shop { Shop() : first_(1), second_(1, 2) {} Item first_; Item second_; };
                       ^^^^^^ ref
struct Book : Item { Book() : Item(1) {} };
                              ^^^^ ref
void f() { use(Item(1)); use(Item(1, 2)); Item* i = new Item(1); }
               ^^^^ ref
                                                        ^^^^ ref
""",
    "subclass of a class by its alias": """
//- a.cc
struct Base { virtual int price(); };
                          ^^^^^ def
typedef Base Alias;
struct Item : Alias { int pri$0ce() override; };
                          ^^^^^ def
int f(Item* i) { return i->price(); }
                           ^^^^^ ref
""",
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_references(case: str) -> None:
    check_references(case)
