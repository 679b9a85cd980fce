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
}


@pytest.mark.parametrize("text", DEFINITIONS.values(), ids=DEFINITIONS.keys())
def test_definition(text: str) -> None:
    check_definition(text)


@pytest.mark.parametrize("text", REFERENCES.values(), ids=REFERENCES.keys())
def test_references(text: str) -> None:
    check_references(text)
