"""Text as bytes: decoding, lines, positions and edits.

This is the bottom room. It knows nothing of files, languages or the protocol; it turns whatever bytes
came in into valid UTF-8 and answers how byte offsets and (line, character) positions correspond.
"""

from __future__ import annotations

from codeprism_lsp.text.decoding import Normalised, encode_text, normalise
from codeprism_lsp.text.edits import Edit, Point, TextRange, apply_change
from codeprism_lsp.text.lines import LineIndex, Position, PositionEncoding

__all__ = [
    "Edit",
    "LineIndex",
    "Normalised",
    "Point",
    "Position",
    "PositionEncoding",
    "TextRange",
    "apply_change",
    "encode_text",
    "normalise",
]
