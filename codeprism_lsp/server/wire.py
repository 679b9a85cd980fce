"""JSON on the wire: orjson both ways, and what to do where JSON allows more than orjson does.

Clients written in JavaScript may send lone surrogates (`"\\ud800"`), which are legal JSON, illegal
UTF-8 and refused by orjson. Refusing a whole `didChange` over one would leave the document out of step
for good, so such bodies are read by the standard library and each lone surrogate becomes U+FFFD, which
counts the same in every position encoding.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import orjson

_SURROGATE_ESCAPE = re.compile(rb"\\u[dD][89a-fA-F]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_OPTIONS = orjson.OPT_NON_STR_KEYS | orjson.OPT_SERIALIZE_NUMPY

# Scalar members at the beginning of the top-level object, before any nested value.
_LEADING_MEMBERS = re.compile(rb'\s*\{(?:\s*"(?:jsonrpc|method)"\s*:\s*"[^"\\]*"\s*,)*\s*"id"\s*:\s*')
_ID_VALUE = re.compile(rb'(-?\d{1,18}|"(?:[^"\\]|\\.)*")\s*[,}]')

RequestId = int | str


class ParseFailure(ValueError):  # noqa: N818 - named by the protocol
    """The body is not JSON; the message says where."""


def decode(body: bytes) -> Any:
    """The value of a message body. Raises ParseFailure."""
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        if _SURROGATE_ESCAPE.search(body) is None:
            raise ParseFailure(str(error)) from error
    try:
        return _replace_lone_surrogates(json.loads(body.decode("utf-8")))
    except (ValueError, RecursionError) as error:
        raise ParseFailure(str(error)) from error


def encode(message: Any, to_plain: Callable[[Any], Any]) -> bytes:
    """The body of a message; `to_plain` turns typed objects inside it into plain ones.

    Raises TypeError or ValueError when something in it cannot be written as JSON.
    """
    try:
        return orjson.dumps(message, default=to_plain, option=_OPTIONS)
    except orjson.JSONEncodeError:
        # Either a lone surrogate (from a file name, say), which becomes U+FFFD by way of the standard
        # library, or something that no encoder takes, for which it raises in turn.
        plain = _replace_lone_surrogates(json.loads(json.dumps(message, default=to_plain)))
        return orjson.dumps(plain)


def leading_id(head: bytes) -> RequestId | None:
    """The id of a request of which only the beginning is there, if it stands before the params."""
    members = _LEADING_MEMBERS.match(head)
    value = _ID_VALUE.match(head, members.end()) if members else None
    if value is None:
        return None
    found: RequestId = orjson.loads(value.group(1))
    return found


def _replace_lone_surrogates(value: Any) -> Any:
    if isinstance(value, str):
        return _LONE_SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_replace_lone_surrogates(item) for item in value]
    if isinstance(value, dict):
        return {_replace_lone_surrogates(key): _replace_lone_surrogates(item) for key, item in value.items()}
    return value
