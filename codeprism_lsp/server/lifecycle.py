"""What client and server agree on at `initialize`; pure functions from the params to the agreement."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cattrs import Converter
from lsprotocol import types as lsp

from codeprism_lsp.features.context import ClientInfo
from codeprism_lsp.features.registry import Feature, capabilities
from codeprism_lsp.files.paths import uri_to_path
from codeprism_lsp.server.conversion import BadParams, structure
from codeprism_lsp.server.settings import settings_of_options
from codeprism_lsp.text.lines import PositionEncoding

logger = logging.getLogger(__name__)

# Source lies in memory as UTF-8, so UTF-8 positions need no counting of characters.
_PREFERRED = (PositionEncoding.UTF8, PositionEncoding.UTF32, PositionEncoding.UTF16)


@dataclass(frozen=True, slots=True)
class Agreement:
    """The outcome of `initialize`.

    `folders` are absolute paths; `refused_folders` the URIs of folders that are not on this disk.
    """

    client: ClientInfo
    folders: tuple[str, ...]
    refused_folders: tuple[str, ...]
    settings: Mapping[str, Any]
    trace: lsp.TraceValue
    process_id: int | None
    client_watches: bool
    relative_patterns: bool
    pulls_settings: bool
    tells_settings_changes: bool
    shows_progress: bool


def agree(converter: Converter, params: Any) -> Agreement:
    """Reads the params of `initialize`. Raises BadParams only when they are no object.

    A client must not be locked out by a detail of its capabilities, so what does not fit is dropped
    with a warning in the log.
    """
    if not isinstance(params, dict):
        raise BadParams("initialize: params must be an object")
    declared = _capabilities(converter, params.get("capabilities"))
    folders, refused = _folders(params)
    info = params.get("clientInfo")
    info = info if isinstance(info, dict) else {}
    workspace = declared.workspace
    configuring = workspace.did_change_configuration if workspace else None
    watching = workspace.did_change_watched_files if workspace else None
    process_id = params.get("processId")
    trace = params.get("trace")
    return Agreement(
        client=ClientInfo(
            capabilities=declared,
            encoding=_encoding(declared),
            name=str(info.get("name", "")),
            version=str(info.get("version", "")),
        ),
        folders=folders,
        refused_folders=refused,
        settings=settings_of_options(params.get("initializationOptions")),
        trace=lsp.TraceValue(trace) if trace in _TRACE_VALUES else lsp.TraceValue.Off,
        process_id=process_id if type(process_id) is int and process_id > 0 else None,
        client_watches=bool(watching and watching.dynamic_registration),
        relative_patterns=bool(watching and watching.relative_pattern_support),
        pulls_settings=bool(workspace and workspace.configuration),
        tells_settings_changes=bool(configuring and configuring.dynamic_registration),
        shows_progress=bool(declared.window and declared.window.work_done_progress),
    )


def server_capabilities(agreement: Agreement, features: Mapping[str, Feature]) -> lsp.ServerCapabilities:
    """What the server offers this client: synchronisation, folders and whatever the features add."""
    added = capabilities(features, agreement.client.capabilities)
    workspace = {
        "workspace_folders": lsp.WorkspaceFoldersServerCapabilities(
            supported=True, change_notifications=True
        ),
        **added.pop("workspace", {}),
    }
    return lsp.ServerCapabilities(
        position_encoding=lsp.PositionEncodingKind(agreement.client.encoding.value),
        text_document_sync=lsp.TextDocumentSyncOptions(
            open_close=True,
            change=lsp.TextDocumentSyncKind.Incremental,
            save=lsp.SaveOptions(include_text=False),
        ),
        workspace=lsp.WorkspaceOptions(**workspace),
        **added,
    )


def folder_path(uri: str) -> str | None:
    """The absolute, normalised path of a workspace folder; None when it is not on this disk."""
    path = uri_to_path(uri)
    return None if path is None else os.path.normpath(path)


_TRACE_VALUES = {value.value for value in lsp.TraceValue}


def _capabilities(converter: Converter, declared: Any) -> lsp.ClientCapabilities:
    """Each part of the capabilities that can be read; a part that cannot is as good as absent."""
    if not isinstance(declared, dict):
        declared = {}
    try:
        whole: lsp.ClientCapabilities = structure(converter, declared, lsp.ClientCapabilities)
        return whole
    except BadParams as error:
        logger.warning("capabilities that make no sense are ignored: %s", error)
    readable: dict[str, Any] = {}
    for name, part in declared.items():
        try:
            structure(converter, {name: part}, lsp.ClientCapabilities)
        except BadParams:
            continue
        readable[name] = part
    parts: lsp.ClientCapabilities = structure(converter, readable, lsp.ClientCapabilities)
    return parts


def _encoding(declared: lsp.ClientCapabilities) -> PositionEncoding:
    offered = (declared.general.position_encodings if declared.general else None) or ()
    names = {str(getattr(kind, "value", kind)) for kind in offered}
    return next((encoding for encoding in _PREFERRED if encoding.value in names), PositionEncoding.UTF16)


def _folders(params: dict[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(absolute paths, URIs that are not on this disk) of workspaceFolders, else rootUri, else rootPath."""
    listed = params.get("workspaceFolders")
    if isinstance(listed, list) and listed:
        uris = [folder["uri"] for folder in listed if isinstance(folder, dict) and "uri" in folder]
    elif isinstance(params.get("rootUri"), str):
        uris = [params["rootUri"]]
    elif isinstance(params.get("rootPath"), str) and params["rootPath"]:
        return (os.path.normpath(params["rootPath"]),), ()
    else:
        return (), ()
    found: dict[str, None] = {}
    refused: list[str] = []
    for uri in uris:
        path = folder_path(uri) if isinstance(uri, str) else None
        if path is None:
            refused.append(str(uri))
        else:
            found[path] = None
    return tuple(found), tuple(refused)
