"""Worker processes that break down: the guilty file is found, and nothing else suffers for it."""

from __future__ import annotations

import os
import signal
import threading
import time
from concurrent.futures import BrokenExecutor
from pathlib import Path
from typing import Any

import psutil
import pytest

from codeprism_lsp.files import reading_ahead
from codeprism_lsp.workspace import batches, worker_start
from codeprism_lsp.workspace.known import Known
from codeprism_lsp.workspace.pool import worker_pool
from codeprism_lsp.workspace.workers import Workers, WorkersBroken
from tests.workspace.folders import IndexedFolder, Inline


class Fragile(Inline):
    """Breaks down for good on any job with one of the poisonous files."""

    def __init__(self, poison: set[str]) -> None:
        super().__init__(self._check)
        self._poison = poison
        self._broken = False

    def _check(self, job: batches.Job) -> None:
        self._broken |= any(file[0] in self._poison for file in job.files)
        if self._broken:
            raise BrokenExecutor("a process in the process pool was terminated abruptly")


def test_only_the_guilty_files_are_skipped(folder: IndexedFolder) -> None:
    folder.write({f"f{n:03}.py": f"def f{n}(): pass\n" for n in range(450)})
    poison = {"f007.py", "f008.py", "f300.py"}
    folder.make = lambda: Fragile(poison)
    progress = folder.run()
    assert (progress.state, progress.parsed, progress.skipped) == ("ready", 447, 3)
    assert {path for path, skip in folder.files().items() if skip} == poison
    assert set(folder.files().values()) == {"", "crashed"}
    assert folder.run().skipped == 0, "guilty files are not tried again until they change"
    poison.clear()
    folder.write({"f007.py": "def cured(): pass\n"})
    assert folder.run().parsed == 1


def test_workers_that_never_come_up_are_given_up(tmp_path: Path) -> None:
    started: list[int] = []

    def make() -> Fragile:
        started.append(1)
        return Fragile({"a.py"})

    workers = Workers(str(tmp_path), make, 4)
    jobs = [batches.Job(str(tmp_path), (("a.py", "python", "source", 10),) * 3)] * 5
    with pytest.raises(WorkersBroken, match="times in a row"):
        list(workers.run(iter(jobs)))
    assert len(started) < 20


def test_a_job_that_fails_as_a_whole_is_taken_apart(folder: IndexedFolder) -> None:
    def check(job: batches.Job) -> None:
        if any(file[0] == "bad.py" for file in job.files):
            raise ValueError("cannot be pickled")

    folder.write({"a.py": "a = 1\n", "bad.py": "b = 1\n", "c.py": "c = 1\n"})
    folder.make = lambda: Inline(check)
    assert folder.run().state == "ready"
    assert folder.files() == {"a.py": "", "bad.py": "failed", "c.py": ""}


def test_a_killed_worker_loses_nothing(folder: IndexedFolder) -> None:
    folder.write({f"f{n:03}.py": f"def f{n}(): pass\n" * 200 for n in range(600)})
    folder.settings["workers"] = 2
    folder.make = lambda: worker_pool(2)
    killed: list[int] = []

    def kill_one() -> None:
        deadline = time.monotonic() + 30
        while not killed and time.monotonic() < deadline:
            for child in psutil.Process().children():
                if "spawn_main" in " ".join(child.cmdline()) and child.cpu_times().user > 0.1:
                    os.kill(child.pid, signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
                    killed.append(child.pid)
                    return
            time.sleep(0.01)

    killer = threading.Thread(target=kill_one)
    killer.start()
    with folder.writer() as writer:
        indexer = folder.indexer(writer)
        progress = indexer.run(Known.of(()))
        indexer.close()
    killer.join()
    assert killed and progress.state == "ready"
    assert list(folder.files().values()) == [""] * 600


def test_a_worker_gives_itself_up_over_code_that_does_not_come_back(
    folder: IndexedFolder, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    folder.write({"a.py": "a = 1\n", "hangs.py": "b = 1\n"})
    folder.make = _hanging_pool
    with folder.writer() as writer:
        indexer = folder.indexer(writer)
        assert indexer.run(Known.of(())).state == "ready"
        indexer.close()
    assert folder.files() == {"a.py": "", "hangs.py": "crashed"}
    assert "Timeout" in capfd.readouterr().err


def _hanging_pool() -> Any:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    return ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=start_hanging_worker)


def start_hanging_worker() -> None:
    """Set-up of a worker in which one file is never read to its end."""
    worker_start.start_worker()
    batches._JOB_SECONDS = 0.5  # type: ignore[misc]
    batches._JOB_SECONDS_PER_FILE = 0.0  # type: ignore[misc]
    working = reading_ahead.read_source

    def hanging(root: str, path: str, limit: int) -> Any:
        if path == "hangs.py":
            time.sleep(60)
        return working(root, path, limit)

    reading_ahead.read_source = hanging
