"""Parsers and queries of the bundled grammars, and incremental parsing of one text after edits."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cache
from typing import Any, cast

from tree_sitter import Language, Node, Parser, Query, QueryCursor, Tree
from tree_sitter_language_pack import get_language

from codeprism_lsp.languages import registry
from codeprism_lsp.text.edits import Edit, Point

_local = threading.local()


@cache
def grammar(name: str) -> Language:
    """A bundled grammar by its name in the language pack."""
    return get_language(cast(Any, name))


@cache
def query(language: str, name: str) -> Query:
    """The compiled query `name`.scm of a language."""
    return Query(grammar(registry.specs()[language].grammar), registry.query_text(language, name))


def parse(language: str, data: bytes) -> Tree:
    """Parses normalised bytes from scratch. Never fails: broken source gives error nodes."""
    return _parser(language).parse(_blanked(language, data))


def reparse(language: str, data: bytes, old: Tree, edits: Sequence[Edit]) -> Tree:
    """Parses `data`, which is the text of `old` after `edits`, re-using what did not change.

    `old` is not touched: the edits are applied to a copy.
    """
    edited = old.copy()
    if registry.specs()[language].blank is not None and edits:
        edits = (_whole_lines(data, edits),)
    for edit in edits:
        edited.edit(
            edit.start, edit.old_end, edit.new_end, edit.start_point, edit.old_end_point, edit.new_end_point
        )
    return _parser(language).parse(_blanked(language, data), edited)


def matches(language: str, name: str, node: Node) -> list[tuple[int, dict[str, list[Node]]]]:
    """All matches of a language's query below `node`."""
    cursors: dict[tuple[str, str], QueryCursor] = _local.__dict__.setdefault("cursors", {})
    cursor = cursors.get((language, name))
    if cursor is None:
        cursor = cursors[language, name] = QueryCursor(query(language, name))
    return cursor.matches(node)


def _blanked(language: str, data: bytes) -> bytes:
    blank = registry.specs()[language].blank
    return data if blank is None else blank(data)


def _whole_lines(data: bytes, edits: Sequence[Edit]) -> Edit:
    """One edit around all of `edits`, which led to `data`, from the start of a line to the start of another.

    What is blanked depends on its own line only, so that outside of such an edit the blanked text of
    before and after is the same.
    """
    start, old_end, new_end = edits[0].start, edits[0].old_end, edits[0].new_end
    for edit in edits[1:]:
        start = min(start, edit.start)
        old_end += max(0, edit.old_end - new_end)
        new_end = max(new_end, edit.old_end) + edit.new_end - edit.old_end
    more_rows = sum(edit.new_end_point.row - edit.old_end_point.row for edit in edits)
    start = data.rfind(b"\n", 0, start) + 1
    end = data.find(b"\n", new_end) + 1 or len(data)
    row = data.count(b"\n", 0, start)
    end_row = row + data.count(b"\n", start, end)
    column = end - (data.rfind(b"\n", 0, end) + 1)
    return Edit(
        start,
        old_end + end - new_end,
        end,
        Point(row, 0),
        Point(end_row - more_rows, column),
        Point(end_row, column),
    )


def _parser(language: str) -> Parser:
    # A parser is not safe to share between threads, and cheap to keep.
    parsers: dict[str, Parser] = _local.__dict__.setdefault("parsers", {})
    parser = parsers.get(language)
    if parser is None:
        parser = parsers[language] = Parser(grammar(registry.specs()[language].grammar))
    return parser
