"""Rows of an outline for what a doc comment defines and imports (`@typedef`, `@import`)."""

from __future__ import annotations

from collections.abc import Callable

from codeprism_lsp.languages.spec import LanguageSpec

# (start, end, name start, name end, kind, type, parameters, qualifier), strings as indexes
Row = tuple[int, int, int, int, int, int, int, int]


def documented(
    spec: LanguageSpec, data: bytes, begin: int, end: int, intern: Callable[[str], int]
) -> tuple[list[tuple[int, Row]], list[tuple[int, ...]]]:
    """(start of the name, row) of each definition in the comment from `begin` to `end`, and the rows of its
    imports. A text of the language's that is no doc comment has neither."""
    text = data[begin:end]
    if spec.doc_types is None or not text.startswith(spec.doc_start):
        return [], []
    found = spec.doc_types.documented(text)
    definitions: list[tuple[int, Row]] = []
    for kind, name, type_, parameters, start, stop, name_start in found.definitions:
        at = begin + name_start
        texts = (intern(type_), intern(parameters), 0)
        definitions.append(
            (at, (begin + start, begin + stop, at, at + len(name.encode()), int(kind), *texts))
        )
    imports: list[tuple[int, ...]] = []
    for importing, module, name, alias, name_start, alias_start in found.imports:
        strings = (intern(module), intern(name), intern(alias))
        alias_at = begin + alias_start if alias_start >= 0 else -1
        imports.append((begin, end, int(importing), *strings, begin + name_start, alias_at))
    return definitions, imports
