"""The indexer as a process of its own: JSON lines in and out, gone when its input ends.

In: one line of set-up, then `{"update": [paths]}`, `{"rescan": true}`, `{"cancel": true}`, for what somebody
looks at `{"first": [paths]}`, where memory is short `{"pressure": step}`, and for what readers found damaged
`{"restore": [paths]}` and `{"invalidate": [segments]}`. Out: one line per report,
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
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from codeprism_lsp.store import Locked, Reader, StoreCorrupt, StoreError, Writer, evict, touch
from codeprism_lsp.workspace.indexing import Indexer
from codeprism_lsp.workspace.known import Known
from codeprism_lsp.workspace.memory import Pressure
from codeprism_lsp.workspace.pool import worker_pool
from codeprism_lsp.workspace.progress import Progress
from codeprism_lsp.workspace.settings import settings_of
from codeprism_lsp.workspace.worker_start import stand_back

_FOLLOW_SECONDS = 0.5
_COMPACT_AFTER = 20.0
_QUIET_SECONDS = 0.05
_GATHER_SECONDS = 2.0
_MAX_COMMANDS = 10_000
_MAX_WANTED = 1_000
_MAX_REBUILDS = 3
_logger = logging.getLogger(__name__)


def main() -> None:
    """Runs until the input ends."""
    logging.basicConfig(
        stream=sys.stderr, level=logging.WARNING, format="indexer: %(levelname)s: %(message)s"
    )
    stand_back()  # whoever types goes first
    setup = json.loads(sys.stdin.buffer.readline())
    commands = _Commands(setup.get("first", ()))
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
    number: int = 0  # of the latest command, as the server counts them

    def add(self, command: dict[str, Any]) -> None:
        self.number = max(self.number, command.get("number", 0))
        self.update.update(command.get("update", ()))
        self.restore.update(command.get("restore", ()))
        self.invalidate.update(command.get("invalidate", ()))
        self.rescan |= bool(command.get("rescan"))


class _Commands:
    """Commands read from standard input by a thread of their own."""

    def __init__(self, wanted: Sequence[str]) -> None:
        self.cancelled = threading.Event()
        self.pressed: Callable[[Pressure], None] = lambda pressure: None
        self._queue: queue.Queue[dict[str, Any]] = queue.Queue(_MAX_COMMANDS)
        self._overflown = threading.Event()
        self._wanted: deque[str] = deque(wanted, maxlen=_MAX_WANTED)

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

    def waiting(self) -> bool:
        """Whether anything is asked for that a run does not see by itself."""
        return self._overflown.is_set() or not self._queue.empty()

    def wanted(self) -> list[str]:
        """Paths that are to be indexed before others; each is told once."""
        found: list[str] = []
        while self._wanted:
            found.append(self._wanted.popleft())
        return found

    def forget(self) -> None:
        """Drops what was asked for until now."""
        while not self._queue.empty():
            self._queue.get_nowait()

    def _take(self, command: dict[str, Any]) -> None:
        if command.get("cancel"):
            self.cancelled.set()
            return
        if "pressure" in command:
            self.pressed(Pressure(command["pressure"]))
            return
        if "first" in command:
            self._wanted.extend(command["first"])
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
        self._budget_mb = int(settings.disk_budget_mb)
        self._commands = commands
        self._taken = 0  # the number of the latest command that is done with
        self._failed: str = ""  # why the last step failed, if it did
        self._owes_run = True  # whether a whole run has failed, or was not made yet
        self._indexer = Indexer(
            setup["root"],
            settings,
            writer,
            partial(worker_pool, background=True),
            lambda progress: _say(self._status(progress)),
            commands.cancelled.is_set,
            commands.waiting,
            commands.wanted,
        )

        commands.pressed = self._indexer.press

    def serve(self) -> None:
        """Runs once, then whenever something is asked for. Raises StoreCorrupt; ends in no other way."""
        self._attempt(self._run)
        idle_work = True
        while True:
            owing = self._indexer.owing
            work = self._commands.next(0.0 if owing else _COMPACT_AFTER if idle_work else 3600.0)
            if work is None:
                if owing:
                    self._attempt(self._indexer.resume)
                elif idle_work:
                    self._indexer.close()  # idle workers would only hold memory
                    self._attempt(self._indexer.compact)
                    self._attempt(self._keep_within_budget)
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
            self._taken = max(self._taken, work.number)
            _say(self._status(self._indexer.progress))

    def _keep_within_budget(self) -> None:
        """Removes the indexes of other workspaces not used for longest, where they take too much."""
        store = self._writer.path
        touch(store)
        eviction = evict(store.parent, self._budget_mb << 20, (store,))
        for path in eviction.removed:
            _logger.warning("the index %s was removed to keep within codeprism.diskBudgetMB", path.name)
        over = eviction.bytes_left > self._budget_mb << 20
        held = f"the indexes in use take {eviction.bytes_left >> 20:,} MB"
        allowed = f"codeprism.diskBudgetMB is {self._budget_mb:,}"
        if self._indexer.note("disk", f"{held}, {allowed}" if over else ""):
            _say(self._status(self._indexer.progress))

    def _run(self) -> None:
        known: Known | None = None  # nobody else writes: what no step failed to say is known
        if self._owes_run:
            self._indexer.drop_damaged()
            with Reader(self._writer.path) as reader:
                known = Known.load(reader)
        self._owes_run = True
        self._indexer.run(known)
        self._owes_run = False

    def _status(self, progress: Progress) -> dict[str, Any]:
        status: dict[str, Any] = {
            "state": progress.state,
            "searchable": progress.searchable,
            "complete": progress.complete,
            "waiting": progress.waiting,
            "found": progress.found,
            "unchanged": progress.unchanged,
            "parsed": progress.parsed,
            "skipped": progress.skipped,
            "deleted": progress.deleted,
            "sourceBytes": progress.source_bytes,
            "seconds": progress.seconds,
            "runSeconds": progress.run_seconds,
            "revision": progress.revision,
            "problems": progress.problems[:100],
            "taken": self._taken,
        }
        if self._failed:
            status.update(state="degraded", problems=[*status["problems"], self._failed])
        return status

    def _attempt(self, step: Callable[[], object]) -> None:
        """A step whose failure is told, not fatal: what is stored stays, and the next event tries again."""
        self._failed = ""
        try:
            step()
        except StoreCorrupt:
            self._indexer.close()
            raise
        except Exception as error:
            _logger.exception("the index cannot be brought up to date")
            self._owes_run = True
            self._indexer.close()
            known = isinstance(error, StoreError | OSError)
            said = str(error) if known else f"{type(error).__name__}: {error}"
            self._failed = f"the index cannot be brought up to date: {said}"
            _say(self._status(self._indexer.progress))


def _writer(path: Path, root: str, commands: _Commands) -> Writer:
    """The writer of the store, once no other window writes it; until then that window's work is followed."""
    known: int | None = None
    while True:
        try:
            return Writer(path, root)
        except Locked as error:
            revision, complete = _revision(path)
            state = "ready" if revision == known else "indexing"
            known = revision
            told = {"state": state, "complete": complete, "searchable": complete}
            _say({**told, "follows": error.pid, "revision": revision, "problems": []})
            time.sleep(_FOLLOW_SECONDS)
            commands.forget()  # the window that writes sees these changes itself


def _revision(path: Path) -> tuple[int, bool]:
    """The revision of a store that another window writes, and whether everything in it was parsed."""
    try:
        with Reader(path) as reader, reader.consistent() as revision:
            return revision, not reader.waits()
    except StoreError:
        return 0, False  # the other window is just about to make the store


def _say(message: dict[str, Any]) -> None:
    try:
        sys.stdout.buffer.write(json.dumps(message).encode() + b"\n")
        sys.stdout.buffer.flush()
    except OSError:
        os._exit(0)


if __name__ == "__main__":
    main()
