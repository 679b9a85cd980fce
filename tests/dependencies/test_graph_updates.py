"""A graph that was kept up to date equals one that is made anew, whatever changed."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from codeprism_lsp.analysis import dependencies_graph
from codeprism_lsp.analysis.dependencies import links_of
from codeprism_lsp.analysis.dependencies_graph import file_graph
from codeprism_lsp.facts.keys import key
from codeprism_lsp.graph.snapshot import EmptyIndex, FileRow, FileTable, Snapshot
from codeprism_lsp.languages import registry
from codeprism_lsp.resolution.project import Project
from codeprism_lsp.resolution.views import ViewCache
from codeprism_lsp.workspace.documents import Document

PATHS = ["a.py", "b.py", "p/__init__.py", "p/a.py", "p/b.py", "q/a.py", "p/q/__init__.py"]
LINES = [
    "import a",
    "import p.b",
    "from p import a",
    "from p import b as c",
    "from . import b",
    "from .a import x",
    "import p.q",
    "from q import a",
    "def a(): ...",
    "b = 1",
    "x = 2",
]

states = st.dictionaries(st.sampled_from(PATHS), st.lists(st.sampled_from(LINES), max_size=4).map("\n".join))


class Contents(EmptyIndex):
    """A stored index over texts: content n is the n-th text that was ever stored."""

    def __init__(self) -> None:
        self.files: list[tuple[str, str]] = []

    def outline(self, content: int):  # type: ignore[no-untyped-def]
        path, text = self.files[content - 1]
        return Document(path, "python", 1, text).text.outline

    def importers(self, import_key: str) -> np.ndarray:  # type: ignore[type-arg]
        rules = registry.rules("python")
        found = [
            number
            for number in range(1, len(self.files) + 1)
            if any(
                key(one) == key(import_key)
                for imported in self.outline(number).all_imports
                for one in rules.import_keys(imported)
            )
        ]
        return np.array(found, np.uint32)

    def store(self, path: str, text: str) -> int:
        if (path, text) not in self.files:
            self.files.append((path, text))
        return self.files.index((path, text)) + 1


@settings(max_examples=120, deadline=None)
@given(st.lists(st.tuples(states, states), min_size=1, max_size=5))
def test_updated_equals_built(history: list[tuple[dict[str, str], dict[str, str]]]) -> None:
    index = Contents()
    dependencies_graph._latest.clear()
    for revision, (stored, opened) in enumerate(history, 1):
        rows = {path: FileRow(path, "python", index.store(path, text), 0, 0) for path, text in stored.items()}
        overlay = {path: Document(path, "python", 1, text).text for path, text in opened.items()}
        project = Project(Snapshot("/", revision, FileTable(rows), index, overlay), ViewCache())
        graph = file_graph(project)
        known = {link for node in graph.nodes for link in graph.outgoing(node)}
        assert known == {link for path in project.snapshot.paths() for link in links_of(project, path)}
        assert known == {link for node in graph.nodes for link in graph.incoming(node)}
