"""Turns a tree into outline facts, by one query of the language and column arithmetic.

The query language is that of tree-sitter's tags, with these captures:

- `@definition.<kind>` the whole definition (or the first and last of several siblings), with `@name`, and
  optionally `@type` (declared or return type), `@parameters`, `@qualifier` (the `A` of `A::b`, a receiver's
  type); instead of `@name` and `@qualifier`, `@qualified` may capture both at once, joined by `::`;
- `@extends`, `@implements`, `@embeds`: supertypes as written, anywhere within their definition (with
  `@arguments`, type arguments that the grammar keeps beside the type);
- `@import.<kind>` the whole import, with `@module`, `@name`, `@alias` as far as written, or `@tree`, whose
  text the language expands;
- `@extra.<key>`: a text that is kept with the file (its package, its default export);
- `@documentation` a doc comment that may define or import something by itself;
- `@exported` the name of a definition that its file exports (beside `@name` or in a pattern of its own).

The property `(#set! modifiers "declaration static")` gives modifiers to what a pattern defines;
`(#set! outside "functions")` leaves out what it finds directly within one, since the view knows locals;
likewise `outside "types"`.

Where two patterns give a definition to the same name, the pattern that stands first in the query wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tree_sitter import Node, Tree

from codeprism_lsp.extraction.columns import (
    columns,
    first_texts,
    import_columns,
    line_ends,
    place,
    supertype_columns,
)
from codeprism_lsp.extraction.doc_definitions import documented
from codeprism_lsp.extraction.errors import count_errors
from codeprism_lsp.extraction.plan import (
    CONSTRUCTOR,
    DEFINITIONS,
    FIELD,
    HEADER_BYTES,
    IMPORTS,
    LONG_TEXT,
    METHOD,
    PARTS,
    RELATIONS,
    VALUES,
    VISIBILITY,
    Plan,
    plan,
)
from codeprism_lsp.extraction.pruning import Match, outline_matches
from codeprism_lsp.extraction.spans import Span
from codeprism_lsp.facts.kinds import ImportKind, Modifier
from codeprism_lsp.facts.outline import (
    DEFINITION_COLUMNS,
    Column,
    Outline,
)
from codeprism_lsp.languages import registry
from codeprism_lsp.languages.spec import LanguageSpec
from codeprism_lsp.syntax import parsing

_CONTROLS = re.compile("[\0\1]")  # separate what is stored, and stand in no sound source
_MEMO_ENTRIES = 20_000
_INSTANCE, _DECLARATION = int(Modifier.INSTANCE), int(Modifier.DECLARATION)

_EXPORTED = int(Modifier.EXPORTED)

# (pattern, start, end, name start, name end, kind, type, parameters, qualifier), strings as indexes
_Row = tuple[int, int, int, int, int, int, int, int, int]


@dataclass(frozen=True, slots=True)
class Remains:
    """What the columns of an outline no longer tell, and an edit of its text may bring back."""

    strings: dict[bytes, int]
    hidden: Column  # start, end, container and name of values that an earlier one of that name hides
    extras: tuple[tuple[int, str, str], ...]  # start, key, text


@dataclass(frozen=True, slots=True)
class Made:
    """An outline and what else was found on the way; kept for an open document (see `incremental`)."""

    outline: Outline
    remains: Remains


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a part of a text has around it.

    - `definitions`: columns of the definitions around all of it, from the outside in; their containers
      are positions in this list;
    - `seen`: container and name of the values before it.
    """

    definitions: list[tuple[int, ...]]
    seen: frozenset[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Part:
    """What a part of a text says: columns as in an Outline, the names of definitions not yet placed.

    Definitions are numbered behind those around the part (see `Surroundings`), and so are containers.
    """

    definitions: Column
    imports: Column
    supertypes: Column
    remains: Remains
    around: Around


@dataclass(frozen=True, slots=True)
class Around:
    """What was read on the way of what begins outside of a part."""

    definitions: dict[int, _Row]  # by start of the name
    supertypes: frozenset[tuple[int, int, int]]
    extras: frozenset[tuple[int, str, str]]


def outline_of(language: str, data: bytes, tree: Tree) -> Outline:
    """Outline facts of normalised bytes and their tree."""
    return outline_made(language, data, tree).outline


def outline_made(language: str, data: bytes, tree: Tree) -> Made:
    """Outline facts, and what is needed to bring them up to date after an edit."""
    spec, root = registry.specs()[language], tree.root_node
    if spec.segments is not None and root.has_error:
        return made_alone(language, data, spec.segments.starts(data))[0]
    builder = Builder(spec, data, {b"": 0})
    builder.read(outline_matches(language, data, tree))
    return _made(data, builder.part(Surroundings([], frozenset()), 0, len(data) + 1), count_errors(root))


def made_alone(language: str, data: bytes, starts: Sequence[int]) -> tuple[Made, list[int]]:
    """The same of a text whose segments are read each by itself, and how many errors each of them has."""
    spans = list(zip(starts, [*starts[1:], len(data)], strict=True))
    part, errors = part_alone(language, data, spans, Surroundings([], frozenset()), {b"": 0})
    return _made(data, part, sum(errors)), errors


def part_alone(
    language: str,
    data: bytes,
    spans: Sequence[tuple[int, int]],
    around: Surroundings,
    strings: dict[bytes, int],
) -> tuple[Part, list[int]]:
    """What neighbouring segments say, and how many errors each of them has."""
    builder = Builder(registry.specs()[language], data, dict(strings))
    errors = [builder.read_alone(start, end) for start, end in spans]
    last = spans[-1][1] + (spans[-1][1] == len(data))
    return builder.part(around, spans[0][0], last), errors


def _made(data: bytes, part: Part, errors: int) -> Made:
    blocks = (part.definitions, part.imports, part.supertypes)
    return Made(assembled(data, errors, blocks, part.remains, ()), part.remains)


def part_of(
    language: str,
    data: bytes,
    matches: Iterable[Match],
    span: tuple[int, int],
    around: Surroundings,
    strings: dict[bytes, int],
) -> Part:
    """What the matches say of a span whose borders no definition crosses."""
    builder = Builder(registry.specs()[language], data, dict(strings))
    builder.read(matches)
    return builder.part(around, *span)


def assembled(
    data: bytes, errors: int, blocks: tuple[Column, Column, Column], remains: Remains, known: tuple[str, ...]
) -> Outline:
    """The outline of columns; `known` are the texts of the first of its strings."""
    definitions, imports, supertypes = blocks
    fresh = list(remains.strings)[len(known) :]
    extra = first_texts(remains.extras)
    newlines = line_ends(data)
    place(data, definitions, newlines)
    return Outline(
        definitions,
        imports,
        supertypes,
        known + tuple(text.decode("utf-8", "replace").replace("\0", "") for text in fresh),
        len(data),
        len(newlines) + 1,
        errors,
        extra,
    )


class Builder:
    """The state of one extraction."""

    def __init__(
        self, spec: LanguageSpec, data: bytes, strings: dict[bytes, int], tables: Plan | None = None
    ) -> None:
        self._spec = spec
        self._plan = tables or plan(spec.id)
        self._data = data
        self._strings = strings
        self._extras: list[tuple[int, str, str]] = []
        self._found: dict[int, _Row] = {}
        self._imports: list[tuple[int, ...]] = []
        self._module = (-1, 0)  # start of the module of the last import, and its text
        self._supertypes: list[tuple[int, int, int]] = []
        self._exported: set[int] = set()

    def read(self, matches: Iterable[Match]) -> None:
        """Takes matches in; their offsets are of the builder's text."""
        plain = self._plan.plain
        for pattern, captures in matches:
            if (definition := plain[pattern]) is None:
                self._match(pattern, captures)
            elif (nodes := captures.get(definition[0])) is not None:
                self.define(pattern, definition[1], nodes[0].start_byte, nodes[-1].end_byte, captures)

    def read_alone(self, start: int, end: int) -> int:
        """Takes in what a segment says by itself; gives its number of syntax errors."""
        spec = self._spec
        assert spec.segments is not None
        text = self._data[start:end] + (spec.segments.ending if end < len(self._data) else b"")
        tree = parsing.parse(spec.id, text)
        inner = Builder(spec, text, self._strings)
        inner.read(outline_matches(spec.id, text, tree))
        for at, (pattern, *spans, kind, type_, parameters, qualifier) in inner._found.items():
            first, last, name, name_end = (offset + start for offset in spans)
            row = (pattern, first, last, name, name_end, kind, type_, parameters, qualifier)
            self._found[at + start] = row
        self._imports += [
            (row[0] + start, row[1] + start, *row[2:6], row[6] + start, row[7] + start if row[7] >= 0 else -1)
            for row in inner._imports
        ]
        self._supertypes += [(at + start, relation, text) for at, relation, text in inner._supertypes]
        self._exported.update(at + start for at in inner._exported)
        self._extras += [(at + start, key, kept) for at, key, kept in inner._extras]
        return count_errors(tree.root_node)

    def part(self, around: Surroundings, start: int, end: int) -> Part:
        """The columns of what was read of the span from `start` to `end`."""
        imports = [row for row in self._imports if start <= row[0] < end]
        # A name that an import binds is not a definition of its own (`const a = require("a")`).
        bound = {row[7] if row[7] >= 0 else row[6] for row in imports}
        inside = [row for row in self._found.values() if start <= row[1] < end and start <= row[3] < end]
        outside = {
            at: row for at, row in self._found.items() if not (start <= row[1] < end and start <= at < end)
        }
        out, hidden, spans = self._definitions([row for row in inside if row[3] not in bound], around)
        supertypes = [row for row in self._supertypes if start <= row[0] < end]
        remains = Remains(
            self._strings,
            columns(hidden, 4),
            tuple(row for row in self._extras if start <= row[0] < end),
        )
        return Part(
            columns(out[len(around.definitions) :], len(DEFINITION_COLUMNS)),
            import_columns(imports, spans),
            supertype_columns(supertypes, spans, out),
            remains,
            Around(
                outside,
                frozenset(row for row in self._supertypes if row[0] < start),
                frozenset(row for row in self._extras if row[0] < start),
            ),
        )

    # -- reading matches ---------------------------------------------------------------------------

    def _match(self, pattern: int, captures: dict[str, list[Node]]) -> None:
        whole: Node | None = None
        last: Node | None = None
        kind = importing = 0
        for capture, nodes in captures.items():
            if capture in PARTS:
                continue
            if (number := DEFINITIONS.get(capture)) is not None:
                whole, last, kind = nodes[0], nodes[-1], number
            elif (number := IMPORTS.get(capture)) is not None:
                whole, last, importing = nodes[0], nodes[0], number
            elif (number := RELATIONS.get(capture)) is not None:
                for node in nodes:
                    text = self._text(node)
                    if "arguments" in captures:  # the grammar keeps type arguments beside the type
                        text = self._intern_span(node.start_byte, captures["arguments"][0].end_byte)
                    self._supertypes.append((node.start_byte, number, text))
            elif capture == "exported":
                self._exported.update(node.start_byte for node in nodes)
            elif capture == "documentation":
                node = nodes[0]
                rows, importing_rows = documented(
                    self._spec, self._data, node.start_byte, node.end_byte, self._intern
                )
                for at, row in rows:
                    self._found.setdefault(at, (pattern, *row))
                self._imports += importing_rows
            elif capture.startswith("extra."):
                kept = self._data[nodes[0].start_byte : nodes[0].end_byte]
                text_kept = _CONTROLS.sub("", kept.decode("utf-8", "replace"))
                self._extras.append((nodes[0].start_byte, capture[6:], text_kept))
        if whole is None or last is None:
            return
        if importing:
            self._import(importing, whole, captures)
        else:
            self.define(pattern, kind, whole.start_byte, last.end_byte, captures)

    def define(
        self, pattern: int, kind: int, whole_start: int, whole_end: int, captures: dict[str, list[Node]]
    ) -> None:
        """Notes a definition."""
        qualifier = 0
        if (named := captures.get("name")) is not None:
            start = named[0].start_byte
            if "qualifier" in captures:
                qualifier = self._between(captures["qualifier"])
        elif (named := captures.get("qualified")) is not None:
            scope, joint, name = self._data[named[0].start_byte : named[0].end_byte].rpartition(b"::")
            if not joint:
                return
            start = named[0].end_byte - len(name.lstrip())
            qualifier = self._strings.setdefault(scope.strip(), len(self._strings))
        else:
            return
        if named[-1].end_byte <= start:  # supplied by the parser where the source has none
            return
        earlier = self._found.get(start)
        if earlier is not None and earlier[0] <= pattern:
            return
        self._found[start] = (
            pattern,
            whole_start,
            whole_end,
            start,
            named[-1].end_byte,
            kind,
            self._text(captures["type"][0]) if "type" in captures else 0,
            self._parameters(captures["parameters"][0]) if "parameters" in captures else 0,
            qualifier,
        )

    def _import(self, kind: int, whole: Node, captures: dict[str, list[Node]]) -> None:
        start, end = whole.start_byte, whole.end_byte
        if (tree := captures.get("tree")) is not None and self._spec.expand_import is not None:
            base = tree[0].start_byte
            text = self._data[base : tree[0].end_byte].decode("utf-8", "replace")
            for row_kind, module, name, alias, offset in self._spec.expand_import(text):
                if row_kind == ImportKind.NAME and kind == ImportKind.REEXPORT_NAME:
                    row_kind = ImportKind.REEXPORT_NAME
                elif row_kind == ImportKind.WILDCARD and kind == ImportKind.REEXPORT_NAME:
                    row_kind = ImportKind.REEXPORT_WILDCARD
                at = base + len(text[:offset].encode())
                row = (start, end, int(row_kind), *map(self._intern, (module, name, alias)), at, -1)
                self._imports.append(row)
            return
        module_text = name_text = alias_text = 0
        at, alias_at = start, -1
        if (nodes := captures.get("module")) is not None:
            at = nodes[0].start_byte
            if at != self._module[0]:  # one module for all names of a statement
                self._module = (at, self._unquoted(nodes[0]))
            module_text = self._module[1]
        if (nodes := captures.get("name")) is not None:
            at, name_text = nodes[0].start_byte, self._unquoted(nodes[0])
        if (nodes := captures.get("alias")) is not None:
            alias_at, alias_text = nodes[0].start_byte, self._unquoted(nodes[0])
        self._imports.append((start, end, kind, module_text, name_text, alias_text, at, alias_at))

    def _parameters(self, node: Node) -> int:
        if tail := self._spec.signature_tail:
            following = node.next_named_sibling
            if following is not None and following.type == tail:
                return self._intern_span(node.start_byte, following.end_byte)
        return self._text(node)

    def _text(self, node: Node) -> int:
        return self._intern_span(node.start_byte, node.end_byte)

    def _intern_span(self, start: int, end: int) -> int:
        text = self._data[start:end]
        if len(text) > LONG_TEXT:
            # White space is folded, since people and parsers read the text; what separates stored texts goes.
            text = b" ".join(text.replace(b"\0", b"").split())
        return self._strings.setdefault(text, len(self._strings))

    def _between(self, nodes: list[Node]) -> int:
        """The text from the first to the last of several nodes: both names of `a::b::` in `a::b::c`."""
        text = self._data[nodes[0].start_byte : nodes[-1].end_byte]
        return self._strings.setdefault(text, len(self._strings))

    def _unquoted(self, node: Node) -> int:
        text = self._data[node.start_byte : node.end_byte].strip(self._spec.strip_quotes)
        return self._strings.setdefault(text, len(self._strings))

    def _intern(self, text: str) -> int:
        return self._strings.setdefault(text.encode(), len(self._strings))

    # -- columns -----------------------------------------------------------------------------------

    def _definitions(
        self, found: list[_Row], around: Surroundings
    ) -> tuple[list[tuple[int, ...]], list[tuple[int, ...]], list[Span]]:
        """The definitions in pre-order behind those around them, the values that others hide (start, end,
        container, name), and the spans that are containers for what is within."""
        spec, data = self._spec, self._data
        rows = sorted(found, key=lambda row: (row[1], -row[2], row[3]))
        out = list(around.definitions)
        hidden: list[tuple[int, ...]] = []
        # (end, index) of the definitions around the current one
        stack = [(row[1], index) for index, row in enumerate(out)]
        spans: list[Span] = [(row[0], row[1], index - 1) for index, row in enumerate(out)]
        seen = set(around.seen)
        strings, exported, pattern_bits = self._strings, self._exported, self._plan.pattern_bits
        nested, merging, constructors = self._plan.nested, spec.assignments_define, self._plan.constructors
        quotes, outside = spec.strip_quotes, self._plan.outside
        for pattern, start, end, name_start, name_end, kind, type_, parameters, qualifier in rows:
            # Two names of one span (`int a, b;`) are siblings, not container and content.
            while stack and (
                stack[-1][0] < end
                or stack[-1][0] <= start
                or (stack[-1][0] == end and out[stack[-1][1]][0] == start)
            ):
                stack.pop()
            container = stack[-1][1] if stack else -1
            name_text = data[name_start:name_end]
            if name_text[:1] in quotes:
                name_text = name_text.strip(quotes)
            modifiers = self._modifiers(start, name_start, name_text) | pattern_bits[pattern]
            if name_start in exported:
                modifiers |= _EXPORTED
            if container >= 0:
                outer = out[container][6]
                if outer in outside[pattern]:
                    continue
                if not qualifier:  # what a qualifier names is no part of what is around
                    kind = nested.get((outer, kind), kind)
                if kind == FIELD and outer in (METHOD, CONSTRUCTOR):
                    # `self.x = ...` in a method declares a field of the class around it, or of the
                    # class that the method's qualifier names.
                    qualifier = qualifier or out[container][11]
                    container = out[container][5]
                    modifiers |= _INSTANCE
                if kind == METHOD and name_text in constructors:
                    kind = CONSTRUCTOR
            name = strings.setdefault(name_text, len(strings))
            if kind == CONSTRUCTOR and modifiers & _DECLARATION and spec.constructors_named_like_types:
                if container < 0 or out[container][8] != name:
                    continue  # a call of a macro among declarations
            if merging and kind in VALUES:
                identity = (container, name)
                if identity in seen:
                    hidden.append((start, end, container, name))
                    continue
                seen.add(identity)
            spans.append((start, end, stack[-1][1] if stack else -1))
            stack.append((end, len(out)))
            out.append(
                (start, end, name_start, 0, 0, container, kind, modifiers, name, type_, parameters, qualifier)
            )
        return out, hidden, spans

    def _modifiers(self, start: int, name_start: int, name: bytes) -> int:
        plan = self._plan
        header = self._data[max(start, name_start - HEADER_BYTES) : name_start]
        bits = plan.header_memo.get(header)
        if bits is None:
            bits = 0
            for word in header.replace(b"(", b" ( ").replace(b"@", b" @").split():
                bits |= plan.words.get(word, 0)
            if len(plan.header_memo) >= _MEMO_ENTRIES:
                plan.header_memo.clear()
            plan.header_memo[header] = bits
        if bits & VISIBILITY:
            return bits
        visibility = plan.name_memo.get(name)
        if visibility is None:
            by_name = self._spec.visibility_of
            visibility = int(
                by_name(name.decode("utf-8", "replace")) if by_name else self._spec.default_visibility
            )
            if len(plan.name_memo) >= _MEMO_ENTRIES:
                plan.name_memo.clear()
            plan.name_memo[name] = visibility
        return bits | visibility
