"""The host: the one place where state changes. Everyone else holds what `capture()` gave them.

Its methods are called by the server's event loop, in the order of the client's messages, and return
within microseconds to a few milliseconds: parsing happens where a question needs it, reading the index
on the folders' own threads, writing it in the indexer processes.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from codeprism_lsp.analysis.workspace import Workspace
from codeprism_lsp.files.paths import relative, uri_to_path
from codeprism_lsp.graph.snapshot import EmptyIndex, FileTable, Snapshot
from codeprism_lsp.languages import registry
from codeprism_lsp.resolution.project import Project
from codeprism_lsp.resolution.views import ViewCache
from codeprism_lsp.text.lines import PositionEncoding
from codeprism_lsp.workspace.answers import Answers
from codeprism_lsp.workspace.documents import Change, Document, OpenText
from codeprism_lsp.workspace.folder import Folder
from codeprism_lsp.workspace.memory import Guard, described, resident_mb
from codeprism_lsp.workspace.settings import settings_of

_LANGUAGE_IDS = {"javascriptreact": "javascript", "objective-c": "c", "cuda-cpp": "cpp"}
_MEMORY_SECONDS = 5.0
_VIEW_BYTES = 192 << 20
_RANK = {"discovering": 0, "indexing": 1, "degraded": 2, "ready": 3}


class Host:
    """Folders, open documents and settings of one client."""

    def __init__(self, cache_dir: str = "", command_line: Mapping[str, Any] = MappingProxyType({})) -> None:
        """`command_line` are settings under their own names, which outweigh those of the editor."""
        self.answers = Answers()
        self._views = ViewCache()
        self._folders: list[Folder] = []
        self._layers: list[Mapping[str, Any]] = []
        self._client_watches = True
        self._callbacks: list[Callable[[], None]] = []
        self._open: dict[str, tuple[Folder | None, str]] = {}  # uri -> folder, path
        self._loose: dict[str, Document] = {}
        self._loose_project: Project | None = None
        self._foreign: set[str] = set()  # uris of documents in no language of ours
        self._captured: Workspace | None = None
        self._memory_mb = 0.0
        self._memory_problem = ""
        self._guard = Guard()
        self._sampled = 0.0
        self._wake_sampler = threading.Event()
        self._command_line = {**command_line, **({"cacheDir": cache_dir} if cache_dir else {})}
        self._lock = threading.Lock()
        self._stopped = False

    # -- life --------------------------------------------------------------------------------------

    def start(self, folders: Sequence[str], settings: Mapping[str, Any], *, client_watches: bool) -> None:
        self._layers = [settings, self._command_line]
        self._client_watches = client_watches
        limits = [settings_of(os.path.realpath(root), *self._layers).memory_limit_mb for root in folders]
        self._views = ViewCache(min(_VIEW_BYTES, min(limits, default=4096) << 20 >> 3))
        for root in folders:
            self.add_folder(root)
        self._configure_answers()
        threading.Thread(target=self._sample_memory, name="codeprism-memory", daemon=True).start()

    def stop(self) -> None:
        self._stopped = True
        self._wake_sampler.set()
        self._leave_notes()
        for folder in self._folders:
            folder.stop()

    def add_folder(self, root: str) -> None:
        real = os.path.realpath(root)
        if any(folder.root == real for folder in self._folders):
            return
        folder = Folder(real, self._layers, self._views, self._status_changed)
        self._folders = [*self._folders, folder]
        folder.start()
        if not self._client_watches:
            folder.watch()
        for uri in list(self._open):
            self._place(uri)
        self._captured = None

    def remove_folder(self, root: str) -> None:
        real = os.path.realpath(root)
        for folder in self._folders:
            if folder.root == real:
                threading.Thread(target=folder.stop, daemon=True).start()
        self._folders = [folder for folder in self._folders if folder.root != real]
        for uri in list(self._open):
            self._place(uri)
        self._captured = None

    def watch_files(self) -> None:
        self._client_watches = False
        for folder in self._folders:
            folder.watch()

    def settings_changed(self, settings: Mapping[str, Any]) -> None:
        self._layers = [settings, self._command_line]
        for folder in self._folders:
            folder.configure(self._layers)
        self._configure_answers()
        self._captured = None

    # -- documents ---------------------------------------------------------------------------------

    def open_document(self, uri: str, language_id: str, version: int, text: str) -> None:
        path = uri_to_path(uri)
        language = _language(path or uri, language_id, text)
        if language is None:
            self._foreign.add(uri)
            return
        folder, where = self._folder_of(path) if path is not None else (None, "")
        if folder is None:
            self._put_loose(uri, Document(_loose_path(path or uri), language, version, text))
        else:
            known = folder.language(where)
            folder.open(Document(where, known or language, version, text))
            self._open[uri] = (folder, where)
        self._captured = None

    def change_document(
        self, uri: str, version: int, changes: Sequence[Change], encoding: PositionEncoding
    ) -> None:
        if uri in self._foreign:
            return
        folder, path = self._open[uri]
        if folder is None:
            self._loose[uri].change(version, changes, encoding)
            self._loose_project = None
        else:
            folder.document(path).change(version, changes, encoding)
            folder.edited(path)
        self._captured = None

    def close_document(self, uri: str) -> None:
        if uri in self._foreign:
            self._foreign.discard(uri)
            return
        folder, path = self._open.pop(uri)
        if folder is None:
            del self._loose[uri]
            self._loose_project = None
        else:
            folder.close(path)
        self._captured = None

    def save_document(self, uri: str) -> None:
        folder, path = self._open.get(uri, (None, ""))
        if folder is not None:
            folder.files_changed([path])

    def files_changed(self, events: Sequence[tuple[str, Any]]) -> None:
        changed: dict[int, list[str]] = {}
        for uri, _ in events:
            path = uri_to_path(uri)
            if path is None:
                continue
            folder, where = self._folder_of(path)
            if folder is not None:
                changed.setdefault(id(folder), []).append(where)
        for folder in self._folders:
            folder.files_changed(changed.get(id(folder), ()))

    # -- reading -----------------------------------------------------------------------------------

    def capture(self) -> Workspace:
        self._asked()
        with self._lock:
            projects = tuple(folder.project() for folder in self._folders)
            captured = self._captured
            if captured is None or captured.projects != projects or captured.loose is not self._loose_project:
                captured = Workspace(projects, self._loose_state(), _LazyStatus(self.status))
                self._captured = captured
            return captured

    def status(self) -> Mapping[str, Any]:
        self._asked()
        parts = [folder.status() for folder in self._folders]
        if not parts:
            return {
                **_EMPTY,
                "state": "ready",
                "complete": True,
                "searchable": True,
                "memoryMB": self._memory_mb,
            }
        total: dict[str, Any] = {"state": min((part["state"] for part in parts), key=_RANK.__getitem__)}
        for name in (
            "files",
            "indexed",
            "waiting",
            "skipped",
            "symbols",
            "references",
            "edges",
            "indexBytes",
        ):
            total[name] = sum(part[name] for part in parts)
        for name in ("complete", "searchable"):
            total[name] = all(part[name] for part in parts)
        total["catchingUp"] = any(part["catchingUp"] for part in parts)
        languages: dict[str, int] = {}
        for part in parts:
            for language, count in part["languages"].items():
                languages[language] = languages.get(language, 0) + count
        total["languages"] = dict(sorted(languages.items()))
        total["dependencyMode"] = parts[0]["dependencyMode"]
        total["problems"] = [problem for part in parts for problem in part["problems"]]
        if self._memory_problem:
            total["problems"].insert(0, self._memory_problem)
        total.update(self._memory())
        total["folders"] = parts
        return total

    def on_status(self, callback: Callable[[], None]) -> None:
        self._callbacks.append(callback)

    def cancel_indexing(self) -> None:
        for folder in self._folders:
            folder.cancel()

    # -- private -----------------------------------------------------------------------------------

    def _status_changed(self) -> None:
        if not self._stopped:
            for callback in self._callbacks:
                callback()

    def _folder_of(self, path: str) -> tuple[Folder | None, str]:
        found = self._innermost(path)
        # Links are resolved only where the path as it is written lies in no folder.
        return found if found[0] is not None else self._innermost(os.path.realpath(path))

    def _innermost(self, path: str) -> tuple[Folder | None, str]:
        best: tuple[Folder | None, str] = (None, "")
        for folder in self._folders:
            where = relative(folder.root, path)
            if where is not None and (best[0] is None or len(folder.root) > len(best[0].root)):
                best = (folder, where)
        return best

    def _place(self, uri: str) -> None:
        """Moves an open document to where it belongs, now that there are other folders."""
        owner, path = self._open[uri]
        absolute = uri_to_path(uri)
        folder, where = self._folder_of(absolute) if absolute is not None else (None, "")
        if folder is owner:
            return
        document = self._loose.pop(uri) if owner is None else owner.document(path)
        if owner is not None:
            owner.close(path)
        text = document.text
        if folder is None:
            moved = Document(_loose_path(absolute or uri), text.language, text.version, text.data.decode())
            self._put_loose(uri, moved)
        else:
            folder.open(Document(where, text.language, text.version, text.data.decode()))
            self._open[uri] = (folder, where)
        self._loose_project = None

    def _put_loose(self, uri: str, document: Document) -> None:
        self._loose[uri] = document
        self._open[uri] = (None, document.path)
        self._loose_project = None

    def _loose_state(self) -> Project | None:
        if self._loose_project is None and self._loose:
            overlay: dict[str, OpenText] = {document.path: document.text for document in self._loose.values()}
            snapshot = Snapshot(_anchor(), 0, FileTable({}), EmptyIndex(), overlay)
            self._loose_project = Project(snapshot, self._views)
        return self._loose_project

    def _sample_memory(self) -> None:
        """Measures the memory of all processes and has less used when the limit is passed.

        Whoever asks something wakes it up, and a server that nobody asks sleeps. Looking through the
        processes of the machine takes milliseconds, which the event loop does not have.
        """
        while not self._stopped:
            self._wake_sampler.wait()
            self._wake_sampler.clear()
            folders = self._folders
            limit = self._memory_limit_mb()
            held = resident_mb(pid for folder in folders for pid in folder.processes())
            before = self._guard.pressure
            pressure = self._guard.measured(held, limit)
            self._memory_mb = round(held, 1)
            self._memory_problem = described(pressure, held, limit)
            if pressure:
                self._views.shrink()
                self.answers.shrink()
            for folder in folders:
                folder.press(pressure)
            if pressure is not before:
                self._status_changed()
            self._sampled = time.monotonic()

    def _leave_notes(self) -> None:
        """Notes beside each index what became of the questions, for `codeprism-lsp stats`."""
        answers = self.answers.status()
        if answers["kinds"]:
            note = {"ended": datetime.now(UTC).isoformat(timespec="seconds"), "answers": answers}
            for folder in self._folders:
                folder.leave_note(json.dumps(note).encode())

    def _configure_answers(self) -> None:
        """Bounds of the first folder: answers are kept for all folders together."""
        root = self._folders[0].root if self._folders else os.path.abspath(os.sep)
        settings = settings_of(root, *self._layers)
        self.answers.configure(settings.cache_entries, settings.cache_mb << 20, settings.cache_minutes)

    def _memory(self) -> Mapping[str, Any]:
        return {
            "memoryMB": self._memory_mb,
            "memoryLimitMB": self._memory_limit_mb(),
            "memoryPressure": self._guard.pressure.name.lower(),
            "answers": self.answers.status(),
        }

    def _memory_limit_mb(self) -> int:
        return min((folder.settings.memory_limit_mb for folder in self._folders), default=4096)

    def _asked(self) -> None:
        if time.monotonic() - self._sampled > _MEMORY_SECONDS:
            self._sampled = time.monotonic()
            self._wake_sampler.set()


_EMPTY: Mapping[str, Any] = {
    "files": 0,
    "indexed": 0,
    "waiting": 0,
    "skipped": 0,
    "symbols": 0,
    "references": 0,
    "edges": 0,
    "indexBytes": 0,
    "languages": {},
    "dependencyMode": "exclude",
    "problems": [],
    "folders": [],
}


class _LazyStatus(Mapping[str, Any]):
    """A status that is counted only when somebody reads it."""

    def __init__(self, read: Callable[[], Mapping[str, Any]]) -> None:
        self._read = read

    def __getitem__(self, key: str) -> Any:
        return self._read()[key]

    def __iter__(self) -> Any:
        return iter(self._read())

    def __len__(self) -> int:
        return len(self._read())


def _language(path: str, language_id: str, text: str) -> str | None:
    known = registry.specs()
    first = text[:200].split("\n", 1)[0].encode("utf-8", "replace")
    recognised = registry.recognise(path.replace(os.sep, "/"), first)
    named = _LANGUAGE_IDS.get(language_id, language_id)
    if recognised is not None:
        same_family = named in known and known[named].family == known[recognised].family
        # The client may know better within a family: a header that is C++.
        return named if same_family and Path(path).suffix == ".h" else recognised
    return named if named in known else None


def _anchor() -> str:
    return Path(os.path.abspath(os.sep)).anchor


def _loose_path(path: str) -> str:
    return relative(_anchor(), path) or path.replace(":", "_").lstrip("/")
