"""What a walk yields and what it reports, for ordinary and for hostile trees."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from codeprism_lsp.files import DependencyMode, Found, Origin, Policy, Skip, SkipReason, discover
from codeprism_lsp.files.generated import may_be_by_text, origin_by_text
from tests.files.workspace import found, recognise, skipped, write

POLICY = Policy(recognise)


def test_sources_of_known_languages_are_found(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "x", "sub/b.go": "", "notes.txt": "", ".dot/.c.py": "", "Makefile": ""})
    files = found(tmp_path, POLICY)
    assert sorted(files) == [".dot/.c.py", "a.py", "sub/b.go"]
    state = (tmp_path / "a.py").stat()
    assert files["a.py"] == Found("a.py", "python", 1, state.st_mtime_ns, Origin.SOURCE)
    assert skipped(tmp_path, POLICY) == {}


def test_scripts_are_known_by_their_first_line(tmp_path: Path) -> None:
    write(tmp_path, {"run": "#!/usr/bin/env python3\n", "sh": "#!/bin/sh\n", "text": "python", "empty": ""})
    os.mkfifo(tmp_path / "pipe")
    assert list(found(tmp_path, POLICY)) == ["run"]


def test_ignore_files_are_honoured(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            ".git/info/exclude": "excluded.py\n",
            ".git/hooks/hook.py": "",
            ".gitignore": "*.gen.py\nignored/\n!kept.gen.py\n",
            ".ignore": "other.py\n",
            "a.gen.py": "",
            "kept.gen.py": "",
            "ignored/a.py": "",
            "other.py": "",
            "excluded.py": "",
            "sub/.gitignore": "/local.py\n",
            "sub/local.py": "",
            "sub/deeper/local.py": "",
            "sub/__pycache__/x.py": "",
        },
    )
    assert sorted(found(tmp_path, POLICY)) == ["kept.gen.py", "sub/deeper/local.py"]
    assert found(tmp_path / "sub", POLICY).keys() == {"deeper/local.py"}


def test_a_gitignore_without_a_repository_means_nothing(tmp_path: Path) -> None:
    write(tmp_path, {".gitignore": "*\n", "a.py": ""})
    assert list(found(tmp_path, POLICY)) == ["a.py"]


def test_include_and_exclude(tmp_path: Path) -> None:
    write(tmp_path, {".git/x": "", ".gitignore": "gen/\n", "a.py": "", "src/b.py": "", "src/x/c.py": ""})
    write(tmp_path, {"gen/d.py": "", "src/x/e.js": ""})
    assert sorted(found(tmp_path, Policy(recognise, include=("src/",)))) == [
        "src/b.py",
        "src/x/c.py",
        "src/x/e.js",
    ]
    assert sorted(found(tmp_path, Policy(recognise, exclude=("src/x", "*.go")))) == ["a.py", "src/b.py"]
    assert sorted(found(tmp_path, Policy(recognise, include=("*.py",), exclude=("src/",)))) == ["a.py"]
    assert sorted(found(tmp_path, Policy(recognise, include=("gen/",)))) == ["gen/d.py"]


@pytest.mark.parametrize("glob", ["a[", "!a"])
def test_globs_that_mean_nothing_are_refused(glob: str) -> None:
    with pytest.raises(ValueError, match="glob"):
        Policy(recognise, exclude=(glob,))


def test_large_files_are_reported(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": b"x" * 101, "b.py": b"x" * 100})
    policy = Policy(recognise, max_file_bytes=100)
    assert list(found(tmp_path, policy)) == ["b.py"]
    assert skipped(tmp_path, policy)["a.py"].reason is SkipReason.TOO_LARGE


def test_links_and_special_files(tmp_path: Path) -> None:
    root = write(tmp_path / "root", {"sub/a.py": "", "sub/b.py": ""})
    write(tmp_path, {"outside/c.py": ""})
    (root / "again.py").symlink_to("sub/a.py")
    (root / "sub/loop").symlink_to("..")
    (root / "self.py").symlink_to("self.py")
    (root / "broken.py").symlink_to("nowhere")
    (root / "out.py").symlink_to("../outside/c.py")
    (root / "outdir").symlink_to("../outside")
    (root / "device.py").symlink_to("/dev/null")
    os.mkfifo(root / "fifo.py")
    (root / "dir.py").mkdir()
    assert sorted(found(root, POLICY)) == ["sub/a.py", "sub/b.py"]
    assert {path: skip.reason.value for path, skip in skipped(root, POLICY).items()} == {
        "self.py": "link-loop",
        "broken.py": "broken-link",
        "out.py": "outside-root",
        "outdir": "outside-root",
        "device.py": "outside-root",
        "fifo.py": "not-regular",
    }


def test_a_root_that_is_a_link(tmp_path: Path) -> None:
    write(tmp_path, {"real/a.py": ""})
    (tmp_path / "root").symlink_to("real")
    assert list(found(tmp_path / "root", POLICY)) == ["a.py"]


def test_a_root_that_is_not_there(tmp_path: Path) -> None:
    (skip,) = discover(str(tmp_path / "gone"), POLICY)
    assert isinstance(skip, Skip)
    assert skip.reason is SkipReason.VANISHED


def test_names_that_are_not_utf8(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path)
    os.mkdir(raw + b"/d\xfe")
    for name in (b"/bad\xff.py", b"/d\xfe/ok.py", b"/bad\xff.txt"):
        with open(raw + name, "wb"):
            pass
    write(tmp_path, {"good.py": ""})
    assert list(found(tmp_path, POLICY)) == ["good.py"]
    skips = skipped(tmp_path, POLICY)
    assert sorted(skips) == ["bad\\udcff.py", "d\\udcfe/ok.py"]
    assert {skip.reason for skip in skips.values()} == {SkipReason.NAME_NOT_UNICODE}


def test_a_deep_tree(tmp_path: Path) -> None:
    path = "/".join(["d" * 8] * 200) + "/a.py"
    write(tmp_path, {path: ""})
    assert list(found(tmp_path, POLICY)) == [path]


def test_files_that_vanish_while_walking(tmp_path: Path) -> None:
    write(tmp_path, {f"d{number}/a.py": "" for number in range(50)})
    walk = discover(str(tmp_path), POLICY)
    first = next(walk)
    for number in range(50):
        (tmp_path / f"d{number}/a.py").unlink()
        (tmp_path / f"d{number}").rmdir()
    rest = list(walk)
    assert isinstance(first, Found)
    assert {skip.reason for skip in rest if isinstance(skip, Skip)} <= {SkipReason.VANISHED}


def test_a_directory_that_may_not_be_entered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"a.py": "", "closed/b.py": ""})
    real = os.scandir

    def refuse(path: str) -> object:
        if path.endswith("closed"):
            raise PermissionError(13, "Permission denied", path)
        return real(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert list(found(tmp_path, POLICY)) == ["a.py"]
    assert skipped(tmp_path, POLICY)["closed"].reason is SkipReason.PERMISSION_DENIED


def test_a_user_who_may_not_enter_gets_one_report(tmp_path: Path) -> None:
    """The same without a double, in a process that gives up its rights if it has any."""
    write(tmp_path, {"a.py": "", "closed/b.py": ""})
    (tmp_path / "closed").chmod(0)
    program = (
        "import os, sys; sys.path[:0] = sys.argv[2].split(os.pathsep)\n"
        "from codeprism_lsp.files import Policy, discover\n"
        "os.chdir(sys.argv[1])\n"
        "if os.geteuid() == 0: os.setuid(65534)\n"
        "for item in discover('.', Policy(lambda path, line: 'python' if '.py' in path else None)):\n"
        "    print(item.path, getattr(item, 'reason', ''))\n"
    )
    temporary = Path(tempfile.gettempdir())
    for directory in (tmp_path, *(one for one in tmp_path.parents if temporary in one.parents)):
        directory.chmod(0o755)
    try:
        run = subprocess.run(
            [sys.executable, "-c", program, str(tmp_path), os.pathsep.join(sys.path)],
            capture_output=True,
            text=True,
            check=True,
        )
    finally:
        (tmp_path / "closed").chmod(0o755)
    assert sorted(run.stdout.splitlines()) == ["a.py ", "closed permission-denied"]


def test_cancelling_ends_the_walk(tmp_path: Path) -> None:
    write(tmp_path, {f"{number}.py": "" for number in range(1000)})
    count = 0

    def cancelled() -> bool:
        return count > 10

    for _ in discover(str(tmp_path), POLICY, cancelled):
        count += 1
    assert count < 300


@pytest.mark.parametrize(
    ("path", "origin"),
    [
        ("src/app.py", Origin.SOURCE),
        ("tests/app.py", Origin.TEST),
        ("src/test_app.py", Origin.TEST),
        ("pkg/app_test.go", Origin.TEST),
        ("src/AppTest.java", Origin.TEST),
        ("src/Latest.java", Origin.SOURCE),
        ("src/app.spec.ts", Origin.TEST),
        ("api/app_pb2.py", Origin.GENERATED),
        ("api/app.pb.go", Origin.GENERATED),
        ("generated/a.ts", Origin.GENERATED),
        ("static/app.min.js", Origin.MINIFIED),
        ("node_modules/a/tests/b.js", Origin.DEPENDENCY),
    ],
)
def test_origins(path: str, origin: Origin) -> None:
    assert POLICY.classify(path) is origin


def test_smart_mode_allows_larger_files_in_dependencies() -> None:
    policy = Policy(recognise, dependencies=DependencyMode.SMART)
    assert policy.limit_bytes(Origin.DEPENDENCY) == 2 * policy.limit_bytes(Origin.SOURCE)


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        (b"// Code generated by stringer; DO NOT EDIT.\n", Origin.GENERATED),
        (b"# @generated by a tool\n", Origin.GENERATED),
        (b"/* Automatically generated by x.\n * Do not modify. */\n", Origin.GENERATED),
        (b'"""Tokens, generated by the lexer."""\n', Origin.SOURCE),
        (b"a=1;" * 2000, Origin.MINIFIED),
        (b"a = 1;\n" * 2000, Origin.SOURCE),
    ],
)
def test_origins_by_text(text: bytes, origin: Origin) -> None:
    assert origin_by_text("source", "javascript", text) == origin
    assert origin_by_text("dependency", "javascript", text) == Origin.DEPENDENCY
    assert may_be_by_text(origin, "source")
