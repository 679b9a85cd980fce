"""Reading a store while someone else writes it.

Any number of processes and threads read; none of them waits for the writer. Every call sees the store
as after some whole batch; calls inside ``consistent()`` all see the same one.
"""

from __future__ import annotations

import itertools
import os
import threading
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import apsw
import numpy as np
import xxhash

from codeprism_lsp.store import schema
from codeprism_lsp.store.errors import StoreError, StoreProblem, translated
from codeprism_lsp.store.location import index_bytes
from codeprism_lsp.store.parts import read_part
from codeprism_lsp.store.rows import (
    FileChanges,
    FileColumns,
    FileRow,
    SegmentChanges,
    Stats,
    StoredSegment,
)

MAX_CONNECTIONS = 8
_KEPT_PROBLEMS = 100
_FILE_COLUMNS = "path, language, size, mtime_ns, content, skip, detail, origin, revision"


class Reader:
    """Reads the store at ``path``; safe to share between threads.

    Raises ``StoreMissing`` if there is no store of this version yet. ``problems`` collects damage that
    was met on the way. At most ``connections`` calls run at once; further ones wait.
    """

    def __init__(self, path: Path, connections: int = MAX_CONNECTIONS) -> None:
        self.path = path
        self.problems: deque[StoreProblem] = deque(maxlen=_KEPT_PROBLEMS)
        self._free = threading.BoundedSemaphore(connections)
        self._guard = threading.Lock()
        self._closed = False
        self._idle: list[apsw.Connection] = [schema.open_for_reading(path)]
        self._identity = _identity(path)
        self._pinned = threading.local()

    def close(self) -> None:
        """Closes idle connections now and lent ones when they come back."""
        with self._guard:
            self._closed = True
            idle, self._idle = self._idle, []
        with translated():
            for connection in idle:
                connection.close()

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def replaced(self) -> bool:
        """Whether the file at ``path`` is no longer the one that was opened; then open a new reader."""
        return _identity(self.path) != self._identity

    @contextmanager
    def consistent(self) -> Iterator[int]:
        """All calls of this thread inside see one revision, which is the value; keep it short.

        While it lasts the log cannot be written back past it.
        """
        with self._lend() as connection:
            nested = getattr(self._pinned, "connection", None) is not None
            if not nested:
                with translated():
                    connection.execute("BEGIN")
                self._pinned.connection = connection
            try:
                with translated():
                    revision = _revision(connection)
                yield revision
            finally:
                if not nested:
                    self._pinned.connection = None
                    with translated():
                        connection.execute("ROLLBACK")

    def revision(self) -> int:
        """The revision of the last batch; a few microseconds."""
        with self._lend() as connection, translated():
            return _revision(connection)

    def recipes(self) -> dict[str, str]:
        """The recipe by which each language was last indexed."""
        with self._lend() as connection, translated():
            return dict(schema.rows(connection, "SELECT language, recipe FROM languages"))

    def file(self, path: str) -> FileRow | None:
        """One file by its path."""
        with self._lend() as connection, translated():
            row = connection.execute(
                f"SELECT {_FILE_COLUMNS} FROM files WHERE path = ?", (schema.to_stored(path),)
            ).fetchone()
            return None if row is None else _file(row)

    def files_since(self, revision: int) -> FileChanges:
        """Files that changed after ``revision`` and paths that are gone, both in path order.

        For 0, and where tombstones of that age are gone, the answer is ``whole``.
        """
        with self.consistent() as now, self._lend() as connection, translated():
            floor = int(connection.execute("SELECT value FROM meta WHERE name = 'tombstone_floor'").get)
            if revision <= 0 or revision < floor or revision > now:
                rows = connection.execute(f"SELECT {_FILE_COLUMNS} FROM files ORDER BY path")
                return FileChanges(now, [_file(row) for row in rows], [], True)
            # Left to itself the planner walks all files, because that is their order already.
            rows = connection.execute(
                f"SELECT {_FILE_COLUMNS} FROM files INDEXED BY files_by_revision"
                " WHERE revision > ? ORDER BY path",
                (revision,),
            )
            changed = [_file(row) for row in rows]
            gone = connection.execute(
                "SELECT path FROM deleted WHERE revision > ? ORDER BY path", (revision,)
            )
            return FileChanges(now, changed, [schema.from_stored(row[0]) for row in gone], False)

    def without_content(self) -> list[FileRow]:
        """Files that are skipped or wait to be indexed, in path order; reads through all files once."""
        with self._lend() as connection, translated():
            rows = connection.execute(
                f"SELECT {_FILE_COLUMNS} FROM files WHERE content IS NULL ORDER BY path"
            )
            return [_file(row) for row in rows]

    def skipped(self, limit: int) -> list[FileRow]:
        """Files that are skipped, in path order, at most `limit`."""
        with self._lend() as connection, translated():
            rows = connection.execute(
                f"SELECT {_FILE_COLUMNS} FROM files WHERE skip IS NOT NULL ORDER BY path LIMIT ?", (limit,)
            )
            return [_file(row) for row in rows]

    def all_files(self, rows_per_part: int = 100_000) -> Iterator[FileColumns]:
        """All files in path order as columns, part by part, all of one revision.

        Until it is exhausted or closed it occupies one of the reader's connections.
        """
        with self._lend() as connection, translated():
            cursor = connection.execute(f"SELECT {_FILE_COLUMNS} FROM files ORDER BY path")
            try:
                while part := list(itertools.islice(cursor, rows_per_part)):
                    yield _columns(part)
            finally:
                # An unfinished statement would hold its revision for as long as the connection lives.
                cursor.close(True)

    def facts(self, content: int) -> bytes | None:
        """The encoded facts of a content; None if it is unknown, or damaged (then ``problems`` says so)."""
        return self.facts_many((content,)).get(content)

    def facts_many(self, contents: Iterable[int]) -> dict[int, bytes]:
        """``facts`` of many contents; those without are absent."""
        found: dict[int, bytes] = {}
        with self._lend() as connection, translated():
            for content in contents:
                row = connection.execute(
                    "SELECT checksum, facts FROM facts WHERE content = ?", (int(content),)
                ).fetchone()
                if row is None:
                    continue
                checksum, facts = row
                if schema.signed(xxhash.xxh3_64_intdigest(facts)) == checksum:
                    found[content] = facts
                else:
                    self.problems.append(StoreProblem("stored facts are damaged", f"content {content}"))
        return found

    def waits(self, content: int | None = None) -> bool:
        """Whether the facts of a content (of any) are still to be made."""
        with self._lend() as connection, translated():
            if content is None:
                query = "SELECT EXISTS(SELECT 1 FROM contents WHERE definitions < 0)"
                return bool(connection.execute(query).get)
            found = connection.execute("SELECT definitions < 0 FROM contents WHERE id = ?", (content,)).get
            return bool(found)

    def segments(self, family: str, known: Collection[int] = frozenset()) -> SegmentChanges:
        """The segments of a family now, with the bytes of those whose id is not in ``known``.

        Bytes that lie in a file are mapped; none stand for a file that is not there.
        """
        with self.consistent(), self._lend() as connection, translated():
            rows = connection.execute("SELECT id FROM segments WHERE family = ? ORDER BY id", (family,))
            ids = [int(row[0]) for row in rows]
            query = "SELECT id, blob, part, first_content, last_content FROM segments WHERE id = ?"
            new = [
                StoredSegment(number, blob if part is None else read_part(self.path, part), first, last)
                for one in ids
                if one not in known
                for number, blob, part, first, last in schema.rows(connection, query, (one,))
            ]
            return SegmentChanges(frozenset(ids), new)

    def stats(self) -> Stats:
        """Sizes for people; reads through all files once (about a second for a million)."""
        with self.consistent() as revision, self._lend() as connection, translated():
            states = schema.rows(
                connection,
                "SELECT count(*), count(content), coalesce(sum(skip IS NULL AND content IS NULL), 0)"
                " FROM files",
            )[0]
            totals = schema.rows(
                connection,
                "SELECT coalesce(sum(max(definitions, 0)), 0), coalesce(sum(occurrences), 0),"
                " coalesce(sum(definitions < 0), 0)"
                " FROM files JOIN contents ON contents.id = files.content",
            )[0]
            segments = schema.rows(
                connection, "SELECT family, count(*), sum(bytes) FROM segments GROUP BY family"
            )
            return Stats(
                revision=revision,
                files=states[0],
                indexed=states[1],
                pending=states[2] + totals[2],
                skipped=_counts(connection, "skip", "skip IS NOT NULL"),
                languages=_counts(connection, "language", "content IS NOT NULL"),
                origins=_counts(connection, "origin", "1"),
                contents=connection.execute("SELECT count(*) FROM contents").get,
                definitions=totals[0],
                occurrences=totals[1],
                segments={family: count for family, count, _ in segments},
                segment_bytes={family: size for family, _, size in segments},
                disk_bytes=index_bytes(self.path),
            )

    @contextmanager
    def _lend(self) -> Iterator[apsw.Connection]:
        """A connection no other thread uses meanwhile; inside ``consistent`` the one it holds."""
        pinned: apsw.Connection | None = getattr(self._pinned, "connection", None)
        if pinned is not None:
            yield pinned
            return
        with self._free:
            connection = self._take_idle()
            try:
                yield connection
            finally:
                self._give_back(connection)

    def _take_idle(self) -> apsw.Connection:
        with self._guard:
            if self._closed:
                raise StoreError("the reader is closed")
            if self._idle:
                return self._idle.pop()
        return schema.open_for_reading(self.path)

    def _give_back(self, connection: apsw.Connection) -> None:
        with self._guard:
            if not self._closed:
                self._idle.append(connection)
                return
        with translated():
            connection.close()


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _revision(connection: apsw.Connection) -> int:
    return int(connection.execute("SELECT value FROM meta WHERE name = 'revision'").get)


def _counts(connection: apsw.Connection, column: str, condition: str) -> dict[str, int]:
    query = f"SELECT {column}, count(*) FROM files WHERE {condition} GROUP BY {column} ORDER BY {column}"
    return {name or "": count for name, count in schema.rows(connection, query)}


def _file(row: tuple[Any, ...]) -> FileRow:
    return FileRow(schema.from_stored(row[0]), *row[1:])


def _columns(rows: list[tuple[Any, ...]]) -> FileColumns:
    paths, languages, sizes, mtimes, contents, skips, details, origins, revisions = zip(*rows, strict=True)
    return FileColumns(
        list(map(schema.from_stored, paths)) if bytes in set(map(type, paths)) else list(paths),
        list(languages),
        np.array(sizes, dtype=np.int64),
        np.array(mtimes, dtype=np.int64),
        np.array([content or 0 for content in contents], dtype=np.int64),
        list(skips),
        list(details),
        list(origins),
        np.array(revisions, dtype=np.int64),
    )
