"""The one writer of a workspace's store.

A batch is a transaction: readers see all of it or nothing, and a crash at any instant leaves the store
as after some batch. Ids of contents are given out once and never again, so that an id a reader holds
can only mean what it meant.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import apsw
import numpy as np
import numpy.typing as npt
import xxhash

from codeprism_lsp.store import compaction, parts, schema
from codeprism_lsp.store.errors import StoreCorrupt, StoreError, StoreProblem, translated
from codeprism_lsp.store.location import index_bytes, lock_path, set_aside, touch
from codeprism_lsp.store.lock import WriterLock
from codeprism_lsp.store.rows import CompactionReport, ContentRow, FileRow, SegmentRow

_MAX_CONTENT = (1 << 32) - 1

_PUT_FILE = """
INSERT INTO files(path, language, size, mtime_ns, content, skip, detail, origin, revision)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT(path) DO UPDATE SET language = excluded.language, size = excluded.size,
    mtime_ns = excluded.mtime_ns, content = excluded.content, skip = excluded.skip,
    detail = excluded.detail, origin = excluded.origin, revision = excluded.revision
"""


_FIND_CONTENT = "SELECT id, definitions FROM contents WHERE hash = ? AND recipe = ?"


class Writer:
    """Opens or makes the store at ``path`` for the workspace ``root`` and locks it against other writers.

    Raises ``Locked`` when there is another writer, ``StoreUnwritable`` or ``StoreFull`` when the place
    does not serve. A file that is no store of this version is moved aside and ``problems`` says so. May
    be shared by threads; batches wait for each other.
    """

    def __init__(self, path: Path, root: str) -> None:
        with translated():
            path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self.problems: list[StoreProblem] = []
        self._guard = threading.RLock()
        self._in_batch = False
        self._condemned = False
        self._lock = WriterLock(lock_path(path))
        try:
            self._connection = self._open(root)
            with translated():
                self._recipes: dict[str, int] = dict(
                    schema.rows(self._connection, "SELECT recipe, id FROM recipes")
                )
            self._sweep()
            touch(path)
        except BaseException:
            self._lock.release()
            raise

    def close(self) -> None:
        """Ends writing and lets other writers in; calling it again does nothing.

        A store that turned out to be damaged is moved aside, so that the next writer begins afresh.
        """
        with self._guard:
            try:
                with translated():
                    self._connection.close()
                if self._condemned:
                    self._condemned = False
                    set_aside(self.path)
            finally:
                self._lock.release()

    def condemn(self, reason: str) -> None:
        """Says that the store is damaged: it is moved aside when this writer closes."""
        self._condemned = True
        self.problems.append(StoreProblem("the index is damaged and will be built again", reason))

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def batch(self) -> Iterator[Batch]:
        """One transaction with a revision of its own. An exception inside undoes all of it.

        Raises a ``StoreError`` if it cannot be committed; then nothing of it was.
        """
        with self._guard:
            if self._in_batch:
                raise StoreError("a batch is open already")
            connection = self._connection
            with translated():
                connection.execute("BEGIN IMMEDIATE")
            self._in_batch = True
            recipes = dict(self._recipes)
            try:
                with translated():
                    revision = self._counter("revision") + 1
                    counter = self._counter("next_content")
                    batch = Batch(self.path, connection, revision, counter, self._recipes)
                yield batch
                with translated():
                    batch.finish()
                    connection.execute("COMMIT")
            except BaseException as error:
                self._recipes = recipes
                if isinstance(error, StoreCorrupt):
                    self.condemn(str(error))
                self._roll_back()
                raise
            finally:
                self._in_batch = False

    def revision(self) -> int:
        """The revision of the last committed batch; 0 for a new store."""
        with self._guard, translated():
            return self._counter("revision")

    def known(self, content_hash: bytes, recipe: str) -> int | None:
        """The id of a content that is stored for this recipe, though its facts may still be waited for."""
        with self._guard, translated():
            return _known(self._connection, content_hash, self._recipes.get(recipe))

    def known_many(self, hashes: Sequence[bytes], recipe: str) -> list[int | None]:
        """``known`` for many contents of one recipe, in order."""
        with self._guard, translated():
            number = self._recipes.get(recipe)
            return [_known(self._connection, content_hash, number) for content_hash in hashes]

    def waiting(self) -> list[int]:
        """The contents whose facts are still to be made, in ascending order."""
        with self._guard, translated():
            found = self._connection.execute("SELECT id FROM contents WHERE definitions < 0 ORDER BY id")
            return [row[0] for row in found]

    def waits(self, content: int) -> bool:
        """Whether the facts of a content are still to be made."""
        with self._guard, translated():
            found = self._connection.execute("SELECT definitions < 0 FROM contents WHERE id = ?", (content,))
            return bool(found.get)

    def hashes(self, contents: Iterable[int]) -> list[bytes]:
        """The hash of each content, in order; b"" where there is none of that id."""
        with self._guard, translated():
            return [
                self._connection.execute("SELECT hash FROM contents WHERE id = ?", (one,)).get or b""
                for one in contents
            ]

    def recipes(self) -> dict[str, str]:
        """The recipe by which each language was last indexed."""
        with self._guard, translated():
            return dict(schema.rows(self._connection, "SELECT language, recipe FROM languages"))

    def merge_segments(
        self, mergers: compaction.Mergers, stop: Callable[[], bool] = lambda: False
    ) -> CompactionReport:
        """Merges small segments so that few remain; cheap enough to be called while indexing.

        ``mergers`` maps each family to its merging function; other families are left alone. Merging
        happens outside any transaction. ``stop`` is asked between steps.
        """
        with self._guard:
            report = CompactionReport()
            compaction.merge_levels(self, mergers, stop, report)
            return report

    def compact(
        self, mergers: compaction.Mergers, stop: Callable[[], bool] = lambda: False
    ) -> CompactionReport:
        """Forgets what is no longer needed and gives space back.

        Contents that no file refers to are removed once they were already so at an earlier compaction:
        a switch between branches finds them again. Old tombstones go, segments are merged, free pages
        return to the file system and the log is written back.
        """
        with self._guard:
            report = CompactionReport()
            compaction.forget_contents(self, report)
            compaction.merge_levels(self, mergers, stop, report)
            if stop():
                report.finished = False
            else:
                compaction.shrink(self.connection, report)
                self._sweep()
            return report

    def segments(self, family: str) -> list[int]:
        """The segments of a family."""
        with self._guard, translated():
            rows = schema.rows(self._connection, "SELECT id FROM segments WHERE family = ?", (family,))
            return [int(row[0]) for row in rows]

    def verify_parts(self, verify: Callable[[memoryview], None]) -> list[int]:
        """The segments in files of their own that ``verify`` raises a ValueError for, or that are gone."""
        with self._guard:
            with translated():
                found = schema.rows(self._connection, "SELECT id, part FROM segments WHERE part IS NOT NULL")
            damaged: list[int] = []
            for segment, part in found:
                try:
                    verify(parts.read_part(self.path, part))
                except ValueError:
                    damaged.append(int(segment))
            return damaged

    def index_bytes(self) -> int:
        """Bytes on disk."""
        return index_bytes(self.path)

    @property
    def connection(self) -> apsw.Connection:
        """For the other modules of this room; used only while the writer's guard is held."""
        return self._connection

    def live_contents(self) -> npt.NDArray[np.bool_]:
        """bool[largest id + 1]: which content ids exist."""
        with self._guard, translated():
            live = np.zeros(self._counter("next_content"), np.bool_)
            ids = [row[0] for row in self._connection.execute("SELECT id FROM contents")]
            live[np.array(ids, dtype=np.int64)] = True
            return live

    def _sweep(self) -> None:
        """Removes the files of segments that are gone."""
        with translated():
            rows = schema.rows(self._connection, "SELECT part FROM segments WHERE part IS NOT NULL")
        parts.sweep(self.path, {name for (name,) in rows})

    def _counter(self, name: str) -> int:
        return int(self._connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).get)

    def _open(self, root: str) -> apsw.Connection:
        try:
            return _open_store(self.path, root)
        except StoreCorrupt as error:
            aside = set_aside(self.path)
            detail = f"{error}; moved to {aside.name} and built again"
            self.problems.append(StoreProblem("the index could not be used", detail))
            return _open_store(self.path, root)

    def _roll_back(self) -> None:
        # A full disk may have rolled back already, and then there is no transaction to end.
        if self._connection.in_transaction:
            with translated():
                self._connection.execute("ROLLBACK")


class Batch:
    """What can be written in one transaction; made by ``Writer.batch`` and dead after it."""

    def __init__(
        self,
        path: Path,
        connection: apsw.Connection,
        revision: int,
        next_content: int,
        recipes: dict[str, int],
    ) -> None:
        self.revision = revision
        self._path = path
        self._connection = connection
        self.new_contents: set[int] = set()  # ids of contents that this batch added, and
        self.new_facts: set[int] = set()  # of those that got their facts by it
        self._next_content = next_content
        self._recipes = recipes

    def put_content(self, row: ContentRow) -> int:
        """The id of this content; it is written only if (hash, recipe) is not known yet."""
        return self.put_contents((row,))[0]

    def put_contents(self, rows: Iterable[ContentRow]) -> list[int]:
        """``put_content`` for many, in order; equal rows get one id.

        Facts are written where a known content still waits for them; they are never replaced.
        """
        with translated():
            ids: list[int] = []
            fresh: dict[tuple[bytes, int], int] = {}
            contents: list[tuple[object, ...]] = []
            facts: list[tuple[object, ...]] = []
            awaited: list[tuple[int, int]] = []
            for row in rows:
                recipe = self._recipe(row.recipe)
                address = (row.hash, recipe)
                found = fresh.get(address)
                if found is None:
                    known = self._connection.execute(_FIND_CONTENT, address).fetchone()
                    if known is None:
                        found = self._take_id()
                        definitions = row.definitions if row.facts else -1
                        contents.append((found, row.hash, recipe, row.language, row.occurrences, definitions))
                    else:
                        found = int(known[0])
                        if row.facts and known[1] < 0:
                            awaited.append((row.definitions, found))
                    if known is None:
                        self.new_contents.add(found)
                    if row.facts and (known is None or known[1] < 0):
                        self.new_facts.add(found)
                        facts.append((found, _checksum(row.facts), row.facts))
                    fresh[address] = found
                ids.append(found)
            self._connection.executemany(
                "INSERT INTO contents(id, hash, recipe, language, occurrences, definitions)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                contents,
            )
            self._connection.executemany("UPDATE contents SET definitions = ? WHERE id = ?", awaited)
            self._connection.executemany("INSERT INTO facts VALUES (?, ?, ?)", facts)
            return ids

    def restore_facts(self, content: int, facts: bytes) -> None:
        """Replaces the facts of a content that were found damaged."""
        with translated():
            self._connection.execute(
                "UPDATE facts SET checksum = ?, facts = ? WHERE content = ?",
                (_checksum(facts), facts, content),
            )

    def put_file(self, row: FileRow) -> None:
        """Adds a file or replaces what was known of its path."""
        self.put_files((row,))

    def put_files(self, rows: Iterable[FileRow]) -> None:
        """``put_file`` for many."""
        with translated():
            revision = self.revision
            stored = [(schema.to_stored(row.path), *row[1:8], revision) for row in rows]
            self._connection.executemany(_PUT_FILE, stored)
            if self._connection.execute("SELECT EXISTS(SELECT 1 FROM deleted)").get:
                self._connection.executemany(
                    "DELETE FROM deleted WHERE path = ?", [(row[0],) for row in stored]
                )

    def delete_files(self, paths: Iterable[str]) -> None:
        """Removes files and leaves tombstones for readers; unknown paths are ignored."""
        with translated():
            stored = [schema.to_stored(path) for path in paths]
            self._connection.executemany(
                "INSERT OR REPLACE INTO deleted SELECT path, ? FROM files WHERE path = ?",
                [(self.revision, path) for path in stored],
            )
            self._connection.executemany("DELETE FROM files WHERE path = ?", [(path,) for path in stored])

    def put_segment(self, row: SegmentRow) -> int:
        """The id of the new segment."""
        part = parts.write_part(self._path, row.blob) if len(row.blob) >= parts.PART_BYTES else None
        blob = row.blob if part is None else None
        with translated():
            self._connection.execute(
                "INSERT INTO segments(family, level, first_content, last_content, bytes, blob, part)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (row.family, row.level, row.first_content, row.last_content, len(row.blob), blob, part),
            )
            return self._connection.last_insert_rowid()

    def drop_segments(self, ids: Iterable[int]) -> None:
        """Removes segments."""
        with translated():
            for one in ids:
                part = self._connection.execute("SELECT part FROM segments WHERE id = ?", (one,)).get
                if part is not None:
                    parts.drop(self._path, part)
                self._connection.execute("DELETE FROM segments WHERE id = ?", (one,))

    def replace_segments(self, olds: Iterable[int], new: SegmentRow) -> int:
        """Puts one segment in the place of several; readers never see both or neither."""
        self.drop_segments(olds)
        return self.put_segment(new)

    def invalidate_segment(self, segment: int) -> int:
        """Drops a damaged segment and returns how many files wait to be indexed again because of it.

        What it said about its contents cannot be known any more, so they are forgotten: their files keep
        their rows but have neither content nor size, which no file on disk can match.
        """
        with translated():
            span = self._connection.execute(
                "SELECT first_content, last_content FROM segments WHERE id = ?", (segment,)
            ).fetchone()
            if span is None:
                return 0
            self._connection.execute(
                "UPDATE files SET content = NULL, size = -1, mtime_ns = 0, revision = ?"
                " WHERE content BETWEEN ? AND ?",
                (self.revision, *span),
            )
            waiting = self._connection.changes()
            self._connection.execute("DELETE FROM contents WHERE id BETWEEN ? AND ?", span)
            self._connection.execute("DELETE FROM facts WHERE content BETWEEN ? AND ?", span)
        self.drop_segments((segment,))
        return waiting

    def set_recipe(self, language: str, recipe: str) -> None:
        """Notes by which recipe a language is indexed now."""
        with translated():
            self._connection.execute("INSERT OR REPLACE INTO languages VALUES (?, ?)", (language, recipe))

    def finish(self) -> None:
        """Writes the counters; called by ``Writer.batch`` before it commits."""
        self._connection.executemany(
            "UPDATE meta SET value = ? WHERE name = ?",
            [(self.revision, "revision"), (self._next_content, "next_content")],
        )

    def _take_id(self) -> int:
        taken = self._next_content
        if taken > _MAX_CONTENT:
            raise StoreError("2**32 contents were stored; the index has to be built again")
        self._next_content += 1
        return taken

    def _recipe(self, recipe: str) -> int:
        number = self._recipes.get(recipe)
        if number is None:
            self._connection.execute("INSERT INTO recipes(recipe) VALUES (?)", (recipe,))
            number = self._recipes[recipe] = self._connection.last_insert_rowid()
        return number


def _open_store(path: Path, root: str) -> apsw.Connection:
    """Raises ``StoreCorrupt`` for everything that is not a store of this version and workspace."""
    connection = schema.open_for_writing(path)
    try:
        with translated():
            blank = schema.is_blank(connection)
            ours = not blank and schema.is_ours(connection)
            stored = connection.execute("SELECT value FROM meta WHERE name = 'root'").get if ours else None
        if blank:
            schema.create_tables(connection, root)
        elif not ours:
            raise StoreCorrupt("it was not made by this version")
        elif stored != root:
            raise StoreCorrupt(f"it belongs to {stored}")
    except BaseException:
        connection.close()
        raise
    return connection


def _known(connection: apsw.Connection, content_hash: bytes, recipe: int | None) -> int | None:
    if recipe is None:
        return None
    found = connection.execute(
        "SELECT id FROM contents WHERE hash = ? AND recipe = ?", (content_hash, recipe)
    ).get
    return None if found is None else int(found)


def _checksum(facts: bytes) -> int:
    return schema.signed(xxhash.xxh3_64_intdigest(facts))
