"""What is declared for everybody: scripts, ambient declarations and `declare global`."""

from __future__ import annotations

import pytest

from tests.resolution.checks import check_definition, check_references

DEFINITIONS = {
    "constant of a script that declares modules as well": """
//- types/globals.d.ts
interface BuildInfo { commit: string }
declare const BUILD: BuildInfo;
              ^^^^^ def
declare module "*.svg" { const url: string; export default url; }
declare module "virtual" { import { A } from 'a'; export class B extends A {} export { B as C }; export = B; }
//- src/main.ts
import { x } from './x';
BUILD$0.commit;
""",
    "its members": """
//- types/globals.d.ts
interface BuildInfo { commit: string }
                      ^^^^^^ def
declare const BUILD: BuildInfo;
declare module "*.svg" { const url: string; export default url; }
//- src/main.ts
import { x } from './x';
BUILD.commit$0;
""",
    "member of an ambient namespace": """
//- types/app.d.ts
declare namespace App { interface Options { size: number } export const version: string; }
                                                                        ^^^^^^^ def
//- src/main.ts
import './x';
App.version$0;
""",
    "type of an ambient namespace": """
//- types/app.d.ts
declare namespace App { interface Options { size: number } export const version: string; }
                                            ^^^^ def
//- src/main.ts
import './x';
export function f(o: App.Options) { return o.size$0; }
""",
    "global block of a module that imports and exports": """
//- src/setup.ts
import { Store } from './store';
declare global { var store: Store; interface Hub { own: string } }
                     ^^^^^ def
export const x = 1;
//- src/main.ts
export const y = store$0;
""",
    "global block seen in its own file": """
//- src/setup.ts
export const x = 1;
declare global { function ready(): boolean }
                          ^^^^^ def
ready$0();
""",
    "name within a global block": """
//- src/setup.ts
export const x = 1;
declare global { interface Hub { own: string } var hub: Hub$0 }
                           ^^^ def
""",
    "global types merged over files": """
//- src/a.ts
export {};
declare global { interface Hub { one: string } }
//- src/b.ts
import './a';
declare global { interface Hub { two: string } }
                                 ^^^ def
//- src/main.ts
export function f(hub: Hub) { hub.two$0; }
""",
    "locals come first": """
//- types.d.ts
declare const size: number;
//- src/main.ts
import './x';
function f(size: string) { return size$0; }
           ^^^^ def
""",
    "names of the module come first": """
//- types.d.ts
declare const size: number;
//- src/main.ts
import './x';
const size = 1;
      ^^^^ def
export function f() { return size$0; }
""",
    "imports come first": """
//- types.d.ts
declare const size: number;
//- src/size.ts
export const size = 1;
             ^^^^ def
//- src/main.ts
import { size } from './size';
size$0;
""",
    "names of a module are its own": """
//- types.d.ts
import './x';
declare const size: number;
//- src/main.ts
export const y = size$0;
""",
    "an empty export makes a module": """
//- types.d.ts
declare const size: number;
export {};
//- src/main.ts
export const y = size$0;
""",
    "what a declared module has is its own": """
//- types.d.ts
declare module 'virtual' { const size: number; export default size; }
//- src/main.ts
export const y = size$0;
""",
    "no name is what opens the global block": """
//- src/setup.ts
export const x = 1;
declare global { var store: string }
//- src/main.ts
export const y = global$0;
""",
    "the nearest comes first": """
//- package.json
{}
//- apps/one/globals.d.ts
declare const flag: boolean;
              ^^^^ def
//- apps/two/globals.d.ts
declare const flag: boolean;
              ^^^^ def first
//- apps/two/src/main.ts
export const y = flag$0;
""",
    "declarations around the package": """
//- package.json
{}
//- types/globals.d.ts
declare const flag: boolean;
              ^^^^ def
//- types/script.ts
const flag = true;
//- packages/a/package.json
{}
//- packages/a/src/main.ts
export const y = flag$0;
""",
    "not those of a package beside": """
//- packages/a/package.json
{}
//- packages/a/globals.d.ts
declare const flag: boolean;
//- packages/b/package.json
{}
//- packages/b/src/main.ts
export const y = flag$0;
""",
    "types that are installed": """
//- package.json
{}
//- node_modules/@types/host/package.json
{"name": "@types/host"}
//- node_modules/@types/host/globals.d.ts
export {};
declare global { var host: Host; interface Host { name: string } }
                     ^^^^ def
//- node_modules/other/package.json
{"name": "other"}
//- node_modules/other/globals.d.ts
declare const host: number;
//- src/main.ts
import './x';
host$0.name;
""",
    "default of one of several declared modules": """
//- types.d.ts
declare module '*.svg' { const url: string; export default url; }
declare module '*.vue' { const component: object; export default component; }
                               ^^^^^^^^^ def
//- src/main.ts
import App from './App.vue';
App$0;
""",
    "class that a declared module exports as its default": """
//- types.d.ts
declare module 'shapes' { export default class Shape { size: number } }
                                                       ^^^^ def
//- src/main.ts
import Shape from 'shapes';
new Shape().size$0;
""",
    "what a declared module is as a whole": """
//- types.d.ts
declare module 'old' { function run(): void; export = run; }
                                ^^^ def
//- src/main.ts
import run from 'old';
run$0();
""",
    "name that a declared module passes on under another": """
//- types.d.ts
declare module 'shapes' { class Inner {} export { Inner as Shape }; }
                                ^^^^^ def
//- src/main.ts
import { Shape } from 'shapes';
new Shape$0();
""",
    "name in the export of a declared module": """
//- types.d.ts
declare module '*.svg' { const url: string; export default url$0; }
                               ^^^ def
""",
}

REFERENCES = {
    "constant": """
//- types/globals.d.ts
declare const BU$0ILD: { commit: string };
              ^^^^^ ref
//- src/a.ts
import './x';
BUILD.commit;
^^^^^ ref
//- src/b.ts
export function f(BUILD: string) { return BUILD; }
//- src/c.ts
import { BUILD } from './d';
BUILD;
""",
    "global block": """
//- src/setup.ts
export const x = store;
                 ^^^^^ ref
declare global { var sto$0re: string }
                     ^^^^^ ref
//- src/main.ts
import './setup';
store;
^^^^^ ref
""",
}


@pytest.mark.parametrize("text", DEFINITIONS.values(), ids=DEFINITIONS.keys())
def test_definition(text: str) -> None:
    check_definition(text)


@pytest.mark.parametrize("text", REFERENCES.values(), ids=REFERENCES.keys())
def test_references(text: str) -> None:
    check_references(text)
