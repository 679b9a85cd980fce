"""One language server for a whole polyglot repository; ARCHITECTURE.md explains the rooms."""

from __future__ import annotations

__version__ = "0.1.0"
