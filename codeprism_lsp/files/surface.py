"""The public surface of installed packages: what smart mode indexes of a dependency directory.

Someone who works on a program asks where a library's function is declared, hardly ever how its tests
are written. So what a program can import, type declarations and headers stay, and tests, documents,
build output, bundles and nested copies go. Each rule looks at paths only, except that the entry points of
a JavaScript package stand in its package.json.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

import orjson

from codeprism_lsp.files.dependencies import UNMISTAKABLE, VIRTUAL_ENVIRONMENT_MARK

_MANIFEST_LIMIT_BYTES = 1024 * 1024
_CONTAINERS = UNMISTAKABLE | {"vendor"}
_NOT_PUBLIC = frozenset(
    [
        "tests",
        "__tests__",
        "testdata",
        "spec",
        "specs",
        "e2e",
        "doc",
        "docs",
        "example",
        "examples",
        "sample",
        "samples",
        "demo",
        "demos",
        "bench",
        "benches",
        "benchmark",
        "benchmarks",
        "fixtures",
        "coverage",
        "internal",
        "_internal",
        "_vendor",
        "_vendored",
        "vendored",
    ]
)
# Of these only Python programs import something: django.test, numpy.testing.
_TESTING = frozenset(("test", "testing"))
_BUILT = frozenset(("build", "dist", "out", "target"))
_DECLARATIONS = (".d.ts", ".d.mts", ".d.cts")
_SCRIPTS = (".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx")
_HEADERS = (".h", ".hh", ".hpp", ".hxx", ".h++", ".inl", ".ipp")
_UNITS = (".c", ".cc", ".cpp", ".cxx", ".c++")
_TEST_MODULE = re.compile(r"test_.*|conftest|.*_test")
_SCRIPT_FOLDERS = frozenset(("", "lib", "src", "es", "esm", "cjs"))
_TYPE_FIELDS = ("types", "typings")
_ENTRY_FIELDS = ("main", "module", "browser", "types", "typings", "exports")
_ENTRY_ENDINGS = ("", ".js", ".mjs", ".cjs", ".ts", "/index.js", "/index.mjs", "/index.cjs", "/index.ts")


class Surface:
    """Judges the files below one dependency directory, an absolute path."""

    def __init__(self, directory: str) -> None:
        self._directory = directory
        # Of an environment only what was installed into it is a dependency, not its own scripts.
        self._environment = os.path.basename(directory) in (".tox", ".nox") or os.path.lexists(
            os.path.join(directory, VIRTUAL_ENVIRONMENT_MARK)
        )
        self._entries: dict[str, _Entries | None] = {}

    def keeps(self, inside: str) -> bool:
        """Say whether the file `inside`, relative to the directory, belongs to a public surface."""
        names = inside.split("/")
        # The path below node_modules, site-packages and so on, where packages stand side by side.
        base = _package_base(names)
        if base is None or (base == 0 and self._environment):
            return False
        folders, name = names[base:-1], names[-1]
        if not _NOT_PUBLIC.isdisjoint(folders):
            return False
        if name.endswith((".py", ".pyw", ".pyi")):
            return _TEST_MODULE.fullmatch(name.partition(".")[0]) is None
        if not _TESTING.isdisjoint(folders):
            return False
        if name.endswith(_DECLARATIONS):
            return True
        if name.endswith(_SCRIPTS):
            return self._is_entry(names, base)
        if not _BUILT.isdisjoint(folders):
            return False
        if name.endswith(_HEADERS):
            return "include" in folders or "Headers" in folders or len(folders) <= 1
        if name.endswith(".rs"):
            return "src" in folders and folders[-1] != "bin" and name != "main.rs"
        if name.endswith(".go"):
            return not name.endswith("_test.go")
        return not name.endswith(_UNITS)

    def _is_entry(self, names: list[str], base: int) -> bool:
        """Say whether the nearest package.json within the packages names this script.

        Without one, the scripts directly in a package's directory are its entries.
        """
        for depth in range(len(names) - 1, base, -1):
            entries = self._entries_of("/".join(names[:depth]))
            if entries is not None:
                return entries.have("/".join(names[depth:]))
        folders = [name for name in names[base:-1] if not name.startswith("@")]
        return len(folders) <= 1 and ".min." not in names[-1]

    def _entries_of(self, package: str) -> _Entries | None:
        if package not in self._entries:
            self._entries[package] = _read_entries(os.path.join(self._directory, package, "package.json"))
        return self._entries[package]


class _Entries:
    """The entry points of one package, paths relative to it; `*` stands for anything in a pattern."""

    def __init__(self, targets: Iterator[str], open_: bool) -> None:
        """`open_` says that programs may import any file of the package and that it declares no types."""
        self._open = open_
        self._exact: set[str] = set()
        self._patterns: list[tuple[str, str]] = []
        for target in targets:
            path = target.removeprefix("./").rstrip("/")
            if "*" in path:
                before, _, after = path.partition("*")
                self._patterns.append((before, after))
            else:
                self._exact.update((path + ending).removeprefix("/") for ending in _ENTRY_ENDINGS)
        if not self._exact and not self._patterns:
            self._exact.add("index.js")

    def have(self, path: str) -> bool:
        if path in self._exact or any(
            path.startswith(before) and path.endswith(after) for before, after in self._patterns
        ):
            return True
        folder = path.partition("/")[0] if "/" in path else ""
        return self._open and folder in _SCRIPT_FOLDERS and ".min." not in path


def _package_base(names: list[str]) -> int | None:
    """Where the path within the outermost packages begins; None within copies nested in a package."""
    containers = [index for index, name in enumerate(names[:-1]) if name in _CONTAINERS]
    if not containers:
        return 0
    first = containers[0]
    # pnpm keeps each package at .pnpm/<name>@<version>/node_modules/<name>, Python at lib/*/site-packages.
    outermost = names[first] in ("site-packages", "dist-packages") or names[0] == ".pnpm"
    if not outermost or len(containers) > 1:
        return None
    return first + 1


def _read_entries(manifest: str) -> _Entries | None:
    """The entry points a package.json names; None when there is no manifest that can be understood."""
    try:
        with open(manifest, "rb") as file:
            content = orjson.loads(file.read(_MANIFEST_LIMIT_BYTES))
    except (OSError, orjson.JSONDecodeError):
        return None
    if not isinstance(content, dict):
        return None
    targets = (target for field in _ENTRY_FIELDS for target in _strings(content.get(field)))
    typed = any(content.get(field) for field in _TYPE_FIELDS)
    return _Entries(targets, not typed and content.get("exports") is None)


def _strings(value: object) -> Iterator[str]:
    """Every string in a conditional export, however deep its conditions are nested."""
    waiting = [value]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
