"""The rows and segments to store of some batches, once the writer has given numbers to their contents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

import numpy as np
import numpy.typing as npt

from codeprism_lsp.facts import flat, nametable, postings
from codeprism_lsp.store import FileRow, SegmentRow
from codeprism_lsp.workspace.batches import Batch, Extracted

MERGERS = {
    "tokens": postings.merge_encoded,
    "imports": postings.merge_encoded,
    "supers": postings.merge_encoded,
    "names": nametable.merge_encoded,
}
"""How segments of each family are merged."""

Numbers = npt.NDArray[np.int64]


def segments_of(
    batches: Sequence[Batch], tokens: Sequence[Numbers], structure: Sequence[Numbers]
) -> Iterator[SegmentRow]:
    """One segment for each family of which there is anything.

    `tokens` and `structure` have, for each batch, the number of the content of each of its files, 0 for a
    file whose postings are not to be written.
    """
    contents, keep = _contents([batch.token_files for batch in batches], tokens)
    if len(contents):
        keys = np.concatenate([batch.tokens for batch in batches])[keep]
        yield _row("tokens", contents, postings.build(keys, contents).encode())
    contents, keep = _contents([batch.imports[1] for batch in batches], structure)
    if len(contents):
        keys = np.concatenate([batch.imports[0] for batch in batches])[keep]
        yield _row("imports", contents, postings.build(keys, contents).encode())
    contents, keep = _contents([batch.supers[1] for batch in batches], structure)
    if len(contents):
        keys, rows = (np.concatenate([batch.supers[one] for batch in batches])[keep] for one in (0, 2))
        yield _row("supers", contents, postings.build(keys, contents, rows).encode())
    contents, keep = _contents([batch.name_columns[0] for batch in batches], structure)
    if len(contents):
        names = [name for batch in batches for name in batch.names]
        names = [name for name, kept in zip(names, keep.tolist(), strict=True) if kept]
        columns = [np.concatenate([batch.name_columns[one] for batch in batches])[keep] for one in (1, 2, 3)]
        yield _row("names", contents, nametable.build(names, contents, *columns).encode())


def row_of(file: Extracted, content: int) -> FileRow:
    """What is stored of a file that a worker returned; `content` is 0 where it has none."""
    return FileRow(
        file.path,
        file.language,
        file.size,
        file.mtime_ns,
        content or None,
        file.skip,
        file.detail,
        file.origin,
    )


class NewContents:
    """The numbers of contents by file, batch by batch, 0 where a content's postings are there already."""

    def __init__(self, new: AbstractSet[int]) -> None:
        self.columns: list[Numbers] = []
        self._new = new
        self._seen: set[int] = {0}

    def add(self, contents: Sequence[int]) -> None:
        column = np.zeros(len(contents), np.int64)
        for number, content in enumerate(contents):
            if content in self._new and content not in self._seen:
                self._seen.add(content)
                column[number] = content
        self.columns.append(column)


def verify(frame: flat.Frame) -> None:
    """Raises CorruptSegment for a large segment that is not what was written."""
    # A packed frame is verified whenever it is decoded.
    if flat.is_flat(frame) or not len(frame):
        flat.verify_flat(frame)


def _contents(
    files: Sequence[npt.NDArray[np.uint32]], numbers: Sequence[Numbers]
) -> tuple[Numbers, npt.NDArray[np.bool_]]:
    """The contents of a column of postings, and which of them stay."""
    given = np.concatenate([column[part] for part, column in zip(files, numbers, strict=True)])
    keep = given > 0
    return given[keep], keep


def _row(family: str, contents: Numbers, blob: bytes) -> SegmentRow:
    return SegmentRow(family, blob, int(contents.min()), int(contents.max()))
