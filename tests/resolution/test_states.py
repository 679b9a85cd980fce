"""Answers outlive the snapshot they were found in where nothing that they were read from has changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from codeprism_lsp.analysis.references import references
from codeprism_lsp.graph.snapshot import EmptyIndex, FileRow, FileTable, Snapshot
from codeprism_lsp.resolution.project import Project
from codeprism_lsp.resolution.resolver import Resolver
from codeprism_lsp.resolution.states import States
from codeprism_lsp.resolution.views import ViewCache
from codeprism_lsp.text.lines import PositionEncoding
from codeprism_lsp.workspace.documents import Document

_UTF16 = PositionEncoding.UTF16

TEXTS = {
    "shop.py": "class Shop:\n    def open(self):\n        return 1\n\n\ndef build():\n    return Shop()\n",
    "main.py": "from shop import build\n\n\ndef run():\n    made = build()\n    made.open()\n",
    "other.py": "def alone():\n    return 2\n\n\nalone()\n",
}


class Edited:
    """A folder in which every file is open; each edit makes the next snapshot."""

    def __init__(self) -> None:
        self.texts = dict(TEXTS)
        self.states = States()
        self.documents = {path: Document(path, "python", 1, text) for path, text in TEXTS.items()}

    def project(self) -> Project:
        overlay = {path: document.text for path, document in self.documents.items()}
        snapshot = Snapshot("/", 1, TABLE, INDEX, overlay)
        return Project(snapshot, ViewCache(), states=self.states)

    def edit(self, path: str, old: str, new: str) -> None:
        self.texts[path] = self.texts[path].replace(old, new, 1)
        self.documents[path] = Document(path, "python", 2, self.texts[path])

    def places(self, project: Project, path: str, word: str) -> list[tuple[str, int]]:
        found = references(Resolver(project), path, self.texts[path].index(word))
        return [(one.path, one.start) for one in found]


TABLE, INDEX = FileTable({}), EmptyIndex()


def test_what_was_read_from_the_edited_file_is_found_again() -> None:
    folder = Edited()

    def uses() -> list[tuple[str, int]]:
        """All that are called `open` now, by their texts."""
        return [(path, folder.texts[path].index("open")) for path in ("main.py", "shop.py")]

    assert folder.places(folder.project(), "shop.py", "open") == uses()
    folder.edit("main.py", "    made = build()", "    number = 1\n    made = build()")
    assert folder.places(folder.project(), "shop.py", "open") == uses()
    folder.edit("main.py", "\n\n\ndef run", "\n\ndef run")
    assert folder.places(folder.project(), "shop.py", "open") == uses()
    folder.edit("shop.py", "    def open", "\n    def open")
    assert folder.places(folder.project(), "shop.py", "open") == uses()
    folder.edit("main.py", "made = build()", "made = 1")
    assert folder.places(folder.project(), "shop.py", "open") == uses()[1:]


def test_answers_about_other_files_are_kept() -> None:
    folder = Edited()
    folder.places(folder.project(), "other.py", "alone")
    folder.edit("main.py", "made.open()", "made.open()\n    made.open()")
    after = folder.project()
    answers = after.state.answers
    hits, misses = answers.hits, answers.misses
    folder.places(after, "other.py", "alone")
    assert (answers.hits > hits, answers.misses) == (True, misses)


def test_a_new_name_is_found_by_those_who_missed_it() -> None:
    folder = Edited()
    folder.edit("main.py", "made.open()", "made.close()")
    before = folder.project()
    assert Resolver(before).at("main.py", folder.texts["main.py"].index("close")) == []
    folder.edit("shop.py", "def open", "def close")
    found = Resolver(folder.project()).at("main.py", folder.texts["main.py"].index("close"))
    assert [one.path for one in found] == ["shop.py"]


def test_a_question_about_an_older_snapshot_gets_its_own_answer() -> None:
    folder = Edited()
    older, text = folder.project(), folder.texts["main.py"]
    assert older.state.number == 0
    folder.edit("main.py", "    made = build()", "    number = 1\n    made = build()")
    newer = folder.project()
    assert Resolver(newer).at("main.py", folder.texts["main.py"].index("open")) != []
    assert [one.path for one in Resolver(older).at("main.py", text.index("open"))] == ["shop.py"]
    assert Resolver(newer).at("main.py", folder.texts["main.py"].index("open")) != []


def test_opening_and_closing_what_is_stored_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text(TEXTS["main.py"])
    state = (tmp_path / "main.py").stat()
    table = FileTable({"main.py": FileRow("main.py", "python", 1, state.st_size, state.st_mtime_ns)})
    closed = Snapshot(str(tmp_path), 1, table, INDEX)
    states, views = States(), ViewCache()

    def numbered(snapshot: Snapshot) -> tuple[int, int]:
        state = states.of(snapshot, views, 1 << 20)
        return id(state.answers), state.number

    first = numbered(closed)
    document = Document("main.py", "python", 1, TEXTS["main.py"])
    assert numbered(replace(closed, overlay={"main.py": document.text})) == first
    assert numbered(closed) == first
    document.change(2, [(((0, 0), (0, 0)), "# a comment\n")], _UTF16)
    # The index does not know the file: what it offers is not known to be the same.
    assert numbered(replace(closed, overlay={"main.py": document.text})) != first


def test_configuration_that_changed_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "settings.json").write_text("1")
    states, views = States(), ViewCache()
    snapshot = Snapshot(str(tmp_path), 1, TABLE, INDEX)
    assert Project(snapshot, views, states=states).manifest("settings.json") == "1"
    (tmp_path / "settings.json").write_text("12")
    states.look_again()
    assert Project(replace(snapshot), views, states=states).manifest("settings.json") == "12"


def test_answers_are_bounded_in_bytes() -> None:
    folder = Edited()
    project = folder.project()
    answers = project.state.answers
    answers.limit_bytes = 100_000
    for number in range(2_000):
        project.remember(("x", number), [number] * 10)
    assert answers.nbytes <= answers.limit_bytes
    assert 50 < len(answers) < 200
    assert project.remembered(("x", 1_999)) is not None
