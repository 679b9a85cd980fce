"""Parsers and queries of the bundled grammars, and incremental parsing of one text after edits.

No text may keep a thread busy for long, however it came about: parsing has a budget of processor time
that grows with the text, and a tree on which a query would take quadratic time is refused.
"""

from __future__ import annotations

import threading
import time
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple, cast

from tree_sitter import Language, Node, Parser, Query, QueryCursor, Range, Tree
from tree_sitter_language_pack import get_language

from codeprism_lsp.languages import registry
from codeprism_lsp.text.edits import Edit, Point

PARSE_SECONDS = 5.0  # of processor time for any text, and
PARSE_SECONDS_PER_BYTE = 1e-6  # ten times what ordinary source takes
_WATCHED_BYTES = 1 << 16  # shorter texts are parsed at once: watching them would cost more than it saves
_CHUNK_BYTES = 1 << 16
_NODE_BYTES = 1 << 10
WIDE = 4096  # children of one error below which no query is slow
WIDE_STEPS = 200_000_000  # steps between siblings that a query may take within one error
ERRORS_LOOKED_AT = 2000

ParsedTree = Tree
"""A tree to rooms that keep it without looking into it."""

_local = threading.local()


class TooSlow(Exception):  # noqa: N818 - says what happened
    """A text that would take longer to parse or to query than it is worth."""


@cache
def grammar(name: str) -> Language:
    """A bundled grammar by its name in the language pack."""
    return get_language(cast(Any, name))


@cache
def query(language: str, name: str) -> Query:
    """The compiled query `name`.scm of a language."""
    return Query(grammar(registry.specs()[language].grammar), registry.query_text(language, name))


class Reparsed(NamedTuple):
    """A tree made with the help of an older one, and the byte ranges in which text or structure differ."""

    tree: Tree
    changed: list[tuple[int, int]]


def parse(language: str, data: bytes) -> Tree:
    """Parses normalised bytes from scratch. Broken source gives error nodes; raises only TooSlow."""
    tree = _parsed(language, data, None)
    _refuse_wide_errors(tree.root_node, (0, len(data)))
    return tree


def parse_span(language: str, data: bytes, start: int, end: int) -> Tree:
    """Parses only the bytes from `start` to `end`; offsets in the tree are those of the whole text.

    What stands there must be whole items of the language for the tree to mean anything. Rows are counted
    from the start of the span. Raises only TooSlow.
    """
    parser = Parser(grammar(registry.specs()[language].grammar), included_ranges=[_range(start, end)])
    blank = registry.specs()[language].blank
    text = data[:end] if blank is None else data[:start] + blank(data[start:end])
    tree = parser.parse(text) if end - start < _WATCHED_BYTES else _watched(parser, text, None)
    _refuse_wide_errors(tree.root_node, (start, end))
    return tree


def reparse(
    language: str, data: bytes, old: Tree, edits: Sequence[Edit], before: bytes | None = None
) -> Reparsed:
    """Parses `data`, which is the text of `old` after `edits`, re-using what did not change. `before` is the
    text of `old`; languages that blank more than lines of their own need it.

    `old` is not touched: the edits are applied to a copy. Raises only TooSlow.
    """
    edited = old.copy()
    changed = _new_spans(edits)
    if registry.specs()[language].blank is not None and edits:
        if before is not None:
            edits = _difference(readable(language, before), readable(language, data))
        else:
            edits = (_whole_lines(data, edits),)
        changed += _new_spans(edits)
    for edit in edits:
        edited.edit(
            edit.start, edit.old_end, edit.new_end, edit.start_point, edit.old_end_point, edit.new_end_point
        )
    tree = _parsed(language, data, edited)
    changed += [(one.start_byte, one.end_byte) for one in edited.changed_ranges(tree)]
    for one in changed:
        _refuse_wide_errors(tree.root_node, one)
    return Reparsed(tree, changed)


def matches(
    language: str,
    name: str,
    node: Node,
    depth: int | None = None,
    span: tuple[int, int] | None = None,
) -> list[tuple[int, dict[str, list[Node]]]]:
    """Matches of a language's query that start at most `depth` levels below `node`, and of which a byte
    lies in `span`."""
    cursors: dict[tuple[str, str, int | None, bool], QueryCursor] = _local.__dict__.setdefault("cursors", {})
    kind = (language, name, depth, span is not None)
    cursor = cursors.get(kind)
    if cursor is None:
        cursor = cursors[kind] = QueryCursor(query(language, name))
        if depth is not None:
            cursor.set_max_start_depth(depth)
    if span is not None:
        cursor.set_byte_range(*span)
    return cursor.matches(node)


def child_index(node: Node, byte: int) -> int:
    """The index of the first child that ends behind a byte; the number of children if none does."""
    found = node.walk().goto_first_child_for_byte(byte)
    if found is not None:
        return found
    # The cursor also finds nothing where a token that is no node (a line end) ends behind the byte.
    return bisect_right(range(node.child_count), byte, key=lambda index: node.child(index).end_byte)


def children_at(node: Node, span: tuple[int, int]) -> Iterator[Node]:
    """The children of which a byte lies in the span or at its border."""
    # A cursor goes on from child to child; asking for the child at an index counts from the first each time.
    cursor = node.walk()
    if span[0] <= 0:
        found = cursor.goto_first_child()
    elif cursor.goto_first_child_for_byte(span[0] - 1) is not None:
        found = True
    else:
        first = child_index(node, span[0] - 1)
        found = first < node.child_count and cursor.goto_first_child()
        for _ in range(first if found else 0):
            cursor.goto_next_sibling()
    while found and cursor.node is not None and cursor.node.start_byte <= span[1]:
        yield cursor.node
        found = cursor.goto_next_sibling()


def _parsed(language: str, data: bytes, old: Tree | None) -> Tree:
    parser, blanked = _parser(language), readable(language, data)
    if len(blanked) < _WATCHED_BYTES:
        return parser.parse(blanked) if old is None else parser.parse(blanked, old)
    return _watched(parser, blanked, old)


def _range(start: int, end: int) -> Range:
    return Range(Point(0, 0), Point(0xFFFFFFF, 0), start, end)


def _watched(parser: Parser, blanked: bytes, old: Tree | None) -> Tree:
    """Parses within a budget of processor time."""
    deadline = time.thread_time() + PARSE_SECONDS + PARSE_SECONDS_PER_BYTE * len(blanked)
    text, stop = _Text(blanked), _exceeds(deadline)
    try:
        if old is None:
            return parser.parse(text, progress_callback=stop)
        return parser.parse(text, old, progress_callback=stop)
    except ValueError as error:  # what the binding raises when the callback says stop
        parser.reset()
        raise TooSlow(f"not parsed within {PARSE_SECONDS:g} s of processor time") from error
    finally:
        text.parsed()


class _Text:
    """A text as the parser asks for it, part by part.

    The binding never gives up a part that it was given while parsing, so these are views, which hold
    nothing once they are released. Of a tree it asks for the texts of nodes, which have to be bytes.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._views: list[memoryview] = []
        self._parsing = True

    def __call__(self, offset: int, _: object) -> bytes | memoryview:
        if not self._parsing:
            return self._data[offset : offset + _NODE_BYTES]
        view = memoryview(self._data)[offset : offset + _CHUNK_BYTES]
        self._views.append(view)
        return view

    def parsed(self) -> None:
        """Releases what the parser was given."""
        self._parsing = False
        for view in self._views:
            view.release()
        self._views.clear()


def _exceeds(deadline: float) -> Callable[[int, bool], bool]:
    return lambda _, __: time.thread_time() > deadline


def _refuse_wide_errors(root: Node, span: tuple[int, int]) -> None:
    """Raises TooSlow for a tree with an error of very many children of which few are named, near `span`.

    At each node a query looks along the siblings for the next named one, so that such an error takes
    time with the square of its width; only errors become so wide.
    """
    if not root.has_error:
        return
    looked_at, stack = 0, [root]
    while stack and looked_at < ERRORS_LOOKED_AT:
        node = stack.pop()
        looked_at += 1
        width = node.child_count
        if width > WIDE and width * width > WIDE_STEPS * (node.named_child_count + 1):
            raise TooSlow(f"a syntax error with {width} parts at byte {node.start_byte}")
        if node.descendant_count > WIDE:
            stack.extend(child for child in children_at(node, span) if child.has_error)


def readable(language: str, data: bytes) -> bytes:
    """The bytes that the parser sees: with what the grammar cannot read blanked."""
    blank = registry.specs()[language].blank
    if blank is None:
        return data
    return blank(data) if len(data) < _WATCHED_BYTES else _blanked_before(language, data)


@lru_cache(maxsize=4)
def _blanked_before(language: str, data: bytes) -> bytes:
    """What was made of a large text, for its next edit."""
    blank = registry.specs()[language].blank
    return data if blank is None else blank(data)


def _whole_lines(data: bytes, edits: Sequence[Edit]) -> Edit:
    """One edit around all of `edits`, which led to `data`, from the start of a line to the start of another.

    What is blanked depends on its own line only, so that outside of such an edit the blanked text of
    before and after is the same.
    """
    start, old_end, new_end = _span(edits)
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


def _difference(old: bytes, new: bytes) -> tuple[Edit, ...]:
    """One edit that leads from a text to another, none where they are the same."""
    if old == new:
        return ()
    shorter = min(len(old), len(new))
    start = _common(shorter, lambda size: old[:size] == new[:size])
    ending = _common(shorter - start, lambda size: old[len(old) - size :] == new[len(new) - size :])
    old_end, new_end = len(old) - ending, len(new) - ending
    points = (_point(old, start), _point(old, old_end), _point(new, new_end))
    return (Edit(start, old_end, new_end, *points),)


def _common(most: int, agree: Callable[[int], bool]) -> int:
    """The largest size up to `most` that agrees, where all smaller ones do, too."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if agree(middle) else (low, middle - 1)
    return low


def _point(data: bytes, at: int) -> Point:
    line = data.rfind(b"\n", 0, at) + 1
    return Point(data.count(b"\n", 0, at), at - line)


def _new_spans(edits: Sequence[Edit]) -> list[tuple[int, int]]:
    """The span of the new text that edits lead to, if there are any."""
    return [(start, end) for start, _, end in (_span(edits),)] if edits else []


def _span(edits: Sequence[Edit]) -> tuple[int, int, int]:
    """Start, old end and new end of one edit that does what all of `edits` do, one after the other."""
    start, old_end, new_end = edits[0].start, edits[0].old_end, edits[0].new_end
    for edit in edits[1:]:
        start = min(start, edit.start)
        old_end += max(0, edit.old_end - new_end)
        new_end = max(new_end, edit.old_end) + edit.new_end - edit.old_end
    return start, old_end, new_end


def _parser(language: str) -> Parser:
    # A parser is not safe to share between threads, and cheap to keep.
    parsers: dict[str, Parser] = _local.__dict__.setdefault("parsers", {})
    parser = parsers.get(language)
    if parser is None:
        parser = parsers[language] = Parser(grammar(registry.specs()[language].grammar))
    return parser
