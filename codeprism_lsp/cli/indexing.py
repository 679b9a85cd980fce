"""Brings the index of a folder up to date in this process, with a progress bar."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import psutil

from codeprism_lsp.cli.folders import Folder
from codeprism_lsp.cli.options import Failure
from codeprism_lsp.store import Locked, Reader, Stats, StoreError, Writer, evict
from codeprism_lsp.workspace.batches import Tier
from codeprism_lsp.workspace.indexing import Indexer
from codeprism_lsp.workspace.known import Known
from codeprism_lsp.workspace.memory import Guard, resident_mb
from codeprism_lsp.workspace.pool import worker_pool
from codeprism_lsp.workspace.progress import Progress

_MEMORY_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run did, and what the index holds now."""

    progress: Progress
    stats: Stats
    seconds: float


def bring_up_to_date(folder: Folder, executor: Callable[[int], Executor] = worker_pool) -> Outcome:
    """Indexes a folder, with a progress bar on standard error if that is a terminal; raises Failure.

    `executor` makes so many workers.
    """
    started = time.monotonic()
    try:
        folder.store.parent.mkdir(parents=True, exist_ok=True)
        with ExitStack() as stack:
            writer = stack.enter_context(Writer(folder.store, folder.root))
            with Reader(folder.store) as reader:
                known = Known.load(reader)
            report = stack.enter_context(_bar())
            # Nobody asks before it is done: reading everything once is quicker than two tiers.
            indexer = Indexer(
                folder.root, folder.settings, writer, executor, report, begin_with=Tier.STRUCTURE
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
def _bar() -> Iterator[Callable[[Progress], None]]:
    """Shows what is reported to it, where somebody sees it."""
    if not sys.stderr.isatty():
        yield lambda progress: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    with Bar(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
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

        yield report


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
