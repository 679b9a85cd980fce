"""The verdicts of discovery for a few paths: what a watcher's events mean for the index.

Walking everything because one file was saved would be too slow, and judging the file without the
ignore rules above it would be wrong. So the way from the root to each path is walked, and only that.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from codeprism_lsp.files.discovery import discover
from codeprism_lsp.files.ignoring import Scope
from codeprism_lsp.files.paths import absolute
from codeprism_lsp.files.policy import Policy
from codeprism_lsp.files.skips import Skip, SkipReason
from codeprism_lsp.files.surface import Surface
from codeprism_lsp.files.survey import DependencyDirectory, Found, Listing, Survey

_MOST_DIRECTORIES = 2_000


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
        self._listings: dict[str, Listing | None] = {}
        self._within: dict[str, Listing | None] = {}  # directories of dependencies
        self._entries: dict[str, dict[str, os.DirEntry[str]]] = {}
        self._surfaces: dict[DependencyDirectory, Surface] = {}

    def judge(self, path: str) -> Found | Skip | None:
        names = path.split("/")
        if not all(names) or "." in names or ".." in names:
            return None
        directory = self._survey.root
        listing = self._enter(directory, self._survey.around)
        for depth, name in enumerate(names[:-1], 1):
            if listing is None:
                return None
            directory = os.path.join(directory, name)
            dependency = self._survey.dependencies.get(directory)
            if dependency is not None:
                return self._judge_dependency(dependency, names[depth:])
            if directory not in listing.directories:
                return None
            listing = self._enter(directory, listing.scope)
            dependency = self._survey.dependencies.get(directory)
            if dependency is not None:  # which only what is in it tells
                return self._judge_dependency(dependency, names[depth:])
        entry = self._entry(listing, names[-1])
        return None if listing is None or entry is None else self._survey.judge(listing, entry)

    def _enter(self, directory: str, around: Scope) -> Listing | None:
        """A directory of the workspace whose parent was entered; None where it cannot be listed."""
        if directory not in self._listings:
            listing = self._survey.enter(directory, around)
            self._listings[directory] = None if isinstance(listing, Skip) else listing
        return self._listings[directory]

    def _entry(self, listing: Listing | None, name: str) -> os.DirEntry[str] | None:
        if listing is None:
            return None
        if listing.path not in self._entries:
            self._entries[listing.path] = {entry.name: entry for entry in listing.files}
        return self._entries[listing.path].get(name)

    def _judge_dependency(self, dependency: DependencyDirectory, inside: list[str]) -> Found | Skip | None:
        survey = self._survey
        if not survey.is_wanted(dependency):
            return None
        directory = dependency.path
        for depth in range(len(inside)):
            if directory not in self._within:
                listing = survey.enter_dependency(directory)
                self._within[directory] = None if isinstance(listing, Skip) else listing
            found = self._within[directory]
            if found is None:
                return None
            if depth == len(inside) - 1:
                return self._judge_in_dependency(dependency, self._entry(found, inside[-1]))
            directory = os.path.join(directory, inside[depth])
            if directory not in found.directories:
                return None
        return None

    def _judge_in_dependency(
        self, dependency: DependencyDirectory, entry: os.DirEntry[str] | None
    ) -> Found | Skip | None:
        if entry is None:
            return None
        surface = self._surfaces.setdefault(dependency, Surface(dependency.path))
        verdict = self._survey.judge_dependency(dependency, surface, entry)
        private = isinstance(verdict, Skip) and verdict.reason is SkipReason.NOT_PUBLIC
        return None if private else verdict


def _filtered(root: str, policy: Policy, wanted: frozenset[str]) -> Iterator[Found | Skip]:
    for verdict in discover(root, policy):
        path = verdict.path
        while path and path not in wanted:
            path = path.rpartition("/")[0]
        if path in wanted:
            yield verdict


def _is_directory(path: str) -> bool:
    return os.path.isdir(path) and not os.path.islink(path)
