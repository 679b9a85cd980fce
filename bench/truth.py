"""pyright as a witness: which class a use of a method belongs to, by its answer to definition."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

from codeprism_lsp.extraction.outline import outline_of
from codeprism_lsp.syntax import parsing
from tests.client import Client, ResponseError, to_path

ORACLES = Path(os.path.expanduser(os.environ.get("CODEPRISM_ORACLES", "~/.cache/codeprism-oracles")))


class PyrightTruth:
    """One pyright on a folder. Its answers for names in files outside of the folder are ignored."""

    def __init__(self, client: Client, root: Path) -> None:
        self._client = client
        self._root = root
        self._open: set[Path] = set()

    @classmethod
    def start(cls, root: Path) -> PyrightTruth | None:
        """None where pyright is not installed."""
        command = ORACLES / "bin" / "pyright"
        if not command.is_file():
            return None
        import subprocess

        client = Client.stdio([str(command)], stderr=subprocess.DEVNULL)
        client.initialize(root, timeout=60)
        return cls(client, root)

    def stop(self) -> None:
        self._client.stop()

    def owners(self, path: Path, line: int, character: int) -> set[tuple[str, str]]:
        """(file, class) of the methods that are meant at a place; empty where pyright is silent."""
        uri = path.as_uri()
        if path not in self._open:
            self._client.open(path, "python")
            self._open.add(path)
        params = {"textDocument": {"uri": uri}, "position": {"line": line, "character": character}}
        found = None
        for _ in range(3):
            try:
                found = self._client.request("textDocument/definition", params, 120)
            except ResponseError:
                found = None
            if found:
                break
            time.sleep(0.2)
        places = found if isinstance(found, list) else [found] if found else []
        owners = set()
        for one in places:
            target = Path(to_path(one.get("uri") or one["targetUri"]))
            start = (one.get("range") or one["targetSelectionRange"])["start"]
            if target.is_relative_to(self._root):
                owners.add((target.relative_to(self._root).as_posix(), owner_at(target, start["line"])))
        return owners


def owner_at(path: Path, line: int) -> str:
    """The name of the class whose member is defined on a line; "" without."""
    data = path.read_bytes()
    outline = outline_of("python", data, parsing.parse("python", data))
    for index in range(len(outline)):
        if outline.name_position(index)[0] == line and outline.container(index) >= 0:
            return outline.name(outline.container(index))
    lines = data.decode("utf-8", "replace").split("\n")
    for text in reversed(lines[: line + 1]):  # a place within a class that is no definition
        if match := re.match(r"class (\w+)", text):
            return match[1]
    return ""
