"""Scopes of C++: namespaces, classes, templates, enumerations, headers shared with C."""

from __future__ import annotations

import pytest

from tests.resolution.checks import check_definition

CASES = {
    "friend function": """
//- main.cc
struct Item { friend int price(const Item& i); };
int price(const Item& i) { return 1; }
    ^^^^^ def
int f(Item& i) { return pri$0ce(i); }
""",
    "enumerator of a namespace": """
//- main.cc
namespace shop { enum Color { RED }; }
                              ^^^ def
int c = shop::RE$0D;
""",
    "using-declaration in a namespace, seen from another file": """
//- lib/status.h
namespace lib { namespace detail { class Status { public: int code() const; }; }
                                                              ^^^^ def
using ::lib::detail::Status;
}
//- app/main.cc
#include "lib/status.h"
namespace lib { namespace app { int f(const Status& s) { return s.co$0de(); } } }
""",
    "using-declaration in a namespace, by the name of the namespace": """
//- lib/status.h
namespace lib { namespace detail { class Status {}; }
                                         ^^^^^^ def
using detail::Status;
}
//- app/main.cc
#include "lib/status.h"
lib::Sta$0tus s;
""",
    "using-declaration in a namespace that the file does not include": """
//- lib/status.h
namespace lib { namespace detail { class Status {}; }
using detail::Status;
}
//- lib/other.h
namespace lib { int other(); }
//- app/main.cc
#include "lib/other.h"
lib::Sta$0tus s;
""",
    "namespace around, in a using-declaration": """
//- main.cc
namespace lib { namespace detail { class Status {}; }
                          ^^^^^^ def
using det$0ail::Status;
}
""",
    "base with a using-declaration of its constructors": """
//- main.cc
template <typename C> class Context { public: Context(); };
                            ^^^^^^^ def
template <typename C> class Printing : public Cont$0ext<C> { using Context<C>::Context; };
""",
    "member within a structure whose name follows its body": """
//- main.cc
typedef struct { int count; int twice() { return 2 * cou$0nt; } } Item;
                     ^^^^^ def
""",
    "enumerator within its class": """
//- main.cc
struct Item { enum Kind { SMALL }; int f() { return SMA$0LL; } };
                          ^^^^^ def
""",
    "enumerator by unscoped enumeration": """
//- main.cc
struct Item { enum Kind { SMALL }; };
                          ^^^^^ def
int k = Item::Kind::SMA$0LL;
""",
    "header shared with C": """
//- lib/util.h
#ifdef __cplusplus
extern "C" {
#endif
int clamp(int value);
    ^^^^^ def
#ifdef __cplusplus
}
#endif
//- lib/util.c
//- app/main.cc
#include "lib/util.h"
int f() { return cla$0mp(1); }
""",
    "structure of a header shared with C": """
//- lib/util.h
typedef struct item { int price; } item_t;
                          ^^^^^ def
struct other { int price; };
//- lib/util.c
//- app/main.cc
#include "lib/util.h"
int f(item_t* i) { return i->pri$0ce; }
""",
    "function of a C source": """
//- lib/util.c
int clamp(int value) { return value; }
//- lib/util.h
int clamp(int value);
    ^^^^^ def
//- app/main.cc
#include "lib/util.h"
int f() { return cla$0mp(1); }
""",
    "template function by name": """
//- main.cc
template <typename T> T twice(T value) { return value + value; }
                        ^^^^^ def
int x = twi$0ce<int>(1);
""",
    "member template": """
//- main.cc
struct Item { template <typename T> T as() const; };
                                      ^^ def
struct Other { int as(); };
int f(Item& i) { return i.a$0s<int>(); }
""",
    "member of a template's member": """
//- main.cc
template <typename T> struct Box { T* get(); };
struct Item { int price; };
                  ^^^^^ def
struct Other { int price; };
int f(Box<Item> b) { return b.get()->pri$0ce; }
""",
    "alias template": """
//- main.cc
template <typename T> struct Box { T* get(); };
                                      ^^^ def
struct Other { int get(); };
template <typename T> using Crate = Box<T>;
int f(Crate<int> b) { b.ge$0t(); return 1; }
""",
    "typedef in a class": """
//- main.cc
struct Item { int price; };
                  ^^^^^ def
struct Other { int price; };
struct Shop { typedef Item value_type; };
int f(Shop::value_type* i) { return i->pri$0ce; }
""",
    "using of a base's member": """
//- main.cc
struct Base { int price(); };
                  ^^^^^ def
struct Item : private Base { using Base::pri$0ce; };
""",
    "multiple inheritance": """
//- main.cc
struct A { int a(); };
struct B { int b(); };
               ^ def
struct C : public A, public B { };
int f(C& c) { return c.$0b(); }
""",
    "inherited through a template base": """
//- main.cc
template <typename T> struct Base { int price(); };
                                        ^^^^^ def
struct Item : Base<Item> { };
struct Other { int price(); };
int f(Item& i) { return i.pri$0ce(); }
""",
    "inherited nested type": """
//- main.cc
struct Base { struct Tag { int n; }; };
                               ^ def
struct Item : Base { int f(Tag t) { return t.$0n; } };
struct Tag { int m; };
""",
    "nested namespace definition": """
//- main.cc
namespace a::b::c { int f(); }
                        ^ def
int x = a::b::c::f$0();
""",
    "inline namespace": """
//- main.cc
namespace a { inline namespace v1 { int f(); } }
                                        ^ def
int x = a::f$0();
""",
    "global scope": """
//- main.cc
int price();
    ^^^^^ def
namespace shop { int price(); int f() { return ::pri$0ce(); } }
""",
    "using in a function": """
//- main.cc
namespace shop { struct Item { int price; }; }
                                   ^^^^^ def
struct Other { int price; };
int f() { using shop::Item; Item i; return i.pri$0ce; }
""",
    "using namespace in a function": """
//- main.cc
namespace shop { struct Item { int price; }; }
                                   ^^^^^ def
struct Other { int price; };
int f() { using namespace shop; Item i; return i.pri$0ce; }
""",
    "static member defined out of line": """
//- main.cc
struct Item { static int count; };
                         ^^^^^ def
int Item::count = 0;
int f() { return Item::cou$0nt; }
""",
    "pointer to member function": """
//- main.cc
struct Item { int price(); };
                  ^^^^^ def
int (Item::*p)() = &Item::pri$0ce;
""",
    "class declared in a function": """
//- main.cc
struct Other { int price; };
int f() { struct Item { int price; int twice() { return pri$0ce * 2; } }; return 0; }
                            ^^^^^ def
""",
    "concept": """
//- main.cc
template <typename T> concept Priced = true;
                              ^^^^^^ def
template <Pri$0ced T> int f(T t);
""",
    "member of a namespace, defined out of it": """
//- a.h
namespace shop { int price(int n); }
                     ^^^^^ def
//- a.cc
#include "a.h"
int shop::price(int n) { return n; }
//- main.cc
#include "a.h"
int f() { return shop::pri$0ce(1); }
""",
    "a class before a member function of its name, as a scope": """
//- main.cc
struct Regexp { enum Flags { LIKE }; };
                             ^^^^ def
struct RE { Regexp* Regexp() const; struct Options { int flags(); }; };
int RE::Options::flags() { return Regexp::LI$0KE; }
""",
    "enumerator of the class around a class that is defined out of it": """
//- main.cc
struct Regexp { enum Flags { LIKE }; class State; };
                             ^^^^ def
class Regexp::State { int f(); };
int Regexp::State::f() { return LI$0KE; }
""",
    "class whose destructor has an annotation": """
//- main.cc
class Fatal : public Log {
      ^^^^^ def
 public:
  ATTRIBUTE_NORETURN ~Fatal() { abort(); }
 private:
  Fatal(const Fa$0tal&) = delete;
};
""",
    "macro called among the members of a class": """
//- main.cc
#define MAKE_PARSER(type, name) Arg(type* p) : arg_(p) {}
        ^^^^^^^^^^^ def
class Arg {
  MAKE_PAR$0SER(signed char, parse_schar);
  void* arg_;
};
""",
    "namespace that a macro opens, by its name": """
//- include/lib/core.hpp
#define LIB_BEGIN_NAMESPACE namespace lib { inline namespace v9 {
                                      ^^^ def
#define LIB_END_NAMESPACE } }

LIB_BEGIN_NAMESPACE
struct view { int size(); };
LIB_END_NAMESPACE
//- main.cc
#include <lib/core.hpp>
int f(li$0b::view *v);
""",
    "path into a namespace that a macro opens": """
//- include/lib/core.hpp
#define LIB_BEGIN_NAMESPACE namespace lib { inline namespace v9 {
#define LIB_END_NAMESPACE } }

LIB_BEGIN_NAMESPACE
namespace detail { bool is_utf8(); }
                        ^^^^^^^ def
LIB_END_NAMESPACE
//- main.cc
#include <lib/core.hpp>
bool f() { return lib::detail::is_ut$0f8(); }
""",
    "using-declaration of a namespace that a macro opens": """
//- include/lib/core.hpp
#define LIB_BEGIN_NAMESPACE namespace lib {
#define LIB_END_NAMESPACE }

LIB_BEGIN_NAMESPACE
struct view { int size(); };
                  ^^^^ def
struct other { int size(); };
LIB_END_NAMESPACE
//- main.cc
#include <lib/core.hpp>
using lib::view;
int f(view *v) { return v->si$0ze(); }
""",
    "class among annotations of every sort": """
//- a.hpp
// A color.
LIB_MODULE_EXPORT_BEGIN

template <typename T, LIB_ENABLE_IF(std::is_integral<T>::value)>
LIB_CONSTEXPR T twice(T value) { return value; }

struct color {
  LIB_CONSTEXPR color() noexcept : value() {}
  LIB_CONSTEXPR_STRINGS
  LIB_INLINE
  explicit LIB_CONSTEXPR color(int v) noexcept : value(v) {}
  int value;
      ^^^^^ def
};
LIB_MODULE_EXPORT_END
//- main.cc
#include "a.hpp"
int f(const color &c) { return c.val$0ue; }
""",
    "macro that stands for a namespace": """
//- lib/port.inc
#define LIB_NAMESPACE_ID google::lib
        ^^^^^^^^^^^^^^^^ def
//- lib/message.h
namespace google { namespace lib { class Message { public: int size(); }; } }
//- lib/message.cc
#include "message.h"
#include "port.inc"
int f(::LIB_NAMES$0PACE_ID::Message *m) { return m->size(); }
""",
    "member of a class in a namespace that a macro stands for": """
//- lib/port.inc
#define LIB_NAMESPACE_ID google::lib
//- lib/message.h
namespace google { namespace lib { class Message { public: int size(); }; } }
                                                               ^^^^ def
class Other { public: int size(); };
//- lib/message.cc
#include "message.h"
#include "port.inc"
int f(::LIB_NAMESPACE_ID::Message *m) { return m->si$0ze(); }
""",
    "class in a namespace that a macro stands for": """
//- lib/port.inc
#define LIB_NAMESPACE_ID google::lib
//- lib/message.h
namespace google { namespace lib { class Message { public: int size(); }; } }
                                         ^^^^^^^ def
//- lib/message.cc
#include "message.h"
#include "port.inc"
int f(::LIB_NAMESPACE_ID::Mes$0sage *m) { return m->size(); }
""",
    "namespace that a macro opens, beside a module of its name": """
//- include/lib/core.hpp
#define LIB_BEGIN_NAMESPACE namespace lib {
#define LIB_END_NAMESPACE }

LIB_BEGIN_NAMESPACE
void print(int value);
     ^^^^^ def
LIB_END_NAMESPACE
//- main.cc
#ifdef LIB_MODULE
import lib;
#endif
#include <lib/core.hpp>
void f() { lib::pri$0nt(1); }
""",
    "name of the class around, in a class written out of line": """
//- a.h
class RE { public: enum Flags { NONE }; class State; };
                        ^^^^^ def
//- main.cc
#include "a.h"
class RE::State {
 public:
  explicit State(Fla$0gs flags);
};
""",
    "namespace of the standard library": """
//- a.h
namespace std { }
//- main.cc
#include "a.h"
int f(s$0td::string text);
""",
    "typedef of a header shared with C": """
//- c.h
typedef struct options_t options_t;
                         ^^^^^^^^^ def
//- main.cc
#include "c.h"
struct options_t { int size; };
void f(opti$0ons_t* options) { }
""",
    "a class written out of line, within itself": """
//- main.cc
struct RE { class Set; };
class RE::Set {
          ^^^ def
 public:
  Set(const Se$0t& other) = delete;
};
""",
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_definition(case: str) -> None:
    check_definition(case)
