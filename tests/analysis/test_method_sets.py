"""Go's interfaces: who satisfies them is told by names, signatures, embedding and packages."""

from __future__ import annotations

import pytest

from codeprism_lsp.analysis import hierarchy, navigation
from codeprism_lsp.resolution.resolver import Resolver
from tests import fixtures
from tests.resolution.checks import name_place

SATISFYING = {
    "methods of a type in another file, whatever the parameters are called": """
//- go.mod
module m
//- a.go
package a

type Store$0 interface {
	Put(key string, value []byte) error
}
//- b.go
package a

type Disk struct{}
     ^^^^ def

type Memory struct{}
//- c.go
package a

func (d *Disk) Put(k string, v []byte) (err error) { return nil }
func (m Memory) Put(k string, v []byte) {}
""",
    "types of one name from two packages are two types": """
//- go.mod
module m
//- x/x.go
package x

type T struct{}
//- y/y.go
package y

type T struct{}
//- a/a.go
package a

import "m/x"

type Taker$0 interface{ Take(x.T) }
//- b/b.go
package b

import (
	renamed "m/x"
	"m/y"
)

type Right struct{}
     ^^^^^ def
type Wrong struct{}

func (Right) Take(one renamed.T) {}
func (Wrong) Take(one y.T) {}
""",
    "methods that are promoted, and interfaces that are wider": """
//- a.go
package a

type Runner$0 interface{ Run(...int) }

type Engine struct{}
     ^^^^^^ def

func (e *Engine) Run(speeds ...int) {}

type Car struct{ *Engine }
     ^^^ def

type Vehicle interface {
     ^^^^^^^ def
	Runner
	Stop()
}
""",
    "a method without a capital belongs to its package": """
//- go.mod
module m
//- a/a.go
package a

type Sealed$0 interface{ seal() }

type Mine struct{}
     ^^^^ def

func (Mine) seal() {}
//- b/b.go
package b

type Foreign struct{}

func (Foreign) seal() {}
""",
    "what a library's interface asks for": """
//- a.go
package a

import "io"

type Source$0 interface {
	io.Closer
	Next() bool
}

type Whole struct{}
     ^^^^^ def

func (Whole) Next() bool { return true }
func (Whole) Close() error { return nil }

type Half struct{}

func (Half) Next() bool { return true }
""",
    "nothing satisfies what is not known": """
//- a.go
package a

import "example.com/elsewhere"

type Odd$0 interface {
	elsewhere.Thing
	Next() bool
}

type Half struct{}

func (Half) Next() bool { return true }
""",
}

SATISFYING["data of tests is not built with a package"] = """
//- a.go
package a

type Runner$0 interface{ Run() }

type Engine struct{}
     ^^^^^^ def

func (e *Engine) Run() {}
//- testdata/b.go
package b

type Other struct{}

func (o *Other) Run() {}
"""
SATISFYING["methods written for another name of a type"] = """
//- a.go
package a

type Runner$0 interface{ Run() }

type Engine struct{}
     ^^^^^^ def

type Motor = Engine

func (e *Motor) Run() {}
"""
SATISFYING["another name of a type in a signature"] = """
//- go.mod
module m
//- x/x.go
package x

type ID string

type Named$0 interface{ ID() ID }
//- a/a.go
package a

import "m/x"

type ID = x.ID

type Thing struct{}
     ^^^^^ def

func (Thing) ID() ID { return "" }
"""

SATISFIED = {
    "an interface of the library's interfaces": """
//- a.go
package a

import "io"

type ReadCloser interface {
     ^^^^^^^^^^ def
	io.Reader
	io.Closer
}

type File$0 struct{}

func (f *File) Read(p []byte) (int, error) { return 0, nil }
func (f *File) Close() error { return nil }
""",
    "interfaces of a type": """
//- a.go
package a

type Reader interface{ Read(p []byte) (n int, err error) }
     ^^^^^^ def

type Writer interface{ Write(p []byte) int }

type Both interface {
	Reader
	Writer
}

type File$0 struct{}

func (f *File) Read([]byte) (int, error) { return 0, nil }
""",
    "interfaces that an interface includes, embedding is none": """
//- a.go
package a

type Reader interface{ Read() }
     ^^^^^^ def

type Wide$0 interface {
	Read()
	Write()
}

type Base struct{}
""",
    "functions in parameters": """
//- a.go
package a

type Walker interface{ Walk(func(path string, depth int) error) }
     ^^^^^^ def

type Tree$0 struct{}

func (t Tree) Walk(visit func(string, int) (err error)) {}
""",
}


def _places(text: str, question: str) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    fixture = fixtures.parse(text)
    assert fixture.cursor is not None
    resolver = Resolver(fixtures.project(fixture))
    at = resolver.at(*fixture.cursor)
    found = (
        hierarchy.subtypes(resolver, at[0]) if question == "sub" else hierarchy.supertypes(resolver, at[0])
    )
    return sorted(name_place(resolver, one) for one in found), fixture.marked("def")


@pytest.mark.parametrize("name", SATISFYING)
def test_who_satisfies_an_interface(name: str) -> None:
    found, expected = _places(SATISFYING[name], "sub")
    assert found == expected


@pytest.mark.parametrize("name", SATISFIED)
def test_interfaces_that_a_type_satisfies(name: str) -> None:
    found, expected = _places(SATISFIED[name], "super")
    assert found == expected


def test_implementation_leads_both_ways() -> None:
    text = """
//- a.go
package a

type Shape interface{ Area() int }
     ^^^^^ def

type Square$0 struct{}

func (s Square) Area() int { return 1 }
"""
    fixture = fixtures.parse(text)
    assert fixture.cursor is not None
    resolver = Resolver(fixtures.project(fixture))
    found = navigation.implementations(resolver, *fixture.cursor)
    assert [name_place(resolver, one) for one in found] == fixture.marked("def")
