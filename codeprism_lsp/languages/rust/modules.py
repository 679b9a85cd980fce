"""Rust's module trees: what a path leads to, through files, inline modules, `use` and globs.

A place is a file with the index of an inline module (or another definition) in it, -1 for the module that
the file itself is; indexes below that are of what the calls of macros define (`place_of_made`). Walks are
bounded, and what is being looked up already is not looked up again.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from codeprism_lsp.facts.kinds import NAMESPACE_KINDS, TYPE_KINDS, DefKind, ImportKind, Modifier
from codeprism_lsp.facts.outline import Import, Outline
from codeprism_lsp.languages.rules import Files
from codeprism_lsp.languages.rust import cargo, made

Place = tuple[str, int]
Definers = Callable[[str], Sequence[tuple[str, int]]]

_MAX_STEPS = 3_000
_MAX_DEPTH = 48
_MAX_FOUND = 16
_MAX_SIBLINGS = 300  # files of one directory that are asked whether they declare a module
WILDCARDS = (ImportKind.WILDCARD, ImportKind.REEXPORT_WILDCARD)
_PUBLIC = (ImportKind.REEXPORT_NAME, ImportKind.REEXPORT_WILDCARD)


@dataclass(frozen=True, slots=True)
class Rows:
    """The imports of one file, by the module they stand in: what binds a name, and the globs."""

    binding: dict[tuple[int, str], list[Import]]
    globs: dict[int, list[Import]]


def rows(files: Files, path: str) -> Rows:
    def collect() -> Rows:
        binding: dict[tuple[int, str], list[Import]] = {}
        globs: dict[int, list[Import]] = {}
        for one in files.outline(path).all_imports:
            if one.kind in WILDCARDS:
                globs.setdefault(one.container, []).append(one)
            elif bound := bound_name(one):
                binding.setdefault((one.container, bound), []).append(one)
        return Rows(binding, globs)

    return files.cached(("rust rows", path), collect)


def bound_name(imported: Import) -> str:
    """The name an import introduces in its own module."""
    if imported.kind in WILDCARDS or imported.alias == "_":
        return ""
    return imported.alias or imported.name or imported.module.rpartition("::")[2]


def module_around(outline: Outline, index: int) -> int:
    """The innermost inline module around a definition (which may be it), -1 for the file's own."""
    while index >= 0 and outline.kind(index) is not DefKind.MODULE:
        index = outline.container(index)
    return index


def declared_files(files: Files, path: str, imported: Import) -> list[str]:
    """Files that `mod x;` in a file may mean, the likeliest first."""
    directory, _, file = path.rpartition("/")
    outline = files.outline(path)
    inline: list[str] = []
    container = module_around(outline, imported.container)
    while container >= 0:
        inline.insert(0, outline.name(container))
        container = module_around(outline, outline.container(container))
    stem = file.removesuffix(".rs")
    own = posixpath.join(directory, stem)
    bases = (
        [directory, own] if stem in ("mod", "lib", "main") or cargo.is_root(files, path) else [own, directory]
    )
    found: list[str] = []
    for base in bases:
        inner = posixpath.join(base, *inline)
        if imported.module:
            candidates = [posixpath.join(inner if inline else directory, imported.module)]
        else:
            name = imported.name.removeprefix("r#")
            candidates = [posixpath.join(inner, f"{name}.rs"), posixpath.join(inner, name, "mod.rs")]
        found.extend(one for each in candidates if files.exists(one := posixpath.normpath(each)))
    return list(dict.fromkeys(found))


def parent(files: Files, place: Place) -> Place | None:
    """The module around a module, None at the root of a crate."""
    path, index = place
    if index >= 0:
        outline = files.outline(path)
        return path, module_around(outline, outline.container(index))
    return files.cached(("rust parent", path), lambda: _parent_of_file(files, path))


def root(files: Files, path: str) -> str:
    """The root file of the crate that a file belongs to."""

    def climb() -> str:
        current = path
        for _ in range(_MAX_DEPTH):
            above = parent(files, (current, -1))
            if above is None or above[0] == current:
                return current
            current = above[0]
        return current

    return files.cached(("rust root", path), climb)


def extern(files: Files, path: str, name: str) -> str:
    """As `cargo.extern`, for a file of any module of a crate."""
    return cargo.extern(files, path, name, root(files, path))


def is_within(files: Files, place: Place, outer: Place) -> bool:
    """Whether a module is another one or lies in it."""
    current: Place | None = place
    for _ in range(_MAX_DEPTH):
        if current is None or current == outer:
            return current is not None
        current = parent(files, current)
    return False


def module_path(files: Files, path: str) -> list[str]:
    """The names of the modules from the crate down to a file's own."""
    names: list[str] = []
    current = path
    for _ in range(_MAX_DEPTH):
        above = parent(files, (current, -1))
        if above is None:
            break
        names.insert(0, _own_name(current))
        outline, inline = files.outline(above[0]), above[1]
        while inline >= 0:
            names.insert(0, outline.name(inline))
            inline = module_around(outline, outline.container(inline))
        current = above[0]
    package = cargo.package_of(files, current)
    is_library = package is not None and current == package.library
    crate = package.crate if package is not None and is_library else _own_name(current)
    return [crate, *names]


def resolve(
    files: Files, place: Place, segments: Sequence[str], leads_on: bool = False
) -> list[Place] | None:
    """What a path means in a module: [] for what lies outside the workspace, None if it is not known.

    With `leads_on` more of the path follows, so that only modules and types are meant.
    """

    path = (*segments, "") if leads_on else tuple(segments)
    return files.cached(("rust path", place, path), lambda: _Walk(files).path(place, path, place))


def members(files: Files, place: Place, name: str, definers: Definers | None = None) -> list[Place] | None:
    """What a module (or an enum, a trait) offers as `name`, to itself and to others; with `definers`
    (definitions by name) also the macros that are exported from anywhere in a crate to its root."""
    return files.cached(
        ("rust member", place, name, definers is None),
        lambda: _Walk(files, definers).member(place, name, place),
    )


@dataclass
class _Walk:
    """One look-up, which may lead through many modules."""

    files: Files
    definers: Definers | None = None
    active: set[tuple[Place, str]] = field(default_factory=set)
    steps: int = 0

    def path(self, place: Place, segments: tuple[str, ...], asker: Place) -> list[Place] | None:
        if not segments:
            return [place]
        found = self._first(place, segments, asker)
        rest = segments[1:]
        if found is not None and segments[0] == "":
            rest = segments[2:]
        for position, segment in enumerate(rest):
            if not found or not segment:
                return found
            if segment == "super":
                found = [up for one in found if (up := parent(self.files, one)) is not None]
                continue
            is_last = position == len(rest) - 1
            inner: list[Place] = []
            for one in found:
                inner.extend(self.member(one, segment, asker) or ())
            found = _unique(inner if is_last else self._containers(inner)) or None
        return found

    def _first(self, place: Place, segments: tuple[str, ...], asker: Place) -> list[Place] | None:
        first = segments[0]
        if first in ("crate", "$crate"):
            return [(root(self.files, place[0]), -1)]
        if first == "self":
            return [place]
        if first == "super":
            above = parent(self.files, place)
            return [above] if above is not None else None
        if first == "":
            library = extern(self.files, place[0], segments[1]) if len(segments) > 1 else ""
            return [(library, -1)] if library else []
        found = self.member(place, first, asker)
        if found and len(segments) > 1:
            found = self._containers(found) or None
        is_bound = found is not None and first not in cargo.STANDARD and not self._is_own(place, first)
        if found or (is_bound and len(segments) < 2):
            return found
        library = extern(self.files, place[0], first)
        if library or is_bound:
            # What an import binds may be called like the crate that it comes from (`use log::log`).
            return [(library, -1)] if library else found
        if found is None and first not in cargo.STANDARD:
            # Before the edition of 2018 paths of `use` began at the root of the crate.
            top = (root(self.files, place[0]), -1)
            return self.member(top, first, asker) if top != place else None
        return found if found is not None else ([] if first in cargo.STANDARD else None)

    def _is_own(self, place: Place, name: str) -> bool:
        """Whether the only thing that binds the name is being looked up right now (`use log::log`)."""
        return (place, name) in self.active

    def member(self, place: Place, name: str, asker: Place) -> list[Place] | None:
        """As `members`, within this walk."""
        path, index = place
        outline = self.files.outline(path)
        if index < -1:
            return _made_member(self.files, path, place_of_made(index), name)
        if index >= 0 and outline.kind(index) is not DefKind.MODULE:
            inner = [(path, one) for one in outline.members(index, name)]
            return inner or _made(self.files, path, module_around(outline, index), name, outline.name(index))
        key = (place, name)
        if key in self.active:
            return self._declared(place, name)  # `use task::task` beside `mod task`
        if self.steps >= _MAX_STEPS or len(self.active) >= _MAX_DEPTH:
            return None
        self.steps += 1
        self.active.add(key)
        try:
            return self._member(place, name, asker)
        finally:
            self.active.discard(key)

    def _member(self, place: Place, name: str, asker: Place) -> list[Place] | None:
        path, index = place
        known = rows(self.files, path)
        found: list[Place] = [(path, one) for one in self.files.outline(path).members(index, name)]
        bound = False
        modules: list[Place] = []
        for row in known.binding.get((index, name), ()):
            if row.kind is ImportKind.MOD:
                modules.extend((file, -1) for file in declared_files(self.files, path, row))
                continue
            bound = True
            found.extend(self.path(place, segments_of(row), asker) or ())
        found.extend(modules)  # often private, beside an item of the same name that is not
        if index < 0 and self.definers is not None:
            found.extend(self._exported_macros(path, name))
        if not found and not bound:
            found.extend(_made(self.files, path, index, name) or ())
        if found or bound:
            return _unique(found)
        inside: bool | None = None
        for row in known.globs.get(index, ()):
            if row.kind not in _PUBLIC:
                inside = is_within(self.files, asker, place) if inside is None else inside
                if not inside:
                    continue
            for target in self.path(place, segments_of(row), asker) or ():
                if target != place:
                    found.extend(self.member(target, name, asker) or ())
        return _unique(found) or None

    def _declared(self, place: Place, name: str) -> list[Place] | None:
        """What a module declares itself, without its imports."""
        path, index = place
        found: list[Place] = [(path, one) for one in self.files.outline(path).members(index, name)]
        for row in rows(self.files, path).binding.get((index, name), ()):
            if row.kind is ImportKind.MOD:
                found.extend((file, -1) for file in declared_files(self.files, path, row))
        return _unique(found) or None

    def _exported_macros(self, path: str, name: str) -> list[Place]:
        """Macros that are exported from anywhere in a crate are members of its root."""
        found: list[Place] = []
        for file, one in self.definers(name) if self.definers is not None else ():
            outline = self.files.outline(file)
            if outline.kind(one) is DefKind.MACRO and outline.modifiers(one) & Modifier.EXPORTED:
                if root(self.files, file) == path:
                    found.append((file, one))
        return found

    def _containers(self, found: list[Place]) -> list[Place]:
        """Those that a path may lead through: modules and types."""
        return [
            one
            for one in found
            if one[1] < 0 or self.files.outline(one[0]).kind(one[1]) in TYPE_KINDS | NAMESPACE_KINDS
        ]


def place_of_made(index: int) -> int:
    """Where the name stands that a macro's call defines, by the index of its place (below -1); and the index
    by where it stands."""
    return -2 - index


def _made(files: Files, path: str, container: int, name: str, owner: str = "") -> list[Place] | None:
    one = made.found(files, path, container, name, owner)
    return [(path, place_of_made(one.start))] if one is not None else None


def _made_member(files: Files, path: str, start: int, name: str) -> list[Place] | None:
    owner = made.at(files, path, start)
    container = module_around(files.outline(path), files.outline(path).enclosing(start))
    return _made(files, path, container, name, owner.name) if owner is not None else None


def segments_of(imported: Import) -> tuple[str, ...]:
    """The whole path that an import names."""
    module = tuple(imported.module.split("::")) if imported.module else ()
    return (*module, imported.name) if imported.name else module


def _unique(found: list[Place]) -> list[Place]:
    return list(dict.fromkeys(found))[:_MAX_FOUND]


def _parent_of_file(files: Files, path: str) -> Place | None:
    if cargo.is_root(files, path) and not _may_be_module(path):
        return None
    directory, _, file = path.rpartition("/")
    if file == "mod.rs":
        directory = directory.rpartition("/")[0]
    seen: set[str] = {path}
    for above in (directory, directory.rpartition("/")[0]):
        likely = [posixpath.join(above, name) for name in ("mod.rs", "lib.rs", "main.rs")]
        likely.append(f"{above}.rs")
        others = files.in_directory(above)[:_MAX_SIBLINGS]
        for candidate in [*likely, *others]:
            if candidate in seen or not candidate.endswith(".rs") or not files.exists(candidate):
                continue
            seen.add(candidate)
            for row in files.outline(candidate).all_imports:
                if row.kind is ImportKind.MOD and path in declared_files(files, candidate, row):
                    return candidate, module_around(files.outline(candidate), row.container)
    return None


def _may_be_module(path: str) -> bool:
    """Whether a file that Cargo takes for the root of a crate may be a module of one beside it."""
    directory, _, file = path.rpartition("/")
    return directory.rpartition("/")[2] in ("tests", "benches", "examples") and file != "main.rs"


def _own_name(path: str) -> str:
    directory, _, file = path.rpartition("/")
    return directory.rpartition("/")[2] if file == "mod.rs" else file.removesuffix(".rs")
