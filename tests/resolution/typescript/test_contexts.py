"""Expectations of literals and patterns, written types, overloads, doc comments, imports from outside."""

from __future__ import annotations

import pytest

from codeprism_lsp.analysis import navigation
from codeprism_lsp.resolution.resolver import Resolver
from tests import fixtures
from tests.resolution.checks import check_definition, check_references, name_place

DEFINITIONS = {
    "key of a literal with a declared type": """
//- a.ts
interface Options { size: number }
                    ^^^^ def
const o: Options = { size$0: 1 };
""",
    "method of a literal": """
//- a.ts
interface Clock { now(): number }
                  ^^^ def
const clock: Clock = { now$0() { return 1; } };
""",
    "value beside a type of its name": """
//- a.ts
export interface Problem {}
export const Problem: any = 1;
             ^^^^^^^ def
throw new Problem$0();
""",
    "key of an argument": """
//- a.ts
interface Options { size: number }
                    ^^^^ def
function f(o: Options = { size: 2 }) {}
f({ size$0: 1 });
""",
    "key of a literal within a literal": """
//- a.ts
interface Inner { deep: string }
                  ^^^^ def
interface Outer { inner: Inner }
const o = { inner: { deep$0: '' } } satisfies Outer;
""",
    "key of what is returned": """
//- a.ts
type Result = { ok: boolean };
                ^^ def
function f(): Result { return { ok$0: true }; }
""",
    "key of a literal in a list": """
//- a.ts
interface Row { id: number }
                ^^ def
const rows: Row[] = [{ id$0: 1 }];
""",
    "key of a literal of no type": """
//- a.ts
const o = g({ size$0: 1 });
              ^^^^ def
""",
    "key where the call itself determines the type": """
//- a.ts
interface Chain { id: number }
export function define<const T extends Chain>(chain: T): T { return chain; }
export const one = define({ id$0: 1 });
                            ^^ def
""",
    "member of a literal within a literal": """
//- a.ts
function f() {
  const o = { inner: { deep: 1 } };
                       ^^^^ def
  return o.inner.deep$0;
}
""",
    "member of a spread": """
//- a.ts
interface A { size: number }
              ^^^^ def
function f(a: A) {
  const o = { ...a, other: 1 };
  return o.size$0;
}
""",
    "name that a parameter takes out": """
//- a.ts
interface A { size: number }
              ^^^^ def
function f({ size$0 }: A) {}
""",
    "name that a declaration takes out of a literal within": """
//- a.ts
interface A { b: B }
interface B { size: number }
              ^^^^ def
function f(a: A) { const { b: { size$0 = 1 } } = a; }
""",
    "type of what is taken out": """
//- a.ts
interface A { b: B }
interface B { size: number }
              ^^^^ def
function f({ b }: A) { return b.size$0; }
""",
    "assignment to a pattern binds nothing": """
//- a.ts
let first = 1;
    ^^^^^ def
function f(p: number[]) { [first] = p; return first$0; }
""",
    "parameter of a function that is expected": """
//- a.ts
class Item { size = 1 }
             ^^^^ def
function each(f: (item: Item, at: number) => void) {}
each((item) => item.size$0);
""",
    "parameter of a function in an overload": """
//- a.ts
class Item { size = 1 }
             ^^^^ def
type Visit = { (item: string): void } | ((item: Item) => void);
const v: Visit = (item) => item.size$0;
""",
    "intersection with an object type": """
//- a.ts
interface A { a: string }
type B = A & { b: string };
               ^ def
function f(o: B) { return o.b$0; }
""",
    "mapped type": """
//- a.ts
type Same<T> = { [K in keyof T]: T[K] } & {};
interface A { a: string }
              ^ def
function f(o: Same<A>) { return o.a$0; }
""",
    "conditional type": """
//- a.ts
interface A { a: string }
              ^ def
type Pick1<T> = T extends string ? A : never;
function f(o: Pick1<string>) { return o.a$0; }
""",
    "conditional type that names what it checks": """
//- a.ts
type Show<T> = { [K in keyof T]: T[K] } & {};
type Each<T> = T extends infer item ? Show<item & { other: 1 }> : never;
type Result<V> = Each<(V extends '1' ? { gas: number } : never) | (V extends '2' ? { none: 1 } : never)>;
                                         ^^^ def
function f(o: Result<'1'>) { return o.gas$0; }
""",
    "member beside an index signature": """
//- a.ts
interface Urls { http: string }
interface Chain { urls: { [key: string]: Urls; default: Urls } }
                                               ^^^^^^^ def
function f(o?: Chain) { return o?.urls.default$0.http; }
""",
    "member by the bound of a type parameter": """
//- a.ts
interface Chain { id: number }
                  ^^ def
function f<const chain extends Chain | undefined>(one: chain) { return one?.id$0; }
""",
    "key where the call determines a part of the type": """
//- a.ts
interface Chain { id: number }
interface Options<T> { chain: T }
function define<T extends Chain>(options: Options<T>): T { return options.chain; }
define({ chain: { id$0: 1 } });
                  ^^ def
""",
    "type of a member": """
//- a.ts
interface A { b: { c: string } }
                   ^ def
function f(o: A['b']) { return o.c$0; }
""",
    "type of a value": """
//- a.ts
const conf = { size: 1 };
               ^^^^ def
function f(o: typeof conf) { return o.size$0; }
""",
    "result of a function by its type": """
//- a.ts
class A { a = 1 }
          ^ def
function make() { return new A(); }
function f(o: ReturnType<typeof make>) { return o.a$0; }
""",
    "type without some members": """
//- a.ts
interface A { a: string; b: string }
              ^ def
function f(o: Omit<A, 'b'>) { return o.a$0; }
""",
    "overload by the number of arguments": """
//- a.ts
export function f(a: string): void;
export function f(a: string, b: number): void;
                ^ def
export function f(a: any, b?: any) {}
f$0('', 1);
""",
    "use of a name that a typed pattern takes out": """
//- a.ts
function f({ size }: { size: number }) { return size$0; }
             ^^^^ def
""",
    "argument of a base class's constructor": """
//- a.ts
interface Options { name: string }
                    ^^^^ def
class Base { constructor(message: string, options: Options) {} }
class Own extends Base { constructor() { super('', { name$0: '' }); } }
""",
    "literal in a record": """
//- a.ts
interface Contract { address: string }
                     ^^^^^^^ def
export const all = { one: { address$0: '' } } satisfies Record<string, Contract>;
""",
    "type parameter beside a member of its name": """
//- a.ts
export type A<size> = { size: B<size$0> };
              ^^^^ def
""",
    "type parameter beside a local of its name": """
//- a.ts
export function f<data>(p: { data: data }) { const { data } = p; return data as unknown as data$0; }
                  ^^^^ def
""",
    "shorthand member of a constant": """
//- a.ts
import { contracts } from './b';
export const config = { time: 1, contracts } as const;
                                 ^^^^^^^^^ def
export const all = { ...config.contracts$0 };
//- b.ts
export const contracts = { one: 1 };
""",
    "import from outside": """
//- a.ts
import type { Address } from 'outside';
              ^^^^^^^ def
let a: Address$0;
""",
    "import from outside, passed on": """
//- a.ts
export { type Inner as Outer } from 'outside';
                       ^^^^^ def
//- b.ts
import { Outer } from './a';
let a: Outer$0;
""",
}
REFERENCES = {
    "default without a name": """
//- a.ts
exp$0ort default function () {}
       ^^^^^^^ def
//- b.ts
export { default as run } from './a';
         ^^^^^^^ ref
                    ^^^ ref
//- c.ts
import { run } from './b';
         ^^^ ref
run();
^^^ ref
""",
    "doc comment": """
//- a.ts
/**
 * @param {string} one The first, see {@link Item#size}
                   ^^^ ref
 */
export function f(one$0: string) { return one; }
                  ^^^ def
                                        ^^^ ref
""",
    "link in a doc comment": """
//- a.ts
/** {@link Item#size} of an Item */
           ^^^^ ref
export class Item$0 { size = 1 }
             ^^^^ def
""",
    "members of a name above and below": """
//- a.ts
export interface Store { save$0(): void }
                         ^^^^ def
export class A implements Store { save() {} }
                                  ^^^^ ref
export class B implements Store { save(x?: number) {} }
                                  ^^^^ ref
//- b.ts
import { A } from './a';
new A().save();
        ^^^^ ref
""",
    "member, from its use in literals and patterns": """
//- a.ts
export interface A { size$0: number }
                     ^^^^ def
function f({ size }: A) { return size; }
             ^^^^ ref
const a: A = { size: 1 };
               ^^^^ ref
function g(size: number): A { return { size }; }
                                       ^^^^ ref
""",
    "local that takes out a member": """
//- a.ts
export interface A { size: number }
                     ^^^^ ref
function f({ size$0 }: A) { return size; }
             ^^^^ def
                                 ^^^^ ref
""",
    "import from outside": """
//- a.ts
import type { Address } from 'outside';
              ^^^^^^^ def
let a: Address$0;
       ^^^^^^^ ref
""",
}


@pytest.mark.parametrize("text", DEFINITIONS.values(), ids=DEFINITIONS.keys())
def test_definition(text: str) -> None:
    check_definition(text)


@pytest.mark.parametrize("text", REFERENCES.values(), ids=REFERENCES.keys())
def test_references(text: str) -> None:
    check_references(text)


def test_import_of_what_another_file_passes_on_from_outside() -> None:
    fixture = fixtures.parse("""
//- a.ts
export type { Address } from 'outside';
//- b.ts
import type { Address } from './a';
              ^^^^^^^ def
let a: Address$0;
""")
    assert fixture.cursor is not None
    resolver = Resolver(fixtures.project(fixture))
    found = navigation.definitions(resolver, *fixture.cursor)
    assert [name_place(resolver, one) for one in found] == fixture.marked("def")


def test_member_that_an_import_gives_its_value() -> None:
    fixture = fixtures.parse("""
//- a.ts
import { one } from './b';
         ^^^ def
export const all = { one$0 };
//- b.ts
export const one = 1;
             ^^^ def
""")
    assert fixture.cursor is not None
    resolver = Resolver(fixtures.project(fixture))
    found = navigation.definitions(resolver, *fixture.cursor)
    assert [name_place(resolver, one) for one in found][:2] == fixture.marked("def")
