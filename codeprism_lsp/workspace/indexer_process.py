"""The indexer as a process of its own: JSON lines in and out, gone when its input ends.

In: one line of set-up, then `{"update": [paths]}`, `{"rescan": true}`, `{"cancel": true}`. Out: one line
per report, each a whole status. The process is started with the safe path option and outside the
workspace, so that no module of the workspace can be imported.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
import time
from pathlib import Path
from typing import Any

from codeprism_lsp.store import Locked, Reader, StoreError, Writer
from codeprism_lsp.workspace.indexing import Indexer, Progress, worker_pool
from codeprism_lsp.workspace.settings import settings_of

_RETRY_SECONDS = 2.0
_COMPACT_AFTER = 20.0
_MAX_COMMANDS = 10_000


class _Commands:
    """Commands read from standard input by a thread of their own."""

    def __init__(self) -> None:
        self.queue: queue.Queue[dict[str, Any]] = queue.Queue(_MAX_COMMANDS)
        self.cancelled = threading.Event()
        self.overflown = threading.Event()

    def read(self) -> None:
        for line in sys.stdin.buffer:
            command = json.loads(line)
            if command.get("cancel"):
                self.cancelled.set()
                continue
            try:
                self.queue.put_nowait(command)
            except queue.Full:
                self.overflown.set()  # one full run makes up for all that was lost
        os._exit(0)  # the server is gone; the workers notice the end of this process by themselves

    def next(self, timeout: float) -> dict[str, Any] | None:
        if self.overflown.is_set():
            self.overflown.clear()
            return {"rescan": True}
        try:
            return self.queue.get(timeout=timeout)
        except queue.Empty:
            return None


def main() -> None:
    """Runs until the input ends."""
    setup = json.loads(sys.stdin.buffer.readline())
    commands = _Commands()
    threading.Thread(target=commands.read, daemon=True).start()
    writer = _writer(Path(setup["store"]), setup["root"], commands)
    settings = settings_of(setup["root"], *setup["settings"])
    indexer = Indexer(
        setup["root"],
        settings,
        writer,
        lambda: worker_pool(settings.worker_count),
        lambda progress: _say(_status(progress)),
        commands.cancelled.is_set,
    )
    _guarded(lambda: indexer.run(_rows(writer.path)))
    dirty = True
    while True:
        command = commands.next(_COMPACT_AFTER if dirty else 3600.0)
        if command is None:
            if dirty:
                indexer.close()  # idle workers would only hold memory
                _guarded(indexer.compact)
                dirty = False
            continue
        commands.cancelled.clear()
        dirty = True
        if command.get("rescan"):
            _guarded(lambda: indexer.run(_rows(writer.path)))
        elif paths := command.get("update"):
            wanted = set(paths)
            # A checkout comes as many small events: take what has come meanwhile along.
            while (more := commands.next(0.05)) is not None and not more.get("rescan"):
                wanted.update(more.get("update", ()))
            if more is not None:
                _guarded(lambda: indexer.run(_rows(writer.path)))
            else:
                _guarded(lambda wanted=wanted: indexer.update(wanted))


def _writer(path: Path, root: str, commands: _Commands) -> Writer:
    """The writer of the store, once no other window writes it; until then that window's work is followed."""
    while True:
        try:
            return Writer(path, root)
        except Locked as error:
            _say({"state": "ready", "follows": error.pid, "problems": []})
            time.sleep(_RETRY_SECONDS)
            while commands.next(0.0) is not None:
                pass  # the window that writes sees these changes itself


def _rows(path: Path) -> list[Any]:
    with Reader(path) as reader:
        return list(reader.files_since(0).rows)


def _guarded(step: Any) -> None:
    """A step whose failure is told, not fatal: what is stored stays, the next event tries again."""
    try:
        step()
    except (StoreError, OSError) as error:
        _say({"state": "degraded", "problems": [f"the index cannot be brought up to date: {error}"]})


def _status(progress: Progress) -> dict[str, Any]:
    return {
        "state": progress.state,
        "found": progress.found,
        "unchanged": progress.unchanged,
        "parsed": progress.parsed,
        "skipped": progress.skipped,
        "deleted": progress.deleted,
        "sourceBytes": progress.source_bytes,
        "seconds": progress.seconds,
        "revision": progress.revision,
        "problems": progress.problems[:100],
    }


def _say(message: dict[str, Any]) -> None:
    try:
        sys.stdout.buffer.write(json.dumps(message).encode() + b"\n")
        sys.stdout.buffer.flush()
    except OSError:
        os._exit(0)


if __name__ == "__main__":
    main()
