"""What is done about memory, and that it changes nothing but the pace."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from codeprism_lsp.cli.main import main
from codeprism_lsp.store import location
from codeprism_lsp.workspace import indexing
from codeprism_lsp.workspace.known import Known
from codeprism_lsp.workspace.memory import Guard, Pressure, described, resident_mb
from tests.workspace.folders import IndexedFolder, Inline

FILES = {f"m{number:02}.py": f"def f{number}(): return shared\n" for number in range(40)}


def test_steps_are_taken_one_by_one_and_taken_back_when_there_is_room() -> None:
    guard = Guard()
    steps = [guard.measured(held, 100) for held in (50, 101, 120, 130, 140, 90, 70, 70, 70, 60, 60, 60, 10)]
    assert [int(step) for step in steps] == [0, 1, 2, 3, 3, 3, 3, 3, 2, 2, 2, 1, 1]
    assert described(Pressure.NONE, 1, 2) == ""
    assert "one worker" in described(Pressure.WORKERS, 5000, 4096)


def test_resident_memory_is_that_of_all_processes_there_are() -> None:
    alone = resident_mb([])
    assert alone > 10
    assert resident_mb([os.getpid(), 2**22 + 1]) == pytest.approx(alone, rel=0.2)


def test_short_memory_makes_jobs_small_and_leaves_one_worker_and_the_same_index(
    folder: IndexedFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "TWO_TIERS_FROM", 1)
    folder.settings.update(batchFiles=16, workers=4)
    folder.write(FILES)
    made: list[int] = []
    sizes: list[int] = []

    def executor(workers: int) -> Any:
        made.append(workers)
        return Inline(lambda job: sizes.append(len(job.files)))

    with folder.writer() as writer:
        indexer = folder.indexer(writer)
        monkeypatch.setattr(indexer, "_executor", executor)
        indexer.press(Pressure.BATCHES)
        indexer.press(Pressure.WORKERS)
        assert indexer.run(Known.of(())).state == "ready"
        assert made == [1] and set(sizes) == {2}
        indexer.press(Pressure.NONE)
        folder.write({path: text + "more = 1\n" for path, text in FILES.items()}, seconds=1_650_000_000)
        sizes.clear()
        indexer.run(folder.known())
        assert made == [1, 4] and max(sizes) == 16
    assert folder.snapshot().containing("more") == sorted(FILES)
    assert folder.snapshot().definers("f39") == [("m39.py", 0)]


def test_indexes_not_used_for_long_make_room(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root, cache = tmp_path / "root", tmp_path / "cache"
    root.mkdir()
    cache.mkdir()
    (root / "a.py").write_text("a = 1\n")
    for name, age in (("old", 3_000), ("older", 9_000)):
        other = cache / f"{name}-0123.sqlite"
        other.write_bytes(bytes(700_000))
        os.utime(other, (1_700_000_000 - age, 1_700_000_000 - age))
    command = ["index", str(root), "--cache-dir", str(cache), "--workers", "1", "--disk-budget-mb", "1"]
    assert main(command) == 0
    assert location(root, cache).exists()
    assert [path.name for path in sorted(cache.glob("old*.sqlite"))] == ["old-0123.sqlite"]
