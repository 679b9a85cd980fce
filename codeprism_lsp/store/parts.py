"""Large segments lie in files of their own beside the database, where a reader can map them.

A part is written whole, under a name of its own, before the transaction that mentions it commits; it is
never changed, and removed some time after the last mention of it. So a part without a row is waste that
is swept away, and a row without its part is damage.
"""

from __future__ import annotations

import mmap
import os
import secrets
import time
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from codeprism_lsp.store.errors import translated

PART_BYTES = 4 << 20
"""Blobs of this size and above become parts."""

_GRACE_SECONDS = 60.0  # in which a reader may be about to open what has just been dropped


def directory_of(path: Path) -> Path:
    """Where the parts of a store lie."""
    return path.with_name(path.name + ".parts")


def write_part(path: Path, blob: bytes) -> str:
    """The name of a new part of the store at `path`."""
    folder = directory_of(path)
    name = f"{secrets.token_hex(8)}.part"
    with translated():
        folder.mkdir(exist_ok=True)
        with open(folder / name, "xb") as file:
            file.write(blob)
            file.flush()
            os.fsync(file.fileno())
    return name


def read_part(path: Path, name: str) -> memoryview:
    """The bytes of a part, mapped; none where it cannot be had, which no frame is."""
    try:
        with open(directory_of(path) / name, "rb") as file:
            return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, ValueError):  # the latter for an empty file
        return memoryview(b"")


def sweep(path: Path, mentioned: Collection[str]) -> None:
    """Removes the parts that are not mentioned, unless they may just have been."""
    folder = directory_of(path)
    if not folder.is_dir():
        return
    oldest = time.time() - _GRACE_SECONDS
    for entry in list(os.scandir(folder)):
        if entry.name not in mentioned:
            # On systems that keep mapped files, one that is in use is removed by a later sweep.
            with suppress(OSError):
                if entry.stat().st_mtime < oldest:
                    os.unlink(entry.path)


def drop(path: Path, name: str) -> None:
    """Notes that a part is mentioned no more; a sweep removes it after a while."""
    with suppress(OSError):
        os.utime(directory_of(path) / name)


def remove_all(path: Path) -> None:
    """Removes the parts of a store that is removed itself."""
    folder = directory_of(path)
    if folder.is_dir():
        with translated():
            for entry in list(os.scandir(folder)):
                os.unlink(entry.path)
            folder.rmdir()


def parts_bytes(path: Path) -> int:
    """Bytes that the parts of a store take on disk."""
    try:
        with os.scandir(directory_of(path)) as entries:
            return sum(entry.stat().st_size for entry in entries)
    except OSError:
        return 0
