"""The texts of generated source files: one function for each language.

A text defines what its module offers, uses what it imports, and fills its functions with statements whose
names are drawn as `generate_names` says. All of it parses.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from bench.generate_names import names, verb_and_noun

if TYPE_CHECKING:
    from bench.generate import Module, Package

Imports = Sequence[tuple["Package", "Module"]]
Files = Iterator[tuple[str, str]]
Style = Callable[[random.Random, "Package", "Module", Imports], Files]

_POOL = 48  # names that a file draws from, the common ones several times

#: Statements by language. 0 and 1 are variables, 2 a number, 3 a function that is in scope, 4 a member.
PYTHON = (
    "{0} = {3}({1})",
    "{0} = {1}.{4}({2})",
    "if {0} > {2}:\n        {1} = {3}({0})",
    "for {0} in {1}.{4}():\n        {3}({0})",
    "{0} = [{1} for {1} in {0} if {1} != {2}]",
    'log("{4} of {0}", {1})',
)
SCRIPT = (
    "const {0}{2} = {3}({1});",
    "let {0}_{2} = {1}.{4}({2});",
    "if ({0} > {2}) {{\n    {3}({1});\n  }}",
    "for (const {0} of {1}.{4}()) {{\n    {3}({0});\n  }}",
    "{0}.{4} = {1} ?? {2};",
    "console.log(`{4} ${{{0}}}`, {1});",
)
GO = (
    "{0} = {3}({1})",
    "{0} = {1}.{4}({2})",
    "if {0} > {2} {{\n\t\t{1} = {3}({0})\n\t}}",
    "for {0} := range {1}.{4} {{\n\t\t{3}({0})\n\t}}",
    '{0}.{4} = "{1}"',
)
CURLY = (
    "{0} = {3}({1});",
    "{0} = {1}.{4}({2});",
    "if ({0} > {2}) {{\n        {1} = {3}({0});\n    }}",
    "for (int {0}_{2} = 0; {0}_{2} < {1}; {0}_{2}++) {{\n        {3}({0}_{2});\n    }}",
    "{0}.{4} += {1} * {2};",
)
C = tuple(one.replace(".{4}(", "->{4}(").replace(".{4} ", "->{4} ") for one in CURLY)
RUST = (
    "let {0} = {3}({1});",
    "let {0} = {1}.{4}({2});",
    "if {0} > {2} {{\n        {3}({1});\n    }}",
    "for {0} in {1}.{4}() {{\n        {3}({0});\n    }}",
    "self_.{4} = {0} + {1};",
)


def camel(name: str) -> str:
    """`set_value` as `SetValue`."""
    return "".join(part.capitalize() for part in name.split("_"))


def lower_camel(name: str) -> str:
    """`set_value` as `setValue`."""
    first, *others = name.split("_")
    return first + "".join(part.capitalize() for part in others)


def manifests(one: Package, used: Sequence[Package]) -> list[tuple[str, str]]:
    """(path, text) of what else belongs to a package: manifests and the roots of crates."""
    home = f"{one.area}/{one.name}"
    if one.language == "go":
        return [(f"{home}/go.mod", f"module example.org/{home}\n\ngo 1.22\n")]
    if one.language == "rust":
        needed = "".join(f'{other.name} = {{ path = "../../{other.area}/{other.name}" }}\n' for other in used)
        return [(f"{home}/Cargo.toml", f'[package]\nname = "{one.name}"\n\n[dependencies]\n{needed}')]
    return []


class _Body:
    """Functions of one file, drawn as they are asked for."""

    def __init__(
        self,
        rng: random.Random,
        one: Package,
        statements: Sequence[str],
        callables: Sequence[str],
        spell: Callable[[str], str] = str,
    ) -> None:
        self._rng = rng
        self._words = one.words
        self._statements = statements
        self._callables = callables
        self._spell = spell
        self._pool = [spell(name) for name in names(rng, one.words, _POOL)]

    def lines(self, joint: str) -> str:
        """The statements of one function; its length is log-normal."""
        rng = self._rng
        count = max(1, min(60, round(math.exp(rng.gauss(1.4, 0.6)))))
        drawn = rng.choices(self._pool, k=3 * count)
        chosen = rng.choices(self._statements, k=count)
        called = rng.choices(self._callables, k=count)
        numbers = rng.choices(range(100), k=count)
        return joint.join(
            statement.format(drawn[3 * at], drawn[3 * at + 1], numbers[at], called[at], drawn[3 * at + 2])
            for at, statement in enumerate(chosen)
        )

    def members(self, most: float = 1.3) -> list[str]:
        """Names of further functions or methods."""
        rng = self._rng
        count = min(30, round(math.exp(rng.gauss(most, 0.7))))
        made: dict[str, None] = {}
        for _ in range(count):
            verb, noun = verb_and_noun(rng)
            made[f"{verb}_{noun}" if rng.random() < 0.4 else f"{verb}_{noun}_{rng.choice(self._words)}"] = (
                None
            )
        return [self._spell(name) for name in made]

    def fields(self) -> list[str]:
        """Names of fields."""
        return list(dict.fromkeys(self._rng.choices(self._pool, k=self._rng.randrange(1, 8))))


def _python(rng: random.Random, one: Package, module: Module, imports: Imports) -> Files:
    head = [f'"""{module.type_name} of {one.name}."""\n']
    called = list(module.functions)
    for other, target in imports:
        brought = [target.type_name, rng.choice(target.functions)]
        called.extend(brought)
        place = f".{target.name}" if other is one and target.directory == module.directory else ""
        place = place or f"{other.area}.{other.name}.{target.directory}.{target.name}"
        head.append(f"from {place} import {', '.join(brought)}")
    body = _Body(rng, one, PYTHON, called)
    text = ["\n".join(head), ""]
    for function in module.functions:
        lines = body.lines("\n    ")
        text.append(f"\ndef {function}(value, size=0):\n    {lines}\n    return value\n")
    bases = [target.type_name for _, target in imports[:1] if rng.random() < 0.4]
    text.append(f"\nclass {module.type_name}({', '.join(bases)}):")
    fields = "".join(f"\n        self.{name} = {name}" for name in body.fields())
    text.append(f"    def __init__(self, value):{fields}\n")
    for method in body.members():
        lines = body.lines("\n    ").replace("\n", "\n    ")
        text.append(f"    def {method}(self, value, index=None):\n        {lines}\n        return self\n")
    yield f"{one.area}/{one.name}/{module.directory}/{module.name}.py", "\n".join(text)


def _script(suffix: str, typed: bool) -> Style:
    def style(rng: random.Random, one: Package, module: Module, imports: Imports) -> Files:
        head, called = [], [lower_camel(name) for name in module.functions]
        for other, target in imports:
            brought = [target.type_name, lower_camel(rng.choice(target.functions))]
            called.extend(brought[1:])
            place = f"../../../{other.area}/{other.name}/{target.directory}/{target.name}"
            if other is one:
                same = target.directory == module.directory
                place = f"./{target.name}" if same else f"../{target.directory}/{target.name}"
            head.append(f'import {{ {", ".join(brought)} }} from "{place}";')
        any_, number, out = (": any", ": number", ": any") if typed else ("", "", "")
        body = _Body(rng, one, SCRIPT, called, lower_camel)
        text = ["\n".join(head)]
        if typed:
            fields = "".join(f"\n  {name}: number;" for name in body.fields())
            text.append(f"\nexport interface {module.type_name}Options {{{fields}\n}}")
        for function in module.functions:
            lines = body.lines("\n  ")
            opened = f"export function {lower_camel(function)}(value{any_}, size{number}){out}"
            text.append(f"\n{opened} {{\n  {lines}\n  return value;\n}}")
        extends = f" extends {imports[0][1].type_name}" if imports and rng.random() < 0.4 else ""
        text.append(f"\nexport class {module.type_name}{extends} {{")
        if typed:
            text.extend(f"  private {name}{number} = 0;" for name in body.fields())
        for method in body.members():
            lines = body.lines("\n    ")
            text.append(
                f"\n  {method}(value{any_}, index{number}){out} {{\n    {lines}\n    return value;\n  }}"
            )
        text.append("}\n")
        yield f"{one.area}/{one.name}/{module.directory}/{module.name}{suffix}", "\n".join(text)

    return style


def _go(rng: random.Random, one: Package, module: Module, imports: Imports) -> Files:
    called = [camel(name) for name in module.functions]
    places: dict[str, None] = {}
    for other, target in imports:
        if (other.name, target.directory) != (one.name, module.directory):
            if target.directory in {place.rpartition("/")[2] for place in places}:
                continue
            places[f"example.org/{other.area}/{other.name}/{target.directory}"] = None
            called.append(f"{target.directory}.{camel(rng.choice(target.functions))}")
        else:
            called.append(camel(rng.choice(target.functions)))
    body = _Body(rng, one, GO, called, lower_camel)
    imported = "".join(f'\t"{place}"\n' for place in places)
    text = [f"package {module.directory}\n", f"import (\n{imported})\n" if imported else ""]
    fields = "".join(f"\t{camel(name)} int\n" for name in body.fields())
    text.append(
        f"// {module.type_name} is one of {one.name}.\ntype {module.type_name} struct {{\n{fields}}}\n"
    )
    for function in module.functions:
        lines = body.lines("\n\t")
        text.append(f"func {camel(function)}(value int, size int) int {{\n\t{lines}\n\treturn value\n}}\n")
    for method in body.members():
        receiver = f"(self *{module.type_name})"
        lines = body.lines("\n\t")
        text.append(f"func {receiver} {camel(method)}(value int) int {{\n\t{lines}\n\treturn value\n}}\n")
    yield f"{one.area}/{one.name}/{module.directory}/{module.name}.go", "\n".join(text)


def _java(rng: random.Random, one: Package, module: Module, imports: Imports) -> Files:
    called = [lower_camel(name) for name in module.functions]
    head = [f"package org.example.{one.area}.{one.name}.{module.directory};\n"]
    for other, target in imports:
        called.append(f"{target.type_name}.{lower_camel(rng.choice(target.functions))}")
        if (other.name, target.directory) != (one.name, module.directory):
            head.append(
                f"import org.example.{other.area}.{other.name}.{target.directory}.{target.type_name};"
            )
    body = _Body(rng, one, CURLY, called, lower_camel)
    extends = f" extends {imports[0][1].type_name}" if imports and rng.random() < 0.4 else ""
    text = ["\n".join(head), f"\n/** One of {one.name}. */\npublic class {module.type_name}{extends} {{"]
    text.extend(f"    private int {name};" for name in body.fields())
    for function in module.functions:
        lines = body.lines("\n    ")
        opened = f"public static int {lower_camel(function)}(int value)"
        text.append(f"\n    {opened} {{\n    {lines}\n    return value;\n    }}")
    for method in body.members():
        lines = body.lines("\n    ")
        text.append(
            f"\n    public int {method}(int value, int size) {{\n    {lines}\n    return value;\n    }}"
        )
    text.append("}\n")
    path = f"org/example/{one.area}/{one.name}/{module.directory}/{module.type_name}.java"
    yield f"{one.area}/{one.name}/src/main/java/{path}", "\n".join(text)


def _rust(rng: random.Random, one: Package, module: Module, imports: Imports) -> Files:
    home = f"{one.area}/{one.name}/src"
    called, head = list(module.functions), []
    for other, target in imports:
        function = rng.choice(target.functions)
        called.append(function)
        crate = "crate" if other is one else other.name
        head.append(f"use {crate}::{target.directory}::{target.name}::{{{function}, {target.type_name}}};")
    body = _Body(rng, one, RUST, called)
    fields = "".join(f"    pub {name}: u64,\n" for name in body.fields())
    text = ["\n".join(head), f"\n/// One of {one.name}.\npub struct {module.type_name} {{\n{fields}}}\n"]
    for function in module.functions:
        lines = body.lines("\n    ")
        text.append(f"pub fn {function}(value: u64) -> u64 {{\n    {lines}\n    value\n}}\n")
    text.append(f"impl {module.type_name} {{")
    for method in body.members():
        lines = body.lines("\n    ")
        text.append(f"    pub fn {method}(&mut self, value: u64) -> u64 {{\n    {lines}\n    value\n    }}\n")
    text.append("}\n")
    yield f"{home}/{module.directory}/{module.name}.rs", "\n".join(text)
    same = [other for other in one.modules if other.directory == module.directory]
    if module is same[0]:
        declared = "".join(f"pub mod {other.name};\n" for other in same)
        yield f"{home}/{module.directory}/mod.rs", declared
        if module is one.modules[0]:
            directories = dict.fromkeys(other.directory for other in one.modules)
            yield f"{home}/lib.rs", "".join(f"pub mod {directory};\n" for directory in directories)


def _c(rng: random.Random, one: Package, module: Module, imports: Imports) -> Files:
    place = f"{one.area}/{one.name}/{module.directory}/{module.name}"
    guard = f"{one.name}_{module.directory}_{module.name}_h".upper()
    called = list(module.functions)
    head = [f'#include "{place}.h"']
    for other, target in imports:
        head.append(f'#include "{other.area}/{other.name}/{target.directory}/{target.name}.h"')
        called.append(rng.choice(target.functions))
    body = _Body(rng, one, C, called)
    struct = f"struct {module.name}"
    fields = "".join(f"    int {name};\n" for name in body.fields())
    kept = head[1:3]
    declared = "".join(f"int {name}({struct} *value, int size);\n" for name in module.functions)
    yield (
        f"{place}.h",
        f"#ifndef {guard}\n#define {guard}\n\n"
        + "".join(f"{line}\n" for line in kept)
        + f"\n#define {guard}_SIZE {rng.randrange(4096)}\n\n{struct} {{\n{fields}}};\n\n{declared}\n#endif\n",
    )
    text = ["\n".join(head), ""]
    for helper in body.members():
        lines = body.lines("\n    ")
        text.append(
            f"static int {helper}({struct} *value, int index)\n{{\n    {lines}\n    return index;\n}}\n"
        )
    for function in module.functions:
        lines = body.lines("\n    ")
        text.append(f"int {function}({struct} *value, int size)\n{{\n    {lines}\n    return size;\n}}\n")
    yield f"{place}.c", "\n".join(text)


def _cpp(rng: random.Random, one: Package, module: Module, imports: Imports) -> Files:
    place = f"{one.area}/{one.name}/{module.directory}/{module.name}"
    called, head = [camel(name) for name in module.functions], []
    for other, target in imports:
        head.append(f'#include "{other.area}/{other.name}/{target.directory}/{target.name}.hpp"')
        called.append(f"{other.name}::{camel(rng.choice(target.functions))}")
    body = _Body(rng, one, CURLY, called)
    methods = [camel(name) for name in body.members()]
    base = imports[0] if imports and rng.random() < 0.4 else None
    extends = f" : public {base[0].name}::{base[1].type_name}" if base else ""
    fields = "".join(f"    int {name}_;\n" for name in body.fields())
    inside = "".join(f"    int {name}(int value);\n" for name in methods)
    declared = "".join(f"int {camel(name)}(int value);\n" for name in module.functions)
    yield (
        f"{place}.hpp",
        "#pragma once\n\n"
        + "".join(f"{line}\n" for line in head[:2])
        + f"\nnamespace {one.name} {{\n\nclass {module.type_name}{extends} {{\npublic:\n"
        + f"{inside}\nprivate:\n{fields}}};\n\n{declared}\n}}  // namespace {one.name}\n",
    )
    text = [f'#include "{place}.hpp"', *head[2:], f"\nnamespace {one.name} {{\n"]
    for function in (*(f"{module.type_name}::{name}" for name in methods), *map(camel, module.functions)):
        lines = body.lines("\n    ")
        text.append(f"int {function}(int value) {{\n    {lines}\n    return value;\n}}\n")
    text.append("}\n")
    yield f"{place}.cc", "\n".join(text)


STYLES: dict[str, Style] = {
    "python": _python,
    "typescript": _script(".ts", typed=True),
    "javascript": _script(".js", typed=False),
    "go": _go,
    "java": _java,
    "rust": _rust,
    "c": _c,
    "cpp": _cpp,
}


def file_count(one: Package) -> int:
    """How many source files a package has."""
    if one.language == "rust":
        return len(one.modules) + len({module.directory for module in one.modules}) + 1
    return len(one.modules) * (2 if one.language in ("c", "cpp") else 1)
