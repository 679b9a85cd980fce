"""TypeScript finds modules and merges declarations by the rules of its family."""

from __future__ import annotations

from codeprism_lsp.languages.javascript.rules import RULES

__all__ = ["RULES"]
