"""Outline facts by the native twin: it parses, matches and fills the columns; the rest is told to it.

Imports, supertypes and whatever a language expands by rules of its own stay with the Python code, which gets
the few matches that are about them as spans.
"""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Any, NamedTuple, cast

import numpy as np
from tree_sitter import Language
from tree_sitter_language_pack import get_binding

from codeprism_lsp.extraction.accelerator import library, program
from codeprism_lsp.extraction.columns import first_texts
from codeprism_lsp.extraction.outline import Builder
from codeprism_lsp.extraction.plan import (
    DEFINITIONS,
    HEADER_BYTES,
    IMPORTS,
    LONG_TEXT,
    RELATIONS,
    VISIBILITY,
    Plan,
)
from codeprism_lsp.facts.kinds import DefKind, ImportKind, Modifier
from codeprism_lsp.facts.outline import packed
from codeprism_lsp.languages import registry
from codeprism_lsp.languages.spec import LanguageSpec
from codeprism_lsp.syntax import parsing

_PARTS = {
    "name": 1,
    "qualified": 2,
    "type": 3,
    "parameters": 4,
    "qualifier": 5,
    "module": 6,
    "alias": 7,
    "arguments": 8,
    "exported": 15,
    **{name: 16 + relation for name, relation in RELATIONS.items()},
}
_RULES = {"underscore": 1, "capital": 2, "hash": 3}
_MOST_QUOTES = 15
_READ = frozenset({"tree", "documentation"})  # captures that languages read by rules of their own
_SOME, _ALL = 1, 2  # what of a pattern's matches Python reads


class Span(NamedTuple):
    """A capture as the row reader sees it."""

    start_byte: int
    end_byte: int


def facts_of(language: str, data: bytes) -> bytes | None:
    """Raw facts of normalised bytes (see `facts.outline.unpacked`), equal to those of `extraction.outline`;
    None where the native twin is not there, does not know the language, or leaves a broken text to Python.
    Raises `parsing.TooSlow`."""
    twin = _twin(language)
    return None if twin is None else twin.facts(data)


@cache
def _twin(language: str) -> Twin | None:
    loaded = library.library()
    if loaded is None:
        return None
    try:
        return Twin(registry.specs()[language], loaded)
    except program.Unsupported:
        return None  # the Python code says the same facts


class Twin:
    """The native extraction of one language."""

    def __init__(self, spec: LanguageSpec, loaded: ctypes.CDLL) -> None:
        self._spec = spec
        text = registry.query_text(spec.id, "outline")
        self._program = program.compiled(parsing.grammar(spec.grammar), text)
        names = self._program.captures
        self._plan = Plan(
            spec,
            [one.settings for one in self._program.patterns],
            [frozenset(names[number] for number in one.captures) for one in self._program.patterns],
        )
        numbers = _numbers(spec, self._program, self._plan)
        self._engine = library.Engine(loaded, get_binding(cast(Any, spec.grammar)), numbers)

    def facts(self, data: bytes) -> bytes | None:
        """Raw facts of one text; None of a broken one that its language reads in another way."""
        parsed = parsing.readable(self._spec.id, data)
        seconds = parsing.PARSE_SECONDS + parsing.PARSE_SECONDS_PER_BYTE * len(data)
        try:
            matched = self._engine.match(
                data, parsed, seconds, parsing.WIDE, parsing.WIDE_STEPS, parsing.ERRORS_LOOKED_AT
            )
        except library.Overrun as error:
            raise parsing.TooSlow(f"not parsed within {seconds:g} s of processor time") from error
        try:
            if matched.wide >= 0:
                raise parsing.TooSlow(
                    f"a syntax error with {matched.wide_parts} parts at byte {matched.wide}"
                )
            if matched.broken and self._spec.segments is not None:
                return None
            reader = _Reader(self._spec, data, self._plan)
            if matched.rest:
                self._read(reader, data, matched.rest)
            found = matched.columns(reader.more())
        finally:
            matched.free()
        body = found.body if not found.unsure else self._sure(data, found)
        sizes = (len(data), found.lines, matched.errors)
        return packed(found.counts, sizes, body, reader.extra(), found.strings)

    def _read(self, reader: _Reader, data: bytes, rest: list[int]) -> None:
        """Hands the matches that are about more than plain definitions to the Python code."""
        patterns, names = self._program.patterns, self._program.captures
        at, end = 0, len(rest)
        while at < end:
            number, count = rest[at], rest[at + 1]
            at += 2
            captures: dict[str, list[Span]] = {}
            for place in range(at, at + 3 * count, 3):
                captures.setdefault(names[rest[place]], []).append(Span(rest[place + 1], rest[place + 2]))
            at += 3 * count
            pattern = patterns[number]
            if not pattern.matchings:
                imported = "tree" in captures
                captures = {
                    name: spans
                    for name, spans in captures.items()
                    if name.startswith("extra.") or name in _READ or (imported and name in IMPORTS)
                }
            if all(_holds(test, names, captures, data) for test in pattern.matchings):
                reader.take(number, captures)

    def _sure(self, data: bytes, found: library.Columns) -> bytes:
        """The columns with what only Unicode knows of a name: whether a letter beyond ASCII is a capital."""
        rule = self._spec.visibility_of
        assert rule is not None
        count = found.counts[0]
        block = np.frombuffer(found.body, np.int32).copy()
        starts = np.cumsum(block[:count])
        for index in found.unsure:
            at = int(starts[index] + block[2 * count + index])
            name = data[at : at + 4].decode("utf-8", "ignore")
            both = int(rule.marked | rule.unmarked)
            block[7 * count + index] = (int(block[7 * count + index]) & ~both) | int(rule(name))
        return block.tobytes()


class _Reader(Builder):
    """Reads what the native twin leaves to Python, and keeps definitions as spans for it."""

    def __init__(self, spec: LanguageSpec, data: bytes, tables: Plan) -> None:
        super().__init__(spec, data, {b"": 0}, tables)
        self._more: list[int] = []

    def take(self, pattern: int, captures: dict[str, list[Any]]) -> None:
        """Takes one match in."""
        self._match(pattern, captures)

    def define(
        self, pattern: int, kind: int, whole_start: int, whole_end: int, captures: dict[str, list[Any]]
    ) -> None:
        name = captures.get("name")
        if name is None or name[-1].end_byte <= name[0].start_byte:
            return
        qualifier = captures.get("qualifier")
        self._more += (pattern, whole_start, whole_end, name[0].start_byte, name[-1].end_byte, kind)
        for part in ("type", "parameters"):
            self._more += captures[part][0] if part in captures else (-1, -1)
        self._more += (qualifier[0].start_byte, qualifier[-1].end_byte) if qualifier is not None else (-1, -1)

    def more(self) -> library.More:
        """What there is to add to what the twin found."""
        imports = [number for row in self._imports for number in row]
        definitions = list(self._more)
        for pattern, start, end, name, name_end, kind, type_, parameters, _ in self._found.values():
            # What documentation says stands nowhere as it is said.
            definitions += (pattern, start, end, name, name_end, kind)
            definitions += (-2 - type_, -1, -2 - parameters, -1, -1, -1)
        texts = list(self._strings) if imports or self._found else ()
        return library.More(sorted(self._exported), definitions, imports, texts)

    def extra(self) -> dict[str, str]:
        """Texts kept with the file."""
        return first_texts(self._extras)


def _holds(test: program.Matching, names: list[str], captures: dict[str, list[Span]], data: bytes) -> bool:
    for span in captures.get(names[test.capture], ()):
        text = data[span.start_byte : span.end_byte].decode("utf-8", "replace")
        if (test.expression.search(text) is not None) is test.negative:
            return False
    return True


def _numbers(spec: LanguageSpec, compiled: program.Program, tables: Plan) -> library.Numbers:
    """The tables of a language. Raises Unsupported."""
    language = parsing.grammar(spec.grammar)
    patterns, names = compiled.patterns, compiled.captures
    rule = spec.visibility_of
    if len(spec.strip_quotes) > _MOST_QUOTES:
        raise program.Unsupported("so many quotes")
    items, pool, sequences = program.serialised([one.items for one in patterns])
    blob = bytearray()

    def text(value: bytes) -> tuple[int, int]:
        blob.extend(value)
        return len(blob) - len(value), len(value)

    texts: list[int] = []
    tests: list[int] = []
    rows: list[int] = []
    for number, (pattern, (at, count)) in enumerate(zip(patterns, sequences, strict=True)):
        first_test = len(tests) // 4
        for test in pattern.equalities:
            tests += (test.capture, int(test.negative), len(texts) // 2, len(test.texts))
            for value in test.texts:
                texts += text(value)
        used = {names[capture] for capture in pattern.captures}
        defining = sorted(used & DEFINITIONS.keys())
        importing = sorted(used & IMPORTS.keys())
        if len(defining) + len(importing) > 1 or (pattern.matchings and used & RELATIONS.keys()):
            raise program.Unsupported(f"pattern {number}")
        left = _SOME if any(name.startswith("extra.") or name in _READ for name in used) else 0
        if pattern.matchings:
            left = _ALL
        whole = names.index((defining or importing)[0]) if defining or importing else -1
        rows += (
            at,
            count,
            DEFINITIONS[defining[0]] if defining else -1,
            left,
            tables.pattern_bits[number],
            first_test,
            len(pattern.equalities),
            whole,
            IMPORTS[importing[0]] if importing and "tree" not in used else -1,
            0,  # what follows is a number of 64 bits
            *np.array([sum(1 << kind for kind in tables.outside[number])], np.int64).view(np.int32).tolist(),
        )
    nested = [-1] * (64 * 64)
    for (around, kind), other in tables.nested.items():
        nested[64 * around + kind] = other
    by_symbol: list[list[int]] = [[] for _ in range(language.node_kind_count + 1)]
    for number, pattern in enumerate(patterns):
        symbols = program.first_symbols(pattern.items[0])
        for symbol in range(len(by_symbol)) if symbols is None else symbols:
            by_symbol[min(symbol, len(by_symbol) - 1)].append(number)
    words: list[int] = []
    for word in tables.words:
        words += text(word)
    constructors: list[int] = []
    for name in sorted(tables.constructors):
        constructors += text(name)
    starts = np.cumsum([0, *map(len, by_symbol)]).tolist()
    return library.Numbers(
        items,
        rows,
        pool,
        tests,
        texts,
        [_PARTS.get(name, 0) for name in names],
        words,
        list(tables.words.values()),
        constructors,
        nested,
        starts,
        [number for numbers in by_symbol for number in numbers],
        bytes(blob),
        spec.strip_quotes,
        {
            "merging": int(spec.assignments_define),
            "default_visibility": int(spec.default_visibility),
            "name_rule": _RULES[rule.mark] if rule is not None else 0,
            "marked_bits": int(rule.marked) if rule is not None else 0,
            "unmarked_bits": int(rule.unmarked) if rule is not None else 0,
            "declaration_bit": int(Modifier.DECLARATION),
            "constructors_like_types": int(spec.constructors_named_like_types),
            "side_effect_kind": int(ImportKind.SIDE_EFFECT),
            "visibility_mask": VISIBILITY,
            "exported_bit": int(Modifier.EXPORTED),
            "instance_bit": int(Modifier.INSTANCE),
            "field_kind": int(DefKind.FIELD),
            "method_kind": int(DefKind.METHOD),
            "constructor_kind": int(DefKind.CONSTRUCTOR),
            "header_bytes": HEADER_BYTES,
            "fold_above": LONG_TEXT,
            "symbol_count": language.node_kind_count,
            "tail_symbol": _tail(language, spec.signature_tail),
            "value_kinds": sum(1 << int(one) for one in (DefKind.VARIABLE, DefKind.FIELD, DefKind.CONSTANT)),
        },
    )


def _tail(language: Language, name: str) -> int:
    """The symbol of what belongs to a parameter list that stands before it, -1 without."""
    found = language.id_for_node_kind(name, True) if name else None
    return -1 if found is None else found
