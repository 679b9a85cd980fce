"""A small client of the protocol: starts the real server as a child and talks to it over its pipes."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from typing import IO, Any

import orjson

from codeprism_lsp.files.paths import path_to_uri

Notified = Callable[[str, Any], None]


class ServerError(Exception):
    """The server answered with an error, or is gone."""


class Client:
    """One server and its conversation. `on_notification` is called on the reading thread."""

    def __init__(self, arguments: Sequence[str], on_notification: Notified) -> None:
        process = subprocess.Popen(
            [sys.executable, "-m", "codeprism_lsp", "serve", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert process.stdin is not None and process.stdout is not None
        self._process = process
        self._in: IO[bytes] = process.stdin
        self._out: IO[bytes] = process.stdout
        self._on_notification = on_notification
        self._lock = threading.Lock()
        self._pending: dict[int, Future[Any]] = {}
        self._next = 0
        self._gone = False
        threading.Thread(target=self._read, daemon=True).start()

    def initialize(self, root: str) -> Mapping[str, Any]:
        """`initialize` and `initialized` for one folder; returns the server's answer."""
        uri = path_to_uri(root)
        found: Mapping[str, Any] = self.request(
            "initialize",
            {
                "processId": os.getpid(),
                "rootUri": uri,
                "workspaceFolders": [{"uri": uri, "name": os.path.basename(root)}],
                "capabilities": {
                    "general": {"positionEncodings": ["utf-32", "utf-16"]},
                    "textDocument": {"documentSymbol": {"hierarchicalDocumentSymbolSupport": True}},
                    "workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}},
                },
                "clientInfo": {"name": "codeprism-lsp tour"},
            },
        )
        self.notify("initialized", {})
        return found

    def request(self, method: str, params: Any, timeout: float = 300) -> Any:
        """The result of a request; raises ServerError, TimeoutError."""
        future: Future[Any] = Future()
        with self._lock:
            if self._gone:
                raise ServerError("the server is gone")
            self._next += 1
            number = self._next
            self._pending[number] = future
        self._send({"id": number, "method": method, "params": params})
        try:
            return future.result(timeout)
        except TimeoutError as error:
            raise TimeoutError(f"{method} was not answered within {timeout:g} s") from error

    def notify(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    def close(self) -> int:
        """Ends the conversation in the proper way; the exit code of the server."""
        try:
            self.request("shutdown", None, 10)
            self.notify("exit", None)
            return self._process.wait(10)
        except (ServerError, TimeoutError, subprocess.TimeoutExpired):
            self._process.kill()
            return self._process.wait(10)

    def _send(self, message: Mapping[str, Any]) -> None:
        body = orjson.dumps({"jsonrpc": "2.0", **message})
        try:
            with self._lock:
                self._in.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
                self._in.flush()
        except OSError as error:
            raise ServerError(f"the server is gone: {error}") from error

    def _read(self) -> None:
        while (message := self._receive()) is not None:
            if "method" not in message:
                self._answered(message)
            elif "id" in message:
                self._send({"id": message["id"], "result": None})
            else:
                self._on_notification(message["method"], message.get("params"))
        with self._lock:
            self._gone = True
            pending, self._pending = list(self._pending.values()), {}
        for future in pending:
            future.set_exception(ServerError("the server is gone"))

    def _receive(self) -> dict[str, Any] | None:
        length = 0
        while (line := self._out.readline()) not in (b"\r\n", b""):
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        if not line:
            return None
        found: dict[str, Any] = orjson.loads(self._out.read(length))
        return found

    def _answered(self, message: Mapping[str, Any]) -> None:
        with self._lock:
            future = self._pending.pop(message["id"], None)
        if future is None:
            return
        if "error" in message:
            future.set_exception(ServerError(message["error"]["message"]))
        else:
            future.set_result(message["result"])
