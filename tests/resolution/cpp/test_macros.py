"""Code of C++ with macros and conditions within: what is behind them is found as if they were not there."""

from __future__ import annotations

import pytest

from tests.resolution.checks import check_definition

CASES = {
    "constraint over several lines": """
//- main.cc
template <typename T,
          LIB_ENABLE_IF(!std::is_same<T, bool>::value &&
                        (std::is_integral<T>::value || sizeof(T) > 4))>
LIB_CONSTEXPR auto write(T value) -> int { return 1; }
                   ^^^^^ def
int f() { return wri$0te(1); }
""",
    "constraint before other parameters": """
//- main.cc
template <LIB_REQUIRES((sizeof(int) > 2)), typename T> int write(T value) { return 1; }
                                                           ^^^^^ def
int f() { return wri$0te(1); }
""",
    "word of a constraint": """
//- main.cc
template <typename T> struct is_small { };
                             ^^^^^^^^ def
template <typename T, LIB_ENABLE_IF(is_sm$0all<T>::value)> int write(T value) { return 1; }
""",
    "path within a constraint": """
//- a.h
#define LIB_BEGIN_NAMESPACE namespace lib {
#define LIB_END_NAMESPACE }

LIB_BEGIN_NAMESPACE
namespace detail { template <typename T> using is_exotic = not_same<T, char>; }
                                               ^^^^^^^^^ def
template <typename T, LIB_ENABLE_IF(detail::is_ex$0otic<T>::value)> void print(T value);
LIB_END_NAMESPACE
""",
    "namespace that a module has the name of": """
//- core.h
#define LIB_BEGIN_NAMESPACE namespace lib {
#define LIB_END_NAMESPACE }

LIB_BEGIN_NAMESPACE
class file { public: void close(); };
                          ^^^^^ def
LIB_END_NAMESPACE
//- util.h
#ifdef LIB_MODULE
import lib;
#else
#  include "core.h"
#endif
//- main.cc
#include "util.h"
void f() { lib::file one; one.clo$0se(); }
""",
    "using-declaration of a namespace below one that a macro opens": """
//- core.h
#define LIB_BEGIN_NAMESPACE namespace lib {
#define LIB_END_NAMESPACE }

LIB_BEGIN_NAMESPACE
namespace detail { template <typename T> T max_value(); }
                                           ^^^^^^^^^ def
LIB_END_NAMESPACE
//- main.cc
#include "core.h"
using lib::detail::max_value;
int f() { int max = max_v$0alue<int>(); return max; }
""",
    "macro with a comment in its body": """
//- main.cc
#define CHECK(condition, message) \\
        ^^^^^ def
  ((condition) /* no void here */ \\
     ? 0 : fail(message))
int f() { return CHE$0CK(1, ""); }
""",
    "type parameter as a scope": """
//- main.cc
struct A {
  template <typename F>
                     ^ def
  auto format(int p, F& ctx) const -> typename F$0::iterator { return 1; }
};
""",
    "message to the compiler before a constructor": """
//- main.cc
class buffer {
 protected:
  LIB_MSC_WARNING(suppress : 26495)
  buffer(int size) : size_(size) {}
  int size_;
      ^^^^^ def
 public:
  int size() { return si$0ze_; }
};
""",
    "annotation that is called by no known name": """
//- main.cc
int before();
LIB_SLOW std::string describe(int code) { return ""; }
                     ^^^^^^^^ def
std::string f() { return descr$0ibe(1); }
""",
    "blocks of macros for exceptions": """
//- main.cc
void report(int code) {
  LIB_TRY { send(code); }
  LIB_CATCH(...) {}
}
int after();
    ^^^^^ def
int f() { return aft$0er(); }
""",
    "conditions around the bases of a class": """
//- main.cc
struct Base { int size; };
                  ^^^^ def
class Store
#if LIB_GCC_VERSION && LIB_GCC_VERSION < 409
    // an old compiler
    : public Base
#endif
{
 public:
  int total() { return si$0ze; }
};
""",
    "conditions around an initialiser": """
//- main.cc
struct Store {
  Store() :
#ifdef LIB_OLD
    other_(1),
#endif
    size_(2) {}
  int other_;
  int size_;
      ^^^^^ def
};
int f(Store s) { return s.si$0ze_; }
""",
    "conditions around an attribute": """
//- main.cc
template <typename T>
#if LIB_CLANG_VERSION >= 307
__attribute__((no_sanitize("undefined")))
#endif
inline auto reserve(T it, int n) -> int { return n; }
            ^^^^^^^ def
int f() { return res$0erve(1, 2); }
""",
    "conditions around a part of an expression": """
//- main.cc
bool f(int a, int b) {
  return a
#ifdef LIB_BOTH
      && b
#endif
      ;
}
int after();
    ^^^^^ def
int g() { return aft$0er(); }
""",
    "the branch that a feature of the standard takes": """
//- main.cc
#if defined(__cpp_if_constexpr) && defined(__cpp_return_type_deduction)
#  define COMPILE(s) s
          ^^^^^^^ def first
#else
#  define COMPILE(s) (s)
          ^^^^^^^ def
#endif
int f() { return COMP$0ILE(1); }
""",
    "the branch that an older standard takes": """
//- compile_commands.json
[{"directory": "/w", "file": "/w/main.cc", "command": "c++ -std=gnu++11 -c /w/main.cc"}]
//- main.cc
#if __cplusplus >= 201402L
#  define COMPILE(s) s
          ^^^^^^^ def
#else
#  define COMPILE(s) (s)
          ^^^^^^^ def first
#endif
int f() { return COMP$0ILE(1); }
""",
    "what one namespace holds, opened by a macro and by itself": """
//- core.h
#define BEGIN_DETAIL_NAMESPACE namespace detail {
#define END_DETAIL_NAMESPACE }
BEGIN_DETAIL_NAMESPACE
int copy(int value);
    ^^^^ def
END_DETAIL_NAMESPACE
//- other.h
namespace detail { int copy(int value); }
//- main.cc
#include "core.h"
namespace detail { int other(); }
int f() { return detail::co$0py(1); }
""",
    "local reference to a pointer": """
//- main.cc
void f(const char*& it) { const char*& at = it; ++a$0t; }
                                       ^^ def
""",
    "local constructed with an element": """
//- main.cc
void f(char** names) { Stream in(names[1]); i$0n.read(); }
                              ^^ def
""",
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_definition(case: str) -> None:
    check_definition(case)
