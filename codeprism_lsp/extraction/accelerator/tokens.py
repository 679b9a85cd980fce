"""Keys of the identifiers of a text by the native library; what `facts.keys` says by arrays, said quicker."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from ctypes import POINTER, c_int32, c_int64, c_uint32, c_uint64
from threading import local

import numpy as np

from codeprism_lsp.extraction.accelerator.library import library
from codeprism_lsp.facts.keys import Tokens, key, tokens_many


class _Found(ctypes.Structure):
    """As in `tokens.c`."""

    _fields_ = (
        ("keys", POINTER(c_uint32)),
        ("spans", POINTER(c_int32)),
        ("key_count", c_int32),
        ("span_count", c_int32),
        ("occurrences", c_int64),
        ("table", POINTER(c_uint64)),
        ("text", c_uint32),
        ("bits", c_int32),
        ("key_room", c_int32),
        ("span_room", c_int32),
    )


_mine = local()  # what is found in a text is written to memory of this thread, which lives as long


def tokens_of(texts: Sequence[bytes]) -> list[Tokens]:
    """The identifiers of each text, in order; equal to `facts.keys.tokens_many`. Raises MemoryError."""
    loaded = library()
    return tokens_many(texts) if loaded is None else tokens_by(loaded, texts)


def tokens_by(loaded: ctypes.CDLL, texts: Sequence[bytes]) -> list[Tokens]:
    """The same by a library that was loaded. Raises MemoryError."""
    if not hasattr(_mine, "found"):
        _mine.address = loaded.outline_tokens_new()
        if not _mine.address:
            raise MemoryError
        _mine.found = _Found.from_address(_mine.address)
    return [_tokens(loaded, data) for data in texts]


def _tokens(loaded: ctypes.CDLL, data: bytes) -> Tokens:
    if not loaded.outline_tokens(_mine.address, data, len(data)):
        raise MemoryError
    found: _Found = _mine.found
    keys = np.empty(0, np.uint32)
    if found.key_count:
        keys = np.frombuffer(ctypes.string_at(found.keys, 4 * found.key_count), np.uint32)
    if found.span_count:
        spans = found.spans[: found.span_count]
        longer = {key(data[start:end]) for start, end in zip(spans[::2], spans[1::2], strict=True)}
        return Tokens(np.union1d(keys, np.fromiter(longer, np.uint32, len(longer))), found.occurrences)
    return Tokens(np.sort(keys), found.occurrences)
