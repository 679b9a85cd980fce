"""How the process ends: within a second, with all its children, whatever else is going on.

There is one way out, `leave`, taken at `exit`, at the end of input, when the client's process is gone,
at SIGTERM and when the output breaks. It depends neither on the event loop nor on any worker: it runs
on a thread of its own, gives the host a moment to stop, ends what children remain and calls
`os._exit`, which waits for no thread.
"""

from __future__ import annotations

import faulthandler
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType

import psutil

logger = logging.getLogger(__name__)

_HOST_SECONDS = 0.5
_FLUSH_SECONDS = 0.1
_TERMINATE_SECONDS = 0.1
_LAST_RESORT_SECONDS = 0.9
_WATCH_INTERVAL_SECONDS = 0.2


class Departure:
    """`stop_host` is called once at most; `flush(seconds)` gets the last replies out."""

    def __init__(self, stop_host: Callable[[], None], flush: Callable[[float], object]) -> None:
        self._stop_host = stop_host
        self._flush = flush
        self._lock = threading.Lock()
        self._leaving = False
        self._stopping = False
        self._host_stopped = threading.Event()

    def begin_stop(self, stopped: Callable[[], None] | None = None) -> None:
        """Stops the host on a thread of its own and calls `stopped` there when it is done."""
        with self._lock:
            first, self._stopping = not self._stopping, True
        if first:
            threading.Thread(target=self._stop, args=(stopped,), name="host-stop", daemon=True).start()

    def leave(self, code: int, reason: str) -> None:
        """Ends the process with `code`, soon; callable from any thread and any number of times."""
        with self._lock:
            first, self._leaving = not self._leaving, True
        if first:
            logger.info("leaving with %d: %s", code, reason)
            threading.Thread(target=self._leave, args=(code,), name="departure", daemon=True).start()

    def watch_process(self, pid: int) -> None:
        """Leaves when the process `pid` disappears.

        A process that cannot be seen to begin with (the client runs in another container, say) is not
        watched: the end of input tells of its end as well.
        """
        try:
            process = psutil.Process(pid)
        except psutil.Error:
            logger.warning("the client's process %d is not visible from here and not watched", pid)
            return
        threading.Thread(target=self._watch, args=(process,), name="parent-watch", daemon=True).start()

    def leave_at_signals(self) -> None:
        """Leaves at SIGTERM, SIGINT and their like; must be called on the main thread."""
        for name in ("SIGTERM", "SIGINT", "SIGHUP", "SIGBREAK"):
            number = getattr(signal, name, None)
            if number is not None:
                signal.signal(number, self._at_signal)

    def _at_signal(self, number: int, _: FrameType | None) -> None:
        self.leave(128 + number, f"signal {number}")

    def _watch(self, process: psutil.Process) -> None:
        while _is_alive(process):
            time.sleep(_WATCH_INTERVAL_SECONDS)
        self.leave(1, f"the client's process {process.pid} is gone")

    def _stop(self, stopped: Callable[[], None] | None) -> None:
        try:
            self._stop_host()
        except Exception:
            logger.exception("the host did not stop cleanly")
        finally:
            self._host_stopped.set()
        if stopped is not None:
            stopped()

    def _leave(self, code: int) -> None:
        # Native code that holds the interpreter would hold this thread too; the watchdog needs neither.
        faulthandler.dump_traceback_later(_LAST_RESORT_SECONDS, exit=True, file=2)
        try:
            children = _descendants()
            self.begin_stop()
            self._host_stopped.wait(_HOST_SECONDS)
            self._flush(_FLUSH_SECONDS)
            # Children may have started more of them meanwhile, and those that lost their parent are
            # found in the first list only.
            _end(list({*children, *_descendants()}))
        finally:
            os._exit(code)


def _is_alive(process: psutil.Process) -> bool:
    """Whether the process runs; a zombie does not, and neither does another one with its pid."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
    except psutil.Error:
        return True


def _descendants() -> list[psutil.Process]:
    try:
        return psutil.Process().children(recursive=True)
    except psutil.Error as error:
        sys.stderr.write(f"cannot list the children of this process: {error}\n")
        return []


def _end(processes: list[psutil.Process]) -> None:
    for process in processes:
        _signal(process, psutil.Process.terminate)
    _, alive = psutil.wait_procs(processes, timeout=_TERMINATE_SECONDS)
    for process in alive:
        _signal(process, psutil.Process.kill)


def _signal(process: psutil.Process, send: Callable[[psutil.Process], None]) -> None:
    try:
        send(process)
    except psutil.NoSuchProcess:
        return
    except psutil.Error as error:
        sys.stderr.write(f"cannot end process {process.pid}: {error}\n")
