"""Which files a file includes, directly and through others, as sets of numbers.

What a header includes is worked out once, and is part of what each of its includers includes: a set of a
thousand headers is then put together by a few operations on long numbers. Headers that include one another
have one set.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence

_LIMIT_BYTES = 48 << 20
_ENTRY_BYTES = 120

Step = Callable[[str], Sequence[str]]
"""The files that a file includes itself."""


class Inclusion:
    """Sets of included files, for as long as which files there are and what they include is the same."""

    def __init__(self, limit_bytes: int = _LIMIT_BYTES) -> None:
        self._limit = limit_bytes
        self._lock = threading.Lock()
        self._numbers: dict[str, int] = {}
        self._paths: list[str] = []
        self._sets: dict[str, int] = {}
        self.nbytes = 0
        self.hits = 0
        self.misses = 0

    def of(self, path: str, step: Step) -> int:
        """All that a file includes, itself as well, as a set for `holds`, `count` and `paths`."""
        known = self._sets.get(path)
        if known is not None:
            self.hits += 1
            return known
        self.misses += 1
        # Numbers are given by one thread at a time. Nothing that `step` may wait for waits for this.
        with self._lock:
            return self._find(path, step)

    def holds(self, included: int, path: str) -> bool:
        """Whether a set holds a file."""
        number = self._numbers.get(path)
        return number is not None and bool(included >> number & 1)

    def paths(self, included: int) -> Iterator[str]:
        """The files of a set."""
        while included:
            lowest = included & -included
            yield self._paths[lowest.bit_length() - 1]
            included ^= lowest

    def _find(self, start: str, step: Step) -> int:
        """Tarjan's walk: what is known already counts as a component of its own."""
        if self.nbytes > self._limit:
            self._sets, self.nbytes = {}, 0
        order: dict[str, int] = {start: 0}  # files come to, in order
        lowest = [0]  # by that order, the earliest file of the walk's stack that is reached
        found = [self._bit(start)]  # and what is included so far
        pending = [start]
        walk = [(start, 0, iter(step(start)))]
        while walk:
            path, at, rest = walk[-1]
            target = next(rest, None)
            if target is not None:
                if (known := self._sets.get(target)) is not None:
                    found[at] |= known
                elif target in order:
                    lowest[at] = min(lowest[at], order[target])
                else:
                    order[target] = len(lowest)
                    lowest.append(order[target])
                    found.append(self._bit(target))
                    pending.append(target)
                    walk.append((target, order[target], iter(step(target))))
                continue
            walk.pop()
            if lowest[at] == at:
                component = pending[pending.index(path) :] if pending[-1] != path else [path]
                del pending[len(pending) - len(component) :]
                for one in component:
                    found[at] |= found[order[one]]
                for one in component:
                    self._sets[one] = found[at]
                    self.nbytes += _ENTRY_BYTES
                self.nbytes += found[at].bit_length() // 8
            if walk:
                above = walk[-1][1]
                lowest[above] = min(lowest[above], lowest[at])
                found[above] |= found[at]
        return self._sets[start]

    def _bit(self, path: str) -> int:
        number = self._numbers.get(path)
        if number is None:
            number = len(self._paths)
            self._paths.append(path)
            self._numbers[path] = number
        return 1 << number
