"""The expectations themselves are sound: every place exists, and counts agree with lists."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.test_projects import expectations
from tests.test_projects.expectations import Check, Project

PROJECTS = expectations.load()
SOURCES = frozenset("py pyi pyw js mjs cjs jsx ts tsx java go rs c h cpp cc hpp hxx hh ipp".split())
WITH_TARGET = frozenset(("definition", "declaration", "definition_smart", "definition_across_languages"))
WITH_ITEMS = frozenset(("subtypes", "supertypes", "implementation", "incoming_calls", "outgoing_calls"))
OF_FILES = frozenset(("dependencies", "dependents", "cycles", "files"))


def test_every_project_is_described() -> None:
    folders = sorted(path.name for path in expectations.ROOT.iterdir() if path.is_dir())
    assert sorted(project.name for project in PROJECTS) == folders


def test_there_are_enough_sources() -> None:
    tracked = [path for project in PROJECTS for path in project.root.rglob("*") if path.suffix[1:] in SOURCES]
    assert len(tracked) >= 110


def test_every_language_has_a_dozen_checks() -> None:
    checks = Counter[str]()
    for project in PROJECTS:
        for language in project.languages:
            checks[language] += len(project.checks)
    assert set(checks) == {"python", "javascript", "typescript", "java", "go", "rust", "c", "cpp"}
    assert min(checks.values()) >= 12


@pytest.mark.parametrize("project", PROJECTS, ids=lambda project: project.name)
def test_places_exist(project: Project) -> None:
    for check in project.checks:
        _examine(project, check)


def _examine(project: Project, check: Check) -> None:
    request = check["request"]
    if request in OF_FILES:
        named = [*check["files"], *check.get("optional", ()), *check.get("absent", ())]
        named += [check["file"]] if "file" in check else []
        assert len(set(named)) == len(named), check
        assert all((project.root / path).is_file() for path in named), check
        return
    if request != "workspace_symbol":
        expectations.position(project, check)
    for entry in check.get("optional", ()):
        expectations.place(project, entry)
    if request in WITH_TARGET or request == "workspace_symbol":
        expectations.place(project, check, "target_")
    elif request == "references":
        assert check["count"] == sum(entry.get("times", 1) for entry in check["locations"]), check
        found = [expectations.place(project, entry) for entry in check["locations"]]
        assert expectations.place(project, check) in found, "the declaration is among its references"
        assert len(set(found)) == len(found), check
        for path, number in found:
            assert check["column_of"] in expectations.lines(project, path)[number]
    else:
        assert request in WITH_ITEMS, check
        for item in check["items"]:
            path, number = expectations.place(project, item)
            line = expectations.lines(project, path)[number]
            assert item["name"] in line, (item, line)
