"""The sizes of an index, for programs and for people."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from codeprism_lsp.cli.options import Failure
from codeprism_lsp.store import Stats, last_note

if TYPE_CHECKING:
    from rich.console import Console


def numbers(stats: Stats) -> dict[str, Any]:
    """The sizes of an index, for programs."""
    return {
        "files": stats.files,
        "indexed": stats.indexed,
        "pending": stats.pending,
        "skipped": dict(stats.skipped),
        "languages": dict(stats.languages),
        "origins": dict(stats.origins),
        "symbols": stats.definitions,
        "identifiers": stats.occurrences,
        "contents": stats.contents,
        "revision": stats.revision,
        "indexBytes": stats.disk_bytes,
        "segments": dict(stats.segments),
        "segmentBytes": dict(stats.segment_bytes),
    }


def last_server(store: Path) -> dict[str, Any] | None:
    """What the last server over the index noted when it ended: when, and the answers that it kept.

    One that is running, and one that was killed, have noted nothing.
    """
    note = last_note(store)
    if note is None:
        return None
    try:
        known = orjson.loads(note)
    except orjson.JSONDecodeError as error:
        raise Failure(f"{store.name}: the note of the last server cannot be read: {error}") from error
    return dict(known)


def hit_rates(kinds: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Hits of all questions by their kind, for people."""
    return {
        kind: f"{one['hits']:,} of {one['hits'] + one['misses']:,} ({one['rate']:.0%})"
        for kind, one in kinds.items()
    }


def show_table(console: Console, title: str, rows: Mapping[str, int] | Mapping[str, str | int]) -> None:
    """A title and two columns, for people."""
    from rich.table import Table

    made = Table(show_header=False, box=None, pad_edge=False, padding=(0, 2))
    made.add_column()
    made.add_column(justify="right")
    for name, value in rows.items():
        made.add_row(f"  {name or 'other'}", f"{value:,}" if isinstance(value, int) else value)
    console.print(f"[bold]{title}[/]")
    console.print(made)


def megabytes(size: int) -> str:
    """A number of bytes for people."""
    return f"{size / 1e6:,.1f} MB"
