"""One writer per workspace, guaranteed by the operating system.

The lock is a byte of a file beside the store. The system releases it when its process ends in any way,
so a crash leaves nothing to clean up; the file itself may stay behind and means nothing without the
lock. The locked byte lies far behind the text, because on Windows a locked range cannot be read and the
holder's process id has to be.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from codeprism_lsp.store.errors import Locked, translated

_LOCKED_BYTE = 1 << 30


class WriterLock:
    """Held from construction until ``release``. Raises ``Locked`` when someone else holds it.

    The descriptor is not inherited by programs this process starts; a forked child would share it, which
    is one reason why workers are spawned.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor: int | None = _acquire(path)

    def release(self) -> None:
        """Lets go; calling it again does nothing."""
        if self._descriptor is not None:
            descriptor, self._descriptor = self._descriptor, None
            _unlock(descriptor)
            os.close(descriptor)

    def discard(self) -> None:
        """Removes the lock file and lets go."""
        # Where a file in use cannot be removed (Windows) it simply stays; it holds a few bytes.
        try:
            self.path.unlink(missing_ok=True)
        except PermissionError:
            self.release()
        self.release()


def _acquire(path: Path) -> int:
    while True:
        with translated():
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        try:
            if not _try_lock(descriptor):
                raise Locked(_holder(descriptor))
            if _is_current(descriptor, path):
                with translated():
                    os.ftruncate(descriptor, 0)
                    os.lseek(descriptor, 0, os.SEEK_SET)
                    os.write(descriptor, f"{os.getpid()}\n".encode())
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        # The file was removed between opening and locking it: whoever opens the path now would lock
        # another file, so this one is worthless.
        os.close(descriptor)


def _is_current(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def _holder(descriptor: int) -> int | None:
    try:
        os.lseek(descriptor, 0, os.SEEK_SET)
        return int(os.read(descriptor, 32))
    except (OSError, ValueError):
        # The holder may be between taking the lock and writing its id.
        return None


if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(descriptor: int) -> None:
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        # flock belongs to the open file, so that two writers in one process exclude each other too.
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
