"""Persistence: one SQLite file per workspace, one writer, many readers.

The store knows bytes, keys and revisions and never what the bytes mean. Nothing outside this room
imports the database, and nothing in it raises the database's exceptions.
"""

from __future__ import annotations

from codeprism_lsp.store.errors import (
    Locked,
    StoreBusy,
    StoreCorrupt,
    StoreError,
    StoreFull,
    StoreMissing,
    StoreProblem,
    StoreUnwritable,
)
from codeprism_lsp.store.location import (
    Eviction,
    default_cache_dir,
    evict,
    index_bytes,
    location,
    temporary_cache_dir,
    touch,
)
from codeprism_lsp.store.notes import last_note, leave_note
from codeprism_lsp.store.reader import Reader
from codeprism_lsp.store.rows import (
    CompactionReport,
    ContentRow,
    FileChanges,
    FileColumns,
    FileRow,
    SegmentChanges,
    SegmentRow,
    Stats,
    StoredSegment,
)
from codeprism_lsp.store.writer import Batch, Writer

__all__ = [
    "Batch",
    "CompactionReport",
    "ContentRow",
    "Eviction",
    "FileChanges",
    "FileColumns",
    "FileRow",
    "Locked",
    "Reader",
    "SegmentChanges",
    "SegmentRow",
    "Stats",
    "StoreBusy",
    "StoreCorrupt",
    "StoreError",
    "StoreFull",
    "StoreMissing",
    "StoreProblem",
    "StoreUnwritable",
    "StoredSegment",
    "Writer",
    "default_cache_dir",
    "evict",
    "index_bytes",
    "last_note",
    "leave_note",
    "location",
    "temporary_cache_dir",
    "touch",
]
