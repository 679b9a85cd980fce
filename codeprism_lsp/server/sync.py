"""Notifications that change the workspace: documents, watched files, folders.

Each entry of `NOTIFICATIONS` is applied on the event loop's thread in the order of arrival, so a
request sees exactly the state that the notifications before it made.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lsprotocol import types as lsp

from codeprism_lsp.server.host_port import Change, FileEvent, HostPort
from codeprism_lsp.text.lines import PositionEncoding

Apply = Callable[[HostPort, Any, PositionEncoding], None]


def _opened(host: HostPort, params: lsp.DidOpenTextDocumentParams, _: PositionEncoding) -> None:
    document = params.text_document
    # lsprotocol knows the common language ids as an enum and leaves the others strings.
    language_id = str(getattr(document.language_id, "value", document.language_id))
    host.open_document(document.uri, language_id, document.version, document.text)


def _changed(host: HostPort, params: lsp.DidChangeTextDocumentParams, encoding: PositionEncoding) -> None:
    document = params.text_document
    changes = [_change(change) for change in params.content_changes]
    host.change_document(document.uri, document.version, changes, encoding)


def _change(event: lsp.TextDocumentContentChangeEvent) -> Change:
    if not isinstance(event, lsp.TextDocumentContentChangePartial):
        return None, event.text
    start, end = event.range.start, event.range.end
    return ((start.line, start.character), (end.line, end.character)), event.text


def _closed(host: HostPort, params: lsp.DidCloseTextDocumentParams, _: PositionEncoding) -> None:
    host.close_document(params.text_document.uri)


def _saved(host: HostPort, params: lsp.DidSaveTextDocumentParams, _: PositionEncoding) -> None:
    host.save_document(params.text_document.uri)


def _files_changed(host: HostPort, params: lsp.DidChangeWatchedFilesParams, _: PositionEncoding) -> None:
    host.files_changed([(event.uri, FileEvent(event.type)) for event in params.changes])


NOTIFICATIONS: dict[str, tuple[type[Any], Apply]] = {
    "textDocument/didOpen": (lsp.DidOpenTextDocumentParams, _opened),
    "textDocument/didChange": (lsp.DidChangeTextDocumentParams, _changed),
    "textDocument/didClose": (lsp.DidCloseTextDocumentParams, _closed),
    "textDocument/didSave": (lsp.DidSaveTextDocumentParams, _saved),
    "workspace/didChangeWatchedFiles": (lsp.DidChangeWatchedFilesParams, _files_changed),
}
