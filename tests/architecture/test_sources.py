"""House rules that no linter knows: modules explain themselves, stay small, and name no machine."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import tomllib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "codeprism_lsp"
MOST_LINES = 500
OWN_SOURCES = (".py", ".ts", ".mjs", ".lua", ".scm")

#: Somebody's home directory, written out.
A_HOME = re.compile(r"(?<![\w.~}/-])/(?:home|Users)/[a-z][\w-]*/|[A-Z]:\\{1,2}Users\\")


def in_git() -> bool:
    return (ROOT / ".git").exists() and shutil.which("git") is not None


def git_files(*options: str) -> set[str]:
    listing = subprocess.run(
        ["git", "ls-files", "-z", *options], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return {name for name in listing.stdout.split("\0") if name}


@cache
def tracked_files() -> list[Path]:
    """The files of the project: what git tracks, or every file outside of ignored directories."""
    if in_git():
        names = git_files() - git_files("--cached", "--ignored", "--exclude-standard")
        return [ROOT / name for name in sorted(names) if (ROOT / name).is_file()]
    generated = {".venv", ".venv-editors", "node_modules", "dist", "build", "__pycache__"}
    return [
        path
        for path in ROOT.rglob("*")
        if path.is_file() and not generated.intersection(path.relative_to(ROOT).parts)
    ]


def is_example(path: Path) -> bool:
    """Whether the file is input of the tests, which may look like anything."""
    parts = path.relative_to(ROOT).parts
    return parts[0] == "test-projects" or (
        parts[0] == "tests" and bool({"data", "fixtures"}.intersection(parts))
    )


def own_sources(*suffixes: str) -> list[Path]:
    return [path for path in tracked_files() if path.suffix in suffixes and not is_example(path)]


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_every_module_of_the_package_says_why_it_exists() -> None:
    silent = [
        relative(path)
        for path in own_sources(".py")
        if path.is_relative_to(PACKAGE) and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_every_room_is_a_package() -> None:
    directories = {path.parent for path in own_sources(".py") if path.is_relative_to(PACKAGE)}
    assert [relative(path) for path in directories if not (path / "__init__.py").is_file()] == []


def test_no_file_is_a_god() -> None:
    lengths = {
        relative(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in own_sources(*OWN_SOURCES)
        if "CASES = {" not in path.read_text(encoding="utf-8")  # tables of cases are data
    }
    assert {name: length for name, length in lengths.items() if length > MOST_LINES} == {}


def test_modules_are_named_after_concepts() -> None:
    vague = re.compile(r"(?:^|_)(?:utils?|helpers?|managers?|common|misc)(?:_|$)")
    assert [relative(path) for path in own_sources(".py") if vague.search(path.stem)] == []


def test_nothing_is_left_for_later() -> None:
    later = re.compile(r"(?:#|//|--|;|\*)\s.*\b(?:TODO|FIXME|XXX)\b")
    unfinished = [
        relative(path) for path in own_sources(*OWN_SOURCES) if later.search(path.read_text(encoding="utf-8"))
    ]
    assert unfinished == []


def test_no_tracked_file_names_a_place_of_one_machine() -> None:
    here = rf"{re.escape(ROOT.as_posix())}(?![\w-])|{re.escape(Path.home().as_posix().rstrip('/'))}/[\w.]"
    places = re.compile(rf"{A_HOME.pattern}|(?<![\w.~}}/-])(?:{here})")
    found = []
    for path in tracked_files():
        if is_example(path) or path.name == "package-lock.json":
            continue
        for number, line in enumerate(path.read_bytes().decode("utf-8", "replace").splitlines(), 1):
            if places.search(line):
                found.append(f"{relative(path)}:{number}: {line.strip()}")
    assert found == []


def test_lock_files_name_no_registry() -> None:
    for lock in (path for path in tracked_files() if path.name == "package-lock.json"):
        packages = json.loads(lock.read_text(encoding="utf-8"))["packages"]
        assert [name for name, package in packages.items() if "resolved" in package] == []


def test_nothing_generated_is_tracked() -> None:
    ignored = git_files("--cached", "--ignored", "--exclude-standard") if in_git() else set()
    # The example projects track dependency directories that their own .gitignore names, on purpose.
    assert sorted(one for one in ignored if not str(one).startswith("test-projects/"))[:10] == []


def test_one_version_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extension = json.loads((ROOT / "editors" / "vscode" / "package.json").read_text(encoding="utf-8"))
    assert extension["version"] == project["version"]


def test_dependencies_have_both_bounds() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    everything = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    assert [one for one in everything if not re.search(r">=\S+,<\S+$", one)] == []
