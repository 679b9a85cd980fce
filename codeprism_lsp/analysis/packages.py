"""Names of packages, where a clause in each of a package's files declares them (Go).

A package is defined where it is documented; its references are all its clauses, and the imports of it.
"""

from __future__ import annotations

from codeprism_lsp.facts.kinds import Role
from codeprism_lsp.facts.outline import Import
from codeprism_lsp.languages.rules import Clause
from codeprism_lsp.resolution.declaration import Declaration, How
from codeprism_lsp.resolution.names import import_declaration
from codeprism_lsp.resolution.resolver import Resolver

Place = tuple[str, int, int, Role]
"""A file, a span of bytes in it, and what the name does there."""


def clause_at(resolver: Resolver, path: str, offset: int) -> Clause | None:
    """The package clause whose name stands at an offset; None elsewhere."""
    found = _clause(resolver, path)
    return found if found is not None and found.start <= offset <= found.end else None


def defined(resolver: Resolver, path: str, clause: Clause) -> Declaration:
    """The clause with the package's documentation: the first in the order of its files, else the own one."""
    rules, project = resolver.project.rules(path), resolver.project
    for file in sorted(rules.module_files(project, path), key=lambda one: (rules.rank(project, one), one)):
        found = _clause(resolver, file)
        if found is not None and found.documented:
            return Declaration(file, -1, found.start, found.name, How.SELF)
    return Declaration(path, -1, clause.start, clause.name, How.SELF)


def references(resolver: Resolver, path: str) -> list[Place]:
    """All clauses of the package of a file, and the written paths of the imports of it, in path order."""
    project = resolver.project
    rules = project.rules(path)
    places: list[Place] = []
    own = [
        one
        for one in project.in_directory(path.rpartition("/")[0])
        if one == path or rules.extends_from(project, path, one, -1)
    ]
    clauses = [(one, _clause(resolver, one)) for one in own]
    places.extend(
        (one, found.start, found.end, Role.DEFINITION) for one, found in clauses if found is not None
    )
    files = set(own)
    keys = {key for one in own for key in rules.file_keys(one, project.outline(one))}
    for importer in sorted({one for key in keys for one in project.snapshot.importers(key)}):
        places.extend(
            (importer, *_written(resolver, importer, imported), Role.IMPORT)
            for imported in project.outline(importer).all_imports
            if any(files.intersection(target.paths) for target in project.targets(importer, imported))
        )
    return sorted(places)


def _written(resolver: Resolver, importer: str, imported: Import) -> tuple[int, int]:
    """The span of an import's written module: with its quotes where it is what binds a name."""
    width = len(imported.module.encode())
    if resolver.project.rules(importer).imports_declare():
        return imported.name_start, imported.name_start + width + 2
    data = resolver.project.data(importer) or b""
    start = data.find(imported.module.encode(), imported.start, imported.end)
    start = start if start >= 0 else imported.start
    return start, start + width


def module_object(resolver: Resolver, module: Declaration) -> Declaration | None:
    """What a module's file declares itself to be (`module.exports = ...`); None where it does not say."""
    if not module.is_module or resolver.project.rules(module.path).imports_declare():
        return None
    clause = _clause(resolver, module.path)
    return defined(resolver, module.path, clause) if clause is not None else None


def declared_by_import(resolver: Resolver, path: str, offset: int) -> Declaration | None:
    """The name that the import at an offset declares, where that is how imports declare names."""
    project = resolver.project
    rules = project.rules(path)
    if not rules.imports_declare():
        return None
    for one in project.outline(path).all_imports:
        if one.start <= offset <= one.end and (name := rules.bound_in(project, path, one)):
            return import_declaration(path, one, name)
    return None


def written_path(resolver: Resolver, declaration: Declaration) -> tuple[int, int] | None:
    """The span, with its quotes, of the import path that declares a name; None of other declarations."""
    project, path = resolver.project, declaration.path
    if not declaration.is_local or not project.rules(path).imports_declare():
        return None
    for one in project.outline(path).all_imports:
        if not one.alias and one.name_start + 1 == declaration.start:
            return one.name_start, one.name_start + len(one.module.encode()) + 2
    return None


def _clause(resolver: Resolver, path: str) -> Clause | None:
    def find() -> Clause | None:
        data = resolver.project.data(path)
        return resolver.project.rules(path).package_clause(data) if data is not None else None

    return resolver.project.cached(("package clause", path), find)
