"""Where names of TypeScript lead: scopes, modules, members, types of expressions."""

from __future__ import annotations

import pytest

from tests.resolution.checks import check_definition, check_references

DEFINITIONS = {
    "reexport chain": """
//- a.ts
export interface Thing { name: string }
                         ^^^^ def
//- index.ts
export * from './a';
export { default as Q } from './q';
//- b.ts
import type { Thing } from '.';
function g(t: Thing) { return t.name$0; }
""",
    "export star as": """
//- a.ts
export function f() {}
                ^ def
//- index.ts
export * as ns from './a';
//- b.ts
import { ns } from './index.js';
ns.f$0();
""",
    "inherited": """
//- a.ts
export abstract class Base<T> { protected save(): void {} }
                                          ^^^^ def
//- b.ts
import { Base } from './a';
class K extends Base<string> { m() { this.save$0(); } }
""",
    "parameter property": """
//- a.ts
export class Repo { find(): Task { return null!; } }
export class Task { title: string = ''; }
                    ^^^^^ def
//- b.ts
import { Repo } from './a';
class S { constructor(private readonly repo: Repo) {} run() { return this.repo.find().title$0; } }
""",
    "tsconfig paths": """
//- tsconfig.json
{ "compilerOptions": { /* c */ "paths": { "@domain/*": ["./src/domain/*"] }, } }
//- src/domain/task.ts
export class Task {}
             ^^^^ def
//- src/main.ts
import { Task } from '@domain/task';
const t: Task$0 = 1;
""",
    "workspace package": """
//- package.json
{ "workspaces": ["packages/*"] }
//- packages/core/package.json
{ "name": "@acme/core", "main": "dist/index.js" }
//- packages/core/src/index.ts
export const VERSION = 1;
             ^^^^^^^ def
//- packages/app/src/x.ts
import { VERSION } from '@acme/core';
VERSION$0;
""",
    "enum member": """
//- a.ts
export enum Color { Red }
                    ^^^ def
//- b.ts
import { Color } from './a';
Color.Red$0;
""",
    "namespace": """
//- a.ts
namespace N { export function f() {} }
                              ^ def
N.f$0();
""",
    "type param": """
//- a.ts
function f<T>(x: T$0) {}
           ^ def
""",
    "await promise": """
//- a.ts
class R { ok: boolean = true }
          ^^ def
async function load(): Promise<R> { return new R(); }
async function g() { const r = await load(); r.ok$0; }
""",
    "map iteration": """
//- a.ts
class R { ok = true }
          ^^ def
function g(m: R[]) { for (const r of m) r.ok$0; }
""",
    "interface member via var": """
//- a.ts
interface I { go(): void }
              ^^ def
const i: I = null;
i.go$0();
""",
    "super method": """
//- a.ts
class A { run() {} }
          ^^^ def
class B extends A { run() { super.run$0(); } }
""",
    "static member": """
//- a.ts
class A { static make(): A { return new A(); } go() {} }
                                               ^^ def
A.make().go$0();
""",
    "optional chain": """
//- a.ts
interface P { q?: P; r: string }
                     ^ def
function f(p?: P) { return p?.q?.r$0; }
""",
    "merged interface": """
//- a.ts
interface I { a: string }
interface I { b: string }
              ^ def
declare const i: I;
i.b$0;
""",
    "generic class member": """
//- a.ts
class Box<T> { value: T; }
class Item { id = 1 }
             ^^ def
function f(b: Box<Item>) { return b.value.id$0; }
""",
    "type alias member": """
//- a.ts
type Opts = { size: number };
              ^^^^ def
function f(o: Opts) { return o.size$0; }
""",
    "intersection member": """
//- a.ts
interface A { a: string }
              ^ def
type B = A & { b: string };
function f(o: B) { return o.a$0; }
""",
    "arrow this": """
//- a.ts
class A { x = 1; m() { return [1].map(() => this.x$0); } }
          ^ def
""",
    "destructured key": """
//- a.ts
interface O { size: number; other: string }
              ^^^^ def
function f(o: O) { const { size$0: s } = o; }
""",
    "as const object": """
//- a.ts
export const routes = { home: '/' } as const;
                        ^^^^ def
//- b.ts
import { routes } from './a';
routes.home$0;
""",
    "namespace import class": """
//- a.ts
export class K { m() {} }
                 ^ def
//- b.ts
import * as lib from './a';
const k: lib.K = new lib.K();
k.m$0();
""",
    "typeof query": """
//- a.ts
const conf = { a: 1 };
      ^^^^ def
type C = typeof conf$0;
""",
    "enum reference type": """
//- a.ts
export enum Level { Low }
            ^^^^^ def
export function f(l: Level$0) {}
""",
    "property assigned by this in ts": """
//- a.ts
class A { private items: Map<string, It> = new Map(); g() { this.items.get('a')!.name$0; } }
class It { name = '' }
           ^^^^ def
""",
    "array find": """
//- a.ts
class It { name = '' }
           ^^^^ def
function f(xs: It[]) { const one = xs.find((x) => true); one.name$0; }
""",
    "parameter of a callback": """
//- a.ts
class It { name = '' }
           ^^^^ def
function f(xs: It[]) { xs.filter((x) => true).forEach((x) => x.name$0); }
""",
}
REFERENCES = {
    "across files": """
//- a.ts
export function go() {}
                ^^ def
//- b.ts
import { go } from './a';
         ^^ ref
go$0();
^^ ref
//- c.ts
export { go as run } from './a';
         ^^ ref
               ^^^ ref
//- d.ts
import { run } from './c';
         ^^^ ref
function go() {}
go();
""",
    "method": """
//- a.ts
export class A { m() {} }
                 ^ def
export class B { m() {} }
//- b.ts
import { A, B } from './a';
new A().m$0();
        ^ ref
new B().m();
""",
    "of field": """
//- a.ts
export class A { size = 1; m() { return this.size$0; } }
                 ^^^^ def
                                             ^^^^ ref
//- b.ts
import { A } from './a';
const a = new A();
a.size = 2;
  ^^^^ ref
const other = { size: 3 };
""",
    "interface method implement": """
//- a.ts
export interface Store { save(): void }
                         ^^^^ def
//- b.ts
import { Store } from './a';
function f(s: Store) { s.save$0(); }
                         ^^^^ ref
""",
}


@pytest.mark.parametrize("text", DEFINITIONS.values(), ids=DEFINITIONS.keys())
def test_definition(text: str) -> None:
    check_definition(text)


@pytest.mark.parametrize("text", REFERENCES.values(), ids=REFERENCES.keys())
def test_references(text: str) -> None:
    check_references(text)
