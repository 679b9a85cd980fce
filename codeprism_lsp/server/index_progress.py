"""Tells the client how the index is coming along: our own notification, and a standard progress bar.

The host may report as often as it likes and from any thread; the client hears of it ten times a second
at most. Everything here but `changed` runs on the event loop.
"""

from __future__ import annotations

import asyncio
import logging
import time
import uuid
from collections.abc import Mapping
from typing import Any

from lsprotocol import types as lsp

from codeprism_lsp.server.host_port import HostPort
from codeprism_lsp.server.link import REPLY_SECONDS, Link

logger = logging.getLogger(__name__)

_INTERVAL_SECONDS = 0.1
_READING_SHARE = 0.15  # of the bar, for reading files before they are parsed
_RUNNING = frozenset({"discovering", "indexing"})


class IndexProgress:
    """One per session. Says nothing before `open` (the client is not initialized) or after `close`."""

    def __init__(self, host: HostPort, link: Link, loop: asyncio.AbstractEventLoop) -> None:
        self._host = host
        self._link = link
        self._loop = loop
        self._opened = False
        self._shows_progress = False
        self._scheduled = False
        self._last = 0.0
        self._bar: ProgressBar | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def open(self, *, shows_progress: bool) -> None:
        """Begins to report; the present state is reported at once."""
        self._opened = True
        self._shows_progress = shows_progress
        self._schedule()

    def close(self) -> None:
        """Ends the bar and says nothing more."""
        if self._bar is not None:
            self._bar.end("stopped")
        self._bar, self._opened = None, False

    def changed(self) -> None:
        """The host's status changed; from any thread."""
        self._loop.call_soon_threadsafe(self._schedule)

    def cancel(self, token: int | str) -> None:
        """The user pressed cancel on the bar of `token`."""
        if self._bar is not None and self._bar.token == token:
            self._host.cancel_indexing()

    def _schedule(self) -> None:
        if self._opened and not self._scheduled:
            self._scheduled = True
            self._loop.call_later(max(0.0, self._last + _INTERVAL_SECONDS - time.monotonic()), self._publish)

    def _publish(self) -> None:
        self._scheduled = False
        if not self._opened:
            return
        self._last = time.monotonic()
        status = self._host.status()
        self._link.protocol.notify("codeprism/indexStatusChanged", dict(status))
        if self._shows_progress:
            self._show(status)

    def _show(self, status: Mapping[str, Any]) -> None:
        running = status.get("state") in _RUNNING
        if running and self._bar is None:
            self._bar = ProgressBar(self._link, status)
            task = self._loop.create_task(self._bar.begin())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        elif running and self._bar is not None:
            self._bar.report(status)
        elif self._bar is not None:
            self._bar.end(summary(status))
            self._bar = None


class ProgressBar:
    """One run of the indexer as work-done progress: created, begun, reported, ended."""

    def __init__(self, link: Link, status: Mapping[str, Any]) -> None:
        self.token = f"codeprism-index-{uuid.uuid4()}"
        self._link = link
        self._status = status
        self._phase, self._read = "", False  # the present phase, and whether files were only read before
        self._since = (time.monotonic(), 0)  # when the present phase began, and what was done by then
        self._percentage = 0
        self._visible = False
        self._ended: str | None = None

    async def begin(self) -> None:
        """Asks the client for a bar; without one (it refuses, or says nothing) the run stays silent."""
        params = lsp.WorkDoneProgressCreateParams(token=self.token)
        try:
            async with asyncio.timeout(REPLY_SECONDS):
                await self._link.window_work_done_progress_create_async(params)
        except Exception as error:
            logger.warning("the client shows no progress bar", exc_info=error)
            return
        self._visible = True
        self._say({"kind": "begin", "title": "Indexing", "cancellable": True, "percentage": 0})
        if self._ended is None:
            self.report(self._status)
        else:
            self.end(self._ended)

    def report(self, status: Mapping[str, Any]) -> None:
        """Says how far the run is."""
        self._status = status
        if not self._visible:
            return
        phase, done, total = _phase(status)
        self._read |= phase == "read"
        if phase != self._phase:
            self._phase, self._since = phase, (time.monotonic(), done)
        if status.get("state") == "indexing" and total:
            share = min(1.0, done / total)
            if phase == "read":
                share *= _READING_SHARE
            elif self._read:
                share = _READING_SHARE + (1 - _READING_SHARE) * share
            self._percentage = max(self._percentage, int(100 * share))
        began, before = self._since
        rate = (done - before) / max(1e-3, time.monotonic() - began)
        self._say({"kind": "report", "message": describe(status, rate), "percentage": self._percentage})

    def end(self, message: str) -> None:
        """Takes the bar away; once it is there, if the client has not answered yet."""
        self._ended = message
        if self._visible:
            self._visible = False
            self._say({"kind": "end", "message": message})

    def _say(self, value: dict[str, Any]) -> None:
        self._link.protocol.notify("$/progress", {"token": self.token, "value": value})


def describe(status: Mapping[str, Any], rate: float) -> str:
    """A line such as `1,200 of 8,000 files, 950 files/s, 8 s left`; `rate` is in files per second."""
    phase, done, total = _phase(status)
    if status.get("state") == "discovering":
        return f"{total:,} files found"
    text = f"{done:,} of {total:,} files{' read' if phase == 'read' else ''}"
    if rate >= 1:
        text += f", {rate:,.0f} files/s"
        if total > done:
            text += f", {_duration((total - done) / rate)} left"
    return text


def summary(status: Mapping[str, Any]) -> str:
    """What the bar says at its end."""
    text = f"{_count(status, 'indexed'):,} files, {_count(status, 'symbols'):,} symbols"
    problems = status.get("problems") or ()
    return f"{text}, {len(problems)} problems" if problems else text


def _phase(status: Mapping[str, Any]) -> tuple[str, int, int]:
    """Whether files are `read` (their identifiers noted) or `parsed` now, and how many of how many are."""
    total, indexed, waiting = (_count(status, name) for name in ("files", "indexed", "waiting"))
    if waiting and not status.get("searchable"):
        return "read", indexed + waiting, total
    return "parsed", indexed, total


def _duration(seconds: float) -> str:
    if seconds < 60:
        return f"{max(1, round(seconds))} s"
    if seconds < 3600:
        return f"{round(seconds / 60)} min"
    return f"{seconds / 3600:.1f} h"


def _count(status: Mapping[str, Any], name: str) -> int:
    value = status.get(name)
    return value if isinstance(value, int) else 0
