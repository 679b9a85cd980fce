"""Initialisers of C: designators of every nesting, and functions in tables."""

from __future__ import annotations

import pytest

from tests.resolution.checks import check_definition

CASES = {
    "function in a table": """
//- main.c
struct ops { int (*open)(void); int (*close)(void); };
static int file_open(void) { return 0; }
           ^^^^^^^^^ def
static int file_close(void) { return 0; }
static const struct ops table[] = { { file_o$0pen, file_close } };
""",
    "function in a table, designated": """
//- main.c
struct ops { int (*open)(void); };
static int open(void) { return 0; }
           ^^^^ def
static const struct ops table = { .open = op$0en };
""",
    "call through a table": """
//- main.c
struct ops { int (*open)(void); };
                   ^^^^ def
struct other { int open; };
static const struct ops table[] = { { 0 } };
int f(int i) { return table[i].op$0en(); }
""",
    "call through a pointer in parentheses": """
//- main.c
struct ops { int (*open)(void); };
                   ^^^^ def
struct other { int open; };
int f(struct ops *o) { return (*o->op$0en)(); }
""",
    "pointer to function typedef": """
//- main.c
struct item { int price; };
                  ^^^^^ def
struct other { int price; };
typedef struct item *finder(int id);
typedef finder *finder_p;
int f(finder_p find) { return find(1)->pri$0ce; }
""",
    "pointer to function typedef, called through a field": """
//- main.c
struct item { int price; };
                  ^^^^^ def
struct other { int price; };
typedef struct item *(*finder)(int id);
struct ops { finder find; };
int f(struct ops *o) { return o->find(1)->pri$0ce; }
""",
    "nested designators": """
//- main.c
struct point { int x, y; };
                      ^ def
struct other { int y; };
struct box { struct point from; int y; };
static struct box b = { .from = { .$0y = 1 } };
""",
    "chained designators": """
//- main.c
struct point { int x, y; };
                      ^ def
struct box { struct point from; int y; };
static struct box b = { .from.$0y = 1 };
""",
    "designator after an index": """
//- main.c
struct point { int x, y; };
                      ^ def
struct other { int y; };
static struct point points[2] = { [1] = { .$0y = 1 } };
""",
    "designator of a compound literal": """
//- main.c
struct point { int x, y; };
                      ^ def
struct other { int y; };
int g(struct point p);
int f(void) { return g((struct point){ .$0y = 1 }); }
""",
    "designator of a nested array": """
//- main.c
struct point { int x, y; };
                      ^ def
struct other { int y; };
struct path { struct point points[4]; };
static struct path p = { .points = { { .$0y = 1 } } };
""",
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_definition(case: str) -> None:
    check_definition(case)
