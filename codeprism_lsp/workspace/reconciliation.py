"""Notices what no event tells: a checkout whose events were lost, a folder that was away, a clock's jump.

Git notes every checkout, rebase, reset and stash, so a look at a few files a second is enough to know that
a folder has to be looked through again. Where files cannot be watched at all, Git's index is looked at too,
and the folder is looked through at intervals, which grow with what that costs.
"""

from __future__ import annotations

import enum
import logging
import os
import threading
import time
from collections.abc import Callable

LOOK_SECONDS = 1.0
_LOOK_AGAIN_SECONDS = 0.25  # while Git is at work
_SETTLED_SECONDS = 0.5  # how long Git has to be quiet; the files of a checkout are there when it moves HEAD
_JUMP_SECONDS = 5.0  # by which the clocks may drift apart between two looks
_UNWATCHED_SECONDS = 5.0  # between two runs where files are not watched, at least, and
_UNWATCHED_SHARE = 20  # as many times what a run takes
_WATCHED_SECONDS = 600.0  # the same where they are
_WATCHED_SHARE = 100
_GIT_SHARE = 5  # as many times what a run takes, at least, lie between two runs that Git causes
_GIT_FILES = ("HEAD", "logs/HEAD", "logs/refs/stash", "ORIG_HEAD")
_GIT_INDEX = "index"  # which Git also rewrites when somebody only asks for its status
_logger = logging.getLogger(__name__)


class Cause(enum.StrEnum):
    """Why a folder has to be looked through again."""

    GIT = "Git has changed many files, perhaps"
    BACK = "the folder is there again"
    CLOCK = "the clock has jumped, or the machine has slept"
    TIME = "it was not done for a while"


class Signs:
    """What can be seen from outside of one folder; one thread asks."""

    def __init__(self, root: str, watched: Callable[[], bool], run_seconds: Callable[[], float]) -> None:
        """`run_seconds` is what the last whole run took."""
        self._root = root
        self._watched = watched
        self._run_seconds = run_seconds
        self._git = _git_directory(root)
        self._there = os.path.isdir(root)
        self._seen = self._state()
        self._moved: float | None = None  # when Git's files moved last, until it is told
        self._wall, self._steady = time.time(), time.monotonic()
        self._last = self._steady

    @property
    def away(self) -> bool:
        """Whether the folder was not there at the last look."""
        return not self._there

    @property
    def moving(self) -> bool:
        """Whether Git's files have moved and nothing was asked for because of that yet."""
        return self._moved is not None

    def look(self) -> Cause | None:
        """Why the folder has to be looked through now, if it has to."""
        now, wall = time.monotonic(), time.time()
        jumped = abs((wall - self._wall) - (now - self._steady)) > _JUMP_SECONDS
        self._wall, self._steady = wall, now
        cause = self._cause(now, jumped)
        if cause is not None:
            self._last, self._moved = now, None
        return cause

    def _cause(self, now: float, jumped: bool) -> Cause | None:
        there, self._there = self._there, os.path.isdir(self._root)
        if not self._there:
            return None  # its index is kept until it is back
        if not there:
            self._git = _git_directory(self._root)
            self._seen = self._state()
            return Cause.BACK
        state = self._state()
        if state != self._seen:
            # Whether the index is among them changes with whether files are watched.
            self._moved = now if len(state) == len(self._seen) else self._moved
            self._seen = state
        if self._moved is not None and now - self._moved >= _SETTLED_SECONDS:
            if now - self._last >= _GIT_SHARE * self._run_seconds():
                return Cause.GIT
        if jumped:
            return Cause.CLOCK
        least, share = _UNWATCHED_SECONDS, _UNWATCHED_SHARE
        if self._watched():
            least, share = _WATCHED_SECONDS, _WATCHED_SHARE
        return Cause.TIME if now - self._last > max(least, share * self._run_seconds()) else None

    def _state(self) -> tuple[tuple[int, int, int] | None, ...]:
        if not self._git:
            return ()
        names = _GIT_FILES if self._watched() else (*_GIT_FILES, _GIT_INDEX)
        return tuple(_stamp(os.path.join(self._git, name)) for name in names)


class Reconciler:
    """A thread that asks for a run whenever there is a sign."""

    def __init__(self, signs: Signs, rescan: Callable[[], None], away: Callable[[bool], None]) -> None:
        """`away` hears, after each look, whether the folder is not there."""
        self._signs = signs
        self._rescan = rescan
        self._away = away
        self._stop = threading.Event()

    def start(self) -> None:
        threading.Thread(target=self._run, name="codeprism-reconcile", daemon=True).start()

    def stop(self) -> None:
        self._stop.set()

    def _run(self) -> None:
        while not self._stop.wait(_LOOK_AGAIN_SECONDS if self._signs.moving else LOOK_SECONDS):
            cause = self._signs.look()
            self._away(self._signs.away)
            if cause is not None:
                _logger.info("the folder is looked through again: %s", cause)
                self._rescan()


def _git_directory(root: str) -> str:
    """Where the repository that a folder lies in keeps its state, "" without one."""
    at = root
    while True:
        git = os.path.join(at, ".git")
        if os.path.isdir(git):
            return git
        if os.path.isfile(git):
            try:
                with open(git, encoding="utf-8", errors="surrogateescape") as file:
                    told = file.read(4096).partition("gitdir:")[2].strip()
            except OSError:
                return ""  # a worktree whose place cannot be read is watched like any other folder
            return os.path.join(at, told)
        parent = os.path.dirname(at)
        if parent == at:
            return ""
        at = parent


def _stamp(path: str) -> tuple[int, int, int] | None:
    try:
        state = os.stat(path)
    except OSError:
        return None  # not there, which is a state like others
    return state.st_mtime_ns, state.st_size, state.st_ino
