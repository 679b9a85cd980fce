"""What smart mode keeps of a package because an entry point of it leads there."""

from __future__ import annotations

from pathlib import Path

import pytest

from codeprism_lsp.files import DependencyMode, Policy, SkipReason, reach
from tests.files.workspace import found, recognise, skipped, write

SMART = Policy(recognise, dependencies=DependencyMode.SMART)

CASES: dict[str, tuple[dict[str, str | bytes], set[str], set[str]]] = {
    "sources with types that an entry passes on": (
        {
            "package.json": '{"exports": {".": {"types": "./src/index.ts", "default": "./esm/index.js"}}}',
            "src/index.ts": 'export { Button } from "./button.js";',
            "esm/index.js": 'export { Button } from "./button.js";',
        },
        {"src/index.ts", "src/button.ts", "esm/index.js"},
        {"esm/button.js", "src/other.ts"},  # types stand for what they were compiled to
    ),
    "scripts without types, whatever way they are passed on": (
        {
            "package.json": '{"exports": "./a/index.js"}',
            "a/index.js": "export * from './b';\nimport {c} from './c/index.mjs'\nrequire(\"../d\")",
            "a/b.js": "exports.e = require('./e'); x.require('./no'); const s = './no2'",
        },
        {"a/index.js", "a/b.js", "a/c/index.mjs", "d/index.js", "a/e.cjs"},
        {"a/no.js", "a/no2.js"},
    ),
    "build output that an entry passes on, not what it uses": (
        {
            "package.json": '{"name": "n", "exports": "./index.js"}',
            "index.js": "require('./build/used');\nmodule.exports = require('./dist/real')",
            "dist/real.js": "import x from './inner'; require('./real.min.js')",
        },
        {"index.js", "dist/real.js", "dist/inner.js"},
        {"build/used.js", "dist/real.min.js"},
    ),
    "no tests, documents or nested copies, even if an entry imports them": (
        {
            "package.json": '{"exports": "./index.js"}',
            "index.js": "import './tests/t'; import './docs/d'; import './node_modules/m/x'; import '../out'",
        },
        {"index.js"},
        {"tests/t.js", "docs/d.js", "node_modules/m/x.js"},
    ),
    "inner declarations that the types pass on": (
        {
            "package.json": '{"types": "types/index.d.ts", "main": "lib/index.js"}',
            "types/index.d.ts": "export*from './internal/shape'\n/// <reference path='./internal/e.d.ts'/>",
            "types/internal/shape.d.ts": "import { S } from './size.js'; export interface Shape extends S {}",
        },
        {
            "types/index.d.ts",
            "types/internal/shape.d.ts",
            "types/internal/size.d.ts",
            "types/internal/e.d.ts",
        },
        {"types/internal/unused.d.ts"},
    ),
    "a manifest that only tells how scripts are read": (
        {
            "package.json": '{"exports": "./esm/index.js"}',
            "esm/package.json": '{"type": "module"}',
            "esm/index.js": "export * from './a.js'",
        },
        {"esm/index.js", "esm/a.js"},
        {"esm/b.js"},
    ),
    "files that a pattern of the exports means": (
        {
            "package.json": '{"exports": {"./*": "./parts/*/index.js"}}',
            "parts/one/index.js": "export { default } from './One.js'",
        },
        {"parts/one/index.js", "parts/one/One.js"},
        {"parts/one/Other.js"},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_a_package_of_javascript_leads_to(tmp_path: Path, case: str) -> None:
    files, public, private = CASES[case]
    everything: dict[str, str | bytes] = dict.fromkeys(public | private, "x\n") | files
    write(tmp_path, {f"node_modules/p/{path}": text for path, text in everything.items()})
    assert set(found(tmp_path, SMART)) == {f"node_modules/p/{path}" for path in public}
    assert skipped(tmp_path, SMART)["node_modules"].files == len(private)


def test_what_a_package_of_python_imports(tmp_path: Path) -> None:
    site = "venv/lib/python3.12/site-packages"
    package: dict[str, str | bytes] = {
        "__init__.py": (
            "from typing import Any\n"
            "from ._internal import _shape as shape\n"
            "from p._internal.by_name import (\n    one,\n    two,\n)\n"
            "if True:\n    import p._internal.nested\n"
            "def lazily():\n    from ._internal import lazy\n"
            "class C:\n    from ._internal import lazy\n"
            "from ._vendor import six\n"
        ),
        "_internal/_shape.py": "from . import _size\n",
    }
    public = {f"_internal/{name}.py" for name in ("__init__", "_shape", "_size", "by_name", "nested")}
    private = {"_internal/lazy.py", "_internal/unused.py", "_vendor/six.py"}
    everything = dict.fromkeys(public | private, "x = 1\n") | package
    write(tmp_path, {"venv/pyvenv.cfg": ""} | {f"{site}/p/{path}": text for path, text in everything.items()})
    assert set(found(tmp_path, SMART)) == {f"{site}/p/{path}" for path in public | {"__init__.py"}}


def test_a_package_whose_name_says_something_else(tmp_path: Path) -> None:
    files = {"node_modules/benchmark/index.js", "node_modules/@a/docs/index.js"}
    left = {"node_modules/benchmark/docs/index.js"}
    write(tmp_path, dict.fromkeys(files | left, "x\n"))
    assert set(found(tmp_path, SMART)) == files


def test_where_the_bound_cuts_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reach, "_MOST_FILES", 2)
    chain: dict[str, str | bytes] = {f"node_modules/p/x/{n}.js": f"import './{n + 1}'" for n in range(9)}
    write(tmp_path, chain | {"node_modules/p/package.json": '{"exports": "./x/0.js"}'})
    assert set(found(tmp_path, SMART)) == {f"node_modules/p/x/{n}.js" for n in range(3)}
    skip = skipped(tmp_path, SMART)["node_modules"]
    assert skip.reason is SkipReason.NOT_PUBLIC
    assert skip.detail == (
        "6 of 9 source files (67%) are no public surface; too large to follow all their imports: p"
    )
