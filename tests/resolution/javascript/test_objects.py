"""Scopes, patterns, classes and objects of JavaScript: what is hoisted, taken apart, inherited, added."""

from __future__ import annotations

import pytest

from tests.resolution.checks import check_definition, check_references

SCOPES = {
    "function before it stands": """
//- a.js
run$0();
function run() {}
         ^^^ def
""",
    "function in a block": """
//- a.js
function f() { { function run() {} run$0(); } }
                          ^^^ def
""",
    "class is not seen around its block": """
//- a.js
class A {}
      ^ def
{ class A {} }
new A$0();
""",
    "dead zone": """
//- a.js
let x = 1;
{ x$0; let x = 2; }
         ^ def
""",
    "variable of a loop": """
//- a.js
for (let i = 0; i < 1; i$0++) {}
         ^ def
""",
    "variable of a loop after it": """
//- a.js
function f() { for (var i = 0; i < 1; i++) {} return i$0; }
                        ^ def
""",
    "variable of for of": """
//- a.js
for (const one of []) { one$0; }
           ^^^ def
""",
    "pattern in for of": """
//- a.js
for (const { one } of []) { one$0; }
             ^^^ def
""",
    "error that is caught": """
//- a.js
try {} catch (error) { error$0; }
              ^^^^^ def
""",
    "pattern of an error that is caught": """
//- a.js
try {} catch ({ message }) { message$0; }
                ^^^^^^^ def
""",
    "own name of a function expression": """
//- a.js
const f = function self() { return self$0(); };
                   ^^^^ def
""",
    "own name of a class expression": """
//- a.js
const A = class Own { m() { return new Own$0(); } };
                ^^^ def
""",
    "parameter in the default of another": """
//- a.js
function f(a, b = a$0) {}
           ^ def
""",
    "variable of a switch": """
//- a.js
switch (1) { case 1: let x = 1; x$0; }
                         ^ def
""",
    "static block": """
//- a.js
class A { static x; static { let y = 1; A.x = y$0; } }
                                 ^ def
""",
    "variable of a closure": """
//- a.js
function f() { let count = 0; return () => count$0++; }
                   ^^^^^ def
""",
    "arguments of a nested function": """
//- a.js
function f(x) { return function (x) { return x$0; }; }
                                 ^ def
""",
}
PATTERNS = {
    "rest of an object": """
//- a.js
const { a, ...rest } = { a: 1 };
              ^^^^ def
rest$0;
""",
    "rest of a list": """
//- a.js
const [first, ...others] = [1];
                 ^^^^^^ def
others$0;
""",
    "deep": """
//- a.js
const { a: [{ b: { c = 1 } = {} }] } = x;
                   ^ def
c$0;
""",
    "default that is a function": """
//- a.js
function f({ run = () => 1 } = {}) { run$0(); }
             ^^^ def
""",
    "computed key": """
//- a.js
const key = 'a';
      ^^^ def
const { [key$0]: value } = {};
""",
    "pattern that swaps": """
//- a.js
let a = 1, b = 2;
           ^ def
[a, b] = [b$0, a];
""",
    "pattern that assigns": """
//- a.js
let value;
    ^^^^^ def
({ a: value$0 } = {});
""",
    "member of an own object": """
//- a.js
const options = { size: 1 };
                  ^^^^ def
const { size$0 } = options;
""",
    "type of what a list holds": """
//- a.js
class Item { use() {} }
             ^^^ def
const [one] = [new Item()];
one.use$0();
""",
    "parameter that is a pattern": """
//- a.js
const f = ({ a }, [b]) => b$0;
                   ^ def
""",
}
CLASSES = {
    "getter": """
//- a.js
class A { get size() { return 1; } m() { return this.size$0; } }
              ^^^^ def
""",
    "type of a getter": """
//- a.js
class B { go() {} }
          ^^ def
class A { get b() { return new B(); } m() { this.b.go$0(); } }
""",
    "private method": """
//- a.js
class A { #run() {} m() { this.#run$0(); } }
          ^^^^ def
""",
    "private name in an object": """
//- a.js
class A { #x = 1; static is(o) { return #x$0 in o; } }
          ^^ def
""",
    "static private": """
//- a.js
class A { static #made = 1; static m() { return A.#made$0; } }
                 ^^^^^ def
""",
    "field with a function": """
//- a.js
class A { run = () => 1; m() { this.run$0(); } }
          ^^^ def
""",
    "inherited": """
//- a.js
export class Base { run() {} }
                    ^^^ def
//- b.js
import { Base } from './a.js';
class Own extends Base { m() { this.run$0(); } }
""",
    "inherited through three": """
//- a.js
class A { run() {} }
          ^^^ def
class B extends A {}
class C extends B {}
class D extends C { m() { super.run$0(); } }
""",
    "own before inherited": """
//- a.js
class A { run() {} }
class B extends A { run() {} }
                    ^^^ def
new B().run$0();
""",
    "static that is inherited": """
//- a.js
class A { static of() {} }
                 ^^ def
class B extends A {}
B.of$0();
""",
    "name in quotes": """
//- a.js
class A { 'run it'() {} run() {} }
                        ^^^ def
new A().run$0();
""",
    "chain that gives this": """
//- a.js
class A { set() { return this; } done() {} }
                                 ^^^^ def
new A().set().set().done$0();
""",
    "type by a test": """
//- a.js
class A { run() {} }
          ^^^ def
function f(x) { if (x instanceof A) { x.run$0(); } }
""",
    "type by a test that leaves": """
//- a.js
class A { run() {} }
          ^^^ def
function f(x) { if (!(x instanceof A)) { return; } x.run$0(); }
""",
    "anonymous class of a variable": """
//- a.js
const A = class { run() {} };
                  ^^^ def
new A().run$0();
""",
    "optional call": """
//- a.js
class A { run() {} }
          ^^^ def
new A()?.run$0?.();
""",
    "type of a choice": """
//- a.js
class A { run() {} }
          ^^^ def
const a = null ?? new A();
a.run$0();
""",
    "type of a sequence": """
//- a.js
class A { run() {} }
          ^^^ def
async function f() { return new A(); }
async function g() { (await f()).run$0(); }
""",
    "what a generator yields": """
//- a.js
class A { run() {} }
          ^^^ def
function* all() { yield new A(); }
for (const one of all()) one.run$0();
""",
    "what a promise gives": """
//- a.js
class A { run() {} }
          ^^^ def
async function f() { return new A(); }
f().then((a) => a.run$0());
""",
    "variable that is given later": """
//- a.js
class A { run() {} }
          ^^^ def
let a;
a = new A();
a.run$0();
""",
}
OBJECTS = {
    "static of a constructing function": """
//- a.js
function A() {}
A.of = function () {};
  ^^ def
A.of$0();
""",
    "prototype as an object": """
//- a.js
function A() {}
A.prototype = { run() { return this.stop$0(); }, stop() {} };
                                               ^^^^ def
""",
    "prototype as an object, from outside": """
//- a.js
function A() {}
A.prototype = { constructor: A, run: function () {} };
                                ^^^ def
new A().run$0();
""",
    "field of a constructing function": """
//- a.js
function A() { this.size = 1; }
                    ^^^^ def
new A().size$0;
""",
    "member of a function that gives an object": """
//- a.js
function make() { return { run() {} }; }
                           ^^^ def
make().run$0();
""",
    "member of a local object that is given": """
//- a.js
function make() { const api = { run() {} }; return api; }
                                ^^^ def
make().run$0();
""",
    "member of a local function that is given": """
//- a.js
function make() { function scale() {} scale.domain = function () {}; return scale; }
                                            ^^^^^^ def
make().domain$0();
""",
    "members added to an object": """
//- a.js
const api = {};
api.run = function () {};
    ^^^ def
api.run$0();
""",
    "method of another prototype": """
//- a.js
class A { run() {} }
          ^^^ def
function B() {}
B.prototype.run = function () { A.prototype.run$0.call(this); };
""",
    "member given to a local object": """
//- a.js
class A { run() {} }
          ^^^ def
function f() { const api = {}; if (x) { api.a = new A(); } return () => api.a.run$0(); }
""",
    "name of a member given to a local object": """
//- a.js
function f() { const api = {}; api.size = 1; return api.size$0; }
                                   ^^^^ def
""",
    "member of an object's own method": """
//- a.js
const api = { run() { this.stop$0(); }, stop() {} };
                                      ^^^^ def
""",
    "getter of an object": """
//- a.js
const api = { get size() { return 1; } };
                  ^^^^ def
api.size$0;
""",
    "key in quotes": """
//- a.js
const api = { 'size': 1 };
              ^^^^^^ def
api.size$0;
""",
    "element by its key": """
//- a.js
class A { run() {} }
          ^^^ def
const all = { a: new A() };
all['a'].run$0();
""",
    "objects joined": """
//- a.js
const one = { run() {} };
              ^^^ def
const all = Object.assign({}, one, { b: 1 });
all.run$0();
""",
    "object that is frozen": """
//- a.js
const all = Object.freeze({ run() {} });
                            ^^^ def
all.run$0();
""",
    "object made of a prototype": """
//- a.js
const proto = { run() {} };
                ^^^ def
const one = Object.create(proto);
one.run$0();
""",
    "function called at once": """
//- a.js
const api = (function () { return { run() {} }; })();
                                    ^^^ def
api.run$0();
""",
    "shorthand": """
//- a.js
const run = () => 1;
      ^^^ def first
const api = { run$0 };
              ^^^ def
""",
    "member of a shorthand": """
//- a.js
const inner = { deep: 1 };
                ^^^^ def
const api = { inner };
api.inner.deep$0;
""",
    "objects that are made of what is not known": """
//- a.js
const all = [unknown].flat().map((one) => { return { size: 1 }; });
                                                     ^^^^ def
all.forEach((one) => one.size$0);
""",
    "parameter that a call gives": """
//- a.js
class A { run() {} }
          ^^^ def
[new A()].map((one) => one.run$0());
""",
}
REFERENCES = {
    "of a getter and its setter": """
//- a.js
class A {
  get size$0() { return 1; }
      ^^^^ def
  set size(x) {}
      ^^^^ ref
}
new A().size = 2;
        ^^^^ ref
""",
    "of a prototype's method": """
//- a.js
function A() {}
A.prototype.run$0 = function () { this.run(); };
            ^^^ def
                                     ^^^ ref
new A().run();
        ^^^ ref
""",
    "of a rest": """
//- a.js
function f(...rest$0) { return rest.length; }
              ^^^^ def
                             ^^^^ ref
""",
}


@pytest.mark.parametrize("text", SCOPES.values(), ids=SCOPES.keys())
def test_scopes(text: str) -> None:
    check_definition(text)


@pytest.mark.parametrize("text", PATTERNS.values(), ids=PATTERNS.keys())
def test_patterns(text: str) -> None:
    check_definition(text)


@pytest.mark.parametrize("text", CLASSES.values(), ids=CLASSES.keys())
def test_classes(text: str) -> None:
    check_definition(text)


@pytest.mark.parametrize("text", OBJECTS.values(), ids=OBJECTS.keys())
def test_objects(text: str) -> None:
    check_definition(text)


@pytest.mark.parametrize("text", REFERENCES.values(), ids=REFERENCES.keys())
def test_references(text: str) -> None:
    check_references(text)
