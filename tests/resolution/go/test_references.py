"""References of Go's definitions, from wherever they are asked for."""

from __future__ import annotations

import pytest

from tests.resolution.checks import check_references

CASES = {
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
}


@pytest.mark.parametrize("name", CASES)
def test_references(name: str) -> None:
    check_references(CASES[name])
