"""`codeprism-lsp index`: brings the index of a folder up to date and says what was left out.

What indexing needs is imported while the workers, which are started first, import what they need: starting
is most of the time that a small folder takes.
"""

from __future__ import annotations

import argparse
import sys
from contextlib import closing
from typing import TYPE_CHECKING, Any

from codeprism_lsp.cli.options import FINE, NOTHING
from codeprism_lsp.workspace.pool import Ahead, usual_workers

if TYPE_CHECKING:
    from codeprism_lsp.cli.folders import Folder
    from codeprism_lsp.cli.indexing import Outcome


def run(top: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    """Indexes, then says what there is and what was left out."""
    with closing(Ahead(options.workers or usual_workers())) as workers:
        from codeprism_lsp.cli.folders import folder_of
        from codeprism_lsp.cli.indexing import bring_up_to_date

        folder = folder_of(options, options.root)
        outcome = bring_up_to_date(folder, workers)
    if options.json:
        import orjson

        sys.stdout.buffer.write(orjson.dumps(_document(folder, outcome), option=orjson.OPT_INDENT_2) + b"\n")
    else:
        _show(folder, outcome)
    return NOTHING if outcome.progress.problems or not outcome.stats.files else FINE


def _document(folder: Folder, outcome: Outcome) -> dict[str, Any]:
    from codeprism_lsp.cli.reporting import numbers

    progress = outcome.progress
    return {
        "root": folder.root,
        "index": str(folder.store),
        "state": progress.state,
        "seconds": round(outcome.seconds, 3),
        "parsed": progress.parsed,
        "unchanged": progress.unchanged,
        "deleted": progress.deleted,
        "sourceBytes": progress.source_bytes,
        "problems": progress.problems,
        **numbers(outcome.stats),
    }


def _show(folder: Folder, outcome: Outcome) -> None:
    from rich.console import Console
    from rich.markup import escape

    from codeprism_lsp.cli.reporting import megabytes, show_table

    progress, stats = outcome.progress, outcome.stats
    rate = progress.parsed / max(1e-3, outcome.seconds)
    console = Console(highlight=False)
    console.print(
        f"{folder.root}: [bold]{stats.indexed:,} files[/] in {outcome.seconds:.1f} s "
        f"({progress.parsed:,} parsed, {progress.unchanged:,} unchanged, {progress.deleted:,} gone; "
        f"{rate:,.0f} files/s, {progress.source_bytes / max(1e-3, outcome.seconds) / 1e6:,.1f} MB/s)",
        soft_wrap=True,
    )
    show_table(console, "Languages", stats.languages)
    sizes: dict[str, str | int] = {
        "symbols": stats.definitions,
        "identifiers": stats.occurrences,
        "size": megabytes(stats.disk_bytes),
    }
    show_table(console, "Index", sizes)
    if stats.skipped:
        show_table(console, "Skipped (`codeprism-lsp doctor` names them)", stats.skipped)
    for problem in progress.problems:
        console.print(f"[yellow]problem:[/] {escape(problem)}", soft_wrap=True)
