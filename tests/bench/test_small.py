"""The small version of every benchmark runs and produces all of its rows; times are not judged."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.e2e
@pytest.mark.timeout(300)
def test_small() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench", "--small"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
    )
    assert done.returncode == 0, done.stderr
    for row in (
        "test-projects",
        "test-projects: workspace/symbol",
        "test-projects: textDocument/definition",
        "test-projects: textDocument/references",
        "test-projects: typeHierarchy/subtypes",
        "test-projects: callHierarchy/incomingCalls",
        "python, idle",
        "c, idle",
        "From 50,000 to 1,000,000 files",
        "there, by events",
        "again, by Git",
    ):
        assert row in done.stdout


def test_unknown_names_are_refused() -> None:
    for module in ("bench", "bench.corpora"):
        done = subprocess.run(
            [sys.executable, "-m", module, "nonsense"], cwd=REPOSITORY, capture_output=True, check=False
        )
        assert done.returncode == 2
        assert b"nonsense" in done.stderr


def test_missing_oracles_are_said(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench.oracles", "--oracles", str(tmp_path)],
        cwd=REPOSITORY,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2
    assert b"ORACLES" in done.stderr
