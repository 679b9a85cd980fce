"""Facts, scopes and import rules of JavaScript."""

from __future__ import annotations

import pytest

from codeprism_lsp.facts.kinds import Modifier
from codeprism_lsp.languages import registry
from codeprism_lsp.languages.javascript.rules import RULES
from codeprism_lsp.languages.spec import ModuleTarget
from tests.languages import facts_of
from tests.languages.fake_files import FakeFiles

OUTLINES = {
    "class": (
        (
            "class A extends B.C { #p = 1; static s; h = () => {}; get v() {} set v(x) {} async *g() {}"
            " constructor() { this.f = 1; this.f = 2; } }"
        ),
        [
            "class A",
            "field A.#p",
            "field A.s",
            "method A.h",
            "property A.v",
            "property A.v",
            "method A.g",
            "constructor A.constructor",
            "field A.f",
        ],
    ),
    "functions": (
        (
            "function f() { function g() {} const h = () => 1; const x = 1; } function* k()"
            " {} const m = function () {};"
        ),
        ["function f", "function f.g", "function f.h", "function k", "function m"],
    ),
    "variables": (
        "const C = 1; let v, w = 2; var z; export const { a, b: c } = o; { const hidden = 1; }",
        ["constant C", "variable v", "variable w", "variable z", "variable a", "variable c"],
    ),
    "object literals": (
        "const o = { a: 1, n: { d: 2 }, m() {}, f: () => 1, get g() { return 1 } };",
        [
            "constant o",
            "property o.a",
            "property o.n",
            "property o.n.d",
            "method o.m",
            "method o.f",
            "property o.g",
        ],
    ),
    "class expression": ("const K = class Own { m() {} };", ["class K", "method K.m"]),
    "prototype": (
        (
            "function A() { this.x = 1; } A.prototype.m = function () { this.y = 2; };"
            " A.make = () => 1; A.limit = 5;"
        ),
        ["function A", "field A.x", "method A.m", "field A.y", "method A.make", "field A.limit"],
    ),
    "prototype object": (
        "A.prototype = { m() {}, n: 1, f: function () {} };",
        ["impl A", "method A.m", "field A.n", "method A.f"],
    ),
    "exports": (
        "exports.f = function () {}; exports.K = class {}; module.exports.v = 1; exports.alias = f;",
        ["function f", "class K", "variable v"],
    ),
    "module.exports object": (
        "module.exports = { a, b: c, d: 1, m() {}, ...require('./x') };",
        ["constant exports", "property exports.d", "method exports.m"],
    ),
    "module.exports function": ("module.exports = function named(x) {};", ["function exports"]),
    "anonymous default function": ("export default function () {}", ["function default"]),
    "anonymous default arrow": ("export default x => () => x;", ["function default"]),
    "anonymous default class": ("export default class extends B {}", ["class default"]),
    "default expression": (
        "export default { a: 1, m() {} };",
        ["constant default", "property default.a", "method default.m"],
    ),
    "required names are no definitions": ("const a = require('./a'), { b, c: d } = require('./b');", []),
    "broken source": (
        "class A { m() { foo( } n() {} }\nfunction ok() {}",
        ["class A", "method A.m", "method A.n", "function ok"],
    ),
}

IMPORTS = {
    "default": ("import d from './a';", ["default ./a as d"]),
    "named": (
        "import { a, b as c, default as e } from './a';",
        ["name ./a a", "name ./a b as c", "name ./a default as e"],
    ),
    "namespace": ("import d, * as ns from './a';", ["default ./a as d", "module ./a as ns"]),
    "side effect": ("import './a';", ["side_effect ./a"]),
    "dynamic": (
        "async function f() { const m = await import('./a'); import('./b'); }",
        ["module ./a as m", "side_effect ./b"],
    ),
    "require": (
        (
            "const a = require('./a'); const { b, c: d } = require('./b'); const p ="
            " require('./c').q; require('./e');"
        ),
        ["module ./a as a", "name ./b b", "name ./b c as d", "name ./c q as p", "side_effect ./e"],
    ),
    "nested require": ("function f() { const { b } = require('./b'); }", ["name ./b b"]),
    "export list": ("export { a, b as c };", ["reexport_name a", "reexport_name b as c"]),
    "export from": (
        "export { a, default as b } from './x';",
        ["reexport_name ./x a", "reexport_name ./x default as b"],
    ),
    "export star": (
        "export * from './x'; export * as ns from './y';",
        ["reexport_wildcard ./x", "reexport_namespace ./y as ns"],
    ),
    "module.exports": (
        "module.exports = { a, b: c, d: require('./d'), ...require('./s') };",
        ["reexport_name a", "reexport_name c as b", "reexport_name ./d as d", "reexport_wildcard ./s"],
    ),
    "exports.x": (
        "exports.x = y; exports.z = require('./z');",
        ["reexport_name y as x", "reexport_name ./z as z"],
    ),
    "module.exports = require": ("module.exports = require('./z');", ["reexport_wildcard ./z"]),
}

DEFAULTS = {
    "export default a;": "a",
    "export default function f() {}": "f",
    "export default class A {}": "A",
    "module.exports = A;": "A",
}

ROLES = {
    "call": ("$0f();", "call"),
    "method call": ("a.$0f();", "call"),
    "receiver": ("$0a.f();", "receiver"),
    "instantiate": ("new $0A();", "instantiate"),
    "write": ("a.$0b = 1;", "write"),
    "read": ("x = $0b;", "read"),
    "inherit": ("class A extends $0B {}", "inherit"),
    "import": ("import { $0a } from 'x';", "import"),
    "component": ("const e = <$0Badge a={1} />;", "call"),
    "argument": ("f($0x);", "read"),
}

TARGETS = {
    "extension": ({"a.js": "import './b.js'; import './c';", "b.js": "", "c.jsx": ""}, ["b.js", "c.jsx"]),
    "index": (
        {"a/x.js": "import '..'; import './y';", "index.js": "", "a/y/index.js": ""},
        ["index.js", "a/y/index.js"],
    ),
    "external": ({"a.js": "import 'react'; import '@a/b/c'; import 'node:fs';"}, ["!react", "!@a/b", "!fs"]),
    "directory with package.json": (
        {"a.js": "import './lib';", "lib/package.json": '{"main": "start.js"}', "lib/start.js": ""},
        ["lib/start.js"],
    ),
    "imports of package.json": (
        {
            "package.json": '{"imports": {"#u/*": "./src/u/*.js"}}',
            "src/a.js": "import '#u/x';",
            "src/u/x.js": "",
        },
        ["src/u/x.js"],
    ),
    "own name": (
        {
            "package.json": '{"name": "me", "exports": {".": "./lib/m.js", "./f/*": "./lib/f/*.js"}}',
            "lib/m.js": "",
            "lib/f/g.js": "",
            "test/a.js": "import 'me'; import 'me/f/g';",
        },
        ["lib/m.js", "lib/f/g.js"],
    ),
    "node_modules": (
        {
            "src/a.js": "import 'dep';",
            "node_modules/dep/package.json": '{"main": "m"}',
            "node_modules/dep/m.js": "",
        },
        ["node_modules/dep/m.js"],
    ),
    "unknown relative": ({"a.js": "import './gone';"}, [""]),
}


@pytest.mark.parametrize(("source", "expected"), OUTLINES.values(), ids=OUTLINES.keys())
def test_outline(source: str, expected: list[str]) -> None:
    assert facts_of.definitions(facts_of.outline("javascript", source)) == expected


@pytest.mark.parametrize(("source", "expected"), IMPORTS.values(), ids=IMPORTS.keys())
def test_imports(source: str, expected: list[str]) -> None:
    assert facts_of.imports(facts_of.outline("javascript", source)) == expected


@pytest.mark.parametrize(("source", "expected"), DEFAULTS.items())
def test_default_export(source: str, expected: str) -> None:
    assert RULES.default_export(facts_of.outline("javascript", source)) == expected


@pytest.mark.parametrize(("source", "expected"), ROLES.values(), ids=ROLES.keys())
def test_role(source: str, expected: str) -> None:
    assert facts_of.role("javascript", source) == expected


@pytest.mark.parametrize(("texts", "expected"), TARGETS.values(), ids=TARGETS.keys())
def test_targets(texts: dict[str, str], expected: list[str]) -> None:
    path = next(path for path, text in texts.items() if "import" in text and path.endswith("js"))
    assert [_where(found) for found in facts_of.targets(texts, path)] == expected


def test_keys_of_imports_lead_to_the_files_they_mean() -> None:
    for texts, expected in TARGETS.values():
        files = FakeFiles(texts)
        for path in texts:
            if not files.exists(path):
                continue
            for one in files.outline(path).all_imports:
                for target in RULES.targets(files, path, one):
                    for found in target.paths:
                        keys = {*RULES.file_keys(found, files.outline(found)), *RULES.known_as(files, found)}
                        assert keys & set(RULES.import_keys(one)), (path, one.module, found, expected)


def test_what_is_exported() -> None:
    facts = facts_of.outline(
        "javascript", "export function a() {} function b() {} export { b as c }; function d() {}"
    )
    exported = [facts.name(i) for i in facts.walk() if not RULES.is_private_to_file(facts, i, "x.js")]
    assert exported == ["a", "b"]
    assert [facts.name(i) for i in RULES.exports(facts, "c")] == ["b"]
    assert facts.modifiers(0) & Modifier.EXPORTED


def test_bindings() -> None:
    view = facts_of.view(
        "javascript",
        "function f(a, { b, c: d }, [e], g = 1, ...h) { for (const i of a) { let j = i;"
        " } try {} catch (k) {} }",
    )
    assert facts_of.bindings(view) == [
        "parameter a",
        "parameter b",
        "variable d",
        "variable e [0]",
        "parameter g = value 1",
        "parameter h",
        "variable i = iterate a",
        "variable j = value i",
        "variable k",
    ]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a.js", "javascript"),
        ("a.mjs", "javascript"),
        ("a.cjs", "javascript"),
        ("a.jsx", "javascript"),
        ("a.ts", "typescript"),
        ("a.d.ts", "typescript"),
        ("a.mts", "typescript"),
        ("a.tsx", "typescriptreact"),
    ],
)
def test_recognised(path: str, expected: str) -> None:
    assert registry.recognise(path) == expected


def test_shebang() -> None:
    assert registry.recognise("tool", b"#!/usr/bin/env node\n") == "javascript"


def _where(found: list[ModuleTarget]) -> str:
    if not found:
        return ""
    return found[0].paths[0] if found[0].paths else f"!{found[0].external}"
