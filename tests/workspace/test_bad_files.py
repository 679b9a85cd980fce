"""Files that no one wants to meet: each is indexed or a visible skip, and everything else goes on."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from codeprism_lsp.syntax import parsing
from tests.workspace.folders import IndexedFolder

GOOD = "def good(): pass\n"
pytestmark = pytest.mark.timeout(60)


@pytest.fixture
def around(folder: IndexedFolder) -> Iterator[IndexedFolder]:
    """A folder with a good file, which has to be indexed whatever else lies there."""
    folder.write({"good.py": GOOD})
    yield folder
    assert folder.run().state == "ready"
    assert ("good.py", 0) in folder.snapshot().definers("good")


@pytest.mark.parametrize(
    ("data", "names"),
    [
        (b"\xef\xbb\xbfdef bom(): pass\n", ["bom"]),
        (b"def crlf(): pass\r\ndef two(): pass\r\n", ["crlf", "two"]),
        (b"def cr(): pass\rdef two(): pass\r", ["cr", "two"]),
        (b"# caf\xe9\ndef latin(): pass\n", ["latin"]),
        ("def wide(): pass\n".encode("utf-16"), ["wide"]),
        (b"def half(: pass\ndef whole(): pass\n", ["whole"]),
        (b"", []),
        (b"\n", []),
        (b"x = '" + b"a" * (1 << 20) + b"'\ndef after(): pass\n", ["after"]),
        (b"x = " + b"[" * 100_000 + b"]" * 100_000 + b"\ndef after(): pass\n", ["after"]),
        (b"x = " + b"1+" * 100_000 + b"1\ndef after(): pass\n", ["after"]),
        (b"x = a" + b".b" * 100_000 + b"\ndef after(): pass\n", ["after"]),
    ],
    ids=[
        "bom",
        "crlf",
        "cr",
        "latin1",
        "utf16",
        "broken",
        "empty",
        "line",
        "long-line",
        "deep",
        "sum",
        "chain",
    ],
)
def test_is_indexed(around: IndexedFolder, data: bytes, names: list[str]) -> None:
    around.write({"odd.py": data})
    around.run()
    assert around.files()["odd.py"] == ""
    snapshot = around.snapshot()
    assert [name for name in names if snapshot.definers(name) != []] == names


DEEP = {
    "c": b"int x = " + b"(" * 100_000 + b"1" + b")" * 100_000 + b";\n",
    "cpp": b"int f() { " + b"if (a) " * 100_000 + b"b; }\n",
    "java": b"class A { int x = " + b"(" * 100_000 + b"1" + b")" * 100_000 + b"; }\n",
    "js": b"if (a) {" * 100_000 + b"}" * 100_000,
    "ts": b"let x = " + b"[" * 100_000 + b"]" * 100_000 + b";\n",
    "go": b"package a\nvar x = " + b"(" * 100_000 + b"1" + b")" * 100_000 + b"\n",
    "rs": b"fn f() { " + b"{" * 100_000 + b"}" * 100_000 + b" }\n",
    "py": b"x = " + b"(" * 100_000 + b"1" + b")" * 100_000 + b"\n",
}


@pytest.mark.parametrize("extension", sorted(DEEP))
def test_deep_nesting_ends_no_worker(around: IndexedFolder, extension: str) -> None:
    around.write({f"deep.{extension}": DEEP[extension]})
    around.run()
    assert around.files()[f"deep.{extension}"] in {"", "too-slow"}


def test_a_wide_error_is_a_visible_skip(around: IndexedFolder) -> None:
    around.write({"open.py": b"x = " + b"(" * 100_000})
    around.run()
    row = next(row for row in around.rows() if row.path == "open.py")
    assert row.skip == "too-slow" and "100002 parts" in (row.detail or "")


def test_a_text_that_takes_too_long_is_a_visible_skip(
    around: IndexedFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parsing, "PARSE_SECONDS", 0.001)
    monkeypatch.setattr(parsing, "PARSE_SECONDS_PER_BYTE", 0.0)
    around.write({"long.py": b"def f(a): return a\n" * 20_000})
    around.run()
    assert around.files()["long.py"] == "too-slow"
    assert around.run().skipped == 0, "it is not tried again until it changes"


def test_too_large(around: IndexedFolder) -> None:
    around.write({"big.py": b"x = 1\n" * (5 << 20)})
    around.run()
    row = next(row for row in around.rows() if row.path == "big.py")
    assert row.skip == "too-large" and row.detail == "30.0 MB, more than the limit of 10 MB"


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX file types")
class TestFileTypes:
    def test_link_loop(self, around: IndexedFolder) -> None:
        (around.root / "loop.py").symlink_to("pool.py")
        (around.root / "pool.py").symlink_to("loop.py")
        (around.root / "self").symlink_to(around.root)
        around.run()
        assert around.files() == {"good.py": "", "loop.py": "link-loop", "pool.py": "link-loop"}

    def test_fifo_socket_and_link_to_a_device(self, around: IndexedFolder) -> None:
        os.mkfifo(around.root / "pipe.py")
        place = Path.cwd()
        os.chdir(around.root)  # the path of a socket has to be short
        try:
            with socket.socket(socket.AF_UNIX) as listening:
                listening.bind("socket.py")
        finally:
            os.chdir(place)
        (around.root / "device.py").symlink_to("/dev/zero")
        around.run()
        assert around.files() == {
            "device.py": "outside-root",
            "good.py": "",
            "pipe.py": "not-regular",
            "socket.py": "not-regular",
        }

    def test_unreadable(self, around: IndexedFolder) -> None:
        around.write({"secret.py": GOOD, "closed/a.py": GOOD})
        (around.root / "secret.py").chmod(0)
        (around.root / "closed").chmod(0)
        try:
            around.run()
            found = around.files()
        finally:
            (around.root / "closed").chmod(0o700)
        if os.geteuid() != 0:  # root reads everything
            assert found == {"closed": "permission-denied", "good.py": "", "secret.py": "permission-denied"}
        else:
            assert found == {"closed/a.py": "", "good.py": "", "secret.py": ""}
        (around.root / "secret.py").unlink()
