"""What `compile_commands.json` tells of include roots and macros, where a project has one."""

from __future__ import annotations

import json
import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from codeprism_lsp.languages.rules import Files

_PLACES = ("", "build/", "out/", "_build/", "cmake-build-debug/", "cmake-build-release/", "builddir/")
_ROOT_FLAGS = ("-I", "-isystem", "-iquote", "-idirafter")
_WORD = re.compile(r"\"(?:\\.|[^\"\\])*\"|'[^']*'|(?:\\.|[^\s\"'])+(?:\"(?:\\.|[^\"\\])*\"|'[^']*')?")
_TRIED = 50  # entries by which the place of the workspace is found
_COMMON = 40  # include roots for files that no entry is about


@dataclass(frozen=True)
class Flags:
    """Of one source: include roots as directories of the workspace, in order, macros with values, and the
    standard of the language (`c++17`), "" where none is named."""

    roots: tuple[str, ...] = ()
    macros: Mapping[str, int] = field(default_factory=dict)
    standard: str = ""


@dataclass(frozen=True)
class Commands:
    """Flags by file, and by directory of some file in it; `common` are the roots of all, most used first, and
    `shared` those that at least half of the sources have."""

    files: Mapping[str, Flags] = field(default_factory=dict)
    directories: Mapping[str, Flags] = field(default_factory=dict)
    common: tuple[str, ...] = ()
    shared: frozenset[str] = frozenset()


def flags_of(files: Files, path: str) -> tuple[Flags, bool]:
    """Flags of a file, and whether they are its own rather than those of files around it."""
    return files.cached(("compile flags", path), lambda: _flags_of(files, path))


def _flags_of(files: Files, path: str) -> tuple[Flags, bool]:
    known = commands(files)
    if (own := known.files.get(path)) is not None:
        return own, True
    beside = known.directories.get(path.rpartition("/")[0])
    if beside is not None:
        return Flags(
            (*beside.roots, *(one for one in known.common if one not in beside.roots)),
            beside.macros,
            beside.standard,
        ), False
    return Flags(known.common), False


def commands(files: Files) -> Commands:
    """All that the project's database of commands tells; empty where there is none that can be read."""
    return files.cached(("compile commands",), lambda: _read(files))


def _read(files: Files) -> Commands:
    for place in _PLACES:
        text = files.manifest(place + "compile_commands.json")
        if text is None:
            continue
        prefix = _workspace(files, _sources(text))
        if prefix is not None:
            return _below(text, prefix)
    return Commands()


def _entries(text: str) -> list[Mapping[str, Any]]:
    try:
        entries = json.loads(text)
    except ValueError:
        return []
    return [one for one in entries if isinstance(one, dict)] if isinstance(entries, list) else []


# The same text is read for every snapshot of a workspace.
@lru_cache(maxsize=4)
def _sources(text: str) -> tuple[str, ...]:
    return tuple(_absolute(one, str(one.get("file", ""))) for one in _entries(text)[:_TRIED])


@lru_cache(maxsize=4)
def _below(text: str, prefix: str) -> Commands:
    sources = [(one, _absolute(one, str(one.get("file", "")))) for one in _entries(text)]
    by_file: dict[str, Flags] = {}
    by_directory: dict[str, Flags] = {}
    used: Counter[str] = Counter()
    for entry, source in sources:
        if not source.startswith(prefix):
            continue
        flags = _flags(entry, prefix)
        path = source.removeprefix(prefix)
        by_file.setdefault(path, flags)
        by_directory.setdefault(path.rpartition("/")[0], flags)
        used.update(flags.roots)
    common = tuple(root for root, _ in used.most_common(_COMMON))
    shared = frozenset(root for root, count in used.items() if 2 * count >= len(by_file))
    return Commands(by_file, by_directory, common, shared)


def _flags(entry: Mapping[str, Any], prefix: str) -> Flags:
    roots: list[str] = []
    macros: dict[str, int] = {}
    standard = ""
    words = iter(_words(entry))
    for word in words:
        flag = next((one for one in _ROOT_FLAGS if word.startswith(one)), "")
        if flag:
            written = word.removeprefix(flag) or next(words, "")
            root = _absolute(entry, written) + "/"
            if root.startswith(prefix) and (inside := root.removeprefix(prefix).rstrip("/")) not in roots:
                roots.append(inside)
        elif word.startswith("-D"):
            name, _, value = (word[2:] or next(words, "")).partition("=")
            macros[name] = int(value) if value.isdigit() else 1
        elif word.startswith("-std="):
            standard = word.removeprefix("-std=").replace("gnu", "c")
    return Flags(tuple(roots), macros, standard)


def _words(entry: Mapping[str, Any]) -> Iterable[str]:
    arguments = entry.get("arguments")
    if isinstance(arguments, list):
        return [str(one) for one in arguments]
    command = entry.get("command")
    if not isinstance(command, str):
        return ()
    return [word.replace('\\"', "").replace('"', "").replace("'", "") for word in _WORD.findall(command)]


def _absolute(entry: Mapping[str, Any], written: str) -> str:
    return posixpath.normpath(posixpath.join(str(entry.get("directory", "")), written.replace("\\", "/")))


def _workspace(files: Files, sources: Sequence[str]) -> str | None:
    """The absolute path of the workspace with a slash at its end, told by sources that lie in it."""
    for source in sources:
        parts = source.split("/")
        for at in range(1, len(parts)):
            if files.exists("/".join(parts[at:])):
                return "/".join(parts[:at]) + "/"
    return None
