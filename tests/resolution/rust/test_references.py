"""References of Rust's definitions, from wherever they are asked for."""

from __future__ import annotations

import pytest

from tests.resolution.checks import check_references

CASES = {
    "type over modules, with Self": """
//- src/lib.rs
mod a;
pub struct Ite$0m;
           ^^^^ def
impl Item { fn new() -> Self { Item } }
     ^^^^ ref
                        ^^^^ ref
                               ^^^^ ref
//- src/a.rs
use crate::Item;
           ^^^^ ref
fn f(i: Item) -> crate::Item { i }
        ^^^^ ref
                        ^^^^ ref
struct Items;
""",
    "type under another name": """
//- src/lib.rs
mod a;
pub struct Ite$0m;
           ^^^^ def
//- src/a.rs
use super::Item as Thing;
           ^^^^ ref
                   ^^^^^ ref
fn f(t: Thing) {}
        ^^^^^ ref
""",
    "field with shorthands": """
//- src/lib.rs
struct S { x$0: u8 }
           ^ def
fn f(x: u8) -> S { S { x } }
                       ^ ref
fn g(s: S) -> u8 { let S { x } = s; x }
                           ^ ref
fn h(s: S) -> u8 { s.x }
                     ^ ref
""",
    "local behind a shorthand is asked about alone": """
//- src/lib.rs
struct S { x: u8 }
fn g(s: S) -> u8 { let S { x$0 } = s; x }
                           ^ def
                                    ^ ref
fn h(s: S) -> u8 { s.x }
""",
    "method of a trait with those that implement it": """
//- src/lib.rs
trait T { fn g$0o(&self); }
             ^^ def
struct S;
impl T for S { fn go(&self) {} }
                  ^^ ref
fn f<X: T>(x: X) { x.go(); }
                     ^^ ref
fn g(s: S) { s.go(); }
               ^^ ref
""",
    "method of an impl block for a trait": """
//- src/lib.rs
trait T { fn go(&self); }
struct S;
impl T for S { fn g$0o(&self) {} }
                  ^^ def
fn f<X: T>(x: X) { x.go(); }
fn g(s: S) { s.go(); }
               ^^ ref
""",
    "function within macros": """
//- src/lib.rs
fn par$0t() -> u8 { 1 }
   ^^^^ def
fn f() { assert_eq!(part(), 1); custom!(part() => 2); vec![part()]; }
                    ^^^^ ref
                                        ^^^^ ref
                                                           ^^^^ ref
""",
    "constructor by its type's name only": """
//- src/lib.rs
mod other;
struct S;
impl S { fn n$0ew() -> S { S } }
            ^^^ def
fn f() { S::new(); other::S::new(); }
            ^^^ ref
//- src/other.rs
pub struct S;
impl S { pub fn new() -> S { S } }
""",
    "lifetime": """
//- src/lib.rs
fn f<'a$0>(a: &'a str) -> &'a str { a }
      ^ def
              ^ ref
                          ^ ref
""",
}


@pytest.mark.parametrize("name", CASES)
def test_references(name: str) -> None:
    check_references(CASES[name])
