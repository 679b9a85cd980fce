"""Asks the client to report changes of files, where it can; the host watches by itself where it cannot."""

from __future__ import annotations

from collections.abc import Sequence

from lsprotocol import types as lsp

from codeprism_lsp.files.paths import path_to_uri
from codeprism_lsp.server.link import Link

_METHOD = "workspace/didChangeWatchedFiles"
_REGISTRATION = "codeprism-watch"


async def register_watchers(link: Link, folders: Sequence[str], *, relative_patterns: bool) -> None:
    """Registers for everything in `folders`. Raises what the client answers.

    The pattern names no extensions: a deleted or renamed directory is reported as the directory alone,
    and a pattern for files would never match it. The host ignores what it does not index.
    """
    everything: list[lsp.GlobPattern] = ["**/*"]
    if relative_patterns:
        everything = [lsp.RelativePattern(base_uri=path_to_uri(folder), pattern="**/*") for folder in folders]
    options = lsp.DidChangeWatchedFilesRegistrationOptions(
        watchers=[lsp.FileSystemWatcher(glob_pattern=pattern) for pattern in everything]
    )
    registration = lsp.Registration(id=_REGISTRATION, method=_METHOD, register_options=options)
    await link.client_register_capability_async(lsp.RegistrationParams(registrations=[registration]))


async def unregister_watchers(link: Link) -> None:
    """Takes the registration back. Raises what the client answers."""
    known = lsp.Unregistration(id=_REGISTRATION, method=_METHOD)
    await link.client_unregister_capability_async(lsp.UnregistrationParams(unregisterations=[known]))
