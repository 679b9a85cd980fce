"""Bytes to frames: the header part of the base protocol, without any input or output.

The decoder never raises and never loses its place for good: after a header block that makes no sense
it looks for the next `Content-Length` and goes on from there. Header names are compared without regard
to case, as in HTTP. A message above the limit is skipped without being held in memory; of its beginning
enough is kept to find the id of the request, which still has to be answered.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_CONTENT_LENGTH = re.compile(rb"content-length[ \t]*:", re.IGNORECASE)
_END_OF_HEADERS = re.compile(rb"\r?\n\r?\n")
_MAX_HEADER_BYTES = 16 * 1024
_KEPT_OF_OVERSIZED = 4096


@dataclass(frozen=True, slots=True)
class Frame:
    """One complete message body."""

    body: bytes


@dataclass(frozen=True, slots=True)
class Oversized:
    """A message of `length` bytes was skipped; `head` is its beginning."""

    length: int
    head: bytes


@dataclass(frozen=True, slots=True)
class BadHeader:
    """A header block was skipped; `reason` is for people."""

    reason: str


Item = Frame | Oversized | BadHeader


class FrameDecoder:
    """Takes bytes as they come and gives complete items; `limit` is the largest body in bytes."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._buffer = bytearray()
        self._length: int | None = None
        self._skipped = 0
        self._lost = False
        self._head = b""

    def feed(self, data: bytes) -> list[Item]:
        """All items that `data` completes, in order."""
        self._buffer += data
        items: list[Item] = []
        while (item := self._next()) is not None:
            items.append(item)
        return items

    def _next(self) -> Item | None:
        length = self._length
        if length is None:
            headers = self._read_headers()
            if not isinstance(headers, int):
                return headers
            length = self._length = headers
        if length > self._limit:
            return self._skip(length)
        if len(self._buffer) < length:
            return None
        body = bytes(memoryview(self._buffer)[:length])
        del self._buffer[:length]
        self._length = None
        return Frame(body)

    def _read_headers(self) -> int | BadHeader | None:
        """Consumes one header block once it is complete and gives the length of the body."""
        if self._lost and not self._find_next_header():
            return None
        end = _END_OF_HEADERS.search(self._buffer, 0, _MAX_HEADER_BYTES)
        if end is None:
            if len(self._buffer) < _MAX_HEADER_BYTES:
                return None
            return self._lose_place(f"no end of headers within {_MAX_HEADER_BYTES} bytes")
        length = _content_length(bytes(self._buffer[: end.start()]))
        if isinstance(length, str):
            return self._lose_place(length)
        del self._buffer[: end.end()]
        return length

    def _lose_place(self, reason: str) -> BadHeader:
        del self._buffer[:1]
        self._lost = True
        return BadHeader(reason)

    def _find_next_header(self) -> bool:
        found = _CONTENT_LENGTH.search(self._buffer)
        if found is None:
            # The last bytes may be the beginning of the header that is looked for.
            del self._buffer[: max(0, len(self._buffer) - len(b"content-length:"))]
            return False
        del self._buffer[: found.start()]
        self._lost = False
        return True

    def _skip(self, length: int) -> Oversized | None:
        taken = min(length - self._skipped, len(self._buffer))
        self._head += bytes(self._buffer[: min(taken, _KEPT_OF_OVERSIZED - len(self._head))])
        del self._buffer[:taken]
        self._skipped += taken
        if self._skipped < length:
            return None
        head, self._head, self._skipped, self._length = self._head, b"", 0, None
        return Oversized(length, head)


def _content_length(block: bytes) -> int | str:
    """The length that the header block declares, or what is wrong with it."""
    for line in block.split(b"\n"):
        name, colon, value = line.strip().partition(b":")
        if colon and name.strip().lower() == b"content-length":
            digits = value.strip()
            if digits.isdigit() and len(digits) <= 18:
                return int(digits)
            return f"Content-Length is not a number: {digits[:40]!r}"
    return "no Content-Length in the headers"
