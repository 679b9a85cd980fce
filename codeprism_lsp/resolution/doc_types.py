"""Types that doc comments tell, in languages where a type is not written otherwise (JSDoc in JavaScript)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from codeprism_lsp.extraction.expression import Expression
from codeprism_lsp.extraction.view import FileView
from codeprism_lsp.languages.spec import DocTag
from codeprism_lsp.resolution import written_types
from codeprism_lsp.resolution.declaration import Builtin, Declaration, Type

if TYPE_CHECKING:
    from codeprism_lsp.resolution.resolver import Resolver

_LEVELS = 6  # constructs between a parameter and its function


def declared(resolver: Resolver, path: str, view: FileView, start: int) -> Type | None:
    """The `@type` in front of what stands at `start`: a variable, a field, an assignment, a parenthesis."""
    return _told(resolver, path, view, start, "type") or _told(resolver, path, view, start, "enum")


def cast(resolver: Resolver, path: str, view: FileView, expression: Expression) -> Type | None:
    """The type to which a comment in front of a parenthesis casts it."""
    start = expression.span[0]
    if view.data[start : start + 1] != b"(" or not view.data[:start].rstrip().endswith(b"*/"):
        return None
    return _told(resolver, path, view, start, "type")


def of_definition(resolver: Resolver, declaration: Declaration, kind: str) -> Type | None:
    """What a tag tells of an outline definition: its `type`, what it `returns`, what `this` is in it."""
    spec = resolver.project.spec(declaration.path)
    at = resolver.view_at(declaration) if spec is not None and spec.doc_types is not None else None
    if at is None:
        return None
    view, index = at
    return _told(resolver, declaration.path, view, view.outline.span(index)[0], kind)


def of_parameter(resolver: Resolver, path: str, view: FileView, start: int, name: str) -> Type | None:
    """The type of the parameter at `start`, by its name, or of a pattern by its place."""
    if view.spec.doc_types is None:
        return None
    part: Expression | None = None
    for level, around in enumerate(view.ancestors(start)):
        if part is not None and around.node_type == view.spec.parameter_list:
            function = around.around
            spans = [one.span for one in around.children]
            if function is None or part.span not in spans:
                return None
            return parameter_of(resolver, path, view, function.span[0], name, spans.index(part.span))
        direct = around.part("parameter")
        if part is not None and direct is not None and direct.span == part.span:
            return parameter_of(resolver, path, view, around.span[0], name, 0)
        if level > _LEVELS:
            return None
        part = around
    return None


def parameter_of(
    resolver: Resolver, path: str, view: FileView, function: int, name: str, position: int
) -> Type | None:
    """The type of a parameter of the function that begins at an offset; what has no such name, a pattern, is
    told by its position."""
    found = _comment(view, function)
    if found is None:
        return None
    base, tags = found
    top = [tag for tag in tags if tag.kind == "param" and "." not in tag.name]
    named = next((tag for tag in top if tag.name == name), None)
    if named is None and position < len(top) and not any(tag.name == name for tag in tags):
        named = top[position] if _is_pattern(view, function, top[position].name) else None
    if named is None:
        return None
    if any(tag.name.startswith(f"{named.name}.") for tag in tags):
        return written_types.documented_object(path, base + named.name_start)
    return _evaluated(resolver, path, named, base, tags)


def of_member(resolver: Resolver, declaration: Declaration) -> Type | None:
    """The type of a member that a comment declares at the place of its name."""
    view = resolver.project.view_near(declaration.path, declaration.start)
    found = view.comment_around(declaration.start) if view is not None else None
    if view is None or found is None or view.spec.doc_types is None:
        return None
    base, text = found
    tags = view.spec.doc_types.tags(text)
    for tag in _with_members(view, text, tags):
        last = len(tag.name) - len(tag.name.rpartition(".")[2])
        if declaration.start in (base + tag.name_start, base + tag.name_start + last):
            if any(one.name.startswith(f"{tag.name}.") for one in tags):
                return written_types.documented_object(declaration.path, declaration.start)
            return _evaluated(resolver, declaration.path, tag, base, tags)
    return None


def supertypes(resolver: Resolver, owner: Declaration) -> list[Type]:
    """What `@extends` and `@implements` say of a class."""
    data = resolver.project.data(owner.path)
    if data is None or not any(word in data for word in (b"@extends", b"@augments", b"@implements")):
        return []
    known = (of_definition(resolver, owner, kind) for kind in ("extends", "implements"))
    return [one for one in known if one is not None]


def members(view: FileView, start: int, name: str) -> Iterator[int]:
    """Where a comment declares members called `name` of the object type at `start`."""
    found = view.comment_around(start)
    if found is None or view.spec.doc_types is None:
        return
    base, text = found
    for tag in view.spec.doc_types.members(text, start - base):
        if tag.name == name:
            yield base + tag.name_start


def _told(resolver: Resolver, path: str, view: FileView, start: int, kind: str) -> Type | None:
    found = _comment(view, start)
    if found is None:
        return None
    base, tags = found
    for tag in tags:
        if tag.kind == kind and tag.type:
            return _evaluated(resolver, path, tag, base, tags)
    return None


def _comment(view: FileView, start: int) -> tuple[int, tuple[DocTag, ...]] | None:
    if view.spec.doc_types is None:
        return None
    span = view.doc_comment(start)
    return (span[0], view.spec.doc_types.tags(view.data[slice(*span)])) if span is not None else None


def _evaluated(
    resolver: Resolver, path: str, tag: DocTag, base: int, tags: tuple[DocTag, ...]
) -> Type | None:
    given: dict[str, Type] = {}
    for one in tags:
        if one.kind == "template" and one.name and one is not tag:
            bound = (
                written_types.evaluate(resolver, path, one.type, base + one.type_start) if one.type else None
            )
            given[one.name] = bound or Builtin("?")
    known = written_types.evaluate(resolver, path, tag.type, base + tag.type_start, given=given)
    return known if known != Builtin("?") else None


def _with_members(view: FileView, text: bytes, tags: tuple[DocTag, ...]) -> Iterator[DocTag]:
    for tag in tags:
        yield tag
        if tag.type.startswith("{") and view.spec.doc_types is not None:
            yield from view.spec.doc_types.members(text, tag.type_start)


def _is_pattern(view: FileView, function: int, name: str) -> bool:
    """Whether no parameter of the function has the name that its comment uses."""
    return all(
        scope.start != function
        or not any(one.kind.name == "PARAMETER" for one in scope.bindings.get(name, ()))
        for scope in view.scopes
    )
