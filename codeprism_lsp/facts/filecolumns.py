"""Sorted columns of files and the orders in which they are looked up: the base of a file table.

Everything beyond the columns themselves is made when it is first asked for. Look-ups by one name end in
comparing bytes, so that equal hashes do no harm.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt
import xxhash

from codeprism_lsp.facts.flat import Frame, decode_flat, encode_flat
from codeprism_lsp.facts.frames import CorruptSegment
from codeprism_lsp.facts.keys import key, keys_at
from codeprism_lsp.facts.postings import ragged

U8 = npt.NDArray[np.uint8]
U32 = npt.NDArray[np.uint32]
I64 = npt.NDArray[np.int64]

_SLASH = ord("/")
_ROWS_OF_PASS = 1 << 16
_MOST_WORDS = 256
_KIND = b"file"
_Cell = TypeVar("_Cell", bound=np.integer)


class FileRow(NamedTuple):
    """One file of the index. `content` is 0 for a file that is open but not indexed."""

    path: str
    language: str
    content: int
    size: int
    mtime_ns: int
    origin: str = "source"


@dataclass(frozen=True, eq=False)
class FileColumns:
    """n files in the order of their paths' bytes; the number of a file is its place.

    Path ``i`` is ``text[offsets[i]:offsets[i + 1]]`` (UTF-8, undecodable bytes as surrogate escapes).
    Languages and origins are places in ``words``; ``hashes`` are the upper halves of XXH3 of the paths.
    """

    text: bytes | memoryview
    offsets: U32
    words: tuple[str, ...]
    languages: U8
    origins: U8
    contents: U32
    sizes: I64
    mtimes: I64
    hashes: U32

    def __len__(self) -> int:
        return len(self.contents)

    def path(self, number: int) -> str:
        """The path of a file."""
        return self._bytes(number).decode("utf-8", "surrogateescape")

    def row(self, number: int) -> FileRow:
        """One file."""
        return FileRow(
            self.path(number),
            self.language(number),
            int(self.contents[number]),
            int(self.sizes[number]),
            int(self.mtimes[number]),
            self.words[int(self.origins[number])],
        )

    def language(self, number: int) -> str:
        """The language of a file."""
        return self.words[int(self.languages[number])]

    def find(self, path: str) -> int:
        """The number of the file of this path, -1 without."""
        data = path.encode("utf-8", "surrogateescape")
        order, starts, shift = self._by_hash
        bucket = xxhash.xxh3_64_intdigest(data) >> shift
        for place in range(starts[bucket], starts[bucket + 1]):
            number = order[place]
            if self._bytes(number) == data:
                return number
        return -1

    def below(self, prefix: str) -> tuple[int, int]:
        """The first and one past the last file whose path begins with a prefix that ends in a slash."""
        data = prefix.encode("utf-8", "surrogateescape")
        numbers = range(len(self))
        first = bisect.bisect_left(numbers, data, key=self._bytes)
        return first, bisect.bisect_left(numbers, data[:-1] + bytes([_SLASH + 1]), first, key=self._bytes)

    def all_paths(self) -> list[str]:
        """The paths of all files."""
        places = self.offsets.tolist()
        data = bytes(self.text)
        if data.isascii():
            text = data.decode("ascii")
            return [text[first:last] for first, last in pairwise(places)]
        return [self.path(number) for number in range(len(self))]

    def with_contents(self, contents: npt.NDArray[np.integer]) -> tuple[I64, I64]:
        """(position in `contents`, number of a file) of all files that have one of some contents."""
        order, starts = self._by_content
        known = np.flatnonzero(contents < len(starts) - 1)
        first = starts[contents[known]].astype(np.int64)
        counts = starts[contents[known].astype(np.int64) + 1] - first
        return np.repeat(known, counts), order[ragged(first, counts)].astype(np.int64)

    def in_directory(self, directory: str) -> Iterable[int]:
        """Files that lie directly in a directory."""
        return [number for first, last in self._runs.get(directory, ()) for number in range(first, last)]

    def with_basename(self, name: str) -> Iterable[int]:
        """Files of that last segment."""
        data = name.encode("utf-8", "surrogateescape")
        keys, order = self._by_basename
        wanted = np.uint32(key(data))
        first, last = np.searchsorted(keys, wanted, "left"), np.searchsorted(keys, wanted, "right")
        starts, ends = self._basenames, self.offsets[1:]
        return [
            number
            for number in order[first:last].tolist()
            if self.text[int(starts[number]) : int(ends[number])] == data
        ]

    def directories_named(self, name: str) -> Sequence[str]:
        """Directories of that last segment that hold a file directly, in path order."""
        return self._directory_names.get(name, ())

    @cached_property
    def depths(self) -> U8:
        """How many directories each file lies in."""
        if not len(self):
            return np.zeros(0, np.uint8)
        slashes = (np.frombuffer(self.text, np.uint8) == _SLASH).view(np.uint8)
        return np.add.reduceat(slashes, self.offsets[:-1].astype(np.int64), dtype=np.uint8)

    def is_as(self, number: int, size: int, mtime_ns: int, origin: str) -> bool:
        """Whether a file is as it was found now."""
        sizes, mtimes, origins = self._states
        return sizes[number] == size and mtimes[number] == mtime_ns and self.words[origins[number]] == origin

    def flat(self, revision: int) -> bytes:
        """A frame for ``mapped``, with the orders of look-ups: the files as of a revision."""
        order, starts, _ = self._by_hash
        words = "\n".join(self.words).encode()
        columns: list[npt.NDArray[np.integer]] = [
            np.array([revision], np.uint64),
            np.frombuffer(self.text, np.uint8),
            self.offsets,
            np.frombuffer(words, np.uint8),
            *(self.languages, self.origins, self.contents, self.sizes, self.mtimes, self.hashes, self.depths),
            *(np.frombuffer(order, np.uint32), np.frombuffer(starts, np.uint32), *self._by_content),
            *(self._basenames, *self._by_basename),
        ]
        return encode_flat(_KIND, columns)

    # -- private -----------------------------------------------------------------------------------

    def _bytes(self, number: int) -> bytes:
        offsets = self._places
        return bytes(self.text[offsets[number] : offsets[number + 1]])

    @cached_property
    def _places(self) -> memoryview:
        """The offsets as Python reads them fastest one by one."""
        return np.ascontiguousarray(self.offsets).data

    @cached_property
    def _states(self) -> tuple[memoryview, memoryview, memoryview]:
        """Sizes, modification times and origins as Python reads them fastest one by one."""
        return self.sizes.data, self.mtimes.data, self.origins.data

    @cached_property
    def _by_hash(self) -> tuple[memoryview, memoryview, int]:
        """Numbers by hash, where those of each bucket begin, and the shift from a hash to its bucket."""
        bits = self._bits
        order = np.argsort(self.hashes, kind="stable").astype(np.uint32)
        counts = np.bincount(self.hashes >> np.uint32(32 - bits), minlength=1 << bits)
        starts = np.zeros((1 << bits) + 1, np.uint32)
        np.cumsum(counts, out=starts[1:])
        return order.data, starts.data, 64 - bits

    @property
    def _bits(self) -> int:
        """There are two to this power buckets of hashes."""
        return max(1, min(30, len(self).bit_length()))

    @cached_property
    def _by_content(self) -> tuple[U32, U32]:
        """Numbers by content, and where those of each content begin."""
        counts = np.bincount(self.contents)
        starts = np.zeros(len(counts) + 1, np.uint32)
        np.cumsum(counts, out=starts[1:])
        return np.argsort(self.contents, kind="stable").astype(np.uint32), starts

    @cached_property
    def _basenames(self) -> U32:
        """Where the last segment of each path begins."""
        first = self.offsets[:-1].astype(np.int64)
        slashes = np.flatnonzero(np.frombuffer(self.text, np.uint8) == _SLASH)
        last = np.searchsorted(slashes, self.offsets[1:]) - 1
        begins = np.zeros(len(first), np.int64)
        if len(slashes):
            begins = np.where(last >= 0, slashes[last] + 1, 0)
        return np.maximum(first, begins).astype(np.uint32)

    @cached_property
    def _by_basename(self) -> tuple[U32, U32]:
        """Keys of last segments, ascending, and the numbers in that order."""
        keys = keys_at(bytes(self.text), self._basenames, self.offsets[1:])
        order = np.argsort(keys, kind="stable")
        return keys[order], order.astype(np.uint32)

    @cached_property
    def _runs(self) -> dict[str, list[tuple[int, int]]]:
        """Files that stand one after the other and lie in one directory, by directory."""
        starts = self.offsets[:-1].astype(np.int64)
        lengths = np.maximum(self._basenames.astype(np.int64) - 1 - starts, 0)
        begins = np.flatnonzero(~self._same_as_before(starts, lengths)).tolist()
        runs: dict[str, list[tuple[int, int]]] = {}
        for first, last in pairwise([*begins, len(self)]):
            place = int(starts[first])
            directory = bytes(self.text[place : place + int(lengths[first])])
            runs.setdefault(directory.decode("utf-8", "surrogateescape"), []).append((first, last))
        return runs

    def _same_as_before(self, starts: I64, lengths: I64) -> npt.NDArray[np.bool_]:
        """Which files lie in the directory of the file before them."""
        text = np.frombuffer(self.text, np.uint8)
        same = np.zeros(len(self), np.bool_)
        same[1:] = lengths[1:] == lengths[:-1]
        for pass_ in range(0, len(self), _ROWS_OF_PASS):
            rows = pass_ + np.flatnonzero(same[pass_ : pass_ + _ROWS_OF_PASS])
            rows = rows[lengths[rows] > 0]
            if len(rows):
                sizes = lengths[rows]
                differs = text[ragged(starts[rows], sizes)] != text[ragged(starts[rows - 1], sizes)]
                same[rows] = ~np.logical_or.reduceat(differs, np.cumsum(sizes) - sizes)
        return same

    @cached_property
    def _directory_names(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for directory in sorted(self._runs):
            found.setdefault(directory.rpartition("/")[2], []).append(directory)
        return found


def mapped(frame: Frame) -> tuple[FileColumns, int]:
    """The files that ``flat`` wrote, used as they lie, and their revision; raises ``CorruptSegment``."""
    columns = decode_flat(_KIND, frame)
    if len(columns) != 18:
        raise CorruptSegment("a table of files has the wrong number of columns")
    revision, text, offsets, words, languages, origins, contents, sizes, mtimes, hashes = columns[:10]
    depths, by_hash, buckets, by_content, content_starts, basenames, *by_basename = columns[10:]
    rows = (languages, origins, sizes, mtimes, hashes, depths, by_hash, by_content, basenames)
    if (
        len(revision) != 1
        or len(offsets) != len(contents) + 1
        or any(len(one) != len(contents) for one in rows)
    ):
        raise CorruptSegment("the columns of a table of files do not fit each other")
    spelled = tuple(words.tobytes().decode().split("\n"))
    found = FileColumns(text.data, offsets, spelled, languages, origins, contents, sizes, mtimes, hashes)
    found.__dict__.update(
        depths=depths,
        _by_hash=(by_hash.data, buckets.data, 64 - found._bits),
        _by_content=(by_content, content_starts),
        _basenames=basenames,
        _by_basename=tuple(by_basename),
    )
    return found, int(revision[0])


def columns_of(rows: Iterable[FileRow]) -> FileColumns:
    """The columns of some files, in any order; no two may have one path."""
    return merged(_EMPTY, np.zeros(0, np.int64), rows)


def merged(base: FileColumns, hidden: I64, rows: Iterable[FileRow]) -> FileColumns:
    """A base without some of its files (ascending numbers) and with others, none of which it has still."""
    fresh = sorted((row.path.encode("utf-8", "surrogateescape"), row) for row in rows)
    numbers = range(len(base))
    places = [bisect.bisect_left(numbers, data, key=base._bytes) for data, _ in fresh] if numbers else []
    places = places or [0] * len(fresh)
    words = dict.fromkeys((*base.words, *(word for _, row in fresh for word in (row.language, row.origin))))
    if len(words) > _MOST_WORDS:
        raise ValueError(f"files have at most {_MOST_WORDS} languages and origins together")
    codes = {word: code for code, word in enumerate(words)}
    kept = np.ones(len(base), np.bool_)
    kept[hidden] = False
    at = np.array(places, np.int64)
    at -= np.searchsorted(hidden, at)

    def column(stored: npt.NDArray[_Cell], values: list[int]) -> npt.NDArray[_Cell]:
        return np.insert(stored[kept], at, np.array(values, stored.dtype))

    lengths = column(np.diff(base.offsets), [len(data) for data, _ in fresh])
    offsets = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=offsets[1:])
    if int(offsets[-1]) >= 1 << 32:
        raise ValueError("the paths of one folder take fewer than 2**32 bytes")
    return FileColumns(
        _spliced(base, hidden.tolist(), list(zip(places, (data for data, _ in fresh), strict=True))),
        offsets.astype(np.uint32),
        tuple(words),
        column(base.languages, [codes[row.language] for _, row in fresh]),
        column(base.origins, [codes[row.origin] for _, row in fresh]),
        column(base.contents, [row.content for _, row in fresh]),
        column(base.sizes, [row.size for _, row in fresh]),
        column(base.mtimes, [row.mtime_ns for _, row in fresh]),
        column(base.hashes, [xxhash.xxh3_64_intdigest(data) >> 32 for data, _ in fresh]),
    )


def _spliced(base: FileColumns, hidden: list[int], fresh: list[tuple[int, bytes]]) -> bytes:
    """The text of a base without hidden paths and with fresh ones before the places given."""
    text, offsets = memoryview(base.text), base._places
    parts: list[bytes | memoryview] = []
    at = 0
    # Of a fresh path and a hidden one at the same place, the fresh one comes first: at most equal to it.
    for place, _, data in sorted([*((one, 1, b"") for one in hidden), *((p, 0, d) for p, d in fresh)]):
        parts.append(text[offsets[at] : offsets[place]])
        parts.append(data)
        at = place + 1 if not data else place
    parts.append(text[offsets[at] :])
    return b"".join(parts)


_EMPTY = FileColumns(
    b"",
    np.zeros(1, np.uint32),
    (),
    np.zeros(0, np.uint8),
    np.zeros(0, np.uint8),
    np.zeros(0, np.uint32),
    np.zeros(0, np.int64),
    np.zeros(0, np.int64),
    np.zeros(0, np.uint32),
)
