"""Where lines begin, and how byte offsets correspond to the positions of the Language Server Protocol.

The index is an array of line starts, not a list of lines: it is built by numpy in one pass and
spliced, not rebuilt, when the text is edited. Lines here are those of LSP: "\\n", "\\r\\n" and a lone
"\\r" end one. tree-sitter counts rows by "\\n" only; `row_of` and `column_of` speak its language.
"""

from __future__ import annotations

import enum
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

Offsets = npt.NDArray[np.int64]

_LF = 10
_CR = 13


class PositionEncoding(enum.StrEnum):
    """The unit in which `character` counts; the values are those of LSP's PositionEncodingKind."""

    UTF8 = "utf-8"
    UTF16 = "utf-16"
    UTF32 = "utf-32"


class Position(NamedTuple):
    """A zero-based line and a zero-based character in units of some PositionEncoding."""

    line: int
    character: int


class LineIndex:
    """The line starts of one immutable UTF-8 text.

    `data` must be valid UTF-8, as `decoding.normalise` returns it. Invariant: `_starts` is sorted,
    begins with 0 and holds every offset p > 0 for which data[p-1] ends a line; `_lone_cr` is the
    subset of it that a lone "\\r" caused, empty in nearly every file.
    """

    __slots__ = ("_ascii", "_data", "_lone_cr", "_starts")

    def __init__(self, data: bytes) -> None:
        starts, lone_cr = _scan(data, 0, len(data))
        self._data = data
        self._starts: Offsets = np.concatenate((np.zeros(1, np.int64), starts))
        self._lone_cr = lone_cr
        self._ascii: bool | None = None

    @property
    def data(self) -> bytes:
        """The text this index describes."""
        return self._data

    @property
    def starts(self) -> Offsets:
        """The byte offset at which each line begins; treat it as read-only."""
        return self._starts

    def __len__(self) -> int:
        """The number of lines; an empty text has one."""
        return len(self._starts)

    def line_of(self, offset: int) -> int:
        """The line that contains byte `offset`; offsets outside the text are clamped."""
        return max(0, int(self._starts.searchsorted(offset, "right")) - 1)

    def line_start(self, line: int) -> int:
        """The offset at which `line` begins; a line past the end begins at the end of the text."""
        if line >= len(self._starts):
            return len(self._data)
        return int(self._starts[max(0, line)])

    def line_end(self, line: int) -> int:
        """The offset at which the content of `line` ends, before its terminator."""
        if line + 1 >= len(self._starts):
            return len(self._data)
        line = max(0, line)
        end = int(self._starts[line + 1]) - 1
        if self._data[end] == _LF and end > self._starts[line] and self._data[end - 1] == _CR:
            end -= 1
        return end

    def line_bytes(self, line: int) -> bytes:
        """The content of `line` without its terminator; empty for a line that does not exist."""
        return self._data[self.line_start(line) : self.line_end(line)]

    def position(self, offset: int, encoding: PositionEncoding) -> Position:
        """The position of byte `offset`.

        An offset within a character counts as the character's start, one between "\\r" and "\\n" as the
        end of the line, one outside the text as the nearest end of it.
        """
        offset = min(max(offset, 0), len(self._data))
        line = self.line_of(offset)
        start = self.line_start(line)
        offset = _character_start(self._data, min(offset, self.line_end(line)), start)
        prefix = self._data[start:offset]
        return Position(line, _units(prefix, encoding))

    def offset(self, line: int, character: int, encoding: PositionEncoding) -> int:
        """The byte offset of a position, clamped as LSP says.

        A character past the end of its line means the end of the line before the terminator, a line
        past the last one the end of the text; a character within a surrogate pair or a UTF-8 sequence
        means the start of that character.
        """
        if line < 0:
            return 0
        if line >= len(self._starts):
            return len(self._data)
        content = self.line_bytes(line)
        return self.line_start(line) + _bytes_of_units(content, max(0, character), encoding)

    def positions(self, offsets: npt.ArrayLike, encoding: PositionEncoding) -> tuple[Offsets, Offsets]:
        """The lines and characters of many byte offsets, as `position` gives them one by one."""
        wanted: Offsets = np.clip(np.asarray(offsets, dtype=np.int64), 0, len(self._data))
        if wanted.size == 0:
            return wanted, wanted.copy()
        lines: Offsets = self._starts.searchsorted(wanted, "right") - 1
        starts = self._starts[lines]
        octets = np.frombuffer(self._data, np.uint8)
        wanted = _before_split_terminator(octets, wanted)
        if self._is_ascii():
            return lines, wanted - starts
        first, last = int(starts.min()), int(wanted.max())
        wanted = _character_starts(octets, wanted)
        if encoding is PositionEncoding.UTF8:
            return lines, wanted - starts
        places, surplus = _surplus_bytes(octets[first:last], encoding)
        before = surplus[places.searchsorted(wanted - first)] - surplus[places.searchsorted(starts - first)]
        return lines, wanted - starts - before

    def row_of(self, offset: int) -> int:
        """The number of "\\n" before `offset`: the row of a tree-sitter point."""
        row = self.line_of(offset)
        if self._lone_cr.size:
            row -= int(self._lone_cr.searchsorted(offset, "right"))
        return row

    def column_of(self, offset: int) -> int:
        """The number of bytes between the last "\\n" before `offset` and it."""
        return offset - (self._data.rfind(b"\n", 0, offset) + 1)

    def spliced(self, data: bytes, start: int, old_end: int, new_end: int) -> Self:
        """The index of `data`, which is this text with bytes start..old_end replaced by start..new_end.

        Whether a line begins at p depends on the bytes p-1 and p alone. So starts before `start` stay,
        starts after `old_end` are shifted, and only start..new_end is looked at again.
        """
        found, found_cr = _scan(data, start, new_end)
        changed = type(self).__new__(type(self))
        changed._data = data
        changed._starts = _splice(self._starts, found, start, old_end, new_end - old_end)
        if start == 0:
            changed._starts = np.concatenate((np.zeros(1, np.int64), changed._starts))
        if self._lone_cr.size or found_cr.size:
            changed._lone_cr = _splice(self._lone_cr, found_cr, start, old_end, new_end - old_end)
        else:
            changed._lone_cr = self._lone_cr
        changed._ascii = None
        return changed

    def _is_ascii(self) -> bool:
        if self._ascii is None:
            self._ascii = self._data.isascii()
        return self._ascii


def _scan(data: bytes, first: int, last: int) -> tuple[Offsets, Offsets]:
    """The line starts p with max(first, 1) <= p <= last, and those of them caused by a lone "\\r"."""
    first = max(first, 1)
    if first > last:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    ends = np.frombuffer(data, np.uint8, last - first + 1, first - 1)
    after_lf = ends == _LF
    if data.find(b"\r", first - 1, last) < 0:
        return np.flatnonzero(after_lf) + first, np.empty(0, np.int64)
    after_cr = ends == _CR
    after_cr[:-1] &= ~after_lf[1:]
    if data[last : last + 1] == b"\n":
        after_cr[-1] = False
    return np.flatnonzero(after_lf | after_cr) + first, np.flatnonzero(after_cr) + first


def _splice(old: Offsets, found: Offsets, start: int, old_end: int, shift: int) -> Offsets:
    kept = old[: old.searchsorted(start)]
    shifted = old[old.searchsorted(old_end, "right") :] + shift
    return np.concatenate((kept, found, shifted))


def _character_start(data: bytes, offset: int, floor: int) -> int:
    while floor < offset < len(data) and data[offset] & 0xC0 == 0x80:
        offset -= 1
    return offset


def _character_starts(octets: npt.NDArray[np.uint8], offsets: Offsets) -> Offsets:
    offsets = offsets.copy()
    for _ in range(3):
        inside = offsets < len(octets)
        inside[inside] = octets[offsets[inside]] & 0xC0 == 0x80
        if not inside.any():
            break
        offsets[inside] -= 1
    return offsets


def _before_split_terminator(octets: npt.NDArray[np.uint8], offsets: Offsets) -> Offsets:
    split = (offsets > 0) & (offsets < len(octets))
    at = offsets[split]
    split[split] = (octets[at] == _LF) & (octets[at - 1] == _CR)
    return offsets - split


def _surplus_bytes(octets: npt.NDArray[np.uint8], encoding: PositionEncoding) -> tuple[Offsets, Offsets]:
    """Where the non-ASCII bytes are, and how many bytes more than units the first k of them make up."""
    places = np.flatnonzero(octets >= 0x80)
    heads = octets[places]
    surplus = np.zeros(len(places) + 1, np.int64)
    each = (heads & 0xC0 == 0x80).astype(np.int64)
    if encoding is PositionEncoding.UTF16:
        each -= heads >= 0xF0
    np.cumsum(each, out=surplus[1:])
    return places, surplus


def _units(prefix: bytes, encoding: PositionEncoding) -> int:
    if encoding is PositionEncoding.UTF8 or prefix.isascii():
        return len(prefix)
    text = prefix.decode("utf-8")
    if encoding is PositionEncoding.UTF32:
        return len(text)
    return len(text.encode("utf-16-le")) // 2


def _bytes_of_units(content: bytes, character: int, encoding: PositionEncoding) -> int:
    if encoding is PositionEncoding.UTF8 or content.isascii():
        return _character_start(content, min(character, len(content)), 0)
    text = content.decode("utf-8")
    if encoding is PositionEncoding.UTF32:
        return len(text[:character].encode("utf-8"))
    # A cut within a surrogate pair leaves half a character, which "ignore" drops.
    units = text.encode("utf-16-le")[: 2 * character]
    return len(units.decode("utf-16-le", "ignore").encode("utf-8"))
