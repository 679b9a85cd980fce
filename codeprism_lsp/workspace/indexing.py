"""Indexing one workspace folder: discover, extract in workers, write in whole batches, stay true.

This runs in the indexer process (or in the command line's own). It is the only writer of the store.
Everything it skips it writes down with the reason. What it has committed stays true whenever it is
killed: a file without a content is simply indexed again.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context

import numpy as np

from codeprism_lsp.extraction.recipe import content_hash, recipe
from codeprism_lsp.facts import flat, nametable, postings
from codeprism_lsp.facts.filetable import FileTable
from codeprism_lsp.files.discovery import discover
from codeprism_lsp.files.reading import Source, read_source
from codeprism_lsp.files.scanning import scan_paths
from codeprism_lsp.files.skips import Skip
from codeprism_lsp.files.survey import Found
from codeprism_lsp.languages import registry
from codeprism_lsp.store import ContentRow, FileRow, Reader, SegmentRow, Writer
from codeprism_lsp.workspace.batches import Batch, Extracted, Job, dialect_of, start_worker, trusted_time
from codeprism_lsp.workspace.known import Known, Unseen
from codeprism_lsp.workspace.settings import Settings
from codeprism_lsp.workspace.workers import Workers

BATCH_FILES = 100
BATCH_BYTES = 4 << 20
COMMIT_FILES = 1_600
COMMIT_SECONDS = 1.0
_logger = logging.getLogger(__name__)
_MERGERS = {
    "tokens": postings.merge_encoded,
    "imports": postings.merge_encoded,
    "supers": postings.merge_encoded,
    "names": nametable.merge_encoded,
}


@dataclass(slots=True)
class Progress:
    """Where a run stands. Counts are of files; `found` still grows while `discovering`."""

    state: str = "discovering"  # discovering, indexing, ready, degraded
    found: int = 0
    unchanged: int = 0
    parsed: int = 0
    skipped: int = 0
    deleted: int = 0
    source_bytes: int = 0
    seconds: float = 0.0
    revision: int = 0
    problems: list[str] = field(default_factory=list)


def worker_pool(workers: int) -> Executor:
    """The default executor: spawned processes that end with this one."""
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=start_worker)


class Indexer:
    """Keeps the store of one folder true. Not thread-safe: one loop drives it."""

    def __init__(
        self,
        root: str,
        settings: Settings,
        writer: Writer,
        executor: Callable[[], Executor],
        report: Callable[[Progress], None],
        stop: Callable[[], bool] = lambda: False,
    ) -> None:
        self._root = os.path.realpath(root)
        self._settings = settings
        self._policy = settings.policy()
        self._writer = writer
        self._workers = Workers(self._root, executor, 2 * settings.worker_count + 2)
        self._report = report
        self._stop = stop
        self._restoring = False
        self._cancelled = False  # whether the last whole run was
        self._known = Known.of(())
        self._recipes_changed: frozenset[str] = frozenset()
        self._warm = False  # whether there was anything in the store before this run
        self._pending: list[Batch] = []
        self._pending_files = 0
        self._committed = time.monotonic()
        self.progress = Progress()

    def close(self) -> None:
        """Lets the workers go, after what they have in hand. The writer belongs to the caller."""
        self._workers.close()

    # -- runs --------------------------------------------------------------------------------------

    def run(self, known: Known) -> Progress:
        """Brings the whole folder up to date. `known` is what the store holds now.

        Raises StoreError, WorkersBroken, and NotADirectoryError while the folder is not there.
        """
        if not os.path.isdir(self._root):
            # A folder whose disk is away keeps its index.
            raise NotADirectoryError(f"{self._root} is not a directory")
        started = time.monotonic()
        self._known = known
        self._warm = len(known) > 0
        stored = self._writer.recipes()
        self._recipes_changed = frozenset(one for one in registry.specs() if stored.get(one) != recipe(one))
        self.progress = Progress(revision=self._writer.revision(), problems=self._standing_problems())
        unseen = Unseen(known)
        self._process(self._examined(discover(self._root, self._policy, self._stop), unseen), started)
        self._cancelled = self._stop()
        if not self._cancelled:
            self._delete(unseen.left())
            if self._recipes_changed:
                with self._writer.batch() as batch:
                    for language in sorted(self._recipes_changed):
                        batch.set_recipe(language, recipe(language))
            self._recipes_changed = frozenset()
            self._writer.merge_segments(_MERGERS, self._stop)
            self._known.store_table(self._writer)
        return self._finished(started)

    def update(self, paths: Iterable[str]) -> Progress:
        """Brings some paths up to date (files or directories, there or gone). Raises like `run`."""
        wanted = sorted(set(paths))
        if any(os.path.basename(path) in _RULE_FILES for path in wanted):
            return self.run(self._known)
        self._warm = True
        started = self._begin_part()
        unseen = Unseen(self._known)
        before = {path: self._known.below(path) for path in wanted}
        seen: set[str] = set()
        found = _noted(scan_paths(self._root, self._policy, wanted), seen)
        self._process(self._examined(found, unseen), started)
        if not self._stop():
            gone = (path for path in wanted if path not in seen)
            lost = {one for path in gone for one in (path, *before[path]) if one not in seen}
            self._delete([path for path in lost if self._known.row(path) is not None])
        return self._finished(started)

    def restore(self, paths: Iterable[str]) -> Progress:
        """Makes the facts of some files again, because what is stored of them is damaged."""
        started = self._begin_part()
        self._restoring = True
        try:
            found = scan_paths(self._root, self._policy, sorted(set(paths)))
            self._process((entry for entry in found if isinstance(entry, Found)), started)
        finally:
            self._restoring = False
        return self._finished(started)

    def invalidate(self, segments: Iterable[int]) -> Progress:
        """Drops damaged segments and indexes again what was in them."""
        with self._writer.batch() as batch:
            waiting = {segment: batch.invalidate_segment(segment) for segment in sorted(set(segments))}
        _logger.warning("damaged segments were dropped; files to index again: %s", waiting)
        with Reader(self._writer.path) as reader:
            return self.run(Known.load(reader))

    def drop_damaged(self) -> None:
        """Drops the large segments that have changed on disk; the next run indexes their files again."""
        damaged = self._writer.verify_parts(_verify)
        if damaged:
            _logger.warning("segments %s of the index are damaged; their files are indexed again", damaged)
            with self._writer.batch() as batch:
                for segment in damaged:
                    batch.invalidate_segment(segment)

    def compact(self) -> None:
        """Forgets what nobody refers to and gives space back; for a quiet moment."""
        self._writer.compact(_MERGERS, self._stop)

    # -- beginning and end of a run ----------------------------------------------------------------

    def _standing_problems(self) -> list[str]:
        return [*self._settings.problems, *(f"{one.what}: {one.detail}" for one in self._writer.problems)]

    def _begin_part(self) -> float:
        self.progress = Progress("indexing", revision=self._writer.revision())
        self.progress.problems = self._standing_problems()
        self._report(self.progress)
        return time.monotonic()

    def _finished(self, started: float) -> Progress:
        self.progress.state = "ready"
        if self._cancelled or self._stop():
            self.progress.state = "degraded"
            self.progress.problems.append(
                "indexing was cancelled; what is missing is indexed at the next start"
            )
        self.progress.seconds = time.monotonic() - started
        self.progress.revision = self._writer.revision()
        self._report(self.progress)
        return self.progress

    # -- the stream --------------------------------------------------------------------------------

    def _examined(self, entries: Iterable[Found | Skip], unseen: Unseen) -> Iterator[Found]:
        """Files that have to be extracted; what is unchanged, skipped or known by content is settled."""
        settled: list[FileRow] = []
        before = self._known.table  # to which the numbers belong
        for entry in entries:
            if self._stop():
                return
            number = unseen.take(entry.path)
            if isinstance(entry, Skip):
                self.progress.skipped += 1
                row = FileRow(entry.path, None, 0, 0, None, entry.reason.value, entry.detail)
            else:
                self.progress.found += 1
                if self._is_unchanged(before, number, entry):
                    self.progress.unchanged += 1
                    continue
                found = self._row_of_known_content(entry) if self._warm else None
                if found is None:
                    yield entry
                    continue
                self.progress.unchanged += 1
                row = found
            if not _says_the_same(self._known.row(row.path), row):
                settled.append(row)
            if len(settled) >= COMMIT_FILES:
                self._put_rows(settled)
                settled = []
        self._put_rows(settled)

    def _is_unchanged(self, before: FileTable, number: int, entry: Found) -> bool:
        if number >= 0:
            if not before.is_as(number, entry.size, entry.mtime_ns, entry.origin.value):
                return False
            return not self._recipes_changed or before.row(number).language not in self._recipes_changed
        known = self._known.others.get(entry.path)
        if known is None or known.skip is None or known.language in self._recipes_changed:
            return False
        same = known.size == entry.size and known.mtime_ns == entry.mtime_ns
        return same and known.origin == entry.origin.value

    def _row_of_known_content(self, entry: Found) -> FileRow | None:
        """The row of a file whose bytes are in the store already: touched, moved, or switched back."""
        source = read_source(self._root, entry.path, self._policy.limit_bytes(entry.origin))
        if not isinstance(source, Source):
            return None
        language = dialect_of(self._root, entry.path, entry.language, source.data)
        content = self._writer.known(content_hash(source.data), recipe(language))
        if content is None:
            return None
        when = trusted_time(source.mtime_ns)
        return FileRow(
            entry.path, language, source.size, when, content, None, source.note, entry.origin.value
        )

    def _process(self, entries: Iterator[Found], started: float) -> None:
        for batch in self._workers.run(self._jobs(entries)):
            if batch is not None:
                self._take(batch)
            self.progress.seconds = time.monotonic() - started
            if self._stop():
                break
            self._commit_if_due()
        self._commit()

    def _jobs(self, entries: Iterator[Found]) -> Iterator[Job]:
        files: list[tuple[str, str, str, int]] = []
        size = 0
        for entry in entries:
            files.append(
                (entry.path, entry.language, entry.origin.value, self._policy.limit_bytes(entry.origin))
            )
            size += entry.size
            if len(files) >= BATCH_FILES or size >= BATCH_BYTES:
                yield Job(self._root, tuple(files))
                files, size = [], 0
                self.progress.state = "indexing"
        if files:
            yield Job(self._root, tuple(files))

    # -- writing -----------------------------------------------------------------------------------

    def _take(self, batch: Batch) -> None:
        self._pending.append(batch)
        self._pending_files += len(batch.files)
        for file in batch.files:
            self.progress.skipped += file.skip is not None
            self.progress.parsed += file.skip is None
            self.progress.source_bytes += file.source_bytes

    def _commit_if_due(self) -> None:
        if self._pending_files >= COMMIT_FILES or (
            self._pending and time.monotonic() - self._committed > COMMIT_SECONDS
        ):
            self._commit()

    def _commit(self) -> None:
        self._committed = time.monotonic()
        pending, self._pending, self._pending_files = self._pending, [], 0
        if pending:
            self._write(pending)
        self.progress.revision = self._writer.revision()
        self._report(self.progress)

    def _write(self, batches: list[Batch]) -> None:
        with self._writer.batch() as out:
            ids: list[np.ndarray[tuple[int], np.dtype[np.int64]]] = []
            for batch in batches:
                good = [file for file in batch.files if file.skip is None]
                given = out.put_contents(
                    ContentRow(f.hash, f.recipe, f.language, f.facts, f.occurrences, f.definitions)
                    for f in good
                )
                numbers = iter(given)
                contents = [next(numbers) if file.skip is None else 0 for file in batch.files]
                if self._restoring:
                    for file, content in zip(batch.files, contents, strict=True):
                        if content:
                            out.restore_facts(content, file.facts)
                rows = [_row(file, content) for file, content in zip(batch.files, contents, strict=True)]
                out.put_files(rows)
                self._known.put(rows)
                ids.append(np.array(contents, np.int64))
            if self._restoring:
                return  # the postings of these contents are there
            for family, blob in _segments(batches, ids):
                joined = np.concatenate(ids)
                used = joined[joined > 0]
                if len(used):
                    out.put_segment(SegmentRow(family, blob, int(used.min()), int(used.max())))

    def _put_rows(self, rows: list[FileRow]) -> None:
        if not rows:
            return
        with self._writer.batch() as out:
            out.put_files(rows)
        self._known.put(rows)
        self.progress.revision = self._writer.revision()

    def _delete(self, paths: list[str]) -> None:
        if not paths:
            return
        with self._writer.batch() as out:
            out.delete_files(sorted(paths))
        self._known.delete(paths)
        self.progress.deleted += len(paths)


_RULE_FILES = frozenset({".gitignore", ".ignore", "codeprism.toml", "pyvenv.cfg"})


def _verify(frame: flat.Frame) -> None:
    # A packed frame is verified whenever it is decoded.
    if flat.is_flat(frame) or not len(frame):
        flat.verify_flat(frame)


def _noted(entries: Iterable[Found | Skip], seen: set[str]) -> Iterator[Found | Skip]:
    """The entries, whose paths are added as they pass."""
    for entry in entries:
        seen.add(entry.path)
        yield entry


def _says_the_same(known: FileRow | None, row: FileRow) -> bool:
    """Whether a row is known already; what is said of an indexed file follows from its content."""
    if known is None:
        return False
    return known[:6] == row[:6] and known.origin == row.origin and (row.skip is None or known[:8] == row[:8])


def _row(file: Extracted, content: int) -> FileRow:
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


def _segments(
    batches: list[Batch], ids: list[np.ndarray[tuple[int], np.dtype[np.int64]]]
) -> Iterator[tuple[str, bytes]]:
    """The encoded segments of some batches, with the numbers of their contents filled in."""
    pairs = list(zip(batches, ids, strict=True))
    yield (
        "tokens",
        postings.build(
            np.concatenate([batch.tokens for batch, _ in pairs]),
            np.concatenate([numbers[batch.token_files] for batch, numbers in pairs]),
        ).encode(),
    )
    yield (
        "imports",
        postings.build(
            np.concatenate([batch.imports[0] for batch, _ in pairs]),
            np.concatenate([numbers[batch.imports[1]] for batch, numbers in pairs]),
        ).encode(),
    )
    yield (
        "supers",
        postings.build(
            np.concatenate([batch.supers[0] for batch, _ in pairs]),
            np.concatenate([numbers[batch.supers[1]] for batch, numbers in pairs]),
            np.concatenate([batch.supers[2] for batch, _ in pairs]),
        ).encode(),
    )
    yield (
        "names",
        nametable.build(
            [name for batch, _ in pairs for name in batch.names],
            np.concatenate([numbers[batch.name_columns[0]] for batch, numbers in pairs]),
            np.concatenate([batch.name_columns[1] for batch, _ in pairs]),
            np.concatenate([batch.name_columns[2] for batch, _ in pairs]),
            np.concatenate([batch.name_columns[3] for batch, _ in pairs]),
        ).encode(),
    )
