"""Where includes of C lead, with compile commands and without."""

from __future__ import annotations

import pytest

from tests.resolution.checks import check_definition

CASES = {
    "quote include before include roots": """
//- compile_commands.json
[{"directory": "/build/project", "file": "src/main.c", "command": "cc -Iinclude -c src/main.c"}]
//- src/list.h
struct list { int a; };
       ^^^^ def
//- include/list.h
struct list { int b; };
//- src/main.c
#include "list.h"
struct li$0st *head;
""",
    "angle include passes over what lies beside": """
//- compile_commands.json
[{"directory": "/build/project", "file": "src/main.c", "command": "cc -Iinclude -c src/main.c"}]
//- src/list.h
struct list { int a; };
//- include/list.h
struct list { int b; };
       ^^^^ def
//- src/main.c
#include <list.h>
struct li$0st *head;
""",
    "flags of another source of the directory": """
//- compile_commands.json
[{"directory": "/build/project", "file": "src/other.c", "command": "cc -Ideps/b -c src/other.c"}]
//- deps/a/list.h
struct list { int a; };
//- deps/b/list.h
struct list { int b; };
       ^^^^ def
//- src/other.c
//- src/main.c
#include <list.h>
struct li$0st *head;
""",
    "flags reach the headers that a source includes": """
//- compile_commands.json
[{"directory": "/build/project", "file": "src/main.c", "command": "cc -Ideps/b -Iinclude -c src/main.c"}]
//- deps/a/list.h
struct list { int a; };
//- deps/b/list.h
struct list { int b; };
       ^^^^ def
//- include/all.h
#include <list.h>
struct li$0st *head;
//- src/main.c
#include <all.h>
""",
    "not what an included file does not include": """
//- a.h
struct a { int n; };
//- b.h
struct item { int b; };
//- c.h
struct item { int c; };
       ^^^^ def
//- main.c
#include "a.h"
#include "c.h"
struct it$0em *i;
""",
    "a root of few sources holds no header of the system": """
//- compile_commands.json
[{"directory": "/build/project", "file": "src/main.c", "command": "cc -Isrc -c src/main.c"},
 {"directory": "/build/project", "file": "src/other.c", "command": "cc -Isrc -c src/other.c"},
 {"directory": "/build/project", "file": "port/win.c", "command": "cc -Iport/include -c port/win.c"}]
//- port/include/unistd.h
typedef unsigned long uintmax_t;
//- port/win.c
//- src/other.c
//- src/util.h
#include <unistd.h>
//- src/main.c
#include "util.h"
uintm$0ax_t x;
""",
    "a type of the system, which a header that is not included replaces": """
//- port/types.h
typedef unsigned long uintmax_t;
//- main.c
#include "generated.h"
uintm$0ax_t x;
""",
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_definition(case: str) -> None:
    check_definition(case)
