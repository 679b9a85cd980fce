"""Symbol search over a stored index with an overlay of open documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from codeprism_lsp.analysis.symbol_query import Tier
from codeprism_lsp.analysis.symbols import LIMIT, SymbolHit, search
from codeprism_lsp.analysis.workspace import Workspace
from codeprism_lsp.extraction.view import view_of
from codeprism_lsp.facts import nametable
from codeprism_lsp.facts.nametable import NameTable
from codeprism_lsp.facts.outline import Outline
from codeprism_lsp.facts.ranks import ranks
from codeprism_lsp.graph.snapshot import FileRow, FileTable, Snapshot
from codeprism_lsp.resolution.project import Project
from codeprism_lsp.resolution.views import ViewCache
from codeprism_lsp.workspace.documents import Document


class Stored:
    """An index over texts: content n is the n-th text."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._outlines = [view_of("python", text.encode()).outline for text in texts]

    def outline(self, content: int) -> Outline | None:
        return self._outlines[content - 1]

    def definers(self, name: str) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        found = [(n, i) for n, one in enumerate(self._outlines, 1) for i in one.by_name.get(name, ())]
        columns = np.array(found, np.int64).reshape(-1, 2).T
        return columns[0], columns[1]

    def subtypes(self, name: str) -> Sequence[tuple[int, int]]:
        return ()

    def importers(self, import_key: str) -> npt.NDArray[np.uint32]:
        return np.zeros(0, np.uint32)

    def containing(self, name: str) -> npt.NDArray[np.uint32]:
        return np.array([n for n, text in enumerate(self._texts, 1) if name in text], np.uint32)

    def names(self) -> Sequence[NameTable]:
        tables = []
        for number, outline in enumerate(self._outlines, 1):
            names = [outline.name(index).encode() for index in range(len(outline))]
            columns = ([number] * len(names), range(len(names)), outline.definitions[6], ranks(outline))
            tables.append(nametable.build(names, *(np.asarray(column) for column in columns)))
        half = len(tables) // 2
        return [nametable.merge(tables[:half]), nametable.merge(tables[half:])]


def workspace(
    files: Mapping[str, str],
    opened: Mapping[str, str] | None = None,
    origins: Mapping[str, str] | None = None,
) -> Workspace:
    rows = {
        path: FileRow(path, "python", number, len(text), 1, (origins or {}).get(path, "source"))
        for number, (path, text) in enumerate(files.items(), 1)
    }
    overlay = {path: Document(path, "python", 1, text).text for path, text in (opened or {}).items()}
    snapshot = Snapshot("/", 1, FileTable(rows), Stored(list(files.values())), overlay)
    return Workspace((Project(snapshot, ViewCache()),))


def shown(hits: list[SymbolHit]) -> list[tuple[str, str]]:
    return [(hit.name, hit.path) for hit in hits]


FILES = {
    "app/query.py": "class QuerySet:\n    def filter(self): ...\nclass Query: ...\nqueryset = 1\n",
    "app/views.py": "def get_queryset(): ...\ndef filter(): ...\nclass Filter:\n    def run(self): ...\n",
    "tests/test_query.py": "class QuerySet: ...\ndef test_query(): ...\n",
}
ORIGINS = {"tests/test_query.py": "test"}


def test_tiers_then_rank_then_origin() -> None:
    hits = search(workspace(FILES, origins=ORIGINS), "queryset")
    assert shown(hits) == [
        ("QuerySet", "app/query.py"),
        ("QuerySet", "tests/test_query.py"),
        ("queryset", "app/query.py"),
        ("get_queryset", "app/views.py"),
    ]
    assert [hit.tier for hit in hits] == [Tier.EXACT] * 3 + [Tier.HEADS]


def test_members_are_found_by_their_container() -> None:
    space = workspace(FILES)
    assert shown(search(space, "QuerySet.filter")) == [("filter", "app/query.py")]
    assert shown(search(space, "qs.fil")) == [("filter", "app/query.py")]
    assert shown(search(space, "query.Query"))[0] == ("Query", "app/query.py")
    assert shown(search(space, "Nothing.filter")) == []


def test_paths_restrict() -> None:
    space = workspace(FILES)
    assert shown(search(space, "tests/QuerySet")) == [("QuerySet", "tests/test_query.py")]
    assert shown(search(space, "views:filter")) == [("Filter", "app/views.py"), ("filter", "app/views.py")]


def test_short_and_empty_queries_answer() -> None:
    space = workspace(FILES)
    assert shown(search(space, "q"))[0] == ("Query", "app/query.py")
    assert {name for name, _ in shown(search(space, "fi"))} == {"Filter", "filter"}
    assert len(search(space, "")) == 10


def test_open_documents_win_over_what_is_stored() -> None:
    opened = {"app/query.py": "class Renamed: ...\n", "new.py": "class QueryNew: ...\n"}
    space = workspace(FILES, opened)
    assert ("QuerySet", "app/query.py") not in shown(search(space, "QuerySet"))
    assert shown(search(space, "renamed")) == [("Renamed", "app/query.py")]
    assert shown(search(space, "querynew")) == [("QueryNew", "new.py")]


def test_contents_without_a_file_are_left_out() -> None:
    space = workspace(FILES)
    (project,) = space.projects
    rows = {path: row for path, row in project.snapshot.table.rows.items() if path != "app/query.py"}
    gone = Snapshot("/", 2, FileTable(rows), project.snapshot.index)
    assert shown(search(Workspace((Project(gone, ViewCache()),)), "Query")) == [
        ("QuerySet", "tests/test_query.py"),
        ("test_query", "tests/test_query.py"),
        ("get_queryset", "app/views.py"),
    ]


def test_answers_are_bounded_and_repeatable() -> None:
    body = "".join(f"def value_{n}(): ...\n" for n in range(1_000))
    space = workspace({"a.py": body, "b.py": body})
    hits = search(space, "value")
    assert len(hits) == LIMIT
    assert shown(hits) == shown(search(space, "value"))


def test_every_folder_is_searched() -> None:
    first, second = workspace({"a.py": "class One: ..."}), workspace({"b.py": "class One: ..."})
    both = Workspace((*first.projects, *second.projects))
    assert shown(search(both, "one")) == [("One", "a.py"), ("One", "b.py")]
