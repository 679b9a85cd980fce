"""Generic types and calls of TypeScript, `this` types, containers and what functions are given."""

from __future__ import annotations

import pytest

from tests.resolution.checks import check_definition, check_references

DEFINITIONS = {
    "argument of a generic class": """
//- a.ts
class Box<T> { get(): T { return null!; } }
class Item { id = 1 }
             ^^ def
new Box<Item>().get().id$0;
""",
    "argument inferred from a parameter": """
//- a.ts
class Item { id = 1 }
             ^^ def
function same<T>(x: T): T { return x; }
same(new Item()).id$0;
""",
    "argument inferred from a list": """
//- a.ts
class Item { id = 1 }
             ^^ def
function first<T>(xs: T[]): T { return xs[0]; }
first([new Item()]).id$0;
""",
    "argument inferred from a function's result": """
//- a.ts
class Item { id = 1 }
             ^^ def
function call<T>(f: () => T): T { return f(); }
call(() => new Item()).id$0;
""",
    "argument that is written": """
//- a.ts
class Item { id = 1 }
             ^^ def
declare function make<T>(): T;
make<Item>().id$0;
""",
    "argument of a base class": """
//- a.ts
class Base<T> { item!: T }
class Item { id = 1 }
             ^^ def
class Own extends Base<Item> { m() { this.item.id$0; } }
""",
    "argument of an interface above": """
//- a.ts
interface Base<T> { item: T }
interface Own extends Base<Item> {}
interface Item { id: number }
                 ^^ def
function f(o: Own) { o.item.id$0; }
""",
    "argument of an alias": """
//- a.ts
interface Item { id: number }
                 ^^ def
type Held<T> = { item: T };
function f(o: Held<Item>) { o.item.id$0; }
""",
    "default of a parameter": """
//- a.ts
interface Item { id: number }
                 ^^ def
interface Held<T = Item> { item: T }
function f(o: Held) { o.item.id$0; }
""",
    "bound of a parameter": """
//- a.ts
interface Item { id: number }
                 ^^ def
function f<T extends Item>(x: T) { x.id$0; }
""",
    "parameter of a method": """
//- a.ts
class A { m<T>(x: T): T$0 { return x; } }
            ^ def
""",
    "type that is inferred": """
//- a.ts
type Element<T> = T extends (infer U)[] ? U$0 : never;
                                   ^ def
""",
    "key of a mapped type": """
//- a.ts
type Flags<T> = { [K in keyof T]: K$0 };
                   ^ def
""",
    "member through keyof": """
//- a.ts
interface A { size: number }
              ^^^^ def
type B = Pick<A, 'size'>;
function f(b: B) { b.size$0; }
""",
    "contents of a map": """
//- a.ts
class Item { id = 1 }
             ^^ def
const all = new Map<string, Item>();
all.get('')!.id$0;
""",
    "contents of a map in a loop": """
//- a.ts
class Item { id = 1 }
             ^^ def
function f(all: Map<string, Item>) { for (const [key, one] of all) one.id$0; }
""",
    "values of a map in a loop": """
//- a.ts
class Item { id = 1 }
             ^^ def
function f(all: Map<string, Item>) { for (const one of all.values()) one.id$0; }
""",
    "contents of a set": """
//- a.ts
class Item { id = 1 }
             ^^ def
function f(all: Set<Item>) { all.forEach((one) => one.id$0); }
""",
    "tuple": """
//- a.ts
class Item { id = 1 }
             ^^ def
function f(pair: [string, Item]) { const [name, one] = pair; one.id$0; }
""",
    "element of a tuple": """
//- a.ts
class Item { id = 1 }
             ^^ def
function f(pair: [string, Item]) { pair[1].id$0; }
""",
    "reduce": """
//- a.ts
class Item { id = 1 }
             ^^ def
function f(xs: Item[]) { xs.reduce((sum, one) => sum + one.id$0, 0); }
""",
    "record": """
//- a.ts
class Item { id = 1 }
             ^^ def
function f(all: Record<string, Item>) { all.some.id$0; all[''].id; }
""",
    "values of an object": """
//- a.ts
class Item { id = 1 }
             ^^ def
function f(all: Record<string, Item>) { Object.values(all).map((one) => one.id$0); }
""",
    "entries of an object": """
//- a.ts
class Item { id = 1 }
             ^^ def
function f(all: Record<string, Item>) { for (const [, one] of Object.entries(all)) one.id$0; }
""",
    "all promises": """
//- a.ts
class Item { id = 1 }
             ^^ def
async function f(xs: Promise<Item>[]) { const all = await Promise.all(xs); all[0].id$0; }
""",
    "then of a promise": """
//- a.ts
class Item { id = 1 }
             ^^ def
function f(x: Promise<Item>) { x.then((one) => one.id$0); }
""",
    "awaited type": """
//- a.ts
class Item { id = 1 }
             ^^ def
function f(x: Awaited<Promise<Item>>) { x.id$0; }
""",
    "parameters of a function": """
//- a.ts
class Item { id = 1 }
             ^^ def
function make(item: Item) {}
function f(x: Parameters<typeof make>) { x[0].id$0; }
""",
    "instance of a class object": """
//- a.ts
class Item { id = 1 }
             ^^ def
function f(x: InstanceType<typeof Item>) { x.id$0; }
""",
    "class object as a parameter": """
//- a.ts
class Item { id = 1 }
             ^^ def
function f(Class: typeof Item) { new Class().id$0; }
""",
    "type of a method by its prototype": """
//- a.ts
class A { run(): Item { return null!; } }
class Item { id = 1 }
             ^^ def
function f(x: ReturnType<typeof A.prototype.run>) { x.id$0; }
""",
    "this as a type": """
//- a.ts
class A { set(): this { return this; } }
class B extends A { own() {} }
                    ^^^ def
new B().set().own$0();
""",
    "this in the type of a function": """
//- a.ts
class Item { id = 1 }
             ^^ def
class All<T> { constructor(private f?: (this: All<T>, one: Item) => void) {} }
new All<string>((one) => one.id$0);
""",
    "what a list takes from another": """
//- a.ts
class Item { id = 1 }
             ^^ def
function f(xs: Item[]) { [...xs].sort((a, b) => a.id - b.id$0); }
""",
    "this as a parameter": """
//- a.ts
class Item { id = 1 }
             ^^ def
function f(this: Item) { this.id$0; }
""",
    "function type by an alias": """
//- a.ts
class Item { id = 1 }
             ^^ def
type Visit = (one: Item) => void;
const visit: Visit = (one) => one.id$0;
""",
    "handler among options": """
//- a.ts
class Item { id = 1 }
             ^^ def
interface Options { onDone?: (one: Item) => void }
function run(options: Options) {}
run({ onDone(one) { one.id$0; } });
""",
    "handler among options that are destructured": """
//- a.ts
class Item { id = 1 }
             ^^ def
interface Options { item?: Item }
function run({ item }: Options = {}) { item?.id$0; }
""",
}
REFERENCES = {
    "of a type parameter beside a parameter of its name": """
//- a.ts
export function f<err$0 extends Error>(
                  ^^^ def
  err: err,
       ^^^ ref
) { g(err as {} as err); }
                   ^^^ ref
""",
    "of a parameter beside a type parameter of its name": """
//- a.ts
export function f<err extends Error>(
  err$0: err,
  ^^^ def
) { g(err as {} as err); }
      ^^^ ref
""",
    "of a member of a parameter's type": """
//- a.ts
export class E { constructor({ address }: { address$0: string }) { address; } }
                               ^^^^^^^ ref
                                            ^^^^^^^ def
//- b.ts
import { E } from './a';
new E({ address: '' });
        ^^^^^^^ ref
""",
    "of a type parameter": """
//- a.ts
function f<T$0>(x: T): T { return x as T; }
           ^ def
                 ^ ref
                     ^ ref
                                     ^ ref
function g<T>(x: T) {}
""",
}


@pytest.mark.parametrize("text", DEFINITIONS.values(), ids=DEFINITIONS.keys())
def test_definition(text: str) -> None:
    check_definition(text)


@pytest.mark.parametrize("text", REFERENCES.values(), ids=REFERENCES.keys())
def test_references(text: str) -> None:
    check_references(text)
