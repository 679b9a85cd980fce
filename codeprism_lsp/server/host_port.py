"""What the server needs of the workspace's host.

`codeprism_lsp.workspace.host.Host` fulfils it; tests bring an in-memory one. The server calls every
method from the event loop's thread, in the order in which the client's messages arrived, except
`stop()`. Each call must return within a few milliseconds: the loop is blocked meanwhile. What takes
longer belongs into the host's own threads and processes.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from enum import IntEnum
from typing import Any, Protocol

from codeprism_lsp.text.lines import PositionEncoding

Place = tuple[int, int]
"""(line, character), zero-based, character in units of the negotiated encoding; may lie out of range."""

Change = tuple[tuple[Place, Place] | None, str]
"""A replaced range and its new text; None replaces the whole document."""


class FileEvent(IntEnum):
    """What happened to a watched file; the values are LSP's FileChangeType."""

    CREATED = 1
    CHANGED = 2
    DELETED = 3


WORTH_SECONDS = 0.005
"""Answers that took less are not kept: finding them again is not much faster."""


class AnswersPort(Protocol):
    """Where answers are kept, by what they depend on. For any thread."""

    def find(self, kind: str, question: Hashable) -> bytes | None: ...

    def keep(self, kind: str, question: Hashable, answer: bytes) -> None: ...


class HostPort(Protocol):
    """The workspace as the server sees it."""

    @property
    def answers(self) -> AnswersPort | None:
        """Where answers are kept, None where they are not."""

    def start(self, folders: Sequence[str], settings: Mapping[str, Any], *, client_watches: bool) -> None:
        """Called once, at `initialize`, with absolute paths (possibly none) and the `codeprism` settings.

        `client_watches` says whether the client will report file changes; False means that the host
        has to watch by itself. Settings pulled from the client follow through `settings_changed`, and
        usually do so within milliseconds.
        """

    def watch_files(self) -> None:
        """Called when the client refused to watch files after all: the host watches from now on."""

    def add_folder(self, root: str) -> None: ...

    def remove_folder(self, root: str) -> None: ...

    def open_document(self, uri: str, language_id: str, version: int, text: str) -> None:
        """The text of the client is the truth until `close_document`. Lone surrogates were replaced."""

    def change_document(
        self, uri: str, version: int, changes: Sequence[Change], encoding: PositionEncoding
    ) -> None:
        """Applies `changes` one after the other, each to the result of the one before.

        Raises KeyError when the document is not open; the server tells the client.
        """

    def close_document(self, uri: str) -> None:
        """Back to what is on disk. Closing what is not open raises KeyError."""

    def save_document(self, uri: str) -> None: ...

    def files_changed(self, events: Sequence[tuple[str, FileEvent]]) -> None:
        """(uri, event) pairs in the client's order; an event may be about a whole directory."""

    def settings_changed(self, settings: Mapping[str, Any]) -> None:
        """The complete effective `codeprism` settings, not a difference."""

    def capture(self) -> Any:
        """An immutable snapshot of all of the above, for one request; must be cheap (microseconds)."""

    def status(self) -> Mapping[str, Any]:
        """The body of `codeprism/indexStatus`: state, files, indexed, skipped, symbols and so on."""

    def on_status(self, callback: Callable[[], None]) -> None:
        """Registers what to call, from any thread and as often as wanted, when `status()` changed.

        The server reads `status()` on its own thread afterwards, at most ten times a second.
        """

    def cancel_indexing(self) -> None:
        """Somebody pressed cancel on the progress bar: stop the present run and say so in `status()`."""

    def stop(self) -> None:
        """Called once, from a thread of its own, when the client leaves; nothing is called after it.

        Handlers may still run on captured snapshots for a moment. The process, with all its children,
        is ended by force shortly after (see `departure`), so this is a chance to leave things tidy,
        not a promise of time. Processes that the host starts must also end by themselves when this
        process vanishes without a word.
        """


HostFactory = Callable[[], HostPort]
