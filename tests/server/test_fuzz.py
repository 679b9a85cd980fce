"""Random messages, valid and not: every request that carries a usable id is answered exactly once."""

from __future__ import annotations

import json
import random
from typing import Any

from tests.server.conftest import Start

METHODS = [
    "initialize", "initialized", "textDocument/hover", "textDocument/didOpen", "textDocument/didChange",
    "textDocument/didClose", "textDocument/didSave", "workspace/didChangeWatchedFiles",
    "workspace/didChangeWorkspaceFolders", "workspace/didChangeConfiguration", "$/cancelRequest",
    "$/setTrace", "$/progress", "window/workDoneProgress/cancel", "codeprism/indexStatus", "test/echo",
    "test/fail", "test/partial", "test/calls", "unknown/method", "", "shutdown ",
]  # fmt: skip
NAMES = [
    "textDocument", "uri", "position", "line", "character", "contentChanges", "range", "start", "end", "text",
    "version", "languageId", "changes", "type", "event", "added", "removed", "settings", "codeprism", "id",
    "token", "value", "how", "count", "workDoneToken", "partialResultToken", "capabilities", "processId",
]  # fmt: skip
SCALARS = [None, True, False, 0, 1, -1, 2**31, 2**63, 1.5, "", "x", "file:///a", "\ud800", "é\U0001f600"]


def value(generator: random.Random, depth: int = 0) -> Any:
    kind = generator.random()
    if depth > 3 or kind < 0.35:
        return generator.choice(SCALARS)
    if kind < 0.5:
        return [value(generator, depth + 1) for _ in range(generator.randrange(4))]
    return {generator.choice(NAMES): value(generator, depth + 1) for _ in range(generator.randrange(6))}


def test_random_messages(start: Start) -> None:
    client = start()
    generator = random.Random(20)
    sent = []
    for number in range(1500):
        message: dict[str, Any] = {"jsonrpc": "2.0", "method": generator.choice(METHODS)}
        if generator.random() < 0.9:
            message["params"] = value(generator)
        if generator.random() < 0.6:
            message["id"] = generator.choice([f"fuzz-{number}", 1_000_000 + number])
            sent.append(message["id"])
        if generator.random() < 0.05:
            message.pop(generator.choice(["jsonrpc", "method"]))
        body = json.dumps(message).encode()
        if generator.random() < 0.05:
            cut = generator.randrange(len(body))
            body = body[:cut]
            if "id" in message:
                sent.remove(message["id"])
        client.send_body(body)
    assert client.request("test/echo", {"value": "still here"})["value"] == "still here"
    client.wait_until(lambda: all(i in client.replies for i in sent), what="a reply to each request")
    assert all(len(client.replies[i]) == 1 for i in sent)
    assert client.read_error is None
    assert client.shutdown() == 0
