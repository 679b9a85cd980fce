"""Includes, linkage and the pairing of declarations with definitions, for C.

What includes bring into scope is not walked file by file: the definitions of a name are few, and whether
one is visible is asked of each (`visible`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from codeprism_lsp.facts.kinds import CALLABLE_KINDS, NAMESPACE_KINDS, DefKind, ImportKind, Modifier
from codeprism_lsp.facts.outline import Import, Outline
from codeprism_lsp.languages.c import expansion, system
from codeprism_lsp.languages.c.compile_commands import flags_of
from codeprism_lsp.languages.c.condition import Value, macro_of
from codeprism_lsp.languages.c.conditions import PREDEFINED, inactive_spans
from codeprism_lsp.languages.c.headers import is_cpp_header
from codeprism_lsp.languages.c.includes import (
    in_reading_order,
    include_targets,
    includes,
    is_complete,
    is_include,
    shared_directories,
)
from codeprism_lsp.languages.rules import Files, Rules
from codeprism_lsp.languages.spec import ModuleTarget

Definers = Callable[[str], Sequence[tuple[str, int]]]

_HEADERS = (".h", ".hpp", ".hh", ".hxx", ".h++", ".ipp", ".inl", ".tpp", ".inc", ".def")
_HEAD_BYTES = 1 << 16
_TAGS = (DefKind.STRUCT, DefKind.UNION, DefKind.ENUM, DefKind.CLASS)
_TAG_WORD = re.compile(rb"\b(?:struct|union|enum)\s+\Z")
_TAG_WORD_BYTES = 64  # before a name in which the word is looked for
_DEFINERS, _CONDITION_DEPTH = 50, 2  # definitions of a macro, and files behind files, that are looked at
_DEFINE = re.compile(rb"[ \t]*#[ \t]*define\b")
_LINKED = (DefKind.FUNCTION, DefKind.VARIABLE, DefKind.CONSTANT)
_DISTANT, _UNSEEN, _OPAQUE = 2, 40, 80  # ranks: other directories, headers not included, types in sources

BUILTIN_TYPES = frozenset(
    "void char short int long float double signed unsigned bool _Bool size_t ssize_t wchar_t char8_t "
    "char16_t char32_t ptrdiff_t intptr_t uintptr_t int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t "
    "uint64_t auto nullptr_t __int128 va_list".split()
)


_SYSTEM_TYPES = frozenset(
    "timeval timespec timezone tm stat stat64 statfs dirent sockaddr sockaddr_in sockaddr_in6 sockaddr_un "
    "sockaddr_storage in_addr in6_addr addrinfo hostent servent iovec msghdr cmsghdr pollfd epoll_event "
    "passwd group rusage rlimit utsname termios winsize itimerval sigaction sigevent option lconv "
    "__sFILE _IO_FILE DIR utimbuf utimbufx flock tms ifreq linger fd_set".split()
)

_SOURCES = (".c", ".cc", ".cpp", ".cxx", ".c++")  # with headers, the files whose definitions are one


def is_header(path: str) -> bool:
    return path.endswith(_HEADERS)


class Shared(NamedTuple):
    """A definition that other files may declare, too, with what tells which of them."""

    path: str
    definition: int
    is_callable: bool
    at_file_level: bool
    declares: bool  # it is a declaration without a body


class CRules(Rules):
    """The rules of C."""

    def import_keys(self, imported: Import) -> Iterable[str]:
        return super().import_keys(imported) if is_include(imported) else ()

    def targets(self, files: Files, path: str, imported: Import) -> Sequence[ModuleTarget]:
        return include_targets(files, path, imported) if is_include(imported) else ()

    def wildcard(self, kind: ImportKind) -> bool:
        return False

    def bound_name(self, imported: Import) -> str:
        return ""

    def package(self, files: Files, path: str) -> str:
        return path.rpartition("/")[0]

    def calls_give_fields(self) -> bool:
        # The type of a pointer to a function is kept as what it returns.
        return True

    def separates_tags(self) -> bool:
        return True

    def expanded(self, definition: str, arguments: Sequence[str]) -> tuple[str, tuple[str, list[str]] | None]:
        text = expansion.body(definition, arguments)
        return expansion.cast_type(text), expansion.called(text)

    def declared_by(self, definition: str, arguments: Sequence[str], name: str) -> str:
        return expansion.declared_type(expansion.body(definition, arguments), name)

    def files_read(self, files: Files, path: str) -> Sequence[str]:
        return in_reading_order(files, path)

    def is_system_type(self, name: str) -> bool:
        return name in _SYSTEM_TYPES

    def is_preprocessed(self) -> bool:
        return True

    def compiles_conditionally(self) -> bool:
        return True

    def left_out(
        self, files: Files, path: str, read: Callable[[str], bytes | None], definers: Definers
    ) -> Sequence[tuple[int, int]]:
        return self._left_out(files, path, read, definers, 0)

    def predefined(self, standard: str) -> Mapping[str, Value]:
        """Macros that the compiler defines by itself, with their values, for a standard of the language."""
        return PREDEFINED

    def _left_out(
        self, files: Files, path: str, read: Callable[[str], bytes | None], definers: Definers, depth: int
    ) -> Sequence[tuple[int, int]]:
        data = read(path)
        if data is None:
            return ()
        answers: dict[str, Value | None] = {}

        def included_as_taken(name: str) -> Value | None:
            for other, index in definers(name)[:_DEFINERS]:
                if other == path or not includes(files, path, other):
                    continue
                outline = files.outline(other)
                if outline.kind(index) is not DefKind.MACRO:
                    continue
                start, end = outline.span(index)
                below = partial(self._left_out, files, other, read, definers, depth + 1)
                spans = files.cached(("left out", other, depth + 1), below)
                if not any(one <= start < another for one, another in spans):
                    return _as_defined(read(other) or b"", start, end)
            return None

        def defined_elsewhere(name: str) -> Value | None:
            if depth >= _CONDITION_DEPTH:
                return None
            if name not in answers:
                answers[name] = included_as_taken(name)
            return answers[name]

        flags = flags_of(files, path)[0]
        given = {**self.predefined(flags.standard), **flags.macros}
        return inactive_spans(data, defined_elsewhere, given)

    def is_tagged(self, data: bytes, start: int) -> bool:
        return _TAG_WORD.search(data, max(0, start - _TAG_WORD_BYTES), start) is not None

    def needs_tag_words(self) -> bool:
        return True

    def is_tag(self, outline: Outline, index: int) -> bool:
        if outline.kind(index) not in _TAGS:
            return False
        # A structure without a tag goes by its typedef, which stands behind its members.
        members = outline.children(index)
        return not members or outline.name_span(index)[0] < outline.span(members[0])[0]

    def is_builtin_type(self, name: str) -> bool:
        return name in BUILTIN_TYPES

    def undeclared_is_external(self) -> bool:
        return True

    def is_inferred(self, type_text: str) -> bool:
        return type_text in ("auto", "__auto_type", "decltype(auto)")

    def dialect(self, path: str, language: str, data: bytes, neighbours: Callable[[], Sequence[str]]) -> str:
        if not path.endswith((".h", ".inc")):
            return language
        return "cpp" if is_cpp_header(data[:_HEAD_BYTES], neighbours()) else "c"

    def exports(self, outline: Outline, name: str) -> Sequence[int]:
        return [index for index in outline.by_name.get(name, ()) if self.at_file_level(outline, index)]

    def at_file_level(self, outline: Outline, index: int) -> bool:
        """Whether the name is one of the whole file: tags, enumerators and macros are, at any depth."""
        if outline.qualifier(index):
            return False
        container, kind = outline.container(index), outline.kind(index)
        return container < 0 or kind in _TAGS or kind in (DefKind.ENUM_MEMBER, DefKind.MACRO)

    def visible(self, files: Files, path: str, candidate: str, index: int) -> int:
        if not self.at_file_level(files.outline(candidate), index):
            return -1
        return self.reach(files, path, candidate, index)

    def reach(self, files: Files, path: str, candidate: str, index: int) -> int:
        if candidate == path:
            return 0
        if includes(files, path, candidate):
            return 0
        outline = files.outline(candidate)
        kind, header = outline.kind(index), is_header(candidate)
        directories = path.count("/")
        distance = directories - shared_directories(path, candidate)
        known = not is_header(path) and is_complete(files, path)
        if kind in _LINKED and not (self.is_private_to_file(outline, index, candidate)):
            if known and (header or distance or self.must_be_declared()):
                return -1  # what is declared nowhere is the system's
            if header and not outline.modifiers(index) & Modifier.DECLARATION:
                return _UNSEEN + distance
            near = path.rpartition("/")[0] == candidate.rpartition("/")[0]
            return 1 if near else _DISTANT + distance
        if header:
            is_system = kind not in _TAGS and outline.name(index) in system.NAMES
            return -1 if is_system or (known and kind not in _TAGS) else _UNSEEN + distance
        if kind in _TAGS and is_header(path):
            return _OPAQUE + distance
        return _OPAQUE + distance if kind in _TAGS else -1

    def seen_by_inclusion(self, outline: Outline, index: int, path: str) -> bool:
        kind = outline.kind(index)
        apart = kind in _TAGS or kind in _LINKED or kind in CALLABLE_KINDS or kind in NAMESPACE_KINDS
        return not is_header(path) and not apart  # what is apart may be declared elsewhere

    def may_name(self, files: Files, path: str, other: str, index: int) -> bool:
        outline = files.outline(other)
        kind = outline.kind(index)
        if kind in _TAGS or (kind in _LINKED and not self.is_private_to_file(outline, index, other)):
            return True  # it may be declared apart from its definition
        if (kind in CALLABLE_KINDS and outline.container(index) >= 0) or kind in NAMESPACE_KINDS:
            return True
        if includes(files, path, other):
            return True
        # What a source defines beside is seen where that source is pasted in. What a header does may be seen
        # by files that include it by a way that is not known.
        return is_header(other) and not (is_complete(files, path) and not is_header(path))

    def must_be_declared(self) -> bool:
        """Whether functions are declared before they are used, without exception."""
        return False

    def is_private_to_file(self, outline: Outline, index: int, path: str) -> bool:
        if is_header(path):
            return False
        kind = outline.kind(index)
        if kind is DefKind.MACRO:
            return True
        return kind in _LINKED and bool(outline.modifiers(index) & Modifier.STATIC)

    def is_linked(self, outline: Outline, index: int) -> bool:
        """Whether a definition may have declarations apart from it."""
        kind = outline.kind(index)
        return kind in CALLABLE_KINDS or kind in _LINKED

    def same_entity(
        self, files: Files, path: str, index: int, definers: Definers
    ) -> Sequence[tuple[str, int]]:
        outline = files.outline(path)
        kind = outline.kind(index)
        if not self.is_linked(outline, index) or kind is DefKind.MACRO:
            return ()
        name = outline.name(index)
        own = [one for one in outline.named(name) if self.pairs_with(outline, index, outline, one)]
        pairs = [(path, one) for one in own if one != index]
        declarations = {(path, one) for one in own if self.declares(outline, one)}
        if not self.is_private_to_file(outline, index, path):
            shared = files.structural(("shared", name), lambda: self._shared(files, definers(name)))
            others = list(self.partners(files, path, index, shared))
            pairs.extend((one.path, one.definition) for one in others)
            declarations.update((one.path, one.definition) for one in others if one.declares)
        if not self.declares(outline, index):
            return sorted(one for one in pairs if one in declarations or one[0] == path)
        return nearest(path, sorted(pairs), declarations)

    def _shared(self, files: Files, definers: Sequence[tuple[str, int]]) -> Sequence[Shared]:
        """Of the definitions of a name those that other files may declare, too."""
        found = []
        for path, index in definers:
            if path.endswith((*_HEADERS, *_SOURCES)):
                outline = files.outline(path)
                if self.is_linked(outline, index) and not self.is_private_to_file(outline, index, path):
                    kind, level = outline.kind(index), self.at_file_level(outline, index)
                    if kind is not DefKind.MACRO:
                        declares = self.declares(outline, index)
                        found.append(Shared(path, index, kind in CALLABLE_KINDS, level, declares))
        return found

    def partners(self, files: Files, path: str, index: int, shared: Sequence[Shared]) -> Iterable[Shared]:
        """Those in other files that may declare the same function or object."""
        outline = files.outline(path)
        if not self.at_file_level(outline, index):
            return
        callable_ = outline.kind(index) in CALLABLE_KINDS
        for one in shared:
            if one.is_callable is callable_ and one.at_file_level and one.path != path:
                yield one

    def pairs_with(self, one: Outline, index: int, other: Outline, candidate: int) -> bool:
        """Whether two definitions of one name may declare the same function or object."""
        kind = one.kind(index)
        if (kind in CALLABLE_KINDS) != (other.kind(candidate) in CALLABLE_KINDS):
            return False
        if kind not in CALLABLE_KINDS and other.kind(candidate) not in _LINKED:
            return False
        return (
            self.at_file_level(one, index)
            and self.at_file_level(other, candidate)
            and other.kind(candidate) is not DefKind.MACRO
        )


def _as_defined(data: bytes, start: int, end: int) -> Value:
    """What a macro's definition at a place of a text gives it; 1 where its text is not read as one."""
    begun = _DEFINE.match(data, start, end)
    found = macro_of(data[begun.end() : end]) if begun is not None else None
    return found[1] if found is not None else 1


def nearest(
    path: str, pairs: Sequence[tuple[str, int]], declarations: Collection[tuple[str, int]]
) -> Sequence[tuple[str, int]]:
    """Of several bodies of one name (one per architecture) only those nearest to a declaration in `path`; all
    declarations."""
    bodies = [one for one in pairs if one not in declarations]
    if not bodies:
        return pairs
    best = max(shared_directories(path, other) for other, _ in bodies)
    kept = {one for one in bodies if shared_directories(path, one[0]) == best}
    return [one for one in pairs if one in kept or one in declarations]


RULES = CRules()
