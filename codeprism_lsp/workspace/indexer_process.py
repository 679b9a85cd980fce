"""The indexer as a process of its own: JSON lines in and out, gone when its input ends.

In: one line of set-up, then `{"update": [paths]}`, `{"rescan": true}`, `{"cancel": true}`, and for what
readers found damaged `{"restore": [paths]}` and `{"invalidate": [segments]}`. Out: one line per report,
each a whole status. The process is started with the safe path option and outside the workspace, so that
no module of the workspace can be imported.
"""

from __future__ import annotations

import json
import logging
import os
import queue
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from codeprism_lsp.store import Locked, Reader, StoreCorrupt, StoreError, Writer
from codeprism_lsp.workspace.indexing import Indexer, Progress, worker_pool
from codeprism_lsp.workspace.known import Known
from codeprism_lsp.workspace.settings import settings_of

_FOLLOW_SECONDS = 0.5
_COMPACT_AFTER = 20.0
_QUIET_SECONDS = 0.05
_GATHER_SECONDS = 2.0
_MAX_COMMANDS = 10_000
_MAX_REBUILDS = 3
_logger = logging.getLogger(__name__)


def main() -> None:
    """Runs until the input ends."""
    logging.basicConfig(
        stream=sys.stderr, level=logging.WARNING, format="indexer: %(levelname)s: %(message)s"
    )
    setup = json.loads(sys.stdin.buffer.readline())
    commands = _Commands()
    threading.Thread(target=commands.read, daemon=True).start()
    for _ in range(_MAX_REBUILDS):
        writer = _writer(Path(setup["store"]), setup["root"], commands)
        try:
            _Session(setup, writer, commands).serve()
        except StoreCorrupt as error:
            # The writer moves a condemned store aside when it closes; the next one begins afresh.
            _logger.exception("the index is damaged")
            writer.condemn(str(error))
            writer.close()
    raise SystemExit("the index is damaged again and again")


@dataclass
class _Work:
    """What the commands of some moments ask for together."""

    update: set[str] = field(default_factory=set)
    restore: set[str] = field(default_factory=set)
    invalidate: set[int] = field(default_factory=set)
    rescan: bool = False

    def add(self, command: dict[str, Any]) -> None:
        self.update.update(command.get("update", ()))
        self.restore.update(command.get("restore", ()))
        self.invalidate.update(command.get("invalidate", ()))
        self.rescan |= bool(command.get("rescan"))


class _Commands:
    """Commands read from standard input by a thread of their own."""

    def __init__(self) -> None:
        self.cancelled = threading.Event()
        self._queue: queue.Queue[dict[str, Any]] = queue.Queue(_MAX_COMMANDS)
        self._overflown = threading.Event()

    def read(self) -> None:
        try:
            for line in sys.stdin.buffer:
                self._take(json.loads(line))
        finally:
            os._exit(0)  # the server is gone; the workers notice the end of this process by themselves

    def next(self, timeout: float) -> _Work | None:
        """What is asked for within `timeout` seconds; what follows at once is taken along.

        A checkout comes as many small events, which are cheaper together.
        """
        work = _Work()
        if self._overflown.is_set():
            self._overflown.clear()
            work.rescan = True
        else:
            try:
                work.add(self._queue.get(timeout=timeout))
            except queue.Empty:
                return None
        deadline = time.monotonic() + _GATHER_SECONDS
        while time.monotonic() < deadline:
            try:
                work.add(self._queue.get(timeout=_QUIET_SECONDS))
            except queue.Empty:
                break
        return work

    def forget(self) -> None:
        """Drops what was asked for until now."""
        while not self._queue.empty():
            self._queue.get_nowait()

    def _take(self, command: dict[str, Any]) -> None:
        if command.get("cancel"):
            self.cancelled.set()
            return
        try:
            self._queue.put_nowait(command)
        except queue.Full:
            self._overflown.set()  # one full run makes up for all that was lost


class _Session:
    """The time during which this process is the writer of the store."""

    def __init__(self, setup: dict[str, Any], writer: Writer, commands: _Commands) -> None:
        settings = settings_of(setup["root"], *setup["settings"])
        self._writer = writer
        self._commands = commands
        self._owes_run = True  # whether a whole run has failed, or was not made yet
        self._indexer = Indexer(
            setup["root"],
            settings,
            writer,
            lambda: worker_pool(settings.worker_count),
            lambda progress: _say(_status(progress)),
            commands.cancelled.is_set,
        )

    def serve(self) -> None:
        """Runs once, then whenever something is asked for. Raises StoreCorrupt; ends in no other way."""
        self._attempt(self._run)
        idle_work = True
        while True:
            work = self._commands.next(_COMPACT_AFTER if idle_work else 3600.0)
            if work is None:
                if idle_work:
                    self._indexer.close()  # idle workers would only hold memory
                    self._attempt(self._indexer.compact)
                    idle_work = False
                continue
            self._commands.cancelled.clear()
            idle_work = True
            if work.invalidate:
                self._attempt(partial(self._indexer.invalidate, work.invalidate))
            if work.rescan or self._owes_run:
                self._attempt(self._run)
            elif work.update:
                self._attempt(partial(self._indexer.update, work.update))
            if work.restore:
                self._attempt(partial(self._indexer.restore, work.restore))

    def _run(self) -> None:
        self._owes_run = True
        self._indexer.drop_damaged()
        with Reader(self._writer.path) as reader:
            known = Known.load(reader)
        self._indexer.run(known)
        self._owes_run = False

    def _attempt(self, step: Callable[[], object]) -> None:
        """A step whose failure is told, not fatal: what is stored stays, and the next event tries again."""
        try:
            step()
        except StoreCorrupt:
            self._indexer.close()
            raise
        except Exception as error:
            _logger.exception("the index cannot be brought up to date")
            self._owes_run = True
            self._indexer.close()
            said = (
                str(error) if isinstance(error, StoreError | OSError) else f"{type(error).__name__}: {error}"
            )
            status = _status(self._indexer.progress)
            problem = f"the index cannot be brought up to date: {said}"
            _say({**status, "state": "degraded", "problems": [*status["problems"], problem]})


def _writer(path: Path, root: str, commands: _Commands) -> Writer:
    """The writer of the store, once no other window writes it; until then that window's work is followed."""
    known: int | None = None
    while True:
        try:
            return Writer(path, root)
        except Locked as error:
            revision = _revision(path)
            state = "ready" if revision == known else "indexing"
            known = revision
            _say({"state": state, "follows": error.pid, "revision": revision, "problems": []})
            time.sleep(_FOLLOW_SECONDS)
            commands.forget()  # the window that writes sees these changes itself


def _revision(path: Path) -> int:
    try:
        with Reader(path) as reader:
            return reader.revision()
    except StoreError:
        return 0  # the other window is just about to make the store


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
