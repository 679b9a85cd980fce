"""Types of receivers that the text before a call tells: most calls are understood without a tree.

A variable has the type that its declarations in the function around write, or that of the field of its name;
a call gives what its functions give, where they agree. What is inferred from anything else is not told.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from codeprism_lsp.facts.kinds import CALLABLE_KINDS, TYPE_KINDS, DefKind, ImportKind
from codeprism_lsp.resolution.declaration import (
    Builtin,
    ClassObject,
    Declaration,
    Instance,
    Outside,
    OutsideClass,
    Type,
    Variable,
)
from codeprism_lsp.resolution.nominal import ancestry, calls, functions, inferred, references, types, written
from codeprism_lsp.resolution.nominal.functions import Function

if TYPE_CHECKING:
    from codeprism_lsp.resolution.resolver import Resolver

_DEPTH = 12  # links of a chain of calls
_VALUES = frozenset({DefKind.FIELD, DefKind.CONSTANT, DefKind.ENUM_MEMBER})
CALLING = frozenset(b"return throw else do assert case yield in".split())  # words before a call


class ToldReceivers:
    """What the text of one file tells of the receivers in it."""

    def __init__(self, resolver: Resolver, path: str, data: bytes, owners: Collection[Declaration]) -> None:
        """`owners` are types of which anything that is asked about has to inherit."""
        self._data = data
        self._resolver = resolver
        self._path = path
        self.outline = resolver.project.outline(path)
        self._known_at: dict[int, tuple[Type, ...] | None] = {}
        self._unqualified: dict[tuple[int, str, bool], Sequence[Function]] = {}
        self._related: dict[Type, bool] = {}
        self._owners = owners

    @cached_property
    def code(self) -> bytes:
        """The text of the file without comments and what strings hold."""
        return written.blanked(self._data)

    def may_call(self, start: int, name: str) -> Sequence[Function] | None:
        """As `called`, and nothing where the receiver inherits from none of the owners."""
        return self._called(start, name, 0, True)

    def called(self, start: int, name: str, depth: int = 0) -> Sequence[Function] | None:
        """The functions among which the call of the name at a place chooses; None where that is not told."""
        return self._called(start, name, depth, False)

    def _called(self, start: int, name: str, depth: int, owned: bool) -> Sequence[Function] | None:
        code = self.code
        last = written.before(code, start)
        if last < 0:
            return None
        byte = code[last]
        if byte == 0x2E:
            return self._of_receiver(last, name, depth, owned)
        if byte in b":@" and not self._is_choice(last):
            return None
        word = written.word_ending(code, last)
        if word and word not in CALLING:
            return None  # a declaration, or `new`
        if byte == 0x3E and (opened := written.type_arguments(code, last)) >= 0:
            dot = written.before(code, opened)
            return self._of_receiver(dot, name, depth, owned) if dot >= 0 and code[dot] == 0x2E else None
        if byte == 0x5D:
            return None
        return self._plain(start, name, owned)

    def accepting(self, found: Sequence[Function], behind_name: int) -> Sequence[Function]:
        """Those that take the number of arguments that stands behind a name; all where none does."""
        count = written.arguments(self.code, behind_name) if len(found) > 1 else None
        return found if count is None else [one for one in found if one.accepts(count)] or found

    # -- calls -------------------------------------------------------------------------------------

    def _is_choice(self, last: int) -> bool:
        """Whether a colon stands between alternatives or behind a label, and is no part of `::`."""
        return self.code[last] == 0x3A and self.code[last - 1] != 0x3A

    def _plain(self, start: int, name: str, owned: bool) -> Sequence[Function]:
        key = (self.outline.enclosing(start), name, owned)
        found = self._unqualified.get(key)
        if found is None:
            found = self._unqualified[key] = self._of_scopes(start, name, owned)
        return found

    def _of_scopes(self, start: int, name: str, owned: bool) -> Sequence[Function]:
        if owned and not self._is_around(start) and not self.is_imported(name):
            return ()
        return calls.unqualified(self._resolver, self._path, name, start)

    def _is_around(self, start: int) -> bool:
        """Whether a class around a place has anything of the owners'."""
        outline = self.outline
        index = outline.enclosing(start)
        while index >= 0:
            if outline.kind(index) is DefKind.ENUM_MEMBER:
                return True
            if outline.kind(index) in TYPE_KINDS:
                declaration = Declaration(self._path, index, -1, outline.name(index))
                if self._is_related(ancestry.own_type(self._resolver, declaration)):
                    return True
            index = outline.container(index)
        return False

    def is_imported(self, name: str) -> bool:
        """Whether a static import may bring a function of that name."""
        project = self._resolver.project
        rows = (*project.imports_by_name(self._path).get(name, ()), *project.wildcards(self._path))
        return any(one.kind in (ImportKind.STATIC_NAME, ImportKind.STATIC_WILDCARD) for one in rows)

    def _is_related(self, found: Type) -> bool:
        """Whether a type has anything of the owners'."""
        known = self._related.get(found)
        if known is None:
            above = ancestry.levels(self._resolver, found, self._path)
            known = self._related[found] = any(ancestry.key(one) in self._owners for one in above)
        return known

    def _of_receiver(self, dot: int, name: str, depth: int, owned: bool) -> Sequence[Function] | None:
        receivers = self._receivers(dot, depth)
        if receivers is None:
            return None
        if owned and not all(related := [self._is_related(one) for one in receivers]):
            return None if any(related) else ()
        found: list[Function] = []
        for one in receivers:
            own = functions.named(self._resolver, one, name, self._path)
            found.extend(each for each in own if each not in found)
        return found

    def _given(self, start: int, name: bytes, opened: int, depth: int) -> tuple[Type, ...] | None:
        """The types that the call of the name at a place may give."""
        possible = self.called(start, name.decode("utf-8", "replace"), depth + 1)
        if not possible:
            return None
        given: list[Type] = []
        for one in self.accepting(possible, opened):
            known = types.substituted(one.result, {}) if one.result is not None else None
            if known is None or isinstance(known, Variable) or one.name in ("getClass", "clone"):
                return None
            if known not in given:
                given.append(known)
        return tuple(given)

    def may_hold(self, start: int) -> bool | None:
        """Whether the name at a place may be that of something of the owners'; None where it is not told."""
        code = self.code
        last = written.before(code, start)
        if last >= 0 and code[last] == 0x2E:
            receivers = self._receivers(last, 0)
            return None if receivers is None else any(self._is_related(one) for one in receivers)
        return self._is_around(start)

    # -- receivers ---------------------------------------------------------------------------------

    def _receivers(self, dot: int, depth: int) -> tuple[Type, ...] | None:
        """The types that what stands before the dot at a place may have; None where they are not told."""
        if dot not in self._known_at:
            if depth > _DEPTH:
                return None
            self._known_at[dot] = self._told_at(dot, depth)
        return self._known_at[dot]

    def _told_at(self, dot: int, depth: int) -> tuple[Type, ...] | None:
        code = self.code
        last = written.before(code, dot)
        if last < 0:
            return None
        byte = code[last]
        if byte == 0x22:
            return (Outside(types.library(self._resolver, self._path).full_name("String")),)
        if byte == 0x29:
            return self._of_brackets(last, depth)
        name, begin = written.dotted_ending(code, last)
        around = written.before(code, begin)
        if not name or (around >= 0 and code[around] == 0x2E):
            return None
        if b"." in name:
            return self._of_dotted(name, begin)
        return self._of_word(name, begin)

    def _of_brackets(self, last: int, depth: int) -> tuple[Type, ...] | None:
        code = self.code
        opened = written.opening(code, last)
        end = written.before(code, opened) if opened >= 0 else -1
        if end < 0:
            return None
        if code[end] == 0x3E:
            generic = written.type_arguments(code, end)
            return self._made(generic, end, opened) if generic >= 0 else None
        word = written.word_ending(code, end)
        if not word or word in CALLING:
            return None
        made = self._made(end + 1, end, opened)
        return made if made is not None else self._given(end + 1 - len(word), word, opened, depth)

    def _made(self, stop: int, end: int, opened: int) -> tuple[Type, ...] | None:
        """The type of `new Item<A>(...)`, whose name ends before `stop` and whose text ends at `end`."""
        code = self.code
        name, begin = written.dotted_ending(code, written.before(code, stop))
        last = written.before(code, begin)
        if not name or last < 0 or written.word_ending(code, last) != b"new":
            return None
        if code[written.before(code, last - 2)] == 0x2E:
            return None  # `outer.new Inner()`
        text = (name + code[stop : end + 1]).decode("utf-8", "replace").removesuffix("<>")
        return self._known(self._type(text, begin))

    def _of_dotted(self, name: bytes, begin: int) -> tuple[Type, ...] | None:
        resolver, path = self._resolver, self._path
        segments = tuple(name.decode("utf-8", "replace").split("."))
        index = self.outline.enclosing(begin)
        if segments[-1] == "this":
            outer = types.named(resolver, path, index, segments[:-1])
            own = ancestry.own_type(resolver, outer.declaration) if isinstance(outer, ClassObject) else None
            return self._known(own)
        known = self._of_word(segments[0].encode(), begin)
        for segment in segments[1:]:
            if not known or len(known) > 1:
                break
            known = self._of_field(known[0], segment)
        if known:
            return known
        if not segments[-1][:1].isupper() or self._declared(segments[0].encode(), begin) != ():
            return None
        found = types.named(resolver, path, index, segments)
        return self._known(references.instance(found)) if isinstance(found, ClassObject) else None

    def _of_word(self, word: bytes, start: int) -> tuple[Type, ...] | None:
        if word == b"this":
            return self._known(inferred.enclosing_type(self._resolver, self._path, start))
        if word == b"super":
            own = inferred.enclosing_type(self._resolver, self._path, start)
            above = ancestry.parents(self._resolver, own, self._path) if own is not None else ()
            return self._known(above[0]) if above else None
        key = ("told", self._path, self.outline.enclosing(start), word)
        return self._resolver.project.cached(key, lambda: self._named_by(word, start))

    def _named_by(self, word: bytes, start: int) -> tuple[Type, ...] | None:
        """The types of all that a simple name may mean at a place."""
        local = self._declared(word, start)
        name = word.decode("utf-8", "replace")
        if local is None:
            return None
        index = self._class_around(start)
        while index >= 0:
            own = Declaration(self._path, index, -1, self.outline.name(index))
            held = self._of_field(ancestry.own_type(self._resolver, own), name)
            if held is None or held:
                return None if held is None else tuple(dict.fromkeys((*local, *held)))
            index = self._class_around_definition(index)
        if local:
            return local
        project = self._resolver.project
        rows = project.imports_by_name(self._path).get(name, ())
        if any(one.kind is ImportKind.STATIC_NAME for one in rows) or not name[:1].isupper():
            return None
        found = types.first_named(self._resolver, self._path, self.outline.enclosing(start), name)
        if not isinstance(found, ClassObject | OutsideClass):
            return None
        return self._known(references.instance(found))

    def _declared(self, word: bytes, start: int) -> tuple[Type, ...] | None:
        """The types with which the function around a place declares a word; None where that is not told."""
        _, top = self._region(start)
        if top < 0:
            return None
        begin, end = self.outline.span(top)
        found: list[Type] = []
        for match in re.finditer(
            rb"(?<![\w$\x80-\xff])" + re.escape(word) + rb"(?![\w$\x80-\xff])", self.code[begin:end]
        ):
            at = begin + match.start()
            text = written.declared_before(self.code, at, begin + match.end())
            if text is None:
                return None
            if not text:
                continue
            known = self._type(text, at)
            if known is None:
                return None
            if known not in found:
                found.append(known)
        return tuple(found)

    def _of_field(self, owner: Type, name: str) -> tuple[Type, ...] | None:
        """The type of a field of a type, its own or an inherited one; empty without one, None where it
        is not told."""
        resolver, path = self._resolver, self._path
        for level in ancestry.levels(resolver, owner, path):
            if not isinstance(level, Instance):
                continue
            where = resolver.project.outline(level.declaration.path)
            for one in where.members(level.declaration.index, name):
                if where.kind(one) in _VALUES:
                    field = Declaration(level.declaration.path, one, -1, name)
                    return self._known(resolver.type_of_declaration(field, level))
        is_field, known = functions.field_type(resolver, owner, name, path)
        return self._known(known) if is_field else ()

    def _type(self, text: str, at: int) -> Type | None:
        """The type that a text denotes at a place: for all functions of a class at once, but for those that
        have types of their own."""
        return types.evaluate(self._resolver, self._path, self.home(at), text)

    def home(self, at: int) -> int:
        """The innermost definition around a place that gives names of types a meaning of its own."""
        resolver, path, outline = self._resolver, self._path, self.outline
        index = outline.enclosing(at)
        while index >= 0 and outline.kind(index) not in TYPE_KINDS:
            if any(outline.kind(one) in TYPE_KINDS for one in outline.children(index)):
                break
            if outline.kind(index) in CALLABLE_KINDS and types.function_generics(resolver, path, index):
                break
            index = outline.container(index)
        return index

    def _known(self, found: Type | None) -> tuple[Type, ...] | None:
        if found is None or found == types.UNKNOWN:
            return None
        if isinstance(found, Builtin) and found.name != "array":
            return ()
        return (found,)

    # -- places ------------------------------------------------------------------------------------

    def _region(self, at: int) -> tuple[int, int]:
        """The innermost definition around a place, and the outermost that is no type, -1 in neither."""
        outline = self.outline
        innermost = index = outline.enclosing(at)
        top = -1
        while index >= 0:
            if outline.kind(index) not in TYPE_KINDS:
                top = index
            index = outline.container(index)
        return innermost, top if innermost >= 0 and outline.kind(innermost) not in TYPE_KINDS else -1

    def _class_around(self, at: int) -> int:
        index = self.outline.enclosing(at)
        return (
            index
            if index < 0 or self.outline.kind(index) in TYPE_KINDS
            else self._class_around_definition(index)
        )

    def _class_around_definition(self, index: int) -> int:
        outline = self.outline
        index = outline.container(index)
        while index >= 0 and outline.kind(index) not in TYPE_KINDS:
            index = outline.container(index)
        return index
