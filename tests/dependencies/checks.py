"""What dependency tests share: a request to a feature, as a client would send it, over marked fixtures."""

from __future__ import annotations

from typing import Any

from lsprotocol import types as lsp

from codeprism_lsp.analysis.workspace import Workspace
from codeprism_lsp.features.context import ClientInfo, RequestContext
from codeprism_lsp.features.registry import discover
from codeprism_lsp.files.paths import relative_to_uri, uri_to_relative
from codeprism_lsp.resolution.project import Project
from codeprism_lsp.server.conversion import build_converter, structure
from codeprism_lsp.text.lines import PositionEncoding
from tests import fixtures

_converter = build_converter()


class Asked:
    """A workspace of one project that answers requests in the shape of the wire."""

    def __init__(self, text: str = "", project: Project | None = None) -> None:
        self.fixture = fixtures.parse(text) if project is None else None
        self.project = project if project is not None else fixtures.project(self.fixture)
        self.context = RequestContext(
            Workspace((self.project,)), ClientInfo(lsp.ClientCapabilities(), PositionEncoding.UTF16)
        )

    def uri(self, path: str) -> str:
        return relative_to_uri(self.project.snapshot.root, path)

    def path(self, uri: str) -> str | None:
        return uri_to_relative(self.project.snapshot.root, uri)

    def __call__(self, method: str, **params: Any) -> Any:
        feature = discover()[f"codeprism/{method}"]
        return _converter.unstructure(
            feature.handler(self.context, structure(_converter, params, feature.params_type))
        )

    def names(self, method: str, path: str, **params: Any) -> list[str]:
        """Names of the nodes of `dependencies` or `dependents`, with the distance where it is not 1."""
        found = self(method, uri=self.uri(path), **params)
        return [
            one["node"]["name"] + (f" {one['distance']}" if one["distance"] > 1 else "")
            for one in found["items"]
        ]
