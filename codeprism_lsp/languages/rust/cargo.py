"""Cargo packages: which crate a file belongs to, and which files other crates' names lead to."""

from __future__ import annotations

import json
import posixpath
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from codeprism_lsp.languages.rules import Files

STANDARD = frozenset({"std", "core", "alloc", "proc_macro", "test"})
_MAX_PACKAGES = 5_000
_VERSION = re.compile(r"-\d+(\.\d+)*([-+.][\w.+-]*)?$")
_TARGET_DIRECTORIES = ("bin", "tests", "examples", "benches")


@dataclass(frozen=True)
class Dependency:
    """A dependency as the manifest writes it: the package's crate name, and its directory if it is local."""

    crate: str
    directory: str | None


@dataclass(frozen=True, slots=True)
class Crate:
    """A crate of a `rust-project.json`: the options it is built with, and the root files of the crates it
    sees by the names it calls them; None where nothing is said of them."""

    name: str
    cfg: frozenset[str] | None = None
    dependencies: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Package:
    """One package. `library` is the path of its library's root file, "" without; `roots` are the root
    files of its other targets that the manifest names."""

    directory: str
    crate: str
    library: str
    roots: frozenset[str] = frozenset()
    dependencies: Mapping[str, Dependency] | None = field(default_factory=dict)
    """By the name they go by in code; None where no manifest tells, and any crate may be meant."""


def package_of(files: Files, path: str) -> Package | None:
    """The innermost package around a file, None where no manifest is found."""
    directory = path.rpartition("/")[0]
    return files.cached(("cargo package of", directory), lambda: _package_around(files, directory))


def extern(files: Files, path: str, name: str, root: str = "") -> str:
    """Root file of the crate that `name` means in a file without any import, "" if it is none of ours;
    `root` is the root file of the crate that the file belongs to, where that is known."""
    if name in STANDARD or not name:
        return ""
    crate = described(files).get(root or path)
    if crate is not None and crate.dependencies is not None:
        return crate.dependencies.get(name, "")
    package = package_of(files, path)
    if package is None:
        return crates(files).get(name, "")
    if name == package.crate:
        return package.library
    if package.dependencies is None:
        return crates(files).get(name, "")
    dependency = package.dependencies.get(name)
    if dependency is None:
        return ""
    if dependency.directory is not None:
        local = package_at(files, dependency.directory)
        if local is not None and local.library:
            return local.library
    return crates(files).get(dependency.crate, "")


def crates(files: Files) -> Mapping[str, str]:
    """Root files of all libraries of the workspace by crate name; the shortest path of equal names."""

    def collect() -> dict[str, str]:
        found = {
            crate.name: root
            for root, crate in described(files).items()
            if not any(f"/{one}/" in f"/{root}" for one in _TARGET_DIRECTORIES)
        }
        for root in sorted(files.with_basename("lib.rs"), key=len)[:_MAX_PACKAGES]:
            directory = root.rpartition("/")[0]
            if directory.rpartition("/")[2] == "src":
                directory = directory.rpartition("/")[0]
            package = package_at(files, directory)
            if package is not None:
                found.setdefault(package.crate, package.library or root)
        return found

    return files.cached(("cargo crates",), collect)


def renames(files: Files) -> Mapping[str, frozenset[str]]:
    """The names by which manifests of the workspace call a crate, where they are not its own."""

    def collect() -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        roots = [*files.with_basename("lib.rs"), *files.with_basename("main.rs")][:_MAX_PACKAGES]
        for package in {id(one): one for root in roots if (one := package_of(files, root))}.values():
            for name, dependency in (package.dependencies or {}).items():
                if name != dependency.crate:
                    found.setdefault(dependency.crate, set()).add(name)
        return {crate: frozenset(names) for crate, names in found.items()}

    return files.cached(("cargo renames",), collect)


def described(files: Files) -> Mapping[str, Crate]:
    """Crates by their root files, as a `rust-project.json` describes a workspace without Cargo."""

    def read() -> dict[str, Crate]:
        text = files.manifest("rust-project.json")
        try:
            listed = json.loads(text).get("crates", []) if text else []
        except (ValueError, AttributeError):
            listed = []
        listed = [one if isinstance(one, dict) else {} for one in listed] if isinstance(listed, list) else []
        roots = [one.get("root_module") for one in listed]
        paths = [_of_workspace(files, root) if isinstance(root, str) else "" for root in roots]
        return {path: _crate(one, paths) for one, path in zip(listed, paths, strict=True) if path}

    return files.cached(("rust-project",), read)


def _crate(written: Mapping[str, Any], paths: Sequence[str]) -> Crate:
    name, options, needed = written.get("display_name"), written.get("cfg"), written.get("deps")
    dependencies = {}
    for one in needed if isinstance(needed, list) else ():
        alias, number = (one.get("name"), one.get("crate")) if isinstance(one, dict) else (None, None)
        if isinstance(alias, str) and isinstance(number, int) and 0 <= number < len(paths):
            dependencies[alias] = paths[number]
    return Crate(
        name if isinstance(name, str) else "",
        frozenset(one for one in options if isinstance(one, str)) if isinstance(options, list) else None,
        dependencies if isinstance(needed, list) else None,
    )


def is_root(files: Files, path: str) -> bool:
    """Whether a file is the root of a crate, as far as its place and its manifest tell."""
    directory, _, name = path.rpartition("/")
    package = package_of(files, path)
    if package is not None and (path == package.library or path in package.roots):
        return True
    if path in described(files):
        return True
    parent, _, last = directory.rpartition("/")
    if name in ("lib.rs", "main.rs"):
        # A target may be a directory with a main.rs; deeper ones are modules with an unlucky name.
        return package is None or _below(package.directory, directory).count("/") < 2
    if package is None:
        return False
    if name == "build.rs":
        return directory == package.directory
    return last in _TARGET_DIRECTORIES and parent in (
        package.directory,
        posixpath.join(package.directory, "src"),
    )


def package_at(files: Files, directory: str) -> Package | None:
    """The package whose manifest stands in a directory, None where there is none."""
    return files.cached(("cargo package", directory), lambda: _read(files, directory))


def _package_around(files: Files, directory: str) -> Package | None:
    while True:
        package = package_at(files, directory)
        if package is not None or not directory:
            return package
        directory = directory.rpartition("/")[0]


def _read(files: Files, directory: str) -> Package | None:
    manifest = _manifest(files, directory)
    package = manifest.get("package") or manifest.get("project")
    if not isinstance(package, dict):
        return None if manifest else _unwritten(files, directory)
    name = package.get("name")
    name = name if isinstance(name, str) else directory.rpartition("/")[2]
    library = manifest.get("lib")
    library = library if isinstance(library, dict) else {}
    root = library.get("path")
    candidates = [root] if isinstance(root, str) else ["src/lib.rs", "lib.rs"]
    paths = [path for one in candidates if (path := _joined(directory, one)) is not None]
    lib_name = library.get("name")
    return Package(
        directory,
        _crate_name(lib_name if isinstance(lib_name, str) else name),
        next((path for path in paths if files.exists(path)), ""),
        frozenset(_target_roots(directory, manifest)),
        _dependencies(files, directory, manifest),
    )


def _unwritten(files: Files, directory: str) -> Package | None:
    """The package that a directory without a manifest looks like."""
    library = _joined(directory, "src/lib.rs") or ""
    if not files.exists(library) and not files.exists(_joined(directory, "src/main.rs") or ""):
        return None
    name = _VERSION.sub("", directory.rpartition("/")[2])
    return Package(directory, _crate_name(name), library if files.exists(library) else "", frozenset(), None)


def _of_workspace(files: Files, path: str) -> str:
    """The indexed file that a path from outside means: the longest tail of it that is one, "" without."""
    tail = path.replace("\\", "/").lstrip("./")
    while tail and not files.exists(tail):
        tail = tail.partition("/")[2]
    return tail


def _target_roots(directory: str, manifest: Mapping[str, Any]) -> list[str]:
    found = []
    for kind in ("bin", "example", "test", "bench"):
        targets = manifest.get(kind)
        for target in targets if isinstance(targets, list) else ():
            path = target.get("path") if isinstance(target, dict) else None
            if isinstance(path, str) and (joined := _joined(directory, path)) is not None:
                found.append(joined)
    return found


def _dependencies(files: Files, directory: str, manifest: Mapping[str, Any]) -> dict[str, Dependency]:
    found: dict[str, Dependency] = {}
    targets = manifest.get("target")
    tables = [manifest, *(targets.values() if isinstance(targets, dict) else ())]
    for table in tables:
        for kind in ("dependencies", "dev-dependencies", "build-dependencies"):
            listed = table.get(kind) if isinstance(table, dict) else None
            for name, written in (listed or {}).items() if isinstance(listed, dict) else ():
                found.setdefault(_crate_name(name), _dependency(files, directory, name, written))
    return found


def _dependency(files: Files, directory: str, name: str, written: object) -> Dependency:
    if not isinstance(written, dict):
        return Dependency(_crate_name(name), None)
    if written.get("workspace"):
        base, shared = _workspace_dependency(files, directory, name)
        if isinstance(shared, dict):
            return _dependency(files, base, name, {**shared, "workspace": False})
        return Dependency(_crate_name(name), None)
    package, path = written.get("package"), written.get("path")
    return Dependency(
        _crate_name(package if isinstance(package, str) else name),
        _joined(directory, path) if isinstance(path, str) else None,
    )


def _workspace_dependency(files: Files, directory: str, name: str) -> tuple[str, object]:
    """(directory of the workspace's manifest, what it says of a dependency)."""
    while True:
        workspace = _manifest(files, directory).get("workspace")
        if isinstance(workspace, dict):
            shared = workspace.get("dependencies")
            return directory, shared.get(name) if isinstance(shared, dict) else None
        if not directory:
            return "", None
        directory = directory.rpartition("/")[0]


def _manifest(files: Files, directory: str) -> Mapping[str, Any]:
    text = files.manifest(f"{directory}/Cargo.toml" if directory else "Cargo.toml")
    return _parsed(text) if text else {}


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Mapping[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return {}  # a manifest that is being typed in says nothing


def _joined(directory: str, relative: str) -> str | None:
    """A path of the manifest seen from the workspace's root, None where it leads outside."""
    joined = posixpath.normpath(posixpath.join(directory, relative.replace("\\", "/")))
    if joined.startswith(("..", "/")):
        return None
    return "" if joined == "." else joined


def _below(directory: str, inner: str) -> str:
    return inner[len(directory) :].strip("/") if inner.startswith(directory) else inner


def _crate_name(name: str) -> str:
    return name.replace("-", "_")
