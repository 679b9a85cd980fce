"""Where names of C++ lead: namespaces, members, out-of-line definitions, inheritance, overloads."""

from __future__ import annotations

import pytest

from tests.resolution.checks import check_definition

CASES = {
    "class of an included header": """
//- include/shop/item.h
namespace shop { class Item { }; }
                       ^^^^ def
//- src/main.cc
#include "shop/item.h"
shop::It$0em *item;
""",
    "namespace segment": """
//- a.h
namespace shop { class Item { }; }
          ^^^^ def
//- main.cc
#include "a.h"
sh$0op::Item *item;
""",
    "middle of a path": """
//- a.h
namespace a { namespace b { struct S { static int f(); }; } }
                        ^ def
namespace b { struct S { static int f(); }; }
//- main.cc
#include "a.h"
int x = a::b$0::S::f();
""",
    "static member by path": """
//- a.h
namespace a { namespace b { struct S { static int f(); }; } }
                                                  ^ def
namespace b { struct S { static int f(); }; }
//- main.cc
#include "a.h"
int x = a::b::S::f$0();
""",
    "using namespace": """
//- a.h
namespace shop { class Item { }; }
                       ^^^^ def
//- main.cc
#include "a.h"
using namespace shop;
It$0em *item;
""",
    "using declaration": """
//- a.h
namespace shop { class Item { }; }
                       ^^^^ def
//- main.cc
#include "a.h"
using shop::Item;
It$0em *item;
""",
    "namespace alias": """
//- a.h
namespace shop { namespace v2 { class Item { }; } }
                                      ^^^^ def
//- main.cc
#include "a.h"
namespace s = shop::v2;
s::It$0em *item;
""",
    "same namespace in another file": """
//- a.h
namespace shop { class Item { }; }
                       ^^^^ def
//- main.cc
#include "a.h"
namespace shop { It$0em *item; }
""",
    "member through a variable": """
//- a.h
class Item { public: int price(); };
                         ^^^^^ def
class Other { public: int price(); };
//- main.cc
#include "a.h"
int f() { Item item; return item.pri$0ce(); }
""",
    "member through auto and new": """
//- a.h
class Item { public: int price(); };
                         ^^^^^ def
class Other { public: int price(); };
//- main.cc
#include "a.h"
int f() { auto item = new Item(); return item->pri$0ce(); }
""",
    "member through a smart pointer": """
//- a.h
class Item { public: int price(); };
                         ^^^^^ def
class Other { public: int price(); };
//- main.cc
#include "a.h"
int f(std::unique_ptr<Item> item) { return item->pri$0ce(); }
""",
    "member through make_unique": """
//- a.h
class Item { public: int price(); };
                         ^^^^^ def
class Other { public: int price(); };
//- main.cc
#include "a.h"
int f() { auto item = std::make_unique<Item>(1); return item->pri$0ce(); }
""",
    "member through static_cast": """
//- a.h
class Item { public: int price(); };
                         ^^^^^ def
class Other { public: int price(); };
//- main.cc
#include "a.h"
int f(void *p) { return static_cast<Item*>(p)->pri$0ce(); }
""",
    "member of a vector's element": """
//- a.h
class Item { public: int price(); };
                         ^^^^^ def
class Other { public: int price(); };
//- main.cc
#include "a.h"
int f(const std::vector<Item>& items) { for (auto& one : items) one.pri$0ce(); return 0; }
""",
    "inherited member": """
//- a.h
class Base { public: int price(); };
                         ^^^^^ def
class Item : public Base { };
class Other { public: int price(); };
//- main.cc
#include "a.h"
int f(Item& item) { return item.pri$0ce(); }
""",
    "this": """
//- main.cc
class Item { int price_; int f() { return this->pri$0ce_; } };
                 ^^^^^^ def
class Other { int price_; };
""",
    "member without a receiver": """
//- main.cc
class Item { int f() { return pri$0ce_; } int price_; };
                                            ^^^^^^ def
class Other { int price_; };
""",
    "member in an out-of-line function": """
//- a.h
class Item { int f(); int price_; };
                          ^^^^^^ def
class Other { int price_; };
//- a.cc
#include "a.h"
int Item::f() { return pri$0ce_; }
""",
    "inherited member in an out-of-line function": """
//- a.h
namespace shop {
class Base { protected: int price_; };
                            ^^^^^^ def
class Item : public Base { int f(); };
}
//- a.cc
#include "a.h"
namespace shop {
int Item::f() { return pri$0ce_; }
}
""",
    "exported class": """
//- a.h
class SHOP_EXPORT Item : public Base {
                  ^^^^ def
 public:
  int price();
};
//- main.cc
#include "a.h"
It$0em item;
""",
    "member of an exported class": """
//- a.h
class SHOP_EXPORT Item {
 public:
  Item();
  int price() const;
      ^^^^^ def
};
//- main.cc
#include "a.h"
int f(Item item) { return item.pri$0ce(); }
""",
    "scoped enumerator": """
//- main.cc
enum class Color { RED };
                   ^^^ def
Color c = Color::RE$0D;
""",
    "enumerator of a class": """
//- main.cc
class Item { public: enum Kind { SMALL }; };
                                 ^^^^^ def
int k = Item::SMA$0LL;
""",
    "overload by number of arguments": """
//- main.cc
int price(int a);
int price(int a, int b);
    ^^^^^ def
int x = pri$0ce(1, 2);
""",
    "nested class": """
//- main.cc
class Item { public: struct Tag { int n; }; };
                                      ^ def
struct Tag { int n; };
int f(Item::Tag t) { return t.$0n; }
""",
    "template parameter": """
//- main.cc
template <typename T> T twice(T value) { T$0 x = value; return x; }
                   ^ def
""",
    "template class's member": """
//- main.cc
template <typename T> struct Box { T* get(); };
                                      ^^^ def
struct Other { int get(); };
int f(Box<int> b) { b.ge$0t(); return 1; }
""",
    "lambda parameter": """
//- main.cc
auto l = [](int value) { return val$0ue; };
                ^^^^^ def
""",
    "alias of a type": """
//- main.cc
struct Item { int price; };
                  ^^^^^ def
struct Other { int price; };
using Thing = Item;
int f(Thing* t) { return t->pri$0ce; }
""",
    "anonymous namespace": """
//- main.cc
namespace { int helper() { return 1; } }
                ^^^^^^ def
int f() { return help$0er(); }
//- other.cc
namespace { int helper() { return 2; } }
""",
    "free function of another source": """
//- b.cc
namespace shop { int price() { return 1; } }
                     ^^^^^ def
//- main.cc
namespace shop { int f() { return pri$0ce(); } }
""",
    "class before its constructor out of line": """
//- a.h
namespace n {
class Item { public: Item(); int price(); };
      ^^^^ def
}
//- a.cc
#include "a.h"
namespace n {
Item::Item() {}
int It$0em::price() { return 1; }
}
""",
    "type of a declared function in its own class": """
//- a.h
namespace n {
class Item { public: Item(); It$0em& operator=(const Item&); };
      ^^^^ def
}
//- a.cc
#include "a.h"
namespace n {
Item::Item() {}
}
""",
    "name of a destructor": """
//- a.h
class Item { public: ~It$0em(); };
                     ^^^^^ def
""",
    "namespace member that the file includes": """
//- a.h
namespace n { class Item { public: int price(); }; }
                    ^^^^ def
//- other.cc
namespace n { struct Item { int price(); }; }
//- b.h
namespace n { class Item; struct Options { const It$0em* item; }; }
""",
    "member of an unknown type of another library": """
//- a.cc
#include <string>
struct Slice { void clear(); };
struct Table { std::string keys; void f() { keys.cl$0ear(); } };
""",
    "variable that looks like a function": """
//- a.cc
struct Item { int price; };
                  ^^^^^ def
struct Other { int price; };
int f(int one, int two) {
  Item item(one, n::two);
  return item.pri$0ce;
}
""",
    "using-declaration of an included header": """
//- a.h
namespace re { class RE { public: static int match(); }; }
                                             ^^^^^ def
using re::RE;
//- a.cc
#include "a.h"
int f() { return RE::mat$0ch(); }
""",
    "nested class within its own out-of-line constructor": """
//- a.h
namespace re { class RE { public: class Set { public: Set(Set&& other); int size_; }; }; }
                                                                            ^^^^^ def
//- a.cc
#include "a.h"
namespace re {
RE::Set::Set(Set&& other) : size_(other.siz$0e_) {}
}
""",
    "namespace behind a macro with a type as its argument": """
//- a.h
namespace re { class Item {}; }
                     ^^^^ def
//- a.cc
#include "a.h"

DEFINE_FLAG(bool, verbose, false, "speak");

namespace re {
It$0em *one;
}
""",
    "tilde of a destructor": """
//- a.h
class Item { public: $0~Item(); };
                     ^^^^^ def
""",
    "namespace that a macro opens": """
//- include/lib/core.hpp
#define LIB_BEGIN_NAMESPACE namespace lib { inline namespace v9 {
#define LIB_END_NAMESPACE } }

LIB_BEGIN_NAMESPACE
struct view { int size(); };
                  ^^^^ def
LIB_END_NAMESPACE
//- main.cc
#include <lib/core.hpp>
int f(lib::view *v) { return v->si$0ze(); }
""",
    "function of a namespace that a macro opens": """
//- include/lib/core.hpp
#define LIB_BEGIN_NAMESPACE namespace lib {
#define LIB_END_NAMESPACE }

LIB_BEGIN_NAMESPACE
void print(int value);
     ^^^^^ def
LIB_END_NAMESPACE
//- main.cc
#include <lib/core.hpp>
void f() { lib::pri$0nt(1); }
""",
    "nothing is guessed of a scope that is not known": """
//- a.h
struct Item { int limits; };
//- main.cc
#include "a.h"
int f() { return std::lim$0its; }
""",
    "function behind several annotations": """
//- a.hpp
template <typename T>
MY_NODISCARD MY_INLINE auto format(T value) -> int { return 1; }
                            ^^^^^^ def
//- main.cc
#include "a.hpp"
int f() { return for$0mat(1); }
""",
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_definition(case: str) -> None:
    check_definition(case)
