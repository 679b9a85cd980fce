"""Every expectation of the test projects, asked of the real server over stdio.

Where today's answer is wrong, `known_wrong.toml` names the expectation and says why. The test fails when
one of those has become right (take it out of the table) and when any other is wrong.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest

from tests.e2e.conftest import Serve
from tests.e2e.judge import identity, judge
from tests.test_projects.expectations import Check, Project, load

TABLE = Path(__file__).with_name("known_wrong.toml")
KNOWN: dict[str, str] = tomllib.loads(TABLE.read_text("utf-8"))["known"] if TABLE.exists() else {}


def cases() -> list[tuple[str, Project, str, Check]]:
    """(id, project, mode, expectation), those of one server together."""
    found = []
    for project in load():
        counts: dict[str, int] = {}
        for check in project.checks:
            name = identity(project, check)
            counts[name] = counts.get(name, 0) + 1
            if counts[name] > 1:
                name += f" | {counts[name]}"
            mode = "smart" if check["request"] == "definition_smart" else check.get("mode", "exclude")
            found.append((name, project, mode, check))
    return sorted(found, key=lambda one: (one[1].name, one[2]))


CASES = cases()


@pytest.mark.e2e
@pytest.mark.parametrize(
    ("name", "project", "mode", "check"), CASES, ids=[name.replace(" | ", "|") for name, *_ in CASES]
)
def test_expectation(serve: Serve, name: str, project: Project, mode: str, check: Check) -> None:
    wrong = judge(serve(project, mode), check)
    if log := os.environ.get("CODEPRISM_E2E_LOG"):
        with Path(log).open("a", encoding="utf-8") as out:
            out.write(f"{name}\t{wrong}\n")
    if name in KNOWN:
        assert wrong, f"this is right now, take it out of {TABLE.name}"
    else:
        assert not wrong


def test_the_table_names_expectations_only() -> None:
    names = {name for name, *_ in CASES}
    assert len(names) == len(CASES)
    assert not [name for name in KNOWN if name not in names]
