"""Where names of C lead: scopes, includes, linkage, members through typed expressions."""

from __future__ import annotations

import pytest

from codeprism_lsp.resolution import linkage
from tests.resolution.checks import check_definition

CASES = {
    "function of an included header": """
//- src/util.h
int clamp(int value);
    ^^^^^ def
//- src/main.c
#include "util.h"
int main(void) { return cla$0mp(1); }
""",
    "function in another source of the directory": """
//- src/util.c
int clamp(int value) { return value; }
    ^^^^^ def
//- src/main.c
int main(void) { return cla$0mp(1); }
""",
    "never another file's static": """
//- src/util.c
static int clamp(int value) { return value; }
//- src/main.c
int main(void) { return cla$0mp(1); }
""",
    "the file's own static": """
//- src/util.c
int clamp(int value) { return value; }
//- src/main.c
static int clamp(int value) { return value; }
           ^^^^^ def
int main(void) { return cla$0mp(1); }
""",
    "header found by an include root": """
//- include/lib/list.h
struct list { int n; };
       ^^^^ def
//- tools/include/lib/list.h
struct list { int n; };
//- src/main.c
#include <lib/list.h>
struct li$0st *head;
""",
    "the nearer include root": """
//- include/lib/list.h
struct list { int n; };
//- tools/include/lib/list.h
struct list { int n; };
       ^^^^ def
//- tools/x/main.c
#include <lib/list.h>
struct li$0st *head;
""",
    "the include itself": """
//- include/lib/list.h
struct list { int n; };
^ def
//- src/main.c
#include <lib/list$0.h>
""",
    "through a chain of includes": """
//- a.h
#define LIMIT 3
        ^^^^^ def
//- b.h
#include "a.h"
//- main.c
#include "b.h"
int x = LIM$0IT;
""",
    "enumerator": """
//- a.h
enum color { RED, GREEN };
                  ^^^^^ def
//- main.c
#include "a.h"
int x = GRE$0EN;
""",
    "enumerator of the same file": """
//- main.c
enum color { RED, GREEN };
                  ^^^^^ def
int x = GRE$0EN;
""",
    "member through a pointer parameter": """
//- a.h
struct item { int price; };
                  ^^^^^ def
struct other { int price; };
//- main.c
#include "a.h"
int f(struct item *it) { return it->pri$0ce; }
""",
    "member through a typedef chain": """
//- a.h
typedef struct { int price; } item_t;
                     ^^^^^ def
typedef item_t *item_p;
struct other { int price; };
//- main.c
#include "a.h"
int f(item_p it) { return it->pri$0ce; }
""",
    "member of a member, indexed": """
//- main.c
struct line { int count; };
                  ^^^^^ def
struct order { struct line lines[4]; int count; };
int f(struct order *o) { return o->lines[1].cou$0nt; }
""",
    "member of a call's result": """
//- main.c
struct item { int price; };
                  ^^^^^ def
struct other { int price; };
struct item *find(int id);
int f(void) { return find(1)->pri$0ce; }
""",
    "member of a cast": """
//- main.c
struct item { int price; };
                  ^^^^^ def
struct other { int price; };
int f(void *p) { return ((struct item *)p)->pri$0ce; }
""",
    "member of a nameless union": """
//- main.c
struct item { union { int price; long cents; }; };
                          ^^^^^ def
struct other { int price; };
int f(struct item *p) { return p->pri$0ce; }
""",
    "member of a member with a nameless structure": """
//- main.c
struct item { struct { int price; } tag; };
                           ^^^^^ def
struct other { int price; };
int f(struct item *p) { return p->tag.pri$0ce; }
""",
    "designated initialiser": """
//- main.c
struct ops { int (*open)(void); };
                   ^^^^ def
struct other { int open; };
static const struct ops table = { .op$0en = 0 };
""",
    "designated initialiser in an array": """
//- main.c
struct ops { int open; };
                 ^^^^ def
struct other { int open; };
static struct ops table[] = { { .op$0en = 0 } };
""",
    "call through a pointer to a function": """
//- main.c
struct item { int price; };
                  ^^^^^ def
struct other { int price; };
struct ops { struct item *(*get)(int); };
int f(struct ops *ops) { return ops->get(1)->pri$0ce; }
""",
    "local before global": """
//- main.c
int count;
int f(void) { int count = 1; return cou$0nt; }
                  ^^^^^ def
""",
    "inner block before outer": """
//- main.c
int f(int n) { int x = 1; { int x = 2; n = $0x; } return x; }
                                ^ def
""",
    "parameter": """
//- main.c
int f(int count) { return cou$0nt; }
          ^^^^^ def
""",
    "K&R parameter": """
//- main.c
int f(count) int count; { return cou$0nt; }
                 ^^^^^ def
""",
    "function-like macro": """
//- a.h
#define MAX(a, b) ((a) > (b) ? (a) : (b))
        ^^^ def
//- main.c
#include "a.h"
int x = MA$0X(1, 2);
""",
    "all branches of a conditional": """
//- main.c
#ifdef A
static int f(void) { return 1; }
           ^ def
#else
static int f(void) { return 2; }
           ^ def
#endif
int g(void) { return f$0(); }
""",
    "annotations do not hide the type": """
//- main.c
struct item { int price; };
                  ^^^^^ def
struct other { int price; };
static struct item __init *find(int id) { return 0; }
int f(void) { return find(1)->pri$0ce; }
""",
    "typed macro argument of a definition by macro": """
//- main.c
SYSCALL_DEFINE1(close, unsigned int, fd) { return 0; }
                ^^^^^ def
int f(void) { return cl$0ose(1); }
""",
    "label": """
//- main.c
int f(void) {
out:
^^^ def
  goto ou$0t;
}
""",
    "forward label": """
//- main.c
int f(void) {
  goto ou$0t;
out:
^^^ def
  return 1;
}
""",
    "variable declared in a header": """
//- a.h
extern int verbose;
           ^^^^^^^ def
//- main.c
#include "a.h"
int f(void) { return verb$0ose; }
""",
    "a typedef alone": """
//- a.h
typedef struct item { int price; } item;
                                   ^^^^ def
//- main.c
#include "a.h"
int f(it$0em *it) { return it->price; }
""",
    "the tag behind its word": """
//- a.h
typedef struct item { int price; } item;
               ^^^^ def
//- main.c
#include "a.h"
int f(struct it$0em *it) { return it->price; }
""",
    "a typedef elsewhere, the tag here": """
//- a.h
typedef struct item item;
                    ^^^^ def
//- main.c
#include "a.h"
struct item { int price; };
int f(it$0em *it) { return it->price; }
""",
    "member through a typedef of its own name": """
//- a.h
typedef struct item item;
//- main.c
#include "a.h"
struct item { int price; };
                  ^^^^^ def
struct other { int price; };
int f(item *it) { return it->pri$0ce; }
""",
    "member through a typedef with another name than its structure": """
//- a.h
typedef struct item { int price; } item_t;
                          ^^^^^ def
struct other { int price; };
//- main.c
#include "a.h"
int f(item_t *it) { return it->pri$0ce; }
""",
    "pointer to a function that returns a pointer": """
//- main.c
struct item *(*find)(int id);
               ^^^^ def
int f(void) { return fi$0nd(1) != 0; }
""",
    "local variable of a nameless structure": """
//- main.c
struct other { int price; };
int f(void *p) { struct { int price; } *data = p; return data->pri$0ce; }
                              ^^^^^ def
""",
    "annotation macro that is blanked": """
//- a.h
#define MY_API __attribute__((visibility("default")))
        ^^^^^^ def
//- main.c
#include "a.h"
int g;
MY_$0API int f(void);
""",
    "macro within a macro's body": """
//- main.c
#define LIMIT 3
        ^^^^^ def
#define ALL (LIM$0IT + 1)
""",
    "parameter within a macro's body": """
//- main.c
int count;
#define TWICE(count) ((cou$0nt) * 2)
              ^^^^^ def
""",
    "macro that is undefined": """
//- main.c
#define LIMIT 3
        ^^^^^ def
#undef LIM$0IT
""",
    "the branch of a usual build first": """
//- a.h
#if defined(_WIN32)
#define API __declspec(dllexport)
        ^^^ def
#elif defined(__GNUC__) && __GNUC__ >= 4
#define API __attribute__((visibility("default")))
        ^^^ def first
#else
#define API
        ^^^ def
#endif
//- main.c
#include "a.h"
A$0PI int f(void);
""",
    "what a configuration header asks for": """
//- config.h
#ifdef __linux__
#define HAVE_EPOLL 1
#endif
#ifdef __APPLE__
#define HAVE_KQUEUE 1
#endif
//- main.c
#include "config.h"
#ifdef HAVE_KQUEUE
static int poll_all(void) { return 1; }
           ^^^^^^^^ def
#endif
#ifdef HAVE_EPOLL
static int poll_all(void) { return 2; }
           ^^^^^^^^ def first
#endif
int g(void) { return poll$0_all(); }
""",
    "the branch that a version tells, by macros of macros": """
//- a.h
#define VERSION_OF(major, minor) ((major) * 100 + (minor))
#define CLANG_VERSION VERSION_OF(__clang_major__, 1)
#define HAS(name) HAS_##name
#define HAS_EPOLL (1 << 2)
//- main.c
#include "a.h"
#if CLANG_VERSION < 300 || !HAS(EPOLL)
static int poll_all(void) { return 1; }
           ^^^^^^^^ def
#elif defined(__has_include) && __has_include(<sys/epoll.h>)
static int poll_all(void) { return 2; }
           ^^^^^^^^ def first
#endif
int g(void) { return poll$0_all(); }
""",
    "structure that is named before it is known": """
//- main.c
/* struct kevent of another system */
typedef struct state { int fd; struct kevent *events; } state;
                                      ^^^^^^ def
void f(state *s) { struct kev$0ent one; }
""",
    "local variable of the branch that is built": """
//- main.c
int f(void) {
#ifdef __linux__
  int set = 1;
      ^^^ def
#elif defined(__NetBSD__)
  long set = 2;
#endif
  return se$0t;
}
""",
    "include roots of the compile commands": """
//- compile_commands.json
[{"directory": "/build/project", "file": "src/main.c",
  "command": "cc -DUSE_B=1 -Isrc -I deps/b -c src/main.c"}]
//- deps/b/list.h
struct list { int b; };
       ^^^^ def
//- src/list.h.c
//- include/list.h
struct list { int a; };
//- src/main.c
#include <list.h>
struct li$0st *head;
""",
    "macros of the compile commands": """
//- compile_commands.json
[{"directory": "/build/project", "file": "main.c", "arguments": ["cc", "-DUSE_B=1", "-c", "main.c"]}]
//- main.c
#if USE_A
static int f(void) { return 1; }
           ^ def
#elif USE_B
static int f(void) { return 2; }
           ^ def first
#endif
int g(void) { return f$0(); }
""",
    "the system's function, which a header that is not included replaces": """
//- deps/win32.h
#define strcasecmp stricmp
//- src/util.h
int clamp(int value);
//- src/main.c
#include <string.h>
#include "util.h"
int f(const char *a) { return strcase$0cmp(a, "b"); }
""",
    "a structure that another source keeps to itself": """
//- src/list.h
struct list;
int length(struct list *l);
//- src/list.c
#include "list.h"
struct list { int n; };
       ^^^^ def
//- src/main.c
#include "list.h"
int f(struct li$0st *l) { return length(l); }
""",
    "member of a macro that casts": """
//- main.c
struct header8 { int alloc; };
                     ^^^^^ def
struct header16 { int alloc; };
#define HEADER(T, s) ((struct header##T *)((s) - (sizeof(struct header##T))))
int f(char *s) { return HEADER(8, s)->al$0loc; }
""",
    "member of what contains a member": """
//- main.c
struct link { struct link *next; };
struct item { int price; struct link link; };
                  ^^^^^ def
struct other { int price; };
#define container_of(ptr, type, member) ({ \\
    void *__mptr = (void *)(ptr); \\
    ((type *)(__mptr - offsetof(type, member))); })
#define entry(ptr, type, member) container_of(ptr, type, member)
int f(struct link *l) { return entry(l, struct item, link)->pri$0ce; }
""",
    "prototype whose name stands in brackets": """
//- lua.h
extern int (lua_gettop) (int state);
            ^^^^^^^^^^ def
//- main.c
#include "lua.h"
int f(void) { return lua_get$0top(1); }
""",
    "a macro before the function of its name": """
//- a.h
int error(const char *text);
    ^^^^^ def
#define error(...) (error(__VA_ARGS__), -1)
        ^^^^^ def first
//- main.c
#include "a.h"
int f(void) { return err$0or("no"); }
""",
    "no value by the name of a tag": """
//- other.c
struct entry { int n; };
//- main.c
int f(void) { return container(ent$0ry); }
""",
    "the system's header, not a port's": """
//- port/win/include/unistd.h
typedef unsigned long uintmax_t;
//- a.h
#include <unistd.h>
//- main.c
#include "a.h"
uintm$0ax_t x;
""",
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_definition(case: str) -> None:
    check_definition(case)


def test_names_of_other_languages_take_no_place_of_those_that_are_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(linkage, "_CANDIDATES", 2)
    others = "".join(f"//- a/m{number}.py\ndef clamp(): pass\n" for number in range(3))
    check_definition(
        others
        + """
//- src/util.c
int clamp(int value) { return value; }
    ^^^^^ def
//- src/main.c
int main(void) { return cla$0mp(1); }
"""
    )
