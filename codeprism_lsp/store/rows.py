"""The values that cross the border of the store. They are tuples because they come by the 100,000."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

I64 = npt.NDArray[np.int64]


class ContentRow(NamedTuple):
    """Facts of one content. ``hash`` addresses the bytes, ``recipe`` how facts were made of them.

    A content without facts (b"") waits for them: it can be found, and what it says is not known yet.
    """

    hash: bytes
    recipe: str
    language: str
    facts: bytes
    occurrences: int = 0
    definitions: int = 0


class FileRow(NamedTuple):
    """One file of the workspace.

    ``path`` is relative with forward slashes; undecodable bytes of a name are surrogate escapes. Exactly
    one of three states holds: ``content`` is an id, or ``skip`` says why there is none, or both are None
    and the file waits to be indexed. ``revision`` is set by the store and ignored when writing.
    """

    path: str
    language: str | None
    size: int
    mtime_ns: int
    content: int | None = None
    skip: str | None = None
    detail: str | None = None
    origin: str = ""
    revision: int = 0


class SegmentRow(NamedTuple):
    """A segment to be written: opaque bytes over the contents from first to last (inclusive)."""

    family: str
    blob: bytes
    first_content: int
    last_content: int
    level: int = 0


class StoredSegment(NamedTuple):
    """A segment as a reader gets it; an id is never used twice."""

    id: int
    blob: bytes | memoryview
    first_content: int
    last_content: int


@dataclass(frozen=True, slots=True)
class FileColumns:
    """Files in path order as parallel columns; ``contents`` is 0 where a file has none."""

    paths: list[str]
    languages: list[str | None]
    sizes: I64
    mtimes_ns: I64
    contents: I64
    skips: list[str | None]
    details: list[str | None]
    origins: list[str]
    revisions: I64

    def __len__(self) -> int:
        return len(self.paths)


@dataclass(frozen=True, slots=True)
class FileChanges:
    """What changed up to and including ``revision``.

    When ``whole`` is true, ``rows`` are all files there are and replace what the reader knew: deletions
    from before the tombstones that are kept can no longer be told one by one.
    """

    revision: int
    rows: list[FileRow]
    deleted: list[str]
    whole: bool


@dataclass(frozen=True, slots=True)
class SegmentChanges:
    """The segments of one family: the ids that exist now, and those the reader did not know."""

    ids: frozenset[int]
    new: list[StoredSegment]


@dataclass(frozen=True, slots=True)
class Stats:
    """Sizes of a store. Occurrences and definitions count a content once for each file that has it.

    ``pending`` are the files that wait for a content or for its facts.
    """

    revision: int
    files: int
    indexed: int
    pending: int
    skipped: Mapping[str, int]
    languages: Mapping[str, int]
    origins: Mapping[str, int]
    contents: int
    definitions: int
    occurrences: int
    segments: Mapping[str, int]
    segment_bytes: Mapping[str, int]
    disk_bytes: int


@dataclass(slots=True)
class CompactionReport:
    """What one compaction did."""

    contents_removed: int = 0
    segments_merged: int = 0
    segments_written: int = 0
    pages_freed: int = 0
    finished: bool = True
    damaged: list[str] = field(default_factory=list)
