"""Stores find their place, and make room for each other in the order of use."""

from __future__ import annotations

import os
from pathlib import Path

from codeprism_lsp.store import FileRow, Reader, Writer, evict, index_bytes, last_note, leave_note, location


def test_one_folder_has_one_store(tmp_path: Path) -> None:
    real = tmp_path / "my project"
    real.mkdir()
    link = tmp_path / "link"
    link.symlink_to(real, target_is_directory=True)
    path = location(real, tmp_path)
    assert path == location(link, tmp_path) == location(real / ".." / "my project", tmp_path)
    assert path.parent == tmp_path and path.name.startswith("my_project-") and path.suffix == ".sqlite"
    assert location(tmp_path, tmp_path) != path
    assert location(real).parent.name == "codeprism"
    assert location(Path("/"), tmp_path).name.startswith("root-")


def store(cache: Path, name: str, used: int) -> Path:
    path = cache / f"{name}.sqlite"
    with Writer(path, name) as writer, writer.batch() as batch:
        batch.put_files(FileRow(f"{number}.py", "python", 1, 1) for number in range(1000))
    for one in (path, path.with_name(path.name + ".used")):
        os.utime(one, (used, used))
    return path


def test_the_least_recently_used_goes_first(tmp_path: Path) -> None:
    old, kept, locked, new = (store(tmp_path, name, 1000 + place) for place, name in enumerate("oklN"))
    leave_note(old, b"first")
    leave_note(old, b"a note")
    assert last_note(old) == b"a note" and last_note(new) is None
    aside = tmp_path / "x.sqlite.corrupt"
    aside.write_bytes(bytes(1000))
    size = index_bytes(new)
    with Writer(locked, "l"):
        os.utime(locked.with_name(locked.name + ".used"), (1002, 1002))
        enough = evict(tmp_path, 10 * size)
        assert enough.removed == [] and enough.bytes_left >= 4 * size + 1000
        tight = evict(tmp_path, 3 * size + size // 2, keep=[kept])
        assert tight.removed == [aside, old]
        none = evict(tmp_path, 0, keep=[kept])
        assert none.removed == [new] and none.kept_in_use == [locked]
    assert kept.exists() and locked.exists() and not new.exists()
    assert sorted(path.name for path in tmp_path.glob("o*")) == []


def test_a_removed_store_can_be_made_again(tmp_path: Path) -> None:
    path = store(tmp_path, "a", 1000)
    with Reader(path) as reading:
        evict(tmp_path, 0)
        if not path.exists():
            assert reading.replaced()
            assert len(reading.files_since(0).rows) == 1000
    with Writer(path, "a") as writer:
        assert writer.problems == []
