"""How ES modules of JavaScript find each other and what they offer."""

from __future__ import annotations

import pytest

from tests.resolution.checks import check_definition, check_references

DEFINITIONS = {
    "default beside named": """
//- a.js
export default class Cart {}
export function add() {}
                ^^^ def
//- b.js
import Cart, { add as put } from './a.js';
put$0();
""",
    "default beside a namespace": """
//- a.js
export default 1;
export function add() {}
                ^^^ def
//- b.js
import one, * as all from './a.js';
all.add$0();
""",
    "name of a default import": """
//- a.js
export default class Cart {}
                     ^^^^ def
//- b.js
import { default as Basket } from './a.js';
new Basket$0();
""",
    "local exported as default": """
//- a.js
function run() {}
         ^^^ def
export { run as default };
//- b.js
import go from './a.js';
go$0();
""",
    "default passed on": """
//- a.js
export default function run() {}
                        ^^^ def
//- i.js
export { default } from './a.js';
//- b.js
import go from './i.js';
go$0();
""",
    "default passed on beside others": """
//- a.js
export default function run() {}
                        ^^^ def
export const x = 1;
//- i.js
export { default as start, x } from './a.js';
//- b.js
import { start } from './i.js';
start$0();
""",
    "a star passes no default on": """
//- a.js
export default function run() {}
//- i.js
export * from './a.js';
//- b.js
import go from './i.js';
       ^^ def
go$0();
""",
    "own export before a star": """
//- a.js
export const size = 1;
//- i.js
export * from './a.js';
export const size = 2;
             ^^^^ def
//- b.js
import { size } from './i.js';
size$0;
""",
    "stars in a circle": """
//- a.js
export * from './b.js';
//- b.js
export * from './a.js';
export * from './c.js';
//- c.js
export const deep = 1;
             ^^^^ def
//- d.js
import { deep } from './a.js';
deep$0;
""",
    "namespace passed on": """
//- a.js
export const f = 1;
             ^ def
//- i.js
import * as tools from './a.js';
export { tools };
//- b.js
import { tools } from './i.js';
tools.f$0;
""",
    "exported pattern": """
//- a.js
export const { one, two: second } = make();
                         ^^^^^^ def
//- b.js
import { second } from './a.js';
second$0;
""",
    "exported list of variables": """
//- a.js
export let one = 1, two = 2;
                    ^^^ def
//- b.js
import { two } from './a.js';
two$0;
""",
    "exported generator": """
//- a.js
export async function* each() {}
                       ^^^^ def
//- b.js
import { each } from './a.js';
each$0();
""",
    "name in quotes": """
//- a.js
function run() {}
         ^^^ def
export { run as 'run it' };
//- b.js
import { 'run it' as go } from './a.js';
go$0();
""",
    "in an export list": """
//- a.js
export function run() {}
                ^^^ def
//- b.js
import { run } from './a.js';
export { run$0 };
""",
    "exported as an object": """
//- a.js
export default { load() {}, size: 1 };
                 ^^^^ def
//- b.js
import api from './a.js';
api.load$0();
""",
    "exported instance": """
//- a.js
class Api { load() {} }
            ^^^^ def
export default new Api();
//- b.js
import api from './a.js';
api.load$0();
""",
    "import for its effects": """
//- a.js
globalThis.x = 1;
^ def
//- b.js
import './a$0.js';
""",
    "module of an import": """
//- lib/index.js
export const x = 1;
^ def
//- b.js
import { x } from './li$0b';
""",
    "dynamic import, awaited in a pattern": """
//- a.js
export const f = () => 1;
             ^ def
//- b.js
async function run() { const { f } = await import('./a.js'); f$0(); }
""",
    "dynamic import, member": """
//- a.js
export const f = () => 1;
             ^ def
//- b.js
async function run() { (await import('./a.js')).f$0(); }
""",
    "dynamic import, then": """
//- a.js
export const f = () => 1;
             ^ def
//- b.js
import('./a.js').then((found) => found.f$0());
""",
    "dynamic import, then with a pattern": """
//- a.js
export const f = () => 1;
             ^ def
//- b.js
import('./a.js').then(({ f$0 }) => f());
""",
    "dynamic import, default": """
//- a.js
export default class Page { show() {} }
                            ^^^^ def
//- b.js
async function run() { const { default: Page } = await import('./a.js'); new Page().show$0(); }
""",
    "dynamic import, its module": """
//- a.js
export const f = 1;
^ def
//- b.js
const later = () => import('./a$0.js');
""",
    "dynamic import, by a function": """
//- a.js
export const f = 1;
             ^ def
//- b.js
const load = () => import('./a.js');
async function run() { const found = await load(); found.f$0; }
""",
}
REFERENCES = {
    "of a default that is passed on by a name, under another name": """
//- value.js
exp$0ort default function (a, b) {}
       ^^^^^^^ def
//- index.js
export { default as interpolate } from './value.js';
         ^^^^^^^ ref
                    ^^^^^^^^^^^ ref
//- b.js
import { interpolate as mix } from './index.js';
         ^^^^^^^^^^^ ref
                        ^^^ ref
mix(1, 2);
^^^ ref
""",
    "through re-exports under other names": """
//- a.js
export function run$0() {}
                ^^^ def
//- i.js
export { run as start } from './a.js';
         ^^^ ref
                ^^^^^ ref
//- b.js
import { start as go } from './i.js';
         ^^^^^ ref
                  ^^ ref
go();
^^ ref
""",
}


@pytest.mark.parametrize("text", DEFINITIONS.values(), ids=DEFINITIONS.keys())
def test_definition(text: str) -> None:
    check_definition(text)


@pytest.mark.parametrize("text", REFERENCES.values(), ids=REFERENCES.keys())
def test_references(text: str) -> None:
    check_references(text)
