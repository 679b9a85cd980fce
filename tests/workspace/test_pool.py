"""Worker processes: their priority, and starting them before it is known how many are wanted."""

from __future__ import annotations

import os
import sys
from contextlib import closing

import pytest

from codeprism_lsp.workspace.pool import Ahead, usual_workers, worker_pool


@pytest.mark.skipif(sys.platform != "linux", reason="priorities are read the way of Linux")
@pytest.mark.parametrize("background", [True, False])
def test_workers_of_an_editor_take_the_processor_when_it_is_idle(background: bool) -> None:
    with worker_pool(1, background) as pool:
        policy = pool.submit(os.sched_getscheduler, 0).result(60)
        niceness = pool.submit(os.nice, 0).result(60)
    assert policy == (os.SCHED_IDLE if background else os.sched_getscheduler(0))
    assert niceness == (max(10, os.nice(0)) if background else os.nice(0))


def test_workers_that_were_started_ahead_are_used_once() -> None:
    with closing(Ahead(1)) as ahead:
        first = ahead(1)
        assert first.submit(_imported, "codeprism_lsp.workspace.batches").result(60)
        second = ahead(1)
        assert second is not first
        first.shutdown()
        second.shutdown()


def test_another_number_of_workers_than_was_started() -> None:
    with closing(Ahead(1)) as ahead:
        pool = ahead(2)
        assert pool.submit(os.getpid).result(60) != os.getpid()
        pool.shutdown()


def test_usual_workers() -> None:
    assert 1 <= usual_workers() <= min(8, os.cpu_count() or 1)


def _imported(module: str) -> bool:
    return module in sys.modules
