"""How configuration leads imports to files: tsconfig and jsconfig, package.json, extensions, index files."""

from __future__ import annotations

import pytest

from tests.resolution.checks import check_definition

DEFINITIONS = {
    "baseUrl": """
//- tsconfig.json
{ "compilerOptions": { "baseUrl": "./src" } }
//- src/domain/task.ts
export class Task {}
             ^^^^ def
//- src/main.ts
import { Task } from 'domain/task';
new Task$0();
""",
    "paths beside baseUrl": """
//- tsconfig.json
{ "compilerOptions": { "baseUrl": "src", "paths": { "~/*": ["domain/*", "other/*"] } } }
//- src/other/task.ts
export class Task {}
             ^^^^ def
//- src/main.ts
import { Task } from '~/task';
new Task$0();
""",
    "exact name in paths before a pattern": """
//- tsconfig.json
{ "compilerOptions": { "paths": { "@lib/*": ["./src/many/*"], "@lib/one": ["./src/single.ts"] } } }
//- src/many/one.ts
export class One {}
//- src/single.ts
export class One {}
             ^^^ def
//- src/main.ts
import { One } from '@lib/one';
new One$0();
""",
    "longest prefix in paths": """
//- tsconfig.json
{ "compilerOptions": { "paths": { "@/*": ["./src/*"], "@/lib/*": ["./lib/*"] } } }
//- src/lib/one.ts
export class One {}
//- lib/one.ts
export class One {}
             ^^^ def
//- src/main.ts
import { One } from '@/lib/one';
new One$0();
""",
    "jsconfig": """
//- jsconfig.json
{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }
//- src/one.js
export class One {}
             ^^^ def
//- src/main.js
import { One } from '@/one';
new One$0();
""",
    "configuration that extends another": """
//- config/base.json
{ "compilerOptions": { "paths": { "@/*": ["../src/*"] } } }
//- tsconfig.json
{ "extends": "./config/base.json" }
//- src/one.ts
export class One {}
             ^^^ def
//- src/main.ts
import { One } from '@/one';
new One$0();
""",
    "configuration that extends several": """
//- a.json
{ "compilerOptions": { "paths": { "@/*": ["./wrong/*"] } } }
//- b.json
{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }
//- tsconfig.json
{ "extends": ["./a.json", "./b"] }
//- src/one.ts
export class One {}
             ^^^ def
//- src/main.ts
import { One } from '@/one';
new One$0();
""",
    "configuration that extends a package's": """
//- node_modules/@acme/config/tsconfig.json
{ "compilerOptions": { "baseUrl": "../../../src" } }
//- tsconfig.json
{ "extends": "@acme/config" }
//- src/one.ts
export class One {}
             ^^^ def
//- src/main.ts
import { One } from 'one';
new One$0();
""",
    "configuration that a solution refers to": """
//- tsconfig.json
{ "files": [], "references": [{ "path": "./tsconfig.web.json" }, { "path": "./node" }] }
//- tsconfig.web.json
{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }
//- src/one.ts
export class One {}
             ^^^ def
//- src/main.ts
import { One } from '@/one';
new One$0();
""",
    "directory that a solution refers to": """
//- tsconfig.json
{ "references": [{ "path": "./node" }] }
//- node/tsconfig.json
{ "compilerOptions": { "paths": { "#/*": ["./lib/*"] } } }
//- node/lib/one.ts
export class One {}
             ^^^ def
//- node/main.ts
import { One } from '#/one';
new One$0();
""",
    "nearest configuration": """
//- tsconfig.json
{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }
//- src/one.ts
export class One {}
//- app/tsconfig.json
{ "extends": "../tsconfig.json", "compilerOptions": { "paths": { "@/*": ["./lib/*"] } } }
//- app/lib/one.ts
export class One {}
             ^^^ def
//- app/main.ts
import { One } from '@/one';
new One$0();
""",
    "rootDirs": """
//- tsconfig.json
{ "compilerOptions": { "rootDirs": ["./src", "./generated"] } }
//- generated/api/types.ts
export class One {}
             ^^^ def
//- src/api/main.ts
import { One } from './types';
new One$0();
""",
    "extension that is rewritten": """
//- src/one.ts
export class One {}
             ^^^ def
//- src/main.ts
import { One } from './one.js';
new One$0();
""",
    "extension that is rewritten, with JSX": """
//- src/one.tsx
export class One {}
             ^^^ def
//- src/main.ts
import { One } from './one.jsx';
new One$0();
""",
    "extension of an ES module that is rewritten": """
//- src/one.mts
export class One {}
             ^^^ def
//- src/main.mts
import { One } from './one.mjs';
new One$0();
""",
    "written extension": """
//- src/one.ts
export class One {}
             ^^^ def
//- src/main.ts
import { One } from './one.ts';
new One$0();
""",
    "dot in a name": """
//- src/one.model.ts
export class One {}
             ^^^ def
//- src/main.ts
import { One } from './one.model';
new One$0();
""",
    "index of a directory": """
//- src/lib/index.ts
export class One {}
             ^^^ def
//- src/main.ts
import { One } from './lib/';
new One$0();
""",
    "index of the directory around": """
//- src/index.ts
export class One {}
             ^^^ def
//- src/lib/main.ts
import { One } from '..';
new One$0();
""",
    "file before the directory of its name": """
//- src/lib/index.ts
export class One {}
//- src/lib.ts
export class One {}
             ^^^ def
//- src/main.ts
import { One } from './lib';
new One$0();
""",
    "declarations beside JavaScript": """
//- src/one.js
export class One {}
//- src/one.d.ts
export declare class One {}
                     ^^^ def
//- src/main.ts
import { One } from './one.js';
new One$0();
""",
    "exports of package.json by condition": """
//- package.json
{ "workspaces": ["packages/*"] }
//- packages/core/package.json
{ "name": "core", "exports": { ".": { "require": "./cjs.cjs", "types": "./types.d.ts" } } }
//- packages/core/types.d.ts
export declare const size: number;
                     ^^^^ def
//- packages/core/cjs.cjs
exports.size = 1;
//- packages/app/index.ts
import { size } from 'core';
size$0;
""",
    "exports of package.json by subpath": """
//- package.json
{ "workspaces": ["packages/*"] }
//- packages/core/package.json
{ "name": "core", "exports": { ".": "./dist/index.js", "./extra": { "import": "./dist/extra.js" } } }
//- packages/core/src/index.ts
export const size = 1;
//- packages/core/src/extra.ts
export const size = 2;
             ^^^^ def
//- packages/app/index.ts
import { size } from 'core/extra';
size$0;
""",
    "exports of package.json by pattern": """
//- package.json
{ "workspaces": ["packages/*"] }
//- packages/core/package.json
{ "name": "core", "exports": { "./*": "./src/*.ts" } }
//- packages/core/src/one.ts
export const size = 1;
             ^^^^ def
//- packages/core/src/index.ts
export {};
//- packages/app/index.ts
import { size } from 'core/one';
size$0;
""",
    "imports of package.json": """
//- package.json
{ "name": "app", "imports": { "#lib/*": "./src/lib/*.js", "#conf": { "default": "./src/conf.js" } } }
//- src/lib/one.ts
export class One {}
             ^^^ def
//- src/main.ts
import { One } from '#lib/one';
new One$0();
""",
    "imports of package.json by condition": """
//- package.json
{ "name": "app", "imports": { "#conf": { "node": "./src/node.js", "types": "./src/conf.ts" } } }
//- src/conf.ts
export class One {}
             ^^^ def
//- src/node.js
export class One {}
//- src/main.ts
import { One } from '#conf';
new One$0();
""",
    "package that imports itself by its name": """
//- package.json
{ "name": "app", "exports": { "./lib": "./src/lib.ts" } }
//- src/lib.ts
export class One {}
             ^^^ def
//- test/main.ts
import { One } from 'app/lib';
new One$0();
""",
    "module of package.json before main": """
//- package.json
{ "workspaces": ["packages/*"] }
//- packages/core/package.json
{ "name": "core", "main": "./old.js", "module": "./new.js" }
//- packages/core/old.js
export const size = 1;
//- packages/core/new.js
export const size = 2;
             ^^^^ def
//- packages/core/index.js
//- packages/app/index.ts
import { size } from 'core';
size$0;
""",
    "types of package.json": """
//- package.json
{ "workspaces": { "packages": ["packages/*"] } }
//- packages/core/package.json
{ "name": "core", "main": "./main.js", "types": "./main.d.ts" }
//- packages/core/main.js
exports.size = 1;
//- packages/core/main.d.ts
export const size: number;
             ^^^^ def
//- packages/core/index.ts
//- packages/app/index.ts
import { size } from 'core';
size$0;
""",
    "types of package.json by version": """
//- package.json
{ "workspaces": ["packages/*"] }
//- packages/core/package.json
{ "name": "core", "types": "./old.d.ts", "typesVersions": { ">=4.0": { "*": ["./new/*"] } } }
//- packages/core/new/deep.ts
export const size: number;
             ^^^^ def
//- packages/core/index.ts
//- packages/app/index.ts
import { size } from 'core/deep';
size$0;
""",
    "workspace of pnpm": """
//- pnpm-workspace.yaml
packages:
  - 'libs/**'
//- libs/deep/core/package.json
{ "name": "@acme/core", "main": "src/index.ts" }
//- libs/deep/core/src/index.ts
export const size = 1;
             ^^^^ def
//- app/index.ts
import { size } from '@acme/core';
size$0;
""",
    "package in node_modules": """
//- node_modules/core/package.json
{ "name": "core", "types": "./lib.d.ts" }
//- node_modules/core/lib.d.ts
export const size: number;
             ^^^^ def
//- src/index.ts
import { size } from 'core';
size$0;
""",
    "types of a package in node_modules": """
//- node_modules/core/package.json
{ "name": "core", "main": "./lib.js" }
//- node_modules/core/lib.js
exports.size = 1;
//- node_modules/@types/core/index.d.ts
export const size: number;
             ^^^^ def
//- src/index.ts
import { size } from 'core';
size$0;
""",
    "module that is declared": """
//- types.d.ts
declare module 'virtual' {
  export class One {}
               ^^^ def
}
//- src/main.ts
import { One } from 'virtual';
new One$0();
""",
    "module that is declared by a pattern": """
//- types.d.ts
declare module '*.vue' {
  const component: string;
        ^^^^^^^^^ def
  export default component;
}
//- src/main.ts
import App from './App.vue';
App$0;
""",
    "module that is augmented": """
//- src/core.ts
export interface Options { size: number }
//- src/more.ts
import './core';
declare module './core' {
  interface Options { extra: string }
                      ^^^^^ def
}
//- src/main.ts
import { Options } from './core';
function f(o: Options) { o.extra$0; }
""",
    "global that a module declares": """
//- src/globals.ts
export {};
declare global {
  interface Window { app: string }
  var version: string;
      ^^^^^^^ def
}
//- src/main.ts
export const x = version$0;
""",
    "import of a type": """
//- a.ts
export interface One { size: number }
                       ^^^^ def
//- b.ts
function f(o: import('./a').One) { o.size$0; }
""",
    "name in the import of a type": """
//- a.ts
export interface One { size: number }
                 ^^^ def
//- b.ts
let o: import('./a').One$0;
""",
    "value in the import of a type": """
//- a.ts
export const one = { size: 1 };
                     ^^^^ def
//- b.ts
declare const o: typeof import('./a');
o.one.size$0;
""",
    "import equals require": """
//- a.ts
class One { run() {} }
            ^^^ def
export = One;
//- b.ts
import One = require('./a');
new One().run$0();
""",
    "import equals a name": """
//- a.ts
namespace outer { export namespace inner { export class One {} } }
                                                        ^^^ def
import short = outer.inner;
new short.One$0();
""",
    "type beside a value through a re-export": """
//- a.ts
export type One = { size: number };
                    ^^^^ def
export const One = 1;
//- i.ts
export * from './a';
//- b.ts
import { type One } from './i';
function f(o: One) { o.size$0; }
""",
    "export of a type only": """
//- a.ts
export interface One { size: number }
                       ^^^^ def
//- i.ts
export type { One } from './a';
//- b.ts
import type { One } from './i';
function f(o: One) { o.size$0; }
""",
    "script for script": """
//- one.ts
interface One { size: number }
                ^^^^ def
//- two.ts
declare const o: One;
o.size$0;
""",
}


@pytest.mark.parametrize("text", DEFINITIONS.values(), ids=DEFINITIONS.keys())
def test_definition(text: str) -> None:
    check_definition(text)
