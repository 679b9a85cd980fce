"""The real server for a measurement: its command line, its index built ahead, and a client over stdio."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from codeprism_lsp.store import Reader, location
from codeprism_lsp.workspace.stored import Outlines, Stored
from tests.client import Client, to_uri

COMMAND = [sys.executable, "-m", "codeprism_lsp"]
READY_SECONDS = 1800.0


def index_command(root: Path, cache: Path, workers: int = 0) -> list[str]:
    """The command that brings the index of a folder up to date and prints a JSON document."""
    words = [*COMMAND, "index", str(root), "--cache-dir", str(cache), "--json"]
    return [*words, "--workers", str(workers)] if workers else words


def build_index(root: Path, cache: Path) -> dict[str, Any]:
    """Indexes a folder ahead of a measurement; raises CalledProcessError when that fails."""
    done = subprocess.run(index_command(root, cache), capture_output=True, check=False)
    if done.returncode not in (0, 1):  # 1: there are problems to tell
        raise subprocess.CalledProcessError(done.returncode, done.args, done.stdout, done.stderr)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def indexed_files(root: Path, cache: Path) -> list[tuple[str, str]]:
    """(path, language) of all files in an index, in path order."""
    with Reader(location(root, cache)) as reader:
        return [(row.path, row.language) for row in reader.files_since(0).rows if row.content is not None]


class Holders:
    """How many contents of a finished index hold a name."""

    def __init__(self, root: Path, cache: Path) -> None:
        with Reader(location(root, cache)) as reader:
            # The segments stay as they are while the index is at rest.
            self._tokens = Stored(Outlines(reader)).refreshed(reader).tokens

    def count(self, name: str) -> int:
        """Contents that hold the identifier, and perhaps a few others."""
        return len(self._tokens.contents_with(name))


def started(root: Path | None, cache: Path, errors: Any = subprocess.DEVNULL) -> Client:
    """A server that serves a folder, initialized; the caller waits until it is ready."""
    client = Client.stdio([*COMMAND, "serve", "--cache-dir", str(cache)], stderr=errors)
    client.initialize(root, options={"cacheDir": str(cache)})
    return client


def language_id(language: str, path: str) -> str:
    """The identifier that an editor sends for a language."""
    return {"tsx": "typescriptreact"}.get(language, "javascriptreact" if path.endswith(".jsx") else language)


class Editor:
    """Opens documents as an editor does: the outline is asked for at once, and old ones are closed."""

    def __init__(self, client: Client, root: Path, most: int = 8) -> None:
        self._client = client
        self._root = root
        self._most = most
        self._open: list[str] = []

    def show(self, path: str, language: str) -> str:
        """The URI of a file that is open now."""
        uri = to_uri(self._root / path)
        if uri in self._open:
            return uri
        self._client.open(self._root / path, language_id(language, path))
        self._client.request("textDocument/documentSymbol", {"textDocument": {"uri": uri}}, 60)
        self._open.append(uri)
        if len(self._open) > self._most:
            self._client.notify("textDocument/didClose", {"textDocument": {"uri": self._open.pop(0)}})
        return uri

    def close_all(self) -> None:
        """Closes every document."""
        while self._open:
            self._client.notify("textDocument/didClose", {"textDocument": {"uri": self._open.pop()}})


def timed(client: Client, method: str, params: Any, timeout: float = 120) -> tuple[float, Any]:
    """Milliseconds from sending until the reply was read, and the result."""
    began = time.perf_counter()
    asked = client.begin(method, params)
    result = asked.result(timeout)
    return (asked.read_at - began) * 1e3, result  # type: ignore[attr-defined]
