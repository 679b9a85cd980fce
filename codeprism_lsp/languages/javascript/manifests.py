"""Reads package.json and tsconfig.json: JSON with comments, pure functions of a text and cached by it."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from codeprism_lsp.languages.rules import Files

_COMMENT = re.compile(r'("(?:\\.|[^"\\])*")|//[^\n]*|/\*.*?\*/', re.DOTALL)
_TRAILING_COMMA = re.compile(r'("(?:\\.|[^"\\])*")|,(?=\s*[}\]])', re.DOTALL)
_CONFIGS = ("tsconfig.json", "jsconfig.json", "tsconfig.base.json", "tsconfig.app.json")
_LONGEST_CHAIN = 8
_REFERENCES = 16
_NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True)
class Mappings:
    """What tsconfig or jsconfig say of bare specifiers; directories are relative to the workspace."""

    paths: tuple[tuple[str, tuple[str, ...]], ...] = ()  # pattern -> targets, joined with their base
    base: str | None = None  # baseUrl
    roots: tuple[str, ...] = ()  # directories that are laid over one another: rootDirs


@dataclass(frozen=True)
class _Config:
    paths: tuple[tuple[str, tuple[str, ...]], ...] | None = None
    base: str | None = None
    roots: tuple[str, ...] | None = None
    extends: tuple[str, ...] = field(default=())
    references: tuple[str, ...] = field(default=())

    @property
    def maps(self) -> bool:
        return bool(self.paths or self.base is not None or self.roots)


@lru_cache(maxsize=4096)
def parse_json(text: str) -> Mapping[str, Any]:
    """An object in JSON with comments and trailing commas; empty where the text is none."""
    without = _COMMENT.sub(lambda match: match.group(1) or " ", text.lstrip("\ufeff"))
    without = _TRAILING_COMMA.sub(lambda match: match.group(1) or "", without)
    try:
        value = json.loads(without)
    except ValueError:
        return _NOTHING
    return value if isinstance(value, dict) else _NOTHING


def ancestors(path: str) -> Iterator[str]:
    """Directories around a file, innermost first, the workspace's root ("") last."""
    directory = posixpath.dirname(path)
    while directory:
        yield directory
        directory = posixpath.dirname(directory)
    yield ""


def join(directory: str, relative: str) -> str:
    """The normalised path; it starts with ".." where it leads out of the workspace."""
    joined = posixpath.normpath(posixpath.join(directory, relative))
    return "" if joined == "." else joined


def package_json(files: Files, directory: str) -> Mapping[str, Any]:
    """The package.json of a directory, empty without one."""
    text = files.manifest(join(directory, "package.json"))
    return parse_json(text) if text is not None else _NOTHING


def mappings(files: Files, path: str) -> Mappings:
    """The mappings of bare specifiers that hold for a file: those of the nearest configuration that
    has any, with what it extends."""
    for directory in ancestors(path):
        for name in _CONFIGS:
            config = _load(files, join(directory, name), _LONGEST_CHAIN)
            if config is not None and not config.maps:
                config = _referred(files, config)
            if config is not None and config.maps:
                return Mappings(config.paths or (), config.base, config.roots or ())
    return Mappings()


def _referred(files: Files, solution: _Config) -> _Config | None:
    """The first of the configurations in the same directory that a solution only refers to."""
    for path in solution.references[:_REFERENCES]:
        config = _load(files, path, _LONGEST_CHAIN)
        if config is not None and config.maps:
            return config
    return None


def workspace_patterns(files: Files, directory: str) -> Sequence[str]:
    """Globs of the packages of a workspace whose root is the directory (npm, yarn, pnpm, lerna)."""
    written = package_json(files, directory).get("workspaces")
    if isinstance(written, dict):
        written = written.get("packages")
    found = [one for one in written if isinstance(one, str)] if isinstance(written, list) else []
    if (text := files.manifest(join(directory, "pnpm-workspace.yaml"))) is not None:
        section = re.search(r"^packages:\s*\n((?:\s*-.*\n?|\s*#.*\n?|\s*\n)+)", text, re.MULTILINE)
        if section:
            found += re.findall(
                r"^\s*-\s*['\"]?([^'\"\n#]+?)['\"]?\s*(?:#.*)?$", section.group(1), re.MULTILINE
            )
    if (text := files.manifest(join(directory, "lerna.json"))) is not None:
        packages = parse_json(text).get("packages")
        found += [one for one in packages if isinstance(one, str)] if isinstance(packages, list) else []
    return [one.removeprefix("./").rstrip("/") for one in found if not one.startswith("!")]


def _load(files: Files, path: str, budget: int) -> _Config | None:
    text = files.manifest(path)
    if text is None or not budget:
        return None
    own = _parse_config(text, posixpath.dirname(path))
    paths, base, roots = own.paths, own.base, own.roots
    for name in own.extends:
        inherited = None
        for candidate in _extended(posixpath.dirname(path), name):
            inherited = _load(files, candidate, budget - 1)
            if inherited is not None:
                break
        if inherited is not None:
            paths = paths if paths is not None else inherited.paths
            base = base if base is not None else inherited.base
            roots = roots if roots is not None else inherited.roots
    return _Config(paths, base, roots, references=own.references)


@lru_cache(maxsize=1024)
def _parse_config(text: str, directory: str) -> _Config:
    value = parse_json(text)
    options = value.get("compilerOptions")
    options = options if isinstance(options, dict) else {}
    written_base = options.get("baseUrl")
    base = join(directory, written_base) if isinstance(written_base, str) else None
    paths = None
    if isinstance(options.get("paths"), dict):
        paths = tuple(
            (
                pattern,
                tuple(
                    join(base if base is not None else directory, t) for t in targets if isinstance(t, str)
                ),
            )
            for pattern, targets in options["paths"].items()
            if isinstance(targets, list)
        )
    extends = value.get("extends", ())
    names = (extends,) if isinstance(extends, str) else tuple(extends) if isinstance(extends, list) else ()
    # Of several configurations that are extended, the last one counts most.
    extended = tuple(one for one in reversed(names) if isinstance(one, str))
    roots = None
    if isinstance(options.get("rootDirs"), list):
        roots = tuple(join(directory, one) for one in options["rootDirs"] if isinstance(one, str))
    return _Config(paths, base, roots, extended, _references(value, directory))


def _references(value: Mapping[str, Any], directory: str) -> tuple[str, ...]:
    """Configurations beside this one that it refers to; those of other directories are found from there."""
    found = []
    written = value.get("references")
    for one in written if isinstance(written, list) else ():
        path = one.get("path") if isinstance(one, dict) else None
        if isinstance(path, str) and path.endswith(".json"):
            found.append(join(directory, path))
    return tuple(one for one in found if posixpath.dirname(one) == directory)


def _extended(directory: str, name: str) -> Iterator[str]:
    if name.startswith("."):
        target = join(directory, name)
        yield target
        yield f"{target}.json"
        return
    for around in ancestors(f"{directory}/x" if directory else "x"):
        target = join(around, f"node_modules/{name}")
        yield target
        yield f"{target}.json"
        yield f"{target}/tsconfig.json"
