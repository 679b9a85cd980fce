"""Columns as they lie in memory: how large parts of the index lie on disk, to be mapped and never decoded.

A flat frame costs nothing to open and only the pages that a question touches. For that its body cannot be
verified when it is opened: what is verified then is the header and the size, so that a cut-off file is
noticed. The checksum of the body is verified by the process that writes the index, at each start.
"""

from __future__ import annotations

import struct
import sys
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import xxhash

from codeprism_lsp.facts.frames import CorruptSegment

Column = npt.NDArray[np.integer[Any]]
Frame = bytes | memoryview

FLAT_BYTES = 8 << 20
"""What takes so much memory lies flat on disk, too."""

_MARK = b"CPF1" if sys.byteorder == "little" else b"CPF2"
_HEADER = struct.Struct("<4s4sIQQQ")  # mark, kind, columns, size, checksum of the body, of what is before it
_DESCRIPTOR = struct.Struct("<4sQ")
_ALIGNMENT = 64


def is_flat(frame: Frame) -> bool:
    """Whether the bytes are a flat frame of any kind."""
    return bytes(frame[:4]) == _MARK


def encode_flat(kind: bytes, columns: Sequence[Column]) -> bytes:
    """One-dimensional columns under a four-byte kind."""
    descriptors = [_DESCRIPTOR.pack(one.dtype.str[1:].encode().ljust(4), len(one)) for one in columns]
    head = _HEADER.size + sum(map(len, descriptors))
    parts: list[bytes] = []
    at = head
    for column in columns:
        parts.append(bytes(-at % _ALIGNMENT))
        parts.append(np.ascontiguousarray(column).tobytes())
        at += len(parts[-2]) + len(parts[-1])
    body = b"".join(parts)
    described = b"".join(descriptors)
    checksum = xxhash.xxh3_64_intdigest(body)
    checked = xxhash.xxh3_64_intdigest(_HEADER.pack(_MARK, kind, len(columns), at, checksum, 0) + described)
    return _HEADER.pack(_MARK, kind, len(columns), at, checksum, checked) + described + body


def decode_flat(kind: bytes, frame: Frame) -> list[npt.NDArray[Any]]:
    """The columns, as views of the frame that cannot be written; raises ``CorruptSegment``."""
    count, size, _, head = _opened(frame, kind)
    columns: list[npt.NDArray[Any]] = []
    at = head
    for number in range(count):
        name, length = _DESCRIPTOR.unpack_from(frame, _HEADER.size + number * _DESCRIPTOR.size)
        dtype = np.dtype(name.decode("ascii").strip())
        at += -at % _ALIGNMENT
        if at + length * dtype.itemsize > size:
            raise CorruptSegment("a column of a flat frame does not fit")
        columns.append(np.frombuffer(frame, dtype, length, at))
        at += length * dtype.itemsize
    return columns


def verify_flat(frame: Frame) -> None:
    """Reads all of a flat frame; raises ``CorruptSegment`` when something in it has changed."""
    _, _, checksum, head = _opened(frame, None)
    if xxhash.xxh3_64_intdigest(memoryview(frame)[head:]) != checksum:
        raise CorruptSegment("the checksum of a flat frame does not match")


def _opened(frame: Frame, kind: bytes | None) -> tuple[int, int, int, int]:
    """Columns, size, checksum of the body and where it begins, once the header has proved right."""
    if len(frame) < _HEADER.size:
        raise CorruptSegment("not a flat frame")
    mark, found, count, size, checksum, checked = _HEADER.unpack_from(frame)
    head = _HEADER.size + count * _DESCRIPTOR.size
    if mark != _MARK or (kind is not None and found != kind) or size != len(frame) or head > size:
        raise CorruptSegment("not a flat frame of this kind and size")
    described = bytes(memoryview(frame)[_HEADER.size : head])
    if xxhash.xxh3_64_intdigest(_HEADER.pack(mark, found, count, size, checksum, 0) + described) != checked:
        raise CorruptSegment("the header of a flat frame is damaged")
    return count, size, checksum, head
