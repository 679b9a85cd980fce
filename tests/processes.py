"""What the tests ask of processes that are to end."""

from __future__ import annotations

import time
from collections.abc import Iterable

import psutil

SOON = 5.0
"""Seconds within which processes end that have to: a fraction of one, unless the machine is busy."""


def runs(process: psutil.Process) -> bool:
    """Whether it runs; a zombie, which only waits to be collected by the system, does not."""
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def still_running(processes: Iterable[psutil.Process], seconds: float) -> list[psutil.Process]:
    """Those that still run after so many seconds; returns at once when none does."""
    deadline = time.monotonic() + seconds
    while (alive := [one for one in processes if runs(one)]) and time.monotonic() < deadline:
        time.sleep(0.01)
    return alive
