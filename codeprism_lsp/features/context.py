"""What a handler is given besides its params: a snapshot, a cancellation token, a way to report.

A `RequestContext` is made when the request *arrives*, after every notification before it was applied,
and does not change afterwards. `context.analysis` is whatever the host's `capture()` returned at that
moment: an immutable snapshot. A handler runs on a worker thread, so it may take its time, but must call
`context.cancellation.check()` in its loops.

Errors a handler may raise, and what the client sees:

    Cancelled         RequestCancelled (-32800); raised by `cancellation.check()`
    ContentModified   ContentModified (-32801): the state asked about is gone, ask again
    InvalidParams     InvalidParams (-32602): well-formed, but makes no sense (e.g. an unknown symbol id)
    RequestFailed     RequestFailed (-32803): cannot be answered; the message says why
    anything else     InternalError (-32603) with the exception's message; the traceback is logged
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from lsprotocol import types as lsp

from codeprism_lsp.text.lines import PositionEncoding

Send = Callable[[str, Any], None]
"""Sends a notification (method, params); callable from any thread."""


class RequestError(Exception):
    """An error that is an answer: `code` is the JSON-RPC error code, the message is shown to people."""

    code: int = -32603

    def __init__(self, message: str, data: Any = None) -> None:
        super().__init__(message)
        self.message = message
        self.data = data


class Cancelled(RequestError):  # noqa: N818 - the field's name for it; it is no defect
    """The client no longer wants the answer."""

    code = -32800

    def __init__(self, message: str = "the request was cancelled") -> None:
        super().__init__(message)


class ContentModified(RequestError):  # noqa: N818 - named by the protocol
    """The state the request is about no longer exists."""

    code = -32801


class InvalidParams(RequestError):  # noqa: N818 - named by the protocol
    """The params are well-formed but mean nothing here."""

    code = -32602


class RequestFailed(RequestError):  # noqa: N818 - named by the protocol
    """The request is fine but cannot be answered; the message says why."""

    code = -32803


class CancellationToken:
    """Tells a running handler that nobody waits for it any more.

    `check()` costs one attribute read, so it may stand in inner loops. `analysis` takes any object with
    a `check()` method and lets what it raises pass.
    """

    __slots__ = ("_callbacks", "_lock", "cancelled")

    def __init__(self) -> None:
        self.cancelled = False
        self._callbacks: list[Callable[[], None]] = []
        self._lock = threading.Lock()

    def check(self) -> None:
        """Raises `Cancelled` once `cancel()` was called."""
        if self.cancelled:
            raise Cancelled

    def cancel(self) -> None:
        """Marks the token and runs the callbacks, each once, on the calling thread."""
        with self._lock:
            self.cancelled = True
            callbacks, self._callbacks = self._callbacks, []
        for callback in callbacks:
            callback()

    def on_cancel(self, callback: Callable[[], None]) -> None:
        """Calls `callback` at cancellation, at once if that was before; it must be quick and not raise."""
        with self._lock:
            if not self.cancelled:
                self._callbacks.append(callback)
                return
        callback()


@dataclass(frozen=True, slots=True)
class ClientInfo:
    """What was negotiated at `initialize`.

    `encoding` is the unit of `character` in every position received and sent. `capabilities` is what
    the client declared; absent parts are None, so read it as `c.text_document and c.text_document.x`.
    """

    capabilities: lsp.ClientCapabilities
    encoding: PositionEncoding
    name: str = ""
    version: str = ""


class WorkProgress:
    """Progress of one request, as its `workDoneToken` asked for; without a token it does nothing.

    Use it as a context manager: entering begins, leaving ends (also when the handler raises).
    """

    def __init__(self, send: Send, token: int | str | None, title: str, *, cancellable: bool) -> None:
        self._send = send
        self._token = token
        self._title = title
        self._cancellable = cancellable

    def __enter__(self) -> Self:
        self._say({"kind": "begin", "title": self._title, "cancellable": self._cancellable})
        return self

    def report(self, message: str, percentage: int | None = None) -> None:
        """Says where the work stands; `percentage` is 0 to 100 and must not go down."""
        value: dict[str, Any] = {"kind": "report", "message": message}
        if percentage is not None:
            value["percentage"] = min(100, max(0, percentage))
        self._say(value)

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._say({"kind": "end"})

    def _say(self, value: dict[str, Any]) -> None:
        if self._token is not None:
            self._send("$/progress", {"token": self._token, "value": value})


def _send_nowhere(method: str, params: Any) -> None:
    """The sender of a context that no client stands behind, e.g. in a test of a handler."""


@dataclass(frozen=True, slots=True)
class RequestContext:
    """Everything a handler may use. Its fields never change while the handler runs.

    - `analysis`: the immutable snapshot captured when the request arrived (typed by who asks: features
      annotate it with the class of `analysis` that they call).
    - `cancellation`: call `.check()` in loops.
    - `client`: capabilities and position encoding.
    - `wants_partial_results`: whether the request carried a `partialResultToken`.
    """

    analysis: Any
    client: ClientInfo
    cancellation: CancellationToken = field(default_factory=CancellationToken)
    method: str = ""
    work_done_token: int | str | None = None
    partial_result_token: int | str | None = None
    send: Send = _send_nowhere

    @property
    def wants_partial_results(self) -> bool:
        """Whether `report_partial` reaches anyone."""
        return self.partial_result_token is not None

    def report_partial(self, items: Sequence[Any]) -> bool:
        """Sends `items` ahead of the result; True when the client asked for that, else nothing happens.

        The protocol's rule: once anything was reported so, *everything* must be, and the final result
        is then empty (`[]`).
        """
        if self.partial_result_token is None:
            return False
        self.cancellation.check()
        self.send("$/progress", {"token": self.partial_result_token, "value": items})
        return True

    def progress(self, title: str) -> WorkProgress:
        """Progress for people, shown when the client sent a `workDoneToken`; a context manager."""
        return WorkProgress(self.send, self.work_done_token, title, cancellable=True)
