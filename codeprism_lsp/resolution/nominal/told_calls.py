"""Calls of functions that the text around them tells, so that their file need not be parsed for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from codeprism_lsp.facts.kinds import TYPE_KINDS, DefKind, ImportKind, Role
from codeprism_lsp.facts.outline import Import, Outline
from codeprism_lsp.resolution import imports
from codeprism_lsp.resolution.declaration import ClassObject, Declaration, How, Type
from codeprism_lsp.resolution.nominal import ancestry, types, written
from codeprism_lsp.resolution.nominal.told_receivers import ToldReceivers

if TYPE_CHECKING:
    from codeprism_lsp.resolution.resolver import Resolver

_LINK = re.compile(rb"@(?:link|linkplain|value|see|throws|exception)\s+(?:\*\s+)?[\w$.]*")
_LINK_BYTES = 200
_IMPORT = re.compile(rb"\s*import\s")

Use = tuple[int, Role, Declaration]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Functions that are looked for, and the types that declare them."""

    functions: frozenset[Declaration]
    owners: frozenset[Declaration]
    are_elements: bool  # whether some are elements of annotations, which are named like variables
    are_fields: bool = False  # they are no functions, but fields


def wanted_fields(resolver: Resolver, found: Iterable[Declaration]) -> Wanted | None:
    """As `wanted_functions`, of fields; None where one may be the component of a record, which is called."""
    known = wanted_functions(resolver, found)
    if known is None:
        return None
    for one in known.functions:
        outline, data = resolver.project.outline(one.path), resolver.project.data(one.path) or b""
        owner = outline.container(one.index)
        if b"{" not in data[outline.name_span(owner)[1] : outline.span(one.index)[0]]:
            return None
    return replace(known, are_elements=False, are_fields=True)


def wanted_functions(resolver: Resolver, found: Iterable[Declaration]) -> Wanted | None:
    """What is known of some functions; None where one of them is not declared by a type."""
    owners: set[Declaration] = set()
    chosen = frozenset(found)
    elements = False
    for one in chosen:
        outline = resolver.project.outline(one.path)
        container = outline.container(one.index)
        if container < 0 or outline.kind(container) not in TYPE_KINDS:
            return None
        elements = elements or outline.kind(container) is DefKind.ANNOTATION
        owners.add(Declaration(one.path, container, -1, outline.name(container)))
    return Wanted(chosen, frozenset(owners), elements)


def sift(
    resolver: Resolver, path: str, data: bytes, name: str, offsets: Sequence[int], wanted: Wanted
) -> tuple[list[Use], list[int]]:
    """The uses of some functions of one name that are certain, and the places that only a parse can tell of.
    Places that can mean none of them are in neither."""
    outline = resolver.project.outline(path)
    if outline.size != len(data) or outline.errors:
        return [], list(offsets)
    if wanted.are_fields:
        return _fields(resolver, path, data, name, offsets, wanted)
    own = {outline.name_span(index)[0]: index for index in outline.named(name)}
    head = min((outline.span(index)[0] for index in outline.children(-1)), default=0)
    size = len(name.encode())
    uses: list[Use] = []
    left: list[int] = []
    told: ToldReceivers | None = None
    for start in offsets:
        if start in own:
            declared = Declaration(path, own[start], -1, name, How.SELF)
            if declared in wanted.functions:
                uses.append((start, Role.DEFINITION, declared))
            continue
        end = written.behind(data, start + size)
        mark = data[end : end + 1]
        if wanted.are_elements and mark == b"=" and start >= head:
            told = told or ToldReceivers(resolver, path, data, wanted.owners)
            if (element := _element(resolver, path, told, start, name)) is None:
                left.append(start)
            elif element in wanted.functions:
                uses.append((start, Role.WRITE, element.found(How.MEMBER)))
            continue
        if start < head and (row := _static_import(outline, start)) is not None:
            meant = [one for one in imports.declarations(resolver, path, row) if one in wanted.functions]
            uses.extend((start, Role.IMPORT, one) for one in meant[:1])
            continue
        if mark != b"(" or start < head:
            if _may_name(data, start, mark, wanted) and _may_link(resolver, path, data, start, wanted):
                left.append(start)
            continue
        told = told or ToldReceivers(resolver, path, data, wanted.owners)
        if told.code[start] != data[start]:
            if _is_linked(data, start) and _may_link(resolver, path, data, start, wanted):
                left.append(start)
            continue
        possible = told.may_call(start, name)
        if possible is None:
            left.append(start)
            continue
        accepting = [one.declaration for one in told.accepting(possible, end)]
        meant = [one for one in accepting if one is not None and one in wanted.functions]
        if meant and len(meant) == len(accepting):
            uses.append((start, Role.CALL, meant[0].found(How.MEMBER)))
        elif meant:
            left.append(start)
    return uses, left


def _static_import(outline: Outline, start: int) -> Import | None:
    """The static import that names a member at a place."""
    for row in outline.all_imports:
        if row.name_start == start and row.kind is ImportKind.STATIC_NAME:
            return row
    return None


def _fields(
    resolver: Resolver, path: str, data: bytes, name: str, offsets: Sequence[int], wanted: Wanted
) -> tuple[list[Use], list[int]]:
    """As `sift`, of fields: the places that are those of calls, or of what is not of the owners, fall out."""
    told = ToldReceivers(resolver, path, data, wanted.owners)
    head = min((told.outline.span(index)[0] for index in told.outline.children(-1)), default=0)
    own = {told.outline.name_span(index)[0]: index for index in told.outline.named(name)}
    uses: list[Use] = []
    left: list[int] = []
    size = len(name.encode())
    for start in offsets:
        if start in own:
            declared = Declaration(path, own[start], -1, name, How.SELF)
            if declared in wanted.functions:
                uses.append((start, Role.DEFINITION, declared))
            continue
        if start < head:
            if _may_name(data, start, b"", wanted):
                left.append(start)
            continue
        end = written.behind(told.code, start + size)
        if told.code[start] != data[start]:
            if _is_linked(data, start) and _may_link(resolver, path, data, start, wanted):
                left.append(start)
        elif written.declared_before(told.code, start, start + size):
            continue  # a variable is called like the field
        elif told.code[end : end + 1] != b"(" and (
            told.may_hold(start) is not False or told.is_imported(name)
        ):
            left.append(start)
    return uses, left


def _element(resolver: Resolver, path: str, told: ToldReceivers, start: int, name: str) -> Declaration | None:
    """The element of an annotation that is named at a place, of no file where none is; None where it is not
    told."""
    opened = written.around(told.code, start)
    last = written.before(told.code, opened) if opened >= 0 else -1
    word, begin = written.dotted_ending(told.code, last)
    mark = written.before(told.code, begin)
    if not word or mark < 0 or told.code[mark] != 0x40:
        return Declaration("")
    segments = tuple(word.decode("utf-8", "replace").split("."))
    found = types.named(resolver, path, told.outline.enclosing(start), segments, header=True)
    if not isinstance(found, ClassObject):
        return Declaration("") if found is not None else None
    owner = found.declaration
    for index in resolver.project.outline(owner.path).members(owner.index, name):
        return Declaration(owner.path, index, -1, name)
    return Declaration("")


def _may_name(data: bytes, start: int, mark: bytes, wanted: Wanted) -> bool:
    """Whether a name may be that of a function that is not called: in an import, a link or a reference to the
    function, with a comment behind it, or as an element."""
    if mark == b"/" or (wanted.are_elements and mark == b"=") or _is_linked(data, start):
        return True
    before = written.before(data, start)
    if before < 0:
        return False
    last = data[before : before + 1]
    if last == b">" and (opened := written.type_arguments(data, before)) > 0:
        before = written.before(data, opened)
    if data[before - 1 : before + 1] in (b"::", b"*/"):
        return True
    return last == b"." and _IMPORT.match(data, data.rfind(b"\n", 0, start) + 1) is not None


def _is_linked(data: bytes, start: int) -> bool:
    """Whether a name may be that of a link in documentation."""
    if data[start - 1 : start] == b"#":
        return True
    at = data.rfind(b"@", max(0, start - _LINK_BYTES), start)
    return at >= 0 and _LINK.fullmatch(data, at, start) is not None


def _may_link(resolver: Resolver, path: str, data: bytes, start: int, wanted: Wanted) -> bool:
    """Whether the member of a link (`Item#size`) may be that of an owner: not where the class is none, or
    where the file has no such class and the link names none."""
    if data[start - 1 : start] != b"#":
        return True
    outline = resolver.project.outline(path)
    word = written.word_ending(data, start - 2)
    seen: list[Type | None] = []
    if word:
        if data[start - 2 - len(word) : start - 1 - len(word)] == b".":
            return True
        index = outline.enclosing(start)
        seen.append(types.first_named(resolver, path, index, word.decode("utf-8", "replace")))
    if not word or seen == [None]:
        classes = [index for index in range(len(outline)) if outline.kind(index) in TYPE_KINDS]
        seen.extend(ClassObject(Declaration(path, index, -1, outline.name(index))) for index in classes)
    return any(
        ancestry.key(above) in wanted.owners
        for one in seen
        if one is not None
        for above in ancestry.levels(resolver, one, path)
    )
