"""Open documents: the client's text, edited byte-exactly, parsed incrementally and only when asked.

A `Document` changes on the event loop, where only its bytes and lines are touched. Each version is an
immutable `OpenText`; the first question that needs the tree of a version parses it, on the thread that
asks, from the tree of the latest version parsed before and the edits since.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cached_property, partial
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from codeprism_lsp.extraction.incremental import updated
from codeprism_lsp.extraction.outline import Made, outline_made
from codeprism_lsp.extraction.segmented import Segmented, segmented, segmented_again
from codeprism_lsp.extraction.view import FileView, view_from
from codeprism_lsp.facts import keys
from codeprism_lsp.facts.outline import Outline
from codeprism_lsp.languages import registry
from codeprism_lsp.syntax import parsing
from codeprism_lsp.syntax.parsing import ParsedTree
from codeprism_lsp.text.decoding import encode_text
from codeprism_lsp.text.edits import Edit, TextRange, apply_change, difference
from codeprism_lsp.text.lines import LineIndex, Position, PositionEncoding

_PARSED_AFRESH_BYTES = 1 << 16
"""Up to so many bytes a text with a syntax error is parsed without the tree of before: how the parser gets
over an error depends on what it could take over, so that the tree would depend on what was typed before."""

_MAX_PENDING = 500  # edits since the last parsed version beyond which a full parse is as good

Change = tuple[tuple[tuple[int, int], tuple[int, int]] | None, str]


class Document:
    """One open document. Its methods are called by one thread; the texts it hands out by any."""

    def __init__(self, path: str, language: str, version: int, text: str) -> None:
        self.path = path
        self.language = language
        self._trees = _Trees(language)
        self.text = OpenText(path, language, version, LineIndex(encode_text(text)), self._trees, 0)

    def change(self, version: int, changes: Sequence[Change], encoding: PositionEncoding) -> None:
        """Applies the changes one after the other; `text` is the new version afterwards."""
        data, lines, number = self.text.data, self.text.lines, self.text.number
        for changed, new_text in changes:
            where = TextRange(Position(*changed[0]), Position(*changed[1])) if changed is not None else None
            data, lines, edit = apply_change(data, lines, where, new_text, encoding)
            number += 1
            self._trees.edited(edit)
        self.text = OpenText(self.path, self.language, version, lines, self._trees, number)


class OpenText:
    """One version of an open document, immutable. Facts and view are made when first asked for."""

    def __init__(
        self, path: str, language: str, version: int, lines: LineIndex, trees: _Trees, number: int
    ) -> None:
        self.path = path
        self.language = language
        self.version = version
        self.lines = lines
        self.number = number  # edits since the document was opened
        self._trees = trees
        self._lock = threading.Lock()
        self._view: FileView | None = None
        self._outline: Outline | None = None

    @property
    def data(self) -> bytes:
        return self.lines.data

    @property
    def view(self) -> FileView:
        """The view, made by the first who asks; the others wait for it."""
        with self._lock:
            if self._view is None:
                facts = partial(self._trees.facts, self.data, self.number)
                self._view = view_from(self.language, self.data, facts)
            return self._view

    @property
    def problem(self) -> str:
        """Why nothing is known of the text, "" while nobody has asked for its view."""
        return self._view.problem if self._view is not None else ""

    @property
    def outline(self) -> Outline:
        """The outline; where it can be told without the view, the text is not parsed as a whole."""
        if self._outline is None:
            try:
                self._outline = self._trees.outline(self.data, self.number)
            except parsing.TooSlow:
                pass  # the view tells it as its problem
            if self._outline is None:
                self._outline = self.view.outline
        return self._outline

    @cached_property
    def tokens(self) -> npt.NDArray[np.uint32]:
        return keys.tokens(self.data).keys

    @cached_property
    def import_keys(self) -> frozenset[str]:
        rules = registry.rules(self.language)
        return frozenset(key for one in self.outline.all_imports for key in rules.import_keys(one))


class _Parsed(NamedTuple):
    """A text of the document with its tree and outline."""

    number: int  # edits before it
    data: bytes
    tree: ParsedTree
    made: Made | None  # None where the outline is made of segments


class _Taken(NamedTuple):
    """A text of the document in segments."""

    number: int
    data: bytes
    segmented: Segmented


class _Trees:
    """The latest parsed text of a document and the edits since; shared by its versions."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._lock = threading.Lock()
        self._latest: _Parsed | None = None
        self._segments = registry.specs()[language].segments is not None
        self._taken: _Taken | None = None  # the latest, of a language with segments
        self._number = 0  # edits before the first of `_pending`
        self._pending: list[Edit] = []
        self._given_up: tuple[int, str] | None = None  # size of the text that was too slow, and why

    def edited(self, edit: Edit) -> None:
        with self._lock:
            self._pending.append(edit)
            if len(self._pending) > _MAX_PENDING:
                self._number += len(self._pending)
                self._latest = None
                self._pending = []

    def facts(self, data: bytes, number: int) -> tuple[ParsedTree, Outline]:
        """Tree and outline of the text after the first `number` edits. Raises TooSlow.

        A text that was too slow to parse is not tried again with every edit, but once it is half as long.
        """
        if self._given_up is not None and 2 * len(data) > self._given_up[0]:
            raise parsing.TooSlow(self._given_up[1])
        try:
            tree, made = self._facts(data, number)
            outline = made.outline if made is not None else self._of_segments(data, number)
        except parsing.TooSlow as error:
            self._given_up = (len(data), str(error))
            raise
        self._given_up = None
        return tree, outline

    def outline(self, data: bytes, number: int) -> Outline | None:
        """The outline of the text after the first `number` edits; None where it is that of a tree. Raises
        TooSlow."""
        if not self._segments or self._given_up is not None:
            return None
        return self._of_segments(data, number)

    def _of_segments(self, data: bytes, number: int) -> Outline:
        with self._lock:
            known = self._taken
        if known is None or number < known.number:
            found = segmented(self._language, data)
        elif number == known.number:
            found = known.segmented
        else:
            start, _, end = difference(known.data, data)
            found = segmented_again(self._language, data, (start, end), known.segmented)
        with self._lock:
            if self._taken is None or number > self._taken.number:
                self._taken = _Taken(number, data, found)
        return found.made.outline

    def _facts(self, data: bytes, number: int) -> tuple[ParsedTree, Made | None]:
        with self._lock:
            latest, seen = self._latest, self._number
            edits = self._pending[: number - seen] if number >= seen else []
        tree, made = None, None
        if latest is not None and number >= latest.number:
            tree, changed = parsing.reparse(self._language, data, latest.tree, edits, latest.data)
            made = latest.made
            if tree.root_node.has_error and len(data) <= _PARSED_AFRESH_BYTES:
                tree = None
            elif made is not None and edits:
                made = updated(self._language, data, tree, changed, made, latest.tree)
        if tree is None:
            tree = parsing.parse(self._language, data)
            made = None if self._segments else outline_made(self._language, data, tree)
        with self._lock:
            # Another thread may have parsed a later version meanwhile: the latest stays.
            drop = number - self._number
            if 0 <= drop <= len(self._pending):
                self._latest, self._number = _Parsed(number, data, tree, made), number
                self._pending = self._pending[drop:]
        return tree, made
