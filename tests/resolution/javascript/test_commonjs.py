"""How CommonJS modules find each other and what they offer, in all forms."""

from __future__ import annotations

import pytest

from codeprism_lsp.analysis import navigation
from codeprism_lsp.resolution.resolver import Resolver
from tests import fixtures
from tests.resolution.checks import check_definition, check_references, name_place

DEFINITIONS = {
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


def test_what_is_called_comes_before_the_entry_that_passes_it_on() -> None:
    fixture = fixtures.parse("""
//- a.js
function open() {}
         ^^^^ def first
module.exports = { open };
                   ^^^^ def
//- b.js
const { open } = require('./a');
open$0();
""")
    assert fixture.cursor is not None
    resolver = Resolver(fixtures.project(fixture))
    found = navigation.definitions(resolver, *fixture.cursor)
    places = [name_place(resolver, one) for one in found]
    assert places == fixture.marked("def first") + fixture.marked("def")


@pytest.mark.parametrize("text", DEFINITIONS.values(), ids=DEFINITIONS.keys())
def test_definition(text: str) -> None:
    check_definition(text)


@pytest.mark.parametrize("text", REFERENCES.values(), ids=REFERENCES.keys())
def test_references(text: str) -> None:
    check_references(text)
