"""Templates of C++ and what they are for some arguments; declarations and what defines them."""

from __future__ import annotations

import pytest

from codeprism_lsp.analysis import navigation
from codeprism_lsp.resolution.resolver import Resolver
from tests import fixtures
from tests.resolution.checks import check_definition, name_place

CASES = {
    "a template before its specialisations": """
//- core.h
template <typename T, typename Char> struct formatter { int parse(); };
                                            ^^^^^^^^^ def
//- main.cc
#include "core.h"
struct Date { };
template <typename Char> struct formatter<Date, Char> { };
template <typename T> void f(format$0ter<T, char> *one) { }
""",
    "a template of a namespace before its specialisations": """
//- core.h
namespace lib { template <typename T> struct formatter { int parse(); }; }
                                             ^^^^^^^^^ def
//- main.cc
#include "core.h"
struct Date { };
namespace lib { template <> struct formatter<Date> { }; }
template <typename T> void f(lib::format$0ter<T> *one) { }
""",
    "base of a specialisation": """
//- core.h
template <typename T> struct formatter { int parse(); };
                             ^^^^^^^^^ def
//- main.cc
#include "core.h"
template <typename T> struct formatter<T*> : form$0atter<T> { };
""",
    "the specialisation for just these arguments": """
//- main.cc
template <typename T> struct cache;
template <> struct cache<float> { static int size(); };
                                             ^^^^ def
template <> struct cache<double> { static int size(); };
int f() { return cache<float>::si$0ze(); }
""",
    "a specialisation within itself": """
//- main.cc
template <typename T> struct cache { };
template <> struct cache<float> { cac$0he* next; };
                   ^^^^^ def
""",
    "an overload whose parameter any type fits": """
//- main.cc
template <typename... T> int format(Text<T...> text, T&&... args);
                             ^^^^^^ def
template <typename Locale, typename... T>
int format(const Locale& locale, Text<T...> text, T&&... args);
int f() { return for$0mat("{}", 1); }
""",
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_definition(case: str) -> None:
    check_definition(case)


NAVIGATED = {
    "a static member that is defined out of its class": """
//- a.h
class Text { public: static const int npos = -1; };
//- a.cc
#include "a.h"
const int Text::npos;
                ^^^^ def
//- main.cc
#include "a.h"
int f() { return Text::np$0os; }
""",
    "a parameter that is a pointer to a function": """
//- a.h
void enlist(void (*)(int), const char*);
//- a.cc
#include "a.h"
void enlist(void (*call)(int), const char* name) { }
     ^^^^^^ def
//- main.cc
#include "a.h"
void f() { enl$0ist(0, ""); }
""",
    "a destructor that is defaulted out of its class": """
//- a.h
class Item { public: $0~Item(); };
//- a.cc
#include "a.h"
Item::~Item() = default;
      ^^^^^ def
""",
    "on the name of a specialisation": """
//- core.h
template <typename T> struct formatter { };
                             ^^^^^^^^^ def
//- main.cc
#include "core.h"
template <> struct form$0atter<int> { };
""",
    "a namespace that a macro opened before": """
//- core.h
#define LIB_BEGIN_NAMESPACE namespace lib {
                                      ^^^ def
#define LIB_END_NAMESPACE }

LIB_BEGIN_NAMESPACE
int size();
LIB_END_NAMESPACE
//- main.cc
#include "core.h"
namespace lib { int other(); }
int f() { return li$0b::other(); }
""",
}


@pytest.mark.parametrize("case", NAVIGATED.values(), ids=NAVIGATED.keys())
def test_navigation(case: str) -> None:
    fixture = fixtures.parse(case)
    assert fixture.cursor is not None
    resolver = Resolver(fixtures.project(fixture))
    found = navigation.definitions(resolver, *fixture.cursor)
    assert [name_place(resolver, one) for one in found] == fixture.marked("def")
