"""Types of C++ that are not written: auto, containers, smart pointers, loops."""

from __future__ import annotations

import pytest

from tests.resolution.checks import check_definition

CASES = {
    "auto from a function": """
//- main.cc
struct Money { int cents; };
                   ^^^^^ def
struct Other { int cents; };
Money* find();
int f() { auto m = find(); return m->cen$0ts; }
""",
    "auto from a function that returns auto": """
//- main.cc
struct Money { int cents; };
                   ^^^^^ def
struct Other { int cents; };
auto find() { return Money(); }
int f() { auto m = find(); return m.cen$0ts; }
""",
    "auto from braces": """
//- main.cc
struct Money { int cents; };
                   ^^^^^ def
struct Other { int cents; };
int f() { auto m = Money{1}; return m.cen$0ts; }
""",
    "range-for over a map's pairs": """
//- main.cc
struct Money { int cents; };
                   ^^^^^ def
struct Other { int cents; };
int f(std::map<int, Money>& all) { for (auto& [key, m] : all) return m.cen$0ts; return 0; }
""",
    "second of a map's pair": """
//- main.cc
struct Money { int cents; };
                   ^^^^^ def
struct Other { int cents; };
int f(std::map<int, Money>& all) { for (auto& p : all) return p.second.cen$0ts; return 0; }
""",
    "iterator of a map": """
//- main.cc
struct Money { int cents; };
                   ^^^^^ def
struct Other { int cents; };
int f(std::map<int, Money>& all) { auto it = all.find(1); return it->second.cen$0ts; }
""",
    "iterator of a vector": """
//- main.cc
struct Money { int cents; };
                   ^^^^^ def
struct Other { int cents; };
void f(std::vector<Money>& all) { for (auto it = all.begin(); it != all.end(); ++it) it->cen$0ts; }
""",
    "back of a vector": """
//- main.cc
struct Money { int cents; };
                   ^^^^^ def
struct Other { int cents; };
int f(std::vector<Money*>& all) { return all.back()->cen$0ts; }
""",
    "range-for over a class with begin": """
//- main.cc
struct Money { int cents; };
                   ^^^^^ def
struct Other { int cents; };
struct Purse { Money* begin(); Money* end(); };
int f(Purse& all) { for (auto& m : all) return m.cen$0ts; return 0; }
""",
    "lambda's capture": """
//- main.cc
struct Item { int price; };
                  ^^^^^ def
struct Other { int price; };
int f() { Item i; auto l = [&i]() { return i.pri$0ce; }; return l(); }
""",
    "lambda's result": """
//- main.cc
struct Item { int price; };
                  ^^^^^ def
struct Other { int price; };
Item make();
int f() { auto l = [] { return make(); }; return l().pri$0ce; }
""",
    "structured binding of a struct": """
//- main.cc
struct Item { int price; };
                  ^^^^^ def
struct Other { int price; };
struct Pair { Item first; int second; };
Pair make();
int f() { auto [i, n] = make(); return i.pri$0ce; }
""",
    "pair": """
//- main.cc
struct Item { int price; };
                  ^^^^^ def
struct Other { int price; };
int f(std::pair<int, Item> p) { return p.second.pri$0ce; }
""",
    "if with a declaration": """
//- main.cc
struct Item { int price; };
                  ^^^^^ def
struct Other { int price; };
Item* find();
int f() { if (auto* i = find()) return i->pri$0ce; return 0; }
""",
    "catch": """
//- main.cc
struct Error { int code; };
                   ^^^^ def
struct Other { int code; };
int f() { try { } catch (const Error& e) { return e.co$0de; } return 0; }
""",
    "unique_ptr get": """
//- main.cc
struct Item { int price; };
                  ^^^^^ def
struct Other { int price; };
int f(std::unique_ptr<Item>& i) { return i.get()->pri$0ce; }
""",
    "star of a smart pointer": """
//- main.cc
struct Item { int price; };
                  ^^^^^ def
struct Other { int price; };
int f(std::shared_ptr<Item>& i) { return (*i).pri$0ce; }
""",
    "dynamic_cast": """
//- main.cc
struct Item { int price; };
                  ^^^^^ def
struct Other { int price; };
int f(void* p) { auto* i = dynamic_cast<const Item*>(p); return i->pri$0ce; }
""",
    "array of a class": """
//- main.cc
struct Item { int price; };
                  ^^^^^ def
struct Other { int price; };
int f() { Item all[4]; for (const Item& i : all) return i.pri$0ce; return 0; }
""",
    "decltype": """
//- main.cc
struct Item { int price; };
                  ^^^^^ def
struct Other { int price; };
int f(Item i) { decltype(i) j; return j.pri$0ce; }
""",
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_definition(case: str) -> None:
    check_definition(case)
