"""One workspace folder: its indexer process, the revisions it publishes, and its open documents."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import psutil

from codeprism_lsp.graph.snapshot import FileRow, FileTable, Snapshot
from codeprism_lsp.resolution.project import Project, ViewCache
from codeprism_lsp.store import Reader, StoreError, StoreMissing, location, temporary_cache_dir
from codeprism_lsp.workspace.documents import Document, OpenText
from codeprism_lsp.workspace.settings import settings_of
from codeprism_lsp.workspace.stored import Outlines, Stored
from codeprism_lsp.workspace.watching import Watcher

_SHOWN_SKIPS = 200
# When the indexer ends at once, the semaphores of its workers are cleaned up by Python's tracker, which
# need not tell the editor's log about it.
_QUIET = "ignore:resource_tracker:UserWarning"


class Folder:
    """Publishes immutable snapshots of one folder; the indexer process writes, this only reads."""

    def __init__(
        self,
        root: str,
        layers: Sequence[Mapping[str, Any]],
        views: ViewCache,
        changed: Callable[[], None],
    ) -> None:
        self.root = os.path.realpath(root)
        self._views = views
        self._changed = changed
        self._lock = threading.Lock()
        self._documents: dict[str, Document] = {}
        self._overlay: dict[str, OpenText] = {}
        self._table = FileTable({})
        self._stored: Stored | None = None
        self._revision = 0
        self._reader: Reader | None = None
        self._project: Project | None = None
        self._status: dict[str, Any] = {"state": "discovering", "problems": []}
        self._totals: dict[str, Any] = {}
        self._process: subprocess.Popen[bytes] | None = None
        self._watcher: Watcher | None = None
        self._stopping = False
        self._layers = list(layers)
        self.settings = settings_of(self.root, *layers)

    # -- life --------------------------------------------------------------------------------------

    def start(self) -> None:
        """Opens what was stored before, if anything, and starts the indexer. Returns at once."""
        threading.Thread(target=self._begin, name="codeprism-folder", daemon=True).start()

    def stop(self) -> None:
        """Ends the indexer with its workers."""
        self._stopping = True
        if self._watcher is not None:
            self._watcher.stop()
        self._end_process()
        if self._reader is not None:
            self._reader.close()

    def configure(self, layers: Sequence[Mapping[str, Any]]) -> None:
        """Takes new settings; the indexer starts again where they make a difference."""
        settings = settings_of(self.root, *layers)
        if settings == self.settings:
            return
        self._layers, self.settings = list(layers), settings
        process, self._process = self._process, None
        _end(process)
        self.start()

    def watch(self) -> None:
        """Watches the files itself, because the client does not."""
        if self._watcher is None:
            self._watcher = Watcher(self.root, self.files_changed, self._watch_failed)
            self._watcher.start()

    # -- documents (event loop) --------------------------------------------------------------------

    def open(self, path: str, language: str, version: int, text: str) -> None:
        row = self._table.rows.get(path)
        document = Document(path, row.language if row is not None else language, version, text)
        self._documents[path] = document
        self._overlay_changed({**self._overlay, path: document.text})

    def document(self, path: str) -> Document:
        """The open document; raises KeyError."""
        return self._documents[path]

    def edited(self, path: str) -> None:
        """The document has a new text."""
        self._overlay_changed({**self._overlay, path: self._documents[path].text})

    def close(self, path: str) -> None:
        del self._documents[path]
        self._overlay_changed({one: text for one, text in self._overlay.items() if one != path})
        self.files_changed([path])

    def files_changed(self, paths: Sequence[str]) -> None:
        """Tells the indexer of paths (relative) that were created, changed or deleted."""
        if paths:
            self._command({"update": list(paths)})

    def rescan(self) -> None:
        self._command({"rescan": True})

    def cancel(self) -> None:
        self._command({"cancel": True})

    # -- reading -----------------------------------------------------------------------------------

    def project(self) -> Project:
        """The present state; the same object until something changes."""
        with self._lock:
            if self._project is None:
                index = self._stored if self._stored is not None else _NOTHING
                snapshot = Snapshot(
                    self.root,
                    self._revision,
                    self._table,
                    index,
                    self._overlay,
                    self._status.get("state") in ("ready", "degraded"),
                )
                self._project = Project(snapshot, self._views)
            return self._project

    def status(self) -> dict[str, Any]:
        """Counts, state and problems of this folder."""
        with self._lock:
            status, totals, table = dict(self._status), dict(self._totals), self._table
        found = max(status.get("found", 0) + status.get("skipped", 0), totals.get("files", 0))
        return {
            "state": status.get("state", "discovering"),
            "root": self.root,
            "files": found,
            "indexed": len(table.rows),
            "skipped": totals.get("skipped", status.get("skipped", 0)),
            "symbols": totals.get("symbols", 0),
            "references": totals.get("references", 0),
            "edges": totals.get("edges", 0),
            "languages": totals.get("languages", {}),
            "dependencyMode": self.settings.dependencies.value,
            "problems": [*status.get("problems", ()), *totals.get("problems", ())],
            "skips": totals.get("skips", []),
            "indexBytes": totals.get("indexBytes", 0),
            "parsed": status.get("parsed", 0),
            "unchanged": status.get("unchanged", 0),
            "seconds": round(status.get("seconds", 0.0), 3),
            "revision": self._revision,
        }

    def processes(self) -> list[int]:
        """Process ids of the indexer and its workers."""
        process = self._process
        if process is None:
            return []
        try:
            return [
                process.pid,
                *(child.pid for child in psutil.Process(process.pid).children(recursive=True)),
            ]
        except psutil.Error:
            return []

    def shrink(self) -> None:
        """Gives up what can be read again."""
        if self._stored is not None:
            self._stored.outlines.shrink()

    # -- the indexer's side (own threads) ----------------------------------------------------------

    def _begin(self) -> None:
        cache = Path(self.settings.cache_dir) if self.settings.cache_dir else None
        store = location(Path(self.root), cache)
        try:
            store.parent.mkdir(parents=True, exist_ok=True)
            _probe(store.parent)
        except OSError as error:
            store = location(Path(self.root), temporary_cache_dir())
            store.parent.mkdir(parents=True, exist_ok=True)
            self._note(
                f"the cache directory cannot be written ({error}); the index is kept for this session only"
            )
        self._refresh(store)
        process = subprocess.Popen(
            [sys.executable, "-P", "-W", _QUIET, "-m", "codeprism_lsp.workspace.indexer_process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=tempfile.gettempdir(),
        )
        self._process = process
        if self._stopping:
            _end(process)
            return
        self._command({"store": str(store), "root": self.root, "settings": self._layers})
        assert process.stdout is not None
        for line in process.stdout:
            self._heard(json.loads(line), store)
        if process is self._process and not self._stopping:
            process.wait()
            self._note(
                f"the indexer ended unexpectedly (exit code {process.returncode}); what it stored is served"
            )
            with self._lock:
                self._status["state"] = "degraded"
                self._project = None
            self._changed()

    def _heard(self, message: dict[str, Any], store: Path) -> None:
        follows = message.get("follows")
        with self._lock:
            notes = [one for one in self._status.get("problems", ()) if one.startswith("the cache directory")]
            self._status = {**message, "problems": [*notes, *message["problems"]]}
        if follows is not None or message.get("revision", 0) != self._revision or self._stored is None:
            self._refresh(store)
        if message["state"] in ("ready", "degraded"):
            self._count()
        with self._lock:
            self._project = None
        self._changed()

    def _refresh(self, store: Path) -> None:
        """Publishes the latest committed revision."""
        try:
            if self._reader is None or self._reader.replaced():
                self._reader = Reader(store)
                self._stored, self._revision = None, 0
            reader = self._reader
            with reader.consistent():
                changes = reader.files_since(self._revision)
                before = self._stored or Stored(Outlines(reader))
                stored = before.refreshed(reader)
        except StoreMissing:
            return
        except StoreError as error:
            self._note(f"the index cannot be read: {error}")
            return
        rows = [
            FileRow(row.path, row.language, row.content, row.size, row.mtime_ns, row.origin)
            for row in changes.rows
            if row.content is not None and row.language is not None
        ]
        lost = [row.path for row in changes.rows if row.content is None]
        table = FileTable({}) if changes.whole else self._table
        with self._lock:
            if rows or lost or changes.deleted or changes.whole:
                self._table = table.changed(rows, [*changes.deleted, *lost])
            self._stored, self._revision, self._project = stored, changes.revision, None

    def _count(self) -> None:
        """Totals for `indexStatus`, read when a run has ended."""
        reader, stored = self._reader, self._stored
        if reader is None or stored is None:
            return
        try:
            stats = reader.stats()
            skips = [
                {"path": row.path, "reason": row.skip, "detail": row.detail or ""}
                for row in reader.skipped(_SHOWN_SKIPS)
            ]
        except StoreError as error:
            self._note(f"the index cannot be read: {error}")
            return
        edges = stats.definitions + sum(len(one) for one in stored.supers.values()) + len(stored.imports)
        with self._lock:
            self._totals = {
                "files": stats.files,
                "skipped": sum(stats.skipped.values()),
                "symbols": stats.definitions,
                "references": stats.occurrences,
                "edges": edges,
                "languages": dict(stats.languages),
                "indexBytes": stats.disk_bytes,
                "skips": skips,
                "problems": [
                    *(f"{count} skipped: {reason}" for reason, count in sorted(stats.skipped.items())),
                    *stored.problems,
                ],
            }

    def _overlay_changed(self, overlay: dict[str, OpenText]) -> None:
        with self._lock:
            self._overlay, self._project = overlay, None

    def _command(self, message: dict[str, Any]) -> None:
        process = self._process
        if process is None or process.stdin is None:
            return
        try:
            process.stdin.write(json.dumps(message).encode() + b"\n")
            process.stdin.flush()
        except (OSError, ValueError):
            self._note("the indexer does not listen any more; changes of files are not seen")

    def _watch_failed(self, reason: str) -> None:
        self._note(reason)
        self.rescan()

    def _note(self, problem: str) -> None:
        with self._lock:
            problems = self._status.setdefault("problems", [])
            if problem not in problems:
                problems.append(problem)
        self._changed()

    def _end_process(self) -> None:
        process, self._process = self._process, None
        _end(process)


def _end(process: subprocess.Popen[bytes] | None) -> None:
    """Ends a process: first by closing its input, then by force."""
    if process is None:
        return
    try:
        if process.stdin is not None:
            process.stdin.close()
        process.wait(timeout=0.3)
    except (OSError, subprocess.TimeoutExpired):
        process.kill()


def _probe(directory: Path) -> None:
    """Raises OSError where files cannot be written."""
    with tempfile.NamedTemporaryFile(dir=directory, prefix=".probe-"):
        pass


class _Nothing(Stored):
    """The index of a folder of which nothing is stored yet."""

    def __init__(self) -> None:
        super().__init__(None)  # type: ignore[arg-type]

    def outline(self, content: int) -> None:
        return None


_NOTHING = _Nothing()
