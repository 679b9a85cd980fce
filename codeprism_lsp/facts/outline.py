"""Outline facts: the persisted facts of one file, as columns.

An `Outline` is a pure function of (bytes, language recipe). It holds no path, no file id and no clock, so
it can be stored under the hash of the bytes and shared by every file with that content. At rest it is a
few integer arrays and one string table; nothing is built per symbol until an answer needs that symbol.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt
import zstandard

from codeprism_lsp.facts.kinds import DefKind, ImportKind, Modifier, Relation

Column = npt.NDArray[np.int64]

FORMAT = 1
_LOOKS_ALONG = 12  # names looked for along the columns before a dictionary of all names is made
_MAGIC = 0xC0DE
_HEADER = struct.Struct("<HBBIIIIIII")

DEFINITION_COLUMNS = (
    "start",  # byte offset of the whole definition
    "end",
    "name_start",  # byte offset of the name
    "name_line",  # 0-based line of the name, lines ending as LSP says
    "name_column",  # byte column of the name; -1 - column where the line before it is not ASCII
    "container",  # index of the enclosing definition, -1 at the top
    "kind",  # DefKind
    "modifiers",  # Modifier bits
    "name",  # string: the name
    "type",  # string: declared or return type as written
    "parameters",  # string: the parameter list as written, with its parentheses
    "qualifier",  # string: `A` in `A::b`, a Go receiver's type, a Rust impl's trait
)
IMPORT_COLUMNS = (
    "start",
    "end",
    "kind",  # ImportKind
    "module",  # string: the module as written, quotes removed
    "name",  # string: the imported name, "" where the module itself is bound
    "alias",  # string: the name it is bound to, "" where that is `name` or the module's own
    "name_start",  # byte offset of the imported name (or of the module where there is none)
    "alias_start",  # byte offset of the alias, -1 without
    "container",  # definition the import stands in, -1 at the top
)
SUPERTYPE_COLUMNS = (
    "definition",  # index of the subtype's definition
    "relation",  # Relation
    "text",  # string: the supertype as written, with type arguments
    "start",  # byte offset of that text
)


@dataclass(frozen=True, slots=True)
class Import:
    """One imported binding, as written."""

    kind: ImportKind
    module: str
    name: str
    alias: str
    start: int
    end: int
    name_start: int
    alias_start: int
    container: int

    @property
    def binds(self) -> str:
        """The local name the import introduces, "" where it introduces none of its own."""
        return self.alias or self.name


@dataclass(frozen=True, slots=True)
class Supertype:
    """One supertype as written at a definition."""

    definition: int
    relation: Relation
    text: str
    start: int


@dataclass(frozen=True)
class Outline:
    """Definitions, imports and supertypes of one file.

    Definitions are in pre-order of their spans (an outer definition before those within it).
    """

    definitions: Column  # shape (len(DEFINITION_COLUMNS), n)
    imports: Column  # shape (len(IMPORT_COLUMNS), n)
    supertypes: Column  # shape (len(SUPERTYPE_COLUMNS), n)
    strings: tuple[str, ...]
    size: int  # bytes of the normalised source
    lines: int
    errors: int  # syntax errors seen by the parser
    extra: dict[str, str] = field(default_factory=dict)  # e.g. {"package": "com.acme.shop"}

    def __len__(self) -> int:
        return int(self.definitions.shape[1])

    def __bool__(self) -> bool:
        return True  # a file that defines nothing still has facts

    @cached_property
    def _rows(self) -> list[array[int]]:
        # Arrays, not lists: an integer object for each number would take ten times the memory.
        return [array("i", row.astype(np.int32).tobytes()) for row in self.definitions]

    def kind(self, index: int) -> DefKind:
        return DefKind(self._rows[6][index])

    def name(self, index: int) -> str:
        return self.strings[self._rows[8][index]]

    def modifiers(self, index: int) -> Modifier:
        return Modifier(self._rows[7][index])

    def container(self, index: int) -> int:
        return self._rows[5][index]

    def span(self, index: int) -> tuple[int, int]:
        rows = self._rows
        return rows[0][index], rows[1][index]

    def name_span(self, index: int) -> tuple[int, int]:
        start = self._rows[2][index]
        return start, start + len(self.name(index).encode())

    def name_position(self, index: int) -> tuple[int, int, bool]:
        """(line, byte column, whether the line is ASCII up to the name)."""
        rows = self._rows
        column = rows[4][index]
        return (rows[3][index], column, True) if column >= 0 else (rows[3][index], -1 - column, False)

    def type_text(self, index: int) -> str:
        return self.strings[self._rows[9][index]]

    def parameters(self, index: int) -> str:
        return self.strings[self._rows[10][index]]

    def qualifier(self, index: int) -> str:
        return self.strings[self._rows[11][index]]

    def qualified_name(self, index: int, separator: str = ".") -> str:
        """Names from the outermost container down to the definition."""
        parts = [self.name(index)]
        if qualifier := self.qualifier(index):
            parts.append(qualifier)
        container = self.container(index)
        while container >= 0:
            parts.append(self.name(container))
            container = self.container(container)
        return separator.join(reversed([part for part in parts if part]))

    def named(self, name: str) -> list[int]:
        """Indexes of the definitions called `name`, in pre-order.

        Most outlines are asked for one or two names only, which a look along the columns answers sooner
        than `by_name` is built.
        """
        known = self.__dict__.get("by_name")
        if known is None:
            asked = self.__dict__["_asked"] = self.__dict__.get("_asked", 0) + 1
            if asked <= _LOOKS_ALONG and name.isascii():
                try:
                    wanted = self.strings.index(name)
                except ValueError:
                    return []
                found: list[int] = np.flatnonzero(self.definitions[8] == wanted).tolist()
                return found
            known = self.by_name
        return known.get(name, [])

    @cached_property
    def by_name(self) -> dict[str, list[int]]:
        """Definition indexes by name, in pre-order."""
        found: dict[str, list[int]] = {}
        strings = self.strings
        for index, name in enumerate(self._rows[8]):
            found.setdefault(strings[name], []).append(index)
        return found

    @cached_property
    def by_start(self) -> dict[int, list[int]]:
        """Definition indexes by the byte offset of their name; an impl block declares no name."""
        found: dict[int, list[int]] = {}
        kinds = self._rows[6]
        for index, start in enumerate(self._rows[2]):
            if kinds[index] != DefKind.IMPL:
                found.setdefault(start, []).append(index)
        return found

    @cached_property
    def _children(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for index, container in enumerate(self._rows[5]):
            found.setdefault(container, []).append(index)
        return found

    def children(self, container: int) -> list[int]:
        """Indexes of the definitions directly within `container` (-1: the top level)."""
        return self._children.get(container, [])

    def members(self, container: int, name: str) -> list[int]:
        """Definitions that `name` means directly within `container` (-1: the top level).

        What only adds to a type from outside (an impl block, an out-of-line `A::b`, a method with a
        receiver) is no member of the place where it is written.
        """
        rows = self._rows
        return [
            i
            for i in self.named(name)
            if rows[5][i] == container and not rows[11][i] and rows[6][i] != DefKind.IMPL
        ]

    def supertypes_of(self, index: int) -> list[Supertype]:
        return [one for one in self.all_supertypes if one.definition == index]

    @cached_property
    def top_level_spans(self) -> list[tuple[int, int]]:
        """Spans of the top-level definitions, ascending; spans that overlap are joined."""
        found: list[tuple[int, int]] = []
        for index in self.children(-1):
            start, end = self.span(index)
            if found and start < found[-1][1]:
                found[-1] = (found[-1][0], max(end, found[-1][1]))
            else:
                found.append((start, end))
        return found

    def overlapping(self, start: int, end: int) -> list[int]:
        """Indexes of the definitions that share a byte with the span, in pre-order."""
        if start <= 0 and end >= self.size:
            return list(range(len(self)))
        rows = self.definitions
        found: list[int] = np.flatnonzero((rows[0] < end) & (rows[1] > start)).tolist()
        return found

    def enclosing(self, offset: int) -> int:
        """The innermost definition whose span contains `offset`, or -1."""
        starts, ends = self._rows[0], self._rows[1]
        index = int(np.searchsorted(self.definitions[0], offset, side="right")) - 1
        while index >= 0:
            if starts[index] <= offset < ends[index]:
                return index
            # Pre-order: an enclosing definition of anything before `offset` is on the container chain,
            # or a later sibling's chain; following containers suffices since spans nest.
            index = self._rows[5][index]
        return -1

    @cached_property
    def all_imports(self) -> tuple[Import, ...]:
        text = self.strings
        return tuple(
            Import(ImportKind(k), text[m], text[n], text[a], s, e, ns, als, c)
            for s, e, k, m, n, a, ns, als, c in self.imports.T.tolist()
        )

    @cached_property
    def all_supertypes(self) -> tuple[Supertype, ...]:
        return tuple(
            Supertype(d, Relation(r), self.strings[t], s) for d, r, t, s in self.supertypes.T.tolist()
        )

    def walk(self) -> Iterator[int]:
        return iter(range(len(self)))


class CorruptFacts(ValueError):  # noqa: N818 - says the condition, as callers read it
    """A stored blob is not what `encode` wrote."""


# Blocks stand transposed and delta-coded along the definitions: neighbours differ little, and small
# numbers compress well.
_RELATIVE = {1: 0, 2: 0}  # end and name_start are stored relative to start


def encode(outline: Outline) -> bytes:
    """The raw facts of an outline; `unpacked(encode(o)) == o` for every outline."""
    definitions = outline.definitions.copy()
    for column, base in _RELATIVE.items():
        definitions[column] -= definitions[base]
    imports = outline.imports.copy()
    imports[1] -= imports[0]
    blocks = []
    for block, deltas in ((definitions, (0, 3, 8)), (imports, (0, 6)), (outline.supertypes.copy(), (3,))):
        for column in deltas:
            if block.shape[1]:
                block[column, 1:] = np.diff(block[column])
        blocks.append(block.astype(np.int32).tobytes())
    strings = "\0".join(outline.strings).encode("utf-8", "surrogatepass")
    counts = (outline.definitions.shape[1], outline.imports.shape[1], outline.supertypes.shape[1])
    sizes = (outline.size, outline.lines, outline.errors)
    return packed(counts, sizes, b"".join(blocks), outline.extra, strings)


def packed(
    counts: tuple[int, int, int],
    sizes: tuple[int, int, int],
    body: bytes,
    extra: Mapping[str, str],
    strings: bytes,
) -> bytes:
    """Raw facts of their parts: numbers of definitions, imports and supertypes; bytes and lines of the
    source, errors; the three blocks as `encode` codes them; the strings, separated by NUL."""
    texts = "\0".join(f"{k}\1{v}" for k, v in sorted(extra.items())).encode()
    return b"".join((_HEADER.pack(_MAGIC, FORMAT, 0, *counts, *sizes, len(texts)), body, texts, strings))


@dataclass(frozen=True, slots=True)
class Listed:
    """What posting lists need of raw facts, read without decoding the rest."""

    definitions: npt.NDArray[np.int32]  # shape (3, n): container, kind, modifiers
    names: list[bytes]  # of the definitions
    supertypes: list[tuple[int, bytes]]  # definition and text
    imports: list[tuple[int, bytes, bytes, bytes]]  # kind, module, name, alias


def listed(raw: bytes) -> Listed:
    """What of raw facts goes into posting lists."""
    _, _, _, definitions, imports, supers, _, _, _, extra = _HEADER.unpack_from(raw)
    numbers = len(DEFINITION_COLUMNS) * definitions
    rest = len(IMPORT_COLUMNS) * imports + len(SUPERTYPE_COLUMNS) * supers
    strings = raw[_HEADER.size + 4 * (numbers + rest) + extra :].split(b"\0")
    block = np.frombuffer(raw, np.int32, numbers, _HEADER.size).reshape(len(DEFINITION_COLUMNS), definitions)
    columns = struct.unpack_from(f"<{rest}i", raw, _HEADER.size + 4 * numbers)
    kinds, modules, names, aliases = (columns[c * imports : (c + 1) * imports] for c in (2, 3, 4, 5))
    base = len(IMPORT_COLUMNS) * imports
    texts = columns[base + 2 * supers : base + 3 * supers]
    return Listed(
        block[5:8],
        [strings[one] for one in block[8].cumsum().tolist()],
        [(columns[base + i], strings[text]) for i, text in enumerate(texts)],
        [
            (kind, strings[module], strings[name], strings[alias])
            for kind, module, name, alias in zip(kinds, modules, names, aliases, strict=True)
        ],
    )


def decode(blob: bytes) -> Outline:
    """Reads what was stored of raw facts; raises CorruptFacts on anything else."""
    try:
        raw = zstandard.ZstdDecompressor().decompress(blob)
    except zstandard.ZstdError as error:
        raise CorruptFacts(str(error)) from error
    return unpacked(raw)


def unpacked(raw: bytes) -> Outline:
    """Reads what `encode` or `packed` made; raises CorruptFacts on anything else."""
    try:
        magic, version, _, ndefs, nimports, nsupers, size, lines, errors, nextra = _HEADER.unpack_from(raw)
        if magic != _MAGIC or version != FORMAT:
            raise CorruptFacts("not an outline of this format")
        at = _HEADER.size
        blocks = []
        for rows, count, deltas in (
            (len(DEFINITION_COLUMNS), ndefs, (0, 3, 8)),
            (len(IMPORT_COLUMNS), nimports, (0, 6)),
            (len(SUPERTYPE_COLUMNS), nsupers, (3,)),
        ):
            block = np.frombuffer(raw, np.int32, rows * count, at).astype(np.int64).reshape(rows, count)
            at += rows * count * 4
            for column in deltas:
                np.cumsum(block[column], out=block[column])
            blocks.append(block)
        definitions, imports, supertypes = blocks
        for column, base in _RELATIVE.items():
            definitions[column] += definitions[base]
        imports[1] += imports[0]
        extra_text = raw[at : at + nextra].decode()
        extra = dict(part.split("\1", 1) for part in extra_text.split("\0")) if extra_text else {}
        strings = tuple(raw[at + nextra :].decode("utf-8", "surrogatepass").split("\0"))
    except (struct.error, ValueError, UnicodeDecodeError) as error:
        raise CorruptFacts(str(error)) from error
    return Outline(definitions, imports, supertypes, strings, size, lines, errors, extra)


def opened(blob: bytes) -> tuple[bytes, int, int, int]:
    """The decompressed form of stored facts: its bytes, where the definitions begin, how many there are, and
    where the strings begin. Raises ZstdError and ValueError on what `encode` did not write."""
    raw = zstandard.ZstdDecompressor().decompress(blob)
    if len(raw) < _HEADER.size:
        raise ValueError("not an outline")
    magic, version, _, ndefs, nimports, nsupers, _, _, _, nextra = _HEADER.unpack_from(raw)
    if magic != _MAGIC or version != FORMAT:
        raise ValueError("not an outline of this format")
    rows = ((DEFINITION_COLUMNS, ndefs), (IMPORT_COLUMNS, nimports), (SUPERTYPE_COLUMNS, nsupers))
    numbers = sum(len(columns) * count for columns, count in rows)
    return raw, _HEADER.size, ndefs, _HEADER.size + 4 * numbers + nextra


def empty(size: int = 0) -> Outline:
    """The outline of a file that defines nothing."""

    def block(columns: tuple[str, ...]) -> Column:
        return np.zeros((len(columns), 0), np.int64)

    return Outline(
        block(DEFINITION_COLUMNS), block(IMPORT_COLUMNS), block(SUPERTYPE_COLUMNS), ("",), size, 1, 0
    )


_compressors: list[zstandard.ZstdCompressor] = []


def compressed(raw: bytes) -> bytes:
    """Raw facts as they are stored: `decode(compressed(raw)) == unpacked(raw)`."""
    if not _compressors:
        _compressors.append(zstandard.ZstdCompressor(level=3, write_checksum=False))
    return _compressors[0].compress(raw)
