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
    "a member of a structure of a source": """
//- one.c
struct item { int price; };
                  ^^^^^ def
int f(struct item *i) { return i->pri$0ce; }
                                  ^^^^^ ref
//- other.c
struct item { int price; };
int g(struct item *i) { return i->price; }
""",
    "a member of a structure of a source that another pastes in": """
//- one.c
struct item { int price; };
                  ^^^^^ def
int f(struct item *i) { return i->pri$0ce; }
                                  ^^^^^ ref
//- other.c
#include "one.c"
int g(struct item *i) { return i->price; }
                                  ^^^^^ ref
""",
    "calls, not what looks like them": """
//- util.h
int clamp(int value);
    ^^^^^ def
//- main.c
#include "util.h"
/* clamp(0) */
struct ops { int (*clamp)(int); };
int f(struct ops *o) {
    const char *s = "clamp(1)"; // clamp(1)
    return o->clamp(2) + clam$0p(3);
                         ^^^^^ ref
}
//- far.c
#include "util.h"
int g(int (*clamp)(int)) { return clamp(4); }
int h(int a) { if (a) return clamp(a); return (clamp)(5); }
                             ^^^^^ ref
                                               ^^^^^ ref
int k(void) { int clamp = 1; return clamp; }
//- blind.c
static int clamp(int value) { return 0; }
int l(void) { return clamp(6); }
""",
    "tags and types by their text": """
//- item.h
struct item { int price; };
       ^^^^ def
//- main.c
#include "item.h"
static int f(const struct it$0em *i) { struct item j; return sizeof(struct item); }
                          ^^^^ ref
                                            ^^^^ ref
                                                                         ^^^^ ref
int item(void) { return item(); }
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
    "function that a macro calls": """
//- a.h
#define panic(...) do_panic(__LINE__, __VA_ARGS__)
                   ^^^^^^^^ ref
#define check(x) do { if (!(x)) panic(#x); } while (0)
void do_pa$0nic(int line, const char *text);
     ^^^^^^^^ def
//- main.c
#include "a.h"
void f(int n) { panic("no"); check(n); }
                ^^^^^ ref
                             ^^^^^ ref
""",
    "member that a macro names": """
//- a.h
struct node { struct node *next; void *val$0ue; };
                                       ^^^^^ def
struct list { struct node *head; };
struct other { struct other *head; void *value; };
#define node_value(n) ((n)->value)
#define first_value(l) ((l)->head->value)
//- main.c
#include "a.h"
void *f(struct node *n, struct other *o) { return node_value(n); }
                                                  ^^^^^^^^^^ ref
void *g(struct other *o) { return node_value(o); }
void *h(struct list *l, struct other *o) { return first_value(l); }
                                                  ^^^^^^^^^^^ ref
""",
    "not what a build leaves out": """
//- a.h
int cla$0mp(int value);
    ^^^^^ def
//- main.c
#include "a.h"
int f(void) { return clamp(1); }
                     ^^^^^ ref
#ifdef NEVER_DEFINED
int g(void) { return clamp(2); }
#endif
""",
    "what is left out, of what is left out": """
//- main.c
#ifdef NEVER_DEFINED
static int cla$0mp(int value) { return value; }
           ^^^^^ def
int g(void) { return clamp(2); }
                     ^^^^^ ref
#endif
""",
    "guard of a header": """
//- a.h
#ifndef A_H
#define A$0_H
        ^^^ def
#endif
//- main.c
#include "a.h"
#ifdef A_H
       ^^^ ref
int x;
#endif
""",
    "member that a macro initialises": """
//- a.h
struct child { int argc; int en$0v; };
                             ^^^ def
struct other { int env; };
#define CHILD_INIT { .argc = 1, .env = 2 }
//- main.c
#include "a.h"
struct child c = CHILD_INIT;
                 ^^^^^^^^^^ ref
""",
    "macro within another macro": """
//- a.h
#define MA$0SK(b) ((1 << (b)) - 1)
        ^^^^ def
#define LOW(v, b) ((v) & MASK(b))
                         ^^^^ ref
//- main.c
#include "a.h"
int f(int v) { return LOW(v, 2) + MASK(3); }
                                  ^^^^ ref
""",
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_references(case: str) -> None:
    check_references(case)
