"""Names where modules are closed: a module sees its own items, its imports and the crates, nothing around.

The language's rules walk the modules (re-exports and globs included); here their answers become
declarations, and names are told apart by what they may be where they stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from codeprism_lsp.extraction.expression import Expression
from codeprism_lsp.extraction.view import FileView
from codeprism_lsp.facts.kinds import CALLABLE_KINDS, TYPE_KINDS, DefKind
from codeprism_lsp.resolution import conditions, declared, linkage, members, names, namespaces, written_types
from codeprism_lsp.resolution.declaration import Builtin, ClassObject, Declaration, How, Instance, Type

if TYPE_CHECKING:
    from codeprism_lsp.resolution.resolver import Resolver

_CANDIDATES = 2_000  # definitions of one name that are looked at


def levels(
    resolver: Resolver, path: str, view: FileView, name: str, offset: int
) -> Iterator[list[Declaration]]:
    """What each level of visibility has for a name, innermost first; an empty level ends the search."""
    end = offset + len(name.encode())
    stands = view.data[offset:end] == name.encode()  # else it is only seen from there
    for found in _levels(resolver, path, view, name, offset):
        suited = suiting(resolver, path, view, found, offset, end) if stands else found
        if suited or not found:
            yield suited


def suiting(
    resolver: Resolver, path: str, view: FileView, found: list[Declaration], start: int, end: int
) -> list[Declaration]:
    """Those of several declarations of a name that it may mean where it stands."""
    rules = resolver.project.rules(path)
    if not found or not rules.closed_modules() or not _is_name_at(view, found, start, end):
        return found
    return [one for one in found if rules.suits(resolver.kind(one), view.data, start, end)]


def of_module(resolver: Resolver, path: str, index: int, name: str) -> list[Declaration] | None:
    """What a module offers as `name`; None in languages without closed modules."""
    rules = resolver.project.rules(path)
    if not rules.closed_modules():
        return None
    project = resolver.project
    members = rules.module_members(project, path, index, name, project.definers_for(path))
    return conditions.taken(resolver, path, placed(resolver, members))


def in_definition(resolver: Resolver, path: str, index: int, name: str) -> list[Declaration]:
    """What `name` means in a definition that an import leads into: the definition itself without a name."""
    if index < -1:
        made = placed(resolver, [(path, index)])
        return [other for one in made for other in made_members(resolver, one, name)] if name else made
    owner = Declaration(path, index, -1, resolver.project.outline(path).name(index))
    if not name:
        return [owner]
    if resolver.is_namespace(owner):
        return namespaces.of_namespace(resolver, path, index, name)
    return members.own_members(resolver, owner, name)


def types_named(
    resolver: Resolver, path: str, index: int, segments: Sequence[str]
) -> list[Declaration] | None:
    """The types that a path written at definition `index` denotes by its modules alone: [] for what is
    known to be none of the workspace's, None where only scopes can tell or nothing is known."""
    project, rules = resolver.project, resolver.project.rules(path)
    if not rules.closed_modules():
        return None
    definers = project.definers_for(path)
    places = rules.names_seen(project, path, index, segments[0], definers)
    for segment in segments[1:]:
        if places is not None:
            places = [
                inner
                for file, one in places
                for inner in rules.module_members(project, file, one, segment, definers)
            ]
    if places is None:
        return None
    found: list[Declaration] = []
    for one in placed(resolver, places):
        known = resolver.type_of_declaration(one) if resolver.is_type(one) else None
        if isinstance(known, ClassObject):
            found.append(known.declaration)
    return found


def placed(resolver: Resolver, places: Sequence[tuple[str, int]]) -> list[Declaration]:
    """Places (a file, the index of a definition or -1) as declarations."""
    return [one for path, index in places if (one := _placed(resolver, path, index)) is not None]


def _placed(resolver: Resolver, path: str, index: int) -> Declaration | None:
    project = resolver.project
    if index >= 0:
        return Declaration(path, index, -1, project.outline(path).name(index))
    if index == -1:
        return Declaration(path)
    made = project.rules(path).made_at(project, path, index)
    return Declaration(path, -1, made[0], made[1]) if made is not None else None


def made_at(resolver: Resolver, path: str, view: FileView, start: int) -> Declaration | None:
    """What the call of a macro defines by the name at `start`."""
    project = resolver.project
    if not project.rules(path).closed_modules() or not view.is_loose(start):
        return None
    if project.rules(path).made_kind(project, path, start) is None:
        return None
    occurrence = view.occurrence_at(start)
    return Declaration(path, -1, start, occurrence.name, How.SELF) if occurrence is not None else None


def made_members(resolver: Resolver, owner: Declaration, name: str) -> list[Declaration]:
    """Members that the call of a macro gives a type; where such a call defines the type itself, those of
    impl blocks, too."""
    project = resolver.project
    rules = project.rules(owner.path)
    is_made = owner.is_local and rules.made_kind(project, owner.path, owner.start) is not None
    if owner.index < 0 and not is_made:
        return []
    found = placed(resolver, rules.made_members(project, owner.path, owner.index, owner.start, name))
    return [*found, *members.written_elsewhere(resolver, owner, name)] if is_made else found


def made_type(resolver: Resolver, declaration: Declaration) -> Type | None:
    """The type of what the call of a macro defines; None of other declarations."""
    project = resolver.project
    kind = project.rules(declaration.path).made_kind(project, declaration.path, declaration.start)
    return ClassObject(declaration) if kind in TYPE_KINDS else None


def beyond(resolver: Resolver, receiver: Type, name: str, path: str) -> list[Declaration]:
    """Members that a type has neither of its own nor by inheritance: those of the type it dereferences to,
    those of impl blocks for a builtin type, and those of traits that the file sees."""
    rules = resolver.project.rules(path)
    if not rules.closed_modules():
        return []
    if isinstance(receiver, Instance) and (found := _dereferenced(resolver, receiver, name, path)):
        return found
    if isinstance(receiver, Builtin):
        if rules.combinator("", name) or not rules.may_guess(name):
            return []
        if rules.is_builtin_type(receiver.name) or receiver.name == "array":
            if found := _for_builtin(resolver, receiver, name, path):
                return found
    found = through_traits(resolver, name, path)
    # A path through a type never leads to an associated type that only a trait has.
    return [one.found(How.MEMBER) for one in found if resolver.kind(one) is not DefKind.TYPE_ALIAS]


def labels(resolver: Resolver, path: str, found: list[Declaration]) -> list[Declaration]:
    """Those of several members that a label in a literal may mean, where methods have names of their own."""
    if not resolver.project.rules(path).closed_modules():
        return found
    return [one for one in found if resolver.kind(one) not in CALLABLE_KINDS]


def field_beside(resolver: Resolver, path: str, view: FileView, start: int) -> list[Declaration]:
    """The field that a local name stands for at the same time (`Point { x }` as a pattern)."""
    return (names.label(resolver, path, view, start) or []) if view.is_shorthand(start) else []


def as_written(
    resolver: Resolver, path: str, view: FileView, start: int, found: list[Declaration]
) -> list[Declaration]:
    """Declarations as the source names them: `Self` is the impl block around before it is its type, and a
    type that an impl block gives a trait is declared by the trait."""
    if not resolver.project.rules(path).closed_modules():
        return found
    if any(view.data.startswith(name.encode(), start) for name in view.spec.self_types):
        block = view.outline.enclosing(start)
        while block >= 0 and view.outline.kind(block) is not DefKind.IMPL:
            block = view.outline.container(block)
        if block >= 0:
            return [Declaration(path, block, -1, view.outline.name(block)), *found]
        return found
    return [declaring for one in found for declaring in _in_trait(resolver, one, DefKind.TYPE_ALIAS)]


def associated(
    resolver: Resolver, path: str, view: FileView, owner: Expression, name: str
) -> list[Declaration]:
    """The associated type that `Self::Name` means: that of the impl block around it for a trait, or of the
    trait around it."""
    if owner.text not in view.spec.self_types or not resolver.project.rules(path).closed_modules():
        return []
    outline = view.outline
    block = outline.enclosing(owner.span[0])
    while block >= 0 and outline.kind(block) not in (DefKind.IMPL, DefKind.TRAIT):
        block = outline.container(block)
    types = outline.members(block, name) if block >= 0 else []
    return [
        Declaration(path, one, -1, name, How.MEMBER)
        for one in types
        if outline.kind(one) is DefKind.TYPE_ALIAS
    ][:1]


def is_given(resolver: Resolver, one: Declaration) -> bool:
    """Whether a declaration is what an impl block gives a type of a trait: uses of that name mean the trait's
    own, wherever that is declared."""
    if one.index < 0 or resolver.kind(one) is not DefKind.TYPE_ALIAS:
        return False
    outline = resolver.project.outline(one.path)
    container = outline.container(one.index)
    return container >= 0 and outline.kind(container) is DefKind.IMPL and bool(outline.qualifier(container))


def written_owner(resolver: Resolver, declaration: Declaration) -> str:
    """The name of a type that every file contains which names this member of it, "" where there is none."""
    rules = resolver.project.rules(declaration.path)
    if declaration.index < 0 or not rules.closed_modules():
        return ""
    outline = resolver.project.outline(declaration.path)
    container = outline.container(declaration.index)
    if container < 0 or outline.kind(container) is not DefKind.IMPL:
        return ""
    name = outline.name(container)
    return name if name.isidentifier() and rules.needs_owner(outline, declaration.index) else ""


def self_names(resolver: Resolver, declaration: Declaration) -> list[tuple[str, str]]:
    """(path, name) by which a type is named within its impl blocks (`Self`)."""
    project = resolver.project
    spec = project.spec(declaration.path)
    if spec is None or not spec.self_types or not resolver.is_type(declaration):
        return []
    blocks = project.rules(declaration.path).other_parts(
        project, declaration.path, declaration.index, project.definers_for(declaration.path)
    )
    return [(path, name) for path in {path for path, _ in blocks} for name in spec.self_types]


def in_trait(resolver: Resolver, declaration: Declaration) -> list[Declaration]:
    """The member of a trait that a member of an impl block for it is, else the declaration itself."""
    return _in_trait(resolver, declaration, None)


def _in_trait(resolver: Resolver, one: Declaration, kind: DefKind | None) -> list[Declaration]:
    if one.index < 0 or (kind is not None and resolver.kind(one) is not kind):
        return [one]
    outline = resolver.project.outline(one.path)
    container = outline.container(one.index)
    if container < 0 or outline.kind(container) is not DefKind.IMPL or not outline.qualifier(container):
        return [one]
    offset = outline.span(container)[0]
    trait = written_types.evaluate(resolver, one.path, outline.qualifier(container), offset)
    if not isinstance(trait, Instance):
        return [one]
    declaring = members.own_members(resolver, trait.declaration, outline.name(one.index))
    return [other.found(one.how) for other in declaring if resolver.kind(other) is resolver.kind(one)] or [
        one
    ]


def through_traits(resolver: Resolver, name: str, path: str) -> list[Declaration]:
    """Members called `name` of the traits that a file sees."""
    project = resolver.project
    rules = project.rules(path)
    if not rules.closed_modules():
        return []
    places = project.cached(
        ("traits", path, name), lambda: rules.traits_with(project, path, name, project.definers_for(path))
    )
    return placed(resolver, places)


def _dereferenced(resolver: Resolver, receiver: Instance, name: str, path: str) -> list[Declaration]:
    trait, associated = resolver.project.rules(path).dereferenced_by()
    for target in members.own_members(resolver, receiver.declaration, associated) if trait else ():
        outline = resolver.project.outline(target.path)
        container = outline.container(target.index)
        if container >= 0 and outline.qualifier(container).rpartition("::")[2] == trait:
            written, offset = outline.type_text(target.index), outline.span(target.index)[0]
            beneath = written_types.evaluate(resolver, target.path, written, offset, receiver)
            if beneath is not None and beneath != receiver:
                return resolver.member(beneath, name, path)
    return []


def _for_builtin(resolver: Resolver, receiver: Builtin, name: str, user: str) -> list[Declaration]:
    """Members of impl blocks for a type that is not of the workspace, as used in a file."""
    project = resolver.project
    found = []
    for path, index in project.definers_for(user)(name)[:_CANDIDATES]:
        outline = project.outline(path)
        container = outline.container(index)
        if container >= 0 and outline.kind(container) is DefKind.IMPL:
            written = outline.name(container)
            if written == receiver.name or (receiver.name == "array" and written.startswith("[")):
                found.append(Declaration(path, index, -1, name, How.MEMBER))
    return found


def _levels(
    resolver: Resolver, path: str, view: FileView, name: str, offset: int
) -> Iterator[list[Declaration]]:
    project = resolver.project
    if name in view.spec.self_types:
        own = declared.enclosing_instance(resolver, path, view, offset)
        if isinstance(own, Instance):
            yield [own.declaration]
        return
    if view.data[offset - 1 : offset] == b"'":
        name = f"'{name}"  # a lifetime or a label is bound with its mark
    module = -1
    for number in view.scope_chain(offset):
        scope = view.scopes[number]
        definition = scope.definition
        if number == 0 or (definition >= 0 and view.outline.kind(definition) is DefKind.MODULE):
            module = definition if number else -1
            break
        if found := names.in_scope(resolver, path, view, scope, number, name, offset, False):
            yield found
        elif definition >= 0 and (found := _parameter_outside(resolver, path, view, definition, name)):
            yield found
        if definition >= 0:
            bound = names.imported_in(resolver, path, view, definition, name)
            if bound is not None:
                yield bound
                if not bound:
                    return
            if found := _through_globs(resolver, path, definition, name):
                yield found
    rules = project.rules(path)
    seen = rules.names_seen(project, path, module, name, project.definers_for(path))
    if seen is not None:
        found = conditions.taken(resolver, path, placed(resolver, seen))
        yield [one.found(How.SCOPE if one.path == path else How.IMPORT) for one in found]
        if not seen:
            return
    yield from ([found] if (found := linkage.linked(resolver, path, name)) else ())


def _parameter_outside(
    resolver: Resolver, path: str, view: FileView, definition: int, name: str
) -> list[Declaration]:
    """The type parameter or lifetime of a definition around the region that a view is of: the region shows
    nothing of what stands before it."""
    if view.span == (0, len(view.data)) or name not in view.outline.parameters(definition):
        return []
    whole = resolver.project.view(path)
    for scope in whole.scopes if whole is not None else ():
        if scope.definition == definition and (bound := scope.bindings.get(name)):
            return [Declaration(path, -1, bound[0].start, name)]
    return []


def _through_globs(resolver: Resolver, path: str, definition: int, name: str) -> list[Declaration]:
    """What wildcard imports directly within a function bring for a name."""
    project = resolver.project
    found: list[Declaration] = []
    for imported in project.wildcards(path):
        if imported.container == definition:
            for target in project.targets(path, imported):
                if target.paths and target.within >= 0:
                    found.extend(in_definition(resolver, target.paths[0], target.within, name))
                elif target.paths:
                    found.extend(resolver.exported(target.paths, name))
    return [one.found(How.IMPORT) for one in found]


def _is_name_at(view: FileView, found: list[Declaration], start: int, end: int) -> bool:
    """Whether the name itself stands there, and not only a text that is read as seen from there."""
    if view.outline.by_start.get(start):
        return False  # what is declared there is another thing that is called the same
    before, after = view.data[start - 1 : start], view.data[end : end + 1]
    name = view.data[start:end]
    return bool(name) and not (_is_word(before) or _is_word(after)) and _is_word(name[:1])


def _is_word(byte: bytes) -> bool:
    return byte.isalnum() or byte == b"_" or byte >= b"\x80"
