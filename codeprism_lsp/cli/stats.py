"""`codeprism-lsp stats`: the sizes of the stored index of a folder."""

from __future__ import annotations

import argparse
import sys

import orjson

from codeprism_lsp.cli.folders import folder_of, reader_of
from codeprism_lsp.cli.options import FINE, NOTHING, Failure
from codeprism_lsp.cli.reporting import megabytes, numbers, show_table
from codeprism_lsp.store import StoreError


def run(top: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    """Says what the index holds; 1 where there is none."""
    folder = folder_of(options, options.root)
    reader = reader_of(folder)
    if reader is None:
        print(f"codeprism-lsp: {folder.root} is not indexed", file=sys.stderr)
        return NOTHING
    try:
        with reader:
            stats = reader.stats()
    except StoreError as error:
        raise Failure(f"the index cannot be read: {error}") from error
    if options.json:
        document = {"root": folder.root, "index": str(folder.store), **numbers(stats)}
        sys.stdout.buffer.write(orjson.dumps(document, option=orjson.OPT_INDENT_2) + b"\n")
        return FINE
    from rich.console import Console

    console = Console(highlight=False)
    console.print(f"[bold]{folder.root}[/], revision {stats.revision}, in {folder.store}", soft_wrap=True)
    files = {
        "all": stats.files,
        "indexed": stats.indexed,
        "pending": stats.pending,
        "skipped": sum(stats.skipped.values()),
    }
    sizes: dict[str, str | int] = {
        "symbols": stats.definitions,
        "identifiers": stats.occurrences,
        "distinct contents": stats.contents,
        "on disk": megabytes(stats.disk_bytes),
        **{f"segments of {name}": megabytes(size) for name, size in stats.segment_bytes.items()},
    }
    for title, rows in (
        ("Files", files),
        ("Languages", stats.languages),
        ("Origins", stats.origins),
        ("Index", sizes),
        ("Skipped", stats.skipped),
    ):
        if rows:
            show_table(console, title, rows)
    return FINE
