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
    "another name of a type is a name of its own": """
//- src/lib.rs
mod a;
pub struct Ite$0m;
           ^^^^ def
//- src/a.rs
use super::Item as Thing;
           ^^^^ ref
fn f(t: Thing) {}
""",
    "type that is used under another name": """
//- src/lib.rs
mod a;
pub struct Item;
           ^^^^ def
//- src/a.rs
use super::Item as Thing;
           ^^^^ ref
fn f(t: Th$0ing) {}
""",
    "method beside a field of its name": """
//- src/lib.rs
#[derive(Default)]
struct S { args: u8 }
impl S {
    fn arg$0s(&self) {}
       ^^^^ def
    fn f(&self) { let s = S { args: 1 }; s.args; s.args(); }
                                                   ^^^^ ref
}
""",
    "field beside a method of its name": """
//- src/lib.rs
struct S { arg$0s: u8 }
           ^^^^ def
impl S {
    fn args(&self) {}
    fn f(&self) { let s = S { args: 1 }; s.args; s.args(); }
                              ^^^^ ref
                                           ^^^^ ref
}
""",
    "a type that an impl block gives a trait from outside": """
//- src/lib.rs
struct S;
impl Iterator for S {
    type It$0em = u8;
         ^^^^ def
    fn next(&mut self) -> Option<Self::Item> { None }
}
""",
    "function of an impl block for a trait from outside": """
//- src/lib.rs
mod other;
struct S;
impl From<u8> for S { fn fr$0om(x: u8) -> S { S } }
                         ^^^^ def
fn f() { S::from(1); other::T::from(1); String::from("a"); }
            ^^^^ ref
//- src/other.rs
pub struct T;
impl From<u8> for T { fn from(x: u8) -> T { T } }
""",
    "constant that a macro makes": """
//- src/lib.rs
struct Arm;
macro_rules! registers {
    ($owner:ident, { $($name:ident = $v:expr),+ }) => { impl $owner { $(const $name: u8 = $v;)+ } }
}
registers!(Arm, { R$00 = 0, R1 = 1 });
                  ^^ def
fn f() { Arm::R0; Arm::R1; }
              ^^ ref
""",
    "function that is called like an attribute": """
//- src/lib.rs
fn te$0st() {}
   ^^^^ def
#[test]
fn t() { test(); x.test(); }
         ^^^^ ref
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
    "calls of a macro are no uses of what its body names; code for any system is": """
//- src/lib.rs
fn pa$0rt() -> u8 { 1 }
   ^^^^ def
macro_rules! twice { () => { part() } }
#[cfg(windows)]
fn f() { twice!(); part(); }
                   ^^^^ ref
""",
    "lifetime of an impl block, from its mark": """
//- src/lib.rs
struct S<'a>(&'a str);
impl<$0'a> S<'a> { fn f(&self) -> &'a str { self.0 } }
      ^ def
            ^ ref
                                  ^ ref
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
