"""Connections: stdio, TCP and WebSocket, each a blocking `receive` and a blocking `write`.

`receive` is called by the reader thread only and `write` by the outbox's thread only. A connection
serves one client; when it ends, so does the process.
"""

from __future__ import annotations

import logging
import os
import queue
import re
import socket
import sys
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from codeprism_lsp.server.framing import Frame, FrameDecoder, Item, Oversized

if TYPE_CHECKING:
    from websockets.http11 import Request, Response
    from websockets.sync.server import ServerConnection

logger = logging.getLogger(__name__)

LOOPBACK = "127.0.0.1"
_CHUNK = 256 * 1024

# A web page on any site can open a WebSocket to a local port; only local pages and programs may.
_LOCAL_ORIGIN = re.compile(r"https?://(localhost|127\.0\.0\.1|\[::1\])(:\d+)?")


class Connection(Protocol):
    """One client. `receive` returns None at the end; `write` raises OSError once the client is gone."""

    def receive(self) -> Sequence[Item] | None: ...

    def write(self, body: bytes) -> None: ...


class StreamConnection:
    """Messages with headers over a pair of byte streams."""

    def __init__(
        self, read: Callable[[int], bytes], write: Callable[[bytes | memoryview], None], limit: int
    ) -> None:
        self._read = read
        self._write = write
        self._decoder = FrameDecoder(limit)

    def receive(self) -> Sequence[Item] | None:
        try:
            data = self._read(_CHUNK)
        except OSError as error:
            logger.info("the connection broke: %s", error)
            return None
        return self._decoder.feed(data) if data else None

    def write(self, body: bytes) -> None:
        header = b"Content-Length: %d\r\n\r\n" % len(body)
        if len(body) <= _CHUNK:
            self._write(header + body)
        else:
            self._write(header)
            self._write(body)


class WebSocketConnection:
    """One message of JSON per WebSocket message, without headers."""

    def __init__(self, socket_: ServerConnection, limit: int) -> None:
        self._socket = socket_
        self._limit = limit

    def receive(self) -> Sequence[Item] | None:
        from websockets.exceptions import ConnectionClosed

        try:
            data = self._socket.recv(decode=False)
        except ConnectionClosed:
            return None
        body = bytes(data)
        return [Oversized(len(body), body[:4096]) if len(body) > self._limit else Frame(body)]

    def write(self, body: bytes) -> None:
        from websockets.exceptions import ConnectionClosed

        try:
            self._socket.send(body.decode())
        except ConnectionClosed as error:
            raise BrokenPipeError(str(error)) from error


def claim_stdio(limit: int) -> StreamConnection:
    """Takes standard input and output for the protocol, and for nothing else.

    From then on file descriptor 1 is standard error, so that a stray print (of a library, of C code, of
    a child process) cannot corrupt the stream, and descriptor 0 is empty.
    """
    sys.stdout.flush()
    incoming, outgoing = os.dup(0), os.dup(1)
    if sys.platform == "win32":
        import msvcrt

        msvcrt.setmode(incoming, os.O_BINARY)
        msvcrt.setmode(outgoing, os.O_BINARY)
    os.dup2(2, 1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    sys.stdout = sys.stderr

    def write(data: bytes | memoryview) -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(outgoing, rest[: 4 * _CHUNK]) :]

    return StreamConnection(lambda size: os.read(incoming, size), write, limit)


def parse_address(text: str) -> tuple[str, int]:
    """`HOST:PORT`, `[IPV6]:PORT`, `:PORT` or `PORT`; the host is loopback unless given.

    Raises ValueError.
    """
    host, _, port = text.rpartition(":")
    if not port.isdigit() or int(port) > 65535:
        raise ValueError(f"not an address: {text!r} (expected HOST:PORT)")
    return host.strip("[]") or LOOPBACK, int(port)


def accept_tcp(host: str, port: int, limit: int) -> StreamConnection:
    """Waits for the one client; the address listened on is logged. Raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, port), family=family, backlog=1) as listener:
        _announce("tcp", listener.getsockname())
        client, _ = listener.accept()
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return StreamConnection(client.recv, client.sendall, limit)


def accept_ws(host: str, port: int, limit: int) -> WebSocketConnection:
    """Waits for the one client; the address listened on is logged. Raises OSError."""
    from websockets.sync.server import serve

    arrived: queue.Queue[ServerConnection] = queue.Queue()
    taken = threading.Lock()

    def refuse_second(connection: ServerConnection, _: Request) -> Response | None:
        return connection.respond(503, "this server has its client\n") if taken.locked() else None

    def hold(connection: ServerConnection) -> None:
        if taken.acquire(blocking=False):
            arrived.put(connection)
            # Returning would close the connection; the process ends before this does.
            threading.Event().wait()

    server = serve(
        hold,
        host,
        port,
        origins=[None, _LOCAL_ORIGIN],
        process_request=refuse_second,
        compression=None,
        max_size=2 * limit,
    )
    _announce("ws", server.socket.getsockname())
    threading.Thread(target=server.serve_forever, name="websocket-listener", daemon=True).start()
    return WebSocketConnection(arrived.get(), limit)


def _announce(scheme: str, name: tuple[str, int] | tuple[str, int, int, int]) -> None:
    host = f"[{name[0]}]" if ":" in name[0] else name[0]
    logger.warning("listening on %s://%s:%d", scheme, host, name[1])
