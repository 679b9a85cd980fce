"""Answers that were found, kept for as long as nothing that they were read from has changed.

The states of a workspace folder follow one another: documents are opened, edited, saved and closed. An
answer remembers which files it was read from, and counts in every later state in which all of these are
what they were. A set of files is a number with one bit for several files each (a Bloom filter of one hash):
a file that changed may make more answers be found again than it had to, never fewer.

What decides where names lead beside the texts themselves (which files there are, what they define, import
and derive from) is not noted for each answer: when that changes, all answers are dropped.
"""

from __future__ import annotations

import sys
import threading
from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

_BITS = 509  # files share a bit with one file in so many
EVERYTHING = -1
TOKENS = 1 << _BITS  # which files contain which identifiers
INDEX = 1 << (_BITS + 1)  # the posting lists of the index themselves
_ENTRY_BYTES, _ITEM_BYTES = 400, 60  # memory of an answer, and of each item of a collection that is one
_COLLECTIONS = (list, tuple, dict, frozenset, set, array)


def bit_of(path: str) -> int:
    """The set of one file."""
    return 1 << hash(path) % _BITS


class Kept(NamedTuple):
    """An answer, the files that it was read from, and the number of the state it was found in."""

    value: Any
    reads: int
    state: int
    weight: int


class Reading(threading.local):
    """The files that the answer being found on this thread has been read from so far."""

    files = 0


class Answers:
    """The answers of the states of one folder, bounded in bytes. Safe to share between threads."""

    def __init__(self, limit_bytes: int = 64 << 20) -> None:
        self.limit_bytes = limit_bytes
        self._lock = threading.Lock()
        self._kept: dict[Any, Kept] = {}
        self.nbytes = 0
        self.hits = 0
        self.misses = 0

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, identity: Any, state: State) -> Kept | None:
        """The answer of an identity if it is one in a state, too."""
        kept = self._kept.get(identity)
        if kept is None or (kept.state != state.number and not state.upholds(kept)):
            self.misses += 1
            return None
        self.hits += 1
        return kept

    def put(self, identity: Any, value: Any, reads: int, state: State) -> None:
        weight = _ENTRY_BYTES + sys.getsizeof(value)
        if isinstance(value, _COLLECTIONS):
            weight += _ITEM_BYTES * len(value)
        if weight > self.limit_bytes // 4:
            return
        with self._lock:
            if self.nbytes + weight > self.limit_bytes:
                self._make_room()
            before = self._kept.pop(identity, None)
            self._kept[identity] = Kept(value, reads, state.number, weight)
            self.nbytes += weight - (before.weight if before is not None else 0)

    def clear(self) -> None:
        """Drops everything; the memory guard calls this."""
        with self._lock:
            self._kept = {}
            self.nbytes = 0

    def _make_room(self) -> None:
        # The oldest quarter goes. A dictionary keeps the order of arrival; keeping that of use would cost
        # each of the many look-ups more than it saves.
        wanted = self.limit_bytes * 3 // 4
        for identity in list(self._kept):
            if self.nbytes <= wanted:
                break
            self.nbytes -= self._kept.pop(identity).weight


@dataclass(frozen=True)
class State:
    """One of the states that share some answers. `changed` has, for each set of files that has ever
    changed, the number of the first state after its latest change."""

    answers: Answers = field(default_factory=Answers)
    number: int = 0
    changed: Mapping[int, int] = field(default_factory=dict)
    _since: dict[int, int] = field(default_factory=dict)

    def upholds(self, kept: Kept) -> bool:
        """Whether an answer of another state counts here. What a later state has found does not: what has
        changed since is not known here."""
        if kept.state > self.number:
            return False
        since = self._since.get(kept.state)
        if since is None:
            since = 0
            for files, number in self.changed.items():
                if number > kept.state:
                    since |= files
            self._since[kept.state] = since
        return not kept.reads & since

    def after(self, files: int) -> State:
        """The state after some files have changed: the answers are shared where that leaves any."""
        if files == EVERYTHING:
            return State(Answers(self.answers.limit_bytes))
        number = self.number + 1
        return State(self.answers, number, {**self.changed, files: number})
