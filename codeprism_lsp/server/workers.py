"""The threads that answer requests: a fixed number, with a bounded queue.

The pool reads no input and writes no output of the connection, so a full pool delays answers but never
cancellations or edits. Bulk work may hold at most half of the threads.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable

from codeprism_lsp.features.registry import Lane

logger = logging.getLogger(__name__)

Job = Callable[[], None]


class WorkerPool:
    """`threads` workers; at most `max_waiting` jobs wait.

    A job must not raise; if it does, the error is logged and the worker goes on.
    """

    def __init__(self, threads: int, max_waiting: int) -> None:
        self._max_waiting = max_waiting
        self._max_bulk = max(1, threads // 2)
        self._running_bulk = 0
        self._lanes: dict[Lane, deque[Job]] = {lane: deque() for lane in Lane}
        self._changed = threading.Condition()
        for number in range(threads):
            threading.Thread(target=self._run, name=f"worker-{number}", daemon=True).start()

    def submit(self, job: Job, lane: Lane) -> bool:
        """Queues `job`; False when the queue is full. Never blocks."""
        with self._changed:
            if sum(map(len, self._lanes.values())) >= self._max_waiting:
                return False
            self._lanes[lane].append(job)
            self._changed.notify()
            return True

    def withdraw(self, job: Job, lane: Lane) -> bool:
        """Takes a job back that has not begun; whether that was so."""
        with self._changed:
            try:
                self._lanes[lane].remove(job)
            except ValueError:
                return False
            return True

    def _take(self) -> tuple[Job, Lane] | None:
        if self._lanes[Lane.INTERACTIVE]:
            return self._lanes[Lane.INTERACTIVE].popleft(), Lane.INTERACTIVE
        if self._lanes[Lane.BULK] and self._running_bulk < self._max_bulk:
            self._running_bulk += 1
            return self._lanes[Lane.BULK].popleft(), Lane.BULK
        return None

    def _run(self) -> None:
        while True:
            with self._changed:
                while (taken := self._take()) is None:
                    self._changed.wait()
            job, lane = taken
            try:
                job()
            except BaseException:
                logger.exception("a job of the worker pool failed")
            if lane is Lane.BULK:
                with self._changed:
                    self._running_bulk -= 1
                    self._changed.notify()
            # The closure holds a snapshot, which must not outlive its request.
            del job, taken
