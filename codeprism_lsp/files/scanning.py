"""The verdicts of discovery for a few paths: what a watcher's events mean for the index.

Walking everything because one file was saved would be too slow, and judging the file without the
ignore rules above it would be wrong. So the way from the root to each path is walked, and only that.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from codeprism_lsp.files.dependencies import ALWAYS_EXCLUDED
from codeprism_lsp.files.discovery import (
    children_not_ignored,
    discover,
    is_wanted,
    left_in,
)
from codeprism_lsp.files.paths import absolute
from codeprism_lsp.files.policy import Policy
from codeprism_lsp.files.skips import Skip, SkipReason
from codeprism_lsp.files.surface import Surface
from codeprism_lsp.files.survey import DependencyDirectory, Found, Survey

_MOST_DIRECTORIES = 200


def scan_paths(root: str, policy: Policy, paths: Iterable[str]) -> Iterator[Found | Skip]:
    """Yield what `discover` would yield for `paths`, which are relative to the root.

    A path that is not yielded is no part of the index (any more). A path to a directory stands for
    everything below it. Very many paths are answered by one full walk.
    """
    wanted = list(dict.fromkeys(paths))
    directories = {path.rpartition("/")[0] for path in wanted}
    root = os.path.realpath(root)
    whole = len(directories) > _MOST_DIRECTORIES
    if whole or any(_is_directory(absolute(root, path)) for path in wanted):
        yield from _filtered(root, policy, frozenset(wanted))
        return
    way = _Way(Survey(root, policy))
    for path in wanted:
        verdict = way.judge(path)
        if verdict is not None:
            yield verdict


class _Way:
    """The directories on the way to the paths of one scan, each entered and listed once."""

    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        self._entered: dict[str, bool] = {}
        self._children: dict[str, set[str]] = {}
        self._visible: dict[str, set[str]] = {}
        self._surfaces: dict[DependencyDirectory, Surface] = {}

    def judge(self, path: str) -> Found | Skip | None:
        names = path.split("/")
        if not all(names) or "." in names or ".." in names:
            return None
        directory = self._survey.root
        for name in names[:-1]:
            if not self._enter(directory):
                return None
            directory = os.path.join(directory, name)
            dependency = self._survey.dependencies.get(directory)
            if dependency is not None:
                return self._judge_dependency(dependency, absolute(self._survey.root, path))
        target = os.path.join(directory, names[-1])
        if not self._enter(directory) or target not in self._children[directory]:
            return None
        return self._survey.judge(target)

    def _enter(self, directory: str) -> bool:
        """Enter a directory whose parent was entered; False when a walk would not come to it."""
        if directory not in self._entered:
            survey = self._survey
            parent = os.path.dirname(directory)
            reached = directory == survey.root or directory in self._children.get(parent, ())
            self._entered[directory] = (
                reached and directory in survey.expected and survey.enter(directory) is None
            )
            if self._entered[directory]:
                self._children[directory] = children_not_ignored(survey, directory)
        return self._entered[directory]

    def _judge_dependency(self, dependency: DependencyDirectory, path: str) -> Found | Skip | None:
        survey = self._survey
        if not is_wanted(survey, dependency, self._visible) or self._is_excluded(dependency, path):
            return None
        surface = self._surfaces.setdefault(dependency, Surface(dependency.path))
        verdict = survey.judge_dependency(dependency, surface, path)
        private = isinstance(verdict, Skip) and verdict.reason is SkipReason.NOT_PUBLIC
        return None if private else verdict

    def _is_excluded(self, dependency: DependencyDirectory, path: str) -> bool:
        while path != dependency.path:
            parent = os.path.dirname(path)
            if os.path.basename(path) in ALWAYS_EXCLUDED or os.path.islink(parent):
                return True
            if path not in left_in(self._survey, parent, self._visible):
                return True
            path = parent
        return False


def _filtered(root: str, policy: Policy, wanted: frozenset[str]) -> Iterator[Found | Skip]:
    for verdict in discover(root, policy):
        path = verdict.path
        while path and path not in wanted:
            path = path.rpartition("/")[0]
        if path in wanted:
            yield verdict


def _is_directory(path: str) -> bool:
    return os.path.isdir(path) and not os.path.islink(path)
