"""Texts and views of files on disk, bounded in bytes, shared by all snapshots of a server."""

from __future__ import annotations

import os
import threading
import time
from dataclasses import dataclass

from cachetools import LRUCache

from codeprism_lsp.extraction.view import FileView
from codeprism_lsp.files.reading import Source, read_source

_FACTOR = (
    52  # bytes of memory that a tree, its scopes and lenses take for a byte of source (37 in C, 54 in Go)
)
_FIXED = 4096
_TRUSTED_SECONDS = 0.5  # how long a text is taken for what is on disk without looking

Identity = tuple[str, str, int, int, int, int]
"""(root, path, size, mtime, start and end of the region; 0 and 0 for the whole file)."""


@dataclass(slots=True)
class _Known:
    source: Source
    looked: float


class ViewCache:
    """Views and the texts they are of. Safe to share between threads."""

    def __init__(self, limit_bytes: int = 192 << 20) -> None:
        self._lock = threading.Lock()
        self._views: LRUCache[Identity, FileView] = LRUCache(limit_bytes * 3 // 4, getsizeof=_weight)
        self._texts: LRUCache[tuple[str, str], _Known] = LRUCache(
            limit_bytes // 4, getsizeof=lambda known: len(known.source.data) + _FIXED
        )

    def source(self, root: str, path: str, limit_bytes: int) -> Source | None:
        """The text of a file as it is on disk, None where it cannot be read."""
        now = time.monotonic()
        with self._lock:
            known = self._texts.get((root, path))
        if known is not None:
            if now - known.looked < _TRUSTED_SECONDS or _is_unchanged(root, path, known.source):
                known.looked = now
                return known.source
        source = read_source(root, path, limit_bytes)
        if not isinstance(source, Source):
            return None
        with self._lock:
            if len(source.data) + _FIXED <= self._texts.maxsize:
                self._texts[root, path] = _Known(source, now)
        return source

    def get(self, identity: Identity) -> FileView | None:
        with self._lock:
            return self._views.get(identity)

    def put(self, identity: Identity, view: FileView) -> None:
        with self._lock:
            if _weight(view) <= self._views.maxsize:
                self._views[identity] = view

    def shrink(self) -> None:
        """Drops everything; the memory guard calls this."""
        with self._lock:
            self._views.clear()
            self._texts.clear()


def _weight(view: FileView) -> int:
    start, end = view.span
    return (end - start) * _FACTOR + _FIXED


def _is_unchanged(root: str, path: str, source: Source) -> bool:
    try:
        state = os.stat(os.path.join(root, path))
    except OSError:
        return False
    return (state.st_size, state.st_mtime_ns) == (source.size, source.mtime_ns)
