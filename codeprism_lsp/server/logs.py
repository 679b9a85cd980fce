"""Logging to standard error that can never block the server.

A client that does not read our standard error fills its pipe, and the next write would block whatever
thread logs, the event loop included. So records go through a bounded queue to a thread of their own;
when the queue is full, records are dropped and counted. Message bodies are never logged above DEBUG.
"""

from __future__ import annotations

import logging
import queue
import sys
from logging.handlers import QueueHandler, QueueListener

_MAX_WAITING = 10_000


class _DroppingHandler(QueueHandler):
    def __init__(self, records: queue.Queue[logging.LogRecord]) -> None:
        super().__init__(records)
        self.dropped = 0

    def enqueue(self, record: logging.LogRecord) -> None:
        try:
            if self.dropped:
                text = f"{self.dropped} log records were dropped, because nobody read standard error"
                self.queue.put_nowait(logging.makeLogRecord({"msg": text, "levelname": "WARNING"}))
                self.dropped = 0
            self.queue.put_nowait(record)
        except queue.Full:
            self.dropped += 1


def start_logging(level: int) -> QueueListener:
    """Sends all records of `level` and above to standard error; returns what to stop at the end."""
    records: queue.Queue[logging.LogRecord] = queue.Queue(_MAX_WAITING)
    output = logging.StreamHandler(sys.stderr)
    output.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    listener = QueueListener(records, output)
    listener.start()
    root = logging.getLogger()
    root.handlers[:] = [_DroppingHandler(records)]
    root.setLevel(level)
    # pygls logs whole message bodies at INFO.
    logging.getLogger("pygls").setLevel(max(level, logging.WARNING))
    logging.getLogger("websockets").setLevel(max(level, logging.WARNING))
    return listener
