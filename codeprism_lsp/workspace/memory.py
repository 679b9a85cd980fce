"""What is done about memory, step by step, when all processes together hold more than they may.

First caches are given up, then batches become small, then there is but one worker. Nothing is dropped from
the index, and each step is taken back when there is room again.
"""

from __future__ import annotations

import enum
import os
from collections.abc import Iterable

import psutil

_ROOM = 0.75  # the share of the limit below which a step is taken back
_CALM = 3  # measurements in a row that have to say so


class Pressure(enum.IntEnum):
    """The steps; each includes those before it."""

    NONE = 0
    CACHES = 1
    BATCHES = 2
    WORKERS = 3


class Guard:
    """Decides by one measurement after the other. One thread measures; any may read `pressure`."""

    def __init__(self) -> None:
        self.pressure = Pressure.NONE
        self._calm = 0

    def measured(self, megabytes: float, limit_mb: float) -> Pressure:
        """The step that is right now: one more where there is too much, one less after a while of room."""
        if megabytes > limit_mb:
            self._calm = 0
            self.pressure = Pressure(min(Pressure.WORKERS, self.pressure + 1))
        elif megabytes < _ROOM * limit_mb and self.pressure:
            self._calm += 1
            if self._calm >= _CALM:
                self._calm = 0
                self.pressure = Pressure(self.pressure - 1)
        else:
            self._calm = 0
        return self.pressure


def resident_mb(processes: Iterable[int]) -> float:
    """Resident memory of this process and of the others, those that have ended left out."""
    total = 0
    for pid in {os.getpid(), *processes}:
        try:
            total += psutil.Process(pid).memory_info().rss
        except psutil.Error:
            continue  # it has ended meanwhile
    return total / (1 << 20)


def described(pressure: Pressure, megabytes: float, limit_mb: float) -> str:
    """What a user should know about it, "" while there is nothing to say."""
    if pressure is Pressure.NONE:
        return ""
    done = {
        Pressure.CACHES: "caches are given up",
        Pressure.BATCHES: "caches are given up and batches are small",
        Pressure.WORKERS: "caches are given up, batches are small and one worker parses",
    }[pressure]
    return f"{megabytes:,.0f} MB of memory are held, codeprism.memoryLimitMB is {limit_mb:,.0f}: {done}"
