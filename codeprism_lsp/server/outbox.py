"""The one way out: whole messages, written one after the other by one thread.

Workers and the event loop hand in complete bodies. Nobody else touches the connection, so large
replies never interleave, and a client that does not read blocks this thread instead of the event loop.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

WORKERS_WAIT_ABOVE = 64 * 1024 * 1024
READER_WAITS_ABOVE = 256 * 1024 * 1024
"""Bytes that may lie unread by the client before workers, and then even the reader, wait for it."""


class Outbox:
    """A queue of message bodies with its writing thread.

    `write` writes one whole message and may block; when it raises OSError the connection is over,
    `broken` is called once (on the writing thread) and everything after that is dropped.
    """

    def __init__(self, write: Callable[[bytes], None], broken: Callable[[str], None]) -> None:
        self._write = write
        self._broken = broken
        self._bodies: deque[bytes] = deque()
        self._waiting_bytes = 0
        self._writing = False
        self._closed = False
        self._changed = threading.Condition()
        threading.Thread(target=self._run, name="outbox", daemon=True).start()

    def post(self, body: bytes) -> None:
        """Queues `body` and returns at once."""
        with self._changed:
            if not self._closed:
                self._bodies.append(body)
                self._waiting_bytes += len(body)
                self._changed.notify_all()

    def wait_for_room(self, above: int = WORKERS_WAIT_ABOVE) -> None:
        """Blocks while more than `above` bytes wait to be written; never called on the event loop."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._waiting_bytes <= above)

    def flush(self, seconds: float) -> bool:
        """Waits until all is written, at most `seconds`; whether it was."""
        with self._changed:
            return self._changed.wait_for(
                lambda: self._closed or not (self._bodies or self._writing), timeout=seconds
            )

    def _run(self) -> None:
        while True:
            with self._changed:
                self._writing = False
                self._changed.notify_all()
                self._changed.wait_for(lambda: bool(self._bodies))
                body = self._bodies.popleft()
                self._waiting_bytes -= len(body)
                self._writing = True
            try:
                self._write(body)
            except OSError as error:
                with self._changed:
                    self._closed = True
                    self._bodies.clear()
                    self._waiting_bytes = 0
                    self._changed.notify_all()
                self._broken(f"the client no longer reads: {error}")
                return
