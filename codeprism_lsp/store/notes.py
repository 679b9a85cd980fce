"""What the last server over a store noted when it ended: a small file beside it, read by whoever asks."""

from __future__ import annotations

import os
from pathlib import Path

from codeprism_lsp.store.errors import translated

SUFFIX = ".last-server"


def leave_note(store: Path, note: bytes) -> None:
    """Puts a note beside a store, in place of the one before."""
    place = _place(store)
    beside = place.with_name(f"{place.name}.{os.getpid()}")
    with translated():
        beside.write_bytes(note)
        os.replace(beside, place)


def last_note(store: Path) -> bytes | None:
    """The note beside a store, None without."""
    with translated():
        try:
            return _place(store).read_bytes()
        except FileNotFoundError:
            return None


def remove_note(store: Path) -> None:
    """Removes the note beside a store, if there is one."""
    _place(store).unlink(missing_ok=True)


def _place(store: Path) -> Path:
    return store.with_name(store.name + SUFFIX)
