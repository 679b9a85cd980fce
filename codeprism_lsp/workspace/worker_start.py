"""The first thing a worker process does: it watches its parent.

Nothing else is imported here. What batches need takes a while to import on a busy machine, and a worker must
be gone within a second of its parent even then.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import os
import sys
import threading
from multiprocessing import connection, parent_process

in_worker = threading.Event()
"""Set in worker processes."""

_NICENESS = 10


def start_worker(background: bool = False) -> None:
    """Set-up of a worker process: ends with its parent, and leaves freeing to reference counts.

    `background`: somebody works at the machine meanwhile, so the processor is taken when it is idle.
    """
    in_worker.set()
    # Results were sent as jobs ended; taking the interpreter down would only hold up who waits for it.
    atexit.register(os._exit, 0)
    gc.disable()
    gc.freeze()
    parent = parent_process()
    if parent is not None:
        # Before the priority is lowered, which is of this thread alone: it must not wait for its turn.
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()
    if background:
        stand_back()
        if sys.platform == "linux":
            with contextlib.suppress(OSError):  # a sandbox may forbid it; the niceness stays
                os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))


def prepare() -> None:
    """A first job, which imports what all others need."""
    import codeprism_lsp.workspace.batches  # noqa: F401


def stand_back() -> None:
    """Lets other processes go first. Of what may be denied nothing depends on it."""
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            import psutil

            psutil.Process().nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
        else:
            os.nice(max(0, _NICENESS - os.nice(0)))


def _end_with(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(0)
