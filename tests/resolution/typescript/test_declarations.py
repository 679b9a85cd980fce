"""Declarations of TypeScript: merged interfaces, namespaces, enums, aliases, narrowing."""

from __future__ import annotations

import pytest

from tests.resolution.checks import check_definition, check_references

DEFINITIONS = {
    "interfaces merged with what they extend": """
//- a.ts
interface Base { deep: string }
                 ^^^^ def
interface I { a: string }
interface I extends Base { b: string }
declare const i: I;
i.deep$0;
""",
    "class merged with an interface": """
//- a.ts
class A { own = 1 }
interface A { added: string }
              ^^^^^ def
new A().added$0;
""",
    "class merged with a namespace": """
//- a.ts
class A {}
namespace A { export const size = 1; }
                           ^^^^ def
A.size$0;
""",
    "function merged with a namespace": """
//- a.ts
function make() {}
namespace make { export const size = 1; }
                              ^^^^ def
make.size$0;
""",
    "enum merged with a namespace": """
//- a.ts
enum Color { Red }
namespace Color { export function of() {} }
                                  ^^ def
Color.of$0();
""",
    "namespaces merged": """
//- a.ts
namespace N { export const a = 1; }
namespace N { export const b = 2; }
                           ^ def
N.b$0;
""",
    "namespace in a namespace": """
//- a.ts
namespace Outer.Inner { export const a = 1; }
                                     ^ def
Outer.Inner.a$0;
""",
    "name of a namespace seen within": """
//- a.ts
namespace N { export const a = 1; export function f() { return a$0; } }
                           ^ def
""",
    "name of an earlier part of a namespace": """
//- a.ts
namespace N { export const a = 1; }
                           ^ def
namespace N { export const b = a$0; }
""",
    "type of a namespace": """
//- a.ts
declare namespace N { interface Options { size: number } }
                                          ^^^^ def
function f(o: N.Options) { o.size$0; }
""",
    "member of an enum within it": """
//- a.ts
enum Flag { A = 1, B = A$0 << 1 }
            ^ def
""",
    "constant enum": """
//- a.ts
declare const enum Flag { A }
                          ^ def
Flag.A$0;
""",
    "member of an enum as a type": """
//- a.ts
enum Kind { One, Two }
            ^^^ def
type First = Kind.One$0;
""",
    "abstract member": """
//- a.ts
abstract class A { abstract run(): void; go() { this.run$0(); } }
                            ^^^ def
""",
    "accessor keyword": """
//- a.ts
class A { accessor size = 1; m() { this.size$0; } }
                   ^^^^ def
""",
    "optional member": """
//- a.ts
interface A { run?(): void }
              ^^^ def
function f(a: A) { a.run$0?.(); }
""",
    "index by a name": """
//- a.ts
interface A { [key: string]: B }
interface B { size: number }
              ^^^^ def
function f(a: A) { a.anything.size$0; }
""",
    "call signature": """
//- a.ts
interface Made { size: number }
                 ^^^^ def
interface Maker { (x: string): Made }
declare const make: Maker;
make('').size$0;
""",
    "construct signature": """
//- a.ts
interface Made { size: number }
                 ^^^^ def
interface Maker { new (x: string): Made }
declare const Make: Maker;
new Make('').size$0;
""",
    "method of an interface by an alias": """
//- a.ts
interface A { run(): void }
              ^^^ def
type B = A;
class C { constructor(private b: B) {} m() { this.b.run$0(); } }
""",
    "overloads of a method": """
//- a.ts
class A {
  run(a: string): void;
  run(a: string, b: number): void;
  ^^^ def
  run(a: any, b?: any) {}
}
new A().run$0('', 1);
""",
    "declared function": """
//- a.d.ts
export declare function run(): void;
                        ^^^ def
//- b.ts
import { run } from './a';
run$0();
""",
    "guard of a type": """
//- a.ts
interface A { size: number }
              ^^^^ def
function isA(x: unknown): x is A { return true; }
function f(x: unknown) { if (isA(x)) x.size$0; }
""",
    "guard of a type that is declared otherwise": """
//- a.ts
class A { lift() {} }
          ^^^^ def
function lifts(x: any): x is { lift: A['lift'] } { return true; }
function f(x: A) { if (lifts(x)) { x.lift$0(); } }
""",
    "type that is asserted": """
//- a.ts
interface A { size: number }
              ^^^^ def
function f(x: unknown) { (x as A).size$0; }
""",
    "type in front": """
//- a.ts
interface A { size: number }
              ^^^^ def
function f(x: unknown) { (<A>x).size$0; }
""",
    "part of a union by what tells them apart": """
//- a.ts
type One = { kind: 'one'; size: number };
                          ^^^^ def
type Two = { kind: 'two'; size: number };
function f(x: One | Two) { if (x.kind === 'one') x.size$0; }
""",
}
REFERENCES = {
    "of a merged interface": """
//- a.ts
export interface Options$0 { a: string }
                 ^^^^^^^ def
export interface Options { b: string }
                 ^^^^^^^ ref
//- b.ts
import { Options } from './a';
         ^^^^^^^ ref
let o: Options;
       ^^^^^^^ ref
""",
    "of a member of an enum": """
//- a.ts
export enum Kind { One$0, Two }
                   ^^^ def
//- b.ts
import { Kind } from './a';
const k: Kind.One = Kind.One;
              ^^^ ref
                         ^^^ ref
""",
    "of a field that a parameter declares": """
//- a.ts
class A { constructor(private size$0: number) { size; } m() { return this.size; } }
                              ^^^^ def
                                              ^^^^ ref
                                                                        ^^^^ ref
""",
}


@pytest.mark.parametrize("text", DEFINITIONS.values(), ids=DEFINITIONS.keys())
def test_definition(text: str) -> None:
    check_definition(text)


@pytest.mark.parametrize("text", REFERENCES.values(), ids=REFERENCES.keys())
def test_references(text: str) -> None:
    check_references(text)
