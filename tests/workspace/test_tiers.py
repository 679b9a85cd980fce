"""Two tiers: files can be searched before they are parsed, and what is asked for is parsed first."""

from __future__ import annotations

from typing import Any

import pytest

from codeprism_lsp.analysis.navigation import definitions
from codeprism_lsp.graph.snapshot import EmptyIndex, FileTable, Snapshot
from codeprism_lsp.resolution.project import Project
from codeprism_lsp.resolution.resolver import Resolver
from codeprism_lsp.resolution.views import ViewCache
from codeprism_lsp.store import Reader
from codeprism_lsp.workspace import indexing
from codeprism_lsp.workspace.batches import Job, Tier
from codeprism_lsp.workspace.documents import Document
from codeprism_lsp.workspace.known import Known
from codeprism_lsp.workspace.on_demand import OnDemand
from codeprism_lsp.workspace.settings import Settings
from tests.workspace.folders import IndexedFolder, Inline

FILES = {f"p{number}/m{number}.py": f"def f{number}(): return shared\n" for number in range(6)}
FILES |= {"tests/test_a.py": "def test_a(): shared\n", "copy.py": FILES["p0/m0.py"]}


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch, folder: IndexedFolder) -> None:
    monkeypatch.setattr(indexing, "TWO_TIERS_FROM", 1)
    folder.settings["batchFiles"] = 1


def jobs_of(folder: IndexedFolder) -> list[Job]:
    jobs: list[Job] = []
    folder.make = lambda: Inline(jobs.append)
    return jobs


def test_all_files_are_searchable_before_one_is_parsed(folder: IndexedFolder) -> None:
    folder.write(FILES)
    jobs = jobs_of(folder)
    folder.stop = lambda: any(job.tier is Tier.STRUCTURE for job in jobs)
    assert folder.run().state == "degraded"
    assert {job.tier for job in jobs[: len(FILES)]} == {Tier.TOKENS}
    snapshot = folder.snapshot()
    assert snapshot.containing("shared") == sorted(FILES)
    assert snapshot.definers("test_a") == []  # the last to be parsed
    with Reader(folder.store) as reader:
        pending = reader.stats().pending
    assert 0 < pending < len(FILES)
    folder.stop = lambda: False
    again = folder.run()
    assert (again.parsed, again.state, again.complete) == (pending, "ready", True)
    snapshot = folder.snapshot()
    assert snapshot.definers("f0") == [("copy.py", 0), ("p0/m0.py", 0)]
    assert snapshot.definers("f5") == [("p5/m5.py", 0)]
    with Reader(folder.store) as reader:
        assert reader.stats().pending == 0 and not reader.waits()


def test_equal_files_are_parsed_once_and_tests_last(folder: IndexedFolder) -> None:
    folder.write(FILES)
    jobs = jobs_of(folder)
    assert folder.run().parsed == len(FILES)
    parsed = [job.files[0][0] for job in jobs if job.tier is Tier.STRUCTURE]
    assert len(parsed) == len(FILES) - 1
    assert parsed[-1] == "tests/test_a.py"


def test_a_file_that_changed_between_the_tiers_is_the_new_one(folder: IndexedFolder) -> None:
    folder.write(FILES)

    def before(job: Job) -> None:
        if job.tier is Tier.STRUCTURE and job.files[0][0] == "p1/m1.py":
            folder.write({"p1/m1.py": "def changed(): other\n"})

    folder.make = lambda: Inline(before)
    folder.run()
    snapshot = folder.snapshot()
    assert snapshot.definers("changed") == [("p1/m1.py", 0)] and snapshot.definers("f1") == []
    assert snapshot.containing("other") == ["p1/m1.py"]


def test_a_run_that_is_interrupted_is_resumed(folder: IndexedFolder) -> None:
    folder.write(FILES)
    jobs = jobs_of(folder)
    hurry = [True]
    with folder.writer() as writer:
        indexer = folder.indexer(writer, interrupted=lambda: hurry[0])
        progress = indexer.run(Known.of(()))
        assert (progress.state, progress.searchable, progress.complete) == ("indexing", True, False)
        assert indexer.owing and all(job.tier is Tier.TOKENS for job in jobs)
        folder.write({"p2/m2.py": "def saved(): pass\n"})
        progress = indexer.update(["p2/m2.py"])
        assert (progress.state, progress.searchable, progress.complete) == ("indexing", True, False)
        assert folder.snapshot().definers("saved") == [("p2/m2.py", 0)]
        hurry[0] = False
        progress = indexer.resume()
        assert (progress.state, progress.complete, indexer.owing) == ("ready", True, False)
        assert indexer.update(["p2/m2.py"]).complete


@pytest.mark.parametrize("after", [0, len(FILES) + 2])
def test_what_is_asked_for_is_parsed_first(folder: IndexedFolder, after: int) -> None:
    """Asked for before anything was read, and while others are parsed; the files beside it come along."""
    folder.write({**FILES, "p5/beside.py": "def beside(): pass\n"})
    jobs = jobs_of(folder)
    told = iter([["p5/m5.py", "gone.py", "../out.py"]])

    def wanted() -> Any:
        return next(told, []) if len(jobs) >= after else []

    with folder.writer() as writer:
        progress = folder.indexer(writer, wanted=wanted).run(Known.of(()))
    at = min(number for number, job in enumerate(jobs) if job.tier is Tier.STRUCTURE and number >= after)
    names = [job.files[0][0] for job in jobs[at : at + 2]]
    assert sorted(names) == ["p5/beside.py", "p5/m5.py"]
    assert progress.complete
    assert folder.snapshot().definers("beside") == [("p5/beside.py", 0)]
    assert folder.snapshot().definers("f5") == [("p5/m5.py", 0)]


# -- without an index --------------------------------------------------------------------------------

PROJECTS = {
    "python": (
        "pkg/app.py",
        "from .lib.tools import helper\nfrom pkg.other import thing\nhelper(thing)\n",
        {"pkg/__init__.py": "", "pkg/lib/__init__.py": "", "pkg/lib/tools.py": "def helper(x): pass\n"}
        | {"pkg/other.py": "thing = 1\n"},
        [("helper(", "pkg/lib/tools.py"), ("thing)", "pkg/other.py")],
    ),
    "javascript": (
        "src/app.js",
        'import { helper } from "./lib/tools.js";\nhelper();\n',
        {"src/lib/tools.js": "export function helper() {}\n"},
        [("helper();", "src/lib/tools.js")],
    ),
    "c": (
        "src/app.c",
        '#include "tools.h"\nint main(void) { return helper(); }\n',
        {"src/tools.h": "int helper(void);\n"},
        [("helper()", "src/tools.h")],
    ),
}


@pytest.mark.parametrize("language", sorted(PROJECTS))
def test_definitions_are_found_through_imports_without_an_index(language: str, folder: IndexedFolder) -> None:
    path, text, others, questions = PROJECTS[language]
    folder.write({path: text, **others})
    told: list[str] = []
    disk = OnDemand(str(folder.root), Settings().policy(), told.append)
    overlay = {path: Document(path, language, 1, text).text}
    snapshot = Snapshot(str(folder.root), 0, FileTable({}), EmptyIndex(), overlay, False, disk, disk)
    project = Project(snapshot, ViewCache())
    for mark, expected in questions:
        found = definitions(Resolver(project), path, text.index(mark))
        assert [one.path for one in found] == [expected]
    assert {expected for _, expected in questions} <= set(told)


def test_what_is_looked_at_on_demand_is_bounded(
    folder: IndexedFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.write(FILES)
    monkeypatch.setattr("codeprism_lsp.workspace.on_demand._BURST_SECONDS", 1e-6)
    monkeypatch.setattr("codeprism_lsp.workspace.on_demand._SHARE", 0.0)
    disk = OnDemand(str(folder.root), Settings().policy(), lambda path: None)
    known = [disk.outline(path, "python") for path in FILES]
    assert known[0] is not None and set(known[1:]) == {None}


def test_left_out_directories_and_paths_outside_are_not_looked_at(folder: IndexedFolder) -> None:
    folder.write({"node_modules/a/index.js": "", ".git/x.py": "", "a.py": ""})
    disk = OnDemand(str(folder.root), Settings().policy(), lambda path: None)
    assert disk.files("") == ["a.py"]
    for path in ("node_modules/a/index.js", ".git/x.py", "../a.py", "b.py", "/etc/passwd", "./a.py"):
        assert disk.language(path) is None, path
    assert not disk.is_directory("node_modules") and not disk.is_directory("..")


def test_files_are_counted_once_where_their_content_was_only_read(folder: IndexedFolder) -> None:
    folder.write(FILES)
    with folder.writer() as writer:
        folder.indexer(writer, interrupted=lambda: True).run(Known.of(()))
        folder.write(FILES, seconds=1_650_000_000)
        again = folder.indexer(writer).run(folder.known())
    assert (again.found, again.unchanged, again.parsed, again.waiting) == (len(FILES), 0, len(FILES), 0)
