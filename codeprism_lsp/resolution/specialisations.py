"""Specialisations of templates (`template <> struct hash<A> {}`) among the declarations of a name.

A name stands for the template as it is first declared; a specialisation is what the template is for some
arguments, and declares no name of its own. One that is written out in full is meant where its arguments are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from codeprism_lsp.facts.kinds import TYPE_KINDS, DefKind
from codeprism_lsp.resolution import linkage
from codeprism_lsp.resolution.declaration import Declaration

if TYPE_CHECKING:
    from codeprism_lsp.resolution.resolver import Resolver

_ARGUMENTS = 200  # bytes behind a name in which its arguments end


def is_one(resolver: Resolver, one: Declaration) -> bool:
    """Whether a declaration is that of a template for some arguments."""
    if one.index < 0 or resolver.kind(one) not in TYPE_KINDS:
        return False
    project = resolver.project
    data = project.data(one.path) or b""
    return project.rules(one.path).is_specialisation(project.outline(one.path), one.index, data)


def behind_templates(
    resolver: Resolver, levels: Iterator[list[Declaration]], path: str, offset: int
) -> Iterator[list[Declaration]]:
    """What each level of visibility has, without the specialisations of templates that are declared on
    another one; they come last where nothing else has the name."""
    otherwise: list[list[Declaration]] = []
    any_found = False
    for found in levels:
        apart = [one for one in found if is_one(resolver, one)]
        within = [one for one in apart if _holds(resolver, one, path, offset)]
        kept = within or [one for one in found if one not in apart]
        if kept or not found:
            any_found = True
            yield kept
        else:
            otherwise.append(found)
    if not any_found:
        yield from otherwise


def without(resolver: Resolver, found: Sequence[Declaration]) -> list[Declaration]:
    """The declarations that are no specialisations; all, where there are no others."""
    if len(found) < 2:
        return list(found)
    return [one for one in found if not is_one(resolver, one)] or list(found)


def by_typedef(resolver: Resolver, path: str, found: list[Declaration]) -> list[Declaration]:
    """The typedef of a structure by its own name (`typedef struct item item;` of a header shared with C),
    which hides the structure where both are seen; else what was found."""
    project = resolver.project
    if len(found) != 1 or found[0].index < 0 or not project.rules(path).open_namespaces():
        return found
    if resolver.kind(found[0]) is not DefKind.STRUCT:
        return found
    name = found[0].name
    for one in linkage.linked_anywhere(resolver, path, name):
        if one.path != path and resolver.kind(one) is DefKind.TYPE_ALIAS:
            if project.outline(one.path).type_text(one.index).split()[-1:] == [name]:
                return [one]
    return found


def template_of(resolver: Resolver, path: str, one: Declaration) -> list[Declaration]:
    """The template that a specialisation is one of, by the name that it is written with."""
    if not is_one(resolver, one):
        return []
    outline = resolver.project.outline(path)
    start = outline.name_span(one.index)[0]
    view = resolver.project.view_near(path, start)
    found = resolver.name(path, view, one.name, start) if view is not None else []
    return [each for each in found if each != one and resolver.is_type(each) and not is_one(resolver, each)]


def meant(resolver: Resolver, path: str, offset: int, found: list[Declaration]) -> list[Declaration]:
    """What a name at an offset means: of a template that which is written for just the arguments that stand
    behind the name, if there is one."""
    if len(found) != 1 or found[0].index < 0 or resolver.kind(found[0]) not in TYPE_KINDS:
        return found
    project = resolver.project
    template = found[0]
    rules, outline = project.rules(template.path), project.outline(template.path)
    given = _arguments(project.data(path) or b"", offset + len(template.name.encode()))
    if not given:
        return found
    for index in outline.by_name.get(template.name, ()):
        data = project.data(template.path) or b""
        if index != template.index and rules.is_specialisation(outline, index, data):
            if _is_full(data, outline.span(index)[0]):
                if _arguments(data, outline.name_span(index)[1]) == given:
                    return [Declaration(template.path, index, -1, template.name, template.how)]
    return found


def _is_full(data: bytes, start: int) -> bool:
    """Whether a specialisation has no parameters left (`template <>`)."""
    head = data[max(0, start - 40) : start + 20]
    return b"".join(head.rpartition(b"template")[2].split())[:2] == b"<>"


def _arguments(data: bytes, end: int) -> bytes:
    """The template's arguments behind a name, without spaces."""
    text = data[end : end + _ARGUMENTS].lstrip()
    if text[:1] != b"<":
        return b""
    level = 0
    for at, byte in enumerate(text):
        level += (byte == 0x3C) - (byte == 0x3E)
        if level == 0:
            return b"".join(text[: at + 1].split())
    return b""


def _holds(resolver: Resolver, one: Declaration, path: str, offset: int) -> bool:
    """Whether a place is in the body of a specialisation, which knows itself by its name."""
    if one.path != path:
        return False
    outline = resolver.project.outline(path)
    start, end = outline.span(one.index)
    if not start <= offset < end:
        return False
    data = resolver.project.data(path) or b""
    body = data.find(b"{", outline.name_span(one.index)[1], end)
    return 0 <= body < offset
