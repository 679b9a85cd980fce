"""What operators of C++ give."""

from __future__ import annotations

import pytest

from tests.resolution.checks import check_definition

CASES = {
    "result of an operator": """
//- main.cc
struct Money { int cents; };
                   ^^^^^ def
struct Other { int cents; };
Money operator+(const Other& a, const Other& b);
int f(Other a, Other b) { return (a + b).cen$0ts; }
""",
    "result of a member operator": """
//- main.cc
struct Money { int cents; };
                   ^^^^^ def
struct Item { int cents; Money operator[](int n); };
int f(Item a) { return a[1].cen$0ts; }
""",
    "result of the call operator": """
//- main.cc
struct Money { int cents; };
                   ^^^^^ def
struct Item { int cents; Money operator()(int n); };
int f(Item a) { return a(1).cen$0ts; }
""",
    "result of the arrow operator": """
//- main.cc
struct Money { int cents; };
                   ^^^^^ def
struct Handle { Money* operator->(); };
struct Other { int cents; };
int f(Handle a) { return a->cen$0ts; }
""",
    "result of the star operator": """
//- main.cc
struct Money { int cents; };
                   ^^^^^ def
struct Iterator { Money& operator*(); };
struct Other { int cents; };
int f(Iterator a) { return (*a).cen$0ts; }
""",
    "dereference operator of a template": """
//- main.cc
template <typename T> struct Ref { T* operator->(); T& operator*(); };
struct Money { int cents; };
                   ^^^^^ def
struct Other { int cents; };
int f(Ref<Money> a) { return a->cen$0ts; }
""",
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_definition(case: str) -> None:
    check_definition(case)
