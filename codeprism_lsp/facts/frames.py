"""A checksummed, compressed frame of unsigned columns: how index segments lie on disk.

A frame is a header, one descriptor per column and one zstd body. Every column is narrowed to the
fewest bytes its largest value needs and stored as byte planes (all low bytes, then all second bytes),
which is what makes nearly sorted integers compress. The checksum covers everything after it and is
verified before a single byte is interpreted, so a damaged frame is a miss and never a wrong answer.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import xxhash
import zstandard

Column = npt.NDArray[np.unsignedinteger[Any]]

COMPRESSION_LEVEL = 3
_HEADER = struct.Struct("<4sQHQ")
_DESCRIPTOR = struct.Struct("<BBQ")
_CHECKED_FROM = 12


class CorruptSegment(ValueError):  # noqa: N818 - the condition is the name
    """The bytes are not a frame of the expected kind, or they were damaged; rebuild or skip it."""


def encode_frame(magic: bytes, columns: Sequence[Column]) -> bytes:
    """Packs unsigned one-dimensional columns under a four-byte ``magic``."""
    descriptors: list[bytes] = []
    planes: list[bytes] = []
    for column in columns:
        width = _width(column)
        descriptors.append(_DESCRIPTOR.pack(column.dtype.itemsize, width, len(column)))
        planes.append(_to_planes(column, width))
    body = b"".join(planes)
    packed = zstandard.ZstdCompressor(level=COMPRESSION_LEVEL).compress(body)
    tail = _HEADER.pack(magic, 0, len(columns), len(body))[_CHECKED_FROM:] + b"".join(descriptors) + packed
    return magic + xxhash.xxh3_64_intdigest(tail).to_bytes(8, "little") + tail


def decode_frame(magic: bytes, frame: bytes | memoryview) -> list[Column]:
    """The columns of ``encode_frame`` with their original types; raises ``CorruptSegment``."""
    if len(frame) < _HEADER.size or frame[:4] != magic:
        raise CorruptSegment(f"not a {magic.decode('ascii')} frame")
    _, checksum, count, size = _HEADER.unpack_from(frame)
    view = memoryview(frame)
    if xxhash.xxh3_64_intdigest(view[_CHECKED_FROM:]) != checksum:
        raise CorruptSegment(f"checksum of a {magic.decode('ascii')} frame does not match")
    position = _HEADER.size
    shapes: list[tuple[int, int, int]] = []
    for _ in range(count):
        shapes.append(_DESCRIPTOR.unpack_from(frame, position))
        position += _DESCRIPTOR.size
    try:
        body = zstandard.ZstdDecompressor().decompress(view[position:], max_output_size=size)
    except zstandard.ZstdError as error:
        raise CorruptSegment(str(error)) from error
    if len(body) != size or size != sum(width * length for _, width, length in shapes):
        raise CorruptSegment("a frame's body has the wrong length")
    columns: list[Column] = []
    offset = 0
    for itemsize, width, length in shapes:
        columns.append(_from_planes(body, offset, itemsize, width, length))
        offset += width * length
    return columns


def _width(column: Column) -> int:
    """Bytes the largest value needs; 0 for a column of zeros."""
    largest = int(column.max()) if len(column) else 0
    return (largest.bit_length() + 7) // 8


def _to_planes(column: Column, width: int) -> bytes:
    little = np.ascontiguousarray(column, dtype=column.dtype.newbyteorder("<"))
    cells = little.view(np.uint8).reshape(len(column), column.dtype.itemsize)
    return np.ascontiguousarray(cells[:, :width].T).tobytes()


def _from_planes(body: bytes, offset: int, itemsize: int, width: int, length: int) -> Column:
    planes = np.frombuffer(body, np.uint8, count=width * length, offset=offset).reshape(width, length)
    if itemsize == 1 and width == 1:
        flat: Column = planes[0].copy()
        return flat
    cells = np.zeros((length, itemsize), np.uint8)
    cells[:, :width] = planes.T
    little: Column = cells.reshape(-1).view(f"<u{itemsize}")
    return little.astype(f"=u{itemsize}", copy=False)
