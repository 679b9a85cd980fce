"""How modules of JavaScript find each other and what they offer: ES modules and CommonJS in all forms."""

from __future__ import annotations

import pytest

from codeprism_lsp.analysis import navigation
from codeprism_lsp.resolution.resolver import Resolver
from tests import fixtures
from tests.resolution.checks import check_definition, check_references, name_place

ES_MODULES = {
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
COMMONJS = {
    "function": """
//- a.js
module.exports = function run() {};
       ^^^^^^^ def
//- b.js
const go = require('./a');
go$0();
""",
    "property of module.exports": """
//- a.js
module.exports.run = function () {};
               ^^^ def
//- b.js
const a = require('./a');
a.run$0();
""",
    "local given to a property": """
//- a.js
function run() {}
         ^^^ def
exports.start = run;
//- b.js
const { start } = require('./a');
start$0();
""",
    "both names of a module": """
//- a.js
exports = module.exports = { run() {} };
                             ^^^ def
//- b.js
require('./a').run$0();
""",
    "chain of exports": """
//- a.js
exports.one = exports.two = function () {};
                      ^^^ def
//- b.js
const a = require('./a');
a.two$0();
""",
    "member of what is required": """
//- a.js
exports.run = function () {};
        ^^^ def
//- b.js
const go = require('./a').run;
go$0();
""",
    "called at once": """
//- a.js
exports.make = function () { return new Made(); };
class Made { use() {} }
             ^^^ def
//- b.js
const made = require('./a').make();
made.use$0();
""",
    "module that passes another on": """
//- a.js
exports.run = function () {};
        ^^^ def
//- i.js
module.exports = require('./a');
//- b.js
const i = require('./i');
i.run$0();
""",
    "object that spreads a module": """
//- a.js
exports.run = function () {};
        ^^^ def
//- i.js
module.exports = { ...require('./a'), other: 1 };
//- b.js
const { run } = require('./i');
run$0();
""",
    "object of modules": """
//- a.js
exports.run = function () {};
        ^^^ def
//- i.js
module.exports = { tools: require('./a') };
//- b.js
const { tools } = require('./i');
tools.run$0();
""",
    "module under a property": """
//- a.js
exports.run = function () {};
        ^^^ def
//- i.js
exports.tools = require('./a');
//- b.js
require('./i').tools.run$0();
""",
    "class with members": """
//- a.js
module.exports = class Store { find() {} static of() {} };
                               ^^^^ def
//- b.js
const Store = require('./a');
new Store().find$0();
""",
    "instance": """
//- a.js
class Store { find() {} }
              ^^^^ def
module.exports = new Store();
//- b.js
const store = require('./a');
store.find$0();
""",
    "several in one statement": """
//- a.js
exports.one = 1;
//- b.js
exports.two = 2;
        ^^^ def
//- c.js
var a = require('./a'), b = require('./b');
b.two$0;
""",
    "pattern within a pattern": """
//- a.js
module.exports = { inner: { deep() {} } };
                            ^^^^ def
//- b.js
const { inner: { deep$0 } } = require('./a');
deep();
""",
    "package.json names the file of a directory": """
//- lib/package.json
{ "main": "./entry.js" }
//- lib/entry.js
exports.run = function () {};
        ^^^ def
//- b.js
const lib = require('./lib');
lib.run$0();
""",
    "required when needed": """
//- a.js
exports.run = function () {};
        ^^^ def
//- b.js
const lazy = () => require('./a');
lazy().run$0();
""",
    "static member of a module's function": """
//- a.js
function make() {}
make.defaults = { size: 1 };
                  ^^^^ def
module.exports = make;
//- b.js
const make = require('./a');
make.defaults.size$0;
""",
    "property beside a function that a module is": """
//- a.js
module.exports = function make() {};
module.exports.helper = function () {};
               ^^^^^^ def
//- b.js
const make = require('./a');
make.helper$0();
""",
    "ES module of a CommonJS one": """
//- a.cjs
module.exports = { run() {} };
                   ^^^ def
//- b.mjs
import a from './a.cjs';
a.run$0();
""",
    "CommonJS of an ES module": """
//- a.mjs
export function run() {}
                ^^^ def
//- b.cjs
const { run } = require('./a.mjs');
run$0();
""",
    "own member through exports": """
//- a.js
exports.one = function () {};
        ^^^ def
exports.two = function () { return exports.one$0(); };
""",
    "own member through module.exports": """
//- a.js
module.exports = { one() {}, two() { return module.exports.one$0(); } };
                   ^^^ def
""",
    "getter defined on exports": """
//- a.js
class Late {}
Object.defineProperty(exports, 'Late', { get() { return Late; } });
                               ^^^^^^ def
//- b.js
const { Late } = require('./a');
Late$0;
""",
}
REFERENCES = {
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
    "of a property of exports": """
//- a.js
exports.run$0 = function () {};
        ^^^ def
//- b.js
const { run } = require('./a');
        ^^^ ref
run();
^^^ ref
require('./a').run();
               ^^^ ref
""",
}


def test_entry_of_a_module_comes_before_what_it_is_given() -> None:
    fixture = fixtures.parse("""
//- a.js
class Store {}
      ^^^^^ def
module.exports = { Store };
                   ^^^^^ def first
//- b.js
const { Store } = require('./a');
module.exports = () => Store$0;
""")
    assert fixture.cursor is not None
    resolver = Resolver(fixtures.project(fixture))
    found = navigation.definitions(resolver, *fixture.cursor)
    places = [name_place(resolver, one) for one in found]
    assert places == fixture.marked("def first") + fixture.marked("def")


@pytest.mark.parametrize("text", ES_MODULES.values(), ids=ES_MODULES.keys())
def test_es_modules(text: str) -> None:
    check_definition(text)


@pytest.mark.parametrize("text", COMMONJS.values(), ids=COMMONJS.keys())
def test_commonjs(text: str) -> None:
    check_definition(text)


@pytest.mark.parametrize("text", REFERENCES.values(), ids=REFERENCES.keys())
def test_references(text: str) -> None:
    check_references(text)
