"""A raw LSP client for tests and benchmarks, over stdio, TCP or WebSocket.

It uses no LSP library, so that a defect of the server's framework cannot hide in its client, and it can
send what no library would: broken bytes. Everything that arrives is kept: `replies` holds every reply
by id (there must be exactly one), `notifications` every notification in order.
"""

from __future__ import annotations

import contextlib
import json
import os
import pathlib
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any, Self

import orjson

DEFAULT_CAPABILITIES: dict[str, Any] = {
    "general": {"positionEncodings": ["utf-16"]},
    "workspace": {
        "configuration": True,
        "workspaceFolders": True,
        "symbol": {"resolveSupport": {"properties": ["location.range"]}},
        "didChangeConfiguration": {"dynamicRegistration": True},
        "didChangeWatchedFiles": {"dynamicRegistration": True, "relativePatternSupport": True},
    },
    "textDocument": {
        "synchronization": {"didSave": True},
        "definition": {"linkSupport": True},
        "declaration": {"linkSupport": True},
        "implementation": {"linkSupport": True},
        "hover": {"contentFormat": ["markdown", "plaintext"]},
        "documentSymbol": {"hierarchicalDocumentSymbolSupport": True},
        "callHierarchy": {},
        "typeHierarchy": {},
    },
    "window": {"workDoneProgress": True},
}

Message = dict[str, Any]


class ResponseError(Exception):
    """The server answered with an error: `code`, `message`, `data`."""

    def __init__(self, method: str, error: Message) -> None:
        super().__init__(f"{method}: {error}")
        self.code: int = error["code"]
        self.message: str = error["message"]
        self.data = error.get("data")


class ServerGone(Exception):  # noqa: N818 - says what happened
    """The server closed the connection before it answered."""


class Stream:
    """Messages with `Content-Length` headers over a pair of binary files."""

    def __init__(self, incoming: Any, outgoing: Any, close: Callable[[], None]) -> None:
        self._incoming = incoming
        self._outgoing = outgoing
        self.close = close

    def send(self, body: bytes) -> None:
        self.send_raw(b"Content-Length: %d\r\n\r\n" % len(body) + body)

    def send_raw(self, data: bytes) -> None:
        self._outgoing.write(data)
        self._outgoing.flush()

    def receive(self) -> bytes | None:
        length: int | None = None
        while True:
            line = self._incoming.readline()
            if not line:
                return None
            if line in {b"\r\n", b"\n"}:
                break
            name, colon, value = line.partition(b":")
            if not colon:
                raise ValueError(f"not a header: {line!r}")
            if name.lower() == b"content-length":
                length = int(value)
        if length is None:
            raise ValueError("headers without Content-Length")
        body: bytes = self._incoming.read(length)
        return body if len(body) == length else None


class WebSocket:
    """One message per WebSocket message."""

    def __init__(self, uri: str, **options: Any) -> None:
        from websockets.sync.client import connect

        self._context = connect(uri, max_size=None, compression=None, **options)
        self._socket = self._context.__enter__()

    def send(self, body: bytes) -> None:
        self._socket.send(body.decode())

    def send_raw(self, data: bytes) -> None:
        self._socket.send(data)

    def receive(self) -> bytes | None:
        from websockets.exceptions import ConnectionClosed

        try:
            return self._socket.recv(decode=False)
        except ConnectionClosed:
            return None

    def close(self) -> None:
        self._context.__exit__(None, None, None)


class Client:
    """A conversation with one server. Thread-safe; a thread of its own reads."""

    def __init__(self, transport: Any, process: subprocess.Popen[bytes] | None = None) -> None:
        self.transport = transport
        self.process = process
        self.notifications: list[Message] = []
        self.server_requests: list[Message] = []
        self.replies: dict[Any, list[Message]] = {}
        self.settings: Any = None
        self.answers: dict[str, Callable[[Any], Any]] = {"workspace/configuration": self._configuration}
        self.server: Message = {}
        self.read_error: Exception | None = None
        self._ended = False
        self._next_id = 0
        self._pending: dict[Any, tuple[str, Future[Any]]] = {}
        self._write_lock = threading.Lock()
        self._arrived = threading.Condition()
        self._reader = threading.Thread(target=self._read, name="client-reader", daemon=True)
        self._reader.start()

    @classmethod
    def stdio(
        cls,
        command: Sequence[str],
        *,
        cwd: str | os.PathLike[str] | None = None,
        env: dict[str, str] | None = None,
        stderr: Any = None,
    ) -> Self:
        """Starts `command`; `stderr` as in `subprocess.Popen`, None: inherited."""
        process = subprocess.Popen(
            list(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
            cwd=cwd,
            env={**os.environ, **(env or {})},
        )
        assert process.stdin is not None
        return cls(Stream(process.stdout, process.stdin, process.stdin.close), process)

    @classmethod
    def tcp(cls, host: str, port: int, process: subprocess.Popen[bytes] | None = None) -> Self:
        """Connects to a server that listens already."""
        connection = socket.create_connection((host, port), timeout=20)
        connection.settimeout(None)

        def close() -> None:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()

        return cls(Stream(connection.makefile("rb"), connection.makefile("wb"), close), process)

    @classmethod
    def websocket(cls, uri: str, process: subprocess.Popen[bytes] | None = None, **options: Any) -> Self:
        """Connects to a server that listens already."""
        return cls(WebSocket(uri, **options), process)

    # The usual conversation.

    def initialize(
        self,
        root: str | os.PathLike[str] | None = None,
        *,
        capabilities: Message | None = None,
        options: Any = None,
        timeout: float = 30,
        **more: Any,
    ) -> Message:
        """`initialize` and `initialized`; `more` are further members of the params."""
        folders = None
        if root is not None:
            root = os.path.realpath(root)
            folders = [{"uri": to_uri(root), "name": os.path.basename(root)}]
        params = {
            "processId": os.getpid(),
            "rootUri": to_uri(root) if root is not None else None,
            "workspaceFolders": folders,
            "initializationOptions": options,
            "capabilities": DEFAULT_CAPABILITIES if capabilities is None else capabilities,
            "clientInfo": {"name": "raw-client"},
            **more,
        }
        self.server = self.request("initialize", params, timeout)
        self.notify("initialized", {})
        return self.server

    def shutdown(self, timeout: float = 10) -> int:
        """`shutdown`, `exit`, and the exit code of the process (0 when there is none to wait for)."""
        self.request("shutdown", None, timeout)
        self.notify("exit", None)
        return self.process.wait(timeout) if self.process is not None else 0

    def stop(self) -> None:
        """Ends the server in whatever way works; for the end of a test."""
        if self.process is not None:
            if self.process.poll() is None:
                self.process.kill()
            self.process.wait(10)
        with contextlib.suppress(OSError):
            self.transport.close()
        self._reader.join(5)
        if self.process is not None and self.process.stdout is not None:
            self.process.stdout.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def wait_ready(self, timeout: float = 600) -> Message:
        """Asks for `codeprism/indexStatus` until it says ready or degraded; returns that status."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            status: Message = self.request("codeprism/indexStatus", {}, timeout)
            if status["state"] in {"ready", "degraded"}:
                return status
            time.sleep(0.05)
        raise TimeoutError(f"not ready within {timeout} s")

    def open(self, path: str | os.PathLike[str], language_id: str, text: str | None = None) -> str:
        """didOpen with the text on disk unless given; returns the URI."""
        uri = to_uri(path)
        if text is None:
            text = pathlib.Path(path).read_bytes().decode("utf-8", "replace")
        document = {"uri": uri, "languageId": language_id, "version": 1, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": document})
        return uri

    # Messages.

    def request(self, method: str, params: Any = None, timeout: float = 30) -> Any:
        """The result. Raises ResponseError, ServerGone or TimeoutError."""
        return self.begin(method, params).result(timeout)

    def begin(self, method: str, params: Any = None, request_id: int | str | None = None) -> Future[Any]:
        """Sends a request and returns the future of its result; `future.request_id` is its id.

        Once it is done, `future.read_at` is when its reply had been read: `time.perf_counter`, and before
        the reply was decoded.
        """
        with self._arrived:
            if request_id is None:
                self._next_id += 1
                request_id = self._next_id
            future: Future[Any] = Future()
            future.request_id = request_id  # type: ignore[attr-defined]
            self._pending[request_id] = (method, future)
            if self._ended:
                future.set_exception(ServerGone(method))
                return future
        self.send({"id": request_id, "method": method, "params": params})
        return future

    def cancel(self, future: Future[Any]) -> None:
        """Sends `$/cancelRequest` for a request that `begin` sent."""
        self.notify("$/cancelRequest", {"id": future.request_id})  # type: ignore[attr-defined]

    def notify(self, method: str, params: Any = None) -> None:
        self.send({"method": method, "params": params})

    def send(self, message: Message) -> None:
        """Sends a message as it is, with `jsonrpc` added unless it is there."""
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        with self._write_lock:
            try:
                self.transport.send(body)
            except (OSError, ValueError) as error:
                raise ServerGone(str(message.get("method"))) from error

    def send_raw(self, data: bytes) -> None:
        """Sends bytes as they are."""
        with self._write_lock:
            self.transport.send_raw(data)

    def send_body(self, body: bytes) -> None:
        """Sends a body, whatever is in it, with right headers."""
        with self._write_lock:
            self.transport.send(body)

    # Waiting.

    def wait_until(self, condition: Callable[[], Any], timeout: float = 10, what: str = "condition") -> Any:
        """The first true value of `condition`, which is tried again whenever something arrives."""
        with self._arrived:
            value = self._arrived.wait_for(condition, timeout)
        if not value:
            raise TimeoutError(f"{what}: not within {timeout} s")
        return value

    def wait_notification(
        self, method: str, accept: Callable[[Any], bool] = lambda params: True, timeout: float = 10
    ) -> Any:
        """The params of the first notification of `method`, early ones included, that is accepted."""

        def find() -> Any:
            found = [n for n in self.notifications if n["method"] == method and accept(n.get("params"))]
            return found[:1]

        return self.wait_until(find, timeout, method)[0].get("params")

    def wait_reply(self, request_id: Any, timeout: float = 10) -> Message:
        """The whole reply message with that id, which may be None."""
        reply: Message = self.wait_until(
            lambda: self.replies.get(request_id), timeout, f"reply to {request_id!r}"
        )[0]
        return reply

    def wait_exit(self, timeout: float = 10) -> int:
        """The exit code of the process."""
        assert self.process is not None
        return self.process.wait(timeout)

    # Reading.

    def _read(self) -> None:
        try:
            while (body := self.transport.receive()) is not None:
                read = time.perf_counter()
                self._take(orjson.loads(body), read)
        except (OSError, ValueError) as error:
            self.read_error = error
        with self._arrived:
            self._ended = True
            gone = list(self._pending.values())
            self._pending.clear()
            self._arrived.notify_all()
        for method, future in gone:
            future.set_exception(ServerGone(method))

    def _take(self, message: Message, read: float) -> None:
        if "method" in message and "id" in message:
            with self._arrived:
                self.server_requests.append(message)
                self._arrived.notify_all()
            self._answer(message)
            return
        if "method" in message:
            with self._arrived:
                self.notifications.append(message)
                self._arrived.notify_all()
            return
        with self._arrived:
            self.replies.setdefault(message["id"], []).append(message)
            pending = self._pending.pop(message["id"], None)
            self._arrived.notify_all()
        if pending is not None:
            method, future = pending
            future.read_at = read  # type: ignore[attr-defined]
            if "error" in message:
                future.set_exception(ResponseError(method, message["error"]))
            else:
                future.set_result(message["result"])

    def _answer(self, message: Message) -> None:
        answer = self.answers.get(message["method"])
        try:
            result = answer(message.get("params")) if answer is not None else None
        except ResponseError as error:
            reply = {"id": message["id"], "error": {"code": error.code, "message": error.message}}
        else:
            reply = {"id": message["id"], "result": result}
        with contextlib.suppress(ServerGone):
            self.send(reply)

    def _configuration(self, params: Any) -> list[Any]:
        return [self.settings for _ in params["items"]]


def to_uri(path: str | os.PathLike[str]) -> str:
    """The URI of a path, links not resolved."""
    return pathlib.Path(os.path.abspath(path)).as_uri()


def to_path(uri: str) -> str:
    """The path of a `file:` URI."""
    from urllib.parse import unquote, urlsplit

    return unquote(urlsplit(uri).path)
