"""Reads test-projects/expectations.toml and turns its places into files, lines and columns.

The end-to-end test and the check of the file itself share this, so that both mean the same position.
The format is described at the top of the file.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2] / "test-projects"

Check = Mapping[str, Any]


@dataclass(frozen=True)
class Project:
    name: str
    languages: tuple[str, ...]
    checks: tuple[Check, ...]

    @property
    def root(self) -> Path:
        return ROOT / self.name


@functools.cache
def load() -> tuple[Project, ...]:
    with (ROOT / "expectations.toml").open("rb") as file:
        document = tomllib.load(file)
    return tuple(
        Project(entry["name"], tuple(entry["languages"]), tuple(entry["check"]))
        for entry in document["project"]
    )


def place(project: Project, entry: Check, prefix: str = "") -> tuple[str, int]:
    """The file and the line (from 0) of a place whose keys begin with `prefix`.

    Raises LookupError where no line, or more than one without `nth`, has the text.
    """
    path, text, nth = entry[f"{prefix}file"], entry[f"{prefix}line_contains"], entry.get(f"{prefix}nth")
    hits = [number for number, line in enumerate(lines(project, path)) if text in line]
    if not hits or len(hits) < (nth or 1) or (nth is None and len(hits) > 1):
        raise LookupError(f"{project.name}/{path}: {len(hits)} lines have {text!r} (nth = {nth})")
    return path, hits[(nth or 1) - 1]


def position(project: Project, check: Check) -> tuple[str, int, int]:
    """The file, the line and the column (both from 0; all sources are ASCII up to it) of a check.

    Raises LookupError where `anchor` or `column_of` does not single out one identifier.
    """
    path, number = place(project, check)
    line = lines(project, path)[number]
    word: str = check["column_of"]
    anchor: str = check.get("anchor", line)
    columns = [match.start() for match in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", anchor)]
    if anchor not in line or len(columns) != 1:
        raise LookupError(f"{project.name}/{path}: {word!r} is {len(columns)} times in {anchor!r}")
    return path, number, line.index(anchor) + columns[0]


def lines(project: Project, path: str) -> tuple[str, ...]:
    return _lines(project.root / path)


@functools.cache
def _lines(path: Path) -> tuple[str, ...]:
    return tuple(path.read_text(encoding="utf-8").split("\n"))
