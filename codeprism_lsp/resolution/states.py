"""What of a workspace folder has changed from one snapshot to the next, and which answers that leaves.

Snapshots come with every keystroke, and with every document that is opened or closed, though the latter
change nothing as long as the text is what is stored. Texts decide, not snapshots: two with equal texts are
one state, and after an edit only the answers that were read from the edited file are found again.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Mapping

import numpy as np

from codeprism_lsp.facts.outline import Outline
from codeprism_lsp.graph.snapshot import FileRow, Fresh, Snapshot
from codeprism_lsp.resolution.answers import EVERYTHING, INDEX, TOKENS, State, bit_of
from codeprism_lsp.resolution.views import ViewCache

_LOOK_SECONDS = 0.5  # how long configuration is taken for unchanged without looking
_LOOK_SHARE = 20  # and for so many times as long as the last look took

Stamp = tuple[int, int] | None
"""(size, mtime) of a file on disk, None where there is none."""


class States:
    """The states of one folder, as snapshots of it are asked about. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._latest: Snapshot | None = None
        self._state = State()
        self._manifests: dict[str, Stamp] = {}
        self._next_look = 0.0

    def of(self, snapshot: Snapshot, views: ViewCache, limit_bytes: int) -> State:
        """The state that a snapshot shows: the latest one where nothing differs."""
        with self._lock:
            if self._latest is not None and self._latest is not snapshot:
                changed = _changed(self._latest, snapshot, views, limit_bytes)
                if changed == EVERYTHING or self._are_configured_anew(snapshot.root):
                    self._state = self._state.after(EVERYTHING)
                    self._manifests = {}
                elif changed:
                    self._state = self._state.after(changed)
            self._latest = snapshot
            return self._state

    def configured_by(self, path: str, stamp: Stamp) -> None:
        """Notes that answers depend on a file that is not indexed, as it is on disk."""
        self._manifests[path] = stamp

    def look_again(self) -> None:
        """Files that are not indexed may have changed: configuration is looked at with the next snapshot."""
        self._next_look = 0.0

    def clear(self) -> None:
        """Gives the memory of all answers up."""
        self._state.answers.clear()

    def _are_configured_anew(self, root: str) -> bool:
        began = time.monotonic()
        if began < self._next_look:
            return False
        changed = any(stamp_of(root, path) != known for path, known in list(self._manifests.items()))
        now = time.monotonic()
        self._next_look = now + max(_LOOK_SECONDS, _LOOK_SHARE * (now - began))
        return changed


def stamp_of(root: str, path: str) -> Stamp:
    """What tells whether a file on disk has changed."""
    try:
        state = os.stat(os.path.join(root, path))
    except (OSError, ValueError):
        return None
    return state.st_size, state.st_mtime_ns


def _changed(before: Snapshot, now: Snapshot, views: ViewCache, limit_bytes: int) -> int:
    """The set of files whose texts differ, EVERYTHING where more than texts does."""
    changed = 0
    if not (before.complete and now.complete) and before.revision != now.revision:
        return EVERYTHING  # files get their facts meanwhile without being written again
    if before.table is not now.table:
        rewritten = now.table.differing_soon(before.table)
        if rewritten is None or not all(
            path in before.overlay and path in now.overlay and _is_as_before(before, now, path)
            for path in rewritten
        ):
            return EVERYTHING
    if before.index is not now.index:
        changed |= INDEX
    if before.overlay is now.overlay:
        return changed
    for path in before.overlay.keys() | now.overlay.keys():
        old, new = before.overlay.get(path), now.overlay.get(path)
        if old is new or _are_one_text(before, now, path, views, limit_bytes):
            continue
        if not _is_as_before(before, now, path) or _offers(before, path) != _offers(now, path):
            return EVERYTHING
        changed |= bit_of(path) | TOKENS
    return changed


def _is_as_before(before: Snapshot, now: Snapshot, path: str) -> bool:
    """Whether a file is there in both snapshots, and taken for the same language."""
    language = before.language(path)
    return language is not None and language == now.language(path)


def _are_one_text(before: Snapshot, now: Snapshot, path: str, views: ViewCache, limit_bytes: int) -> bool:
    if not _is_as_before(before, now, path):
        return False
    old, new = before.overlay.get(path), now.overlay.get(path)
    if old is not None and new is not None:
        return old.data == new.data
    open_text, row = (
        (old, now.table.rows.get(path)) if old is not None else (new, before.table.rows.get(path))
    )
    return (
        open_text is not None and row is not None and _is_stored(open_text, row, now.root, views, limit_bytes)
    )


def _is_stored(text: Fresh, row: FileRow, root: str, views: ViewCache, limit_bytes: int) -> bool:
    """Whether an open text is that of which the index has the facts."""
    source = views.source(root, row.path, limit_bytes)
    if source is None or (source.size, source.mtime_ns) != (row.size, row.mtime_ns):
        return False
    return text.data == source.data


def _offers(snapshot: Snapshot, path: str) -> tuple[object, ...]:
    """What of a file others may be led to it by without looking into it: names, imports and supertypes,
    each with its number."""
    outline = snapshot.outline(path)
    return (
        _texts(outline, outline.definitions[8]),
        _texts(outline, outline.definitions[11]),
        outline.definitions[5:8].tobytes(),
        _texts(outline, outline.imports[3:6].ravel()),
        outline.imports[2].tobytes(),
        _texts(outline, outline.supertypes[2]),
        outline.supertypes[:2].tobytes(),
        _frozen(outline.extra),
    )


def _texts(outline: Outline, numbers: np.ndarray[tuple[int], np.dtype[np.int64]]) -> list[str]:
    strings = outline.strings
    return [strings[number] for number in numbers.tolist()]


def _frozen(extra: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(extra.items()))
