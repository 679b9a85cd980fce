"""Python's modules: absolute and relative imports, packages, source roots, stubs, re-exports."""

from __future__ import annotations

import builtins
import re
from collections.abc import Iterable, Sequence

from codeprism_lsp.facts.kinds import ImportKind, Modifier
from codeprism_lsp.facts.outline import Import, Outline
from codeprism_lsp.languages.rules import Files, Rules
from codeprism_lsp.languages.spec import ModuleTarget

_BUILTIN_TYPES = frozenset(name for name in dir(builtins) if isinstance(getattr(builtins, name), type))
_MAX_ROOTS = 50
_LIBRARY_LOADERS = frozenset(
    (
        *(f"ctypes.{name}" for name in ("CDLL", "PyDLL", "WinDLL", "OleDLL")),
        *(f"ctypes.{name}.LoadLibrary" for name in ("cdll", "pydll", "windll", "oledll")),
        "numpy.ctypeslib.load_library",
    )
)
_BUILTIN_RESULTS = {
    **dict.fromkeys(("sorted", "list", "tuple", "set", "frozenset", "reversed", "iter"), "contents"),
    **dict.fromkeys(("next", "min", "max"), "element"),
    "enumerate": "numbered",
    "zip": "zipped",
}
_SPECIAL_BASES = {
    **dict.fromkeys(("Enum", "IntEnum", "StrEnum", "Flag", "IntFlag", "ReprEnum"), "enumeration"),
    "NamedTuple": "tuple",
    "TypedDict": "keys",
}
_TYPE_VARIABLE = re.compile(r"\w+\s*(?::[^=]+)?=\s*(?:\w+\.)*TypeVar\(")
_SOURCE_ROOTS = ("src", "lib", "site-packages")


class PythonRules(Rules):
    """The rules of CPython's import system, as far as files tell."""

    def import_keys(self, imported: Import) -> Iterable[str]:
        module = imported.module.lstrip(".")
        keys = [module.rsplit(".", 1)[-1]] if module else []
        if imported.name:
            keys.append(imported.name)  # `from package import module`
        if imported.module.startswith(".") and not module:
            keys.append(".")  # `from . import x`: the package itself
        return keys

    def file_keys(self, path: str, outline: Outline) -> Iterable[str]:
        stem = path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
        if stem == "__init__":
            parent = path.rsplit("/", 2)
            return (parent[-2], ".") if len(parent) > 1 else (".",)
        return (stem,)

    def targets(self, files: Files, path: str, imported: Import) -> Sequence[ModuleTarget]:
        directory = path.rpartition("/")[0]
        level = len(imported.module) - len(imported.module.lstrip("."))
        parts = [part for part in imported.module[level:].split(".") if part]
        if level:
            base = directory
            for _ in range(level - 1):
                base = base.rpartition("/")[0]
            bases = [base]
        else:
            bases = self._roots(files, directory, parts[0] if parts else "")
        for base in bases:
            if targets := self._in_base(files, base, parts, imported):
                return targets
        return [ModuleTarget(external=parts[0])] if parts and not level else []

    def submodule(self, files: Files, path: str, name: str) -> str:
        directory, _, file = path.rpartition("/")
        if file not in ("__init__.py", "__init__.pyi"):
            return ""
        found = _module(files, directory, [name])
        return found[0] if found else ""

    def package(self, files: Files, path: str) -> str:
        parts = path.rsplit(".", 1)[0].split("/")
        if parts[-1] == "__init__":
            parts.pop()
        keep = len(parts)
        directory = path.rpartition("/")[0]
        while keep and directory and _is_package(files, directory):
            keep -= 1
            directory = directory.rpartition("/")[0]
        start = len(directory.split("/")) if directory else 0
        return ".".join(parts[start:]) or ".".join(parts)

    def exports(self, outline: Outline, name: str) -> Sequence[int]:
        found = outline.members(-1, name)
        # Of repeated definitions the first that is no mere placeholder counts, as for an overload set.
        return (
            found[:1]
            if len(found) < 2
            else [i for i in found if not outline.modifiers(i) & Modifier.DECLARATION]
        )

    def bound_name(self, imported: Import) -> str:
        if imported.kind == ImportKind.MODULE and not imported.alias:
            return imported.module.split(".", 1)[0]
        return imported.binds

    def reexports(self, imported: Import) -> bool:
        return imported.kind in (ImportKind.NAME, ImportKind.MODULE) and imported.container < 0

    def passes_on_all(self, imported: Import) -> bool:
        return imported.kind == ImportKind.WILDCARD

    def wildcard(self, kind: ImportKind) -> bool:
        return kind == ImportKind.WILDCARD

    def written_type_parameters(self, outline: Outline, index: int) -> str:
        if outline.parameters(index).startswith("["):
            return outline.parameters(index)
        for one in outline.supertypes_of(index):
            base, _, arguments = one.text.partition("[")
            if base.rsplit(".", 1)[-1] in ("Generic", "Protocol") and arguments:
                return f"[{arguments}"
        return ""

    def infers_returns(self) -> bool:
        return True

    def builtin_result(self, name: str) -> str:
        return _BUILTIN_RESULTS.get(name, "")

    def loads_library(self, name: str) -> bool:
        return name in _LIBRARY_LOADERS

    def special_base(self, name: str) -> str:
        return _SPECIAL_BASES.get(name, "")

    def has_metaclasses(self) -> bool:
        return True

    def type_variable(self, definition: str) -> bool:
        return _TYPE_VARIABLE.match(definition) is not None

    def is_builtin_type(self, name: str) -> bool:
        return name in _BUILTIN_TYPES

    def _roots(self, files: Files, directory: str, first: str) -> list[str]:
        """Directories from which absolute imports start, the likeliest first."""
        # The directory above the outermost package around the file, then ever higher ones.
        base = directory
        while base and _is_package(files, base):
            base = base.rpartition("/")[0]
        found = [base]
        while base:
            base = base.rpartition("/")[0]
            found.append(base)
        found.extend(candidate for candidate in ("src", "lib", "python") if files.has_directory(candidate))
        if first:
            found.extend(self._elsewhere(files, first))
        return list(dict.fromkeys(found))

    def _elsewhere(self, files: Files, first: str) -> list[str]:
        modules = [path.rpartition("/")[0] for path in files.with_basename(f"{first}.py")]
        packages = [path.rpartition("/")[0] for path in files.directories_named(first)]
        return [
            directory
            for directory in dict.fromkeys([*packages[:_MAX_ROOTS], *modules[:_MAX_ROOTS]])
            if directory.rsplit("/", 1)[-1] in _SOURCE_ROOTS and not _is_package(files, directory)
        ]

    def _in_base(self, files: Files, base: str, parts: list[str], imported: Import) -> list[ModuleTarget]:
        if imported.kind == ImportKind.MODULE:
            # `import a.b` binds `a`; with an alias it binds `a.b`.
            whole = _module(files, base, parts)
            if imported.alias or len(parts) < 2:
                return [ModuleTarget(tuple(whole))] if whole else []
            if not whole and not files.has_directory("/".join(p for p in (base, *parts) if p)):
                return []
            bound = _module(files, base, parts[:1]) or whole
            return [ModuleTarget(tuple(bound))] if bound else []
        module = _module(files, base, parts)
        joined = "/".join(part for part in (base, *parts) if part)
        if not module and not (joined and files.has_directory(joined)):
            return []
        if imported.kind == ImportKind.WILDCARD:
            return [ModuleTarget(tuple(module))] if module else []
        found = [ModuleTarget(tuple(module), imported.name)] if module else []
        below = _module(files, joined, [imported.name])
        if below:
            found.append(ModuleTarget(tuple(below)))
        return found


def _module(files: Files, base: str, parts: Sequence[str]) -> list[str]:
    """Files of a module: the source first, then its stub (or the stub alone)."""
    joined = "/".join(part for part in (base, *parts) if part)
    prefix = f"{joined}/" if joined else ""
    candidates = [f"{prefix}__init__.py", f"{prefix}__init__.pyi"]
    if parts:
        candidates = [
            f"{prefix}__init__.py",
            f"{joined}.py",
            f"{prefix}__init__.pyi",
            f"{joined}.pyi",
            f"{joined}.pyw",
        ]
    return [path for path in candidates if files.exists(path)]


def _is_package(files: Files, directory: str) -> bool:
    prefix = f"{directory}/" if directory else ""
    return files.exists(f"{prefix}__init__.py") or files.exists(f"{prefix}__init__.pyi")


RULES = PythonRules()
