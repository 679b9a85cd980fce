"""Unqualified names: scopes from the inside out, then imports, package, wildcard imports, linkage."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from codeprism_lsp.extraction.expression import Expression
from codeprism_lsp.extraction.view import Binding, Bound, FileView, Scope
from codeprism_lsp.facts.kinds import CALLABLE_KINDS, NAMESPACE_KINDS, TYPE_KINDS, DefKind, Role
from codeprism_lsp.facts.outline import Import
from codeprism_lsp.languages.spec import ClassScope
from codeprism_lsp.resolution import (
    argument_lookup,
    components,
    conditions,
    contextual,
    destructuring,
    forward,
    imports,
    linkage,
    members,
    namespaces,
    objects,
    paths,
    specialisations,
    structural,
    written_types,
)
from codeprism_lsp.resolution.declaration import Declaration, How

if TYPE_CHECKING:
    from codeprism_lsp.resolution.resolver import Resolver

# Bindings that no unqualified name means.
_UNNAMED = (DefKind.FIELD, DefKind.MODULE, DefKind.PACKAGE)
_SCOPE = re.compile(rb"(?<![\w:>])((?:\w+::)*\w+)::[ \t]*\Z")  # what is written before a name of plain text
_SCOPE_BYTES = 200
_CANDIDATES = 2_000  # definitions of one name that are looked at for package


def resolve(resolver: Resolver, path: str, view: FileView, name: str, offset: int) -> list[Declaration]:
    """Declarations of `name` as seen at `offset` of a file, surest first."""
    levels = _levels(resolver, path, view, name, offset)
    end = offset + len(name.encode())
    if not resolver.project.rules(path).functions_apart() or view.data[offset:end] != name.encode():
        return next(levels, [])
    return _of_its_sort(resolver, levels, view.data[end : end + 64].lstrip().startswith(b"("))


def _of_its_sort(resolver: Resolver, levels: Iterator[list[Declaration]], called: bool) -> list[Declaration]:
    """The first level with a function where the name is called, with anything else where it is not; the
    first one at all where no level has such a thing."""
    nearest: list[Declaration] | None = None
    for found in levels:
        nearest = found if nearest is None else nearest
        suiting = [
            one
            for one in found
            if resolver.is_type(one) or (one.index >= 0 and resolver.kind(one) in CALLABLE_KINDS) == called
        ]
        if suiting or not found:
            return suiting
    return nearest or []


def resolve_type(resolver: Resolver, path: str, view: FileView, name: str, offset: int) -> list[Declaration]:
    """Types, type parameters and namespaces called `name` as seen at `offset`: a value of that name hides
    none of them where a type is asked for (`struct ops *ops`)."""
    for found in _levels(resolver, path, view, name, offset):
        types = [
            one
            for one in found
            if resolver.is_type(one)
            or resolver.is_namespace(one)
            or resolver.kind(one) is DefKind.TYPE_PARAMETER
        ]
        if types or not found:
            return types
    return []


def meant(resolver: Resolver, path: str, view: FileView, name: str, start: int) -> list[Declaration]:
    """Declarations of the name at `start`, where a tag, a type and a value of one name stand side by side:
    `struct client` is the tag, `client` alone the typedef, whichever of them is nearer."""
    rules = resolver.project.rules(path)
    tagged = rules.is_tagged(view.data, start)
    if rules.is_scope(view.data, start + len(name.encode())):
        found = scope(resolver, path, view, name, start)
        return found or namespaces.namespace_opened_by_macro(resolver, path, name)

    def is_tag(one: Declaration) -> bool:
        return one.index >= 0 and rules.is_tag(resolver.project.outline(one.path), one.index)

    otherwise: list[Declaration] = []
    for found in _levels(resolver, path, view, name, start):
        if suiting := [one for one in found if is_tag(one) == tagged]:
            return suiting if tagged else _of_role(resolver, view, suiting, start)
        otherwise = otherwise or found
    if not otherwise and (tagged or view.role(start) is Role.TYPE):
        return forward.declared(resolver, path, name)
    if not tagged and rules.needs_tag_words() and view.role(start) is not Role.TYPE:
        otherwise = [one for one in otherwise if not is_tag(one)]  # no value has the name of a tag
    return otherwise if tagged else _of_role(resolver, view, otherwise, start)


def scope(resolver: Resolver, path: str, view: FileView, name: str, start: int) -> list[Declaration]:
    """What a name before `::` denotes: a type or namespace, or a macro that stands for one; no value."""
    found = resolve_type(resolver, path, view, name, start)
    return found or [one for one in resolver.name(path, view, name, start) if _is_macro(resolver, one)]


def _is_macro(resolver: Resolver, one: Declaration) -> bool:
    return one.index >= 0 and resolver.kind(one) is DefKind.MACRO


def behind_typedef(
    resolver: Resolver, path: str, view: FileView, name: str, offset: int
) -> list[Declaration]:
    """Structures called `name` as seen at `offset`, whatever typedefs of that name are nearer."""
    for found in _levels(resolver, path, view, name, offset):
        types = [one for one in found if resolver.is_type(one)]
        if defined := [one for one in types if resolver.kind(one) is not DefKind.TYPE_ALIAS]:
            return defined
    return []


def _of_role(resolver: Resolver, view: FileView, found: list[Declaration], start: int) -> list[Declaration]:
    types = [one for one in found if resolver.is_type(one) or resolver.is_namespace(one)]
    if view.role(start) is Role.TYPE:
        return types or found
    return [one for one in found if one not in types] or found


def in_plain_text(resolver: Resolver, path: str, view: FileView, start: int) -> list[Declaration]:
    """Declarations of a word to which the tree gives no structure: one of a macro's body, or an annotation
    macro. Members are not looked for: of what, the text alone does not tell."""
    word = view.occurrence_at(start)
    if word is None:
        return []
    before, after = view.data[:start].rstrip(b" \t")[-2:], view.data[word.end :].lstrip(b" \t")[:2]
    if before.endswith(b".") or before in (b"->", b"##") or after == b"##":
        return []
    if (
        before == b"::"
        and (scope := _SCOPE.search(view.data, max(0, start - _SCOPE_BYTES), start)) is not None
    ):
        known = written_types.evaluate(resolver, path, scope[1].decode(), start)
        return resolver.member(known, word.name, path) if known is not None else []
    return meant(resolver, path, view, word.name, start)


def _levels(
    resolver: Resolver, path: str, view: FileView, name: str, offset: int
) -> Iterator[list[Declaration]]:
    """As `_all_levels`, with templates before what they are for some arguments."""
    levels = _all_levels(resolver, path, view, name, offset)
    if not resolver.project.rules(path).open_namespaces():
        return levels
    return specialisations.behind_templates(resolver, levels, path, offset)


def _all_levels(
    resolver: Resolver, path: str, view: FileView, name: str, offset: int
) -> Iterator[list[Declaration]]:
    """What each level of visibility has for a name, innermost first. An empty level ends the search: an
    import binds the name, and leads nowhere."""
    project = resolver.project
    if project.rules(path).closed_modules():
        yield from paths.levels(resolver, path, view, name, offset)
        return
    crossed_function = False
    rooted = project.rules(path).is_rooted(view.data, offset)
    for number in view.scope_chain(offset) if not rooted else (0,):
        scope = view.scopes[number]
        found = in_scope(resolver, path, view, scope, number, name, offset, crossed_function)
        if found:
            yield found if number else specialisations.by_typedef(resolver, path, found)
        # An import belongs to the file or to the definition around it; blocks have none of their own.
        if number == 0 or (scope.definition >= 0 and not _in_head(view, scope.definition, offset)):
            bound = imported_in(resolver, path, view, scope.definition if number else -1, name)
            if bound is not None:
                yield bound
                if not bound:
                    return
        crossed_function = crossed_function or scope.function
    if not name:
        return
    if found := of_package(resolver, path, name):
        yield found
    if found := imports.through_wildcards(resolver, path, name):
        yield found
    if found := imports.from_included(resolver, path, name):
        yield found
    implicit = project.cached(("implicit", path), lambda: project.rules(path).implicit_modules(project, path))
    if implicit and (found := resolver.exported(tuple(implicit), name)):
        yield [one.found(How.PACKAGE) for one in found]
    if found := linkage.linked_anywhere(resolver, path, name):
        yield found
    if found := argument_lookup.functions(resolver, path, view, name, offset):
        yield found


def in_scope(
    resolver: Resolver,
    path: str,
    view: FileView,
    scope: Scope,
    number: int,
    name: str,
    offset: int,
    crossed_function: bool,
) -> list[Declaration]:
    outline, spec = view.outline, view.spec
    definition = scope.definition
    kind = outline.kind(definition) if definition >= 0 else None
    in_class = kind in TYPE_KINDS or kind is DefKind.IMPL
    # Fields of a type without a name are members, never visible without their struct; what an import
    # declares is looked for among the imports.
    local = [one for one in scope.bindings.get(name, ()) if one.kind not in _UNNAMED]
    if not local and in_class and outline.span(definition)[0] < view.span[0]:
        local = _type_parameters(resolver, path, view, definition, name)
    if local and in_class and spec.class_scope is ClassScope.BODY and crossed_function:
        local = [one for one in local if one.kind is DefKind.TYPE_PARAMETER]
    if number == 0 or (in_class and not spec.methods_elsewhere and outline.members(definition, name)):
        # At file and class level the outline's definitions are the names; local captures repeat them.
        local = [one for one in local or () if not outline.by_start.get(one.start)]
        if outline.members(definition if number else -1, name):
            local = [one for one in local if one.kind is DefKind.TYPE_PARAMETER]
    if local:
        chosen = _visible(view, conditions.bindings_taken(resolver, path, local, offset), offset)
        if chosen is not None:
            # A type parameter and a parameter of one name stand side by side; what is written tells which.
            apart = [one for one in local if _is_type(one) != _is_type(chosen)] if spec.type_names else []
            both = sorted((chosen, *apart[:1]), key=_is_type)
            return [binding_declaration(resolver, path, view, one) for one in both]
    if number == 0:
        # What has a qualifier (`A::b`, a method with a receiver) is a member, not a name of the file.
        return [
            Declaration(path, index, -1, name)
            for index in outline.members(-1, name)
            if not outline.qualifier(index)
            and not objects.is_member(outline.kind(index))
            and (not spec.blocks_hold_definitions or _is_home(view, scope, number, index))
        ] or [Declaration(path, i, -1, name) for i in resolver.project.rules(path).begun_by(outline, name)]
    if definition < 0:
        if not spec.blocks_hold_definitions or number >= len(view.scopes):
            return []
        return [
            Declaration(path, index, -1, name)
            for index in outline.members(outline.enclosing(scope.start), name)
            if not objects.is_member(outline.kind(index)) and view.home_of(index) == number
        ]
    if not in_class:
        found = [
            Declaration(path, index, -1, name)
            for index in outline.members(definition, name)
            if not objects.is_member(outline.kind(index))
            and not (kind in NAMESPACE_KINDS and outline.qualifier(index))
            and (
                not spec.ordered_scopes
                or spec.items_hoist
                or kind in NAMESPACE_KINDS
                or outline.name_span(index)[0] <= offset
            )
        ]
        if not found and kind in NAMESPACE_KINDS:
            found = namespaces.of_namespace(resolver, path, definition, name, path)
        if not found and kind not in NAMESPACE_KINDS and not spec.methods_elsewhere:
            found = members.out_of_line_scope(resolver, path, view, definition, name)
        return found
    if _in_head(view, definition, offset):
        return []
    if spec.class_scope is ClassScope.IMPLICIT:
        own = Declaration(path, definition, -1, outline.name(definition))
        known = resolver.type_of_declaration(own)
        found = resolver.member(known, name, path) if known is not None else []
        if not found and outline.qualifier(definition):
            # A class that is written out of the class around it knows itself, and what that has.
            return [own] if name == own.name else members.of_classes_around(resolver, path, own, name)
        return [one.found(How.SCOPE) for one in found]
    if (spec.class_scope is ClassScope.BODY and not crossed_function) or kind in spec.open_kinds:
        return [Declaration(path, index, -1, name) for index in outline.members(definition, name)]
    return []


def _in_head(view: FileView, definition: int, offset: int) -> bool:
    """Whether a place is before the body of a class whose members are visible without a receiver: what a
    class is written with stands outside of it, and its supertypes are none of its members."""
    outline = view.outline
    if view.spec.class_scope is not ClassScope.IMPLICIT or outline.kind(definition) not in TYPE_KINDS:
        return False
    # From its first word: the name may follow the body (`typedef struct {} name;`).
    return view.data.find(b"{", outline.span(definition)[0], offset) < 0


def _type_parameters(
    resolver: Resolver, path: str, view: FileView, definition: int, name: str
) -> list[Binding]:
    """The type parameters called `name` of a class that begins before what a view shows."""
    if name not in view.outline.parameters(definition):
        return []
    whole = resolver.project.view(path)
    index = resolver.project.aligned(whole, path, definition) if whole is not None else -1
    if whole is None or index < 0:
        return []
    return [
        one
        for scope in whole.scopes
        if scope.definition == index
        for one in scope.bindings.get(name, ())
        if one.kind is DefKind.TYPE_PARAMETER
    ]


def _is_type(binding: Binding) -> bool:
    return binding.kind is DefKind.TYPE_PARAMETER


def _is_home(view: FileView, scope: Scope, number: int, index: int) -> bool:
    """Whether a definition is seen in the scope: it stands in it, or is hoisted to it."""
    if view.home_of(index) == number:
        return True
    start = view.outline.name_span(index)[0]
    return any(one.start == start for one in scope.bindings.get(view.outline.name(index), ()))


def _visible(view: FileView, bindings: Sequence[Binding], offset: int) -> Binding | None:
    """The binding that a use at `offset` sees: the latest before it where order matters, else the first."""
    if not view.spec.ordered_scopes:
        return bindings[0]
    before = [
        one for one in bindings if one.start <= offset or one.hoisted or one.kind is DefKind.TYPE_PARAMETER
    ]
    if not before:
        return None
    latest = before[-1]
    # In `x := f(x)` the right-hand side still sees the outer or earlier x.
    if (
        latest.value is not None
        and latest.bound is not Bound.ARGUMENT
        and latest.value.span[0] <= offset < latest.value.span[1]
        and latest.start != offset
    ):
        return before[-2] if len(before) > 1 else None
    return latest


def of_types(resolver: Resolver, path: str, view: FileView, name: str, offset: int) -> list[Declaration]:
    """Types, type parameters and namespaces called `name` as seen at `offset`; what else is called so where
    there are none."""
    otherwise: list[Declaration] = []
    for found in _levels(resolver, path, view, name, offset):
        types = [
            one
            for one in found
            if resolver.is_type(one)
            or resolver.is_namespace(one)
            or resolver.kind(one) is DefKind.TYPE_PARAMETER
            or (one.is_local and resolver.binding(one) is None)
        ]
        if types:
            return types
        otherwise = otherwise or found
    return otherwise


def unnamed_at(resolver: Resolver, path: str, view: FileView, offset: int) -> list[Declaration]:
    """The definition whose only name are the words it begins with (`export default function () {}`)."""
    name = resolver.project.rules(path).unnamed()
    for index in view.outline.members(-1, name) if name else ():
        if view.outline.span(index)[0] <= offset <= view.outline.name_span(index)[1]:
            return [Declaration(path, index, -1, name, How.SELF)]
    return []


def binding_declaration(resolver: Resolver, path: str, view: FileView, binding: Binding) -> Declaration:
    """The declaration of a local binding: where order does not matter, its first one in the scope."""
    first = binding
    if not view.spec.ordered_scopes:
        known = view.scopes[binding.scope].bindings[binding.name]
        first = next((one for one in known if _is_type(one) == _is_type(binding)), binding)
    for index in view.outline.by_start.get(first.start, ()):
        return Declaration(path, index, -1, first.name)
    scope = view.scopes[binding.scope]
    if not view.spec.ordered_scopes and (binding.scope == 0 or scope.definition >= 0):
        container = scope.definition if binding.scope else -1
        for index in view.outline.members(container, binding.name):
            if container < 0 or not objects.is_member(view.outline.kind(index)):
                return Declaration(path, index, -1, binding.name)
    return Declaration(path, -1, first.start, first.name)


def imported_in(
    resolver: Resolver, path: str, view: FileView, container: int, name: str
) -> list[Declaration] | None:
    """What an import directly in a scope binds to the name; None where none does."""
    rows = [
        one
        for one in resolver.project.imports_by_name(path).get(name, ())
        if one.container == container or (container == -1 and not view.outline.children(one.container))
    ]
    if not rows:
        return None
    found: list[Declaration] = []
    for row in rows:
        found.extend(imports.declarations(resolver, path, row))
        if found:
            break
    return found or imports.unresolved(resolver, path, rows[0])


def of_package(resolver: Resolver, path: str, name: str) -> list[Declaration]:
    """Definitions called `name` in other files whose names a file sees without import."""
    siblings = resolver.project.siblings(path)
    if not siblings:
        return []
    found: list[Declaration] = []
    for other, index in resolver.project.definers_for(path)(name)[:_CANDIDATES]:
        if other in siblings and other != path:
            outline, rules = resolver.project.outline(other), resolver.project.rules(other)
            if index in rules.exports(outline, name):
                found.append(Declaration(other, index, -1, name, How.PACKAGE))
    return found


def of_import(resolver: Resolver, path: str, view: FileView, start: int) -> list[Declaration]:
    """The import of this file that binds the identifier at `start`, where imports declare names."""
    expression = view.expression_at(start)
    if expression is None or expression.span[0] != start or not expression.text.isidentifier():
        return []
    for row in resolver.project.imports_by_name(path).get(expression.text, ()):
        return [import_declaration(path, row, expression.text)]
    return []


def import_declaration(path: str, row: Import, name: str) -> Declaration:
    """The name that an import declares: its alias, else the module, which is written as a string and
    begins within its quotes."""
    return Declaration(path, -1, row.alias_start if row.alias else row.name_start + 1, name, How.IMPORT)


def qualified(resolver: Resolver, path: str, expression: Expression) -> Declaration | None:
    """What a fully qualified name (`a.b.C`) denotes without an import."""
    segments = tuple(expression.text.split("."))
    if not all(segment.isidentifier() for segment in segments):
        return None
    project = resolver.project
    found = project.cached(
        ("qualified", path, segments), lambda: project.rules(path).qualified(project, path, segments)
    )
    return Declaration(found[0], found[1], -1, segments[-1], How.PACKAGE) if found is not None else None


def _of_variant(
    resolver: Resolver, path: str, view: FileView, owner: Expression, name: str
) -> list[Declaration]:
    """Fields of the enum member that a literal or a pattern names."""
    if not resolver.project.rules(path).closed_modules():
        return []
    variant = destructuring.variant(resolver, path, view, owner)
    if variant is None or resolver.kind(variant) is not DefKind.ENUM_MEMBER:
        return []
    outline = resolver.project.outline(variant.path)
    return [
        Declaration(variant.path, index, -1, name, How.MEMBER)
        for index in outline.members(variant.index, name)
    ]


def label(resolver: Resolver, path: str, view: FileView, start: int) -> list[Declaration] | None:
    """What a label stands for: the parameter behind `f(name=...)`, the field behind `S{name: ...}` or
    `.name = ...`; None where the identifier is no label."""
    found = view.label_at(start)
    if found is None:
        return None
    name, owner, or_value = found
    if owner is not None and (fields := _of_variant(resolver, path, view, owner, name)):
        return fields
    element = owner.around if owner is not None else None
    if owner is not None and element is not None and element.node_type in view.spec.elements:
        return (
            [] if contextual.is_intrinsic(owner) else components.attribute(resolver, path, view, owner, name)
        )
    known = resolver.type_of(path, view, owner) if owner is not None else None
    for around in view.labels_around(start) if known is not None else ():
        owners = resolver.member(known, around, path) if known is not None else []
        known = resolver.type_of_declaration(owners[0], known) if owners else None
    declared: list[Declaration] = []
    if known is not None:
        declared = members.parameter(resolver, known, name)
        if not declared and members.constructors(resolver, known):
            return None if or_value else []  # it takes what its constructor takes, not its fields
        labelled = structural.labelled_element(resolver, members.constructed(resolver, known))
        declared = declared or paths.labels(resolver, path, resolver.member(labelled, name, path))
    # Where a label may as well be a value (the key of a Go map), no field means that it is one.
    return declared or (None if or_value else [])
