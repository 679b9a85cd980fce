"""The columns of files against a plain dictionary, over any sequence of changes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codeprism_lsp.facts import filecolumns, filetable
from codeprism_lsp.facts.filecolumns import FileRow
from codeprism_lsp.facts.filetable import FileTable

SEGMENT = st.sampled_from(["a", "b", "a.py", "b.py", "ab", "é.c", "x\udcff.c", "a-", "z"])
PATH = st.lists(SEGMENT, min_size=1, max_size=4).map("/".join)
ROW = st.builds(
    FileRow,
    PATH,
    st.sampled_from(["python", "c"]),
    st.integers(1, 6),
    st.integers(0, 9),
    st.integers(0, 2**40),
    st.sampled_from(["source", "test"]),
)
CHANGES = st.lists(st.tuples(st.lists(ROW, max_size=6), st.lists(PATH, max_size=4)), max_size=5)


def directory_of(path: str) -> str:
    return path.rpartition("/")[0]


def is_as(table: FileTable, rows: dict[str, FileRow]) -> None:
    """Every look-up of the table gives what the rows say."""
    assert dict(table) == rows
    assert len(table) == len(rows)
    assert sorted(table.paths()) == sorted(rows)
    names = {path.rpartition("/")[2] for path in rows} | {"a", "nothing"}
    directories = {path[:at] for path in rows for at, one in enumerate(path) if one == "/"} | {"", "a", "no"}
    for path in [*rows, "a", "a/b", "nothing"]:
        assert (path in table) == (path in rows)
        assert table.get(path) == rows.get(path)
        assert table.language(path) == (rows[path].language if path in rows else None)
    for directory in directories:
        inside = sorted(path for path in rows if directory_of(path) == directory)
        assert sorted(table.in_directory(directory)) == inside
        below = any(path.startswith(directory + "/") for path in rows)
        assert not directory or table.has_directory(directory) == below
    for name in names:
        assert sorted(table.with_basename(name)) == sorted(p for p in rows if p.rpartition("/")[2] == name)
        holding = {directory_of(path) for path in rows}
        named = sorted(one for one in holding if one.rpartition("/")[2] == name)
        assert list(table.directories_named(name)) == named
    for content in range(8):
        assert table.of_content(content) == sorted(p for p, row in rows.items() if row.content == content)
    wanted = np.arange(8, dtype=np.uint32)
    places, numbers = table.with_contents(wanted)
    assert sorted(
        (place, table.path(n)) for place, n in zip(places, numbers.tolist(), strict=True)
    ) == sorted((row.content, path) for path, row in rows.items())
    assert table.depths(numbers).tolist() == [table.path(n).count("/") for n in numbers.tolist()]
    assert table.in_languages(numbers, {"c"}).tolist() == [
        table.row(number).language == "c" for number in numbers.tolist()
    ]
    values = {"source": 3, "test": 60}
    expected = [values[table.row(n).origin] for n in numbers.tolist()]
    assert table.origins(numbers, values).tolist() == expected


def expected(rows: dict[str, FileRow], fresh: list[FileRow], deleted: list[str]) -> dict[str, FileRow]:
    following = {path: row for path, row in rows.items() if path not in deleted[:1]}
    return {**following, **{row.path: row for row in fresh[:1]}}


@given(st.lists(ROW, max_size=12), CHANGES, st.sampled_from([0, 3, 1_000]))
@settings(max_examples=100, deadline=None)
def test_any_changes(
    first: list[FileRow], changes: list[tuple[list[FileRow], list[str]]], layer: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(filetable, "_LEAST_LAYER", layer)
        rows = {row.path: row for row in first}
        table = FileTable(rows)
        is_as(table, rows)
        for fresh, deleted in changes:
            before, old = table, dict(rows)
            for path in deleted:
                rows.pop(path, None)
            rows.update((row.path, row) for row in fresh)
            table = table.changed(fresh, deleted)
            is_as(table, rows)
            columns, revision = filecolumns.mapped(memoryview(table.flattened().flat(7)))
            assert revision == 7
            is_as(FileTable(base=columns), rows)
            is_as(FileTable(base=columns).changed(fresh[:1], deleted[:1]), expected(rows, fresh, deleted))
            for path, row in rows.items():
                number = table.find(path)
                assert table.is_as(number, row.size, row.mtime_ns, row.origin)
                assert not table.is_as(number, row.size + 1, row.mtime_ns, row.origin)
            for directory in ("a", "b.py", "none"):
                assert table.below(directory) == sorted(p for p in rows if p.startswith(directory + "/"))
            assert dict(before) == old
            assert table.differing(before) == {
                path
                for path in {*rows, *old}
                if path not in rows
                or path not in old
                or (rows[path].content, rows[path].language) != (old[path].content, old[path].language)
            }


def test_a_path_that_comes_again_after_its_deletion() -> None:
    row = FileRow("a/b.py", "python", 1, 2, 3)
    table = FileTable({row.path: row}).changed((), ["a/b.py"])
    assert "a/b.py" not in table and not table.has_directory("a")
    assert table.changed([row], ())["a/b.py"] == row
