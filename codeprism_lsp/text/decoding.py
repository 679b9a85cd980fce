"""Bytes of any encoding to the one form everything else relies on: UTF-8 without a byte order mark.

Spans, hashes and trees all refer to the normalised bytes, so this is the only place that may change
the bytes of a source. Decoding never fails: what cannot be understood is kept legible and noted.
"""

from __future__ import annotations

import codecs
from typing import NamedTuple

# UTF-32 LE begins with the mark of UTF-16 LE, so the longer marks come first.
_WIDE_MARKS: tuple[tuple[bytes, str, str], ...] = (
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_LEGACY_HANDLER = "codeprism-legacy-bytes"


class Normalised(NamedTuple):
    """Valid UTF-8 without a byte order mark, and what had to be done to get it (None: nothing lossy)."""

    data: bytes
    note: str | None


def normalise(raw: bytes) -> Normalised:
    """Return `raw` as valid UTF-8.

    Valid UTF-8 comes back as the same object, not a copy. A UTF-8 byte order mark is dropped without a
    note, because no text is lost. UTF-16 and UTF-32 are recognised by their mark only. Bytes that are
    no valid UTF-8 are read as Windows-1252 one by one, while valid sequences around them are kept, so
    one stray byte does not garble the rest of the file.
    """
    for mark, codec, name in _WIDE_MARKS:
        if raw.startswith(mark):
            return _from_wide(raw[len(mark) :], codec, name)
    raw = raw.removeprefix(codecs.BOM_UTF8)
    if raw.isascii():
        return Normalised(raw, None)
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        text = raw.decode("utf-8", _LEGACY_HANDLER)
        note = f"not valid UTF-8 (first at byte {error.start}); such bytes were read as Windows-1252"
        return Normalised(text.encode("utf-8"), note)
    return Normalised(raw, None)


def has_wide_mark(head: bytes) -> bool:
    """Say whether the first bytes of a file announce UTF-16 or UTF-32, where NUL bytes are ordinary."""
    return any(head.startswith(mark) for mark, _, _ in _WIDE_MARKS)


def encode_text(text: str) -> bytes:
    """Encode text that came from a client as valid UTF-8.

    JSON can carry unpaired surrogates. Each becomes U+FFFD, which is one UTF-16 unit as well, so the
    positions the client computes stay right.
    """
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        units = text.encode("utf-16-le", "surrogatepass")
        return units.decode("utf-16-le", "replace").encode("utf-8")


def _from_wide(raw: bytes, codec: str, name: str) -> Normalised:
    try:
        return Normalised(raw.decode(codec).encode("utf-8"), f"transcoded from {name}")
    except UnicodeDecodeError as error:
        data = raw.decode(codec, "replace").encode("utf-8")
        return Normalised(data, f"transcoded from {name}; invalid at byte {error.start}, replaced by U+FFFD")


def _legacy_bytes(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    # The five bytes Windows-1252 leaves undefined are control characters in Latin-1.
    text = "".join(_LEGACY[byte] for byte in error.object[error.start : error.end])
    return text, error.end


_LEGACY = [
    bytes([byte]).decode("latin-1" if byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else "cp1252")
    for byte in range(256)
]
codecs.register_error(_LEGACY_HANDLER, _legacy_bytes)
