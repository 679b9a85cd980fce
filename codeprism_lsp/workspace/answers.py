"""Answers that took long, kept for whoever asks the same of the same state again.

An answer is the JSON that was sent, under its method, its params and the state of the workspace that it was
made from; a state that comes back (an edit undone, a branch switched back) finds its answers again. The
room is bounded in entries and in bytes, and each kind of question has its time.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from cachetools import TLRUCache

MINUTES: Mapping[str, float] = {
    "hierarchies": 60,
    "complexity": 30,
    "dependencies": 15,
    "references": 15,
    "symbols": 5,
    "others": 10,
}
"""How long answers of each kind are kept."""

_OVERHEAD = 500  # bytes of an entry beside its answer, roughly


@dataclass(slots=True)
class Counters:
    """What became of the questions of one kind."""

    hits: int = 0
    misses: int = 0

    @property
    def rate(self) -> float:
        """The share of hits, 0 where nothing was asked."""
        return round(self.hits / (self.hits + self.misses), 3) if self.hits else 0.0


@dataclass(frozen=True, slots=True)
class _Kept:
    kind: str
    answer: bytes


class Answers:
    """A bounded cache of answers. For any thread."""

    def __init__(
        self,
        entries: int = 1_000,
        limit_bytes: int = 50 << 20,
        minutes: Mapping[str, float] = MINUTES,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._lock = threading.Lock()
        self._clock = clock
        self._counters: dict[str, Counters] = {}
        self._entries, self._minutes = entries, dict(minutes)
        self._kept = self._empty(limit_bytes)

    def configure(self, entries: int, limit_bytes: int, minutes: Mapping[str, float]) -> None:
        """Takes other bounds; what is kept is given up where they differ."""
        wanted = (entries, limit_bytes, {**MINUTES, **minutes})
        with self._lock:
            if wanted != (self._entries, self._kept.maxsize, self._minutes):
                self._entries, _, self._minutes = wanted
                self._kept = self._empty(limit_bytes)

    def find(self, kind: str, question: Hashable) -> bytes | None:
        """The kept answer of a question."""
        with self._lock:
            found: _Kept | None = self._kept.get(question)
            counters = self._counters.setdefault(kind, Counters())
            if found is None:
                counters.misses += 1
                return None
            counters.hits += 1
            return found.answer

    def keep(self, kind: str, question: Hashable, answer: bytes) -> None:
        """Keeps an answer, if there is room for one of its size."""
        with self._lock:
            kept = _Kept(kind, answer)
            if self._entries and _weight(kept) <= self._kept.maxsize:
                self._kept[question] = kept
                while len(self._kept) > self._entries:
                    self._kept.popitem()

    def shrink(self) -> None:
        """Drops everything; the memory guard calls this."""
        with self._lock:
            self._kept.clear()

    def status(self) -> dict[str, Any]:
        """Sizes, and hits and misses by kind."""
        with self._lock:
            self._kept.expire()
            kinds = {
                kind: {"hits": one.hits, "misses": one.misses, "rate": one.rate}
                for kind, one in sorted(self._counters.items())
            }
            return {"entries": len(self._kept), "bytes": int(self._kept.currsize), "kinds": kinds}

    def _empty(self, limit_bytes: int) -> TLRUCache[Hashable, _Kept]:
        minutes = self._minutes

        def ends(question: Hashable, kept: _Kept, now: float) -> float:
            return now + 60 * minutes.get(kept.kind, minutes["others"])

        return TLRUCache(limit_bytes, ends, timer=self._clock, getsizeof=_weight)


def _weight(kept: _Kept) -> int:
    return len(kept.answer) + _OVERHEAD
