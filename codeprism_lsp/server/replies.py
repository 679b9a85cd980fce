"""Replies to requests: the only place that writes a `result` or an `error`."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

from codeprism_lsp.server.link import LinkProtocol
from codeprism_lsp.server.wire import RequestId


class ErrorCode(IntEnum):
    """The error codes of JSON-RPC and LSP that this server uses."""

    PARSE_ERROR = -32700
    INVALID_REQUEST = -32600
    METHOD_NOT_FOUND = -32601
    INVALID_PARAMS = -32602
    INTERNAL_ERROR = -32603
    SERVER_NOT_INITIALIZED = -32002
    REQUEST_FAILED = -32803
    REQUEST_CANCELLED = -32800


def result_body(protocol: LinkProtocol, request_id: RequestId, result: Any) -> bytes:
    """The body of a successful reply. Raises TypeError or ValueError for what is no JSON."""
    return protocol.encode({"jsonrpc": "2.0", "id": request_id, "result": result})


def error_body(
    protocol: LinkProtocol, request_id: RequestId | None, code: int, message: str, data: Any = None
) -> bytes:
    """The body of a failed reply; the id is None when the request could not be read."""
    error: dict[str, Any] = {"code": int(code), "message": message}
    if data is not None:
        error["data"] = data
    return protocol.encode({"jsonrpc": "2.0", "id": request_id, "error": error})
