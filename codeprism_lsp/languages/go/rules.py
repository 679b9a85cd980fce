"""How Go finds packages: a directory is a package, and go.mod says under which path it is imported.

An import path leads, in this order, to the vendored copy, the importing module's own directory, a local
replacement, another module of the workspace, and, where no module claims it, a GOPATH-like directory.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from codeprism_lsp.facts.kinds import ImportKind
from codeprism_lsp.facts.outline import Import, Outline
from codeprism_lsp.languages.go import constraints, signatures
from codeprism_lsp.languages.rules import Clause, Files, Following, Rules
from codeprism_lsp.languages.spec import ModuleTarget

_PREDECLARED = frozenset(
    """
    bool byte rune string error any comparable uintptr int int8 int16 int32 int64 uint uint8 uint16 uint32
    uint64 float32 float64 complex64 complex128
    """.split()
)
_SYSTEMS = frozenset(
    """
    aix android darwin dragonfly freebsd illumos ios js linux netbsd openbsd plan9 solaris wasip1 windows
    """.split()
)
_ROOT_KEY = "go:"  # the key of packages in the root directory, whose import path its place does not tell
_VERSION = re.compile(r"v\d+")
_CONSTRAINT = re.compile(r"^//go:build[ \t]+(.+)$", re.MULTILINE)
_HEAD = 4_000  # characters of a file in which its build constraint stands
_CLAUSE = re.compile(
    rb"(?:\s|//[^\n]*|/\*.*?\*/)*+(?P<clause>package\s+(?P<name>[^\W\d][\w\x80-\xff]*))", re.DOTALL
)


@dataclass(frozen=True)
class Module:
    """What a go.mod says: the module's path and its local replacements (import path -> directory)."""

    path: str
    replaced: dict[str, str] = field(default_factory=dict)


class GoRules(Rules):
    """Imports and packages of Go."""

    def import_keys(self, imported: Import) -> Iterable[str]:
        segments = [one for one in imported.module.split("/") if one]
        if not segments:
            return ()
        return {_ROOT_KEY, segments[-1], _conventional_name(imported.module), *segments[-2:-1]}

    def file_keys(self, path: str, outline: Outline) -> Iterable[str]:
        directory = path.rpartition("/")[0]
        package = outline.extra.get("package", "")
        return {directory.rpartition("/")[2] or _ROOT_KEY, package.removesuffix("_test")} - {""}

    def targets(self, files: Files, path: str, imported: Import) -> Sequence[ModuleTarget]:
        wanted = imported.module
        for directory in _directories(files, path.rpartition("/")[0], wanted):
            if sources := _sources(files, directory):
                return [ModuleTarget(tuple(sources))]
        return [ModuleTarget(external=_external(wanted))] if wanted else []

    def siblings(self, files: Files, path: str) -> Sequence[str]:
        package = files.outline(path).extra.get("package", "")
        testing, system = path.endswith("_test.go"), _system(path)
        return [
            other
            for other in files.in_directory(path.rpartition("/")[0])
            if other != path
            and other.endswith(".go")
            # What only tests define is not seen by the package itself.
            and (testing or not other.endswith("_test.go"))
            and (not system or _system(other) in ("", system))
            and files.outline(other).extra.get("package", "") == package
        ]

    def extends_from(self, files: Files, owner: str, path: str, container: int) -> bool:
        """Methods may stand in any file of the package, its tests included."""
        package = files.outline(owner).extra.get("package", "")
        return (
            posixpath.dirname(owner) == posixpath.dirname(path)
            and files.outline(path).extra.get("package", "") == package
        )

    def module_files(self, files: Files, path: str) -> Sequence[str]:
        return (path, *self.siblings(files, path))

    def package(self, files: Files, path: str) -> str:
        """The path under which others import the package; its directory where no module claims it."""
        directory = path.rpartition("/")[0]
        for above, module in _modules_above(files, directory):
            return _joined(module.path, _below(directory, above) or "")
        return directory

    def exports(self, outline: Outline, name: str) -> Sequence[int]:
        return [index for index in outline.members(-1, name) if not outline.qualifier(index)]

    def bound_name(self, imported: Import) -> str:
        if imported.kind in (ImportKind.WILDCARD, ImportKind.SIDE_EFFECT):
            return ""
        return imported.alias or _conventional_name(imported.module)

    def bound_in(self, files: Files, path: str, imported: Import) -> str:
        if imported.kind == ImportKind.MODULE and not imported.alias:
            for target in self.targets(files, path, imported):
                for source in target.paths:
                    if package := files.outline(source).extra.get("package", ""):
                        return package
        return self.bound_name(imported)

    def module_prefix(self, data: bytes, imported: Import, start: int) -> Import | None:
        """An import path is one string: any part of it means the package."""
        return imported

    def imports_declare(self) -> bool:
        return True

    def package_clause(self, data: bytes) -> Clause | None:
        found = _CLAUSE.match(data)
        if found is None:
            return None
        above = data[: found.start("clause")].rstrip(b" \t\r")
        line = above[:-1].rstrip(b" \t\r").rpartition(b"\n")[2] if above.endswith(b"\n") else b""
        documented = line.lstrip().startswith(b"//") or line.endswith(b"*/")
        name = found["name"].decode("utf-8", "replace")
        return Clause(name, found.start("name"), found.end("name"), documented)

    def follows_overridden(self) -> Following:
        return Following.USES

    def follows_overriding(self) -> Following:
        return Following.USES

    def satisfied_by_methods(self) -> bool:
        return True

    def method_identity(self, files: Files, path: str, index: int) -> str:
        name = files.outline(path).name(index)
        return name if name[:1].isupper() else f"{signatures.identity(self, files, path)}.{name}"

    def method_signature(self, files: Files, path: str, index: int) -> str:
        return signatures.signature(self, files, path, index)

    def library_interfaces(self) -> Mapping[str, Mapping[str, str]]:
        return signatures.LIBRARY

    def builds_with(self, path: str, other: str) -> bool:
        return _test_data(other) in ("", _test_data(path))

    def library_methods(self, files: Files, path: str, text: str) -> Mapping[str, str] | None:
        return signatures.LIBRARY.get(signatures.qualified(self, files, path, text))

    def rank(self, files: Files, path: str) -> int:
        if _system(path) not in ("", "linux"):
            return 1
        constraint = _CONSTRAINT.search((files.manifest(path) or "")[:_HEAD])
        return 0 if constraint is None or constraints.holds(constraint[1]) else 1

    def parameter_types(self, text: str) -> Sequence[str]:
        return signatures.parameter_types(text) if text.startswith("(") else ()

    def builtin_result(self, name: str) -> str:
        if name in ("new", "make"):
            return "type"
        return "value" if name in ("append", "min", "max") else ""

    def is_builtin_type(self, name: str) -> bool:
        return name in _PREDECLARED


RULES = GoRules()


def _directories(files: Files, own: str, wanted: str) -> Iterator[str]:
    """Directories that an import path may mean for a file in the directory `own`, best first."""
    if wanted.startswith("."):
        yield posixpath.normpath(posixpath.join(own, wanted)).lstrip("./")
        return
    above = list(_modules_above(files, own))
    for directory, module in above[:1]:
        if (rest := _below(wanted, module.path)) is not None:
            yield _joined(directory, rest)
    for directory in _upwards(own):
        if files.has_directory(vendored := _joined(directory, f"vendor/{wanted}")):
            yield vendored
    for directory, module in above[:1]:
        for replaced, local in module.replaced.items():
            if (rest := _below(wanted, replaced)) is not None:
                place = posixpath.normpath(posixpath.join(directory or ".", local, rest))
                if not place.startswith(".."):
                    yield "" if place == "." else place
    yield from _in_other_modules(files, own, wanted)
    yield from _in_source_trees(files, own, wanted)


def _in_other_modules(files: Files, own: str, wanted: str) -> Iterator[str]:
    """Directories of other modules of the workspace whose import path is the wanted one."""
    segments = wanted.split("/")
    candidates = [one for name in segments[-1:-3:-1] for one in files.directories_named(name)]
    # The root package of a module need not be in a directory of its name.
    candidates += list(_upwards(own))
    for candidate in dict.fromkeys(candidates):
        for directory, module in _modules_above(files, candidate):
            if _joined(module.path, _below(candidate, directory) or "") == wanted:
                yield candidate
            break


def _in_source_trees(files: Files, own: str, wanted: str) -> Iterator[str]:
    """Directories below a `src` directory, as in GOPATH and in the test data of analysers; nearest first."""
    found = [
        one
        for one in files.directories_named(wanted.rpartition("/")[2])
        if one == f"src/{wanted}" or one.endswith(f"/src/{wanted}")
    ]
    # Only a tree that holds the importing file too: `src/fmt` elsewhere is not this file's fmt.
    for one in sorted(found, key=len, reverse=True):
        tree = one[: -len(wanted)].rstrip("/")
        if own == tree or own.startswith(tree + "/"):
            yield one


def _modules_above(files: Files, directory: str) -> Iterator[tuple[str, Module]]:
    """(directory, module) of the go.mod files at or above a directory, nearest first."""
    for one in _upwards(directory):
        text = files.manifest(_joined(one, "go.mod"))
        if text is not None:
            yield one, parse_module(text)


@lru_cache(maxsize=4096)
def parse_module(text: str) -> Module:
    """The module path and the local replacements of a go.mod; what cannot be read is left out."""
    path, replaced, block = "", {}, ""
    for line in text.splitlines():
        words = line.split("//", 1)[0].replace("(", " ( ").split()
        if not words:
            continue
        if words[0] == ")":
            block = ""
            continue
        if len(words) > 1 and words[1] == "(":
            block = words[0]
            continue
        directive, rest = (block, words) if block else (words[0], words[1:])
        rest = [word.strip('"`') for word in rest]
        if directive == "module" and rest and not path:
            path = rest[0]
        elif directive == "replace" and "=>" in rest:
            at = rest.index("=>")
            if at and len(rest) > at + 1 and rest[at + 1].startswith("."):
                replaced[rest[0]] = rest[at + 1]
    return Module(path, replaced)


def _test_data(path: str) -> str:
    """The directory of test data that a file is in, which no build of the packages around it sees; ""
    outside of one."""
    segments = path.split("/")[:-1]
    at = max((at for at, one in enumerate(segments) if one == "testdata"), default=-1)
    return "/".join(segments[: at + 1])


def _sources(files: Files, directory: str) -> list[str]:
    """The files of a package that importers see, the one with its documentation first."""
    found = [
        one for one in files.in_directory(directory) if one.endswith(".go") and not one.endswith("_test.go")
    ]
    return sorted(found, key=lambda one: (not one.endswith("/doc.go"), _system(one) != "", one))


def _system(path: str) -> str:
    """The operating system that a file's name restricts it to, "" without."""
    words = path.rpartition("/")[2].removesuffix(".go").removesuffix("_test").split("_")[1:]
    return next((word for word in words[-2:] if word in _SYSTEMS), "")


def _conventional_name(wanted: str) -> str:
    """The name that a package most likely has, told by its import path alone."""
    segments = [one for one in wanted.split("/") if one]
    if len(segments) > 1 and _VERSION.fullmatch(segments[-1]):
        segments.pop()
    last = segments[-1] if segments else ""
    last = re.sub(r"\.v\d+$", "", last)
    last = last.removeprefix("go-").removesuffix("-go").removesuffix(".go")
    return last.rpartition("-")[2]


def _external(wanted: str) -> str:
    """The module outside the workspace that an import path most likely belongs to."""
    segments = wanted.split("/")
    if "." not in segments[0]:
        return wanted
    return "/".join(segments[: 3 if segments[0] in ("github.com", "gitlab.com", "bitbucket.org") else 2])


def _upwards(directory: str) -> Iterator[str]:
    while directory:
        yield directory
        directory = directory.rpartition("/")[0]
    yield ""


def _joined(*parts: str) -> str:
    return "/".join(part for part in parts if part)


def _below(path: str, above: str) -> str | None:
    """What follows `above` in `path`: "" if they are equal, None if it does not lead there."""
    if path == above:
        return ""
    if not above:
        return path
    return path[len(above) + 1 :] if path.startswith(above + "/") else None
