"""Where names of Go lead by types: inferred type arguments, constraints, embedding, several results."""

from __future__ import annotations

import pytest

from tests.resolution.checks import check_definition

CASES = {
    "type argument from an argument": """
//- a.go
package a

type Item struct{}
func (i Item) Run() {}
              ^^^ def
func Same[T any](x T) T { return x }
func f() { Same(Item{}).Ru$0n() }
""",
    "type argument from a slice": """
//- a.go
package a

type Item struct{}
func (i *Item) Run() {}
               ^^^ def
func First[T any](xs []T) T { return xs[0] }
func f(items []*Item) { First(items).Ru$0n() }
""",
    "type argument from a function's result": """
//- a.go
package a

type Item struct{}
type Part struct{}
func (p Part) Run() {}
              ^^^ def
func Map[T, U any](xs []T, f func(T) U) []U { return nil }
func part(i Item) Part { return Part{} }
func f(items []Item) { Map(items, part)[0].Ru$0n() }
""",
    "type argument from a literal's result": """
//- a.go
package a

type Item struct{}
type Part struct{}
func (p Part) Run() {}
              ^^^ def
func Map[T, U any](xs []T, f func(T) U) []U { return nil }
func f(items []Item) {
	parts := Map(items, func(i Item) Part { return Part{} })
	for _, p := range parts {
		p.Ru$0n()
	}
}
""",
    "type argument that is written": """
//- a.go
package a

type Item struct{}
func (i Item) Run() {}
              ^^^ def
func New[T any]() *T { return new(T) }
func f() { New[Item]().Ru$0n() }
""",
    "type argument of a generic struct's function": """
//- a.go
package a

type Item struct{}
func (i Item) Run() {}
              ^^^ def
type Set[T any] struct{ items []T }
func SetOf[T any](xs ...T) *Set[T] { return nil }
func (s *Set[T]) Pop() T { return s.items[0] }
func f() { SetOf(Item{}).Pop().Ru$0n() }
""",
    "map's values": """
//- a.go
package a

type Item struct{}
func (i Item) Run() {}
              ^^^ def
func Values[K comparable, V any](m map[K]V) []V { return nil }
func f(m map[string]Item) { Values(m)[0].Ru$0n() }
""",
    "constraint's method": """
//- a.go
package a

type Runner interface{ Run() }
                       ^^^ def
func f[T Runner](x T) { x.Ru$0n() }
""",
    "embedded pointer in another package": """
//- go.mod
module m
//- a/a.go
package a

type Base struct{}
func (b *Base) Run() {}
               ^^^ def
//- b/b.go
package b

import "m/a"

type T struct{ *a.Base }
func f(t T) { t.Ru$0n() }
""",
    "embedded interface in a struct": """
//- a.go
package a

type Runner interface{ Run() }
                       ^^^ def
type T struct{ Runner }
func f(t T) { t.Ru$0n() }
""",
    "result of several values": """
//- a.go
package a

type Item struct{}
func (i Item) Run() {}
              ^^^ def
func two() (int, Item, error) { return 0, Item{}, nil }
func f() {
	_, item, err := two()
	_ = err
	item.Ru$0n()
}
""",
    "constant by iota": """
//- a.go
package a

const (
    One = iota
    Two
    ^^^ def
)
var x = T$0wo
""",
    "test package of the same directory": """
//- go.mod
module m
//- a/a.go
package a

func Run() {}
     ^^^ def
//- a/a_test.go
package a_test

import "m/a"

func f() { a.Ru$0n() }
""",
    "channel's element in a select": """
//- a.go
package a

type Item struct{}
func (i Item) Run() {}
              ^^^ def
func f(c chan Item) {
	select {
	case item, ok := <-c:
		_ = ok
		item.Ru$0n()
	}
}
""",
    "struct's field of a function type": """
//- a.go
package a

type Item struct{}
func (i Item) Run() {}
              ^^^ def
type T struct{ make func() Item }
func f(t *T) { t.make().Ru$0n() }
""",
    "deferred method of a literal": """
//- a.go
package a

type Item struct{ done func() }
                  ^^^^ def
func f() { defer (&Item{}).do$0ne() }
""",
}


@pytest.mark.parametrize("name", CASES)
def test_definition(name: str) -> None:
    check_definition(CASES[name])
