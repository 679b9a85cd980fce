"""Which files of an installed package its entry points lead to, by the imports written in them.

`export * from './esm/button.js'` makes what that file declares importable from the package, wherever it
lies. Texts are searched for relative imports, not parsed: one in a comment keeps a file too many, which
costs little. The work is bounded for each package, and where a bound cut it, that is told.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from codeprism_lsp.files.manifest import DECLARATIONS, TYPED_SOURCES, Entries, spellings

_MOST_FILES = 2_000
_MOST_BYTES = 2 * 1024 * 1024
BUILT = frozenset(("build", "dist", "out", "target"))

# A relative path in quotes is rarer than a keyword, so it is found first and then what stands before it.
_PATH = re.compile(rb"""["'](\.{1,2}(?:/[^"'\n\\]*)?)["']""")
_KEYWORD = re.compile(rb"(?<![\w$.])(?:from|import|require)\s*\(?\s*\Z")
_PASSING = re.compile(
    rb"""
    (?: \bexport\b [\w$\s{},*]* \bfrom
      | (?: \bexports\b [\w$.\[\]"'\x20]* = \s* (?:[\w$.]+\s*\(\s*)? | \b__exportStar\s*\(\s* ) require\s*\( )
    \s* \Z
    """,
    re.VERBOSE,
)
_REFERENCE = re.compile(rb"""^///\s*<reference\s+path\s*=\s*["']([^"'\n]+)["']""", re.MULTILINE)
_KEYWORD_REACH = 64
_CLAUSE_REACH = 4_096
_SCRIPT = re.compile(r"\.([cm]?)jsx?$")
_FROM_SCRIPT = (".js", ".mjs", ".cjs", ".ts", ".tsx", ".jsx", ".mts", ".cts", ".d.ts")
_FROM_TYPES = (".ts", ".tsx", ".d.ts", ".mts", ".d.mts", ".cts", ".d.cts", ".js", ".mjs", ".cjs", ".jsx")

_STATEMENT = re.compile(
    rb"""
    ^(?: (?P<body> (?:async[ \t]+)?def\b | class\b )
       | [ \t]*from[ \t]+(?P<module>\.*[\w.]*)[ \t]+import[ \t]*(?P<names>\([^)]*\)|[^\n\#;]*)
       | [ \t]*import[ \t]+(?P<modules>[^\n\#;]*)
       | (?P<other>[^\s\#)\]}"'@]) )
    """,
    re.VERBOSE | re.MULTILINE,
)
_NAME = re.compile(rb"(\w[\w.]*)(?:\s+as\s+\w+)?")


class Reach(NamedTuple):
    """The files that were reached, relative to the package; `cut` says that a bound left some out."""

    files: frozenset[str]
    cut: bool


NOTHING = Reach(frozenset(), False)


class Tree:
    """The names in the directories of one package, each listed once and when it is asked for."""

    def __init__(self, directory: str) -> None:
        self._directory = directory
        self._listed: dict[str, tuple[frozenset[str], frozenset[str]]] = {}

    def has(self, path: str) -> bool:
        """Say whether there is a file of this path, relative to the package."""
        folder, _, name = path.rpartition("/")
        return name in self._list(folder)[0]

    def files(self, folder: str, enters: Callable[[str], bool]) -> Iterator[str]:
        """The files below a directory; `enters` judges the names of directories."""
        waiting = [folder]
        while waiting:
            folder = waiting.pop()
            files, folders = self._list(folder)
            before = f"{folder}/" if folder else ""
            yield from (before + name for name in sorted(files))
            waiting.extend(before + name for name in sorted(folders, reverse=True) if enters(name))

    def text(self, path: str) -> tuple[bytes, bool]:
        """The beginning of a file, and whether that is all of it; what cannot be read is empty."""
        try:
            with open(os.path.join(self._directory, path), "rb") as file:
                text = file.read(_MOST_BYTES + 1)
        except OSError:
            return b"", True  # Whoever indexes the file tells that it cannot be read.
        return text[:_MOST_BYTES], len(text) <= _MOST_BYTES

    def _list(self, folder: str) -> tuple[frozenset[str], frozenset[str]]:
        found = self._listed.get(folder)
        if found is None:
            files: list[str] = []
            folders: list[str] = []
            try:
                with os.scandir(os.path.join(self._directory, folder)) as entries:
                    for entry in entries:
                        (folders if entry.is_dir(follow_symlinks=False) else files).append(entry.name)
            except OSError:
                pass  # Discovery lists every directory as well, and tells which cannot be.
            found = self._listed[folder] = (frozenset(files), frozenset(folders))
        return found


Enters = Callable[[str], bool]
"""Says of a directory's name whether a public file may lie below it."""


def reached_scripts(tree: Tree, entries: Entries, enters: Enters) -> Reach:
    """The scripts to which the entry points of a JavaScript package lead.

    Where a package comes with declarations, these stand for what it was compiled to: only sources with
    types are followed. Build output is reached where an entry point lies in it or passes it on.
    """
    typed = entries.typed or tree.has("index.d.ts")
    seeds = [
        path
        for path in _entry_files(tree, entries, enters)
        if not path.endswith(DECLARATIONS) and (not typed or path.endswith(TYPED_SOURCES))
    ]
    published = {_build_folder(path) for path in seeds} | {None}

    def imports(path: str, text: bytes) -> Iterator[str]:
        for target, place in _imports_of_script(tree, path, text):
            folder = _build_folder(target)
            if folder not in published:
                if _PASSING.search(text, max(0, place - _CLAUSE_REACH), place) is None:
                    continue
                published.add(folder)
            yield target

    return _follow(tree, seeds, imports, enters)


def reached_declarations(tree: Tree, entries: Entries, enters: Enters) -> Reach:
    """The type declarations to which those at the entry points of a JavaScript package lead."""
    seeds: list[str] = []
    for path in ("index.d.ts", *_entry_files(tree, entries, enters)):
        declaration = path if path.endswith(DECLARATIONS) else _SCRIPT.sub(r".d.\1ts", path)
        if declaration.endswith(DECLARATIONS) and tree.has(declaration):
            seeds.append(declaration)

    def imports(path: str, text: bytes) -> Iterator[str]:
        return (target for target, _ in _imports_of_script(tree, path, text))

    return _follow(tree, seeds, imports, enters)


def reached_modules(tree: Tree, package: str, enters: Enters) -> Reach:
    """The modules that the `__init__` of a Python package imports, those that these import, and so on."""
    seeds = [path for path in ("__init__.py", "__init__.pyi") if tree.has(path)]

    name = package.removesuffix("-stubs")

    def imports(path: str, text: bytes) -> Iterator[str]:
        return _imports_of_module(tree, name, path, text)

    return _follow(tree, seeds, imports, enters)


def _follow(
    tree: Tree, seeds: Iterable[str], imports: Callable[[str, bytes], Iterator[str]], enters: Enters
) -> Reach:
    """The seeds and all that they lead to, nearest first."""
    waiting = deque(dict.fromkeys(seeds))
    reached = set(waiting)
    read = 0
    cut = False
    while waiting and read < _MOST_FILES:
        path = waiting.popleft()
        text, whole = tree.text(path)
        read += 1
        cut = cut or not whole
        for target in imports(path, text):
            if target not in reached and all(map(enters, target.split("/")[:-1])):
                reached.add(target)
                waiting.append(target)
    return Reach(frozenset(reached), cut or bool(waiting))


def _entry_files(tree: Tree, entries: Entries, enters: Enters) -> Iterator[str]:
    for target in entries.targets:
        # A name without an ending may be that of a directory.
        yield from next(([path] for path in spellings(target) if tree.has(path)), [])
    for pattern in entries.patterns:
        files = tree.files(pattern.before.rpartition("/")[0], enters)
        yield from (path for path in files if pattern.matches(path) and path.endswith(_FROM_TYPES))


def _imports_of_script(tree: Tree, path: str, text: bytes) -> Iterator[tuple[str, int]]:
    """The files that a script imports by relative paths, and where in its text each path begins."""
    folder = posixpath.dirname(path)
    declares = path.endswith(DECLARATIONS)
    endings = _FROM_TYPES if declares or path.endswith(TYPED_SOURCES) else _FROM_SCRIPT
    for found in _PATH.finditer(text):
        place = found.start()
        if _KEYWORD.search(text, max(0, place - _KEYWORD_REACH), place) is not None:
            target = _script_at(tree, folder, found[1], endings)
            if target is not None:
                yield target, place
    for found in _REFERENCE.finditer(text) if declares else ():
        target = _script_at(tree, folder, found[1], endings)
        if target is not None:
            yield target, found.start()


def _script_at(tree: Tree, folder: str, written: bytes, endings: tuple[str, ...]) -> str | None:
    """The file that a relative import means, by its path without or with an ending, or by its directory."""
    target = posixpath.normpath(posixpath.join(folder, os.fsdecode(written)))
    if target.startswith(".."):
        return None
    target = "" if target == "." else target
    bare = _SCRIPT.sub("", target)
    if bare == target or endings is _FROM_TYPES:  # types of `./x.js` lie in `./x.d.ts` or `./x.ts`
        for ending in endings:
            if tree.has(bare + ending):
                return bare + ending
    if tree.has(target):
        return target
    index = f"{target}/index" if target else "index"
    return next((index + ending for ending in endings if tree.has(index + ending)), None)


def _imports_of_module(tree: Tree, package: str, path: str, text: bytes) -> Iterator[str]:
    """The modules of its own package that a module imports outside of functions and classes."""
    folder = path.split("/")[:-1]
    in_body = False
    for found in _STATEMENT.finditer(text):
        if found.group("body") or found.group("other"):
            in_body = found.group("body") is not None
            continue
        indented = text[found.start()] in b" \t"
        if indented and in_body:
            continue
        in_body = in_body and indented
        if found.group("modules") is not None:
            for name in _NAME.findall(found.group("modules")):
                yield from _modules_at(tree, _inside(package, name.decode("utf-8", "replace")))
            continue
        module = found.group("module").decode("utf-8", "replace")
        dots = len(module) - len(module.lstrip("."))
        steps = [name for name in module[dots:].split(".") if name]
        home = folder[: len(folder) + 1 - dots] + steps if dots else _inside(package, module)
        if home is None or dots > len(folder) + 1:
            continue
        yield from _modules_at(tree, home)
        for name in _NAME.findall(found.group("names")):
            yield from _modules_at(tree, [*home, name.decode("utf-8", "replace")])


def _inside(package: str, module: str) -> list[str] | None:
    """The steps of a module's absolute name within its package; None where it is of another one."""
    first, *steps = module.split(".")
    return steps if first == package else None


def _modules_at(tree: Tree, steps: list[str] | None) -> Iterator[str]:
    if steps is None:
        return
    home = "/".join(steps)
    for path in (f"{home}.py", f"{home}.pyi", f"{home}/__init__.py", f"{home}/__init__.pyi"):
        if tree.has(path.removeprefix("/")):
            yield path.removeprefix("/")


def _build_folder(path: str) -> str | None:
    """The outermost directory on the way to a file that is named as build output is."""
    folders = path.split("/")[:-1]
    return next(("/".join(folders[: depth + 1]) for depth, name in enumerate(folders) if name in BUILT), None)
