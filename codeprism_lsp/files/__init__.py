"""Which files a workspace consists of, and their bytes.

Discovery walks a root and yields what is to be indexed; reading turns one path into normalised bytes.
Neither ever raises for the state of a file: whatever cannot be used is a `Skip` with a reason, which
the user gets to see. Nothing here parses anything, and languages are known only by a callable.
Paths are relative to their root with forward slashes, on every platform.
"""

from __future__ import annotations

from codeprism_lsp.files.discovery import discover
from codeprism_lsp.files.policy import DependencyMode, Origin, Policy
from codeprism_lsp.files.reading import Source, read_source
from codeprism_lsp.files.scanning import scan_paths
from codeprism_lsp.files.skips import Skip, SkipReason
from codeprism_lsp.files.survey import Found

__all__ = [
    "DependencyMode",
    "Found",
    "Origin",
    "Policy",
    "Skip",
    "SkipReason",
    "Source",
    "discover",
    "read_source",
    "scan_paths",
]
