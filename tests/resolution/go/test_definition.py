"""Where names of Go lead: scopes, packages, members, embedding, types of expressions."""

from __future__ import annotations

import pytest

from tests.resolution.checks import check_definition

CASES = {
    "field of a list of structures without a name, in another package": """
//- go.mod
module m
//- d/d.go
package d

var Cases = []struct {
    Name, In string
          ^^ def
}{{Name: "x"}}
//- e/e.go
package e

import "m/d"

func f() {
	for _, c := range d.Cases {
		print(c.I$0n)
	}
}
""",
    "field of an element of a list of structures without a name": """
//- a.go
package a

var cases = []struct {
    Name, In string
          ^^ def
}{{Name: "x"}}
var s = cases[0].I$0n
""",
    "function of another file of the package": """
//- go.mod
module example.com/shop
//- a.go
package shop

func Helper() int { return 1 }
     ^^^^^^ def
//- b.go
package shop

func Use() int { return Help$0er() }
""",
    "imported package of the same module": """
//- go.mod
module example.com/shop
//- stock/stock.go
package stock

func Count() int { return 1 }
     ^^^^^ def
//- cmd/main.go
package main

import "example.com/shop/stock"

func main() { stock.Co$0unt() }
""",
    "renamed import": """
//- go.mod
module example.com/shop
//- stock/stock.go
package stock

type Item struct{}
     ^^^^ def
//- cmd/main.go
package main

import st "example.com/shop/stock"

var x st.It$0em
""",
    "package whose name is not its directory's": """
//- go.mod
module example.com/shop
//- go-stock/stock.go
package inventory

func Count() int { return 1 }
     ^^^^^ def
//- main.go
package main

import "example.com/shop/go-stock"

func main() { inventory.Co$0unt() }
""",
    "name of an imported package": """
//- go.mod
module m
//- lib/lib.go
package lib

type T struct{}
//- a.go
package app

import "m/lib"
        ^^^^^ def

var x li$0b.T
""",
    "name of a package of the library": """
//- a.go
package app

import f "fmt"
       ^ def

func g() { $0f.Println() }
""",
    "variants for several systems": """
//- a_darwin.go
package app

func open() {}
     ^^^^ def
//- b_other.go
package app

func open() {}
     ^^^^ def first
//- c.go
package app

func f() { op$0en() }
""",
    "dot import": """
//- go.mod
module example.com/shop
//- stock/stock.go
package stock

func Count() int { return 1 }
     ^^^^^ def
//- main.go
package main

import . "example.com/shop/stock"

func main() { Co$0unt() }
""",
    "replaced module": """
//- app/go.mod
module example.com/app

replace (
    example.com/lib v1.0.0 => ../lib
)
//- lib/go.mod
module example.com/other
//- lib/util/util.go
package util

func Do() {}
     ^^ def
//- app/main.go
package main

import "example.com/lib/util"

func main() { util.D$0o() }
""",
    "another module of the workspace": """
//- app/go.mod
module example.com/app
//- lib/go.mod
module example.com/lib/v2
//- lib/util/util.go
package util

func Do() {}
     ^^ def
//- app/main.go
package main

import "example.com/lib/v2/util"

func main() { util.D$0o() }
""",
    "vendored package": """
//- go.mod
module example.com/app
//- vendor/github.com/x/y/y.go
package y

func Do() {}
     ^^ def
//- main.go
package main

import "github.com/x/y"

func main() { y.D$0o() }
""",
    "external test package sees what it imports": """
//- go.mod
module example.com/app
//- util/util.go
package util

func Do() {}
     ^^ def
//- util/util_test.go
package util_test

import "example.com/app/util"

func TestDo() { util.D$0o() }
""",
    "a method is no function of its package": """
//- go.mod
module example.com/app
//- a.go
package app

type T struct{}

func (t T) close() {}

func f(ch chan int) { cl$0ose(ch) }
""",
    "method through the receiver": """
//- go.mod
module example.com/app
//- a.go
package app

type T struct{ n int }

func (t *T) Size() int { return t.count() }

func (t *T) count() int { return t.n }
//- b.go
package app

func (t *T) Twice() int { return t.Si$0ze() * 2 }
//- c.go
package app
""".replace(
        "func (t *T) Size() int { return t.count() }",
        "func (t *T) Size() int { return t.count() }\n            ^^^^ def",
    ),
    "field through a parameter": """
//- a.go
package app

type T struct {
    count, total int
           ^^^^^ def
}

func f(t *T) int { return t.to$0tal }
""",
    "promoted field and method of an embedded struct": """
//- go.mod
module example.com/app
//- base/base.go
package base

type Base struct{ ID int }

func (b *Base) Describe() string { return "" }
               ^^^^^^^^ def
//- a.go
package app

import "example.com/app/base"

type T struct {
    *base.Base
    name string
}

func f(t T) string { return t.Des$0cribe() }
""",
    "the embedded field": """
//- a.go
package app

type Base struct{ ID int }

type T struct {
    Base
    ^^^^ def
}

func f(t T) int { return t.Ba$0se.ID }
""",
    "the type of an embedded field": """
//- a.go
package app

type Base struct{ ID int }
     ^^^^ def

type T struct {
    Ba$0se
}
""",
    "parameter called like a package": """
//- go.mod
module m
//- labels/labels.go
package labels

type Labels struct{}
     ^^^^^^ def
//- a.go
package app

import "m/labels"

func f(labels labels.Lab$0els) {}
""",
    "alias of an import": """
//- a.go
package app

import $0f "fmt"
       ^ def
""",
    "package clause": """
//- a.go
package ap$0p
        ^^^ def

var app = 1
""",
    "parameter of an interface's method": """
//- a.go
package app

type I interface {
    Read(ct$0x int)
         ^^^ def
}
""",
    "method of an embedded interface": """
//- a.go
package app

type Reader interface {
    Read() int
    ^^^^ def
}

type ReadCloser interface {
    Reader
    Close()
}

func f(r ReadCloser) int { return r.Re$0ad() }
""",
    "result of a constructor with an error": """
//- a.go
package app

type T struct{ Name string }
               ^^^^ def

func NewT() (*T, error) { return nil, nil }

func f() string {
    t, err := NewT()
    _ = err
    return t.Na$0me
}
""",
    "named results": """
//- a.go
package app

type T struct{ Name string }
               ^^^^ def

func NewT() (n int, t *T, err error) { return }

func f() string {
    _, t, _ := NewT()
    return t.Na$0me
}
""",
    "composite literal, its key": """
//- a.go
package app

type T struct{ Name string }
               ^^^^ def

var t = &T{Na$0me: "x"}
""",
    "key of an element without a type": """
//- a.go
package app

type T struct{ Name string }
               ^^^^ def

var t = []T{{Na$0me: "x"}}
""",
    "key of a map is a value": """
//- a.go
package app

const Name = "n"
      ^^^^ def

var t = map[string]int{Na$0me: 1}
""",
    "variable of a literal": """
//- a.go
package app

type T struct{ Name string }
               ^^^^ def

func f() string {
    t := &T{}
    return t.Na$0me
}
""",
    "new and make": """
//- a.go
package app

type T struct{ Name string }
               ^^^^ def

func f() string {
    ts := make([]*T, 1)
    return ts[0].Na$0me
}
""",
    "range over a slice": """
//- a.go
package app

type T struct{ Name string }
               ^^^^ def

func f(ts []*T) {
    for _, t := range ts {
        print(t.Na$0me)
    }
}
""",
    "range over a map's keys": """
//- a.go
package app

type K struct{ Name string }
               ^^^^ def
type V struct{ Name string }

func f(m map[K]V) {
    for k := range m {
        print(k.Na$0me)
    }
}
""",
    "range over a channel": """
//- a.go
package app

type T struct{ Name string }
               ^^^^ def

func f(c chan T) {
    for t := range c {
        print(t.Na$0me)
    }
}
""",
    "received value": """
//- a.go
package app

type T struct{ Name string }
               ^^^^ def

func f(c <-chan *T) {
    t, ok := <-c
    print(t.Na$0me, ok)
}
""",
    "map element with ok": """
//- a.go
package app

type T struct{ Name string }
               ^^^^ def

func f(m map[string]*T) {
    if t, ok := m["x"]; ok {
        print(t.Na$0me)
    }
}
""",
    "type assertion": """
//- a.go
package app

type T struct{ Name string }
               ^^^^ def

func f(x any) {
    t, ok := x.(*T)
    print(t.Na$0me, ok)
}
""",
    "type switch": """
//- a.go
package app

type T struct{ Name string }
type U struct{ Name string }
               ^^^^ def

func f(x any) {
    switch v := x.(type) {
    case *T:
        print(v.Name)
    case *U:
        print(v.Na$0me)
    }
}
""",
    "name of a type switch": """
//- a.go
package app

func f(x any) {
    switch v := x.(type) {
           ^ def
    case int:
        print($0v)
    }
}
""",
    "chained calls": """
//- a.go
package app

type B struct{}

func (b *B) Add() *B { return b }
func (b *B) Done() *T { return nil }

type T struct{ Name string }
               ^^^^ def

func f() string { return new(B).Add().Add().Done().Na$0me }
""",
    "redeclared by := in the same scope": """
//- a.go
package app

func g() (int, error) { return 0, nil }

func f() error {
    a, err := g()
       ^^^ def
    b, err := g()
    print(a, b)
    return e$0rr
}
""",
    "shadowed in an inner block": """
//- a.go
package app

func f(x int) {
    if x := x + 1; x > 0 {
       ^ def
        print($0x)
    }
}
""",
    "right-hand side sees the outer variable": """
//- a.go
package app

func f(x int) {
       ^ def
    if x := $0x + 1; x > 0 {
        print(x)
    }
}
""",
    "constants of a group": """
//- a.go
package app

type Kind int

func (k Kind) String() string { return "" }
              ^^^^^^ def

const (
    A Kind = iota
    B
)

var s = B.Str$0ing()
""",
    "method of a named function type": """
//- a.go
package app

type HandlerFunc func(int)

func (h HandlerFunc) Serve() {}
                     ^^^^^ def

func f(h HandlerFunc) { h.Ser$0ve() }
""",
    "element of a named slice type": """
//- a.go
package app

type T struct{ Name string }
               ^^^^ def
type List []*T

func f(l List) {
    for _, t := range l {
        print(t.Na$0me)
    }
}
""",
    "field of a type defined by another struct": """
//- a.go
package app

type T struct{ Name string }
               ^^^^ def
type U T

func f(u U) string { return u.Na$0me }
""",
    "alias": """
//- a.go
package app

type T struct{ Name string }
               ^^^^ def
type U = T

func f(u U) string { return u.Na$0me }
""",
    "result of a field of function type": """
//- a.go
package app

type T struct{ Name string }
               ^^^^ def
type S struct{ make func(n int) *T }

func f(s S) string { return s.make(1).Na$0me }
""",
    "nested fields": """
//- a.go
package app

type A struct{ B B }
type B struct{ C []C }
type C struct{ Name string }
               ^^^^ def

func f(a *A) string { return a.B.C[0].Na$0me }
""",
    "generic type": """
//- a.go
package app

type T struct{ Name string }
               ^^^^ def
type Box[V any] struct{ Value V }

func f(b Box[T]) string { return b.Value.Na$0me }
""",
    "generic method": """
//- a.go
package app

type Box[V any] struct{ Value V }

func (b *Box[V]) Get() V { return b.Value }
                 ^^^ def

func f(b *Box[int]) int { return b.G$0et() }
""",
    "type parameter": """
//- a.go
package app

func Map[T any](x []T) []$0T { return nil }
         ^ def
""",
    "package variable of a call": """
//- go.mod
module m
//- log/log.go
package log

type Logger struct{}

func (l *Logger) Info() {}
                 ^^^^ def

func New() *Logger { return nil }
//- a.go
package app

import "m/log"

var logger = log.New()

func f() { logger.In$0fo() }
""",
    "function literal's parameter": """
//- a.go
package app

type T struct{ Name string }
               ^^^^ def

var g = func(t *T) string { return t.Na$0me }
""",
    "variadic parameter": """
//- a.go
package app

type T struct{ Name string }
               ^^^^ def

func f(ts ...*T) string { return ts[0].Na$0me }
""",
    "method expression and value": """
//- a.go
package app

type T struct{}

func (t *T) Run() {}
            ^^^ def

var run = (*T).R$0un
""",
    "table of cases": """
//- a.go
package app

func f() {
    tests := []struct {
        name string
        ^^^^ def
        want int
    }{
        {name: "a", want: 1},
    }
    for _, tc := range tests {
        print(tc.na$0me)
    }
}
""",
    "key in a table of cases": """
//- a.go
package app

func f() {
    for _, tc := range []struct {
        name string
        ^^^^ def
    }{
        {na$0me: "a"},
    } {
        print(tc)
    }
}
""",
    "key of an element of a named slice": """
//- a.go
package app

type T struct{ Name string }
               ^^^^ def
type Ts []T

var ts = Ts{{Na$0me: "a"}}
""",
    "library's members are not the workspace's": """
//- a.go
package app

import "fmt"

type T struct{}

func (t T) Printf() {}

func f() { fmt.Pri$0ntf() }
""",
    "members of a library's values are not the workspace's": """
//- a.go
package app

import "net/http"

type T struct{}

func (t T) Close() {}

func f() {
    r, err := http.Get("x")
    r.Body.Clo$0se()
    print(err)
}
""",
    "anonymous struct field": """
//- a.go
package app

type T struct {
    inner struct{ depth int }
                  ^^^^^ def
}

func f(t T) int { return t.inner.dep$0th }
""",
    "variants for several releases": """
//- a_go117.go
//go:build !go1.18
// +build !go1.18

package app

const Enabled = false
      ^^^^^^^ def
//- a_go118.go
//go:build go1.18 && (linux || darwin)

package app

const Enabled = true
      ^^^^^^^ def first
//- b.go
package app

var on = Enab$0led
""",
    "type parameter that is named before it is declared": """
//- a.go
package app

func f[T ~[]U$0, U any](t T) {}
               ^ def
""",
}


@pytest.mark.parametrize("name", CASES)
def test_definition(name: str) -> None:
    check_definition(CASES[name])
