"""The server's side of a folder's indexer process: started, spoken to, heard, and started again when it ends.

Nothing here makes the caller wait: what is sent goes through a thread of its own, because a pipe whose
reader is busy blocks whoever writes to it.
"""

from __future__ import annotations

import json
import logging
import queue
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

import psutil

RESTART_SECONDS = (0.5, 2.0, 8.0, 30.0, 60.0)
"""How long is waited before each further start; after the last one the indexer stays down."""

# An indexer that ends with its server leaves the removal of its pool's semaphores to Python's tracker of
# resources, which is there for that, and would say so on the server's log.
_QUIET = ("-W", "ignore:resource_tracker:UserWarning")
_HEALTHY_SECONDS = 300.0  # a process that lived so long has its earlier failures forgiven
_END_SECONDS = 0.3
_logger = logging.getLogger(__name__)

Message = Mapping[str, Any]


class IndexerLink:
    """One indexer process after the other. All callables are called by the link's own thread."""

    def __init__(
        self,
        setup: Callable[[], Message],
        heard: Callable[[dict[str, Any]], None],
        ended: Callable[[str], None],
    ) -> None:
        """`setup` gives a new process its first line, `heard` takes what one reports, and `ended` hears
        why there is none now."""
        self._setup = setup
        self._heard = heard
        self._ended = ended
        self._outgoing: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._wanted = threading.Event()  # set when a process is to be started without waiting
        self._given_up = False
        self._replaced = False  # whether the present process was ended because another is wanted

    def start(self) -> None:
        """Starts the process; returns at once."""
        threading.Thread(target=self._run, name="codeprism-indexer", daemon=True).start()

    def restart(self) -> None:
        """Ends the present process and starts another with a new set-up; returns at once."""
        with self._lock:
            process, self._replaced = self._process, True
            self._wanted.set()
        if process is not None:
            process.kill()

    def stop(self) -> None:
        """Ends the process with its workers; takes a fraction of a second."""
        self._stopped.set()
        self._wanted.set()
        self._outgoing.put(b"")
        with self._lock:
            process = self._process
        if process is not None:
            try:
                process.wait(_END_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()

    def send(self, message: Message) -> None:
        """Hands a command to the process; one that starts later finds out by itself."""
        if not self._given_up:
            self._outgoing.put(json.dumps(message).encode() + b"\n")

    def processes(self) -> list[int]:
        """Process ids of the indexer and its workers. Looks through all processes of the machine."""
        process = self._process
        if process is None:
            return []
        try:
            children = psutil.Process(process.pid).children(recursive=True)
        except psutil.Error:
            return []
        return [process.pid, *(child.pid for child in children)]

    # -- the link's threads ------------------------------------------------------------------------

    def _run(self) -> None:
        failures = 0
        while not self._stopped.is_set():
            began = time.monotonic()
            reason = self._live_through_one()
            if self._stopped.is_set():
                return
            with self._lock:
                replaced, self._replaced = self._replaced, False
                self._wanted.clear()
            if replaced:
                failures = 0
                continue
            failures = 1 if time.monotonic() - began > _HEALTHY_SECONDS else failures + 1
            if failures > len(RESTART_SECONDS):
                self._ended(f"the indexer {reason}; what it stored is served, changes are not seen")
                self._given_up = True
                self._wanted.wait()
                self._given_up, failures = False, 0
                continue
            pause = RESTART_SECONDS[failures - 1]
            self._ended(f"the indexer {reason}; it is started again in {pause:g} s")
            self._wanted.wait(pause)

    def _live_through_one(self) -> str:
        """Starts a process, listens to it until it ends, and says how it ended."""
        # Commands from before are part of what the first run of a new process sees anyway.
        while not self._outgoing.empty():
            self._outgoing.get_nowait()
        try:
            setup = json.dumps(self._setup()).encode() + b"\n"
            process = subprocess.Popen(
                [sys.executable, "-P", *_QUIET, "-m", "codeprism_lsp.workspace.indexer_process"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                cwd=tempfile.gettempdir(),
            )
        except Exception as error:
            _logger.exception("the indexer cannot be started")
            return f"cannot be started ({error})"
        assert process.stdin is not None and process.stdout is not None
        with self._lock:
            self._process = process
            unwanted = self._stopped.is_set() or self._replaced
        commands = threading.Thread(
            target=self._write, args=(process, setup), name="codeprism-commands", daemon=True
        )
        if unwanted:
            process.kill()
        else:
            commands.start()
            for line in process.stdout:
                self._hear(line)
            self._outgoing.put(b"")
            commands.join()
        code = process.wait()
        with self._lock:
            self._process = None
        return f"ended unexpectedly (exit code {code})"

    def _hear(self, line: bytes) -> None:
        try:
            self._heard(json.loads(line))
        except Exception:
            # What one report could not do the next one does: it carries a whole status.
            _logger.exception("a report of the indexer could not be taken")

    def _write(self, process: subprocess.Popen[bytes], line: bytes) -> None:
        """Hands lines to a process until an empty one, which closes its input: then it ends."""
        assert process.stdin is not None
        while line:
            try:
                process.stdin.write(line)
                process.stdin.flush()
            except OSError:
                break  # the process has ended, which its other pipe tells
            line = self._outgoing.get()
        try:
            process.stdin.close()
        except OSError:
            _logger.info("the indexer had ended before its input")
