"""What a writer commits is what readers get: rows, revisions, segments, damage and locks."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import apsw
import numpy as np
import pytest

from codeprism_lsp.facts import postings
from codeprism_lsp.store import (
    ContentRow,
    FileRow,
    Locked,
    Reader,
    SegmentRow,
    StoreError,
    StoreFull,
    StoreMissing,
    StoreUnwritable,
    Writer,
    compaction,
    parts,
    reader,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "index.sqlite"


@pytest.fixture
def writer(path: Path) -> Iterator[Writer]:
    with Writer(path, "/root") as opened:
        yield opened


def content(number: int, recipe: str = "r1") -> ContentRow:
    return ContentRow(b"hash%d" % number, recipe, "python", b"facts%d" % number, number, 2)


def file(name: str, content_id: int | None = None, **other: object) -> FileRow:
    return FileRow(name, "python", 10, 20, content_id, **other)  # type: ignore[arg-type]


def token_segment(first: int, last: int) -> SegmentRow:
    contents = np.arange(first, last + 1, dtype=np.uint32)
    segment = postings.build(np.full(len(contents), 7, np.uint32), contents)
    return SegmentRow("tokens", segment.encode(), first, last)


MERGERS: compaction.Mergers = {"tokens": postings.merge_encoded}


def tokens_of(reader_: Reader) -> list[int]:
    found = [postings.decode(one.blob).contents for one in reader_.segments("tokens").new]
    return sorted(np.concatenate(found).tolist()) if found else []


def test_a_content_is_stored_once(writer: Writer, path: Path) -> None:
    with writer.batch() as batch:
        one, two, again = batch.put_contents([content(1), content(2), content(1)])
    assert one == again != two
    with writer.batch() as batch:
        assert batch.put_content(content(2)) == two
        assert batch.put_content(content(2, "r2")) not in {one, two}
    assert writer.known(b"hash1", "r1") == one
    assert writer.known(b"hash1", "r2") is None and writer.known(b"hash1", "unheard") is None
    assert writer.known_many([b"hash2", b"nothing"], "r1") == [two, None]
    with Reader(path) as reading:
        assert reading.facts(one) == b"facts1"
        assert reading.facts_many([two, 99]) == {two: b"facts2"}


def test_files_by_revision(writer: Writer, path: Path) -> None:
    with Reader(path) as reading:
        assert reading.revision() == 0
        with writer.batch() as batch:
            batch.put_files([file("b.py", 1), file("a.py", 2), file("ü/ä.py")])
        with writer.batch() as batch:
            batch.put_file(file("a.py", skip="binary", detail="NUL byte"))
            batch.delete_files(["b.py", "never.py"])
        assert reading.revision() == writer.revision() == 2
        first = reading.files_since(0)
        assert [row.path for row in first.rows] == ["a.py", "ü/ä.py"] and first.deleted == [] and first.whole
        second = reading.files_since(1)
        assert [row.path for row in second.rows] == ["a.py"] and second.deleted == ["b.py"]
        assert second.rows[0] == file("a.py", skip="binary", detail="NUL byte", revision=2)
        assert reading.files_since(2).rows == [] and reading.files_since(2).deleted == []
        assert reading.files_since(77).whole
        with writer.batch() as batch:
            batch.put_file(file("b.py", 3))
        assert reading.files_since(2).deleted == []
        parts = list(reading.all_files(rows_per_part=2))
        assert [part.paths for part in parts] == [["a.py", "b.py"], ["ü/ä.py"]]
        assert parts[0].contents.tolist() == [0, 3] and parts[0].skips == ["binary", None]
        assert reading.file("b.py") == file("b.py", 3, revision=3) and reading.file("c.py") is None


def test_undecodable_names(writer: Writer, path: Path) -> None:
    name = b"caf\xe9.py".decode("utf-8", "surrogateescape")
    with writer.batch() as batch:
        batch.put_file(file(name, 1))
    with Reader(path) as reading:
        assert reading.files_since(0).rows[0].path == name
        assert next(reading.all_files()).paths == [name] and reading.file(name) is not None
        with writer.batch() as batch:
            batch.delete_files([name])
        assert reading.files_since(1).deleted == [name]


def test_a_failed_batch_leaves_nothing(writer: Writer, path: Path) -> None:
    def fail() -> None:
        with writer.batch() as batch:
            lost = batch.put_content(content(1, "new recipe"))
            batch.put_file(file("a.py", lost))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with Reader(path) as reading:
        assert reading.revision() == 0 and reading.files_since(0).rows == []
    with writer.batch() as batch:
        kept = batch.put_content(content(1, "new recipe"))
    assert writer.known(b"hash1", "new recipe") == kept


def test_batches_do_not_nest(writer: Writer) -> None:
    with pytest.raises(StoreError), writer.batch(), writer.batch():
        pass
    with writer.batch():
        pass


def test_content_or_skip_but_not_both(writer: Writer) -> None:
    with pytest.raises(StoreError), writer.batch() as batch:
        batch.put_file(file("a.py", 1, skip="binary"))


def test_one_revision_inside_consistent(writer: Writer, path: Path) -> None:
    with Reader(path) as reading:
        with reading.consistent() as revision:
            with writer.batch() as batch:
                batch.put_file(file("a.py", 1))
                batch.put_segment(token_segment(1, 3))
            assert reading.revision() == revision == 0
            assert reading.files_since(0).rows == [] and not reading.segments("tokens").ids
        assert reading.revision() == 1 and len(reading.files_since(0).rows) == 1


def test_damaged_facts_are_a_miss(writer: Writer, path: Path) -> None:
    with writer.batch() as batch:
        one = batch.put_content(content(1))
    with apsw.Connection(str(path)) as connection:
        connection.execute("UPDATE facts SET facts = x'00'")
    with Reader(path) as reading:
        assert reading.facts(one) is None
        assert [problem.detail for problem in reading.problems] == [f"content {one}"]
        with writer.batch() as batch:
            batch.restore_facts(one, b"facts1")
        assert reading.facts(one) == b"facts1"


def test_segments_are_delivered_once(writer: Writer, path: Path) -> None:
    with writer.batch() as batch:
        one = batch.put_segment(token_segment(1, 2))
        two = batch.put_segment(token_segment(3, 4))
        batch.put_segment(SegmentRow("names", b"other", 1, 2))
    with Reader(path) as reading:
        first = reading.segments("tokens")
        assert first.ids == {one, two} and [new.id for new in first.new] == [one, two]
        with writer.batch() as batch:
            three = batch.replace_segments([one, two], token_segment(1, 4))
        second = reading.segments("tokens", first.ids)
        assert second.ids == {three} and [new.id for new in second.new] == [three]


def test_merging_keeps_segments_few_and_complete(writer: Writer, path: Path) -> None:
    total = 150
    for number in range(total):
        with writer.batch() as batch:
            one = batch.put_content(content(number))
            batch.put_file(file(f"{number}.py", one))
            batch.put_segment(token_segment(one, one))
    report = writer.merge_segments(MERGERS)
    assert report.finished and report.segments_merged >= total
    with Reader(path) as reading:
        assert tokens_of(reading) == list(range(1, total + 1))
        assert len(reading.segments("tokens").ids) < 2 * compaction.FAN_OUT
    assert writer.merge_segments(MERGERS).segments_merged == 0


def test_large_segments_lie_in_files(writer: Writer, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "PART_BYTES", 1)
    test_merging_keeps_segments_few_and_complete(writer, path)
    assert writer.verify_parts(lambda blob: None) == []
    folder = parts.directory_of(path)
    with Reader(path) as reading:
        kept = len(reading.segments("tokens").ids)
        assert reading.stats().disk_bytes > sum(one.stat().st_size for one in folder.iterdir())
    # What is mentioned no more stays for a while, for readers that are about to open it.
    assert len(list(folder.iterdir())) > kept
    monkeypatch.setattr(parts, "_GRACE_SECONDS", -1.0)
    writer.compact(MERGERS)
    assert len(list(folder.iterdir())) == kept


def test_damaged_and_missing_files_are_found(
    writer: Writer, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "PART_BYTES", 1)
    with writer.batch() as batch:
        ids = batch.put_contents(content(number) for number in range(3))
        batch.put_files(file(f"{one:02}.py", one) for one in ids)
        segments = [batch.put_segment(token_segment(one, one)) for one in ids]
    first, second, _ = sorted(parts.directory_of(path).iterdir(), key=lambda one: one.stat().st_mtime_ns)
    first.unlink()
    second.write_bytes(second.read_bytes()[:-1] + b"x")
    damaged = writer.verify_parts(assert_readable)
    assert set(damaged) == {segments[0], segments[1]}
    with Reader(path) as reading:
        broken = {one.id for one in reading.segments("tokens").new if not is_readable(one.blob)}
    assert broken == set(damaged)
    with writer.batch() as batch:
        assert sum(batch.invalidate_segment(one) for one in damaged) == 2


def assert_readable(blob: bytes | memoryview) -> None:
    postings.decode(blob)


def is_readable(blob: bytes | memoryview) -> bool:
    try:
        postings.decode(blob)
    except postings.CorruptSegment:
        return False
    return True


def test_merging_can_be_stopped(writer: Writer) -> None:
    with writer.batch() as batch:
        for _ in range(20):
            batch.put_segment(token_segment(1, 2))
    assert not writer.merge_segments(MERGERS, stop=lambda: True).finished


def test_contents_survive_one_compaction_without_files(writer: Writer, path: Path) -> None:
    with writer.batch() as batch:
        ids = batch.put_contents(content(number) for number in range(10))
        batch.put_files(file(f"{one}.py", one) for one in ids)
        batch.put_segment(token_segment(ids[0], ids[-1]))
    with writer.batch() as batch:
        batch.delete_files(f"{one}.py" for one in ids[:6])
    assert writer.compact(MERGERS).contents_removed == 0
    assert writer.known(b"hash0", "r1") == ids[0]
    with writer.batch() as batch:
        batch.put_file(file("back.py", ids[0]))
    report = writer.compact(MERGERS)
    assert report.contents_removed == 5 and report.segments_written == 1
    assert writer.known(b"hash0", "r1") == ids[0] and writer.known(b"hash1", "r1") is None
    with Reader(path) as reading:
        assert tokens_of(reading) == [ids[0], *ids[6:]]
        assert reading.facts(ids[1]) is None and reading.facts(ids[0]) == b"facts0"
        assert reading.stats().contents == 5
    with writer.batch() as batch:
        assert batch.put_content(content(1)) > ids[-1], "ids are never used twice"


def test_a_damaged_segment_lets_its_files_be_indexed_again(writer: Writer, path: Path) -> None:
    with writer.batch() as batch:
        ids = batch.put_contents(content(number) for number in range(20))
        batch.put_files(file(f"{one:02}.py", one) for one in ids)
        for one in ids[1:]:
            batch.put_segment(token_segment(one, one))
        batch.put_segment(token_segment(ids[0], ids[0])._replace(blob=b"rubbish"))
    report = writer.merge_segments(MERGERS)
    assert len(report.damaged) == 1 and len(writer.problems) == 1
    with Reader(path) as reading:
        assert tokens_of(reading) == ids[1:]
        waiting = [row for row in reading.files_since(1).rows if row.content is None]
        assert [(row.path, row.size, row.skip) for row in waiting] == [("01.py", -1, None)]
        assert reading.stats().pending == 1


def test_old_tombstones_make_readers_start_over(
    writer: Writer, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compaction, "KEPT_TOMBSTONES", 2)
    with writer.batch() as batch:
        batch.put_files(file(f"{number}.py") for number in range(6))
    for number in range(5):
        with writer.batch() as batch:
            batch.delete_files([f"{number}.py"])
    writer.compact(MERGERS)
    with Reader(path) as reading:
        stale = reading.files_since(1)
        assert stale.whole and [row.path for row in stale.rows] == ["5.py"] and not stale.deleted
        fresh = reading.files_since(4)
        assert not fresh.whole and fresh.deleted == ["3.py", "4.py"]


def test_stats(writer: Writer, path: Path) -> None:
    with writer.batch() as batch:
        ids = batch.put_contents([content(1), content(5)])
        batch.put_files(
            [file("a.py", ids[0]), file("b.py", ids[1]), file("c.py", ids[1], origin="dependency")]
        )
        batch.put_files([file("d.py", skip="too-large"), file("e.py")])
        batch.put_segment(token_segment(1, 2))
        batch.set_recipe("python", "r1")
    with Reader(path) as reading:
        stats = reading.stats()
        assert (stats.files, stats.indexed, stats.pending) == (5, 3, 1)
        assert stats.skipped == {"too-large": 1} and stats.languages == {"python": 3}
        assert stats.origins == {"": 4, "dependency": 1}
        assert (stats.definitions, stats.occurrences) == (6, 11)
        assert stats.segments == {"tokens": 1} and stats.disk_bytes > 0
        assert reading.recipes() == writer.recipes() == {"python": "r1"}


def test_a_second_writer_is_told_who_is_first(writer: Writer, path: Path) -> None:
    with pytest.raises(Locked) as caught:
        Writer(path, "/root")
    assert caught.value.pid == os.getpid()
    code = (
        "import sys; from pathlib import Path; from codeprism_lsp.store import Locked, Writer\n"
        "try: Writer(Path(sys.argv[1]), '/root')\n"
        "except Locked as error: print(error.pid)"
    )
    told = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == str(os.getpid())
    writer.close()
    Writer(path, "/root").close()


@pytest.mark.parametrize("damage", ["not a database", "other schema", "other root", "foreign database"])
def test_an_unusable_file_is_moved_aside(path: Path, damage: str) -> None:
    with Writer(path, "/root") as first, first.batch() as batch:
        batch.put_file(file("a.py"))
    if damage == "not a database":
        path.write_bytes(b"rubbish" * 1000)
    elif damage == "foreign database":
        path.unlink()
        with apsw.Connection(str(path)) as connection:
            connection.execute("CREATE TABLE other(x)")
    elif damage == "other schema":
        with apsw.Connection(str(path)) as connection:
            connection.pragma("user_version", 99)
    if damage != "other root":
        with pytest.raises(StoreError):
            Reader(path)
    with Writer(path, "/elsewhere" if damage == "other root" else "/root") as second:
        assert len(second.problems) == 1
        assert path.with_name(path.name + ".corrupt").exists()
        with Reader(path) as reading:
            assert reading.files_since(0).rows == []


def test_damage_inside_condemns_the_store(path: Path) -> None:
    with Writer(path, "/root") as first, first.batch() as batch:
        batch.put_files(file(f"{number}.py") for number in range(20_000))
    with apsw.Connection(str(path)) as connection:
        root_page = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'files'").get
    with path.open("r+b") as raw:
        raw.seek(8192 * (root_page - 1))
        raw.write(b"\xff" * 8192)
    with Writer(path, "/root") as second:
        with pytest.raises(StoreError), second.batch() as batch:
            batch.put_file(file("a.py"))
        assert len(second.problems) == 1
    assert not path.exists() and path.with_name(path.name + ".corrupt").exists()


def test_a_reader_notices_that_its_file_was_replaced(path: Path) -> None:
    with pytest.raises(StoreMissing):
        Reader(path)
    Writer(path, "/root").close()
    with Reader(path) as reading:
        assert not reading.replaced()
        Writer(path, "/other").close()
        assert reading.replaced()


def test_a_full_disk_undoes_the_batch(writer: Writer, path: Path) -> None:
    with writer.batch() as batch:
        batch.put_file(file("a.py"))
    pages = writer.connection.pragma("page_count")
    writer.connection.execute(f"PRAGMA max_page_count = {pages}").fetchall()
    with pytest.raises(StoreFull), writer.batch() as batch:
        batch.put_content(content(1)._replace(facts=bytes(1_000_000)))
    writer.connection.execute("PRAGMA max_page_count = 1000000").fetchall()
    with Reader(path) as reading:
        assert reading.revision() == 1
    with writer.batch() as batch:
        batch.put_content(content(1))


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    with pytest.raises((StoreUnwritable, StoreError)):
        Writer(blocked / "cache" / "index.sqlite", "/root")


def test_threads_share_a_bounded_pool(writer: Writer, path: Path) -> None:
    with writer.batch() as batch:
        ids = batch.put_contents(content(number) for number in range(50))
    wrong: list[int] = []
    with Reader(path, connections=2) as reading:

        def read() -> None:
            wrong.extend(one for one in ids * 4 if reading.facts(one) is None)

        threads = [threading.Thread(target=read) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not wrong and len(reading._idle) <= 2
    with pytest.raises(StoreError):
        reading.revision()
    assert reader.MAX_CONNECTIONS >= 2
