"""Facts, scopes and import rules of TypeScript."""

from __future__ import annotations

import pytest

from codeprism_lsp.facts.kinds import Modifier
from codeprism_lsp.languages.typescript.rules import RULES
from tests.languages import facts_of

OUTLINES = {
    "class": (
        (
            "class A<T> { private x: number = 1; static y?: string; h = (): void => {};"
            " constructor(private z: Foo, q: Bar) {} get v(): T {} foo(a: string): void; foo(a: any) {} }"
        ),
        [
            "class A",
            "field A.x: number",
            "field A.y: string",
            "method A.h",
            "constructor A.constructor",
            "field A.z: Foo",
            "property A.v: T",
            "method A.foo: void",
            "method A.foo",
        ],
    ),
    "abstract class": (
        "export abstract class A { protected abstract m(): Promise<X>; }",
        ["class A", "method A.m: Promise<X>"],
    ),
    "interface": (
        "interface I { readonly p: string; m?(x: number): void; f: () => void; [k: string]: any; new (): I }",
        ["interface I", "property I.p: string", "method I.m: void", "property I.f: () => void"],
    ),
    "type alias": (
        "type A = { a: X; f(): void }; type B = C<string>;",
        ["type_alias A", "property A.a: X", "method A.f: void", "type_alias B: C<string>"],
    ),
    "enum": (
        "enum E { A = 1, B, 'c' } declare const enum F { G }",
        ["enum E", "enum_member E.A", "enum_member E.B", "enum_member E.c", "enum F", "enum_member F.G"],
    ),
    "namespace": (
        "namespace N.M { export const x: string = ''; function f() {} export namespace D { class Q {} } }",
        ["namespace N.M", "constant N.M.x: string", "function N.M.f", "namespace N.M.D", "class N.M.D.Q"],
    ),
    "declare": (
        (
            "declare module 'm' { export function f(): void; } declare global { interface W { a: 1 } }"
            " declare const c: number, d: Foo; declare function g(x: number): string;"
        ),
        [
            "module m",
            "function m.f: void",
            "module global",
            "interface global.W",
            "property global.W.a: 1",
            "variable c: number",
            "variable d: Foo",
            "function g: string",
        ],
    ),
    "functions": (
        (
            "function f<T>(x: T): T[] { return [] } const g = async (x: A): Promise<B> => x;"
            " function h(): void; function h(a?: any): void {}"
        ),
        ["function f: T[]", "function g: Promise<B>", "function h: void", "function h: void"],
    ),
    "variables": (
        "const a: Map<string, Foo> = new Map(); export let b = 1; const o = { k: 1 } as const;",
        ["constant a: Map<string, Foo>", "variable b", "constant o", "property o.k"],
    ),
    "a type called type": (
        "type A<type> = | (type extends 'q' ? B : C); function f() {}",
        ["type_alias A: | (type extends 'q' ? B : C)", "function f"],
    ),
    "broken source": (
        "interface I { a: ; b: string }\nclass A { m( {} }",
        ["interface I", "property I.a", "property I.b: string", "class A"],
    ),
}

IMPORTS = {
    "type only": (
        "import type { A } from './a'; import { type B, C } from './b'; import type D from './d';",
        ["name ./a A", "name ./b B", "name ./b C", "default ./d as D"],
    ),
    "import require": ("import fs = require('fs');", ["module fs as fs"]),
    "import alias": ("import X = N.M;", ["name N.M as X"]),
    "export type": ("export type { A as B } from './a';", ["reexport_name ./a A as B"]),
}

SUPERTYPES = {
    "class": (
        "class A extends B<T> implements I<X>, J.K {}",
        ["A extends B<T>", "A implements I<X>", "A implements J.K"],
    ),
    "interface": ("interface A extends B.C<T>, D {}", ["A extends B.C<T>", "A extends D"]),
    "abstract": ("abstract class A extends B {}", ["A extends B"]),
}

ROLES = {
    "annotation": ("let x: $0A;", "type"),
    "type argument": ("f<$0A>(1);", "type"),
    "implement": ("class A implements $0I {}", "implement"),
    "extend": ("interface A extends $0I {}", "inherit"),
    "decorator": ("@$0Dec class A {}", "decorate"),
}

TARGETS = {
    "js written, ts meant": (
        {
            "a.ts": "import './b.js'; import './c.jsx'; import './d.mjs';",
            "b.ts": "",
            "c.tsx": "",
            "d.mts": "",
        },
        ["b.ts", "c.tsx", "d.mts"],
    ),
    "declarations beside a script": ({"a.ts": "import './b';", "b.js": "", "b.d.ts": ""}, ["b.d.ts"]),
    "paths": (
        {
            "tsconfig.json": '{"extends": "./base", /* c */ "compilerOptions": {"strict": true,},}',
            "base.json": '{"compilerOptions": {"paths": {"@d/*": ["./src/d/*"], "@ui": ["src/ui/main.ts"]}}}',
            "src/a.ts": "import '@d/x'; import '@ui';",
            "src/d/x.ts": "",
            "src/ui/main.ts": "",
        },
        ["src/d/x.ts", "src/ui/main.ts"],
    ),
    "baseUrl": (
        {
            "tsconfig.json": '{"compilerOptions": {"baseUrl": "src"}}',
            "src/a.ts": "import 'lib/x';",
            "src/lib/x.ts": "",
        },
        ["src/lib/x.ts"],
    ),
    "workspace": (
        {
            "package.json": '{"workspaces": ["packages/*"]}',
            "packages/one/package.json": '{"name": "@s/core", "exports": {"types": "./dist/index.d.ts"}}',
            "packages/one/src/index.ts": "",
            "packages/two/src/a.ts": "import '@s/core';",
        },
        ["packages/one/src/index.ts"],
    ),
}


@pytest.mark.parametrize(("source", "expected"), OUTLINES.values(), ids=OUTLINES.keys())
def test_outline(source: str, expected: list[str]) -> None:
    assert facts_of.definitions(facts_of.outline("typescript", source)) == expected


@pytest.mark.parametrize(("source", "expected"), IMPORTS.values(), ids=IMPORTS.keys())
def test_imports(source: str, expected: list[str]) -> None:
    assert facts_of.imports(facts_of.outline("typescript", source)) == expected


@pytest.mark.parametrize(("source", "expected"), SUPERTYPES.values(), ids=SUPERTYPES.keys())
def test_supertypes(source: str, expected: list[str]) -> None:
    assert facts_of.supertypes(facts_of.outline("typescript", source)) == expected


@pytest.mark.parametrize(("source", "expected"), ROLES.values(), ids=ROLES.keys())
def test_role(source: str, expected: str) -> None:
    assert facts_of.role("typescript", source) == expected


@pytest.mark.parametrize(("texts", "expected"), TARGETS.values(), ids=TARGETS.keys())
def test_targets(texts: dict[str, str], expected: list[str]) -> None:
    path = next(path for path in texts if path.endswith("a.ts"))
    assert [found[0].paths[0] for found in facts_of.targets(texts, path)] == expected


def test_modifiers() -> None:
    facts = facts_of.outline(
        "typescript",
        "export abstract class A {"
        " private static readonly x = 1; protected abstract m(): void; #y = 1; z = 2 }",
    )
    bits = {facts.name(index): facts.modifiers(index) for index in facts.walk()}
    assert bits["A"] & Modifier.EXPORTED and bits["A"] & Modifier.ABSTRACT
    assert bits["x"] == Modifier.PRIVATE | Modifier.STATIC | Modifier.READONLY
    assert bits["m"] == Modifier.PROTECTED | Modifier.ABSTRACT | Modifier.DECLARATION
    assert bits["#y"] == Modifier.PRIVATE
    assert bits["z"] == Modifier.PUBLIC


def test_declarations_of_one_thing() -> None:
    facts = facts_of.outline(
        "typescript", "function f(): void; function f(a?: any) {} interface I {} interface I {}"
    )

    class One:
        def outline(self, path: str) -> object:
            return facts

    assert RULES.same_entity(One(), "a.ts", 0, lambda name: ()) == [("a.ts", 1)]  # type: ignore[arg-type]
    assert RULES.other_parts(One(), "a.ts", 2, lambda name: ()) == [("a.ts", 3)]  # type: ignore[arg-type]


def test_bindings() -> None:
    view = facts_of.view(
        "typescript",
        "function f<T extends U>(a: A, b?: B, c = 1, ...d: D[]) { const e: E = a; const [g, h] = b; }",
    )
    assert facts_of.bindings(view) == [
        "type_parameter T: U",
        "parameter a: A",
        "parameter b: B",
        "parameter c = value 1",
        "parameter d: D[]",
        "variable e: E",
        "variable g = value b [0]",
        "variable h = value b [1]",
    ]


def test_tsx() -> None:
    facts = facts_of.outline("typescriptreact", "export const A = <T,>(p: P): JSX.Element => <b>{p.x}</b>;")
    assert facts_of.definitions(facts) == ["function A: JSX.Element"]
