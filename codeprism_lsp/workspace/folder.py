"""One workspace folder: the revisions its indexer publishes, its open documents, and its state.

What the event loop calls (documents, `project`, `status`, `configure`) only swaps references. Reports of
the indexer are taken on the link's thread, which alone reads the store and publishes.
"""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from codeprism_lsp.graph.snapshot import EmptyIndex, FileTable, Snapshot
from codeprism_lsp.resolution.project import Project
from codeprism_lsp.resolution.states import States
from codeprism_lsp.resolution.views import ViewCache
from codeprism_lsp.store import Reader, StoreError, StoreMissing, leave_note, location, temporary_cache_dir
from codeprism_lsp.workspace.documents import Document, OpenText
from codeprism_lsp.workspace.indexer_link import IndexerLink
from codeprism_lsp.workspace.known import brought_up, stored_table
from codeprism_lsp.workspace.memory import Pressure
from codeprism_lsp.workspace.on_demand import OnDemand
from codeprism_lsp.workspace.reconciliation import Reconciler, Signs
from codeprism_lsp.workspace.settings import CONFIGURATION_FILES, settings_of
from codeprism_lsp.workspace.stored import OUTLINE_BYTES, Outlines, Stored
from codeprism_lsp.workspace.watching import Watcher

_SHOWN_SKIPS = 200
_PUBLISHING_SHARE = 10  # while indexing, at most one part in so many of the time is spent on publishing
_SETTLED = ("ready", "degraded")
_MAX_ASKED = 2_000
_logger = logging.getLogger(__name__)

Layers = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class _Published:
    """What of the store is shown: all of one revision."""

    reader: Reader | None = None
    stored: Stored | None = None
    table: FileTable = field(default_factory=lambda: FileTable({}))
    revision: int = 0


class Folder:
    """Publishes immutable snapshots of one folder; the indexer process writes, this only reads."""

    def __init__(self, root: str, layers: Layers, views: ViewCache, changed: Callable[[], None]) -> None:
        """`changed` is called from threads of the folder's own whenever `status()` may have changed."""
        self.root = os.path.realpath(root)
        self.settings = settings_of(self.root, *layers)
        self._layers = layers
        self._views = views
        self._changed = changed
        self._lock = threading.Lock()
        self._configuring = threading.Lock()
        self._documents: dict[str, Document] = {}
        self._overlay: dict[str, OpenText] = {}
        self._published = _Published()
        self._project: Project | None = None
        self._states = States()
        self._report: Mapping[str, Any] = {"state": "discovering"}
        self._totals: Mapping[str, Any] = {}
        self._notes: dict[str, str] = {}  # standing problems by what they are about
        self._repaired: set[int] = set()  # contents and segments (negative) that were reported as damaged
        self._temporary: Path | None = None
        self._next_publishing = 0.0
        self._watcher: Watcher | None = None
        self._pressure = Pressure.NONE
        self._sent = 0  # commands about changes, and
        self._set_out = 0  # those that the present process need not hear of
        self._watching = True  # whether changes are told by events
        signs = Signs(self.root, lambda: self._watching, self._run_seconds)
        self._reconciler = Reconciler(signs, self.rescan, self._is_away)
        self._asked: set[str] = set()  # files that the indexer was told to take first
        self._disk = OnDemand(self.root, self.settings.policy(), self._ask)
        self._link = IndexerLink(self._set_up, self._heard, self._ended)

    # -- life --------------------------------------------------------------------------------------

    def start(self) -> None:
        """Opens what was stored before, if anything, and starts the indexer. Returns at once."""
        self._link.start()
        self._reconciler.start()

    def stop(self) -> None:
        """Ends the indexer with its workers; takes a fraction of a second."""
        if self._watcher is not None:
            self._watcher.stop()
        self._reconciler.stop()
        self._link.stop()
        if self._published.reader is not None:
            self._published.reader.close()
        if self._temporary is not None:
            shutil.rmtree(self._temporary, ignore_errors=True)

    def leave_note(self, note: bytes) -> None:
        """Leaves what is to be known of this server beside the index, if there is one."""
        if self._published.reader is None:
            return
        try:
            leave_note(self._store, note)
        except StoreError as error:
            _logger.warning("no note was left beside the index: %s", error)

    def configure(self, layers: Layers) -> None:
        """Takes new settings; the indexer starts again where they make a difference. Returns at once."""
        self._layers = layers
        threading.Thread(target=self._configure, name="codeprism-settings", daemon=True).start()

    def watch(self) -> None:
        """Watches the files itself, because the client does not."""
        if self._watcher is None:
            self._watcher = Watcher(self.root, self.files_changed, self._watch_state)
            self._watcher.start()

    # -- documents (event loop) --------------------------------------------------------------------

    def language(self, path: str) -> str | None:
        """The language in which a file is indexed, None where it is not."""
        return self._published.table.language(path)

    def open(self, document: Document) -> None:
        """The document's text is the truth about its path until `close`."""
        self._documents[document.path] = document
        self._ask(document.path)
        self._overlay_changed({**self._overlay, document.path: document.text})

    def document(self, path: str) -> Document:
        """The open document; raises KeyError."""
        return self._documents[path]

    def edited(self, path: str) -> None:
        """The document has a new text."""
        self._overlay_changed({**self._overlay, path: self._documents[path].text})

    def close(self, path: str) -> None:
        """Back to what is on disk; raises KeyError."""
        del self._documents[path]
        self._overlay_changed({one: text for one, text in self._overlay.items() if one != path})
        self.files_changed([path])

    def files_changed(self, paths: Sequence[str]) -> None:
        """Tells the indexer of paths (relative) that were created, changed or deleted."""
        if not paths:
            return
        if not all(path in self._published.table.rows for path in paths):
            # Configuration of the files' own (`package.json`, `go.mod`) is read when questions are answered.
            self._states.look_again()
            with self._lock:
                self._project = None
        if not CONFIGURATION_FILES.isdisjoint(paths):
            self.configure(self._layers)
        self._change({"update": list(paths)})

    def rescan(self) -> None:
        self._change({"rescan": True})

    def cancel(self) -> None:
        self._link.send({"cancel": True})

    # -- reading -----------------------------------------------------------------------------------

    def project(self) -> Project:
        """The present state; the same object until something changes."""
        with self._lock:
            if self._project is None:
                shown = self._published
                complete = bool(self._report.get("complete"))
                listed = complete or bool(self._report.get("searchable"))
                snapshot = Snapshot(
                    self.root,
                    shown.revision,
                    shown.table,
                    shown.stored if shown.stored is not None else EmptyIndex(),
                    self._overlay,
                    complete,
                    None if listed else self._disk,
                    None if complete else self._disk,
                )
                self._project = Project(snapshot, self._views, states=self._states)
            return self._project

    def status(self) -> dict[str, Any]:
        """Counts, state and problems of this folder. Reads no file and asks no process."""
        with self._lock:
            report, totals, shown = self._report, self._totals, self._published
            problems = [*self._notes.values(), *report.get("problems", ()), *totals.get("problems", ())]
            overlay = self._overlay
            behind = max(self._set_out, report.get("taken", 0)) < self._sent and "follows" not in report
        state = report.get("state", "discovering")
        found = report.get("found", 0) + report.get("skipped", 0)
        files = totals.get("files", 0) if state in _SETTLED else max(found, totals.get("files", 0))
        return {
            "state": "degraded" if "indexer" in self._notes else state,
            "root": self.root,
            "files": files,
            "indexed": max(0, len(shown.table) - report.get("waiting", 0)),
            "waiting": min(len(shown.table), report.get("waiting", 0)),
            "complete": bool(report.get("complete")),
            "searchable": bool(report.get("searchable")),
            "catchingUp": behind or (state not in _SETTLED and bool(report.get("complete"))),
            "skipped": totals.get("skipped", report.get("skipped", 0)),
            "symbols": totals.get("symbols", 0),
            "references": totals.get("references", 0),
            "edges": totals.get("edges", 0),
            "languages": totals.get("languages", {}),
            "dependencyMode": self.settings.dependencies.value,
            "problems": [
                *problems,
                *(f"{path}: {text.problem}" for path, text in overlay.items() if text.problem),
            ],
            "skips": totals.get("skips", []),
            "skipReasons": totals.get("skipReasons", {}),
            "limits": self.settings.limits(),
            "indexBytes": totals.get("indexBytes", 0),
            "parsed": report.get("parsed", 0),
            "unchanged": report.get("unchanged", 0),
            "seconds": round(report.get("seconds", 0.0), 3),
            "revision": shown.revision,
            "follows": report.get("follows"),
        }

    def processes(self) -> list[int]:
        """Process ids of the indexer and its workers; not for the event loop."""
        return self._link.processes()

    def press(self, pressure: Pressure) -> None:
        """Gives up what can be read again, and has the indexer use less; not for the event loop."""
        if pressure:
            self._states.clear()
        if pressure and self._published.stored is not None:
            self._published.stored.outlines.shrink()
        if pressure is not self._pressure:
            self._pressure = pressure
            self._link.send({"pressure": int(pressure)})

    # -- the indexer's side (own threads) ----------------------------------------------------------

    def _set_up(self) -> Mapping[str, Any]:
        self._store = self._place()
        with self._lock:
            self._set_out = self._sent
        self._publish()
        return {
            "store": str(self._store),
            "root": self.root,
            "settings": list(self._layers),
            "first": sorted(self._documents),
        }

    def _place(self) -> Path:
        """Where the index lies: in the cache directory, or beside it all where that cannot be written."""
        cache = Path(self.settings.cache_dir) if self.settings.cache_dir else None
        store = location(Path(self.root), cache)
        try:
            store.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=store.parent, prefix=".probe-"):
                pass
        except OSError as error:
            if self._temporary is None:
                self._temporary = temporary_cache_dir()
            self._note("cache", f"the cache directory cannot be written ({error}); the index is temporary")
            return location(Path(self.root), self._temporary)
        self._note("cache", "")
        return store

    def _heard(self, report: dict[str, Any]) -> None:
        before = self._report
        settled = report["state"] in _SETTLED
        moved = report.get("revision", 0) != self._published.revision or self._published.stored is None
        if moved and (settled or time.monotonic() >= self._next_publishing):
            began = time.monotonic()
            self._publish()
            now = time.monotonic()
            self._next_publishing = now + _PUBLISHING_SHARE * (now - began)
        if settled:
            self._note("indexer", "")
            if moved or before.get("state") not in _SETTLED:
                self._count()
        with self._lock:
            # Only now: whoever reads that all is ready must find all of it published and counted.
            self._report = report
            if any(before.get(one) != report.get(one) for one in ("state", "searchable", "complete")):
                self._project = None  # whether it is complete has changed
                self._asked = set()
        if report != before:
            self._changed()

    def _ended(self, reason: str) -> None:
        self._note("indexer", reason)

    def _publish(self) -> None:
        """Shows the latest committed revision."""
        shown = self._published
        try:
            if shown.reader is not None and shown.stored is not None and not shown.reader.replaced():
                reader, stored = shown.reader, shown.stored
            else:
                reader = Reader(self._store)
                share = self.settings.memory_limit_mb << 20 >> 4
                stored = Stored(Outlines(reader, min(OUTLINE_BYTES, share), self._damaged))
                shown = _Published(reader, stored)
            with reader.consistent():
                table, since = shown.table, shown.revision
                if not since:
                    table, since = stored_table(reader)
                changes = reader.files_since(since)
                stored = stored.refreshed(reader)
        except StoreMissing:
            return
        except StoreError as error:
            self._note("index", f"the index cannot be read: {error}")
            return
        self._note("index", "; ".join(stored.problems))
        self._report_damage(stored.damaged)
        table = brought_up(table, changes)
        with self._lock:
            self._published = _Published(reader, stored, table, changes.revision)
            self._project = None

    def _count(self) -> None:
        """Totals for `status()`, read when a run has ended."""
        reader, stored = self._published.reader, self._published.stored
        if reader is None or stored is None:
            return
        try:
            stats = reader.stats()
            skips = [
                {"path": row.path, "reason": row.skip, "detail": row.detail or ""}
                for row in reader.skipped(_SHOWN_SKIPS)
            ]
        except StoreError as error:
            self._note("index", f"the index cannot be read: {error}")
            return
        edges = stats.definitions + sum(len(one) for one in stored.supers.values()) + len(stored.imports)
        totals = {
            "files": stats.files,
            "skipped": sum(stats.skipped.values()),
            "symbols": stats.definitions,
            "references": stats.occurrences,
            "edges": edges,
            "languages": dict(stats.languages),
            "indexBytes": stats.disk_bytes,
            "skips": skips,
            "skipReasons": dict(sorted(stats.skipped.items())),
            "problems": [f"{count} skipped: {reason}" for reason, count in sorted(stats.skipped.items())],
        }
        with self._lock:
            self._totals = totals

    # -- damage ------------------------------------------------------------------------------------

    def _damaged(self, content: int) -> None:
        """The facts of a content cannot be read: the indexer makes them again."""
        with self._lock:
            known = content in self._repaired
            self._repaired.add(content)
            table = self._published.table
        paths = list(table.of_content(content))
        if paths and not known:
            _logger.warning("stored facts of %s are damaged; they are made again", paths[0])
            self._link.send({"restore": paths})

    def _report_damage(self, segments: frozenset[int]) -> None:
        fresh = [one for one in sorted(segments) if -one not in self._repaired]
        if fresh:
            self._repaired.update(-one for one in fresh)
            _logger.warning("segments %s of the index are damaged; their files are indexed again", fresh)
            self._link.send({"invalidate": fresh})

    # -- private -----------------------------------------------------------------------------------

    def _configure(self) -> None:
        with self._configuring:
            settings = settings_of(self.root, *self._layers)
            if settings == self.settings:
                return
            self.settings = settings
            self._disk = OnDemand(self.root, settings.policy(), self._ask)
            self._link.restart()
        self._changed()

    def _ask(self, path: str) -> None:
        """Tells the indexer that somebody looks at a file, where it does not know it fully yet."""
        if self._report.get("complete") or path in self._asked or len(self._asked) >= _MAX_ASKED:
            return
        self._asked.add(path)
        self._link.send({"first": [path]})

    def _change(self, command: Mapping[str, Any]) -> None:
        with self._lock:
            self._sent += 1
            number = self._sent
        self._link.send({**command, "number": number})

    def _run_seconds(self) -> float:
        seconds = self._report.get("runSeconds", 0.0)
        return seconds if isinstance(seconds, float) else 0.0

    def _is_away(self, away: bool) -> None:
        self._note("root", f"{self.root} is not there; its index is kept until it is" if away else "")

    def _overlay_changed(self, overlay: dict[str, OpenText]) -> None:
        with self._lock:
            self._overlay, self._project = overlay, None

    def _watch_state(self, reason: str) -> None:
        self._watching = not reason
        self._note("watch", reason)
        if reason:
            self.rescan()

    def _note(self, about: str, problem: str) -> None:
        """Keeps one standing problem about something; "" takes it away."""
        with self._lock:
            if self._notes.get(about, "") == problem:
                return
            # A new dictionary each time: readers of the old one are not disturbed.
            kept = {one: text for one, text in self._notes.items() if one != about}
            self._notes = {**kept, about: problem} if problem else kept
        self._changed()
