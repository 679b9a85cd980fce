"""How JavaScript and TypeScript modules find each other and what they offer: ES modules and CommonJS."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Sequence

from codeprism_lsp.facts.kinds import CALLABLE_KINDS, DefKind, ImportKind, Modifier
from codeprism_lsp.facts.outline import Import, Outline
from codeprism_lsp.languages.javascript import modules, scopes
from codeprism_lsp.languages.javascript.manifests import package_json
from codeprism_lsp.languages.rules import Clause, Files, Rules
from codeprism_lsp.languages.spec import ModuleTarget

_REEXPORTS = (ImportKind.REEXPORT_NAME, ImportKind.REEXPORT_WILDCARD, ImportKind.REEXPORT_NAMESPACE)
_BUILTIN_TYPES = frozenset(
    (
        "string number boolean bigint symbol object any unknown never void String Number Boolean Object "
        "Date RegExp Error Function Array Map Set Promise Buffer Uint8Array"
    ).split()
)
_MODULE_OBJECT = re.compile(rb"^(module\.exports)[ \t]*=(?!=)", re.MULTILINE)
_ARRAYS = frozenset({"", "array", "Array", "ReadonlyArray", "Iterator"})
_PROMISES = frozenset({"", "Promise", "PromiseLike", "Awaitable"})
_OF_PROMISES = {"then": "then", "catch": "same", "finally": "same"}
_COMBINATORS = {
    **dict.fromkeys(("filter", "slice", "concat", "reverse", "sort", "toSorted", "toReversed"), "same"),
    **dict.fromkeys(("find", "findLast", "at", "pop", "shift"), "element"),
    "map": "mapped",
    "flatMap": "flat",
    "flat": "flattened",
}
_PASSED = {
    **dict.fromkeys(
        "forEach map filter find findLast findIndex findLastIndex some every flatMap".split(), "indexed"
    ),
    **dict.fromkeys("sort toSorted".split(), "element"),
    **dict.fromkeys("reduce reduceRight".split(), "folded"),
    "then": "awaited",
}
_BUILTIN_RESULTS = {
    **dict.fromkeys("Object.freeze Object.seal Object.create structuredClone".split(), "value"),
    "Object.assign": "joined",
    "Object.values": "contents",
    "Object.entries": "entries",
    "Array.from": "list",
    **dict.fromkeys("Promise.all Promise.allSettled".split(), "all"),
    **dict.fromkeys("Promise.race Promise.any".split(), "any"),
    "Promise.resolve": "promised",
}
_MEMBERS = (DefKind.METHOD, DefKind.PROPERTY, DefKind.FIELD)
_BINDING = (ImportKind.NAME, ImportKind.DEFAULT, ImportKind.MODULE)


class JavaScriptRules(Rules):
    """Rules of the family `javascript`."""

    def import_keys(self, imported: Import) -> Iterable[str]:
        """The last segment without its extension, and of a bare specifier also the package's name."""
        specifier = imported.module
        if not specifier:
            return ()
        last = modules.stem(specifier.rstrip("/").rsplit("/", 1)[-1])
        if modules.is_relative(specifier):
            return ("index",) if last in ("", ".", "..") else (last,)
        package = modules.package_of(specifier)
        return (last, package) if last and last != package else (package,)

    def file_keys(self, path: str, outline: Outline) -> Iterable[str]:
        """The stem, and for an index file every directory that stands for it."""
        parts = path.split("/")
        name = modules.stem(parts[-1])
        keys = {name, modules.without_extension(parts[-1])}
        if name == "index" and len(parts) > 1:
            keys.add(parts[-2])
        return keys

    def known_as(self, files: Files, path: str) -> Iterable[str]:
        """Keys that only configuration tells: the package's name, and aliases of `paths` and `imports`."""
        return modules.names_of(files, path)

    def targets(self, files: Files, path: str, imported: Import) -> Sequence[ModuleTarget]:
        if not imported.module:
            return self._local(files, path, imported)
        found = modules.resolve(files, path, imported.module)
        if not found:
            external = modules.package_of(imported.module)
            return () if modules.is_relative(imported.module) else (ModuleTarget(external=external),)
        name = imported.name
        if imported.kind == ImportKind.DEFAULT:
            name = "default"
        elif imported.kind in (ImportKind.MODULE, ImportKind.REEXPORT_NAME) and not name:
            # `require` of a module that exports one thing gives that thing.
            extra = files.outline(found).extra
            if "commonjs" in extra and self._single_export(files.outline(found)):
                name = "default"
        return (ModuleTarget((found,), name),)

    def _local(self, files: Files, path: str, imported: Import) -> Sequence[ModuleTarget]:
        """What `export {a as b}` and the like pass on: an import of the same file, or its definition."""
        outline = files.outline(path)
        for one in outline.all_imports:
            if one.kind in _BINDING and one.binds == imported.name and one.module:
                return self.targets(files, path, one)
        if scopes.is_declared_module(outline, imported.container):
            return (ModuleTarget((path,), imported.name, within=imported.container),)
        return (ModuleTarget((path,), imported.name),) if imported.name else ()

    def _single_export(self, outline: Outline) -> bool:
        if outline.extra.get("default"):
            return True
        return any(outline.kind(index) is not DefKind.CONSTANT for index in outline.members(-1, "exports"))

    def exports(self, outline: Outline, name: str) -> Sequence[int]:
        if name == "default":
            local = outline.extra.get("default", "")
            found = self._named(outline, local) if local else []
            found = found or self._aliased(outline, name) or self._named(outline, name)
            return found or [i for i in outline.members(-1, "exports") if "commonjs" in outline.extra]
        if "." in name:
            return self._path(outline, name.split("."))
        found = self._aliased(outline, name) or self._named(outline, name)
        return found or (self._of_single_export(outline, name) if "commonjs" in outline.extra else [])

    def _of_single_export(self, outline: Outline, name: str) -> list[int]:
        """What `module.exports = A` or `= {...}` offers: members of the object, class or function."""
        local = outline.extra.get("default", "")
        for owner in filter(None, ("exports", local)):
            for container in outline.members(-1, owner):
                if found := outline.members(container, name):
                    return found
        return [i for i in outline.by_name.get(name, ()) if local and outline.qualifier(i) == local]

    def _named(self, outline: Outline, name: str) -> list[int]:
        found = [
            index
            for index in outline.members(-1, name)
            if not outline.qualifier(index) and outline.kind(index) not in _MEMBERS
        ]
        # What only has the same name, in some block or beside `exports.a = a`, is not what is exported.
        return [index for index in found if outline.modifiers(index) & Modifier.EXPORTED] or found

    def _aliased(self, outline: Outline, name: str) -> list[int]:
        found: list[int] = []
        for one in outline.all_imports:
            if one.kind == ImportKind.REEXPORT_NAME and not one.module and one.binds == name:
                if not scopes.is_declared_module(outline, one.container):
                    found.extend(self._named(outline, one.name))
        return found

    def _path(self, outline: Outline, segments: Sequence[str]) -> list[int]:
        containers = [-1]
        for segment in segments:
            containers = [i for container in containers for i in outline.members(container, segment)]
        return containers

    def members(self, outline: Outline, container: int, name: str) -> Sequence[int]:
        """B is a member of what `namespace A.B {}` declares: that namespace itself."""
        found = outline.members(container, name)
        if not found and container >= 0 and name in outline.name(container).split(".")[1:]:
            return [container] if outline.kind(container) is DefKind.NAMESPACE else []
        return found

    def begun_by(self, outline: Outline, name: str) -> Sequence[int]:
        start = f"{name}."
        if not any(one.startswith(start) for one in outline.strings):
            return ()
        return [
            index
            for index in outline.children(-1)
            if outline.kind(index) is DefKind.NAMESPACE and outline.name(index).startswith(start)
        ]

    def bound_name(self, imported: Import) -> str:
        if imported.kind in _BINDING:
            return imported.binds
        return ""

    def reexports(self, imported: Import) -> bool:
        return imported.kind in _REEXPORTS

    def stars_pass(self, outline: Outline, name: str) -> bool:
        return name != "default" or "commonjs" in outline.extra

    def declares_modules(self) -> bool:
        return True

    def offered(self, outline: Outline, module: int, name: str) -> Sequence[int]:
        """The default of a declared module is what it exports as that, or as all that it is (`export =`)."""
        if found := outline.members(module, name):
            return found
        passed = (name, "=") if name == "default" else (name,)
        for one in outline.all_imports:
            if one.container == module and one.kind == ImportKind.REEXPORT_NAME and one.binds in passed:
                if found := outline.members(module, one.name):
                    return found
        return ()

    def extends_from(self, files: Files, owner: str, path: str, container: int) -> bool:
        """`declare module './core' {...}` adds to the types of that module, global types to global ones."""
        outline = files.outline(path)
        top = container
        while top >= 0 and outline.container(top) >= 0:
            top = outline.container(top)
        if top >= 0 and scopes.is_declared_module(outline, top):
            return modules.resolve(files, path, outline.name(top)) == owner
        if container < 0 or not scopes.is_global(outline, container):
            return False
        if not scopes.declares_globally(files.outline(owner), outline.name(container)):
            return False
        return modules.package_root(files, owner) == modules.package_root(files, path)

    def imports_by_call(self, callee: str) -> bool:
        return callee in ("require", "import")

    def is_module_object(self, written: str) -> bool:
        return written in ("exports", "module.exports")

    def module_prefix(self, data: bytes, imported: Import, start: int) -> Import | None:
        return None  # modules are named by strings, which hold no identifiers

    def encloses_names(self, imported: Import) -> bool:
        return False  # a `require` or an export stands in the middle of other code

    def merges(self, kind: DefKind) -> bool:
        return kind in (DefKind.INTERFACE, DefKind.NAMESPACE, DefKind.CLASS, DefKind.ENUM)

    def other_parts(
        self, files: Files, path: str, index: int, definers: Callable[[str], Sequence[tuple[str, int]]]
    ) -> Sequence[tuple[str, int]]:
        outline = files.outline(path)
        return [
            (path, other)
            for other in outline.members(outline.container(index), outline.name(index))
            if other != index and outline.kind(other) in (DefKind.INTERFACE, DefKind.CLASS)
        ]

    def same_entity(
        self, files: Files, path: str, index: int, definers: Callable[[str], Sequence[tuple[str, int]]]
    ) -> Sequence[tuple[str, int]]:
        """Overload signatures and the implementation, the two accessors of a property, merged parts."""
        outline = files.outline(path)
        kind = outline.kind(index)
        return [
            (path, other)
            for other in outline.members(outline.container(index), outline.name(index))
            if other != index
            and outline.qualifier(other) == outline.qualifier(index)
            and (
                outline.kind(other) is kind
                or (kind in CALLABLE_KINDS and outline.kind(other) in CALLABLE_KINDS)
                or (self.merges(kind) and self.merges(outline.kind(other)))
            )
        ]

    def is_private_to_file(self, outline: Outline, index: int, path: str) -> bool:
        name = outline.name(index)
        if name.startswith("#"):
            return True
        if outline.container(index) >= 0 or outline.qualifier(index) or not scopes.is_module(outline):
            return False
        if outline.modifiers(index) & Modifier.EXPORTED or name in ("default", "exports"):
            return False
        if outline.kind(index) is DefKind.TYPE_ALIAS and not path.endswith(("ts", "tsx")):
            return False  # what a doc comment defines is exported
        if outline.extra.get("default") == name:
            return False
        return all(
            one.name != name
            for one in outline.all_imports
            if one.kind == ImportKind.REEXPORT_NAME and not one.module
        )

    def visible(self, files: Files, path: str, candidate: str, index: int) -> int:
        """Global names are seen within their package, declared ones also in the packages below it and, where
        they are installed as types, around their `node_modules`."""
        if not scopes.is_global(files.outline(candidate), index):
            return -1
        root, own = modules.package_root(files, candidate), modules.package_root(files, path)
        if root == own:
            return 0
        if not candidate.endswith(scopes.DECLARATIONS):
            return -1
        before, installed, _ = candidate.rpartition("node_modules/@types/")
        if installed:
            return 2 if path.startswith(before) else -1
        if "node_modules" in candidate.split("/"):
            return -1
        return 1 if not root or path.startswith(f"{root}/") else -1

    def distance(self, path: str, other: str) -> int:
        """The steps up from a file's directory to one that is around the other."""
        around = posixpath.dirname(path)
        steps = 0
        while around and not other.startswith(f"{around}/"):
            around = posixpath.dirname(around)
            steps += 1
        return steps

    def passes(self, method: str) -> str:
        return _PASSED.get(method, "")

    def builtin_result(self, name: str) -> str:
        return _BUILTIN_RESULTS.get(name, "")

    def combinator(self, container: str, method: str) -> str:
        if container in _PROMISES and (found := _OF_PROMISES.get(method, "")):
            return found
        return _COMBINATORS.get(method, "") if container in _ARRAYS else ""

    def package_clause(self, data: bytes) -> Clause | None:
        """`module.exports = ...` declares what a CommonJS module is to those who require it."""
        found = _MODULE_OBJECT.search(data)
        return Clause("module.exports", found.start(1), found.end(1), True) if found is not None else None

    def unnamed(self) -> str:
        return "default"

    def may_guess(self, name: str) -> bool:
        return False  # most receivers of unknown type are from outside: the platform, other packages

    def overrides_by_name(self) -> bool:
        return True

    def signatures_define(self) -> bool:
        return True

    def locals_are_members(self) -> bool:
        return True

    def unresolved_imports_declare(self) -> bool:
        return True

    def objects_without_class(self) -> bool:
        return True

    def infers_returns(self) -> bool:
        return True

    def is_inferred(self, type_text: str) -> bool:
        return type_text in ("any", "unknown")

    def is_builtin_type(self, name: str) -> bool:
        return name in _BUILTIN_TYPES

    def package(self, files: Files, path: str) -> str:
        """The name in the nearest package.json, else the directory of the file."""
        root = modules.package_root(files, path)
        if root is not None and (name := package_json(files, root).get("name")):
            return str(name)
        return path.rsplit("/", 1)[0] if "/" in path else ""


RULES = JavaScriptRules()
