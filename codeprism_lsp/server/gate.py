"""Back-pressure between the reader thread and the event loop, in bytes."""

from __future__ import annotations

import threading


class Gate:
    """Lets messages of `limit` bytes in all lie between reader and loop; one alone always passes."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._inside = 0
        self._changed = threading.Condition()

    def enter(self, size: int) -> None:
        """Waits until there is room for `size` bytes, and takes it."""
        with self._changed:
            self._changed.wait_for(lambda: self._inside == 0 or self._inside + size <= self._limit)
            self._inside += size

    def leave(self, size: int) -> None:
        """Gives the room back."""
        with self._changed:
            self._inside -= size
            self._changed.notify()
