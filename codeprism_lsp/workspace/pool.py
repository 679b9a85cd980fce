"""Worker processes: how many, how they are started, and how they are started ahead of the work.

This module imports nothing of the index, since a worker that is started ahead gets ready while its parent
is still importing.
"""

from __future__ import annotations

import os
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing import get_context

from codeprism_lsp.workspace.worker_start import prepare, start_worker

_MOST = 8


def usual_workers() -> int:
    """The number of workers where none is set: one for each processor that we may use, at most eight."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return max(1, min(_MOST, allowed or 1))


def worker_pool(workers: int, background: bool = False) -> Executor:
    """Spawned processes that end with this one; in the `background` they stand back for all others."""
    return ProcessPoolExecutor(
        workers, mp_context=get_context("spawn"), initializer=start_worker, initargs=(background,)
    )


class Ahead:
    """Workers that were started before it is known how many are wanted."""

    def __init__(self, workers: int) -> None:
        """Starts so many; they import what jobs need, while the caller goes on."""
        self._workers = workers
        self._pool: Executor | None = worker_pool(workers)
        for _ in range(workers):
            self._pool.submit(prepare)

    def __call__(self, workers: int) -> Executor:
        """An executor of so many workers: the first time those that were started, if it is their number."""
        if workers != self._workers:
            self.close()
        pool, self._pool = self._pool, None
        return pool or worker_pool(workers)

    def close(self) -> None:
        """Lets the workers go that nobody asked for."""
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)
