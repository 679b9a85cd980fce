"""References in doc comments as `a.B#m(int, C)`: to types, and to their members told apart by signature."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codeprism_lsp.extraction.doc_names import DocName
from codeprism_lsp.extraction.view import FileView
from codeprism_lsp.facts.kinds import CALLABLE_KINDS, TYPE_KINDS, DefKind
from codeprism_lsp.resolution import names, parameter_lists
from codeprism_lsp.resolution.declaration import ClassObject, Declaration, How, Instance

if TYPE_CHECKING:
    from codeprism_lsp.resolution.resolver import Resolver


def meant(resolver: Resolver, path: str, view: FileView, name: DocName, end: int) -> list[Declaration]:
    """Declarations of a name in a comment that ends at `end`, by what the comment documents."""
    documented = _documented(view, end)
    if name.role == "generic":
        return _type_parameter(path, view, view.data[name.start : name.end].decode(), documented)
    text, at = name.owner, len(view.data[name.begin : name.start].decode("utf-8", "replace"))
    word = view.data[name.start : name.end].decode("utf-8", "replace")
    types, has_member, member = text.partition("(")[0].partition("#")
    if at < len(types):
        return _type(resolver, path, view, (types[:at] + word).split("."), documented, name.start)
    if has_member and at == len(types) + 1:
        owners = _owners(resolver, path, view, types, documented, name.start)
        return _members(resolver, owners, member, text)
    return names.resolve_type(resolver, path, view, word, name.start)


def _documented(view: FileView, end: int) -> int:
    """The definition behind a comment, -1 without one."""
    outline = view.outline
    behind = [index for index in range(len(outline)) if outline.span(index)[0] >= end]
    found = min(behind, key=lambda index: outline.span(index)[0], default=-1)
    return found if found >= 0 and b"/**" not in view.data[end : outline.span(found)[0]] else -1


def _type_parameter(path: str, view: FileView, name: str, documented: int) -> list[Declaration]:
    if documented < 0:
        return []
    start, end = view.outline.span(documented)
    limit = view.outline.name_span(documented)[1] + 400
    for scope in view.scopes:
        if start <= scope.start < end:
            for binding in scope.bindings.get(name, ()):
                if binding.kind is DefKind.TYPE_PARAMETER and binding.start < limit:
                    return [Declaration(path, -1, binding.start, name)]
    return []


def _type(
    resolver: Resolver, path: str, view: FileView, segments: list[str], documented: int, offset: int
) -> list[Declaration]:
    """The type that a dotted name denotes, seen from a comment."""
    found = names.resolve_type(resolver, path, view, segments[0], offset)
    if not found and documented >= 0 and view.outline.kind(documented) in TYPE_KINDS:
        own = Declaration(path, documented, -1, view.outline.name(documented))
        found = [one for one in resolver.member(ClassObject(own), segments[0], path) if resolver.is_type(one)]
    for segment in segments[1:]:
        known = resolver.type_of_declaration(found[0]) if found else None
        found = resolver.member(known, segment, path) if known is not None else []
    if found or len(segments) < 2:
        return found
    project = resolver.project
    place = project.rules(path).qualified(project, path, segments)
    return [Declaration(place[0], place[1], -1, segments[-1], How.PACKAGE)] if place is not None else []


def _owners(
    resolver: Resolver, path: str, view: FileView, types: str, documented: int, offset: int
) -> list[Declaration]:
    """The types in which a member is looked for: the one that is named, else those around."""
    if types:
        found = _type(resolver, path, view, types.split("."), documented, offset)[:1]
        known = resolver.type_of_declaration(found[0]) if found else None
        return [known.declaration] if isinstance(known, ClassObject | Instance) else []
    owners: list[Declaration] = []
    index = documented if documented >= 0 else view.outline.enclosing(offset)
    while index >= 0:
        if view.outline.kind(index) in TYPE_KINDS:
            owners.append(Declaration(path, index, -1, view.outline.name(index)))
        index = view.outline.container(index)
    return owners


def _members(resolver: Resolver, owners: list[Declaration], name: str, text: str) -> list[Declaration]:
    """The member called `name`; with a signature in `text`, the function that has it."""
    for owner in owners:
        found = resolver.member(ClassObject(owner), name, owner.path)
        outline = resolver.project.outline(owner.path)
        if name == outline.name(owner.index):
            found = [
                Declaration(owner.path, index, -1, name)
                for index in outline.children(owner.index)
                if outline.kind(index) is DefKind.CONSTRUCTOR
            ]
        if "(" in text:
            found = _of_signature(resolver, found, text[text.index("(") :])
        else:
            fields = [one for one in found if resolver.kind(one) not in CALLABLE_KINDS]
            found = fields or found[:1]
        if found:
            return [one.found(How.MEMBER) for one in found]
    return []


def _of_signature(resolver: Resolver, found: list[Declaration], written: str) -> list[Declaration]:
    wanted = [parameter_lists.type_name(f"{one} _") for one in parameter_lists.parameters(written)]
    fitting: list[Declaration] = []
    for one in found:
        if one.index >= 0 and resolver.kind(one) in CALLABLE_KINDS:
            parameters = parameter_lists.parameters(resolver.project.outline(one.path).parameters(one.index))
            types = [parameter_lists.type_name(each) + "[]" * ("..." in each) for each in parameters]
            if types == wanted:
                return [one]
            if len(parameters) == len(wanted):
                fitting.append(one)
    return fitting if len(fitting) == 1 else []
