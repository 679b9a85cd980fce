"""The context of a question that no client asks: the command line stands in for one."""

from __future__ import annotations

from lsprotocol import types as lsp

from codeprism_lsp.analysis.workspace import Workspace
from codeprism_lsp.features.context import ClientInfo, RequestContext
from codeprism_lsp.text.lines import PositionEncoding


def terminal_context(workspace: Workspace) -> RequestContext:
    """A context over a workspace, for a client that nests symbols and counts characters."""
    capabilities = lsp.ClientCapabilities(
        text_document=lsp.TextDocumentClientCapabilities(
            document_symbol=lsp.DocumentSymbolClientCapabilities(hierarchical_document_symbol_support=True)
        )
    )
    return RequestContext(workspace, ClientInfo(capabilities, PositionEncoding.UTF32, "codeprism-lsp"))
