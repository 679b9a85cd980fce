"""The test projects compile or run with their own toolchains, those of them that this machine has.

The work happens in a copy: no build output may appear in the repository.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import pytest

from tests.test_projects.expectations import ROOT

Run = Callable[..., str]
Case = Callable[[Run], None]
pytestmark = pytest.mark.slow
VERSION = {"go": "version", "java": "-version", "javac": "-version"}


@cache
def is_installed(name: str) -> bool:
    """Whether it is there and runs: a version manager's stand-in is there and says that nothing is chosen."""
    question = VERSION.get(name, "--version")
    try:
        return subprocess.run((name, question), capture_output=True, timeout=30, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


CASES: list[Case] = []


def needs(*tools: str) -> Callable[[Case], Case]:
    """Registers a case where its tools are installed; a case that cannot run is not collected at all."""

    def register(case: Case) -> Case:
        if all(map(is_installed, tools)):
            CASES.append(case)
        return case

    return register


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs a command in a copy of a project and returns what it prints."""

    def go(project: str, *command: str, within: str = ".", path: Sequence[str] = ()) -> str:
        copy = tmp_path / project
        if not copy.exists():
            shutil.copytree(ROOT / project, copy)
        environment = {
            **os.environ,
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONPATH": os.pathsep.join(path),
            "GOFLAGS": "",
            "GOPROXY": "off",
            "CARGO_NET_OFFLINE": "true",
        }
        done = subprocess.run(
            command,
            cwd=copy / within,
            env=environment,
            capture_output=True,
            text=True,
            timeout=110,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return go


@needs()
def python_inventory(run: Run) -> None:
    assert "ordered 17 for 40.80" in run("python-inventory", sys.executable, "-m", "inventory", "journal")
    assert run("python-inventory", sys.executable, "scripts/stocktake.pyw", path=["."]) == "never 30\n"


@needs()
def python_with_venv(run: Run) -> None:
    packages = os.path.join(".venv", "lib", "python3.11", "site-packages")
    assert run("python-with-venv", sys.executable, "-m", "app.main", path=[packages]) == "SALE IN RED\n"


@needs("node")
def javascript(run: Run) -> None:
    assert run("javascript-shop", "node", "bin/shop.mjs").endswith("15.30 EUR\n")
    run("javascript-shop", "node", "--test", "test/")
    assert "[order]" in run("javascript-with-modules", "node", "src/index.js")
    run("javascript-with-modules", "node", "src/legacy.cjs")


@needs("tsc")
def typescript(run: Run) -> None:
    run("typescript-board", "tsc", "-p", ".")
    run("polyglot-telemetry", "tsc", "-p", ".")


@needs("javac", "java")
def java(run: Run) -> None:
    sources = [
        str(path.relative_to(ROOT / "java-library")) for path in (ROOT / "java-library").rglob("*.java")
    ]
    run("java-library", "javac", "-Xlint:all", "-Werror", "-d", "out", *sources)
    assert "28 Ad" in run("java-library", "java", "-cp", "out", "org.example.library.Main")
    assert run("java-library", "java", "-cp", "out", "org.example.library.store.BoundedStoreTest") == "ok 1\n"


@needs("go")
def go(run: Run) -> None:
    run("go-ledger", "go", "vet", "./...")
    run("go-ledger", "go", "test", "./...")
    assert "savings    12.75" in run("go-ledger", "go", "run", "./cmd/ledger")
    assert run("javascript-with-modules", "go", "run", ".", within="exporter") == "all\n"
    run("polyglot-telemetry", "go", "vet", "./...")


@needs("cargo")
def rust(run: Run) -> None:
    run("rust-router", "cargo", "test", "--offline", "--quiet")
    assert "404 no route for /nowhere" in run("rust-router", "cargo", "run", "--offline", "--quiet")


@needs("gcc", "make")
def c(run: Run) -> None:
    run("c-kvstore", "make")
    assert "2 keys, sum 42" in run("c-kvstore", "build/kv")


@needs("g++")
def cpp(run: Run) -> None:
    root = ROOT / "cpp-scene"
    sources = [str(path.relative_to(root)) for path in (root / "src").rglob("*.c*")]
    run("cpp-scene", "g++", "-std=c++17", "-Wall", "-Wextra", "-Werror", "-Iinclude", *sources, "-o", "scene")
    assert "(1, 2) 19 4 3" in run("cpp-scene", "./scene")


@needs("gcc", "g++")
def the_borders_between_languages(run: Run) -> None:
    project = "polyglot-telemetry"
    run(project, "gcc", "-shared", "-fPIC", "-Wall", "-Werror", "native/filter.c", "-o", "libfilter.so")
    assert '"outliers": 2' in run(project, sys.executable, "-m", "server.app", "./libfilter.so")
    run(project, "g++", "-Wall", "native/selftest.cpp", "-L.", "-lfilter", "-Wl,-rpath,.", "-o", "selftest")
    assert run(project, "./selftest") == "2.0\n"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_toolchain(case: Case, run: Run) -> None:
    case(run)
