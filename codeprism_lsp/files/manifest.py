"""What a package.json says of a JavaScript package: the files by which programs may enter it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import NamedTuple

import orjson

DECLARATIONS = (".d.ts", ".d.mts", ".d.cts")
TYPED_SOURCES = (".ts", ".tsx", ".mts", ".cts")
_MANIFEST_LIMIT_BYTES = 1024 * 1024
_SCRIPT_FOLDERS = frozenset(("", "lib", "src", "es", "esm", "cjs"))
_TYPE_FIELDS = ("types", "typings")
_ENTRY_FIELDS = ("main", "module", "browser", "types", "typings", "exports")
_ENTRY_ENDINGS = ("", ".js", ".mjs", ".cjs", ".ts", "/index.js", "/index.mjs", "/index.cjs", "/index.ts")


class Pattern(NamedTuple):
    """A target of a package's exports in which `*` stands for anything."""

    before: str
    after: str

    def matches(self, path: str) -> bool:
        """Say whether a path, relative to the package, is one of those that the pattern means."""
        return path.startswith(self.before) and path.endswith(self.after)


class Entries:
    """The entry points of one package, paths relative to it."""

    def __init__(self, targets: Iterator[str], open_: bool, typed: bool) -> None:
        """`open_` says that programs may import any file, `typed` that it declares their types."""
        self._open = open_
        self._exact: set[str] = set()
        self.targets: list[str] = []
        self.patterns: list[Pattern] = []
        for target in dict.fromkeys(targets):
            path = target.removeprefix("./").rstrip("/")
            if "*" in path:
                before, _, after = path.partition("*")
                self.patterns.append(Pattern(before, after))
            else:
                self.targets.append(path)
                self._exact.update((path + ending).removeprefix("/") for ending in _ENTRY_ENDINGS)
        if not self.targets and not self.patterns:
            self.targets.append("index.js")
            self._exact.add("index.js")
        self.typed = typed or any(path.endswith(TYPED_SOURCES) for path in self.targets)

    def have(self, path: str) -> bool:
        """Say whether a program may import the script at a path, relative to the package."""
        if path in self._exact or any(pattern.matches(path) for pattern in self.patterns):
            return True
        folder = path.partition("/")[0] if "/" in path else ""
        return self._open and folder in _SCRIPT_FOLDERS and ".min." not in path


def spellings(target: str) -> Iterator[str]:
    """The paths that an entry point written as `target` may mean, the likeliest first."""
    return ((target + ending).removeprefix("/") for ending in _ENTRY_ENDINGS)


def read_entries(directory: str) -> Entries | None:
    """The entry points that the package.json of a directory names; None where there is none of a package.

    One that only says how scripts are to be read (`{"type": "module"}`) makes its directory no package.
    """
    try:
        with open(os.path.join(directory, "package.json"), "rb") as file:
            content = orjson.loads(file.read(_MANIFEST_LIMIT_BYTES))
    except (OSError, orjson.JSONDecodeError):
        return None
    if not isinstance(content, dict) or not any(content.get(field) for field in ("name", *_ENTRY_FIELDS)):
        return None
    targets = (target for field in _ENTRY_FIELDS for target in _strings(content.get(field)))
    typed = any(content.get(field) for field in _TYPE_FIELDS)
    return Entries(targets, not typed and content.get("exports") is None, typed)


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
