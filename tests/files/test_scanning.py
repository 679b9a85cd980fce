"""Changed paths get the verdicts that a whole walk would give them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from codeprism_lsp.files import Found, Policy, Skip, SkipReason, discover, scan_paths, scanning
from tests.files.workspace import recognise, write

POLICY = Policy(recognise, max_file_bytes=100)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    root = write(
        tmp_path / "root",
        {
            ".git/HEAD": "",
            ".gitignore": "ignored/\n*.gen.py\n",
            ".ignore": "secret.py\n",
            "a.py": "",
            "b.gen.py": "",
            "secret.py": "",
            "ignored/c.py": "",
            "sub/.gitignore": "/d.py\n!e.gen.py\n",
            "sub/d.py": "",
            "sub/e.gen.py": "",
            "sub/deep/d.py": "",
            "sub/deep/big.py": b"x" * 101,
            "sub/__pycache__/x.py": "",
            "run": "#!/usr/bin/python\n",
            "notes.txt": "",
        },
    )
    (root / "link.py").symlink_to("a.py")
    (root / "out.py").symlink_to("/etc/passwd")
    (root / "up").symlink_to("..")
    os.mkfifo(root / "fifo.py")
    return root


def everything(root: Path) -> list[str]:
    return [
        os.path.join(directory, name)[len(str(root)) + 1 :].replace(os.sep, "/")
        for directory, _, names in os.walk(root)
        for name in names
    ]


@pytest.mark.parametrize("most", [200, 0])
def test_every_path_gets_the_verdict_of_the_walk(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(scanning, "_MOST_DIRECTORIES", most)
    scanned = set(scan_paths(str(workspace), POLICY, [*everything(workspace), "up"]))
    assert scanned == set(discover(str(workspace), POLICY))
    assert len(scanned) == 8


def test_a_directory_stands_for_what_is_below(workspace: Path) -> None:
    scanned = {item.path for item in scan_paths(str(workspace), POLICY, ["sub"])}
    assert scanned == {"sub/e.gen.py", "sub/deep/d.py", "sub/deep/big.py"}


def test_the_empty_path_stands_for_the_root(workspace: Path) -> None:
    assert set(scan_paths(str(workspace), POLICY, [""])) == set(discover(str(workspace), POLICY))


def test_what_is_gone_or_no_path_is_not_yielded(workspace: Path) -> None:
    paths = ["gone.py", "gone/a.py", "../x.py", "sub/../a.py", "a.py/x.py", "up/x.py", "./a.py"]
    assert list(scan_paths(str(workspace), POLICY, paths)) == []


def test_one_path_is_judged_without_a_whole_walk(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(scanning, "discover")
    (found,) = scan_paths(str(workspace), POLICY, ["sub/deep/d.py"])
    assert isinstance(found, Found)
    (skip,) = scan_paths(str(workspace), POLICY, ["sub/deep/big.py"])
    assert isinstance(skip, Skip)
    assert skip.reason is SkipReason.TOO_LARGE
