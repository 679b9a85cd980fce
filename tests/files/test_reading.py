"""Reading never raises and never blocks, whatever lies at the path."""

from __future__ import annotations

import errno
import os
import socket
from pathlib import Path

import pytest

from codeprism_lsp.files import Skip, SkipReason, Source, read_source

MB = 1024 * 1024
LIMIT = 10 * MB


def reason(root: Path, path: str, limit: int = LIMIT) -> SkipReason:
    result = read_source(str(root), path, limit)
    assert isinstance(result, Skip)
    assert result.path == path
    assert result.detail
    return result.reason


def source(root: Path, path: str, limit: int = LIMIT) -> Source:
    result = read_source(str(root), path, limit)
    assert isinstance(result, Source)
    return result


@pytest.mark.parametrize(
    ("raw", "data", "noted"),
    [
        (b"", b"", False),
        (b"a\r\nb\rc", b"a\r\nb\rc", False),
        (b"\xef\xbb\xbfx = 1", b"x = 1", False),
        (b"\xff\xfex\0=\0", b"x=", True),
        (b"# caf\xe9", "# café".encode(), True),
    ],
)
def test_text_is_normalised(tmp_path: Path, raw: bytes, data: bytes, noted: bool) -> None:
    (tmp_path / "a.py").write_bytes(raw)
    result = source(tmp_path, "a.py")
    assert result.data == data
    assert (result.note is not None) == noted
    state = (tmp_path / "a.py").stat()
    assert (result.size, result.mtime_ns) == (state.st_size, state.st_mtime_ns)


def test_thirty_megabytes(tmp_path: Path) -> None:
    (tmp_path / "big.c").write_bytes(b"int x;\n" * (30 * MB // 7))
    assert reason(tmp_path, "big.c") is SkipReason.TOO_LARGE
    assert len(source(tmp_path, "big.c", 30 * MB).data) == 30 * MB // 7 * 7


def test_a_file_that_grows_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.py"
    path.write_bytes(b"x")
    read = os.read

    def grow_and_read(handle: int, size: int) -> bytes:
        with path.open("ab") as file:
            file.write(b"y" * 40)
        return read(handle, size)

    monkeypatch.setattr(os, "read", grow_and_read)
    assert reason(tmp_path, "a.py", 60) is SkipReason.TOO_LARGE


def test_binary(tmp_path: Path) -> None:
    (tmp_path / "a.c").write_bytes(b"\x7fELF\0\0")
    (tmp_path / "late.c").write_bytes(b" " * 9000 + b"\0")
    assert reason(tmp_path, "a.c") is SkipReason.BINARY
    source(tmp_path, "late.c")


def test_what_is_no_regular_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo.py")
    (tmp_path / "dir.py").mkdir()
    assert reason(tmp_path, "fifo.py") is SkipReason.NOT_REGULAR
    assert reason(tmp_path, "dir.py") is SkipReason.NOT_REGULAR
    listener = socket.socket(socket.AF_UNIX)
    try:
        here = os.getcwd()
        os.chdir(tmp_path)
        listener.bind("s.py")
        os.chdir(here)
        assert reason(tmp_path, "s.py") is SkipReason.NOT_REGULAR
    finally:
        listener.close()


def test_a_device(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    assert reason(Path("/dev"), "null") is SkipReason.NOT_REGULAR


def test_a_file_replaced_by_a_fifo_between_look_and_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.py"
    path.write_bytes(b"x")
    real_open = os.open

    def replace_and_open(name: str, flags: int) -> int:
        path.unlink()
        os.mkfifo(path)
        return real_open(name, flags)

    monkeypatch.setattr(os, "open", replace_and_open)
    assert reason(tmp_path, "a.py") is SkipReason.NOT_REGULAR


def test_links(tmp_path: Path) -> None:
    root = tmp_path / "root"
    (root / "sub").mkdir(parents=True)
    (root / "sub/a.py").write_bytes(b"x")
    (tmp_path / "outside.py").write_bytes(b"secret")
    (root / "in.py").symlink_to("sub/a.py")
    (root / "out.py").symlink_to("../outside.py")
    (root / "broken.py").symlink_to("nowhere")
    (root / "loop.py").symlink_to("loop.py")
    (root / "up").symlink_to("..")
    (root / "same").symlink_to("sub")
    assert source(root, "in.py").data == b"x"
    assert source(root, "same/a.py").data == b"x"
    assert reason(root, "out.py") is SkipReason.OUTSIDE_ROOT
    assert reason(root, "up/outside.py") is SkipReason.OUTSIDE_ROOT
    assert reason(root, "broken.py") is SkipReason.BROKEN_LINK
    assert reason(root, "loop.py") is SkipReason.LINK_LOOP


def test_a_root_that_is_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real/a.py").write_bytes(b"x")
    (tmp_path / "real/b.py").symlink_to("a.py")
    (tmp_path / "root").symlink_to("real")
    assert source(tmp_path / "root", "a.py").data == b"x"
    assert source(tmp_path / "root", "b.py").data == b"x"


@pytest.mark.parametrize("path", ["../a.py", "", ".", "sub/../../a.py", "/etc/passwd"])
def test_paths_that_leave_the_root(tmp_path: Path, path: str) -> None:
    assert reason(tmp_path, path) is SkipReason.OUTSIDE_ROOT


def test_paths_that_cannot_exist(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"x")
    assert reason(tmp_path, "gone.py") is SkipReason.VANISHED
    assert reason(tmp_path, "a.py/b.py") is SkipReason.VANISHED
    assert reason(tmp_path, "gone/b.py") is SkipReason.VANISHED
    assert reason(tmp_path, "nul\0.py") is SkipReason.UNREADABLE
    assert reason(tmp_path, "x" * 5000) is SkipReason.UNREADABLE


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (errno.EACCES, SkipReason.PERMISSION_DENIED),
        (errno.ENOENT, SkipReason.VANISHED),
        (errno.EIO, SkipReason.UNREADABLE),
    ],
)
def test_what_opening_can_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, expected: SkipReason
) -> None:
    (tmp_path / "a.py").write_bytes(b"x")

    def refuse(name: str, flags: int) -> int:
        raise OSError(number, os.strerror(number), name)

    monkeypatch.setattr(os, "open", refuse)
    assert reason(tmp_path, "a.py") is expected
