"""Multi-file fixtures in one text, with marks, and one `check` for each question.

    //- pkg/a.py
    def restock(item): ...
        ^^^^^^^ def
    //- main.py
    from pkg.a import restock
    restock$0(1)

A line `//- path` starts a file. `$0` marks the cursor (it is removed). A line whose only content is
carets and a label marks the span above it: `^^^^ def` is an expected definition, `^^^^ ref` an expected
reference. Mark lines are removed too, so they never change line numbers of what remains. A label may be
followed by ` name`, where the answer has to be marked as a guess by name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from codeprism_lsp.graph.snapshot import EmptyIndex, FileTable, Snapshot
from codeprism_lsp.languages import registry
from codeprism_lsp.resolution.project import Project
from codeprism_lsp.resolution.views import ViewCache
from codeprism_lsp.workspace.documents import Document

_MARK = re.compile(r"^(?P<indent>[\s#/;]*)(?P<carets>\^+)\s+(?P<label>\w.*?)\s*$")


@dataclass(frozen=True)
class Mark:
    path: str
    start: int
    end: int
    label: str


@dataclass
class Fixture:
    """The parsed fixture: texts by path, the cursor, and the marked spans (in bytes)."""

    texts: dict[str, str] = field(default_factory=dict)
    cursor: tuple[str, int] | None = None
    marks: list[Mark] = field(default_factory=list)

    def marked(self, label: str) -> list[tuple[str, int]]:
        """(path, start) of the marks with a label, in path order."""
        return sorted((mark.path, mark.start) for mark in self.marks if mark.label == label)


def parse(text: str) -> Fixture:
    """Reads a fixture; files without a `//-` line above them belong to none and are refused."""
    fixture = Fixture()
    path, lines = "", []

    def close() -> None:
        if path:
            fixture.texts[path] = "\n".join(lines) + "\n"

    for line in text.strip("\n").split("\n"):
        if line.startswith("//- "):
            close()
            path, lines = line[4:].strip(), []
            continue
        assert path, "the fixture must start with a `//- path` line"
        if (mark := _MARK.match(line)) and lines:
            above = sum(len(one.encode()) + 1 for one in lines[:-1])
            column = mark.start("carets")
            prefix = len(lines[-1][:column].encode())
            width = len(lines[-1][column : column + len(mark["carets"])].encode())
            fixture.marks.append(Mark(path, above + prefix, above + prefix + width, mark["label"]))
            continue
        if "$0" in line:
            before = sum(len(one.encode()) + 1 for one in lines)
            fixture.cursor = (path, before + len(line[: line.index("$0")].encode()))
            line = line.replace("$0", "", 1)
        lines.append(line)
    close()
    return fixture


def project(fixture: Fixture) -> Project:
    """A project in which every file of the fixture is an open document."""
    overlay = {}
    for path, text in fixture.texts.items():
        language = registry.recognise(path)
        if language is not None:
            beside = [one for one in fixture.texts if one.rpartition("/")[0] == path.rpartition("/")[0]]
            language = registry.rules(language).dialect(path, language, text.encode(), beside.copy)
            overlay[path] = Document(path, language, 1, text).text
    snapshot = Snapshot("/", 1, FileTable({}), EmptyIndex(), overlay)
    opened = Project(snapshot, ViewCache())
    # Configuration files are read from disk by the real project; here they stand in the fixture.
    opened.manifest = fixture.texts.get  # type: ignore[method-assign]
    return opened
