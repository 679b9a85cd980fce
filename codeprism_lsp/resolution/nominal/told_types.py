"""Uses of types that the text around their name tells, so that their file need not be parsed for them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from codeprism_lsp.extraction import doc_names
from codeprism_lsp.facts.kinds import TYPE_KINDS, DefKind, ImportKind, Role
from codeprism_lsp.resolution import imports
from codeprism_lsp.resolution.declaration import ClassObject, Declaration, How, Type
from codeprism_lsp.resolution.nominal import types, written
from codeprism_lsp.resolution.nominal.told_receivers import ToldReceivers

if TYPE_CHECKING:
    from codeprism_lsp.resolution.resolver import Resolver

Use = tuple[int, Role, Declaration, int]
"""Where a name stands, what it does, what it means, and where the qualifier begins that belongs to it."""

_BEFORE_TYPES = frozenset(
    b"return throw new case else assert yield do instanceof extends implements throws super permits static "
    b"final abstract default public private protected synchronized volatile transient native strictfp".split()
)
_IMPORT = re.compile(rb"\s*import\s")
_BEHIND = 1_000  # bytes behind a name that tell what it is
_NAMED = TYPE_KINDS | {DefKind.CONSTRUCTOR}


def sift(
    resolver: Resolver,
    path: str,
    data: bytes,
    name: str,
    offsets: Sequence[int],
    wanted: Collection[Declaration],
) -> tuple[list[Use], list[int]]:
    """The uses of some types of one name that are certain, and the places that only a parse can tell of.
    Places that can mean none of them are in neither."""
    outline = resolver.project.outline(path)
    rows = resolver.project.imports_by_name(path).get(name, ())
    if (
        outline.size != len(data)
        or outline.errors
        or name.isupper()  # as constants are called
        or any(outline.kind(index) not in _NAMED for index in outline.named(name))
        or any(one.kind is ImportKind.STATIC_NAME for one in rows)
    ):
        return [], list(offsets)
    own = {outline.name_span(index)[0]: index for index in outline.named(name)}
    shown = data[: offsets[-1] + _BEHIND] if offsets else b""
    reading = _Reading(resolver, path, data, shown, name, wanted)
    uses: list[Use] = []
    left: list[int] = []
    for start in offsets:
        if start in own:
            declared = Declaration(path, own[start], -1, name, How.SELF)
            if declared in wanted:
                uses.append((start, Role.DEFINITION, declared, -1))
            continue
        told = reading.at(start)
        if told is None:
            left.append(start)
        elif told[1] in wanted:
            uses.append((start, told[0], told[1], told[2]))
    return uses, left


_NOTHING = (Role.REFERENCE, Declaration(""), -1)


class _Reading:
    """What the text of one file tells of the places at which one name stands."""

    def __init__(
        self,
        resolver: Resolver,
        path: str,
        data: bytes,
        shown: bytes,
        name: str,
        wanted: Collection[Declaration],
    ) -> None:
        """`shown` is the text up to the last place that is asked about, and somewhat more."""
        self._wanted = wanted
        self._resolver = resolver
        self._path = path
        self._data = data
        self._name = name
        self._size = len(name.encode())
        self._outline = resolver.project.outline(path)
        self._told = ToldReceivers(resolver, path, shown, ())
        self._seen: dict[tuple[int, bool], Type | None] = {}

    def at(self, start: int) -> tuple[Role, Declaration, int] | None:
        """The role of the name at a place, what it means and where its qualifier begins; `_NOTHING` where it
        means no type of the workspace, None where that is not told."""
        data, code = self._data, self._told.code
        if code[start] != data[start]:
            return self._in_comment(start)
        last = written.before(code, start)
        end = written.behind(code, start + self._size)
        mark = code[end : end + 1]
        if last >= 0 and code[last] == 0x2E:
            return self._qualified(start)
        if mark == b"=" or code[end : end + 2] == b"->" or last < 0 or code[last - 1 : last + 1] == b"::":
            return None
        role = self._role(last, mark, end)
        if role is None or not self._may_be_type(last, mark, end):
            return None
        index = self._outline.enclosing(start)
        header = index >= 0 and self._outline.kind(index) in TYPE_KINDS and not self._is_in_body(index, start)
        if header and role is not Role.DECORATE:
            return None  # among the types that a class is declared with
        return self._meant(start, role, header)

    def _meant(self, start: int, role: Role, header: bool) -> tuple[Role, Declaration, int] | None:
        index = self._told.home(start)
        if (index, header) not in self._seen:
            found = types.first_named(self._resolver, self._path, index, self._name, header=header)
            self._seen[index, header] = found
        found = self._seen[index, header]
        if found is None:
            return None
        return (role, found.declaration, -1) if isinstance(found, ClassObject) else _NOTHING

    def _role(self, last: int, mark: bytes, end: int) -> Role | None:
        code = self._told.code
        decorates = code[last] == 0x40
        if code[end : end + 3] == b"...":
            return Role.TYPE
        if mark == b".":
            word = written.word_at(code, written.behind(code, end + 1))
            if word in (b"super", b"this"):
                return None
            return Role.TYPE if word == b"class" else Role.RECEIVER
        if code[end : end + 2] == b"::":
            return Role.RECEIVER
        if decorates:
            return Role.DECORATE
        made = written.word_ending(code, last) == b"new"
        if mark == b"(":
            return Role.INSTANTIATE if made else None
        return Role.INSTANTIATE if made and mark == b"<" else Role.TYPE

    def _may_be_type(self, last: int, mark: bytes, end: int) -> bool:
        """Whether what stands before a name leaves no variable to be declared by it."""
        code = self._told.code
        if mark == b"." and code[end : end + 3] != b"...":
            return True  # nothing is declared by what a member is taken of
        if code[last] == 0x3E:
            opened = written.type_arguments(code, last)
            if opened < 0:
                return True
            last = written.before(code, opened)
        if code[last] == 0x5D:
            return False
        word, begin = written.dotted_ending(code, last)
        if not word or word in _BEFORE_TYPES:
            return True
        return code[written.before(code, begin)] == 0x40  # an annotation

    def _is_in_body(self, index: int, start: int) -> bool:
        body = self._told.code.find(b"{", self._outline.name_span(index)[1], start)
        return body >= 0 and self._outline.name(index) != "new"

    def _qualified(self, start: int) -> tuple[Role, Declaration, int] | None:
        data, code = self._data, self._told.code
        name, begin = written.dotted_ending(code, start + self._size - 1)
        if _IMPORT.match(data, data.rfind(b"\n", 0, start) + 1) is None:
            index = self._outline.enclosing(start)
            segments = tuple(name.decode("utf-8", "replace").split("."))
            found = types.named(self._resolver, self._path, index, segments)
            is_other = isinstance(found, ClassObject) and found.declaration not in self._wanted
            return _NOTHING if is_other else None
        for row in self._outline.all_imports:
            if row.name_start == start and row.kind is ImportKind.NAME:
                meant = imports.declarations(self._resolver, self._path, row)
                return (Role.IMPORT, meant[0], begin) if meant else _NOTHING
        return None

    def _in_comment(self, start: int) -> tuple[Role, Declaration, int] | None:
        spec, data = self._resolver.project.spec(self._path), self._data
        begin, end = data.rfind(b"/*", 0, start), data.find(b"*/", start)
        if spec is None or begin < 0 or end < 0:
            return _NOTHING
        found = doc_names.at(spec, data, begin, end + 2, start)
        if found is None or found.role != "reference":
            return _NOTHING
        if data[start - 1 : start] in (b".", b"#"):
            return None
        return self._meant(start, Role.REFERENCE, False)
