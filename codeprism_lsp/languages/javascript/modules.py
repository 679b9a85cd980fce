"""Module resolution of JavaScript and TypeScript over the names of the workspace's files.

A relative specifier leads to a file, whatever extension is written (`./a.js` to a.ts, a.tsx or a.d.ts), or
to the index of a directory. A bare one leads, in this order, through `imports` of package.json, `paths`
and `baseUrl` of tsconfig.json, the packages of the workspace, and node_modules where they are indexed.
Entry points that name build output lead to the sources it is built from.
"""

from __future__ import annotations

import fnmatch
import posixpath
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from codeprism_lsp.languages.javascript.manifests import (
    ancestors,
    join,
    mappings,
    package_json,
    workspace_patterns,
)
from codeprism_lsp.languages.rules import Files

# Longer extensions first: `.d.ts` is one.
EXTENSIONS = (".d.ts", ".d.mts", ".d.cts", ".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs")
_TRIED = (".ts", ".tsx", ".d.ts", ".js", ".jsx", ".mts", ".cts", ".d.mts", ".d.cts", ".mjs", ".cjs")
_REWRITTEN = {
    ".js": (".ts", ".tsx", ".d.ts", ".js", ".jsx"),
    ".jsx": (".tsx", ".d.ts", ".jsx"),
    ".mjs": (".mts", ".d.mts", ".mjs"),
    ".cjs": (".cts", ".d.cts", ".cjs"),
}
_BUILD_DIRECTORIES = frozenset(
    (
        "dist lib build out output es esm cjs umd module types typings _esm _cjs _types commonjs esm5 esm2015"
    ).split()
)
_CONDITIONS = ("types", "typings", "source", "import", "module", "browser", "node", "require", "default")
_INDEX_FILES = tuple(f"index{extension}" for extension in _TRIED)
_NESTED_TARGETS = 32
_HOPS = 4  # mappings that lead to another bare specifier


def is_relative(specifier: str) -> bool:
    return specifier in (".", "..") or specifier.startswith(("./", "../", "/"))


def package_of(specifier: str) -> str:
    """The package of a bare specifier: `lodash` of `lodash/fp`, `@a/b` of `@a/b/c`, `fs` of `node:fs`."""
    bare = specifier.removeprefix("node:").split("?", 1)[0]
    parts = bare.split("/")
    return "/".join(parts[:2]) if bare.startswith("@") else parts[0]


def stem(name: str) -> str:
    """A file name without what the language knows as an extension."""
    for extension in EXTENSIONS:
        if name.endswith(extension):
            return name[: -len(extension)]
    return name


def without_extension(name: str) -> str:
    """A file name without its last extension: `a.d` for `a.d.ts`."""
    return name.rsplit(".", 1)[0]


def resolve(files: Files, path: str, specifier: str, hops: int = _HOPS) -> str:
    """The file that a specifier in `path` leads to, "" where it leads out of the workspace."""
    specifier = specifier.split("?", 1)[0].rsplit("!", maxsplit=1)[-1]
    if not specifier or hops == 0:
        return ""
    if is_relative(specifier):
        if specifier.startswith("/"):
            return file_at(files, specifier[1:])
        target = join(posixpath.dirname(path), specifier)
        return file_at(files, target) or _through_roots(files, path, target)
    if specifier.startswith("#"):
        return _through_imports(files, path, specifier, hops)
    if found := _through_mappings(files, path, specifier):
        return found
    package = package_of(specifier)
    subpath = specifier[len(package) :].lstrip("/")
    for directory in _package_directories(files, path, package):
        if found := entry(files, directory, subpath):
            return found
    return ""


def file_at(files: Files, base: str) -> str:
    """The module file that a path without or with an extension names, or the index of that directory."""
    if base.startswith(".."):
        return ""
    for extension, others in _REWRITTEN.items():
        if base.endswith(extension):
            for other in others:
                if files.exists(candidate := base.removesuffix(extension) + other):
                    return candidate
    if base:
        if base.endswith(EXTENSIONS) and files.exists(base):
            return base
        for extension in _TRIED:
            if files.exists(candidate := base + extension):
                return candidate
    if not files.has_directory(base) and base:
        return ""
    manifest = package_json(files, base)
    for target in _entries(manifest, ("types", "typings", "module", "main")):
        if found := _built_file(files, base, target):
            return found
    for name in _INDEX_FILES:
        if files.exists(candidate := join(base, name)):
            return candidate
    return ""


def entry(files: Files, directory: str, subpath: str) -> str:
    """The file of the package in `directory` that importers of the package (or its subpath) get."""
    manifest = package_json(files, directory)
    wanted = f"./{subpath}" if subpath else "."
    exported = manifest.get("exports")
    if exported is not None:
        for target in _matched(exported, wanted):
            if found := _built_file(files, directory, target):
                return found
    if subpath:
        for target in _of_versions(manifest, subpath):
            if found := _built_file(files, directory, target):
                return found
    if not subpath:
        for target in _entries(manifest, ("types", "typings", "source", "module", "main")):
            if found := _built_file(files, directory, target):
                return found
        if found := _first(files, directory, ("index", "src/index", "src/main", "lib/index")):
            return found
        return _first(files, directory, (f"src/{posixpath.basename(directory)}",))
    return _first(files, directory, (subpath, f"src/{subpath}", f"lib/{subpath}"))


def package_root(files: Files, path: str) -> str | None:
    """The nearest directory around a file that holds a package.json, None without."""
    for directory in ancestors(path):
        if files.manifest(join(directory, "package.json")) is not None:
            return directory
    return None


def names_of(files: Files, path: str) -> Iterable[str]:
    """Names that importers may use for a file and that only configuration tells."""
    found: set[str] = set()
    for directory in ancestors(path):
        manifest = package_json(files, directory)
        if manifest and directory:
            found.add(posixpath.basename(directory))
        name = manifest.get("name")
        if isinstance(name, str):
            found.add(name)
        if isinstance(imports := manifest.get("imports"), dict):
            found.update(package_of(key) for key in imports if "*" not in key)
    for pattern, _ in mappings(files, path).paths:
        if "*" not in pattern:
            found.add(package_of(pattern))
    return found


# -- private -------------------------------------------------------------------------------------------


def _entries(manifest: Mapping[str, Any], fields: Iterable[str]) -> list[str]:
    return [target for field in fields if isinstance(target := manifest.get(field), str)]


def _of_versions(manifest: Mapping[str, Any], subpath: str) -> Iterator[str]:
    """Where `typesVersions` leads a subpath for the newest compilers."""
    versions = manifest.get("typesVersions")
    for patterns in versions.values() if isinstance(versions, dict) else ():
        if isinstance(patterns, dict):
            for pattern, captured in _by_closeness(map(str, patterns), subpath):
                for target in _leaves(patterns[pattern]):
                    yield target.replace("*", captured)


def _first(files: Files, directory: str, candidates: Iterable[str]) -> str:
    for candidate in candidates:
        if found := file_at(files, join(directory, candidate)):
            return found
    return ""


def _built_file(files: Files, directory: str, target: str) -> str:
    """The file that an entry point names, or the source it is built from."""
    if found := file_at(files, join(directory, target)):
        return found
    parts = posixpath.normpath(target).split("/")
    dropped = 0
    while dropped < len(parts) - 1 and parts[dropped] in _BUILD_DIRECTORIES:
        dropped += 1
    if not dropped:
        return ""
    rest = "/".join(parts[dropped:])
    rest = stem(rest.removesuffix(".min.js"))
    return _first(files, directory, (f"src/{rest}", rest, f"source/{rest}"))


def _through_imports(files: Files, path: str, specifier: str, hops: int) -> str:
    directory = package_root(files, path)
    imports = package_json(files, directory).get("imports") if directory is not None else None
    if directory is not None and imports is not None:
        for target in _matched(imports, specifier):
            if is_relative(target):
                if found := _built_file(files, directory, target):
                    return found
            elif found := resolve(files, path, target, hops - 1):
                return found
    return _through_mappings(files, path, specifier)


def _through_mappings(files: Files, path: str, specifier: str) -> str:
    known = mappings(files, path)
    for pattern, captured in _by_closeness((pattern for pattern, _ in known.paths), specifier):
        for targets in (targets for other, targets in known.paths if other == pattern):
            for target in targets:
                if found := file_at(files, target.replace("*", captured, 1)):
                    return found
    return file_at(files, join(known.base, specifier)) if known.base is not None else ""


def _through_roots(files: Files, path: str, target: str) -> str:
    """The file that stands at the place of `target` in another of the directories laid over one another."""
    roots = mappings(files, path).roots
    for own in roots:
        if target.startswith(f"{own}/"):
            for other in roots:
                if other != own and (found := file_at(files, other + target[len(own) :])):
                    return found
    return ""


def _by_closeness(patterns: Iterable[str], specifier: str) -> list[tuple[str, str]]:
    """Patterns that match, with what their star stands for: exact ones first, then by longest prefix."""
    found = []
    for pattern in patterns:
        prefix, star, suffix = pattern.partition("*")
        if not star:
            if pattern == specifier:
                found.append((pattern, ""))
        elif len(specifier) >= len(prefix) + len(suffix) and specifier.startswith(prefix):
            if specifier.endswith(suffix):
                found.append((pattern, specifier[len(prefix) : len(specifier) - len(suffix)]))
    return sorted(found, key=lambda one: ("*" in one[0], -len(one[0].partition("*")[0])))


def _matched(exported: Any, wanted: str) -> Iterator[str]:
    """Targets of `exports` or `imports` for a subpath, the preferred conditions first."""
    if not isinstance(exported, dict) or not any(str(key).startswith((".", "#")) for key in exported):
        if wanted == ".":
            yield from _leaves(exported)
        return
    for pattern, captured in _by_closeness(map(str, exported), wanted):
        for target in _leaves(exported[pattern]):
            yield target.replace("*", captured)
    for pattern in exported:  # the older form of a pattern: a directory
        if pattern.endswith("/") and wanted.startswith(pattern):
            for target in _leaves(exported[pattern]):
                yield target + wanted[len(pattern) :]


def _leaves(value: Any, depth: int = 0) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list) and depth < _NESTED_TARGETS:
        for one in value:
            yield from _leaves(one, depth + 1)
    elif isinstance(value, Mapping) and depth < _NESTED_TARGETS:
        for condition in sorted(value, key=_preference):
            yield from _leaves(value[condition], depth + 1)


def _preference(condition: str) -> int:
    return _CONDITIONS.index(condition) if condition in _CONDITIONS else len(_CONDITIONS)


def _package_directories(files: Files, path: str, package: str) -> Iterator[str]:
    """Directories in which a package of that name lies, as seen from a file."""
    typed = f"node_modules/@types/{package.removeprefix('@').replace('/', '__')}"
    for directory in ancestors(path):
        if files.has_directory(candidate := join(directory, f"node_modules/{package}")):
            if files.has_directory(types := join(directory, typed)) and not _has_types(files, candidate):
                yield types
            yield candidate
        elif files.has_directory(types := join(directory, typed)):
            yield types
        manifest = package_json(files, directory)
        if manifest.get("name") == package:
            yield directory
        patterns = workspace_patterns(files, directory)
        if patterns:
            members = files.cached(
                ("javascript workspace", directory), partial(_members, files, directory, tuple(patterns))
            )
            if package in members:
                yield members[package]
    last = package.rsplit("/", 1)[-1]
    for candidate in files.directories_named(last):
        if "node_modules" not in candidate and package_json(files, candidate).get("name") == package:
            yield candidate


def _has_types(files: Files, directory: str) -> bool:
    """Whether a package brings its own declarations."""
    manifest = package_json(files, directory)
    return "types" in manifest or "typings" in manifest or files.exists(join(directory, "index.d.ts"))


def _members(files: Files, root: str, patterns: Iterable[str]) -> dict[str, str]:
    """Packages of a workspace by name. Directories are known by the files that packages usually have."""
    depth = max((pattern.count("/") + 1 for pattern in patterns), default=1) + 4
    directories: set[str] = set()
    for name in (*_INDEX_FILES, "main.ts", "main.js", "mod.ts", "cli.ts", "cli.js"):
        for file in files.with_basename(name):
            if file.startswith(f"{root}/" if root else "") and "node_modules/" not in file:
                inside = posixpath.dirname(file)[len(root) :].strip("/").split("/")
                directories.update("/".join(inside[:size]) for size in range(1, min(len(inside), depth) + 1))
    found: dict[str, str] = {}
    for directory in sorted(directories - {""}):
        if any(_matches(directory, pattern) for pattern in patterns):
            package = package_json(files, join(root, directory)).get("name")
            if isinstance(package, str):
                found.setdefault(package, join(root, directory))
    return found


def _matches(directory: str, pattern: str) -> bool:
    if "**" in pattern:
        return fnmatch.fnmatchcase(directory, pattern.replace("**", "*"))
    return directory.count("/") == pattern.count("/") and fnmatch.fnmatchcase(directory, pattern)
