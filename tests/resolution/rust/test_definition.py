"""Where names of Rust lead: modules, crates, `use`, impl blocks, traits, patterns, types of expressions."""

from __future__ import annotations

import pytest

from tests.resolution.checks import check_definition

CASES = {
    "module in a file": """
//- src/main.rs
mod stock;
fn main() { stock::co$0unt(); }
//- src/stock.rs
pub fn count() {}
       ^^^^^ def
""",
    "the declaration of a module leads to its file": """
//- src/lib.rs
mod st$0ock;
//- src/stock/mod.rs
pub fn count() {}
^ def
""",
    "module by #[path]": """
//- src/lib.rs
#[path = "odd.rs"]
mod stock;
use stock::co$0unt;
//- src/odd.rs
pub fn count() {}
       ^^^^^ def
""",
    "crate, self and super": """
//- src/lib.rs
mod a;
pub fn top() {}
       ^^^ def
//- src/a.rs
pub mod b;
//- src/a/b.rs
fn f() { self::g(); super::super::to$0p(); }
fn g() {}
""",
    "path from the crate": """
//- src/lib.rs
mod a;
mod b;
//- src/a.rs
pub struct Item;
           ^^^^ def
//- src/b.rs
fn f(i: crate::a::It$0em) {}
""",
    "a segment within a path is a module": """
//- src/lib.rs
mod a;
mod b;
//- src/a.rs
pub struct Item;
^ def
//- src/b.rs
use crate::$0a::Item;
""",
    "nested use tree": """
//- src/lib.rs
mod a;
use a::{inner::{Deep, other as another}, Top};
fn f() { anoth$0er(); }
//- src/a.rs
pub struct Top;
pub mod inner {
    pub struct Deep;
    pub fn other() {}
           ^^^^^ def
}
""",
    "alias within a use tree": """
//- src/lib.rs
mod a;
use a::{Top as Be$0st};
//- src/a.rs
pub struct Top;
           ^^^ def
""",
    "chain of re-exports and globs": """
//- src/main.rs
mod prelude;
mod model;
use prelude::*;
fn f(o: Ord$0er) {}
//- src/prelude.rs
pub use crate::model::*;
//- src/model.rs
mod order;
pub use self::order::Order;
//- src/model/order.rs
pub struct Order;
           ^^^^^ def
""",
    "globs in a circle end": """
//- src/lib.rs
mod a;
pub use a::*;
pub struct S;
           ^ def
//- src/a.rs
pub use crate::*;
fn f(s: $0S) {}
""",
    "tests see what is above them only through super": """
//- src/lib.rs
fn helper() {}
   ^^^^^^ def
mod tests {
    use super::*;
    fn t() { hel$0per(); }
}
""",
    "an inline module sees nothing of what is around it": """
//- src/lib.rs
fn helper() {}
mod inner {
    fn t() { hel$0per(); }
}
""",
    "module with the name of its function": """
//- src/lib.rs
mod task;
pub use task::task;
fn f() { ta$0sk(); }
//- src/task.rs
pub fn task() {}
       ^^^^ def
""",
    "crate of a path dependency": """
//- app/Cargo.toml
[package]
name = "app"
[dependencies]
shop-core = { path = "../core" }
//- core/Cargo.toml
[package]
name = "shop-core"
//- core/src/lib.rs
pub mod item;
//- core/src/item.rs
pub struct Item;
           ^^^^ def
//- app/src/main.rs
use shop_core::item::Item;
fn f(i: It$0em) {}
""",
    "crate by a path without an import": """
//- app/Cargo.toml
[package]
name = "app"
[dependencies]
renamed = { package = "shop-core", path = "../core" }
//- core/Cargo.toml
[package]
name = "shop-core"
//- core/src/lib.rs
pub fn start() {}
       ^^^^^ def
//- app/src/main.rs
fn main() { renamed::sta$0rt(); }
""",
    "a package's tests see its library": """
//- Cargo.toml
[package]
name = "my-lib"
//- src/lib.rs
pub fn run() {}
       ^^^ def
//- tests/all.rs
mod common;
use my_lib::run;
fn t() { r$0un(); }
//- tests/common/mod.rs
""",
    "what is not declared as a dependency is outside": """
//- app/Cargo.toml
[package]
name = "app"
//- other/Cargo.toml
[package]
name = "other"
//- other/src/lib.rs
pub fn run() {}
//- app/src/main.rs
use other::run;
fn main() { r$0un(); }
""",
    "method of an impl block in another file": """
//- src/lib.rs
mod a;
mod b;
pub struct S;
fn f(s: &S) { s.me$0th(); }
//- src/a.rs
use super::S;
impl S { pub fn meth(&self) {} }
                ^^^^ def
//- src/b.rs
struct S;
impl S { pub fn meth(&self) {} }
""",
    "field, not the method of its name": """
//- src/lib.rs
struct S { len: usize }
           ^^^ def
impl S { fn len(&self) -> usize { self.l$0en } }
""",
    "method, not the field of its name": """
//- src/lib.rs
struct S { len: usize }
impl S { fn len(&self) -> usize { self.len }
            ^^^ def
         fn f(&self) { self.l$0en(); } }
""",
    "a type's own method hides a trait's": """
//- src/lib.rs
trait T { fn go(&self); }
struct S;
impl T for S { fn go(&self) {} }
impl S { fn go(&self) {} }
            ^^ def
fn f(s: S) { s.g$0o(); }
""",
    "default method of a trait": """
//- src/lib.rs
trait T { fn go(&self) {} }
             ^^ def
struct S;
impl T for S {}
fn f(s: S) { s.g$0o(); }
""",
    "method of a supertrait through a bound": """
//- src/lib.rs
trait Base { fn go(&self); }
                ^^ def
trait T: Base {}
fn f<X: T>(x: X) { x.g$0o(); }
""",
    "bound of a where clause": """
//- src/lib.rs
trait T { fn go(&self); }
             ^^ def
fn f<X>(x: X) where X: Clone + T { x.g$0o(); }
""",
    "bound of an impl block's own parameter, through a field": """
//- src/lib.rs
trait T { fn go(&self); }
             ^^ def
struct W<S> { inner: S }
impl<S> W<S> where S: T { fn f(&self) { self.inner.g$0o(); } }
""",
    "dyn and impl Trait": """
//- src/lib.rs
trait T { fn go(&self); }
             ^^ def
fn f(a: Box<dyn T + Send>, b: &impl T) { b.go(); a.g$0o(); }
""",
    "blanket impl of a trait in scope": """
//- src/lib.rs
mod ext;
use ext::Ext as _;
fn f() { 5u8.shi$0ft_up(); }
//- src/ext.rs
pub trait Ext { fn shift_up(&self); }
                   ^^^^^^^^ def
impl Ext for u8 {}
""",
    "members through Deref": """
//- src/lib.rs
struct Inner;
impl Inner { fn go(&self) {} }
                ^^ def
struct Outer(Inner);
impl std::ops::Deref for Outer { type Target = Inner; fn deref(&self) -> &Inner { &self.0 } }
fn f(o: Outer) { o.g$0o(); }
""",
    "field without a name": """
//- src/lib.rs
struct Inner;
impl Inner { fn go(&self) {} }
                ^^ def
struct Outer(u8, pub Inner);
impl Outer { fn f(&self) { self.1.g$0o(); } }
""",
    "associated function and Self": """
//- src/lib.rs
struct S;
impl S {
    fn new() -> Self { S }
    fn go(&self) {}
       ^^ def
    fn f() { Self::new().g$0o(); }
}
""",
    "Self is the impl block, and its type": """
//- src/lib.rs
struct S;
       ^ def
impl S { fn f() -> Se$0lf { S } }
     ^ def first
""",
    "constructor's result, chained": """
//- src/lib.rs
#[derive(Default)]
struct B;
impl B { fn a(self) -> Self { self } fn b(self) -> Option<S> { None } }
struct S { x: u8 }
           ^ def
fn f() { B::default().a().b().unwrap().$0x; }
""",
    "containers and closures": """
//- src/lib.rs
struct S { name: String }
           ^^^^ def
fn f(all: Vec<S>) { all.iter().filter(|s| true).map(|s| s).for_each(|s| drop(&s.na$0me)); }
""",
    "values of a map": """
//- src/lib.rs
use std::collections::HashMap;
struct S { name: String }
           ^^^^ def
fn f(all: &HashMap<u8, S>) { for (key, value) in all { value.na$0me; } }
""",
    "smart pointers and locks": """
//- src/lib.rs
use std::sync::{Arc, Mutex};
struct S { name: String }
           ^^^^ def
fn f(shared: Arc<Mutex<Box<S>>>) { shared.lock().unwrap().na$0me; }
""",
    "question mark and an alias with a default": """
//- src/lib.rs
struct S { x: u8 }
           ^ def
struct Error { code: u8 }
type Result<T, E = Error> = std::result::Result<T, E>;
fn g() -> Result<S> { Ok(S { x: 1 }) }
fn f() -> Result<u8> { Ok(g()?.$0x) }
""",
    "the error of such an alias": """
//- src/lib.rs
struct Error { code: u8 }
               ^^^^ def
type Result<T, E = Error> = std::result::Result<T, E>;
fn g() -> Result<u8> { Ok(1) }
fn f() { if let Err(e) = g() { e.co$0de; } }
""",
    "variant of an enum": """
//- src/lib.rs
enum E { A(u8), B { x: u8 } }
         ^ def
fn f() { E::$0A(1); }
""",
    "a glob of variants within a function": """
//- src/lib.rs
enum E { Alpha, Beta }
                ^^^^ def
fn f() { use E::*; Be$0ta; }
""",
    "field of a variant, in a literal": """
//- src/lib.rs
enum E { A { depth: u8 } }
             ^^^^^ def
fn f() { E::A { dep$0th: 1 }; }
""",
    "field of a variant, in a pattern": """
//- src/lib.rs
enum E { A { depth: u8 } }
             ^^^^^ def
fn f(e: E) { let E::A { dep$0th: d } = e; }
""",
    "a shorthand names a local and a field": """
//- src/lib.rs
struct S { x: u8 }
           ^ def
fn f(x: u8) -> S { S { $0x } }
     ^ def first
""",
    "value in a tuple variant": """
//- src/lib.rs
struct P { x: u8 }
           ^ def
enum E { A(u8, P), B }
fn f(e: &E) { match e { E::A(_, p) => { p.$0x; } E::B => {} } }
""",
    "nested patterns": """
//- src/lib.rs
struct P { x: u8 }
           ^ def
struct S { parts: (u8, P) }
fn f(s: Option<S>) { if let Some(S { parts: (_, p) }) = s { p.$0x; } }
""",
    "let-else and shadowing": """
//- src/lib.rs
struct P { x: u8 }
           ^ def
fn f(p: Option<P>) { let Some(p) = p else { return }; p.$0x; }
""",
    "the latest of several bindings": """
//- src/lib.rs
fn f() { let a = 1; let a = a + 1; $0a; }
                        ^ def
""",
    "a constant in a pattern is no binding": """
//- src/lib.rs
const MAX: u8 = 1;
      ^^^ def
fn f(x: u8) { match x { MA$0X => {}, _ => {} } }
""",
    "items are seen before they stand": """
//- src/lib.rs
fn f() { inn$0er(); fn inner() {} }
                     ^^^^^ def
""",
    "arguments of a formatting macro": """
//- src/lib.rs
struct S { x: u8 }
           ^ def
fn f(s: S) { println!("{}", s.$0x); }
""",
    "tokens of any other macro": """
//- src/lib.rs
struct S { x: u8 }
           ^ def
impl S { fn me(&self) -> &S { self } }
fn f(s: S) { custom!(s.me().$0x => 1); }
""",
    "a macro and a function of one name": """
//- src/lib.rs
macro_rules! log { () => {} }
             ^^^ def
fn log() {}
fn f() { lo$0g!(); }
""",
    "the function of that name": """
//- src/lib.rs
macro_rules! log { () => {} }
fn log() {}
   ^^^ def
fn f() { lo$0g(); }
""",
    "macro of another module of the crate": """
//- src/lib.rs
#[macro_use]
mod macros;
mod a;
//- src/macros.rs
macro_rules! twice { ($e:expr) => { $e } }
             ^^^^^ def
//- src/a.rs
fn f() { twi$0ce!(1); }
""",
    "exported macro of another crate": """
//- app/Cargo.toml
[package]
name = "app"
[dependencies]
tools = { path = "../tools" }
//- tools/Cargo.toml
[package]
name = "tools"
//- tools/src/lib.rs
mod inner;
//- tools/src/inner.rs
#[macro_export]
macro_rules! twice { ($e:expr) => { $e } }
             ^^^^^ def
//- app/src/main.rs
use tools::twice;
fn main() { twi$0ce!(1); }
""",
    "module behind a local of its name": """
//- src/lib.rs
mod rt { pub fn go() {} }
                ^^ def
fn f() { let rt = rt::go(); rt::g$0o(); }
""",
    "constant of a trait through a builtin type": """
//- src/lib.rs
trait Mask { const LOW: Self; }
impl Mask for u64 { const LOW: u64 = 1; }
                          ^^^ def
fn f() -> u64 { u64::L$0OW }
""",
    "associated type of a trait": """
//- src/lib.rs
trait T { type Out; fn f(&self) -> Self::Out; }
               ^^^ def
struct S;
impl T for S { type Out = u8; fn f(&self) -> Self::O$0ut { 1 } }
""",
    "associated type in a bound": """
//- src/lib.rs
trait T { type Out; }
               ^^^ def
fn f<X: T<O$0ut = u8>>(x: X) {}
""",
    "type parameter behind an associated type of its name": """
//- src/lib.rs
trait T { type Error; }
struct S<Error>(Error);
impl<Error> T for S<Error> { type Error = Err$0or; }
     ^^^^^ def
""",
    "lifetime": """
//- src/lib.rs
struct S<'a> { a: &'$0a str }
          ^ def
""",
    "lifetime, not the parameter of its name": """
//- src/lib.rs
fn f<'a>(a: &'a str) -> &'$0a str { a }
      ^ def
""",
    "static and async": """
//- src/lib.rs
struct S { x: u8 }
           ^ def
async fn g() -> S { S { x: 1 } }
async fn f() { g().await.$0x; }
""",
    "items of a macro that holds items": """
//- src/lib.rs
cfg_rt! {
    pub mod rt;
    pub fn spawn() {}
           ^^^^^ def
}
fn f() { spa$0wn(); }
//- src/rt.rs
""",
    "what the standard library has is no guess": """
//- src/lib.rs
struct S;
impl S { fn len(&self) -> usize { 1 } }
fn f() { unknown().le$0n(); }
""",
    "a member with one owner is a guess": """
//- src/lib.rs
struct S;
impl S { fn very_special(&self) {} }
            ^^^^^^^^^^^^ def name
fn f() { unknown().very_spe$0cial(); }
""",
    "crate in the path of an attribute": """
//- app/Cargo.toml
[package]
name = "app"
[dependencies]
runtime = { path = "../runtime" }
//- runtime/Cargo.toml
[package]
name = "runtime"
//- runtime/src/lib.rs
pub fn go() {}
^ def
//- app/src/main.rs
#[run$0time::main]
fn main() {}
""",
    "an attribute of the compiler": """
//- src/lib.rs
fn test() {}
#[te$0st]
fn t() {}
""",
    "enum that a macro of another file makes": """
//- src/lib.rs
#[macro_use]
mod macros;
mod codes;
use crate::codes::Code;
fn f(c: Co$0de) {}
//- src/macros.rs
macro_rules! codes {
    ($(#[$meta:meta])* Name: $name:ident; Values { $($value:ident => $code:expr),* }) => {
        $(#[$meta])*
        pub enum $name { $($value),*, Unknown(u8) }
        impl $name { pub fn get(&self) -> u8 { match self { $($name::$value => $code),* } } }
    };
}
//- src/codes.rs
codes! {
    /// A code.
    Name: Code;
          ^^^^ def
    Values { Low => 1, High => 2 }
}
""",
    "variant of such an enum": """
//- src/lib.rs
macro_rules! codes {
    (Name: $name:ident; Values { $($value:ident => $code:expr),* }) => { pub enum $name { $($value),* } };
}
codes! {
    Name: Code;
    Values { Low => 1, High => 2 }
                       ^^^^ def
}
fn f() { Code::Hi$0gh; }
""",
    "method written for a type that a macro makes": """
//- src/lib.rs
macro_rules! newtype { ($name:ident($of:ty)) => { pub struct $name($of); } }
newtype!(Meters(u32));
impl Meters { fn sum(&self) {} }
                 ^^^ def
fn f(m: Meters) { m.su$0m(); }
""",
    "constants that a macro adds to a type": """
//- src/lib.rs
struct Arm;
macro_rules! registers {
    ($owner:ident, { $($name:ident = $value:expr),+ }) => { impl $owner { $(const $name: u8 = $value;)+ } }
}
registers!(Arm, {
    R0 = 0,
    R1 = 1
    ^^ def
});
fn f() { Arm::R$01; }
""",
    "functions that a macro makes": """
//- src/lib.rs
macro_rules! check { ($name:ident, $text:expr) => { #[test] fn $name() { run($text) } } }
check!(first, "a");
       ^^^^^ def
fn f() { fir$0st(); }
""",
    "flags of a macro for them": """
//- src/lib.rs
bitflags::bitflags! {
    pub struct Flags: u32 {
        const READ = 1;
              ^^^^ def
        const WRITE = 2;
    }
}
fn f() { Flags::RE$0AD; }
""",
    "items in parentheses of a macro": """
//- src/lib.rs
mod sys;
use sys::Events;
fn f() { Events::O$0UT; }
//- src/sys.rs
libc_flags!(
    pub struct Events: c_int {
        IN;
        OUT as c_int;
        ^^^ def
    }
);
""",
    "trait within a macro": """
//- src/lib.rs
template! {
    /// Counts.
    pub trait Count { fn count(&self) -> usize; }
                         ^^^^^ def
}
fn f<C: Count>(c: C) { c.cou$0nt(); }
""",
    "path behind another attribute": """
//- src/lib.rs
#[path = "unix/mod.rs"]
#[cfg(unix)]
mod imp;
fn f() { imp::g$0o(); }
//- src/unix/mod.rs
pub fn go() {}
       ^^ def
""",
    "the alternative that a usual build takes": """
//- src/lib.rs
#[cfg(windows)]
#[path = "windows.rs"]
mod imp;
#[cfg(unix)]
#[path = "unix.rs"]
mod imp;
fn f() { imp::g$0o(); }
//- src/unix.rs
pub fn go() {}
       ^^ def
//- src/windows.rs
pub fn go() {}
""",
    "a described workspace takes its configuration alone": """
//- rust-project.json
{"crates": [{"root_module": "src/lib.rs", "display_name": "it", "cfg": ["windows"], "deps": []}]}
//- src/lib.rs
#[cfg(windows)]
#[path = "windows.rs"]
mod imp;
#[cfg(unix)]
#[path = "unix.rs"]
mod imp;
fn f() { imp::g$0o(); }
//- src/unix.rs
pub fn go() {}
//- src/windows.rs
pub fn go() {}
       ^^ def
""",
    "a file that a described workspace is built without is not answered for": """
//- rust-project.json
{"crates": [{"root_module": "src/lib.rs", "display_name": "it", "cfg": ["windows"], "deps": []}]}
//- src/lib.rs
cfg_unix! { mod imp; }
macro_rules! cfg_unix { ($($item:item)*) => { $( #[cfg(unix)] $item )* } }
//- src/imp.rs
fn go() {}
fn f() { g$0o(); }
""",
    "a crate of a described workspace sees what it depends on": """
//- rust-project.json
{"crates": [
  {"root_module": "app/src/main.rs", "display_name": "app", "deps": [{"crate": 1, "name": "renamed"}]},
  {"root_module": "one/src/lib.rs", "display_name": "one", "deps": []}]}
//- app/src/main.rs
fn main() { renamed::g$0o(); }
//- one/src/lib.rs
pub fn go() {}
       ^^ def
""",
    "and no other": """
//- rust-project.json
{"crates": [
  {"root_module": "app/src/main.rs", "display_name": "app", "deps": []},
  {"root_module": "one/src/lib.rs", "display_name": "one", "deps": []}]}
//- app/src/main.rs
fn main() { one::g$0o(); }
//- one/src/lib.rs
pub fn go() {}
""",
    "associated type of the impl block around": """
//- src/lib.rs
trait Stream { type Item; fn next(&self) -> Self::Item; }
                    ^^^^ def
impl<P: Stream> Stream for Box<P> { type Item = P::Item; fn next(&self) -> Self::It$0em { todo!() } }
""",
    "Self within the bound of an associated type": """
//- src/lib.rs
trait Folder { type Result; }
trait Consumer { type Folder: Folder<Result = Self::Res$0ult>; type Result; }
                                                                  ^^^^^^ def
""",
    "type behind a module with the name of its field": """
//- src/lib.rs
mod dispatch { pub struct Sender; impl Sender { pub fn go(&self) {} } }
                                                       ^^ def
struct S { dispatch: dispatch::Sender }
fn f(s: S) { s.dispatch.g$0o(); }
""",
    "end of a path before a colon, among a macro's tokens": """
//- src/lib.rs
mod unix { pub struct Kind; }
                      ^^^^ def
check!(crate::unix::Ki$0nd: Send);
""",
    "a type from outside has no members of one here that is called the same": """
//- src/lib.rs
struct Sender;
impl Sender { fn is_over(&self) {} }
mod other { use tokio::sync::oneshot::Sender; fn f(s: Sender<u8>) { s.is_ov$0er(); } }
""",
    "a crate beside a macro of its name that is imported": """
//- app/Cargo.toml
[package]
name = "app"
[dependencies]
map = { path = "../map" }
//- map/Cargo.toml
[package]
name = "map"
//- map/src/lib.rs
pub struct Key;
           ^^^ def
#[macro_export]
macro_rules! map { () => {} }
//- app/src/main.rs
use map::map;
use map::Key;
fn f(k: Ke$0y) {}
""",
    "trait by the path of a module, of whose type a method is asked": """
//- src/lib.rs
mod chosen;
struct S;
impl chosen::Policy for S {}
fn f(s: S) { s.allo$0ws(); }
//- src/chosen.rs
pub trait Policy { fn allows(&self) {} }
                      ^^^^^^ def
""",
    "names of the standard library lead nowhere": """
//- src/lib.rs
mod fmt { pub struct Display; }
mod a;
//- src/a.rs
use std::fmt;
fn f(d: fmt::Disp$0lay) {}
""",
}


@pytest.mark.parametrize("name", CASES)
def test_definition(name: str) -> None:
    check_definition(CASES[name])
