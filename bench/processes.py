"""Running a command and watching all of its processes: wall time, processor time, peak memory."""

from __future__ import annotations

import contextlib
import subprocess
import threading
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

SAMPLE_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds of wall and processor time, the highest sum of memory seen, and what was printed."""

    wall: float
    cpu: float
    peak_mb: float
    output: str


def measured(command: Sequence[str], cwd: Path | None = None, fine: Collection[int] = (0,)) -> Run:
    """Runs a command to its end. Raises CalledProcessError when it ends with none of the `fine` codes."""
    started = time.perf_counter()
    before = _children_cpu()
    process = subprocess.Popen(
        list(command), cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL
    )
    watch = MemoryWatch(process.pid)
    with watch:
        output, errors = process.communicate()
    wall = time.perf_counter() - started
    if process.returncode not in fine:
        raise subprocess.CalledProcessError(process.returncode, command, output, errors)
    return Run(wall, _children_cpu() - before, watch.peak / (1 << 20), output.decode("utf-8", "replace"))


class MemoryWatch:
    """Samples the memory of a process and all its descendants; `peak` is in bytes.

    On Linux shared pages are divided among those who share them (PSS), elsewhere they count for each.
    """

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)
        self.peak = 0

    def __enter__(self) -> MemoryWatch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _sample(self) -> None:
        while not self._over.wait(SAMPLE_SECONDS):
            self.peak = max(self.peak, memory_of(self._pid))


def memory_of(pid: int) -> int:
    """Bytes of memory of a process and its descendants now."""
    total = 0
    with contextlib.suppress(psutil.Error):
        parent = psutil.Process(pid)
        for process in (parent, *parent.children(recursive=True)):
            with contextlib.suppress(psutil.Error, OSError):
                total += _bytes(process)
    return total


def _bytes(process: psutil.Process) -> int:
    try:
        for line in Path(f"/proc/{process.pid}/smaps_rollup").read_bytes().splitlines():
            if line.startswith(b"Pss:"):
                return int(line.split()[1]) << 10
    except OSError:
        return int(process.memory_info().rss)
    return int(process.memory_info().rss)


def _children_cpu() -> float:
    try:
        import resource
    except ImportError:  # not on Windows, where processor time is not reported
        return 0.0
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
