"""References of C: declarations and definitions are one, statics of other files are not."""

from __future__ import annotations

import pytest

from tests.resolution.checks import check_references

CASES = {
    "prototype, definition and calls": """
//- util.h
int clamp(int value);
    ^^^^^ def
//- util.c
#include "util.h"
int clam$0p(int value) { return value; }
    ^^^^^ def
//- main.c
#include "util.h"
int main(void) { return clamp(1); }
                        ^^^^^ ref
//- other.c
static int clamp(int value) { return 0; }
int f(void) { return clamp(2); }
""",
    "from a call": """
//- util.h
int clamp(int value);
    ^^^^^ def
//- util.c
#include "util.h"
int clamp(int value) { return value; }
    ^^^^^ def
//- main.c
#include "util.h"
int main(void) { return clam$0p(1); }
                        ^^^^^ ref
""",
    "member": """
//- item.h
struct item { int price; };
                  ^^^^^ def
struct other { int price; };
//- main.c
#include "item.h"
static struct item one = { .price = 1 };
                            ^^^^^ ref
int f(struct item *i, struct other *o) { return i->pri$0ce + o->price; }
                                                   ^^^^^ ref
""",
    "macro": """
//- limits.h
#define LIMIT 3
        ^^^^^ def
//- main.c
#include "limits.h"
int x = LIM$0IT;
        ^^^^^ ref
""",
    "structure": """
//- item.h
struct item { int price; };
       ^^^^ def
//- main.c
#include "item.h"
struct it$0em one;
       ^^^^ ref
int item;
""",
    "within bodies of macros": """
//- main.c
#define LIMIT 3
        ^^^^^ def
#define ALL (LIM$0IT + 1) /* LIMIT */
             ^^^^^ ref
const char *s = "LIMIT";
#undef LIMIT
       ^^^^^ ref
""",
    "typedef, not the tag": """
//- main.c
typedef struct item { struct item *next; } item;
                                           ^^^^ def
int f(struct item *a, it$0em *b);
                      ^^^^ ref
""",
    "function of another language": """
//- usage.h
void usa$0ge(void);
     ^^^^^ def
//- usage.py
def usage(): ...
//- usage.c
#include "usage.h"
void usage(void) {}
     ^^^^^ def
""",
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_references(case: str) -> None:
    check_references(case)
