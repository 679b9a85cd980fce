"""Namespaces, out-of-line members and overloads, on top of the rules of C."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from codeprism_lsp.facts.kinds import (
    CALLABLE_KINDS,
    NAMESPACE_KINDS,
    TYPE_KINDS,
    DefKind,
    ImportKind,
    Modifier,
)
from codeprism_lsp.facts.outline import Import, Outline
from codeprism_lsp.languages.c.condition import Value
from codeprism_lsp.languages.c.includes import closure, in_reading_order, include_targets, is_include
from codeprism_lsp.languages.c.rules import CRules, Definers, Shared
from codeprism_lsp.languages.cpp import arguments, features, standard
from codeprism_lsp.languages.rules import Argument, Files, Following
from codeprism_lsp.languages.spec import ModuleTarget

_RESULT = re.compile(
    r"(?s)(?:(?:static|dynamic|const|reinterpret|bit|down|polymorphic)_(?:pointer_)?cast|"
    r"(?:std::|absl::)?(?:make_unique|make_shared|get|any_cast|\w+_pointer_cast))\s*<(.*)>\s*$"
)
_NAMESPACE_MACRO = re.compile(rb"(?m)^[ \t]*(\w*(?:NAMESPACE\w*BEGIN|BEGIN\w*_NAMESPACE)\w*)\b")
_OPENED = re.compile(rb"\bnamespace\s+(\w+)")
# A name behind `::` alone is one of the global scope.
_ROOT = re.compile(rb"(?:^|[^\w>\s:]|[^\w>:]\s|\b(?:return|new|else|throw|case|delete)\s)\s*::\s*\Z")
_ROOT_BYTES = 16
_MACRO_DEFINERS = 8  # definitions of one macro that are read
_SCOPED = "class"  # the outline's type of an enumeration whose members need its name


class CppRules(CRules):
    """The rules of C++."""

    def targets(self, files: Files, path: str, imported: Import) -> Sequence[ModuleTarget]:
        if is_include(imported):
            return include_targets(files, path, imported)
        name = f"{imported.module}::{imported.name}" if imported.name else imported.module
        name = name.removeprefix("::")
        for one in closure(files, path):
            if self.exports(files.outline(one), name):
                return (ModuleTarget((one,), name=name),)
        return (ModuleTarget(external=name.split("::", 1)[0]),)

    def wildcard(self, kind: ImportKind) -> bool:
        return kind is ImportKind.WILDCARD

    def bound_name(self, imported: Import) -> str:
        if is_include(imported) or imported.kind is ImportKind.WILDCARD:
            return ""
        return imported.binds

    def exports(self, outline: Outline, name: str) -> Sequence[int]:
        """Definitions of a plain name at file level, or of a qualified name as far as it is written."""
        scope, _, last = name.rpartition("::")
        if not scope:
            return super().exports(outline, name)
        found = []
        for index in outline.by_name.get(last, ()):
            full = "::" + outline.qualified_name(index, "::")
            if full.endswith("::" + name):
                found.append(index)
        return found

    def at_file_level(self, outline: Outline, index: int) -> bool:
        if outline.qualifier(index):
            return False
        if outline.kind(index) is DefKind.MACRO:
            return True
        container = outline.container(index)
        while container >= 0 and self.is_transparent(outline, container):
            container = outline.container(container)
        return container < 0

    def is_transparent(self, outline: Outline, container: int) -> bool:
        """Whether what is within is visible around: enumerations without `class`, inline namespaces."""
        kind = outline.kind(container)
        if kind is DefKind.ENUM:
            return outline.type_text(container) not in (_SCOPED, "struct")
        return kind is DefKind.NAMESPACE and bool(outline.modifiers(container) & Modifier.INLINE)

    def reach(self, files: Files, path: str, candidate: str, index: int) -> int:
        if candidate != path:
            outline = files.outline(candidate)
            if outline.kind(index) is DefKind.NAMESPACE and outline.name(index) == "std":
                return -1  # the standard library's, whoever opens it beside
        return super().reach(files, path, candidate, index)

    def scope_around(self, outline: Outline, index: int) -> int:
        if outline.qualifier(index):
            return -1
        container = outline.container(index)
        while container >= 0 and self.is_transparent(outline, container):
            container = outline.container(container)
        return container

    def first_declared(self, files: Files, path: str, other: str, index: int) -> tuple[str, int] | None:
        outline = files.outline(other)
        if outline.kind(index) is not DefKind.NAMESPACE:
            return None
        name, qualified = outline.name(index), outline.qualified_name(index, "::")

        def find() -> tuple[str, int] | None:
            for one in in_reading_order(files, path):
                facts = files.outline(one)
                for candidate in facts.by_name.get(name, ()):
                    namespace = facts.kind(candidate) is DefKind.NAMESPACE
                    if namespace and facts.qualified_name(candidate, "::") == qualified:
                        return one, candidate
            return None

        return files.cached(("first namespace", path, qualified), find)

    def follows_overridden(self) -> Following:
        return Following.ALL

    def follows_overriding(self) -> Following:
        return Following.DECLARATIONS

    def overrides_are_marked(self) -> bool:
        return True

    def included_imports(
        self, files: Files, path: str, namespace: str = ""
    ) -> Mapping[str, Sequence[tuple[str, Import]]]:
        def collect() -> Mapping[str, Mapping[str, Sequence[tuple[str, Import]]]]:
            found: dict[str, dict[str, list[tuple[str, Import]]]] = {}
            for one in closure(files, path):
                for around, imported in self._binding(files, one):
                    if around or one != path:
                        bound = found.setdefault(around, {})
                        bound.setdefault(self.bound_name(imported), []).append((one, imported))
            return found

        return files.cached(("included imports", path), collect).get(namespace, {})

    def _binding(self, files: Files, path: str) -> Sequence[tuple[str, Import]]:
        """(qualified namespace around, import) of a file's own imports that bind a name for others."""

        def collect() -> Sequence[tuple[str, Import]]:
            outline = files.outline(path)
            rows = [one for one in outline.all_imports if self.bound_name(one)]
            return [
                (outline.qualified_name(one.container, "::") if one.container >= 0 else "", one)
                for one in rows
                if one.container < 0 or outline.kind(one.container) is DefKind.NAMESPACE
            ]

        return files.cached(("binding imports", path), collect)

    def namespaces_by_macro(
        self, files: Files, path: str, read: Callable[[str], bytes | None], definers: Definers
    ) -> Mapping[str, tuple[str, int]]:
        def find() -> Mapping[str, tuple[str, int]]:
            data = read(path)
            macros = (
                set(_NAMESPACE_MACRO.findall(data)) if data is not None and b"NAMESPACE" in data else set()
            )
            found: dict[str, tuple[str, int]] = {}
            for macro in sorted(macros):
                for other, index in definers(macro.decode())[:_MACRO_DEFINERS]:
                    start, end = files.outline(other).span(index)
                    for opened in _OPENED.finditer(read(other) or b"", start, end):
                        found.setdefault(opened[1].decode(), (other, opened.start(1)))
            return found

        return files.cached(("namespaces by macro", path), find)

    def must_be_declared(self) -> bool:
        return True

    def predefined(self, standard: str) -> Mapping[str, Value]:
        return features.predefined(standard)

    def members_stand_for_type(self) -> bool:
        return True

    def constructors_name_types(self) -> bool:
        return True

    def members(self, outline: Outline, container: int, name: str) -> Sequence[int]:
        found = [one for one in outline.members(container, name) if not outline.qualifier(one)]
        for index in outline.by_name.get(name, ()):
            around = outline.container(index)
            while around >= 0 and around != container and self.is_transparent(outline, around):
                around = outline.container(around)
                if around == container:
                    found.append(index)
        return found

    def call_result(self, callee: str) -> str:
        match = _RESULT.match(callee)
        return match[1] if match is not None else ""

    def is_tagged(self, data: bytes, start: int) -> bool:
        return False  # the name of a class is a name like all others

    def needs_tag_words(self) -> bool:
        return False

    def is_tag(self, outline: Outline, index: int) -> bool:
        return False

    def open_namespaces(self) -> bool:
        return True

    def implicit_receiver(self) -> bool:
        return True

    def overloads(self) -> bool:
        return True

    def fit(self, parameter: str, given: Argument) -> int | None:
        return arguments.fit(parameter, given)

    def is_specialisation(self, outline: Outline, index: int, data: bytes) -> bool:
        end = outline.name_span(index)[1]
        return outline.kind(index) in TYPE_KINDS and data[end : end + 8].lstrip()[:1] == b"<"

    def takes_anything(self, parameter: str, data: bytes, start: int) -> bool:
        base = arguments.written_type(parameter)[0]
        return bool(base) and base in arguments.type_parameters(data, start)

    def infers_returns(self) -> bool:
        return True

    def extends_from(self, files: Files, owner: str, path: str, container: int) -> bool:
        return True

    def is_private_to_file(self, outline: Outline, index: int, path: str) -> bool:
        container = outline.container(index)
        if container >= 0 and outline.kind(container) in TYPE_KINDS:
            return False
        return super().is_private_to_file(outline, index, path)

    def declares(self, outline: Outline, index: int) -> bool:
        # A static member is defined out of its class, even where it has its value within.
        static = outline.kind(index) is DefKind.FIELD and outline.modifiers(index) & Modifier.STATIC
        return bool(static) or super().declares(outline, index)

    def is_linked(self, outline: Outline, index: int) -> bool:
        static = outline.kind(index) is DefKind.FIELD and outline.modifiers(index) & Modifier.STATIC
        return bool(static) or super().is_linked(outline, index)

    def partners(self, files: Files, path: str, index: int, shared: Sequence[Shared]) -> Iterable[Shared]:
        outline = files.outline(path)
        for one in shared:
            if one.path != path and self.pairs_with(outline, index, files.outline(one.path), one.definition):
                yield one

    def pairs_with(self, one: Outline, index: int, other: Outline, candidate: int) -> bool:
        callable_ = one.kind(index) in CALLABLE_KINDS
        if callable_ != (other.kind(candidate) in CALLABLE_KINDS):
            return False
        if DefKind.MACRO in (one.kind(index), other.kind(candidate)):
            return False
        mine, theirs = scope_of(one, index), scope_of(other, candidate)
        shorter, longer = sorted((mine, theirs), key=len)
        if longer[len(longer) - len(shorter) :] != shorter or (longer and not shorter):
            return False
        if not callable_:
            # A static member and its definition; two objects of one name elsewhere are two objects.
            return one.qualifier(index) != "" or other.qualifier(candidate) != "" or not longer
        return signature(one.parameters(index)) == signature(other.parameters(candidate))

    def is_inferred(self, type_text: str) -> bool:
        return type_text in ("auto", "decltype(auto)")

    def finds_by_arguments(self) -> bool:
        return True

    def is_friend(self, outline: Outline, index: int) -> bool:
        # Functions that a class befriends and defines are marked so by the query of the outline.
        return bool(outline.modifiers(index) & Modifier.EXTERN)

    def is_rooted(self, data: bytes, start: int) -> bool:
        return _ROOT.search(data, max(0, start - _ROOT_BYTES), start) is not None

    def initialises_members(self) -> bool:
        return True

    def types_go_by_aliases(self) -> bool:
        return True

    def is_scope(self, data: bytes, end: int) -> bool:
        return data[end : end + 8].lstrip().startswith(b"::")

    def defines_operators(self) -> bool:
        return True

    def position_in(self, container: str, member: str) -> int:
        return standard.PAIR.get(member, -1) if container == "tuple" else -1

    def combinator(self, container: str, method: str) -> str:
        return standard.COMBINATORS.get(method, "")

    def wrapped(self, callee: str) -> str | None:
        scope, _, name = callee.partition("<")[0].rpartition("::")
        return "" if scope in ("std", "absl") and name in standard.PASSED_ON else None


def scope_of(outline: Outline, index: int) -> tuple[str, ...]:
    """Names of the namespaces and classes around a definition, qualifiers included, without arguments."""
    parts = _segments(outline.qualifier(index))
    container = outline.container(index)
    while container >= 0:
        if outline.kind(container) in TYPE_KINDS or outline.kind(container) in NAMESPACE_KINDS:
            parts = [*_segments(outline.qualifier(container)), outline.name(container), *parts]
        container = outline.container(container)
    return tuple(part for part in parts if part)


def _segments(qualifier: str) -> list[str]:
    return [part.split("<", 1)[0].strip() for part in qualifier.split("::") if part.strip()]


def signature(parameters: str) -> tuple[str, ...]:
    """The types of a written parameter list, as far as they tell overloads apart: names, defaults and
    qualification are left out."""
    inner, _, tail = parameters.strip().removeprefix("(").rpartition(")")
    parts, level, begin = [], 0, 0
    for at, char in enumerate(inner):
        level += (char in "<([{") - (char in ">)]}")
        if char == "," and level == 0:
            parts.append(inner[begin:at])
            begin = at + 1
    parts.append(inner[begin:])
    kept = []
    for part in parts:
        text = _POINTER_TO_FUNCTION.sub(r"(\1)", part.split("=", 1)[0])
        for mark in "*&":
            text = text.replace(mark, f" {mark} ")
        words = [word for word in text.replace("[", " [").split() if word not in ("const", "struct", "class")]
        if len(words) > 1 and words[-1].isidentifier() and words[-1] not in _TYPE_WORDS:
            words.pop()  # the parameter's name
        last = [word.rpartition("::")[2] for word in words]
        if last and last != ["void"]:
            kept.append(" ".join(last))
    return (*kept, "const") if tail.strip() == "const" else tuple(kept)


_POINTER_TO_FUNCTION = re.compile(r"\(\s*([*&]+)\s*\w+\s*\)")
_TYPE_WORDS = frozenset("int char long short double float unsigned signed bool".split())

RULES = CppRules()
