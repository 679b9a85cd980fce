"""What a request is answered from: the projects of all workspace folders, as captured when it came."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import xxhash

from codeprism_lsp.files.paths import relative
from codeprism_lsp.resolution.project import Project


@dataclass(frozen=True, slots=True)
class Place:
    """A file of a project."""

    project: Project
    path: str


@dataclass(frozen=True, slots=True)
class Workspace:
    """An immutable state of all workspace folders, in the order in which they were added.

    The last project, `loose`, holds open files that lie in no folder.
    """

    projects: tuple[Project, ...]
    loose: Project | None = None
    status: Mapping[str, Any] = field(default_factory=dict)

    @property
    def state(self) -> tuple[object, ...] | None:
        """Equal for states that give the same answers; None while an index is not complete, since what was
        found until then differs from moment to moment."""
        found: list[object] = []
        for project in (*self.projects, *((self.loose,) if self.loose is not None else ())):
            snapshot = project.snapshot
            if not snapshot.complete:
                return None
            texts = sorted(
                (path, xxhash.xxh3_64_intdigest(one.data)) for path, one in snapshot.overlay.items()
            )
            found.append((snapshot.root, snapshot.revision, len(snapshot.table.rows), *texts))
        return tuple(found)

    def place(self, absolute_path: str) -> Place | None:
        """The innermost folder around a file, if the file is indexed or open there."""
        best: Place | None = None
        for project in self.projects:
            path = relative(project.snapshot.root, absolute_path)
            if path is None or not project.exists(path):
                continue
            if best is None or len(project.snapshot.root) > len(best.project.snapshot.root):
                best = Place(project, path)
        if best is None and self.loose is not None:
            path = relative(self.loose.snapshot.root, absolute_path)
            if path is not None and self.loose.exists(path):
                return Place(self.loose, path)
        return best

    def absolute(self, project: Project, path: str) -> str:
        """The absolute path of a project's file."""
        return os.path.join(project.snapshot.root, *path.split("/"))
