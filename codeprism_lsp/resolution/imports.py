"""Names through imports: what an import binds, and what a module offers to those who import it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from codeprism_lsp.extraction.expression import Expression
from codeprism_lsp.extraction.view import FileView
from codeprism_lsp.facts.kinds import DefKind, ImportKind
from codeprism_lsp.facts.outline import Import
from codeprism_lsp.languages.spec import Form, ModuleTarget
from codeprism_lsp.resolution import namespaces
from codeprism_lsp.resolution import paths as paths_
from codeprism_lsp.resolution.declaration import EXTERNAL, Builtin, Declaration, How, Type

if TYPE_CHECKING:
    from codeprism_lsp.resolution.resolver import Resolver

_DECLARED = 100  # definitions called like a module that are looked at


def declarations(resolver: Resolver, path: str, imported: Import) -> list[Declaration]:
    """What the name bound by an import stands for: definitions of the target, or the module itself."""
    found: list[Declaration] = []
    for target in resolver.project.targets(path, imported):
        found.extend(of_target(resolver, target))
        if found:
            break
    if not found and imported.name:
        found = namespaces.below_macro(resolver, path, imported.module, imported.name)
    return [one.found(How.IMPORT) for one in found or _declared_module(resolver, path, imported)]


def _declared_module(resolver: Resolver, path: str, imported: Import) -> list[Declaration]:
    """What a module offers that is only declared (`declare module 'a' {}`, `declare module '*.css' {}`)."""
    project = resolver.project
    rules, module = project.rules(path), imported.module
    if not module or not rules.declares_modules():
        return []
    family = project.family(path)
    for pattern in (module, *(f"*{module[at:]}" for at, char in enumerate(module) if char in "./")):
        for other, index in project.definers_for(path)(pattern)[:_DECLARED]:
            outline = project.outline(other)
            if outline.kind(index) is not DefKind.MODULE or project.family(other) != family:
                continue
            name = "default" if imported.kind is ImportKind.DEFAULT else imported.name
            if not name:
                return [Declaration(other, index, -1, pattern)]
            if found := rules.offered(outline, index, name):
                return [Declaration(other, one, -1, outline.name(one)) for one in found]
    return []


def of_call(resolver: Resolver, path: str, call: Expression) -> Type | None:
    """The module that a call gives which names it by a string (`require('./a')`, `import('./a')`)."""
    arguments = call.part("arguments")
    written = arguments.children[:1] if arguments is not None else []
    callee = call.part("callee")
    if not written or callee is None or written[0].literal != "string":
        return None
    known = module_named(resolver, path, written[0].text.strip("\"'`"))
    if known is None or callee.text != "import" or _is_type(call):
        return known
    return Builtin("Promise", (known,))


def _is_type(call: Expression) -> bool:
    """Whether `import('./a')` stands where a type does."""
    around = call.around
    while around is not None and around.form is Form.MEMBER:
        around = around.around
    return around is not None and around.is_type


def module_named(resolver: Resolver, path: str, module: str) -> Type | None:
    """What importers of the module that a file calls by a string get as a whole."""
    row = Import(ImportKind.MODULE, module, "", "", 0, 0, 0, -1, -1)
    known: Type | None = None
    for target in resolver.project.targets(path, row):
        if not target.paths:
            known = EXTERNAL
        for one in of_target(resolver, target)[:1]:
            known = resolver.type_of_declaration(one)
    return known


def unresolved(resolver: Resolver, path: str, imported: Import) -> list[Declaration]:
    """The place where an import binds its name: its declaration, where the import itself leads nowhere."""
    if not resolver.project.rules(path).unresolved_imports_declare():
        return []
    if not imported.module:  # `export {a}`: what the import of `a` binds
        for one in resolver.project.imports_by_name(path).get(imported.name, ())[:1]:
            return unresolved(resolver, path, one) if one.module else []
        return []
    start = imported.alias_start if imported.alias_start >= 0 else imported.name_start
    if start < 0 or not imported.binds:
        return []
    return [Declaration(path, -1, start, imported.binds, How.IMPORT)]


def is_external(resolver: Resolver, path: str, name: str) -> bool:
    """Whether an import binds the name to something that is known to be outside the workspace."""
    rows = resolver.project.imports_by_name(path).get(name, ())
    targets = [target for row in rows for target in resolver.project.targets(path, row)]
    return bool(targets) and all(target.external and not target.paths for target in targets)


def of_target(resolver: Resolver, target: ModuleTarget) -> list[Declaration]:
    """Definitions that a target names in its files, or its module."""
    if not target.paths:
        return []
    if target.within >= 0:
        return paths_.in_definition(resolver, target.paths[0], target.within, target.name)
    if target.name:
        found = resolver.exported(target.paths, target.name)
        found = found or of_module_value(resolver, target.paths, target.name)
        return found or _inherited(resolver, target)
    return [Declaration(path) for path in target.paths[:1]]


def of_module_value(resolver: Resolver, paths: Sequence[str], name: str) -> list[Declaration]:
    """A member of the one value that a module is, where it is no definition (`module.exports = f()`)."""
    for path in paths[:1]:
        if not resolver.project.rules(path).is_module_object("exports"):
            continue
        for index in resolver.project.outline(path).members(-1, "exports")[:1]:
            known = resolver.type_of_declaration(Declaration(path, index, -1, "exports"))
            return resolver.member(known, name, path) if known is not None else []
    return []


def _inherited(resolver: Resolver, target: ModuleTarget) -> list[Declaration]:
    """A member that the class before the last dot of the target's name inherits."""
    owner, _, member = target.name.rpartition(".")
    found: list[Declaration] = []
    for declaration in resolver.exported(target.paths, owner) if owner else ():
        known = resolver.type_of_declaration(declaration)
        if known is not None:
            found.extend(resolver.member(known, member, declaration.path))
    return found


def exported(
    resolver: Resolver, paths: Sequence[str], name: str, visited: set[tuple[str, str]]
) -> list[Declaration]:
    """Definitions that importers of a module's files get for `name`: its own, then what it passes on."""
    project = resolver.project
    found: list[Declaration] = []
    if paths and (closed := paths_.of_module(resolver, paths[0], -1, name)) is not None:
        return closed
    paths = [path for path in paths if (path, name) not in visited]
    paths = paths[: max(0, project.limits.exports - len(visited))]
    for path in paths:
        visited.add((path, name))
        outline, rules = project.outline(path), project.rules(path)
        # A declaration goes by its own name, whatever importers call it.
        found.extend(
            Declaration(path, index, -1, outline.name(index)) for index in rules.exports(outline, name)
        )
    if found:
        return found
    for path in paths:
        for imported in project.reexports_by_name(path).get(name, ()):
            for target in project.targets(path, imported):
                if target.name and target.paths:
                    found.extend(exported(resolver, target.paths, target.name, visited))
                else:
                    found.extend(of_target(resolver, target))
                if found:
                    return found
            if found := unresolved(resolver, path, imported):
                return found
        outline, rules = project.outline(path), project.rules(path)
        for imported in outline.all_imports if rules.stars_pass(outline, name) else ():
            if not rules.passes_on_all(imported):
                continue
            for target in project.targets(path, imported):
                if target.paths:
                    found.extend(exported(resolver, target.paths, name, visited))
            if found:
                return found
    return found


def through_wildcards(resolver: Resolver, path: str, name: str) -> list[Declaration]:
    """Definitions that wildcard imports and includes of the file bring for `name`."""
    project = resolver.project
    wildcards = project.wildcards(path)
    if not wildcards:
        return []
    found: list[Declaration] = []
    for imported in wildcards:
        for target in project.targets(path, imported):
            if target.paths and not target.name:
                found.extend(resolver.exported(target.paths, name))
            elif target.name:  # all members of a class (`import static A.*`)
                for owner in of_target(resolver, target):
                    kind = resolver.type_of_declaration(owner)
                    if kind is not None:
                        found.extend(resolver.member(kind, name, path))
        if found:
            break
    return [one.found(How.IMPORT) for one in found]


def from_included(resolver: Resolver, path: str, name: str, namespace: str = "") -> list[Declaration]:
    """What the imports of included files bind for those who include them (using-declarations of C++): those
    at the level of files, or those that stand in a namespace, as it is qualified."""
    rows = resolver.project.rules(path).included_imports(resolver.project, path, namespace).get(name, ())

    def find() -> list[Declaration]:
        for other, row in rows:
            if found := declarations(resolver, other, row):
                return found
        return []

    return resolver.guarded(("included imports", path, namespace, name), find, []) if rows else []


def at_written_module(resolver: Resolver, path: str, view: FileView, offset: int) -> list[Declaration]:
    """The file that a module written as a string or path (`"util.h"`, `'./util'`) means."""
    for one in view.outline.all_imports:
        if one.start <= offset < one.end and one.module:
            written = one.module.encode()
            at = view.data.find(written, one.start, one.end)
            if at <= offset <= at + len(written):
                targets = resolver.project.targets(path, one)
                return [
                    Declaration(file, how=How.IMPORT) for target in targets[:1] for file in target.paths[:1]
                ]
    return []


def at_import(resolver: Resolver, path: str, view: FileView, start: int) -> list[Declaration] | None:
    """What an identifier within an import statement stands for; None outside imports."""
    rows = view.outline.imports
    if not rows.shape[1] or not bool(((rows[0] <= start) & (start < rows[1])).any()):
        return None
    around = [one for one in view.outline.all_imports if one.start <= start < one.end]
    for one in around:
        if start in (one.name_start, one.alias_start) and one.kind != ImportKind.MODULE:
            return declarations(resolver, path, one) or unresolved(resolver, path, one)
    for one in around:
        if one.kind in (ImportKind.INCLUDE, ImportKind.INCLUDE_SYSTEM):
            return declarations(resolver, path, one)
        if one.alias_start == start and one.kind == ImportKind.MODULE:
            return declarations(resolver, path, one) or unresolved(resolver, path, one)
    # A segment of the module's own name: the module that the name up to there denotes.
    rules = resolver.project.rules(path)
    for one in around:
        prefix = rules.module_prefix(view.data, one, start)
        if prefix is None:
            continue
        found: list[Declaration] = []
        for target in resolver.project.targets(path, prefix):
            found.extend(of_target(resolver, target))
            if found:
                break
        if not found and prefix.module.isidentifier() and rules.open_namespaces():
            # The first word may be one of a namespace around (`using detail::Status;`).
            named = resolver.name(path, view, prefix.module, start)
            found = [one for one in named if resolver.is_namespace(one)]
        return [declaration.found(How.IMPORT) for declaration in found]
    return [] if all(rules.encloses_names(one) for one in around) else None
