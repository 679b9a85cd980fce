"""The token index and verified text search: which contents hold a name, and where in their bytes."""

from __future__ import annotations

from codeprism_lsp.content.search import word_offsets
from codeprism_lsp.content.token_index import TokenIndex

__all__ = ["TokenIndex", "word_offsets"]
