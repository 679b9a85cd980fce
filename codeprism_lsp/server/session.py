"""One conversation with one client: reads messages in order and decides what each of them is.

States: before `initialize` requests are refused and notifications dropped; between `initialize` and
`shutdown` everything works; after `shutdown` only `exit` does. All methods here run on the event loop,
except `_read`, the reader thread. The loop itself only decodes small things, moves the host and queues
work; anything that takes longer than 50 ms on it is reported in the log as a defect.
"""

from __future__ import annotations

import asyncio
import enum
import logging
import threading
import time
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, TypeGuard

from lsprotocol import types as lsp

from codeprism_lsp import __version__
from codeprism_lsp.features.registry import Feature
from codeprism_lsp.server import wire
from codeprism_lsp.server.conversion import BadParams, structure
from codeprism_lsp.server.departure import Departure
from codeprism_lsp.server.framing import BadHeader, Frame, Item, Oversized
from codeprism_lsp.server.gate import Gate
from codeprism_lsp.server.host_port import HostPort
from codeprism_lsp.server.index_progress import IndexProgress
from codeprism_lsp.server.lifecycle import Agreement, agree, folder_path, server_capabilities
from codeprism_lsp.server.link import REPLY_SECONDS, Link
from codeprism_lsp.server.outbox import READER_WAITS_ABOVE, Outbox
from codeprism_lsp.server.replies import ErrorCode, error_body, result_body
from codeprism_lsp.server.requests import Requests
from codeprism_lsp.server.settings import pull_settings, register_settings, settings_of_push
from codeprism_lsp.server.sync import NOTIFICATIONS
from codeprism_lsp.server.transports import Connection
from codeprism_lsp.server.watching import register_watchers, unregister_watchers
from codeprism_lsp.server.wire import RequestId
from codeprism_lsp.server.workers import WorkerPool

logger = logging.getLogger(__name__)

NAME = "codeprism-lsp"

_MAX_BUFFERED_BYTES = 64 * 1024 * 1024
_SLOW_SECONDS = 0.05
_SHUTDOWN_SECONDS = 5.0
_CANCELLED_SECONDS = 0.2


class _State(enum.Enum):
    NEW = enum.auto()
    RUNNING = enum.auto()
    SHUT_DOWN = enum.auto()


class Session:
    """`run` returns never: the process ends through `Departure`."""

    def __init__(
        self, connection: Connection, host: HostPort, features: Mapping[str, Feature], pool: WorkerPool
    ) -> None:
        self._connection = connection
        self._host = host
        self._features = features
        self._state = _State.NEW
        self._agreement: Agreement | None = None
        self._folders: dict[str, None] = {}
        self._initialized_seen = False
        self._trace = lsp.TraceValue.Off
        self._outbox = Outbox(connection.write, lambda reason: self.departure.leave(1, reason))
        self._link = Link(NAME, __version__, self._outbox)
        self._gate = Gate(_MAX_BUFFERED_BYTES)
        self._requests = Requests(features, self._link, pool, self._finished, host.answers)
        self.departure = Departure(host.stop, self._last_replies)
        # Registrations are replaced one after the other, or an old one could outlive a new one.
        self._registering = asyncio.Lock()
        self._watched = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._notifications: dict[str, Callable[[Any], None]] = {
            "initialized": self._initialized,
            "$/cancelRequest": self._cancel,
            "$/setTrace": self._set_trace,
            "window/workDoneProgress/cancel": self._cancel_progress,
            "workspace/didChangeConfiguration": self._configuration_changed,
            "workspace/didChangeWorkspaceFolders": self._folders_changed,
        }

    async def run(self) -> None:
        """Serves until the client leaves."""
        self._loop = asyncio.get_running_loop()
        self._index = IndexProgress(self._host, self._link, self._loop)
        self._host.on_status(self._index.changed)
        threading.Thread(target=self._read, name="reader", daemon=True).start()
        await asyncio.Event().wait()

    # Reading, on its own thread.

    def _read(self) -> None:
        try:
            while (items := self._connection.receive()) is not None:
                for item in items:
                    self._hand_over(item)
        except Exception:
            logger.exception("the reader failed")
        self.departure.leave(0 if self._state is _State.SHUT_DOWN else 1, "the end of input")

    def _hand_over(self, item: Item) -> None:
        size = len(item.body) if isinstance(item, Frame) else 0
        message: Any = item
        if isinstance(item, Frame):
            logger.debug("received: %s", item.body)
            try:
                message = wire.decode(item.body)
            except wire.ParseFailure as failure:
                message = failure
        self._outbox.wait_for_room(READER_WAITS_ABOVE)
        self._gate.enter(size)
        self._loop.call_soon_threadsafe(self._take, message, size)

    # Sorting messages, on the event loop.

    def _take(self, message: Any, size: int) -> None:
        began = time.perf_counter()
        try:
            self._sort(message)
        except Exception as error:
            # A defect of the server itself. The request, if it was one, still gets its reply.
            logger.exception("a message could not be handled")
            request_id = message.get("id") if isinstance(message, dict) and "method" in message else None
            if _is_id(request_id) and not self._requests.is_under_way(request_id):
                self._fail(request_id, ErrorCode.INTERNAL_ERROR, f"{type(error).__name__}: {error}")
        finally:
            self._gate.leave(size)
        if (took := time.perf_counter() - began) > _SLOW_SECONDS:
            method = message.get("method") if isinstance(message, dict) else None
            logger.warning("the event loop was blocked for %.0f ms by %s", took * 1000, method)

    def _sort(self, message: Any) -> None:
        if isinstance(message, dict):
            self._sort_object(message)
        elif isinstance(message, wire.ParseFailure):
            self._complain(None, ErrorCode.PARSE_ERROR, f"the message is not JSON: {message}")
        elif isinstance(message, Oversized):
            text = f"a message of {message.length:,} bytes is above the limit and was not read"
            self._complain(wire.leading_id(message.head), ErrorCode.INVALID_REQUEST, text)
        elif isinstance(message, BadHeader):
            self._complain(None, ErrorCode.PARSE_ERROR, f"bad message header: {message.reason}")
        else:
            text = "batches are not part of LSP" if isinstance(message, list) else "not a request object"
            self._fail(None, ErrorCode.INVALID_REQUEST, text)

    def _sort_object(self, message: dict[str, Any]) -> None:
        request_id, method = message.get("id"), message.get("method")
        valid_id = request_id if _is_id(request_id) else None
        if "method" not in message and "id" in message and ("result" in message or "error" in message):
            self._link.protocol.settle(message)
        elif message.get("jsonrpc") != "2.0":
            self._fail(valid_id, ErrorCode.INVALID_REQUEST, 'not JSON-RPC: "jsonrpc" must be "2.0"')
        elif not isinstance(method, str):
            self._fail(valid_id, ErrorCode.INVALID_REQUEST, '"method" must be a string')
        elif "id" not in message:
            self._notified(method, message.get("params"))
        elif valid_id is None:
            self._fail(None, ErrorCode.INVALID_REQUEST, '"id" must be an integer or a string')
        elif self._requests.is_under_way(valid_id):
            self._fail(valid_id, ErrorCode.INVALID_REQUEST, f"a request with id {valid_id!r} is under way")
        else:
            self._requested(valid_id, method, message.get("params"))

    def _requested(self, request_id: RequestId, method: str, params: Any) -> None:
        self._say_trace(f"received request {method!r} - ({request_id})", params)
        if self._state is _State.SHUT_DOWN:
            self._fail(request_id, ErrorCode.INVALID_REQUEST, "the server was shut down")
        elif method == "initialize":
            self._initialize(request_id, params)
        elif self._agreement is None:
            self._fail(request_id, ErrorCode.SERVER_NOT_INITIALIZED, "the server is not initialized")
        elif method == "shutdown":
            self._shut_down(request_id)
        elif method == "codeprism/indexStatus":
            body = result_body(self._link.protocol, request_id, dict(self._host.status()))
            self._outbox.post(body)
        elif (feature := self._features.get(method)) is None:
            self._fail(request_id, ErrorCode.METHOD_NOT_FOUND, f"unknown method {method!r}")
        else:
            analysis = self._host.capture()
            self._requests.begin(request_id, feature, params, analysis, self._agreement.client)

    def _notified(self, method: str, params: Any) -> None:
        if method == "exit":
            self.departure.leave(0 if self._state is _State.SHUT_DOWN else 1, "exit")
            return
        agreement = self._agreement
        if agreement is None or self._state is not _State.RUNNING:
            logger.warning("%s comes before initialize or after shutdown and is ignored", method)
            return
        try:
            if method in NOTIFICATIONS:
                params_type, apply = NOTIFICATIONS[method]
                typed = structure(self._link.converter, params, params_type)
                apply(self._host, typed, agreement.client.encoding)
            elif method in self._notifications:
                self._notifications[method](params)
            elif not method.startswith("$/"):
                logger.info("unknown notification %s", method)
        except BadParams as error:
            self._complain_of(method, str(error))
        except Exception as error:
            logger.exception("%s failed", method)
            self._complain_of(method, f"{type(error).__name__}: {error}")

    # Life cycle.

    def _initialize(self, request_id: RequestId, params: Any) -> None:
        if self._state is not _State.NEW:
            self._fail(request_id, ErrorCode.INVALID_REQUEST, "the server is initialized already")
            return
        try:
            agreement = agree(self._link.converter, params)
            capabilities = server_capabilities(agreement, self._features)
        except BadParams as error:
            self._fail(request_id, ErrorCode.INVALID_PARAMS, str(error))
            return
        self._host.start(agreement.folders, agreement.settings, client_watches=agreement.client_watches)
        self._agreement, self._state = agreement, _State.RUNNING
        self._trace = agreement.trace
        self._folders = dict.fromkeys(agreement.folders)
        info = lsp.ServerInfo(name=NAME, version=__version__)
        result = lsp.InitializeResult(capabilities=capabilities, server_info=info)
        self._outbox.post(result_body(self._link.protocol, request_id, result))
        if agreement.process_id is not None:
            self.departure.watch_process(agreement.process_id)

    def _initialized(self, _: Any) -> None:
        agreement = self._running()
        if self._initialized_seen:
            logger.warning("a second initialized is ignored")
            return
        self._initialized_seen = True
        for uri in agreement.refused_folders:
            self._link.show(lsp.MessageType.Warning, f"the folder {uri} is not on this disk and is left out")
        self._index.open(shows_progress=agreement.shows_progress)
        if agreement.client_watches:
            self._start(self._register())
        if agreement.tells_settings_changes:
            self._start(register_settings(self._link))
        if agreement.pulls_settings:
            self._start(self._pull())

    def _shut_down(self, request_id: RequestId) -> None:
        self._state = _State.SHUT_DOWN
        self._requests.cancel_all()
        self._index.close()
        replied = False

        def reply() -> None:
            nonlocal replied
            if not replied:
                replied = True
                self._outbox.post(result_body(self._link.protocol, request_id, None))

        def stopped() -> None:
            self._requests.finish(_CANCELLED_SECONDS)
            self._loop.call_soon_threadsafe(reply)

        self.departure.begin_stop(stopped)
        self._loop.call_later(_SHUTDOWN_SECONDS, reply)

    def _last_replies(self, seconds: float) -> None:
        self._requests.finish(0)
        self._outbox.flush(seconds)

    # Notifications other than those of documents.

    def _cancel(self, params: Any) -> None:
        request_id = params.get("id") if isinstance(params, dict) else None
        if not _is_id(request_id):
            raise BadParams("params.id must be an integer or a string")
        self._requests.cancel(request_id)

    def _cancel_progress(self, params: Any) -> None:
        token = params.get("token") if isinstance(params, dict) else None
        if _is_id(token):
            self._index.cancel(token)
            self._requests.cancel_progress(token)

    def _set_trace(self, params: Any) -> None:
        typed: lsp.SetTraceParams = structure(self._link.converter, params, lsp.SetTraceParams)
        self._trace = lsp.TraceValue(typed.value)

    def _configuration_changed(self, params: Any) -> None:
        agreement = self._running()
        pushed = settings_of_push(params.get("settings")) if isinstance(params, dict) else None
        if agreement.pulls_settings:
            self._start(self._pull())
        elif pushed is not None:
            self._host.settings_changed({**agreement.settings, **pushed})

    def _folders_changed(self, params: Any) -> None:
        event = structure(self._link.converter, params, lsp.DidChangeWorkspaceFoldersParams).event
        for folder in event.removed:
            path = folder_path(folder.uri)
            if path is not None and path in self._folders:
                del self._folders[path]
                self._host.remove_folder(path)
        for folder in event.added:
            path = folder_path(folder.uri)
            if path is None:
                text = f"the folder {folder.uri} is not on this disk and is left out"
                self._link.show(lsp.MessageType.Warning, text)
            elif path not in self._folders:
                self._folders[path] = None
                self._host.add_folder(path)
        agreement = self._running()
        if agreement.client_watches and agreement.relative_patterns:
            self._start(self._register())

    # Conversations that the server begins.

    async def _register(self) -> None:
        """Has the client watch the present folders, in place of those it watched before."""
        relative = self._running().relative_patterns
        async with self._registering:
            try:
                async with asyncio.timeout(2 * REPLY_SECONDS):
                    if self._watched:
                        self._watched = False
                        await unregister_watchers(self._link)
                    await register_watchers(self._link, tuple(self._folders), relative_patterns=relative)
                self._watched = True
            except Exception as error:
                logger.warning("the client does not watch files", exc_info=error)
                if self._state is _State.RUNNING:
                    self._host.watch_files()

    async def _pull(self) -> None:
        async with asyncio.timeout(REPLY_SECONDS):
            pulled = await pull_settings(self._link)
        if self._state is _State.RUNNING:
            self._host.settings_changed({**self._running().settings, **pulled})

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.warning("the client did not answer as expected", exc_info=error)

    # Replies and notes.

    def _running(self) -> Agreement:
        if self._agreement is None:
            raise RuntimeError("the session is not initialized")
        return self._agreement

    def _fail(self, request_id: RequestId | None, code: ErrorCode, text: str) -> None:
        self._outbox.post(error_body(self._link.protocol, request_id, code, text))
        self._say_trace(f"refused ({request_id}): {text}", None)

    def _complain(self, request_id: RequestId | None, code: ErrorCode, text: str) -> None:
        """An error reply for what cannot be matched with a request, so people are told as well."""
        logger.error("%s", text)
        self._fail(request_id, code, text)
        self._link.show(lsp.MessageType.Error, f"CodePrism: {text}")

    def _complain_of(self, method: str, text: str) -> None:
        logger.error("%s: %s", method, text)
        self._link.log(lsp.MessageType.Error, f"{method}: {text}")

    def _finished(self, method: str, request_id: RequestId, seconds: float, outcome: str) -> None:
        """Called on worker threads as well."""
        if self._trace is not lsp.TraceValue.Off:
            self._say_trace(f"{method!r} - ({request_id}) {outcome} in {seconds * 1000:.1f} ms", None)
        if outcome == "internal error":
            self._link.log(lsp.MessageType.Error, f"{method} ({request_id}) failed; see the server's log")

    def _say_trace(self, text: str, params: Any) -> None:
        if self._trace is lsp.TraceValue.Off:
            return
        note: dict[str, Any] = {"message": text}
        if self._trace is lsp.TraceValue.Verbose and params is not None:
            note["verbose"] = f"params: {params!r}"[:2000]
        self._link.protocol.notify("$/logTrace", note)


def _is_id(value: Any) -> TypeGuard[RequestId]:
    return type(value) is int or type(value) is str
