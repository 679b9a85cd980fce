"""Rust's modules and crates."""

from __future__ import annotations

from codeprism_lsp.languages.rules import Rules

RULES = Rules()
