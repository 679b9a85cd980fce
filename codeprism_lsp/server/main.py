"""Starts a server on one of the three transports; what the command line calls."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import sys
from dataclasses import dataclass, field
from typing import NoReturn

from codeprism_lsp.features.registry import Feature, discover
from codeprism_lsp.server import transports
from codeprism_lsp.server.host_port import HostFactory
from codeprism_lsp.server.logs import start_logging
from codeprism_lsp.server.session import Session
from codeprism_lsp.server.workers import WorkerPool

_YOUNG_OBJECTS = 10_000  # made between two looks for garbage among them; an answer makes as many

parse_address = transports.parse_address


@dataclass(frozen=True, slots=True)
class ServerOptions:
    """What can be set about a server.

    - `workers`: threads that answer requests;
    - `max_waiting`: requests that may wait for one, above which they are refused (RequestFailed);
    - `max_message_bytes`: the largest message that is read;
    - `log_level`: of what goes to standard error;
    - `feature_packages`: where features are looked for.
    """

    workers: int = field(default_factory=lambda: max(4, min(8, os.cpu_count() or 4)))
    max_waiting: int = 2048
    max_message_bytes: int = 128 * 1024 * 1024
    log_level: int = logging.WARNING
    feature_packages: tuple[str, ...] = ("codeprism_lsp.features",)


DEFAULTS = ServerOptions()


def serve_stdio(host_factory: HostFactory, options: ServerOptions = DEFAULTS) -> NoReturn:
    """Serves one client over standard input and output; ends the process."""
    connection = transports.claim_stdio(options.max_message_bytes)
    start_logging(options.log_level)
    _serve(connection, host_factory, options)


def serve_tcp(host_factory: HostFactory, host: str, port: int, options: ServerOptions = DEFAULTS) -> NoReturn:
    """Waits for one client on a TCP port, serves it and ends the process. Raises OSError."""
    start_logging(options.log_level)
    _serve(transports.accept_tcp(host, port, options.max_message_bytes), host_factory, options)


def serve_ws(host_factory: HostFactory, host: str, port: int, options: ServerOptions = DEFAULTS) -> NoReturn:
    """Waits for one client of WebSocket, serves it and ends the process. Raises OSError."""
    start_logging(options.log_level)
    _serve(transports.accept_ws(host, port, options.max_message_bytes), host_factory, options)


def _serve(connection: transports.Connection, host_factory: HostFactory, options: ServerOptions) -> NoReturn:
    # Worker threads hold the interpreter for this long at most while the event loop waits for it.
    sys.setswitchinterval(0.002)
    features: dict[str, Feature] = {}
    for package in options.feature_packages:
        features.update(discover(package))
    pool = WorkerPool(options.workers, options.max_waiting)
    session = Session(connection, host_factory(), features, pool)
    # What was imported is no garbage, ever: looking through it would hold all threads up for 30 ms.
    gc.freeze()
    gc.set_threshold(_YOUNG_OBJECTS, 10, 10)
    gc.enable()
    session.departure.leave_at_signals()
    asyncio.run(session.run())
    raise RuntimeError("the session returned")
