"""The public surface of installed packages: what smart mode indexes of a dependency directory.

Someone who works on a program asks where a library's function is declared, hardly ever how its tests
are written. So what a program can import, type declarations and headers stay, and tests, documents,
build output, bundles and nested copies go. Most rules look at paths only. The entry points of a
JavaScript package stand in its package.json, and what these pass on is read from them (see `reach`);
so are the inner modules that a Python package imports, and both only where a path leaves it open.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import cached_property

from codeprism_lsp.files.dependencies import UNMISTAKABLE, VIRTUAL_ENVIRONMENT_MARK
from codeprism_lsp.files.manifest import DECLARATIONS, Entries, read_entries
from codeprism_lsp.files.reach import (
    BUILT,
    NOTHING,
    Reach,
    Tree,
    reached_declarations,
    reached_modules,
    reached_scripts,
)

_CONTAINERS = UNMISTAKABLE | {"vendor"}
# Packages in these may be called `docs` or `benchmark` and be what others import.
_NAMED_AT_WILL = frozenset(("node_modules", "bower_components", "jspm_packages"))
_NEVER_PUBLIC = frozenset(
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
        "_vendor",
        "_vendored",
        "vendored",
    ]
)
# Public is of these what an entry point of the package passes on.
_INTERNAL = frozenset(("internal", "_internal"))
# Of these only Python programs import something: django.test, numpy.testing.
_TESTING = frozenset(("test", "testing"))
_SCRIPTS = (".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx")
_HEADERS = (".h", ".hh", ".hpp", ".hxx", ".h++", ".inl", ".ipp")
_UNITS = (".c", ".cc", ".cpp", ".cxx", ".c++")
_TEST_MODULE = re.compile(r"test_.*|conftest|.*_test")
_MOST_NAMED = 5


class Surface:
    """Judges the files below one dependency directory, an absolute path."""

    def __init__(self, directory: str) -> None:
        self._directory = directory
        # Of an environment only what was installed into it is a dependency, not its own scripts.
        self._environment = os.path.basename(directory) in (".tox", ".nox") or os.path.lexists(
            os.path.join(directory, VIRTUAL_ENVIRONMENT_MARK)
        )
        self._packages: dict[str, _Package] = {}

    def keeps(self, inside: str) -> bool:
        """Say whether the file `inside`, relative to the directory, belongs to a public surface."""
        names = inside.split("/")
        # The path below node_modules, site-packages and so on, where packages stand side by side.
        base = _package_base(names)
        if base is None or (base == 0 and self._environment):
            return False
        folders, name = names[base:-1], names[-1]
        folders = folders[self._name_length(names, base) :]
        if not _NEVER_PUBLIC.isdisjoint(folders):
            return False
        internal = not _INTERNAL.isdisjoint(folders)
        if name.endswith((".py", ".pyw", ".pyi")):
            if _TEST_MODULE.fullmatch(name.partition(".")[0]) is not None:
                return False
            return not internal or self._imports(names, base)
        if not _TESTING.isdisjoint(folders):
            return False
        if name.endswith(DECLARATIONS):
            return not internal or self._declares(names, base)
        if name.endswith(_SCRIPTS):
            return self._runs(names, base, internal)
        if internal or not BUILT.isdisjoint(folders):
            return False
        if name.endswith(_HEADERS):
            return "include" in folders or "Headers" in folders or len(names) - base <= 2
        if name.endswith(".rs"):
            return "src" in folders and folders[-1] != "bin" and name != "main.rs"
        if name.endswith(".go"):
            return not name.endswith("_test.go")
        return not name.endswith(_UNITS)

    def cut_short(self) -> str:
        """Of which packages the imports were not followed to their end, in words; empty for none."""
        names = sorted(name for name, package in self._packages.items() if package.cut)
        if not names:
            return ""
        more = f" and {len(names) - _MOST_NAMED:,} more" if len(names) > _MOST_NAMED else ""
        return f"too large to follow all their imports: {', '.join(names[:_MOST_NAMED])}{more}"

    def _name_length(self, names: list[str], base: int) -> int:
        """How many of the names from `base` on are a package's own, which says nothing of its content."""
        container = names[base - 1] if base else os.path.basename(self._directory)
        if container not in _NAMED_AT_WILL:
            return 0
        return 2 if names[base].startswith("@") else 1

    def _runs(self, names: list[str], base: int, internal: bool) -> bool:
        """Say whether the package.json files on the way to a script let a program get there.

        Without one, the scripts directly in a package's directory are its entries.
        """
        packages = list(self._around(names, base))
        if packages:
            nearest, path = packages[0]
            if not internal and nearest.entered_by(path):
                return True
            return ".min." not in names[-1] and any(
                path in package.scripts.files for package, path in packages
            )
        folders = [name for name in names[base:-1] if not name.startswith("@")]
        return not internal and len(folders) <= 1 and ".min." not in names[-1]

    def _declares(self, names: list[str], base: int) -> bool:
        return any(path in package.declarations.files for package, path in self._around(names, base))

    def _imports(self, names: list[str], base: int) -> bool:
        package = self._package("/".join(names[: base + 1]))
        return "/".join(names[base + 1 :]) in package.modules.files

    def _around(self, names: list[str], base: int) -> Iterator[tuple[_Package, str]]:
        """The packages with a manifest around a file, the nearest first, and its path in each."""
        for depth in range(len(names) - 1, base, -1):
            package = self._package("/".join(names[:depth]))
            if package.entries is not None:
                yield package, "/".join(names[depth:])

    def _package(self, path: str) -> _Package:
        found = self._packages.get(path)
        if found is None:
            found = self._packages[path] = _Package(os.path.join(self._directory, path))
        return found


class _Package:
    """One directory that may be a package: its entry points and what they lead to, read when asked for."""

    def __init__(self, directory: str) -> None:
        self._directory = directory
        self._tree = Tree(directory)
        self._reaches: list[Reach] = []

    @property
    def cut(self) -> bool:
        """Whether a bound left out something of what was asked for."""
        return any(reach.cut for reach in self._reaches)

    def entered_by(self, path: str) -> bool:
        """Whether programs may import the script at a path, relative to the package."""
        return self.entries is not None and self.entries.have(path)

    @cached_property
    def entries(self) -> Entries | None:
        return read_entries(self._directory)

    @cached_property
    def scripts(self) -> Reach:
        return self._noted(
            reached_scripts(self._tree, self.entries, _may_be_public) if self.entries else NOTHING
        )

    @cached_property
    def declarations(self) -> Reach:
        return self._noted(
            reached_declarations(self._tree, self.entries, _may_be_public) if self.entries else NOTHING
        )

    @cached_property
    def modules(self) -> Reach:
        """What the package reaches as one of Python."""
        name = os.path.basename(self._directory)
        return self._noted(reached_modules(self._tree, name, _may_be_public))

    def _noted(self, reach: Reach) -> Reach:
        self._reaches.append(reach)
        return reach


def _may_be_public(folder: str) -> bool:
    return folder not in _NEVER_PUBLIC and folder not in _CONTAINERS


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
