"""Runs the jobs of extraction in worker processes, whatever becomes of those processes.

A worker may be killed, run out of memory, or end itself over a text. Every job that was under way then
is suspected, and each of them runs again with no other beside it, so that the guilty file is known, it
alone is skipped, and nothing else suffers for it.
"""

from __future__ import annotations

import logging
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass, replace

from codeprism_lsp.workspace.batches import (
    CRASHED,
    FAILED,
    Batch,
    Job,
    extract,
    trusted_time,
    unread,
)

_MAX_BREAKS = 200  # breakdowns in a row, after which the workers are given up
_MAX_FIRST_BREAKS = 8  # the same, while no job has come back at all
_TICK_SECONDS = 1.0
_logger = logging.getLogger(__name__)


class WorkersBroken(Exception):  # noqa: N818 - says what happened
    """Worker processes end again and again whatever they are given."""


@dataclass(frozen=True, slots=True)
class _Suspect:
    """A job that was under way when a worker broke down."""

    job: Job
    breaks: int = 0  # how often it broke down alone


class Workers:
    """An executor that is made when there is work, and made again when it is broken."""

    def __init__(self, root: str, make: Callable[[], Executor], under_way: int) -> None:
        """`under_way` is the number of jobs that are handed out at a time; it may be changed any time."""
        self._root = root
        self._make = make
        self.under_way = under_way
        self._renewed = False  # whether other workers are wanted than there are
        self._executor: Executor | None = None
        self._breaks = 0  # breakdowns since a job came back
        self._returned = 0  # jobs that came back

    def close(self) -> None:
        """Lets the workers go, after what they have in hand."""
        executor, self._executor = self._executor, None
        if executor is not None:
            executor.shutdown(wait=True, cancel_futures=True)

    def renew(self, make: Callable[[], Executor]) -> None:
        """Has other workers take over, once what is under way has come back; from any thread."""
        self._make, self._renewed = make, True

    def run(self, jobs: Iterator[Job]) -> Iterator[Batch | None]:
        """The outcomes of all jobs, in no particular order, and None now and then while there is none.

        What is under way when the caller stops iterating is lost. Raises WorkersBroken.
        """
        running: dict[Future[Batch], Job] = {}
        suspects: deque[_Suspect] = deque()
        alone: _Suspect | None = None
        exhausted = False
        while True:
            if suspects and not running:
                alone = suspects.popleft()
                self._submit(alone.job, running)
            if self._renewed and not running:
                self._renewed = False
                self.close()
            while (
                not (suspects or self._renewed or exhausted)
                and alone is None
                and len(running) < self.under_way
            ):
                job = next(jobs, None)
                if job is None:
                    exhausted = True
                else:
                    self._submit(job, running)
            if not running:
                return
            done, _ = wait(running, timeout=_TICK_SECONDS, return_when=FIRST_COMPLETED)
            if not done:
                yield None
            for future in done:
                job = running.pop(future)
                try:
                    batch = future.result()
                except BrokenExecutor:
                    again, blamed = self._suspected([job, *running.values()], alone)
                    suspects.extend(again)
                    running.clear()
                    alone = None
                    self._note_break()
                    if blamed is not None:
                        yield blamed
                    break
                except Exception as error:
                    _logger.exception("a job of %d files failed", len(job.files))
                    alone = None
                    if len(job.files) > 1:
                        suspects.extend(_singles(job))
                    else:
                        yield _skipped(job, FAILED, f"{type(error).__name__}: {error}"[:300])
                else:
                    self._returned, self._breaks = self._returned + 1, 0
                    alone = None
                    yield batch

    def _submit(self, job: Job, running: dict[Future[Batch], Job]) -> None:
        if self._executor is None:
            self._executor = self._make()
        try:
            future = self._executor.submit(extract, job)
        except BrokenExecutor as error:  # it broke down after the last job had come back
            future = Future()
            future.set_exception(error)
        running[future] = job

    def _note_break(self) -> None:
        self.close()
        self._breaks += 1
        if self._breaks > (_MAX_BREAKS if self._returned else _MAX_FIRST_BREAKS):
            raise WorkersBroken(f"worker processes ended {self._breaks} times in a row")

    def _suspected(
        self, broken: Sequence[Job], alone: _Suspect | None
    ) -> tuple[Sequence[_Suspect], Batch | None]:
        """What to try next after a breakdown, and the skip of a file that broke down twice alone."""
        if alone is None:
            return [_Suspect(job) for job in broken], None
        if len(alone.job.files) > 1:
            return _singles(alone.job), None
        if not alone.breaks:
            return [replace(alone, breaks=1)], None
        return [], self._with_state(_skipped(alone.job, CRASHED, "a worker process ended on it"))

    def _with_state(self, batch: Batch) -> Batch:
        """The same with sizes and times of the files, so that they are not tried again until they change."""
        files = []
        for file in batch.files:
            try:
                state = os.stat(os.path.join(self._root, file.path))
            except OSError:
                files.append(file)
            else:
                when = trusted_time(state.st_mtime_ns)
                files.append(file._replace(size=state.st_size, mtime_ns=when))
        return replace(batch, files=files)


def _singles(job: Job) -> list[_Suspect]:
    return [_Suspect(replace(job, files=(one,))) for one in job.files]


def _skipped(job: Job, reason: str, detail: str) -> Batch:
    path, language, origin, _ = job.files[0]
    return unread(path, language, origin, reason, detail)
