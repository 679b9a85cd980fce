"""Functions of C that Python loads by name."""

from __future__ import annotations

import pytest

from tests.resolution.checks import check_definition

C = """
//- native/filter.c
double mean(int count) { return 0; }
       ^^^^ def name
//- native/filter.h
double mean(int count);
//- native/other.cpp
double mean(int count) { return 0; }
namespace n { double mean(int count); }
//- native/own.c
static double mean(long count) { return 0; }
"""

DEFINITIONS = {
    "attribute of a loaded library": """
//- a.py
import ctypes
lib = ctypes.CDLL("libfilter.so")
lib.mean$0(1)
""",
    "library kept in an attribute": """
//- a.py
import ctypes
class Native:
    def __init__(self, path):
        self._lib = ctypes.CDLL(str(path.resolve()))
        self._lib.mean.restype = ctypes.c_double
    def mean(self):
        return self._lib.mean$0(1)
""",
    "constructor imported by name": """
//- a.py
from ctypes import CDLL as load
def f():
    lib = load("x")
    return lib.mean$0
""",
    "loader of a kind of libraries": """
//- a.py
import ctypes as c
c.cdll.LoadLibrary("x").mean$0(1)
""",
    "library by its type": """
//- a.py
import ctypes
def f(lib: ctypes.CDLL):
    lib.mean$0(1)
""",
    "library that a function gives": """
//- a.py
import ctypes
def load():
    return ctypes.CDLL("x")
load().mean$0(1)
""",
}

NOTHING = {
    "something else from outside": """
//- a.py
import other
other.CDLL("x").mean$0(1)
""",
    "something else of the same module": """
//- a.py
import ctypes
ctypes.Structure("x").mean$0(1)
""",
    "what a function of the library gives": """
//- a.py
import ctypes
ctypes.CDLL("x").open().mean$0(1)
""",
    "module of the workspace": """
//- ctypes.py
class CDLL:
    def __init__(self, path): ...
//- a.py
import ctypes
ctypes.CDLL("x").mean$0(1)
""",
}


@pytest.mark.parametrize("text", DEFINITIONS.values(), ids=DEFINITIONS.keys())
def test_definition(text: str) -> None:
    check_definition(C + text)


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING.keys())
def test_nothing(text: str) -> None:
    check_definition(C.replace("       ^^^^ def name\n", "") + text)


def test_prototype_where_nothing_is_defined() -> None:
    check_definition("""
//- native/filter.h
double mean(int count);
       ^^^^ def name
//- a.py
import ctypes
ctypes.CDLL("x").mean$0(1)
""")
