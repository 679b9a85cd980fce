"""Opens the stored index of a folder for questions, without a server and without an indexer process."""

from __future__ import annotations

from codeprism_lsp.analysis.workspace import Workspace
from codeprism_lsp.cli.folders import Folder
from codeprism_lsp.cli.options import Failure
from codeprism_lsp.graph.snapshot import Snapshot
from codeprism_lsp.resolution.project import Project
from codeprism_lsp.resolution.views import ViewCache
from codeprism_lsp.store import Reader, StoreError
from codeprism_lsp.workspace.known import brought_up, stored_table
from codeprism_lsp.workspace.stored import Outlines, Stored


def workspace_of(folder: Folder, reader: Reader) -> Workspace:
    """The folder as it was last indexed; raises Failure."""
    try:
        with reader.consistent():
            table, since = stored_table(reader)
            changes = reader.files_since(since)
            stored = Stored(Outlines(reader)).refreshed(reader)
    except StoreError as error:
        raise Failure(f"the index cannot be read: {error}") from error
    snapshot = Snapshot(folder.root, changes.revision, brought_up(table, changes), stored)
    return Workspace((Project(snapshot, ViewCache()),))
