"""What can go wrong with a store, as types a caller can decide by.

The database's own exceptions stop here: nothing above this room knows which database it is.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import apsw


class StoreError(Exception):
    """Any failure of the store; the subclasses say what a caller can do about it."""


class StoreMissing(StoreError):  # noqa: N818 - these names say the condition, as callers read them
    """There is no store at this path yet, or it is not one this version can read; a writer makes it."""


class StoreCorrupt(StoreError):  # noqa: N818
    """The file is damaged. Opening it again as writer moves it aside and begins afresh."""


class StoreFull(StoreError):  # noqa: N818
    """The disk is full. The batch was rolled back and what was committed before is intact."""


class StoreUnwritable(StoreError):  # noqa: N818
    """The place is read-only or may not be entered; another location can be used instead."""


class StoreBusy(StoreError):  # noqa: N818
    """Another process kept the database locked for longer than the time-out."""


class Locked(StoreError):  # noqa: N818
    """Another writer holds this workspace; ``pid`` is its process, or None where it could not be read."""

    def __init__(self, pid: int | None) -> None:
        super().__init__(f"the index is being written by process {'unknown' if pid is None else pid}")
        self.pid = pid


@dataclass(frozen=True, slots=True)
class StoreProblem:
    """Something a user should hear about although work went on."""

    what: str
    detail: str


@contextmanager
def translated() -> Iterator[None]:
    """Raises the database's errors, and the operating system's, as ``StoreError``."""
    try:
        yield
    except apsw.FullError as error:
        raise StoreFull(str(error)) from error
    except (apsw.ReadOnlyError, apsw.CantOpenError, apsw.PermissionsError, apsw.AuthError) as error:
        raise StoreUnwritable(str(error)) from error
    except (apsw.NotADBError, apsw.CorruptError) as error:
        raise StoreCorrupt(str(error)) from error
    except (apsw.BusyError, apsw.LockedError) as error:
        raise StoreBusy(str(error)) from error
    except apsw.Error as error:
        raise StoreError(f"{type(error).__name__}: {error}") from error
    except PermissionError as error:
        raise StoreUnwritable(str(error)) from error
    except OSError as error:
        raise from_os_error(error) from error


def from_os_error(error: OSError) -> StoreError:
    """The typed equivalent of an operating system's error."""
    if error.errno in {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}:
        return StoreFull(str(error))
    if error.errno in {errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOTDIR}:
        return StoreUnwritable(str(error))
    return StoreError(str(error))
