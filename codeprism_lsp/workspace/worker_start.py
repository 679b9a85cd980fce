"""The first thing a worker process does: it watches its parent.

Nothing else is imported here. What batches need takes a second to import on a busy machine, and a worker must
be gone within a second of its parent even then.
"""

from __future__ import annotations

import gc
import os
import threading
from multiprocessing import connection, parent_process

in_worker = threading.Event()
"""Set in worker processes."""


def start_worker() -> None:
    """Set-up of a worker process: ends with its parent, and leaves freeing to reference counts."""
    in_worker.set()
    gc.disable()
    gc.freeze()
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(0)
