"""Indexing one workspace folder: discover, extract in workers, write in whole batches, stay true.

This runs in the indexer process (or in the command line's own). It is the only writer of the store.
Everything it skips it writes down with the reason. What it has committed stays true whenever it is
killed: a file without a content is simply indexed again, and a content without facts gets them.

Where much has to be indexed this happens in two tiers. First all files are read and only their identifiers
are noted, which takes a small part of the time and makes them all searchable; then they are parsed, those
that somebody has asked for first. Few files are parsed at once.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from itertools import chain, islice
from typing import TypeVar

from codeprism_lsp.extraction.recipe import content_hash, recipe
from codeprism_lsp.facts.filecolumns import FileRow as Row
from codeprism_lsp.facts.filetable import FileTable
from codeprism_lsp.files.discovery import discover
from codeprism_lsp.files.generated import may_be_by_text, origin_by_text
from codeprism_lsp.files.reading import Source, read_source
from codeprism_lsp.files.scanning import scan_paths
from codeprism_lsp.files.skips import Skip
from codeprism_lsp.files.survey import Found
from codeprism_lsp.languages import registry
from codeprism_lsp.store import ContentRow, FileRow, Reader, Writer
from codeprism_lsp.workspace.batches import Batch, Job, Tier, dialect_of, trusted_time
from codeprism_lsp.workspace.known import Known, Unseen, says_the_same
from codeprism_lsp.workspace.memory import Pressure
from codeprism_lsp.workspace.progress import Progress
from codeprism_lsp.workspace.second_tier import Unparsed, filling_job, with_neighbours
from codeprism_lsp.workspace.segments import MERGERS, NewContents, row_of, segments_of, verify
from codeprism_lsp.workspace.settings import Settings
from codeprism_lsp.workspace.workers import Workers

BATCH_BYTES = 4 << 20
COMMIT_FILES = 1_600
COMMIT_SECONDS = 1.0
TWO_TIERS_FROM = 300
"""How many files have to be indexed for them to be searchable before they are parsed."""

_SMALL = 8
"""How many times smaller batches are while memory is short."""

_FILE_SECONDS = 5e-5  # that looking at one file takes, roughly
_logger = logging.getLogger(__name__)
_Sized = TypeVar("_Sized", Found, Row)


class Indexer:
    """Keeps the store of one folder true. Not thread-safe: one loop drives it."""

    def __init__(
        self,
        root: str,
        settings: Settings,
        writer: Writer,
        executor: Callable[[int], Executor],
        report: Callable[[Progress], None],
        stop: Callable[[], bool] = lambda: False,
        interrupted: Callable[[], bool] = lambda: False,
        wanted: Callable[[], Sequence[str]] = lambda: (),
        begin_with: Tier | None = None,
    ) -> None:
        """`executor` makes one of so many workers. `stop` ends whatever is under way. `interrupted` says that
        there is something to do that goes before parsing, which then is to be resumed; `wanted` gives paths
        that somebody asks for meanwhile; `begin_with` is told by who does not wait for the first tier."""
        self._root = os.path.realpath(root)
        self._settings = settings
        self._policy = settings.policy()
        self._writer = writer
        self._executor = executor
        count = settings.worker_count
        self._workers = Workers(self._root, lambda: executor(count), 2 * count + 2)
        self._pressure = Pressure.NONE
        self._notes: dict[str, str] = {}
        self._report = report
        self._stop = stop
        self._interrupted = interrupted
        self._wanted = wanted
        self._begin_with = begin_with
        self._hurried: set[str] = set()  # paths that were asked for, and are to be published at once
        self._ahead: set[int] = set()  # contents that were parsed before it was their turn
        self._sharing: dict[str, int] = {}  # how many files have the content of one that waits, if several
        self._owing = False
        self._restoring = False
        self._changed: list[str] = []  # files that are not any more what was to be restored
        self._cancelled = False  # whether the last whole run was
        self._known = Known.of(())
        self._recipes_changed: frozenset[str] = frozenset()
        self._warm = False  # whether there was anything in the store before this run
        self._pending: list[Batch] = []
        self._pending_files = 0
        self._committed = time.monotonic()
        self.progress = Progress()
        self._whole = self.progress  # of the last whole run

    def close(self) -> None:
        """Lets the workers go, after what they have in hand. The writer belongs to the caller."""
        self._workers.close()

    def press(self, pressure: Pressure) -> None:
        """Says how short memory is; from any thread. Jobs that come after it are made accordingly."""
        before, self._pressure = self._pressure, pressure
        if pressure is before:
            return
        count = 1 if pressure >= Pressure.WORKERS else self._settings.worker_count
        self._workers.under_way = count + 1 if pressure >= Pressure.BATCHES else 2 * count + 2
        if Pressure.WORKERS in (before, pressure):
            self._workers.renew(lambda: self._executor(count))

    # -- runs --------------------------------------------------------------------------------------

    def run(self, known: Known | None) -> Progress:
        """Brings the whole folder up to date. `known` is what the store holds, None: as after the last step.

        Raises StoreError, WorkersBroken, and NotADirectoryError while the folder is not there.
        """
        if not os.path.isdir(self._root):
            # A folder whose disk is away keeps its index.
            raise NotADirectoryError(f"{self._root} is not a directory")
        started = time.monotonic()
        self._known = known = self._known if known is None else known
        self._warm = len(known) > 0
        stored = self._writer.recipes()
        self._recipes_changed = frozenset(one for one in registry.specs() if stored.get(one) != recipe(one))
        self.progress = Progress(revision=self._writer.revision(), problems=self._standing_problems())
        self._whole = self.progress
        unseen = Unseen(known)
        entries = self._examined(discover(self._root, self._policy, self._stop), unseen)
        first = [] if self._begin_with else list(islice(entries, TWO_TIERS_FROM))
        tier = self._begin_with or (Tier.TOKENS if len(first) == TWO_TIERS_FROM else Tier.STRUCTURE)
        self._process(self._jobs(chain(first, entries), tier), started)
        self._cancelled = self._stop()
        if not self._cancelled:
            self._delete(unseen.left())
            self.progress.searchable = True
        return self._fill(started)

    @property
    def owing(self) -> bool:
        """Whether the last whole run was interrupted before everything was parsed."""
        return self._owing

    def resume(self) -> Progress:
        """Goes on with a whole run that was interrupted. Raises like `run`."""
        self.progress = self._whole
        self.progress.state = "indexing"
        return self._fill(time.monotonic() - self.progress.seconds)

    def _fill(self, started: float) -> Progress:
        """Parses what is only searchable yet, and ends the run when nothing is left."""
        self._owing = False
        while not self._stop():
            unparsed = Unparsed(self._known.table, self._writer.waiting())
            self._sharing = unparsed.sharing
            self.progress.waiting = unparsed.files
            self._owing = unparsed.files > 0
            if not self._owing or self._interrupted():
                break
            self._process(self._filling_jobs(unparsed.rows()), started)
        self._cancelled = self._stop()
        if not self._owing and not self._cancelled:
            if self._recipes_changed:
                with self._writer.batch() as batch:
                    for language in sorted(self._recipes_changed):
                        batch.set_recipe(language, recipe(language))
            self._recipes_changed = frozenset()
            self._ahead.clear()
            self.progress.complete = True
            # What looking through the folder takes again, when nothing is to be parsed.
            self.progress.run_seconds = min(time.monotonic() - started, _FILE_SECONDS * self.progress.found)
            self._writer.merge_segments(MERGERS, self._stop)
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
        found = list(scan_paths(self._root, self._policy, wanted))
        seen = {entry.path for entry in found}
        entries = self._examined(found, unseen)
        self._process(self._jobs(entries, Tier.STRUCTURE), started)
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
            entries = (entry for entry in found if isinstance(entry, Found))
            self._process(self._jobs(entries, Tier.STRUCTURE), started)
        finally:
            self._restoring = False
        changed, self._changed = self._changed, []
        return self.update(changed) if changed else self._finished(started)

    def invalidate(self, segments: Iterable[int]) -> Progress:
        """Drops damaged segments and indexes again what was in them."""
        with self._writer.batch() as batch:
            waiting = {segment: batch.invalidate_segment(segment) for segment in sorted(set(segments))}
        _logger.warning("damaged segments were dropped; files to index again: %s", waiting)
        with Reader(self._writer.path) as reader:
            return self.run(Known.load(reader))

    def drop_damaged(self) -> None:
        """Drops the large segments that have changed on disk; the next run indexes their files again."""
        damaged = self._writer.verify_parts(verify)
        if damaged:
            _logger.warning("segments %s of the index are damaged; their files are indexed again", damaged)
            with self._writer.batch() as batch:
                for segment in damaged:
                    batch.invalidate_segment(segment)

    def compact(self) -> None:
        """Forgets what nobody refers to and gives space back; for a quiet moment."""
        self._writer.compact(MERGERS, self._stop)

    # -- beginning and end of a run ----------------------------------------------------------------

    def note(self, about: str, problem: str) -> bool:
        """Keeps one standing problem about something, "" takes it away; whether that is news."""
        known = self._notes.get(about, "")
        if known == problem:
            return False
        self._notes = {**self._notes, about: problem}
        self.progress.problems = [one for one in self.progress.problems if one != known]
        self.progress.problems.extend([problem] if problem else ())
        return True

    def _standing_problems(self) -> list[str]:
        notes = [problem for problem in self._notes.values() if problem]
        return [
            *notes,
            *self._settings.problems,
            *(f"{one.what}: {one.detail}" for one in self._writer.problems),
        ]

    def _begin_part(self) -> float:
        whole = self._whole
        self.progress = Progress("indexing", searchable=whole.searchable, complete=whole.complete)
        self.progress.revision = self._writer.revision()
        self.progress.waiting = whole.waiting
        self.progress.run_seconds = whole.run_seconds
        self.progress.problems = self._standing_problems()
        self._report(self.progress)
        return time.monotonic()

    def _finished(self, started: float) -> Progress:
        self.progress.state = "indexing" if self._owing else "ready"
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
                waits = self._writer.waits(found.content or 0)
                self.progress.waiting += waits
                self.progress.unchanged += not waits
                row = found
            if not says_the_same(self._known.row(row.path), row):
                settled.append(row)
            if len(settled) >= COMMIT_FILES:
                self._put_rows(settled)
                settled = []
        self._put_rows(settled)

    def _is_unchanged(self, before: FileTable, number: int, entry: Found) -> bool:
        if number >= 0:
            if not before.is_as(number, entry.size, entry.mtime_ns, entry.origin.value):
                row = before.row(number)
                same = (row.size, row.mtime_ns) == (entry.size, entry.mtime_ns)
                if not same or not may_be_by_text(row.origin, entry.origin.value):
                    return False
            return not self._recipes_changed or before.row(number).language not in self._recipes_changed
        known = self._known.others.get(entry.path)
        if known is None or known.skip is None or known.language in self._recipes_changed:
            return False
        same = known.size == entry.size and known.mtime_ns == entry.mtime_ns
        return same and may_be_by_text(known.origin, entry.origin.value)

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
        origin = origin_by_text(entry.origin.value, language, source.data)
        return FileRow(entry.path, language, source.size, when, content, None, source.note, origin)

    def _process(self, jobs: Iterator[Job], started: float) -> None:
        for batch in self._workers.run(jobs):
            if batch is not None:
                self._take(batch)
            self.progress.seconds = time.monotonic() - started
            if self._stop():
                break
            self._commit_if_due()
        self._commit()

    def _jobs(self, entries: Iterator[Found], tier: Tier) -> Iterator[Job]:
        for part in self._parts(entries):
            yield from self._wanted_jobs()
            yield Job(self._root, tuple(self._file(entry) for entry in part), tier)
            self.progress.state = "indexing"

    def _parts(self, files: Iterable[_Sized]) -> Iterator[list[_Sized]]:
        """Files in batches, bounded in number and bytes."""
        part: list[_Sized] = []
        size = 0
        for file in files:
            part.append(file)
            size += file.size
            smaller = _SMALL if self._pressure >= Pressure.BATCHES else 1
            if len(part) * smaller >= self._settings.batch_files or size * smaller >= BATCH_BYTES:
                yield part
                part, size = [], 0
        if part:
            yield part

    def _file(self, entry: Found) -> tuple[str, str, str, int]:
        return (entry.path, entry.language, entry.origin.value, self._policy.limit_bytes(entry.origin))

    # -- the second tier ---------------------------------------------------------------------------

    def _filling_jobs(self, rows: Iterable[Row]) -> Iterator[Job]:
        """Jobs that parse these files; they end early when something else goes before."""
        for part in self._parts(rows):
            if self._interrupted():
                return
            yield from self._wanted_jobs()
            yield filling_job(
                self._root,
                self._policy,
                self._writer,
                [row for row in part if row.content not in self._ahead],
            )

    def _wanted_jobs(self) -> Iterator[Job]:
        """Jobs for what somebody asks for now, with the files beside it."""
        paths = self._wanted()
        if not paths:
            return
        table = self._known.table
        waiting: list[Row] = []
        unknown: list[Found] = []
        for entry in scan_paths(self._root, self._policy, with_neighbours(self._root, self._policy, paths)):
            if isinstance(entry, Skip):
                continue
            number = table.find(entry.path)
            if number < 0 or not self._is_unchanged(table, number, entry):
                unknown.append(entry)
                continue
            row = table.row(number)
            if self._writer.waits(row.content):
                waiting.append(row)
                self._ahead.add(row.content)
        self._hurried.update(row.path for row in waiting)
        self._hurried.update(entry.path for entry in unknown)
        for rows in self._parts(waiting):
            yield filling_job(self._root, self._policy, self._writer, rows)
        for entries in self._parts(unknown):
            yield Job(self._root, tuple(self._file(entry) for entry in entries))

    # -- writing -----------------------------------------------------------------------------------

    def _take(self, batch: Batch) -> None:
        self._pending.append(batch)
        self._pending_files += len(batch.files)
        for file in batch.files:
            self.progress.skipped += file.skip is not None
            if file.facts:
                count = self._sharing.pop(file.path, 1)
                self.progress.parsed += count
                self.progress.source_bytes += count * file.source_bytes
                self.progress.waiting = max(0, self.progress.waiting - count)
            elif file.skip is None:
                self.progress.waiting += 1

    def _commit_if_due(self) -> None:
        hurried = bool(self._hurried) and any(
            file.path in self._hurried for batch in self._pending for file in batch.files
        )
        late = self._pending and time.monotonic() - self._committed > COMMIT_SECONDS
        many = COMMIT_FILES // (_SMALL if self._pressure >= Pressure.BATCHES else 1)
        if self._pending_files >= many or late or hurried:
            self._commit()

    def _commit(self) -> None:
        self._committed = time.monotonic()
        pending, self._pending, self._pending_files = self._pending, [], 0
        if pending:
            if self._restoring:
                self._put_back(pending)
            else:
                self._write(pending)
        self.progress.revision = self._writer.revision()
        self._report(self.progress)

    def _write(self, batches: list[Batch]) -> None:
        with self._writer.batch() as out:
            tokens, structure = NewContents(out.new_contents), NewContents(out.new_facts)
            for batch in batches:
                good = [file for file in batch.files if file.skip is None]
                given = out.put_contents(
                    ContentRow(f.hash, f.recipe, f.language, f.facts, f.occurrences, f.definitions)
                    for f in good
                )
                numbers = iter(given)
                contents = [next(numbers) if file.skip is None else 0 for file in batch.files]
                rows = [row_of(file, content) for file, content in zip(batch.files, contents, strict=True)]
                # What a file said before is known since its identifiers are, mostly.
                new = [row for row in rows if not says_the_same(self._known.row(row.path), row)]
                out.put_files(new)
                self._known.put(new)
                self._hurried.difference_update(row.path for row in rows)
                tokens.add(contents)
                structure.add(contents)
            for segment in segments_of(batches, tokens.columns, structure.columns):
                out.put_segment(segment)

    def _put_back(self, batches: list[Batch]) -> None:
        """Facts in the place of damaged ones; their postings are there."""
        with self._writer.batch() as out:
            for file in (file for batch in batches for file in batch.files):
                content = self._writer.known(file.hash, file.recipe) if file.facts else None
                if content is None or self._writer.waits(content):
                    self._changed.append(file.path)
                else:
                    out.restore_facts(content, file.facts)

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
