"""Types of JavaScript that doc comments tell."""

from __future__ import annotations

import pytest

from tests.resolution.checks import check_definition, check_references

DEFINITIONS = {
    "type of a variable": """
//- a.js
class Item { use() {} }
             ^^^ def
/** @type {Item} */
const one = make();
one.use$0();
""",
    "type of a variable in a list": """
//- a.js
class Item { use() {} }
             ^^^ def
/** @type {Item[]} */
let all;
all[0].use$0();
""",
    "type of an array by its older form": """
//- a.js
class Item { use() {} }
             ^^^ def
/** @type {Array.<Item>} */
let all;
all[0].use$0();
""",
    "type of a parameter": """
//- a.js
class Item { use() {} }
             ^^^ def
/**
 * Uses it.
 * @param {Item} one What to use.
 * @param {number} [count=1] How often.
 */
function f(one, count) { one.use$0(); }
""",
    "type of a parameter of a method": """
//- a.js
class Item { use() {} }
             ^^^ def
class All {
  /** @param {?Item} one */
  add(one) { one.use$0(); }
}
""",
    "type of a parameter of an arrow function": """
//- a.js
class Item { use() {} }
             ^^^ def
/** @param {Item=} one */
const f = (one) => one.use$0();
""",
    "type of a parameter of an object's method": """
//- a.js
class Item { use() {} }
             ^^^ def
module.exports = {
  /** @param {!Item} one */
  add(one) { one.use$0(); },
};
""",
    "type of a parameter of a property's function": """
//- a.js
class Item { use() {} }
             ^^^ def
const all = {
  /** @param {Item} one */
  add: function (one) { one.use$0(); },
};
""",
    "properties of a parameter": """
//- a.js
class Item { use() {} }
             ^^^ def
/**
 * @param {Object} options
 * @param {Item} options.item
 */
function f(options) { options.item.use$0(); }
""",
    "type of a pattern's parameter": """
//- a.js
class Item { use() {} }
             ^^^ def
/**
 * @param {{item: Item}} options
 */
function f({ item }) { item.use$0(); }
""",
    "result of a function": """
//- a.js
class Item { use() {} }
             ^^^ def
/** @returns {Item} */
function make() { return find(); }
make().use$0();
""",
    "result of a method": """
//- a.js
class Item { use() {} }
             ^^^ def
class All {
  /** @return {Item} the first */
  first() { return this.items[0]; }
}
new All().first().use$0();
""",
    "result that is promised": """
//- a.js
class Item { use() {} }
             ^^^ def
/** @returns {Promise<Item>} */
async function make() { return find(); }
async function run() { (await make()).use$0(); }
""",
    "type of a field": """
//- a.js
class Item { use() {} }
             ^^^ def
class All {
  constructor() {
    /** @type {Item} */
    this.first = null;
  }
  run() { this.first.use$0(); }
}
""",
    "type of a declared field": """
//- a.js
class Item { use() {} }
             ^^^ def
class All {
  /** @type {Item} */
  first;
  run() { this.first.use$0(); }
}
""",
    "cast": """
//- a.js
class Item { use() {} }
             ^^^ def
const one = /** @type {Item} */ (make());
one.use$0();
""",
    "type definition with properties": """
//- a.js
/**
 * @typedef {Object} Options
 * @property {number} size How large.
                      ^^^^ def
 * @property {string} [name]
 */
/** @param {Options} options */
function f(options) { options.size$0; }
""",
    "type definition by an object type": """
//- a.js
/** @typedef {{ size: number, name: string }} Options */
                ^^^^ def
/** @param {Options} options */
function f(options) { options.size$0; }
""",
    "type definition by another type": """
//- a.js
class Item { use() {} }
             ^^^ def
/** @typedef {Item | null} Maybe */
/** @type {Maybe} */
let one;
one.use$0();
""",
    "name of a type definition": """
//- a.js
/**
 * @typedef {Object} Options
                     ^^^^^^^ def
 * @property {number} size
 */
/** @param {Opti$0ons} options */
function f(options) {}
""",
    "type of another module": """
//- a.js
export class Item { use() {} }
                    ^^^ def
//- b.js
/** @param {import('./a.js').Item} one */
function f(one) { one.use$0(); }
""",
    "name of a type of another module": """
//- a.js
export class Item { use() {} }
             ^^^^ def
//- b.js
/** @param {import('./a.js').It$0em} one */
function f(one) {}
""",
    "type definition of another module": """
//- a.js
/**
 * @typedef {Object} Options
 * @property {number} size
                      ^^^^ def
 */
module.exports = {};
//- b.js
/** @typedef {import('./a.js').Options} Options */
/** @param {Options} options */
function f(options) { options.size$0; }
""",
    "type definition for a type of another module": """
//- a.js
/**
 * @typedef {Object} Options
                     ^^^^^^^ def
 * @property {number} size
 */
module.exports = {};
//- b.js
/** @typedef {import('./a.js').Opt$0ions} Own */
""",
    "imported by a tag": """
//- a.js
export class Item { use() {} }
                    ^^^ def
//- b.js
/** @import { Item } from './a.js' */
/** @param {Item} one */
function f(one) { one.use$0(); }
""",
    "callback": """
//- a.js
class Item { use() {} }
             ^^^ def
/**
 * @callback Visit
 * @param {Item} one
 * @returns {void}
 */
/** @type {Visit} */
const visit = (one) => one.use$0();
""",
    "template": """
//- a.js
class Item { use() {} }
             ^^^ def
/**
 * @template {Item} T
 * @param {T} one
 */
function f(one) { one.use$0(); }
""",
    "base class": """
//- a.js
class Base { run() {} }
             ^^^ def
/** @extends {Base} */
class Own extends mixed() { go() { this.run$0(); } }
""",
    "this": """
//- a.js
class Item { use() {} }
             ^^^ def
/** @this {Item} */
function f() { this.use$0(); }
""",
    "function type": """
//- a.js
class Item { use() {} }
             ^^^ def
/** @type {function(Item): void} */
const f = (one) => one.use$0();
""",
    "record": """
//- a.js
class Item { use() {} }
             ^^^ def
/** @type {Object<string, Item>} */
const all = {};
all.some.use();
all['some'].use$0();
""",
    "enumeration": """
//- a.js
/** @enum {number} */
const Kind = { ONE: 1, TWO: 2 };
                       ^^^ def
Kind.TWO$0;
""",
    "callback's parameter by the type of an array": """
//- a.js
class Item { use() {} }
             ^^^ def
/** @param {Item[]} all */
function f(all) { all.forEach((one) => one.use$0()); }
""",
    "types of TypeScript seen from JavaScript": """
//- types.d.ts
export interface Item { use(): void }
                        ^^^ def
//- a.js
/** @typedef {import('./types').Item} Item */
/** @type {Item} */
let one;
one.use$0();
""",
}
REFERENCES = {
    "type in comments": """
//- a.js
export class Item$0 {}
             ^^^^ def
/** @param {Item} one */
            ^^^^ ref
function f(one) {}
//- b.js
/** @type {import('./a.js').Item} */
                            ^^^^ ref
let one;
""",
}


@pytest.mark.parametrize("text", DEFINITIONS.values(), ids=DEFINITIONS.keys())
def test_definition(text: str) -> None:
    check_definition(text)


@pytest.mark.parametrize("text", REFERENCES.values(), ids=REFERENCES.keys())
def test_references(text: str) -> None:
    check_references(text)
