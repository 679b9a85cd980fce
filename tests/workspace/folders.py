"""A folder on disk with its store, indexed in this process; what tests ask of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

from codeprism_lsp.facts.outline import encode
from codeprism_lsp.graph.snapshot import FileRow, FileTable, Snapshot
from codeprism_lsp.store import Reader, Writer
from codeprism_lsp.workspace.indexing import Indexer
from codeprism_lsp.workspace.known import Known
from codeprism_lsp.workspace.progress import Progress
from codeprism_lsp.workspace.settings import settings_of
from codeprism_lsp.workspace.stored import Outlines, Stored

LONG_AGO = 1_600_000_000
"""A modification time that no run mistrusts, in seconds."""


class Inline(Executor):
    """Runs what it is given at once, in this thread. `before` sees each job first."""

    def __init__(self, before: Callable[[Any], None] = lambda job: None) -> None:
        self.before = before

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            self.before(args[0])
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - as executors do
            future.set_exception(error)
        return future


class IndexedFolder:
    """A folder and its index; each `run` and `update` is that of a fresh writer, as after a restart."""

    def __init__(self, root: Path, store: Path, **settings: Any) -> None:
        root.mkdir(parents=True, exist_ok=True)
        self.root = root
        self.store = store
        self.settings = settings
        self.make: Callable[[], Executor] = Inline
        self.stop: Callable[[], bool] = lambda: False

    def write(self, texts: Mapping[str, str | bytes], seconds: int = LONG_AGO) -> None:
        """Writes files with a modification time of long ago, so that times are trusted."""
        for path, text in texts.items():
            target = self.root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text.encode() if isinstance(text, str) else text)
            os.utime(target, (seconds, seconds))

    def run(self) -> Progress:
        with self.writer() as writer:
            return self.indexer(writer).run(self.known())

    def update(self, *paths: str) -> Progress:
        """A whole run that finds nothing to do, then the update."""
        with self.writer() as writer:
            indexer = self.indexer(writer)
            indexer.run(self.known())
            return indexer.update(paths)

    def writer(self) -> Writer:
        return Writer(self.store, os.path.realpath(self.root))

    def indexer(self, writer: Writer, **callables: Any) -> Indexer:
        settings = settings_of(str(self.root), self.settings)
        executor = lambda workers: self.make()  # noqa: E731 - an executor of any number of workers
        report = lambda progress: None  # noqa: E731
        return Indexer(str(self.root), settings, writer, executor, report, self.stop, **callables)

    def known(self) -> Known:
        with Reader(self.store) as reader:
            return Known.load(reader)

    def rows(self) -> list[Any]:
        with Reader(self.store) as reader:
            return reader.files_since(0).rows

    def files(self) -> dict[str, str]:
        """Path -> "" for an indexed file, the reason for a skipped one."""
        return {row.path: row.skip or "" for row in self.rows()}

    def snapshot(self) -> Snapshot:
        reader = Reader(self.store)
        rows = {
            row.path: FileRow(row.path, row.language, row.content, row.size, row.mtime_ns, row.origin)
            for row in reader.files_since(0).rows
            if row.content is not None
        }
        return Snapshot(
            str(self.root), reader.revision(), FileTable(rows), Stored(Outlines(reader)).refreshed(reader)
        )

    def contents(self, names: Callable[[str], bool] = lambda path: True) -> dict[str, Any]:
        """Everything the index knows, by path, without the numbers that depend on the order of work."""
        snapshot = self.snapshot()
        of_content = snapshot.table.of_content
        stored = snapshot.index
        assert isinstance(stored, Stored)
        found: dict[str, Any] = {
            path: (row.language, row.size, row.origin, encode(snapshot.outline(path)))
            for path, row in snapshot.table.rows.items()
        }
        postings: set[tuple[Any, ...]] = set()
        for family, index in (("tokens", stored.tokens), ("imports", stored.imports)):
            for segment in index._segments.values():
                for one, content in zip(segment.keys.tolist(), segment.contents.tolist(), strict=True):
                    postings.update((family, one, path) for path in of_content(content))
        for segment in stored.supers.values():
            assert segment.payload is not None
            for row in zip(
                segment.keys.tolist(), segment.contents.tolist(), segment.payload.tolist(), strict=True
            ):
                postings.update(("supers", row[0], path, row[2]) for path in of_content(row[1]))
        for table in stored.tables.values():
            for number in range(len(table)):
                rows = table.rows(number)
                columns = (table.contents, table.payload, table.kinds, table.ranks)
                for content, *rest in zip(*(column[rows].tolist() for column in columns), strict=True):
                    postings.update(
                        ("names", table.name(number), path, *rest) for path in of_content(content)
                    )
        return {"files": found, "postings": postings}
