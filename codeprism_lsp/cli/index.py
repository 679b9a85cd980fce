"""`codeprism-lsp index`: brings the index of a folder up to date in this process, with a progress bar."""

from __future__ import annotations

import argparse
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson
import psutil

from codeprism_lsp.cli.opening import Folder, folder_of
from codeprism_lsp.cli.options import FINE, NOTHING, Failure
from codeprism_lsp.store import Locked, Reader, Stats, StoreError, Writer, evict
from codeprism_lsp.workspace.batches import Tier
from codeprism_lsp.workspace.indexing import Indexer
from codeprism_lsp.workspace.known import Known
from codeprism_lsp.workspace.memory import Guard, resident_mb
from codeprism_lsp.workspace.progress import Progress
from codeprism_lsp.workspace.workers import worker_pool

if TYPE_CHECKING:
    from rich.console import Console

_MEMORY_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run did, and what the index holds now."""

    progress: Progress
    stats: Stats
    seconds: float


def run(top: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    """Indexes, then says what there is and what was left out."""
    folder = folder_of(options, options.root)
    outcome = bring_up_to_date(folder)
    if options.json:
        sys.stdout.buffer.write(orjson.dumps(_document(folder, outcome), option=orjson.OPT_INDENT_2) + b"\n")
    else:
        _show(folder, outcome)
    return NOTHING if outcome.progress.problems or not outcome.stats.files else FINE


def bring_up_to_date(folder: Folder) -> Outcome:
    """Indexes a folder, with a progress bar on standard error if that is a terminal; raises Failure."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    started = time.monotonic()
    console = Console(stderr=True)
    try:
        folder.store.parent.mkdir(parents=True, exist_ok=True)
        with ExitStack() as stack:
            writer = stack.enter_context(Writer(folder.store, folder.root))
            with Reader(folder.store) as reader:
                known = Known.load(reader)
            bar = stack.enter_context(
                Bar(
                    SpinnerColumn(),
                    TextColumn("{task.description}"),
                    BarColumn(),
                    MofNCompleteColumn(),
                    TextColumn("{task.fields[rate]}"),
                    TimeRemainingColumn(),
                    console=console,
                    disable=not console.is_terminal,
                    transient=True,
                )
            )
            task = bar.add_task("discovering", total=None, rate="")

            phases: dict[str, float] = {}

            def report(progress: Progress) -> None:
                reading = progress.waiting > 0 and not progress.searchable
                phase = "reading" if reading else "parsing" if progress.searchable else progress.state
                if phase not in phases:
                    phases[phase] = time.monotonic()
                    bar.reset(task)  # the time that is left is counted anew
                done = progress.parsed + (progress.waiting if reading else 0)
                rate = done / max(1e-3, time.monotonic() - phases[phase])
                bar.update(
                    task,
                    description=phase,
                    total=max(progress.found, 1),
                    completed=done + progress.unchanged,
                    rate=f"{rate:,.0f} files/s" if done else "",
                )

            # Nobody asks before it is done: reading everything once is quicker than two tiers.
            indexer = Indexer(
                folder.root, folder.settings, writer, worker_pool, report, begin_with=Tier.STRUCTURE
            )
            stack.callback(indexer.close)
            stack.enter_context(_guarded(indexer, folder.settings.memory_limit_mb))
            progress = indexer.run(known)
            indexer.compact()
            evict(folder.store.parent, int(folder.settings.disk_budget_mb) << 20, (folder.store,))
            with Reader(folder.store) as reader:
                stats = reader.stats()
    except Locked as error:
        raise Failure(f"{error}; it keeps the index up to date") from error
    except (StoreError, OSError) as error:
        raise Failure(f"the index cannot be written: {error}") from error
    return Outcome(progress, stats, time.monotonic() - started)


@contextmanager
def _guarded(indexer: Indexer, limit_mb: int) -> Iterator[None]:
    """Watches over the memory of this process and its workers meanwhile."""
    ended = threading.Event()
    guard = Guard()

    def watch() -> None:
        while not ended.wait(_MEMORY_SECONDS):
            children = psutil.Process().children(recursive=True)
            indexer.press(guard.measured(resident_mb(child.pid for child in children), limit_mb))

    threading.Thread(target=watch, name="codeprism-memory", daemon=True).start()
    try:
        yield
    finally:
        ended.set()


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
    return f"{size / 1e6:,.1f} MB"


def _document(folder: Folder, outcome: Outcome) -> dict[str, Any]:
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
