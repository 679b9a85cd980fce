"""An in-memory host: documents are texts, and every call is remembered so that tests can ask for it."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from codeprism_lsp.server.host_port import Change, FileEvent, HostPort
from codeprism_lsp.text.lines import PositionEncoding
from codeprism_lsp.workspace.answers import Answers


@dataclass(frozen=True)
class FakeAnalysis:
    """A snapshot of the fake host."""

    documents: Mapping[str, str]
    versions: Mapping[str, int]
    calls: tuple[Any, ...]
    host: FakeHost

    @property
    def state(self) -> object:
        return tuple(sorted(self.documents.items()))


class FakeHost:
    def __init__(self) -> None:
        self.answers = Answers()
        self.documents: dict[str, str] = {}
        self.versions: dict[str, int] = {}
        self.calls: list[Any] = []
        self.current: dict[str, Any] = {"state": "ready", "files": 0, "indexed": 0, "symbols": 0}
        self.children: list[subprocess.Popen[bytes]] = []
        self.stop_seconds = 0.0
        self._callback: Callable[[], None] = lambda: None

    def start(self, folders: Sequence[str], settings: Mapping[str, Any], *, client_watches: bool) -> None:
        self.calls.append(["start", list(folders), dict(settings), client_watches])

    def watch_files(self) -> None:
        self.calls.append(["watch_files"])

    def add_folder(self, root: str) -> None:
        self.calls.append(["add_folder", root])

    def remove_folder(self, root: str) -> None:
        self.calls.append(["remove_folder", root])

    def open_document(self, uri: str, language_id: str, version: int, text: str) -> None:
        self.calls.append(["open", uri, language_id])
        self.documents[uri], self.versions[uri] = text, version

    def change_document(
        self, uri: str, version: int, changes: Sequence[Change], encoding: PositionEncoding
    ) -> None:
        text = self.documents[uri]
        for place, new in changes:
            if place is None:
                text = new
            else:
                start, end = (_offset(text, *p) for p in place)
                text = text[:start] + new + text[end:]
        self.documents[uri], self.versions[uri] = text, version

    def close_document(self, uri: str) -> None:
        del self.documents[uri]

    def save_document(self, uri: str) -> None:
        self.calls.append(["save", uri])

    def files_changed(self, events: Sequence[tuple[str, FileEvent]]) -> None:
        self.calls.append(["files_changed", [[uri, event.name] for uri, event in events]])

    def settings_changed(self, settings: Mapping[str, Any]) -> None:
        self.calls.append(["settings", dict(settings)])

    def capture(self) -> FakeAnalysis:
        return FakeAnalysis(dict(self.documents), dict(self.versions), tuple(self.calls), self)

    def status(self) -> Mapping[str, Any]:
        return self.current

    def on_status(self, callback: Callable[[], None]) -> None:
        self._callback = callback

    def cancel_indexing(self) -> None:
        self.calls.append(["cancel_indexing"])
        self.report(state="degraded")

    def stop(self) -> None:
        threading.Event().wait(self.stop_seconds)

    def report(self, **status: Any) -> None:
        """Called on worker threads by the fake features."""
        self.current = {**self.current, **status}
        self._callback()

    def start_stubborn_child(self) -> int:
        """A child that ignores SIGTERM and has a child of its own; its pid."""
        grandchild = f"import subprocess, sys; subprocess.Popen([{sys.executable!r}, '-c', {_STUBBORN!r}])"
        child = subprocess.Popen([sys.executable, "-c", grandchild + "\n" + _STUBBORN])
        self.children.append(child)
        return child.pid


_STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"


def _offset(text: str, line: int, character: int) -> int:
    lines = text.split("\n")
    return sum(len(before) + 1 for before in lines[:line]) + character


def make() -> HostPort:
    return FakeHost()
