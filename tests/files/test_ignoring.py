"""Ignore rules mean what Git means by them, and no pattern takes long."""

from __future__ import annotations

import random
import subprocess
import time
from pathlib import Path

import pytest

from codeprism_lsp.files import Policy
from codeprism_lsp.files.globs import Rules, parse_glob
from tests.files.workspace import found, recognise, write

POLICY = Policy(recognise)

NAMES = ["a", "b", "ab", "abc", "lib", "x.y"]
PIECES = [
    "a",
    "b",
    "ab",
    "lib",
    "*",
    "**",
    "a*",
    "*b",
    "a*c",
    "?b",
    "[ab]",
    "[!a]",
    "[a-c]b",
    "*.py",
    "x.?",
    "**b",
]
ENDINGS = [".py", ".gen.py", ".c"]


def tree(rng: random.Random) -> dict[str, str | bytes]:
    files: dict[str, str | bytes] = {}
    for _ in range(40):
        folder = "/".join(rng.choice(NAMES) for _ in range(rng.randint(0, 3)))
        name = rng.choice(NAMES) + rng.choice(ENDINGS)
        files[f"{folder}/{name}" if folder else name] = ""
    return files


def rules(rng: random.Random) -> str:
    lines = []
    for _ in range(rng.randint(1, 4)):
        glob = "/".join(rng.choice(PIECES) for _ in range(rng.choice([1, 1, 1, 2, 3])))
        lines.append(rng.choice(["", "", "!"]) + rng.choice(["", "", "/"]) + glob + rng.choice(["", "", "/"]))
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("seed", range(25))
def test_the_walk_finds_what_git_does_not_ignore(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    files = tree(rng)
    folders = sorted({path.rpartition("/")[0] for path in files})
    for folder in ("", *rng.sample(folders, min(3, len(folders)))):
        files[f"{folder}/.gitignore" if folder else ".gitignore"] = rules(rng)
    write(tmp_path, files)
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (tmp_path / ".git/info").mkdir(exist_ok=True)
    (tmp_path / ".git/info/exclude").write_text(rules(rng))
    told = subprocess.run(
        ["git", "-C", str(tmp_path), "ls-files", "-z", "-o", "--exclude-standard"],
        capture_output=True,
        text=True,
        check=True,
        env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
    )
    expected = {path for path in told.stdout.split("\0") if path.endswith((".py", ".c"))}
    assert set(found(tmp_path, POLICY)) == expected


@pytest.mark.parametrize(
    ("pattern", "path", "ignored"),
    [
        ("\\!a.py", "!a.py", True),
        ("\\#a.py", "#a.py", True),
        ("# a comment", "# a comment", None),
        ("a\\ ", "a ", True),
        ("a  ", "a", True),
        ("a**b", "axyb", True),
        ("[[:digit:]]", "7", True),
        ("[]-]", "]", True),
        ("a/**", "a/b/c", True),
        ("a/**", "a", None),
        ("**/a/**/b", "x/a/b", True),
        ("**/a/**/b", "a/x/y/b", True),
        ("**/a/**/b", "x/b", None),
        ("a[", "a[", None),
        ("a/[!b]", "a//", None),
    ],
)
def test_patterns(pattern: str, path: str, ignored: bool | None) -> None:
    try:
        glob = parse_glob(pattern)
    except ValueError:
        glob = None
    verdict = Rules("/r", [glob] if glob else []).verdict(f"/r/{path}", path.rpartition("/")[2], False)
    assert verdict is ignored


def test_a_worktree_has_the_exclusions_of_its_repository(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "main/.git/info/exclude": "out.py\n",
            "main/.git/worktrees/w/commondir": "../..\n",
            "w/.git": f"gitdir: {tmp_path}/main/.git/worktrees/w\n",
            "w/out.py": "",
            "w/in.py": "",
        },
    )
    assert list(found(tmp_path / "w", POLICY)) == ["in.py"]


def test_a_repository_within_a_repository_has_its_own_rules(tmp_path: Path) -> None:
    write(tmp_path, {".git/HEAD": "", ".gitignore": "*.py\n!/sub\n", "a.py": "", "b.c": ""})
    write(tmp_path, {"sub/.git/HEAD": "", "sub/c.py": ""})
    assert sorted(found(tmp_path, POLICY)) == ["b.c", "sub/c.py"]


def test_rules_that_are_no_file_mean_nothing(tmp_path: Path) -> None:
    write(tmp_path, {".git/HEAD": "", ".gitignore/x": "", "a.py": "", "sub/b.py": ""})
    (tmp_path / "sub/.gitignore").symlink_to("/dev/zero")
    assert sorted(found(tmp_path, POLICY)) == ["a.py", "sub/b.py"]


@pytest.mark.parametrize("pattern", ["*a" * 60 + "b", "**/" + "*a*/**/" * 40 + "b", "?*" * 100 + "b"])
def test_hostile_patterns_take_no_time(pattern: str) -> None:
    glob = parse_glob(pattern)
    assert glob is not None
    one = Rules("/r", [glob])
    began = time.process_time()
    assert one.verdict("/r/" + "a" * 250 + "/" + "/".join(["a" * 20] * 100), "a" * 250, False) is None
    assert time.process_time() - began < 0.5
