"""Asks handlers directly, over a marked fixture in which every file is an open document."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import orjson
from lsprotocol import types as lsp

from codeprism_lsp.analysis.workspace import Workspace
from codeprism_lsp.features.context import CancellationToken, ClientInfo, RequestContext
from codeprism_lsp.features.registry import discover
from codeprism_lsp.server.conversion import build_converter, structure
from codeprism_lsp.text.lines import LineIndex, PositionEncoding
from tests import fixtures

CONVERTER = build_converter()
FEATURES = discover()
Place = tuple[str, int, int]  # path, line, character


@dataclass
class Session:
    """A client over one fixture. `sent` collects its partial results."""

    text: str
    capabilities: dict[str, Any] = field(default_factory=dict)
    encoding: PositionEncoding = PositionEncoding.UTF16
    sent: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.fixture = fixtures.parse(self.text)
        self.workspace = Workspace((fixtures.project(self.fixture),))
        self.cancellation = CancellationToken()

    def ask(self, method: str, params: dict[str, Any], *, partial: bool = False) -> Any:
        feature = FEATURES[method]
        client = ClientInfo(structure(CONVERTER, self.capabilities, lsp.ClientCapabilities), self.encoding)
        context = RequestContext(
            self.workspace,
            client,
            self.cancellation,
            method,
            partial_result_token="p" if partial else None,
            send=lambda _, value: self.sent.append(value),
        )
        answer = feature.handler(context, structure(CONVERTER, params, feature.params_type))
        return orjson.loads(orjson.dumps(answer, default=CONVERTER.unstructure))

    def at_cursor(self, method: str, **more: Any) -> Any:
        """The answer at `$0`."""
        assert self.fixture.cursor is not None, "the fixture has no $0"
        path, offset = self.fixture.cursor
        _, line, character = self.place(path, offset)
        position = {"line": line, "character": character}
        return self.ask(method, {"textDocument": {"uri": uri(path)}, "position": position, **more})

    def place(self, path: str, offset: int) -> Place:
        lines = LineIndex(self.fixture.texts[path].encode())
        return (path, *lines.position(offset, self.encoding))

    def marked(self, label: str) -> list[Place]:
        """Where the spans with a label start, in path order."""
        return [self.place(*one) for one in self.fixture.marked(label)]


def uri(path: str) -> str:
    return f"file:///{path}"


def place_of(location: dict[str, Any], where: str = "range", address: str = "uri") -> Place:
    start = location[where]["start"]
    return location[address].removeprefix("file:///"), start["line"], start["character"]
