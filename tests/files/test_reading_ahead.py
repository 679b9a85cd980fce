"""Many files are read in order, and together where one read after the other would wait for the disk."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from codeprism_lsp.files import Skip, Source, read_source, reading_ahead
from codeprism_lsp.files.reading_ahead import read_sources

LIMIT = 1000


@pytest.fixture
def wanted(tmp_path: Path) -> list[tuple[str, int]]:
    for number in range(30):
        (tmp_path / f"{number}.py").write_bytes(b"x" * 50 * number)
    return [(f"{number}.py", LIMIT) for number in range(31)]


@pytest.mark.parametrize("slow_seconds", [0.0, 10.0])
def test_each_file_is_what_it_is_alone(
    tmp_path: Path, wanted: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch, slow_seconds: float
) -> None:
    monkeypatch.setattr(reading_ahead, "_SLOW_SECONDS", slow_seconds)
    found = list(read_sources(str(tmp_path), wanted))
    assert found == [read_source(str(tmp_path), *one) for one in wanted]
    assert isinstance(found[0], Source)
    assert isinstance(found[25], Skip), "too large"
    assert isinstance(found[30], Skip), "not there"


@pytest.mark.parametrize(("slow_seconds", "threads"), [(10.0, 1), (0.0, 9)])
def test_threads_read_where_the_disk_is_slow(
    tmp_path: Path,
    wanted: list[tuple[str, int]],
    monkeypatch: pytest.MonkeyPatch,
    slow_seconds: float,
    threads: int,
) -> None:
    readers: set[int] = set()

    def read(root: str, path: str, limit: int) -> Source | Skip:
        readers.add(threading.get_ident())
        time.sleep(0.002)
        return read_source(root, path, limit)

    monkeypatch.setattr(reading_ahead, "read_source", read)
    monkeypatch.setattr(reading_ahead, "_SLOW_SECONDS", slow_seconds)
    assert len(list(read_sources(str(tmp_path), wanted))) == len(wanted)
    assert len(readers) == threads
