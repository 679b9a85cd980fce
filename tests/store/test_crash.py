"""A writer killed at any instant leaves the store as after some whole batch, and readers never see less."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import apsw
import pytest

from codeprism_lsp.facts import postings
from codeprism_lsp.store import Reader, StoreMissing, Writer

FILES_PER_BATCH = 40

WRITING_CHILD = """
import sys
from pathlib import Path
import numpy as np
from codeprism_lsp.facts import postings
from codeprism_lsp.store import ContentRow, FileRow, SegmentRow, Writer

path, per_batch = Path(sys.argv[1]), int(sys.argv[2])
with Writer(path, "/root") as writer:
    print("open", flush=True)
    for number in range(writer.revision(), 1_000_000):
        with writer.batch() as batch:
            name = batch.revision
            ids = batch.put_contents(
                ContentRow(b"%d/%d" % (name, one), "r", "c", b"%d" % name * 200) for one in range(per_batch)
            )
            batch.put_files(
                FileRow(f"{name}/{one}.c", "c", name, one, ids[one]) for one in range(per_batch)
            )
            contents = np.array(ids, dtype=np.uint32)
            segment = postings.build(np.full(per_batch, 1, np.uint32), contents)
            batch.put_segment(SegmentRow("tokens", segment.encode(), ids[0], ids[-1]))
            if name % 3 == 0:
                batch.delete_files(f"{name - 1}/{one}.c" for one in range(per_batch))
        if number % 20 == 19:
            writer.compact({"tokens": postings.merge_encoded})
"""


def check_whole_batches(reading: Reader) -> int:
    """Asserts that every batch is wholly there or not at all; returns the revision seen."""
    with reading.consistent() as revision:
        by_batch: dict[str, set[int]] = {}
        contents: set[int] = set()
        for part in reading.all_files():
            for path, content in zip(part.paths, part.contents.tolist(), strict=True):
                by_batch.setdefault(path.split("/")[0], set()).add(content)
                contents.add(content)
        assert all(len(batch) == FILES_PER_BATCH for batch in by_batch.values())
        assert len(reading.facts_many(contents)) == len(contents)
        indexed: set[int] = set()
        for segment in reading.segments("tokens").new:
            indexed.update(postings.decode(segment.blob).contents.tolist())
        assert contents <= indexed
    assert not reading.problems
    return revision


def test_killed_at_random_instants(tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite"
    chance = random.Random(20)
    revision = 0
    for _ in range(6):
        child = subprocess.Popen(
            [sys.executable, "-c", WRITING_CHILD, str(path), str(FILES_PER_BATCH)], stdout=subprocess.PIPE
        )
        try:
            assert child.stdout is not None and child.stdout.readline() == b"open\n"
            time.sleep(chance.uniform(0.0, 0.4))
        finally:
            child.kill()
            child.wait()
            if child.stdout is not None:
                child.stdout.close()
        with apsw.Connection(str(path)) as connection:
            assert connection.execute("PRAGMA integrity_check").get == "ok"
        with Reader(path) as reading:
            seen = check_whole_batches(reading)
        assert seen >= revision
        revision = seen
    assert revision > 0
    with Writer(path, "/root") as writer:
        assert writer.revision() == revision and writer.problems == []


def test_killed_while_the_store_is_made(tmp_path: Path) -> None:
    for number in range(6):
        path = tmp_path / f"{number}.sqlite"
        child = subprocess.Popen(
            [sys.executable, "-c", WRITING_CHILD, str(path), "1"], stdout=subprocess.DEVNULL
        )
        deadline = time.monotonic() + 20
        while not path.exists() and time.monotonic() < deadline:
            time.sleep(0.0005)
        time.sleep(number * 0.001)
        child.kill()
        child.wait()
        try:
            Reader(path).close()
        except StoreMissing:
            continue
        finally:
            with Writer(path, "/root") as writer:
                assert writer.problems == []


@pytest.mark.parametrize("seconds", [1.0])
def test_readers_see_whole_batches_while_a_writer_writes(tmp_path: Path, seconds: float) -> None:
    path = tmp_path / "index.sqlite"
    child = subprocess.Popen(
        [sys.executable, "-c", WRITING_CHILD, str(path), str(FILES_PER_BATCH)], stdout=subprocess.PIPE
    )
    try:
        assert child.stdout is not None and child.stdout.readline() == b"open\n"
        with Reader(path) as reading:
            revisions = []
            until = time.monotonic() + seconds
            while time.monotonic() < until:
                revisions.append(check_whole_batches(reading))
        assert revisions == sorted(revisions) and len(set(revisions)) > 2
    finally:
        child.kill()
        child.wait()
        if child.stdout is not None:
            child.stdout.close()
