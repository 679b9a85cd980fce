"""Watches a folder for changed files where the client cannot; says so when it fails."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Sequence

import watchfiles

from codeprism_lsp.files.dependencies import ALWAYS_EXCLUDED
from codeprism_lsp.files.paths import relative
from codeprism_lsp.languages import registry

_AGAIN_SECONDS = 60.0


class Watcher:
    """Reports changed paths (relative to the root) from a thread of its own."""

    def __init__(
        self, root: str, changed: Callable[[Sequence[str]], None], told: Callable[[str], None]
    ) -> None:
        """`told` hears why files cannot be watched, and "" when they are again."""
        self._root = root
        self._changed = changed
        self._told = told
        self._failing = False
        self._stop = threading.Event()

    def start(self) -> None:
        threading.Thread(target=self._run, name="codeprism-watch", daemon=True).start()

    def stop(self) -> None:
        self._stop.set()

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                if self._failing:
                    self._failing = False
                    self._told("")
                for changes in watchfiles.watch(
                    self._root,
                    watch_filter=_is_wanted,
                    stop_event=self._stop,
                    rust_timeout=1000,
                    raise_interrupt=False,
                ):
                    paths = sorted({relative(self._root, path) or "" for _, path in changes} - {""})
                    if paths:
                        self._changed(paths)
            except (OSError, RuntimeError) as error:
                # Out of watches, or the root is gone: it is looked through at intervals meanwhile.
                self._failing = True
                self._told(f"files cannot be watched ({error}); the folder is looked through at intervals")
                deadline = time.monotonic() + _AGAIN_SECONDS
                while time.monotonic() < deadline and not self._stop.is_set():
                    time.sleep(0.2)


def _is_wanted(change: watchfiles.Change, path: str) -> bool:
    parts = path.replace(os.sep, "/").split("/")
    if not ALWAYS_EXCLUDED.isdisjoint(parts):
        return False
    name = parts[-1]
    # What is gone may have been a directory, whatever its name looks like.
    return change is watchfiles.Change.deleted or (
        registry.recognise(name) is not None
        or "." not in name
        or name.startswith(".")
        or name.endswith((".toml", ".json", ".cfg", ".mod"))
        or os.path.isdir(path)
    )
