"""What a run makes of a folder, what the next one finds to do, and what it leaves alone."""

from __future__ import annotations

import os
import shutil
import time

import pytest

from codeprism_lsp.extraction import recipe as recipes
from codeprism_lsp.files.reading import read_source
from codeprism_lsp.files.skips import Skip
from codeprism_lsp.store import FileRow
from codeprism_lsp.workspace import batches, indexing
from tests.workspace.folders import IndexedFolder, Inline

APP = {"app/main.py": "def main(): return helper()\n", "app/helper.py": "def helper(): return 1\n"}


def test_second_run_parses_nothing(folder: IndexedFolder) -> None:
    folder.write(APP)
    assert folder.run().parsed == 2
    again = folder.run()
    assert (again.parsed, again.unchanged) == (0, 2)


def test_a_run_that_finds_nothing_makes_no_revision(folder: IndexedFolder) -> None:
    folder.write(APP)
    revision = folder.run().revision
    assert folder.run().revision == revision


def test_touched_but_equal_files_are_read_and_not_parsed(folder: IndexedFolder) -> None:
    folder.write(APP)
    folder.run()
    folder.write(APP, seconds=1_700_000_000)
    again = folder.run()
    assert (again.parsed, again.unchanged) == (0, 2)
    assert {row.mtime_ns for row in folder.rows()} == {1_700_000_000 * 10**9}


def test_a_change_within_the_clock_s_grain_is_seen(folder: IndexedFolder) -> None:
    now = int(time.time())
    folder.write({"a.py": "def one(): pass\n"}, seconds=now)
    folder.run()
    folder.write({"a.py": "def two(): pass\n"}, seconds=now)
    assert folder.run().parsed == 1
    assert folder.snapshot().definers("two") == [("a.py", 0)]


def test_changed_files_are_parsed_and_their_old_names_gone(folder: IndexedFolder) -> None:
    folder.write(APP)
    folder.run()
    folder.write({"app/helper.py": "def other(): return 1\n"})
    assert folder.run().parsed == 1
    snapshot = folder.snapshot()
    assert snapshot.definers("helper") == [] and snapshot.definers("other") == [("app/helper.py", 0)]


@pytest.mark.parametrize("by_event", [True, False])
def test_deleted_files_and_directories_disappear(folder: IndexedFolder, by_event: bool) -> None:
    folder.write({**APP, "lib/deep/a.py": "a = 1\n", "lib/b.py": "b = 1\n", "library.py": "c = 1\n"})
    folder.run()
    shutil.rmtree(folder.root / "lib")
    (folder.root / "app/helper.py").unlink()
    _ = folder.update("lib", "app/helper.py") if by_event else folder.run()
    assert sorted(folder.files()) == ["app/main.py", "library.py"]
    assert folder.snapshot().definers("helper") == []


@pytest.mark.parametrize("by_event", [True, False])
def test_renamed_directories_move_their_files_without_parsing(folder: IndexedFolder, by_event: bool) -> None:
    folder.write(APP)
    folder.run()
    (folder.root / "app").rename(folder.root / "renamed")
    progress = folder.update("app", "renamed") if by_event else folder.run()
    assert progress.parsed == 0
    assert sorted(folder.files()) == ["renamed/helper.py", "renamed/main.py"]


def test_switching_a_branch_back_and_forth_parses_once(folder: IndexedFolder) -> None:
    other = {path: text + "# other branch\n" for path, text in APP.items()}
    folder.write(APP)
    folder.run()
    folder.write(other)
    assert folder.run().parsed == 2
    folder.write(APP)
    assert folder.run().parsed == 0
    folder.write(other)
    assert folder.run().parsed == 0


def test_a_new_recipe_parses_its_own_language_only(
    folder: IndexedFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.write({**APP, "web/a.js": "function a() {}\n"})
    folder.run()
    for module in (indexing, batches):
        monkeypatch.setattr(
            module, "recipe", lambda one: "new" if one == "javascript" else recipes.recipe(one)
        )
    assert folder.run().parsed == 1
    assert folder.run().parsed == 0


def test_a_new_recipe_is_noticed_although_the_first_run_was_never_finished(
    folder: IndexedFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.write(APP)
    done: list[object] = []
    folder.make = lambda: Inline(done.append)
    folder.stop = lambda: bool(done)
    assert folder.run().state == "degraded"
    folder.stop = lambda: False
    for module in (indexing, batches):
        monkeypatch.setattr(module, "recipe", lambda one: "new")
    assert folder.run().parsed == 2


def test_ignore_rules_take_effect_when_they_are_edited(folder: IndexedFolder) -> None:
    (folder.root / ".git").mkdir()
    folder.write({**APP, "generated/a.py": "a = 1\n"})
    folder.run()
    folder.write({".gitignore": "generated/\n"})
    assert folder.update(".gitignore").state == "ready"
    assert sorted(folder.files()) == sorted(APP)
    (folder.root / ".gitignore").unlink()
    folder.update(".gitignore")
    assert "generated/a.py" in folder.files()


def test_dependencies_follow_their_mode(folder: IndexedFolder) -> None:
    folder.write({**APP, "node_modules/left/index.js": "exports.left = 1\n"})
    folder.run()
    assert folder.files()["node_modules"] == "dependency"
    folder.settings["dependencies"] = "all"
    folder.run()
    assert folder.files() == {"app/helper.py": "", "app/main.py": "", "node_modules/left/index.js": ""}


def test_a_folder_that_is_away_keeps_its_index(folder: IndexedFolder) -> None:
    folder.write(APP)
    folder.run()
    folder.root.rename(folder.root.with_name("elsewhere"))
    with pytest.raises(NotADirectoryError):
        folder.run()
    assert sorted(folder.files()) == sorted(APP)


def test_a_cancelled_run_deletes_nothing_and_is_taken_up_again(folder: IndexedFolder) -> None:
    folder.write({f"f{n:03}.py": f"def f{n}(): pass\n" for n in range(250)})
    jobs: list[object] = []
    folder.make = lambda: Inline(jobs.append)
    folder.run()
    for n in range(250):
        (folder.root / f"f{n:03}.py").write_text(f"def g{n}(): pass\n")
    jobs.clear()
    folder.stop = lambda: len(jobs) >= 1
    cancelled = folder.run()
    assert cancelled.state == "degraded" and "cancelled" in cancelled.problems[-1]
    assert len(folder.files()) == 250
    folder.stop = lambda: False
    resumed = folder.run()
    assert resumed.state == "ready" and 0 < resumed.parsed < 250


def test_a_bug_in_extraction_is_a_visible_skip_of_one_file(
    folder: IndexedFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    working = batches.raw_facts

    def failing(language: str, data: bytes) -> bytes:
        if b"poison" in data:
            raise ImportError("no module named 'gone'")
        return working(language, data)

    monkeypatch.setattr(batches, "raw_facts", failing)
    folder.write({**APP, "bad.py": "poison = 1\n"})
    progress = folder.run()
    assert (progress.state, progress.parsed, progress.skipped) == ("ready", 2, 1)
    row = next(row for row in folder.rows() if row.path == "bad.py")
    assert (row.skip, row.detail) == ("failed", "ImportError: no module named 'gone'")
    monkeypatch.undo()
    assert folder.run().parsed == 1, "what failed is tried again at the next start"
    assert folder.files()["bad.py"] == ""


def test_rules_that_fail_leave_no_half_columns(
    folder: IndexedFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(text: str, dialect: str) -> str:
        raise ZeroDivisionError(text)

    monkeypatch.setattr(batches, "last_name", failing)
    folder.write({**APP, "sub.py": "class Sub(Base): pass\n"})
    folder.run()
    assert folder.files()["sub.py"] == "failed"
    assert folder.snapshot().definers("helper") == [("app/helper.py", 0)]
    assert folder.snapshot().definers("Sub") == []


def test_a_file_that_vanishes_before_it_is_read(folder: IndexedFolder) -> None:
    folder.write(APP)
    folder.make = lambda: Inline(lambda job: (folder.root / "app/helper.py").unlink(missing_ok=True))
    progress = folder.run()
    assert progress.state == "ready" and folder.files() == {"app/helper.py": "vanished", "app/main.py": ""}


def test_damaged_facts_are_made_again(folder: IndexedFolder) -> None:
    folder.write(APP)
    folder.run()
    row = next(row for row in folder.rows() if row.path == "app/helper.py")
    with folder.writer() as writer:
        assert row.content is not None
        with writer.batch() as batch:
            batch.restore_facts(row.content, b"not what an outline looks like")
        assert not len(folder.snapshot().outline("app/helper.py"))
        indexer = folder.indexer(writer)
        indexer.run(folder.known())
        indexer.restore(["app/helper.py"])
    assert folder.snapshot().definers("helper") == [("app/helper.py", 0)]
    assert len(folder.snapshot().outline("app/helper.py")) == 1


def test_damaged_segments_are_made_again(folder: IndexedFolder) -> None:
    folder.write(APP)
    folder.run()
    before = folder.contents()
    with folder.writer() as writer:
        writer.connection.execute(
            "UPDATE segments SET blob = zeroblob(40) WHERE family IN ('names', 'tokens')"
        )
        stored = folder.snapshot().index
        damaged = stored.damaged  # type: ignore[attr-defined]
        assert len(damaged) == 2 and "damaged" in stored.problems[0]  # type: ignore[attr-defined]
        indexer = folder.indexer(writer)
        indexer.run(folder.known())
        indexer.invalidate(damaged)
    assert folder.contents() == before


def test_rows_say_what_a_skip_is(folder: IndexedFolder) -> None:
    folder.write({"a.py": b"\x00\x01"})
    folder.run()
    assert folder.rows() == [
        FileRow(
            "a.py", "python", 0, 0, None, "binary", "a NUL byte at 0", "source", folder.rows()[0].revision
        )
    ]
    assert isinstance(read_source(str(folder.root), "a.py", 10), Skip)
    assert os.listdir(folder.root) == ["a.py"]
