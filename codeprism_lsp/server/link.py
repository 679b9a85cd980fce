"""The server's end of the conversation: what it sends to the client, and the replies it gets back.

pygls brings the typed requests (`client_register_capability_async` and its like), the message classes
and the futures of requests under way. How bytes are made and sent, and how replies are read, is ours.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from cattrs import Converter
from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol

from codeprism_lsp.server import wire
from codeprism_lsp.server.conversion import build_converter
from codeprism_lsp.server.outbox import Outbox

logger = logging.getLogger(__name__)

REPLY_SECONDS = 10.0
"""How long the server waits for a client's reply before it goes on without."""


class LinkProtocol(LanguageServerProtocol):
    """pygls' protocol with the outbox below it; it reads nothing by itself."""

    outbox: Outbox

    def encode(self, message: Any) -> bytes:
        """The body of `message`, typed objects inside it included. Raises TypeError or ValueError."""
        return wire.encode(message, self._plain)

    def _plain(self, value: Any) -> Any:
        plain = self._converter.unstructure(value)
        if plain is value:
            raise TypeError(f"{type(value).__name__} cannot be written as JSON")
        return plain

    def _send_data(self, data: Any) -> None:
        self.outbox.post(self.encode(data))

    def notify(self, method: str, params: Any | None = None) -> None:
        """Sends a notification; params may be plain or typed. Callable from any thread."""
        self._send_data({"jsonrpc": "2.0", "method": method, "params": params})

    def settle(self, message: dict[str, Any]) -> None:
        """Hands a reply of the client to whoever waits for it; an unknown id is only logged."""
        request_id: Any = message["id"]
        known = isinstance(request_id, (str, int))
        future: Future[Any] | None = self._request_futures.pop(request_id, None) if known else None
        if future is None:
            logger.warning("a reply to no request of ours: id %r, error %r", request_id, message.get("error"))
            return
        result_type = self._result_types.pop(request_id, None)
        if not future.set_running_or_notify_cancel():
            return
        try:
            future.set_result(self._result(message, result_type))
        except Exception as error:  # noqa: BLE001 - whatever is wrong with the reply, the waiter gets it
            future.set_exception(error)

    def _result(self, message: dict[str, Any], result_type: type[Any] | None) -> Any:
        if "error" in message:
            raise JsonRpcException.from_error(self._converter.structure(message["error"], lsp.ResponseError))
        if result_type is None:
            return message["result"]
        return self._converter.structure(message, result_type).result


class Link(LanguageServer):
    """Sends typed requests and notifications to the one client."""

    protocol: LinkProtocol

    def __init__(self, name: str, version: str, outbox: Outbox) -> None:
        super().__init__(name, version, protocol_cls=LinkProtocol, converter_factory=build_converter)
        self.protocol.outbox = outbox

    @property
    def converter(self) -> Converter:
        """The converter that params and results go through."""
        return self.protocol._converter

    def log(self, kind: lsp.MessageType, text: str) -> None:
        """A line in the client's log of this server."""
        self.protocol.notify("window/logMessage", {"type": kind.value, "message": text})

    def show(self, kind: lsp.MessageType, text: str) -> None:
        """A message that the client puts before its user's eyes; for what somebody must know."""
        self.protocol.notify("window/showMessage", {"type": kind.value, "message": text})


Notify = Callable[[str, Any], None]
