"""Where names of JavaScript lead: scopes, modules, members, types of expressions."""

from __future__ import annotations

import pytest

from tests.resolution.checks import check_definition, check_references

DEFINITIONS = {
    "named import": """
//- a.js
export function restock(item) {}
                ^^^^^^^ def
//- b.js
import { restock } from './a.js';
restock$0(1);
""",
    "aliased import and alias export": """
//- a.js
function inner() {}
         ^^^^^ def
export { inner as outer };
//- b.js
import { outer as local } from './a.js';
local$0();
""",
    "default export of local": """
//- a.js
class Cart {}
      ^^^^ def
export default Cart;
//- b.js
import C from './a';
new C$0();
""",
    "anonymous default": """
//- a.js
export default function () {}
       ^^^^^^^ def
//- b.js
import run from './a';
run$0();
""",
    "namespace import member": """
//- a.js
export const f = () => 1;
             ^ def
//- b.js
import * as ns from './a';
ns.f$0();
""",
    "require destructuring": """
//- a.js
function one() {}
         ^^^ def
module.exports = { one, two: one };
//- b.js
const { one } = require('./a');
one$0();
""",
    "require pair alias": """
//- a.js
function one() {}
         ^^^ def
module.exports = { one, two: one };
//- b.js
const a = require('./a');
a.two$0();
""",
    "require class": """
//- a.js
class Foo { run() {} }
            ^^^ def
module.exports = Foo;
//- b.js
const Foo = require('./a');
new Foo().run$0();
""",
    "require local in function": """
//- a.js
exports.go = function () {};
        ^^ def
//- b.js
function f() {
  const { go } = require('./a');
  go$0();
}
""",
    "module exports object method": """
//- a.js
module.exports = {
  create(context) {},
  ^^^^^^ def
};
//- b.js
const rule = require('./a');
rule.create$0();
""",
    "this member": """
//- a.js
class A {
  #x = 1;
  run() { this.stop$0(); }
  stop() {}
  ^^^^ def
}
""",
    "private name": """
//- a.js
class A {
  #x = 1;
  ^^ def
  run() { return this.#x$0; }
}
""",
    "constructor field": """
//- a.js
class B { go() {} }
          ^^ def
class A {
  constructor() { this.b = new B(); }
  run() { this.b.go$0(); }
}
""",
    "object literal member": """
//- a.js
export const api = { load() {}, size: 1 };
                     ^^^^ def
//- b.js
import { api } from './a';
api.load$0();
""",
    "key of object is no variable": """
//- a.js
const name = 1;
foo({ name$0: 2 });
      ^^^^ def
""",
    "parameter": """
//- a.js
function f(a, { b, c: d }) { return b$0 + d; }
                ^ def
""",
    "block scope": """
//- a.js
let x = 1;
{ let x = 2; x$0; }
      ^ def
""",
    "var hoist": """
//- a.js
function f() { if (1) { var x = 1; } return x$0; }
                            ^ def
""",
    "method not visible as name": """
//- a.js
function f() { return { go() { go$0(); } }; }
""",
    "prototype": """
//- a.js
function A() { this.x = 1; }
A.prototype.run = function () { return this.stop$0(); };
A.prototype.stop = function () {};
            ^^^^ def
""",
    "prototype via new": """
//- a.js
function A() { this.x = 1; }
A.prototype.run = function () {};
            ^^^ def
new A().run$0();
""",
    "jsx": """
//- a.jsx
export function Badge({ label }) { return <b>{label}</b>; }
                ^^^^^ def
//- b.jsx
import { Badge } from './a';
const x = <Badge$0 label="1" />;
""",
    "jsx attr": """
//- a.jsx
export function Badge({ label }) { return <b>{label}</b>; }
                        ^^^^^ def
//- b.jsx
import { Badge } from './a';
const x = <Badge label$0="1" />;
""",
    "const fn local": """
//- a.js
export function f() { const g = () => 1; return g$0(); }
                            ^ def
""",
    "dynamic import": """
//- a.js
export const z = 1;
             ^ def
//- b.js
async function f() { const m = await import('./a.js'); m.z$0; }
""",
    "nested object member": """
//- a.js
const cfg = { db: { host: 'x' } };
                    ^^^^ def
cfg.db.host$0;
""",
    "jsx member component": """
//- a.jsx
export const Foo = () => null;
             ^^^ def
//- b.jsx
import * as ui from './a';
const e = <ui.Foo$0 />;
""",
    "cjs class in object": """
//- a.js
class A { go() {} }
          ^^ def
module.exports = { A };
//- b.js
const { A } = require('./a');
const a = new A();
a.go$0();
""",
    "cjs index directory": """
//- lib/index.js
exports.run = () => 1;
        ^^^ def
//- b.js
const lib = require('./lib');
lib.run$0();
""",
    "default reexport": """
//- a.js
export default class A {}
                     ^ def
//- i.js
export { default as A } from './a';
//- b.js
import { A } from './i';
new A$0();
""",
    "import then export": """
//- a.js
export function go() {}
                ^^ def
//- i.js
import { go } from './a';
export { go as run };
//- b.js
import { run } from './i';
run$0();
""",
    "returned object of class": """
//- a.js
class S { stop() {} }
          ^^^^ def
function start() { return new S(); }
start().stop$0();
""",
    "shadowed by parameter": """
//- a.js
import { x } from './b';
function f(x) { return x$0; }
           ^ def
//- b.js
export const x = 1;
""",
    "unknown receiver no guess of two": """
//- a.js
class A { m() {} }
class B { m() {} }
function f(x) { x.m$0(); }
""",
}
REFERENCES = {
    "member of a class that a module is": """
//- a.js
module.exports = class Cursor { move$0() {} };
                                ^^^^ def
//- b.js
const Base = require('./a');
class Own extends Base { move() { return super.move(); } }
                         ^^^^ ref
                                               ^^^^ ref
""",
    "member of a class that is exported by default": """
//- a.js
export default class { move$0() {} }
                       ^^^^ def
//- b.js
import Base from './a.js';
class Own extends Base { move() {} }
                         ^^^^ ref
""",
    "object of a module": """
//- a.js
modu$0le.exports = { one: 1 };
^^^^^^^^^^^^^^ def
//- b.js
const a = require('./a');
                   ^^^ ref
a.one;
""",
    "export alias": """
//- a.js
function inner() {}
         ^^^^^ def
inner$0();
^^^^^ ref
module.exports = { inner };
                   ^^^^^ ref
//- b.js
const { inner } = require('./a');
        ^^^^^ ref
inner();
^^^^^ ref
function other(inner) { inner(); }
""",
    "default export": """
//- a.js
export default function make() {}
                        ^^^^ def
//- b.js
import build from './a';
       ^^^^^ ref
build$0();
^^^^^ ref
""",
    "private": """
//- a.js
class A { #x = 1; m() { return this.#x$0; } }
          ^^ def
                                    ^^ ref
class B { #x = 1; }
""",
    "local shadow": """
//- a.js
function f(x) { { let x = 1; x; } return x$0; }
           ^ def
                                         ^ ref
""",
    "cjs class": """
//- a.js
class A {}
      ^ def
module.exports = A;
                 ^ ref
//- b.js
const A = require('./a');
      ^ ref
new A$0();
    ^ ref
""",
}


@pytest.mark.parametrize("text", DEFINITIONS.values(), ids=DEFINITIONS.keys())
def test_definition(text: str) -> None:
    check_definition(text)


@pytest.mark.parametrize("text", REFERENCES.values(), ids=REFERENCES.keys())
def test_references(text: str) -> None:
    check_references(text)
