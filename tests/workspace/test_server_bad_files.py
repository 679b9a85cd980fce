"""The real server over stdio on a folder full of files that no one wants to meet."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.client import Client
from tests.workspace.folders import IndexedFolder

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(120)]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX file types")
def test_everything_else_goes_on(folder: IndexedFolder, tmp_path: Path) -> None:
    folder.write(
        {
            "good.py": "def good(): pass\n",
            "latin.py": b"# caf\xe9\ndef latin(): pass\n",
            "mark.py": b"\xef\xbb\xbfdef mark(): pass\n",
            "returns.py": b"def one(): pass\rdef returns(): pass\r",
            "empty.py": b"",
            "big.py": b"x = 1\n" * (5 << 20),
            "line.py": b"x = '" + b"a" * (1 << 20) + b"'\ndef after(): pass\n",
            "deep.js": b"if (a) {" * 100_000 + b"}" * 100_000,
            "open.py": b"x = " + b"(" * 100_000,
            "binary.py": b"\0" * 100,
        }
    )
    os.mkfifo(folder.root / "pipe.py")
    (folder.root / "loop.py").symlink_to("loop.py")
    (folder.root / "device.py").symlink_to("/dev/zero")
    command = [sys.executable, "-m", "codeprism_lsp"]
    with Client.stdio(command, cwd=tmp_path) as client:
        options = {"cacheDir": str(tmp_path / "cache"), "workers": 1}
        client.initialize(folder.root, options=options)
        status = client.wait_ready(60)
        skips = {skip["path"]: skip["reason"] for skip in status["folders"][0]["skips"]}
        assert skips == {
            "big.py": "too-large",
            "binary.py": "binary",
            "device.py": "outside-root",
            "loop.py": "link-loop",
            "open.py": "too-slow",
            "pipe.py": "not-regular",
        }
        assert (status["state"], status["indexed"], status["skipped"]) == ("ready", 7, 6)
        assert [problem for problem in status["problems"] if "too-slow" in problem] == ["1 skipped: too-slow"]
        for name in ("good", "latin", "mark", "returns", "after"):
            found = client.request("workspace/symbol", {"query": name})
            assert [symbol["name"] for symbol in found][:1] == [name]
        uri = client.open(folder.root / "open.py", "python")
        assert client.request("textDocument/documentSymbol", {"textDocument": {"uri": uri}}) == []
        problems = client.request("codeprism/indexStatus", {})["problems"]
        assert [one for one in problems if one.startswith("open.py: a syntax error with")]
        assert client.shutdown() == 0
