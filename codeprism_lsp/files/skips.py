"""Why something is not indexed, as a value, so that every omission can be counted and shown."""

from __future__ import annotations

import enum
import errno
from typing import NamedTuple


class SkipReason(enum.StrEnum):
    """The values are stable: they are stored in the index and shown to the user."""

    NOT_REGULAR = "not-regular"
    OUTSIDE_ROOT = "outside-root"
    LINK_LOOP = "link-loop"
    BROKEN_LINK = "broken-link"
    PERMISSION_DENIED = "permission-denied"
    VANISHED = "vanished"
    TOO_LARGE = "too-large"
    BINARY = "binary"
    UNREADABLE = "unreadable"
    NAME_NOT_UNICODE = "name-not-unicode"
    DEPENDENCY = "dependency"
    NOT_PUBLIC = "not-public"


class Skip(NamedTuple):
    """A path that is left out; `files` is how many files it stands for, 0 when nobody counted them."""

    path: str
    reason: SkipReason
    detail: str
    files: int = 1


def skip_for_error(path: str, error: OSError | ValueError) -> Skip:
    """The skip that tells what the operating system said about `path`."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return Skip(path, SkipReason.VANISHED, "no longer there")
    if isinstance(error, PermissionError):
        return Skip(path, SkipReason.PERMISSION_DENIED, "permission denied")
    if isinstance(error, OSError) and error.errno == errno.ELOOP:
        return Skip(path, SkipReason.LINK_LOOP, "its symbolic links lead in a circle")
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return Skip(path, SkipReason.UNREADABLE, said)
