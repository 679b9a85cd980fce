"""Where stores lie on disk, what they weigh, and which of them make room for others."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import time
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from codeprism_lsp.store.errors import Locked, StoreError, translated
from codeprism_lsp.store.lock import WriterLock
from codeprism_lsp.store.notes import remove_note
from codeprism_lsp.store.parts import parts_bytes, remove_all

SUFFIX = ".sqlite"
_COMPANIONS = ("", "-wal", "-shm", "-journal")
_NAME_LENGTH = 40


def location(root: Path, cache_dir: Path | None = None) -> Path:
    """The path of the store of a workspace: the same for every spelling of the same real folder.

    ``cache_dir`` defaults to the user's cache folder. Nothing is created.
    """
    base = default_cache_dir() if cache_dir is None else cache_dir
    real = os.path.normcase(os.path.realpath(root))
    digest = hashlib.sha256(real.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    name = re.sub(r"[^A-Za-z0-9._-]+", "_", Path(real).name).strip("._")[:_NAME_LENGTH] or "root"
    return base / f"{name}-{digest}{SUFFIX}"


def default_cache_dir() -> Path:
    """The folder of all stores of this user."""
    return Path(platformdirs.user_cache_dir("codeprism", appauthor=False))


def temporary_cache_dir() -> Path:
    """A private folder that can be written where the cache folder cannot; gone when the system tidies up."""
    with translated():
        return Path(tempfile.mkdtemp(prefix="codeprism-"))


def index_bytes(path: Path) -> int:
    """Bytes a store takes on disk, its write-ahead log and parts included; 0 where there is none."""
    return sum(_size(_companion(path, end)) for end in _COMPANIONS) + parts_bytes(path)


def touch(path: Path) -> None:
    """Notes that the store of this path is in use now, for ``evict``."""
    with translated():
        _used(path).touch()


def set_aside(path: Path) -> Path:
    """Moves an unusable store to ``*.corrupt`` and returns that path; an older one there is replaced.

    The caller holds the writer's lock and has closed its connections.
    """
    aside = path.with_name(path.name + ".corrupt")
    with translated():
        os.replace(path, aside)
        # A log without its database is worthless, and would be taken for the next database's.
        for end in _COMPANIONS[1:]:
            _companion(path, end).unlink(missing_ok=True)
    remove_all(path)
    return aside


@dataclass(frozen=True, slots=True)
class Eviction:
    """What ``evict`` did: the stores it removed, the bytes on disk after it, and what it could not remove."""

    removed: list[Path]
    bytes_left: int
    kept_in_use: list[Path]


def evict(cache_dir: Path, budget_bytes: int, keep: Collection[Path] = ()) -> Eviction:
    """Removes stores, the least recently used first, until the folder is within its budget.

    Those in ``keep`` and those that a writer holds stay. Stores that were set aside go first. A reader
    of a removed store keeps answering from it on systems that allow removing open files; on others the
    store stays and is named in ``kept_in_use``.
    """
    kept = {os.path.realpath(path) for path in keep}
    removed: list[Path] = []
    in_use: list[Path] = []
    stores = sorted(cache_dir.glob(f"*{SUFFIX}"), key=lambda path: (_last_used(path), path.name))
    aside = sorted(cache_dir.glob(f"*{SUFFIX}.corrupt"))
    total = sum(map(index_bytes, stores)) + sum(map(_size, aside))
    for path in aside:
        if total > budget_bytes:
            total -= _size(path)
            with translated():
                path.unlink(missing_ok=True)
            removed.append(path)
    for path in stores:
        if total <= budget_bytes:
            break
        if os.path.realpath(path) in kept:
            continue
        size = index_bytes(path)
        if _remove(path):
            total -= size
            removed.append(path)
        else:
            in_use.append(path)
    return Eviction(removed, total, in_use)


def lock_path(path: Path) -> Path:
    """The lock file that belongs to a store."""
    return path.with_name(path.name + ".lock")


def _remove(path: Path) -> bool:
    try:
        lock = WriterLock(lock_path(path))
    except Locked:
        return False
    try:
        with translated():
            for end in _COMPANIONS:
                _companion(path, end).unlink(missing_ok=True)
            _used(path).unlink(missing_ok=True)
            remove_note(path)
        remove_all(path)
    except StoreError:
        lock.release()
        return False
    lock.discard()
    return True


def _companion(path: Path, end: str) -> Path:
    return path.with_name(path.name + end)


def _used(path: Path) -> Path:
    return path.with_name(path.name + ".used")


def _last_used(path: Path) -> float:
    times = [_mtime(_used(path)), _mtime(path)]
    return max(times) if any(times) else time.time()


def _mtime(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
