"""What the store holds of the files of a folder: those that are indexed as columns, the few others as rows.

The table of a large folder lies ready in the store as of some revision, and is mapped; only what has changed
since is read row by row.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable

from codeprism_lsp.facts import filecolumns
from codeprism_lsp.facts.filecolumns import FileRow
from codeprism_lsp.facts.filetable import FileTable
from codeprism_lsp.facts.frames import CorruptSegment
from codeprism_lsp.store import FileChanges, Reader, SegmentRow, Writer
from codeprism_lsp.store import FileRow as StoredRow

_FAMILY = "files"
_LEAST_FILES = 2_000
_CHANGED_SHARE = 50  # the stored table is written again when one part in so many has changed
_logger = logging.getLogger(__name__)


class Known:
    """The files of one state of the store. ``others`` are skipped, or wait to be indexed."""

    def __init__(self, table: FileTable, others: dict[str, StoredRow], changed: int = 0) -> None:
        self.table = table
        self.others = others
        self._changed = changed  # rows that differ from the table that lies in the store

    def __len__(self) -> int:
        return len(self.table) + len(self.others)

    @classmethod
    def of(cls, rows: Iterable[StoredRow]) -> Known:
        """The state that some rows make up."""
        known = cls(FileTable(), {})
        known.put(list(rows))
        return known

    @classmethod
    def load(cls, reader: Reader) -> Known:
        """The state that the store is in now."""
        with reader.consistent():
            table, revision = stored_table(reader)
            changes = reader.files_since(revision)
            found = brought_up(table, changes)
            others = {row.path: row for row in reader.without_content()}
        return cls(found, others, len(changes.rows) + len(changes.deleted))

    def row(self, path: str) -> StoredRow | None:
        """What is known of a path, without the detail of an indexed file."""
        other = self.others.get(path)
        if other is not None:
            return other
        number = self.table.find(path)
        if number < 0:
            return None
        row = self.table.row(number)
        return StoredRow(path, row.language, row.size, row.mtime_ns, row.content, None, None, row.origin)

    def put(self, rows: list[StoredRow]) -> None:
        """Takes rows that have been written."""
        indexed = [one for one in map(file_row, rows) if one is not None]
        paths = {one.path for one in indexed}
        others = [row for row in rows if row.path not in paths]
        self.table = self.table.changed(indexed, (row.path for row in others))
        for path in paths:
            self.others.pop(path, None)
        self.others.update((row.path, row) for row in others)
        self._changed += len(rows)

    def delete(self, paths: list[str]) -> None:
        """Takes notice of files that have been removed."""
        self.table = self.table.changed((), paths)
        for path in paths:
            self.others.pop(path, None)
        self._changed += len(paths)

    def below(self, directory: str) -> list[str]:
        """All known paths in a directory, however deep."""
        prefix = directory + "/"
        return [*self.table.below(directory), *(path for path in self.others if path.startswith(prefix))]

    def store_table(self, writer: Writer) -> None:
        """Lays the table ready for the next start, where the one that lies there has become old."""
        if len(self.table) < _LEAST_FILES or self._changed * _CHANGED_SHARE < len(self.table):
            return
        frame = self.table.flattened().flat(writer.revision())
        with writer.batch() as batch:
            # It is about no contents, which is what a range from 0 to 0 says.
            batch.replace_segments(writer.segments(_FAMILY), SegmentRow(_FAMILY, frame, 0, 0))
        self._changed = 0


class Unseen:
    """The files of a state that a run has not come across yet."""

    def __init__(self, known: Known) -> None:
        self._table = known.table
        self._others = dict(known.others)
        self._flags = bytearray(known.table.bound)

    def take(self, path: str) -> int:
        """Marks a path as seen; the number in the table of that state, -1 without."""
        number = self._table.find(path)
        if number >= 0:
            self._flags[number] = 1
        else:
            self._others.pop(path, None)
        return number

    def left(self) -> list[str]:
        """What has not been seen."""
        table, flags = self._table, self._flags
        numbers = (number for number in range(len(flags)) if not flags[number] and table.shown(number))
        return [*map(table.path, numbers), *self._others]


def stored_table(reader: Reader) -> tuple[FileTable, int]:
    """The table that lies in the store, and its revision; an empty one and 0 without."""
    for segment in reader.segments(_FAMILY).new:
        try:
            columns, revision = filecolumns.mapped(segment.blob)
        except CorruptSegment as error:
            _logger.warning("the stored table of files is damaged, its rows are read instead: %s", error)
            continue
        return FileTable(base=columns), revision
    return FileTable(), 0


def brought_up(table: FileTable, changes: FileChanges) -> FileTable:
    """The table after some changes of the store."""
    rows = [one for one in map(file_row, changes.rows) if one is not None]
    lost = [row.path for row in changes.rows if row.content is None]
    if changes.whole:
        return FileTable({row.path: row for row in rows})
    if rows or lost or changes.deleted:
        return table.changed(rows, [*changes.deleted, *lost])
    return table


def file_row(row: StoredRow) -> FileRow | None:
    """A row of the store as a table has it; None for a file that is not indexed."""
    if row.content is None or row.language is None:
        return None
    return FileRow(row.path, row.language, row.content, row.size, row.mtime_ns, row.origin)


def says_the_same(known: StoredRow | None, row: StoredRow) -> bool:
    """Whether a row is known already; what is said of an indexed file follows from its content."""
    if known is None:
        return False
    return known[:6] == row[:6] and known.origin == row.origin and (row.skip is None or known[:8] == row[:8])
