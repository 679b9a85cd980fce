"""References of Go's definitions, from wherever they are asked for."""

from __future__ import annotations

import pytest

from tests.resolution.checks import check_references

CASES = {
    "field that its struct embeds, not its type": """
//- a.go
package a

type Base struct{ Name string }
type T struct{ Ba$0se }
               ^^^^ def
type Other struct{ Base }

func f(t T, o Other) { print(t.Base.Name, o.Base.Name, T{Base: Base{}}) }
                               ^^^^ ref
                                                         ^^^^ ref
""",
    "field, with keys of literals and promotion": """
//- a.go
package app

type Base struct{ Name string }
                  ^^^^ def
type T struct{ Base }
type Other struct{ Name string }

var b = Base{Na$0me: "x"}
             ^^^^ ref
var o = Other{Name: "x"}
//- b.go
package app

func f(t T, o Other) string { return t.Name + o.Name }
                                       ^^^^ ref
""",
    "exported function, over packages": """
//- go.mod
module m
//- lib/lib.go
package lib

func D$0o() {}
     ^^ def
//- lib/lib_test.go
package lib

func TestDo() { Do() }
                ^^ ref
//- main.go
package main

import l "m/lib"

func Do() {}

func main() {
    l.Do()
      ^^ ref
    Do()
}
""",
    "local variable, rebound": """
//- a.go
package app

func g() (int, error) { return 0, nil }

func f() error {
    a, err := g()
       ^^^ def
    b, err := g()
       ^^^ ref
    print(a, b)
    if err := h(); err != nil {
        return err
    }
    return e$0rr
           ^^^ ref
}

func h() error { return nil }
""",
    "method": """
//- a.go
package app

type T struct{}
type U struct{}

func (t *T) R$0un() {}
            ^^^ def
func (u U) Run() {}

func f(t *T, u U) {
    t.Run()
      ^^^ ref
    u.Run()
    run := t.Run
             ^^^ ref
    run()
}
""",
    "name of a type switch": """
//- a.go
package app

type T struct{}

func f(x any) {
    switch v := x.(type) {
           ^ def
    case T:
        print(v)
              ^ ref
    case int:
        print($0v)
              ^ ref
    }
}
""",
    "field of a table of cases": """
//- a.go
package app

func f() {
    for _, tc := range []struct{ name string }{
                                 ^^^^ def
        {name: "a"},
         ^^^^ ref
    } {
        print(tc.na$0me)
                 ^^^^ ref
    }
}
""",
    "package of the library, asked for at its import": """
//- a.go
package app

import $0"net/http"
       ^^^^^^^^^^ def

var a http.Handler
      ^^^^ ref
//- b.go
package app

import "net/http"

var b http.Handler
""",
    "package under another name": """
//- a.go
package app

import h "net/http"
       ^ def

var a $0h.Handler
      ^ ref
""",
    "clauses and imports of a package": """
//- go.mod
module m
//- lib/a.go
package li$0b
        ^^^ def
//- lib/b.go
package lib
        ^^^ def
//- lib/b_test.go
package lib_test

import "m/lib"
       ^^^^^^^ ref
//- main.go
package main

import other "m/lib"
             ^^^^^^^ ref

var x other.T
""",
    "a method of a type is called through an interface": """
//- a.go
package app

type Runner interface{ Run() }

type Engine struct{}

func (e *Engine) R$0un() {}
                 ^^^ def

type Other struct{}

func (o Other) Run() {}

func f(r Runner, e *Engine, o Other) {
    r.Run()
      ^^^ ref
    e.Run()
      ^^^ ref
    o.Run()
}
""",
    "a method of an interface is called on a type": """
//- a.go
package app

type Runner interface{ R$0un(int) }
                       ^^^ def

type Engine struct{}

func (e *Engine) Run(speed int) {}

type Other struct{}

func (o Other) Run(speed string) {}

func f(r Runner, e *Engine, o Other) {
    r.Run(1)
      ^^^ ref
    e.Run(1)
      ^^^ ref
    o.Run("")
}
""",
}


@pytest.mark.parametrize("name", CASES)
def test_references(name: str) -> None:
    check_references(CASES[name])
