"""Uses that macros hide: what the body of a macro names is used wherever the macro is called (C, C++)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

import numpy as np

from codeprism_lsp.content.search import word_offsets
from codeprism_lsp.facts.kinds import DefKind
from codeprism_lsp.resolution import macro_results
from codeprism_lsp.resolution.declaration import Declaration
from codeprism_lsp.resolution.resolver import Resolver

MACROS = 40  # macros of one question whose calls are looked for

Use = tuple[Declaration, int]
"""A macro, and where its body names what is looked for."""


def naming(
    resolver: Resolver, files: Iterable[tuple[str, frozenset[str]]], group: Mapping[Declaration, object]
) -> Iterator[Use]:
    """Macros whose bodies name one of the group, with the place of the name; members are told apart later,
    where the macro is called."""
    project = resolver.project
    for path, names in files:
        if not project.rules(path).is_preprocessed():
            continue
        outline = project.outline(path)
        macros = np.flatnonzero(outline.definitions[6] == DefKind.MACRO).tolist()
        data = project.data(path) if macros else None
        if data is None:
            continue
        spans = [(*outline.span(index), index) for index in macros]
        for name in sorted(names):
            for start in word_offsets(data, name.encode()):
                around = next((one for one in spans if one[0] <= start < one[1]), None)
                if around is None or outline.name_span(around[2])[0] == start:
                    continue
                macro = Declaration(path, around[2], -1, outline.name(around[2]))
                if is_member(data, start):
                    yield macro, start
                elif (view := project.view_near(path, start)) is not None:
                    if any(one in group for one in resolver.occurrence(path, view, start)):
                        yield macro, start


def is_member(data: bytes, start: int) -> bool:
    """Whether a name of a macro's body is that of a member."""
    before = data[max(0, start - 8) : start].rstrip(b" \t")
    return before.endswith(b"->") or (before.endswith(b".") and not before.endswith(b".."))


def is_call(data: bytes, start: int) -> bool:
    """Whether a use of a macro expands it: not where a directive asks for it, or another macro is defined."""
    line = data.rfind(b"\n", 0, start) + 1
    while line > 1 and data[line - 2 : line - 1] == b"\\":
        line = data.rfind(b"\n", 0, line - 1) + 1
    return not data[line:start].lstrip().startswith(b"#")


def gives_member(
    resolver: Resolver, use: Use, path: str, start: int, name: str, wanted: Collection[Declaration]
) -> bool:
    """Whether the member that a macro's body names is one of those wanted, for the call at `start`."""
    macro, at = use
    data = resolver.project.data(macro.path)
    view = resolver.project.view_near(path, start)
    if data is None or view is None:
        return False
    begin, _ = resolver.project.outline(macro.path).span(macro.index)
    end = resolver.project.outline(macro.path).span(macro.index)[1]
    if _DESIGNATOR.search(data, begin, at) is not None:
        labels = {one.decode("utf-8", "replace") for one in _LABELS.findall(data, begin, end)}
        return any(_labels(resolver, one, labels) for one in wanted)
    chain = _chain(data[begin:at].decode("utf-8", "replace"))
    if chain is None:
        return False
    owner = macro_results.of_chain(resolver, path, view, start, macro, chain)
    return owner is not None and any(one in wanted for one in resolver.member(owner, name, path))


def _labels(resolver: Resolver, field: Declaration, labels: Iterable[str]) -> bool:
    """Whether an initialiser with some labels may be one of the structure that has a field."""
    if field.index < 0 or resolver.kind(field) is not DefKind.FIELD:
        return False
    outline = resolver.project.outline(field.path)
    owner = outline.container(field.index)
    return owner >= 0 and all(outline.members(owner, label) for label in labels)


_HEAD = re.compile(r"^\s*#\s*define\s+\w+(?:\([^()]*\))?")
_DESIGNATOR = re.compile(rb"[{,][\s\\]*\.[ \t]*\Z")
_LABELS = re.compile(rb"[{,][\s\\]*\.[ \t]*(\w+)[ \t]*=")
_LINK = re.compile(r"(\w+)\s*\)*\s*(?:->|\.)\s*$")


def _chain(text: str) -> list[str] | None:
    """The names before a member, outermost first: `n`, `head` of `((n)->head)->value`."""
    found: list[str] = []
    text = _HEAD.sub("", re.sub(r"\\\r?\n", " ", text), count=1)
    while (match := _LINK.search(text)) is not None:
        found.insert(0, match[1])
        text = text[: match.start()]
    rest = text.rstrip().rstrip("(").rstrip()
    if not found or rest.endswith((")", "]")):
        return None  # what is cast or indexed
    return found
