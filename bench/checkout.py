"""A checkout that changes many files: how long until the index is right again, and on the way back.

A generated repository gets two branches. Most files that differ define another function on each; some are
on one branch only. Nobody tells the server: it watches by itself, or, in a second pass, trusts a client that
says it watches and tells nothing, so that only Git's notes are left.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.options import TEST_PROJECTS, Options
from bench.results import Figure, Result
from bench.scale import corpus
from bench.server import COMMAND, build_index, indexed_files
from tests.client import DEFAULT_CAPABILITIES, Client

FILES = 50_000
CHANGED = 10_000
APART = 20  # of the files that differ, one of so many is on one branch only
SAMPLE = 100  # names that have to be found, and as many that must not be
BAR_THERE = 10.0
BAR_BACK = 3.0
GIVE_UP_SECONDS = 120.0
COLUMNS = ["way", "files", "differ", "git s", "right after s", "in all s", "parsed", "early"]
NOTES = [
    """A generated repository (`bench.generate`) in Git, with two branches. The server is ready on the first
one when `git checkout` brings the second; `right after` is the time from the end of that command until
`codeprism/indexStatus` says that all is taken in; then 100 functions that only this branch has have to be
found by workspace/symbol and 100 of the other must not. `git` is the command itself and `in all` both.
`early`: how often the status said so and an answer was wrong. `back`: to the first branch, whose contents
are known by their hashes; `again`: to the second one, likewise. `by events`: the server watches the folder;
`by Git`: it was told that the client does, and the client tells nothing.""",
]
_ENDINGS = {
    "python": "def {0}():\n    return {1}\n",
    "typescript": "export function {0}(): number {{\n  return {1};\n}}\n",
    "javascript": "export function {0}() {{\n  return {1};\n}}\n",
    "java": "class {0} {{\n    int value = {1};\n}}\n",
    "go": "func {0}() int {{\n\treturn {1}\n}}\n",
    "rust": "pub fn {0}() -> i32 {{\n    {1}\n}}\n",
    "c": "int {0}(void) {{\n    return {1};\n}}\n",
    "cpp": "int {0}() {{\n    return {1};\n}}\n",
}
_GIT = ("git", "-c", "user.name=bench", "-c", "user.email=bench@localhost", "-c", "gc.auto=0")


@dataclass(frozen=True, slots=True)
class Branches:
    """A repository with the branches `first` and `second`, and names that only one of them has."""

    root: Path
    files: int
    differ: int
    names: dict[str, list[str]]


@dataclass(slots=True)
class Switched:
    """What one checkout was measured to take, in seconds."""

    git: float
    right: float
    parsed: int
    early: int


def run(options: Options) -> Result:
    result = Result("checkout", "A checkout that changes 10,000 files", NOTES, COLUMNS)
    with tempfile.TemporaryDirectory(prefix="codeprism-bench-", ignore_cleanup_errors=True) as folder:
        source = TEST_PROJECTS if options.small else corpus(options, FILES)
        branches = _grown(source, Path(folder, "repository"), CHANGED, options.seed)
        _told(options, f"{branches.differ:,} of {branches.files:,} files differ")
        for way, told in (("by events", False), ("by Git", True)):
            for direction, switched in _measured(branches, Path(folder, "cache"), told, options.seed):
                name = f"{direction}, {way}"
                _told(options, f"{name}: {switched}")
                _add(result, name, branches, switched, options)
    return result


def _add(result: Result, name: str, branches: Branches, switched: Switched, options: Options) -> None:
    in_all = switched.git + switched.right
    counted = [branches.files, branches.differ, switched.git, switched.right, in_all]
    result.rows.append([name, *counted, switched.parsed, switched.early])
    if not options.small:
        most = BAR_THERE if name.startswith("there") else BAR_BACK
        result.figures.append(Figure(f"{name}: right after the checkout", switched.right, "s", most=most))
        result.figures.append(Figure(f"{name}: told too early", switched.early, "", most=0))


def _grown(source: Path, root: Path, changed: int, seed: int) -> Branches:
    """A copy of a tree as a repository whose first branch is checked out."""
    shutil.copytree(source, root, symlinks=True, ignore=shutil.ignore_patterns(".git"))
    # Nothing may be left out, whatever the copied tree ignores.
    for ignoring in root.rglob(".gitignore"):
        ignoring.unlink()
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="codeprism-bench-") as cache:
        build_index(root, Path(cache))
        found = indexed_files(root, Path(cache))
    languages = {root / path: language for path, language in found if language in _ENDINGS}
    sources = list(languages)
    files = rng.sample(sources, min(changed, len(sources)))
    apart = files[: len(files) // APART]
    names: dict[str, list[str]] = {"first": [], "second": []}
    texts = {path: path.read_bytes() for path in files}
    _git(root, "init", "-q", "-b", "first")
    for branch, listed in names.items():
        for number, path in enumerate(files):
            name = f"only{branch}{rng.randrange(16**8):08x}x{number}"
            ending = "\n" + _ENDINGS[languages[path]].format(name, number)
            # Files of one branch only: the first half of them on the first, the others on the second.
            if path in apart[: len(apart) // 2] if branch == "second" else path in apart[len(apart) // 2 :]:
                path.unlink(missing_ok=True)
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(texts[path] + ending.encode())
            listed.append(name)
        if branch != "first":
            _git(root, "checkout", "-q", "-b", branch)
        _git(root, "add", "-A")
        _git(root, "commit", "-q", "-m", branch)
    _git(root, "checkout", "-q", "first")
    return Branches(root, len(sources), len(files), names)


def _measured(branches: Branches, cache: Path, told: bool, seed: int) -> list[tuple[str, Switched]]:
    """There, back and there again in one server, which is ready on the first branch at the beginning."""
    shutil.rmtree(cache, ignore_errors=True)
    _git(branches.root, "checkout", "-q", "first")
    build_index(branches.root, cache)
    client = Client.stdio([*COMMAND, "serve", "--cache-dir", str(cache)])
    of_workspace = {**DEFAULT_CAPABILITIES["workspace"]}
    if not told:
        del of_workspace["didChangeWatchedFiles"]
    capabilities = {**DEFAULT_CAPABILITIES, "workspace": of_workspace}
    try:
        client.initialize(branches.root, capabilities=capabilities, options={"cacheDir": str(cache)})
        client.wait_ready()
        rng = random.Random(seed)
        sample = {
            branch: rng.sample(names, min(SAMPLE, len(names))) for branch, names in branches.names.items()
        }
        _right(client, sample["first"], sample["second"])
        time.sleep(2.0)  # the watcher has begun, and the first look at Git is over
        return [
            (direction, _switched(client, branches.root, there, sample[there], sample[other]))
            for direction, there, other in (
                ("there", "second", "first"),
                ("back", "first", "second"),
                ("again", "second", "first"),
            )
        ]
    finally:
        client.stop()


def _switched(client: Client, root: Path, branch: str, has: list[str], lacks: list[str]) -> Switched:
    before = _status(client)["folders"][0]["revision"]
    began = time.perf_counter()
    _git(root, "checkout", "-q", branch)
    done = time.perf_counter()
    early = 0
    while time.perf_counter() - done < GIVE_UP_SECONDS:
        status = _status(client)
        spent = time.perf_counter() - done  # asking for the names takes longer than what it confirms
        moved = status["folders"][0]["revision"] != before
        if moved and status["state"] == "ready" and not status["catchingUp"]:
            if _right(client, has, lacks):
                time.sleep(3.0)  # what comes after it is no part of the next checkout
                return Switched(done - began, spent, status["folders"][0]["parsed"], early)
            early += 1
        time.sleep(0.02)
    raise TimeoutError(f"the index was not right {GIVE_UP_SECONDS:.0f} s after the checkout of {branch}")


def _right(client: Client, has: list[str], lacks: list[str]) -> bool:
    """Whether each name of a branch is found and none of the other."""
    return all(_found(client, name) for name in has) and not any(_found(client, name) for name in lacks)


def _found(client: Client, name: str) -> bool:
    found = client.request("workspace/symbol", {"query": name}, 60) or ()
    return any(one["name"] == name for one in found)


def _status(client: Client) -> dict[str, Any]:
    status: dict[str, Any] = client.request("codeprism/indexStatus", {}, 60)
    return status


def _git(root: Path, *words: str) -> None:
    subprocess.run([*_GIT, *words], cwd=root, check=True, stdout=subprocess.DEVNULL)


def _told(options: Options, what: str) -> None:
    if options.verbose:
        print(what, file=sys.stderr, flush=True)
