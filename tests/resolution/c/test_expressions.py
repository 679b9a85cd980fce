"""Members of C through typed expressions, and what else names stand for within functions."""

from __future__ import annotations

import pytest

from tests.resolution.checks import check_definition

CASES = {
    "second declarator of a field": """
//- main.c
struct point { int x, *y, z[3]; };
                          ^ def
struct other { int z; };
int f(struct point *p) { return p->$0z[1]; }
""",
    "second variable of a declaration": """
//- main.c
struct item { int price; };
                  ^^^^^ def
struct other { int price; };
int f(void) { struct item *a = 0, *b = 0; return b->pri$0ce; }
""",
    "K&R function and its pointer parameter": """
//- main.c
struct item { int price; };
                  ^^^^^ def
struct other { int price; };
int f(it, n)
struct item *it;
int n;
{ return it->pri$0ce; }
""",
    "call of a K&R function": """
//- main.c
int f(a, b)
    ^ def
int a;
char *b;
{ return a; }
int g() { return $0f(1, "b"); }
""",
    "member in either branch": """
//- main.c
struct item {
#ifdef WIDE
  long price;
       ^^^^^ def
#else
  int price;
      ^^^^^ def first
#endif
};
struct other { int price; };
int f(struct item *i) { return i->pri$0ce; }
""",
    "macro of either branch": """
//- main.c
#ifdef _WIN32
#define SEP '/'
        ^^^ def
#else
#define SEP ':'
        ^^^ def first
#endif
int s = SE$0P;
""",
    "name within a macro's arguments": """
//- main.c
struct item { int price; };
                  ^^^^^ def
struct other { int price; };
#define CHECK(x) do { if (!(x)) abort(); } while (0)
void f(struct item *i) { CHECK(i->pri$0ce > 0); }
""",
    "variable declared in a for": """
//- main.c
struct item { struct item *next; int price; };
                                     ^^^^^ def
struct other { int price; };
int f(struct item *head) { for (struct item *i = head; i; i = i->next) return i->pri$0ce; return 0; }
""",
    "variable bound by an iterating macro": """
//- main.c
struct item { struct item *next; int price; };
                                     ^^^^^ def
struct other { int price; };
#define each(one, head) for (one = head; one; one = one->next)
int f(struct item *head) { struct item *i; each(i, head) { return i->pri$0ce; } return 0; }
""",
    "goto label of a nested block": """
//- main.c
int f(int n) { if (n) { if (n > 1) goto do$0ne; } done: return 0; }
                                                ^^^^ def
""",
    "member of *pointer": """
//- main.c
struct item { int price; };
                  ^^^^^ def
struct other { int price; };
int f(struct item **i) { return (*i)->pri$0ce; }
""",
    "member of pointer arithmetic": """
//- main.c
struct item { int price; };
                  ^^^^^ def
struct other { int price; };
int f(struct item *i) { return (i + 1)->pri$0ce; }
""",
    "member of a conditional": """
//- main.c
struct item { int price; };
                  ^^^^^ def
struct other { int price; };
int f(struct item *i, struct item *j) { return (i ? i : j)->pri$0ce; }
""",
    "member of an address": """
//- main.c
struct item { int price; };
                  ^^^^^ def
struct other { int price; };
int f(struct item i) { return (&i)->pri$0ce; }
""",
    "member of an assignment": """
//- main.c
struct item { int price; };
                  ^^^^^ def
struct other { int price; };
struct item *next(void);
int f(struct item *i) { while ((i = next())->pri$0ce) ; return 0; }
""",
    "static inline of a header": """
//- a.h
static inline int twice(int n) { return n * 2; }
                  ^^^^^ def
//- b.h
static inline int twice(int n) { return n + n; }
//- main.c
#include "a.h"
int f(void) { return twi$0ce(2); }
""",
    "extern variable and its definition": """
//- a.h
extern int verbose;
           ^^^^^^^ def
//- a.c
#include "a.h"
int verbose = 1;
//- main.c
#include "a.h"
int f(void) { return verb$0ose; }
""",
    "typeof": """
//- main.c
struct item { int price; };
                  ^^^^^ def
struct other { int price; };
int f(struct item *i) { __typeof__(i) j = i; return j->pri$0ce; }
""",
    "offsetof member": """
//- main.c
struct item { int price; };
                  ^^^^^ def
struct other { int price; };
unsigned long n = offsetof(struct item, pri$0ce);
""",
    "enum in a struct": """
//- main.c
struct item { enum { NEW, OLD } state; };
                          ^^^ def
int f(struct item *i) { return i->state == OL$0D; }
""",
    "sizeof a variable's member": """
//- main.c
struct item { int price; };
                  ^^^^^ def
struct other { int price; };
unsigned long f(struct item *i) { return sizeof(i->pri$0ce); }
""",
    "function declared within a function": """
//- main.c
int f(void) { extern int helper(int); return hel$0per(1); }
int helper(int n) { return n; }
    ^^^^^^ def
""",
    "struct declared within a function": """
//- main.c
struct other { int price; };
int f(void) { struct item { int price; } i; return i.pri$0ce; }
                                ^^^^^ def
""",
    "bit-field": """
//- main.c
struct flags { unsigned ready:1, done:1; };
                                 ^^^^ def
struct other { int done; };
int f(struct flags *x) { return x->do$0ne; }
""",
    "macro whose value is a member": """
//- main.c
struct item { union { int as_int; } u; };
                          ^^^^^^ def
#define value u.as_int
struct other { int as_int; };
int f(struct item *i) { return i->u.as_$0int; }
""",
    "object-like macro that names a variable": """
//- main.c
struct server { int port; };
                    ^^^^ def
struct other { int port; };
struct server the_server;
#define server (&the_server)
int f(void) { return server->po$0rt; }
""",
    "member of a variable that a macro declares": """
//- main.c
struct header8 { int alloc; };
                     ^^^^^ def
struct header16 { int alloc; };
#define HEADER_VAR(T, s) struct header##T *sh = (void *)((s) - sizeof(struct header##T));
int f(char *s) {
  HEADER_VAR(8, s);
  return sh->al$0loc;
}
""",
    "a structure that is only declared": """
//- a.h
struct regexp;
       ^^^^^^ def
//- main.c
#include "a.h"
int f(struct reg$0exp *r);
""",
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_definition(case: str) -> None:
    check_definition(case)
