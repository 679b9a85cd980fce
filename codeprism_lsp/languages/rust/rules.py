"""Rust's rules: paths through modules and crates, what impl blocks add, namespaces of names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from codeprism_lsp.facts.kinds import (
    CALLABLE_KINDS,
    NAMESPACE_KINDS,
    TYPE_KINDS,
    DefKind,
    ImportKind,
    Modifier,
)
from codeprism_lsp.facts.outline import Import, Outline
from codeprism_lsp.languages.rules import Files, Rules
from codeprism_lsp.languages.rust import cargo, configuration, made, modules, standard, usetree
from codeprism_lsp.languages.rust.modules import Place
from codeprism_lsp.languages.spec import ModuleTarget

_Definers = Callable[[str], Sequence[tuple[str, int]]]

_CONTAINERS = TYPE_KINDS | NAMESPACE_KINDS | {DefKind.TYPE_PARAMETER}
_NEVER_CALLED = frozenset({DefKind.ENUM, DefKind.TRAIT, DefKind.UNION})
_ARGUMENTS = re.compile(r"<.*>", re.DOTALL)
_PATH = re.compile(r"(?:::)?\w+(?:::\w+)*")
_RECEIVER = re.compile(r"\(\s*(?:&\s*)?(?:'\w+\s+)?(?:mut\s+)?self\b")
_USE = re.compile(rb"\buse\b\s*")
_AFTER = re.compile(rb"\s*(::\s*<|::|!=|!|\()?")


class RustRules(Rules):
    """The rules of rustc and Cargo, as far as files tell."""

    # -- imports -----------------------------------------------------------------------------------

    def import_keys(self, imported: Import) -> Iterable[str]:
        if imported.kind is ImportKind.MOD:
            return (imported.module.rpartition("/")[2].removesuffix(".rs") or imported.name, imported.name)
        return dict.fromkeys(one for one in modules.segments_of(imported) if one and one != "self")

    def file_keys(self, path: str, outline: Outline) -> Iterable[str]:
        directory, _, file = path.rpartition("/")
        stem = file.removesuffix(".rs")
        keys = [directory.rpartition("/")[2] if stem == "mod" else stem]
        if stem in ("lib", "main"):
            keys.append("crate")
        if any(one.kind is ImportKind.MOD for one in outline.all_imports):
            keys.append("super")
        return keys

    def known_as(self, files: Files, path: str) -> Iterable[str]:
        if not cargo.is_root(files, path):
            return ()
        package = cargo.package_of(files, path)
        if package is None or package.library != path:
            return ("crate",)
        return ("crate", package.crate, *sorted(cargo.renames(files).get(package.crate, ())))

    def targets(self, files: Files, path: str, imported: Import) -> Sequence[ModuleTarget]:
        if imported.kind is ImportKind.MOD:
            return [ModuleTarget((file,)) for file in modules.declared_files(files, path, imported)]
        place = (path, modules.module_around(files.outline(path), imported.container))
        segments = modules.segments_of(imported)
        if imported.kind is ImportKind.MODULE and imported.alias != "_":  # extern crate
            library = modules.extern(files, path, imported.module)
            return [ModuleTarget((library,)) if library else ModuleTarget(external=imported.module)]
        if not segments:
            return ()
        named = imported.name if len(segments) > 1 else ""
        prefix = segments[:-1] if named else segments
        # What stands before `::` is a module or a type, whatever else has that name.
        leads_on = bool(named) or imported.kind in modules.WILDCARDS or imported.alias == "_"
        found = modules.resolve(files, place, prefix, leads_on)
        if not found:
            outside = prefix[0] or (prefix[1] if len(prefix) > 1 else named)
            known_here = found is None and outside in ("crate", "self", "super")
            return () if known_here else [ModuleTarget(external=outside)]
        return [ModuleTarget((file,), named, "", index) for file, index in found]

    def bound_name(self, imported: Import) -> str:
        return modules.bound_name(imported)

    def reexports(self, imported: Import) -> bool:
        return imported.kind in (ImportKind.REEXPORT_NAME, ImportKind.REEXPORT_WILDCARD)

    def module_prefix(self, data: bytes, imported: Import, start: int) -> Import | None:
        if imported.kind is ImportKind.MODULE:
            return replace(imported, alias="_") if start == imported.name_start else None
        use = _USE.search(data, imported.start, imported.end)
        if use is None:
            return None
        text = data[use.end() : imported.end].decode("utf-8", "replace")
        offset = len(data[use.end() : start].decode("utf-8", "replace"))
        for leaf in usetree.leaves(text):
            names = leaf.names
            if leaf.alias is not None and leaf.alias.offset == offset:
                return self._module(imported, names)
            for position, segment in enumerate(leaf.path):
                if segment.offset == offset and segment.name:
                    return self._module(imported, names[: position + 1])
        return None

    def _module(self, imported: Import, names: list[str]) -> Import:
        return replace(imported, kind=ImportKind.MODULE, module="::".join(names), name="", alias="_")

    # -- what macros make --------------------------------------------------------------------------

    def made_at(self, files: Files, path: str, index: int) -> tuple[int, str, DefKind] | None:
        one = made.at(files, path, modules.place_of_made(index))
        return (one.start, one.name, one.kind) if one is not None else None

    def made_members(
        self, files: Files, path: str, index: int, start: int, name: str
    ) -> Sequence[tuple[str, int]]:
        place = (path, index if index >= 0 else modules.place_of_made(start))
        return modules.members(files, place, name) or ()

    def made_kind(self, files: Files, path: str, start: int) -> DefKind | None:
        one = made.at(files, path, start)
        return one.kind if one is not None else None

    # -- configuration -----------------------------------------------------------------------------

    def compiles_conditionally(self) -> bool:
        return True

    def left_out(
        self, files: Files, path: str, read: Callable[[str], bytes | None], definers: _Definers
    ) -> Sequence[tuple[int, int]]:
        return configuration.left_out(files, path, read, definers)

    def unseen(
        self, files: Files, path: str, read: Callable[[str], bytes | None], definers: _Definers
    ) -> Sequence[tuple[int, int]]:
        return configuration.unseen(files, path, read, definers)

    def knows_configuration(self, files: Files, path: str) -> bool:
        return configuration.is_told(files, path)

    def package(self, files: Files, path: str) -> str:
        return "::".join(modules.module_path(files, path))

    def submodule(self, files: Files, path: str, name: str) -> str:
        found = modules.members(files, (path, -1), name) or ()
        return next((file for file, index in found if index == -1), "")

    # -- modules -----------------------------------------------------------------------------------

    def closed_modules(self) -> bool:
        return True

    def module_members(
        self, files: Files, path: str, index: int, name: str, definers: _Definers
    ) -> Sequence[tuple[str, int]]:
        if name == "super":
            above = modules.parent(files, (path, index))
            return [above] if above is not None else ()
        return modules.members(files, (path, index), name, definers) or ()

    def names_seen(
        self, files: Files, path: str, index: int, name: str, definers: _Definers
    ) -> Sequence[tuple[str, int]] | None:
        place: Place = (path, modules.module_around(files.outline(path), index))
        if name in ("crate", "self", "super"):
            return modules.resolve(files, place, (name,))
        found = modules.members(files, place, name, definers)
        if found is None and (library := modules.extern(files, path, name)):
            found = [(library, -1)]
        return found

    def visible(self, files: Files, path: str, candidate: str, index: int) -> int:
        """A macro is visible in the modules after it, and where its crate's macros are taken over."""
        outline = files.outline(candidate)
        if outline.kind(index) is not DefKind.MACRO:
            return -1
        if candidate == path:
            return 0
        root = modules.root(files, candidate)
        if root == modules.root(files, path):
            return 1
        if candidate.rpartition("/")[0] == path.rpartition("/")[0]:
            return 3  # a file beside it, which `include!` may paste
        package = cargo.package_of(files, root)
        if not outline.modifiers(index) & Modifier.EXPORTED or package is None:
            return -1
        return 2 if modules.extern(files, path, package.crate) == root else -1

    def traits_with(
        self, files: Files, path: str, name: str, definers: _Definers
    ) -> Sequence[tuple[str, int]]:
        found: list[Place] = []
        blanket: list[Place] = []
        for file, one in definers(name):
            outline = files.outline(file)
            container = outline.container(one)
            kind = outline.kind(container) if container >= 0 else None
            if kind is DefKind.TRAIT and self._sees_trait(files, path, file, container, definers):
                found.append((file, one))
            elif kind is DefKind.IMPL and _is_blanket(outline, container):
                blanket.append((file, one))
        if len(found) != 1:
            return found if len({files.outline(file).container(one) for file, one in found}) == 1 else ()
        trait = files.outline(found[0][0]).name(files.outline(found[0][0]).container(found[0][1]))
        for file, one in blanket:
            outline = files.outline(file)
            qualifier = _ARGUMENTS.sub("", outline.qualifier(outline.container(one)))
            if file == found[0][0] and qualifier.rpartition("::")[2] == trait:
                return [(file, one)]
        return found

    def _sees_trait(self, files: Files, path: str, file: str, trait: int, definers: _Definers) -> bool:
        outline = files.outline(file)
        name = outline.name(trait)
        rows = modules.rows(files, path)
        containers = {-1, *(container for container, _ in rows.binding)}
        for container in containers:
            place = (path, modules.module_around(files.outline(path), container))
            if (file, trait) in (modules.members(files, place, name) or ()):
                return True
        return any(
            one.alias == "_" and one.name == name and (file, trait) in self._imported(files, path, one)
            for one in files.outline(path).all_imports
        )

    def _imported(self, files: Files, path: str, imported: Import) -> Sequence[Place]:
        place = (path, modules.module_around(files.outline(path), imported.container))
        return modules.resolve(files, place, modules.segments_of(imported)) or ()

    def needs_owner(self, outline: Outline, index: int) -> bool:
        if outline.kind(index) is not DefKind.METHOD:
            return False
        return _RECEIVER.match(outline.parameters(index)) is None

    def may_guess(self, name: str) -> bool:
        return not (standard.combinator("", name) or name in standard.PASSES or name in standard.METHODS)

    def dereferenced_by(self) -> tuple[str, str]:
        return ("Deref", "Target")

    def suits(self, kind: DefKind, data: bytes, start: int, end: int) -> bool:
        """Modules and types, values and macros have namespaces of their own, as have fields and methods."""
        after = _AFTER.match(data, end)
        mark = (after.group(1) or b"").replace(b" ", b"") if after is not None else b""
        if mark == b"!":
            return kind is DefKind.MACRO
        if mark == b"::":
            return kind in _CONTAINERS
        if data[start - 2 : start] == b"#[" or data[start - 3 : start] == b"#![":
            return False  # an attribute of the compiler
        if mark == b"(" and kind in _NEVER_CALLED:
            return False
        if data[start - 1 : start] == b"." and data[start - 2 : start] != b"..":
            if mark in (b"(", b"::<"):
                return kind in CALLABLE_KINDS and kind is not DefKind.MACRO
            return kind not in CALLABLE_KINDS
        return kind not in (DefKind.MACRO, DefKind.MODULE)

    def follows_aliases(self) -> bool:
        return False

    def text_allows(self, kinds: frozenset[DefKind], data: bytes, start: int, end: int) -> bool:
        after = _AFTER.match(data, end)
        mark = (after.group(1) or b"").replace(b" ", b"") if after is not None else b""
        if DefKind.MACRO not in kinds:
            if mark == b"!":
                return False
            if mark != b"::" and data[max(0, start - 3) : start].endswith((b"#[", b"#![")):
                return False
        if data[start - 1 : start] == b"." and data[start - 2 : start - 1] != b".":
            if mark in (b"(", b"::<"):
                return DefKind.METHOD in kinds
            return DefKind.FIELD in kinds or DefKind.MACRO in kinds
        if kinds == {DefKind.METHOD}:
            before = data[max(0, start - 12) : start].rstrip()
            return before.endswith((b"::", b".", b"fn", b">")) or not before or mark == b"!"
        return True

    # -- types -------------------------------------------------------------------------------------

    def other_parts(
        self, files: Files, path: str, index: int, definers: _Definers
    ) -> Sequence[tuple[str, int]]:
        name = files.outline(path).name(index)
        return [
            (file, block)
            for file, block in definers(name)
            if files.outline(file).kind(block) is DefKind.IMPL
            and self._is_impl_of(files, file, block, path, index)
        ]

    def extends_from(self, files: Files, owner: str, path: str, container: int) -> bool:
        return container >= 0 and self._is_impl_of(files, path, container, owner, -1)

    def _is_impl_of(self, files: Files, path: str, block: int, owner: str, index: int) -> bool:
        """Whether an impl block is one of a type: the definition `index` of `owner`, any one without it."""
        outline = files.outline(path)
        written = _PATH.search(_ARGUMENTS.sub("", outline.type_text(block)).lstrip("&*' "))
        if written is None:
            return False
        text = re.sub(r"^(?:(?:mut|dyn|const)\s+)+", "", _ARGUMENTS.sub("", outline.type_text(block)))
        text = re.sub(r"^&\s*(?:'\w+\s+)?(?:mut\s+)?(?:dyn\s+)?", "", text)
        written = _PATH.match(text)
        place = (path, modules.module_around(outline, outline.container(block)))
        found = modules.resolve(files, place, written.group().split("::")) if written is not None else None
        if found is None:  # a type within a function, or one that is not understood
            return path == owner
        return any(file == owner and index in (-1, one) for file, one in found) or any(
            self._is_alias_of(files, file, one, owner, index) for file, one in found if one >= 0
        )

    def _is_alias_of(self, files: Files, path: str, alias: int, owner: str, index: int) -> bool:
        outline = files.outline(path)
        if outline.kind(alias) is not DefKind.TYPE_ALIAS:
            return False
        written = _PATH.match(_ARGUMENTS.sub("", outline.type_text(alias)))
        if written is None:
            return False
        place = (path, modules.module_around(outline, outline.container(alias)))
        found = modules.resolve(files, place, written.group().split("::"))
        return any(file == owner and index in (-1, one) for file, one in found or ())

    def is_private_to_file(self, outline: Outline, index: int, path: str) -> bool:
        return False

    def is_inferred(self, type_text: str) -> bool:
        return type_text == "_"

    def is_builtin_type(self, name: str) -> bool:
        return name in standard.TYPES

    def calls_give_fields(self) -> bool:
        return True  # a call of an enum member makes a value of the enum

    def combinator(self, container: str, method: str) -> str:
        return standard.combinator(container, method)

    def passes(self, method: str) -> str:
        return standard.PASSES.get(method, "")

    def unwrapped_by(self, constructor: str) -> int | None:
        return standard.UNWRAPPED.get(constructor)

    def guards(self, container: str) -> bool:
        return container in standard.GUARDS

    def wrapped(self, callee: str) -> str | None:
        return standard.WRAPPERS.get(callee)

    def positional(self, written: str) -> Sequence[str]:
        return standard.positional(written)


def _is_blanket(outline: Outline, block: int) -> bool:
    """Whether an impl block is one for its own type parameter: for every type that has its bounds."""
    name = re.escape(outline.name(block))
    return re.search(rf"[<,]\s*{name}\s*[:,>=]", outline.parameters(block)) is not None


RULES = RustRules()
