"""`codeprism-lsp stats`: the sizes of the stored index of a folder, and how the last server over it fared."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime

import orjson

from codeprism_lsp.cli.folders import folder_of, reader_of
from codeprism_lsp.cli.options import FINE, NOTHING, Failure
from codeprism_lsp.cli.reporting import hit_rates, last_server, megabytes, numbers, show_table
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
        server = last_server(folder.store)
    except StoreError as error:
        raise Failure(f"the index cannot be read: {error}") from error
    if options.json:
        document = {"root": folder.root, "index": str(folder.store), **numbers(stats), "lastServer": server}
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
    if server is not None:
        ended = datetime.fromisoformat(server["ended"]).astimezone()
        title = f"Questions answered from the cache, until the server ended at {ended:%Y-%m-%d %H:%M}"
        show_table(console, title, hit_rates(server["answers"]["kinds"]))
    return FINE
