"""Walks a workspace root and yields what is to be indexed, as it is found.

ripgrep's walker decides what is ignored; the survey decides what the rest is. Sources come first, in
no particular order, and dependency directories after them. Files that appear or vanish while the walk
is on may be seen or not: the watcher tells about them anyway.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import ignore

from codeprism_lsp.files.dependencies import ALWAYS_EXCLUDED, UNMISTAKABLE, DirectoryKind
from codeprism_lsp.files.paths import legible
from codeprism_lsp.files.policy import DependencyMode, Policy
from codeprism_lsp.files.skips import Skip, SkipReason
from codeprism_lsp.files.surface import Surface
from codeprism_lsp.files.survey import DependencyDirectory, Found, Survey

Cancelled = Callable[[], bool]

_ENTRIES_BETWEEN_CHECKS = 256


def discover(root: str, policy: Policy, cancel: Cancelled | None = None) -> Iterator[Found | Skip]:
    """Yield every file of `root` that the policy wants, and a Skip for each that cannot be had.

    Honoured are .ignore files and, within a Git repository, .gitignore and .git/info/exclude, those
    above the root included; the user's global ignore file is not. Links are never followed. When
    `cancel` returns True the iterator ends early: what was not yielded by then is unknown, not gone.
    A dependency directory that is left out is one Skip; in smart mode a Skip says how many of its
    source files are no public surface.
    """
    survey = Survey(root, policy)
    if not os.path.isdir(survey.root):
        yield Skip("", SkipReason.VANISHED, "the workspace root is not a directory")
        return
    cancelled = cancel or _never
    yield from _walk_sources(survey, cancelled)
    if cancelled():
        return
    if policy.dependencies is DependencyMode.ALL:
        survey.expect_ignored()
    visible: dict[str, set[str]] = {}
    for directory in survey.dependencies.values():
        if is_wanted(survey, directory, visible):
            yield from _walk_dependency(survey, directory, cancelled)
        else:
            shown = legible(survey.relative(directory.path))
            detail = f"{directory.kind.value}, left out by codeprism.dependencies={policy.dependencies}"
            yield Skip(shown, SkipReason.DEPENDENCY, detail, files=0)


def is_wanted(survey: Survey, directory: DependencyDirectory, visible: dict[str, set[str]]) -> bool:
    """Say whether the mode and the user's globs let the files of a dependency directory in.

    `visible` remembers from call to call what the globs leave in of a directory.
    """
    policy = survey.policy
    if policy.dependencies is DependencyMode.EXCLUDE:
        return False
    if policy.dependencies is DependencyMode.SMART and directory.kind is DirectoryKind.OUTPUT:
        return False
    return not policy.exclude or directory.path in left_in(survey, os.path.dirname(directory.path), visible)


def left_in(survey: Survey, directory: str, visible: dict[str, set[str]]) -> set[str]:
    """The direct children of a directory that the user's globs leave in, whatever ignore files say."""
    if directory not in visible:
        visible[directory] = _children(_without_ignore_rules(survey, directory), survey)
    return visible[directory]


def children_not_ignored(survey: Survey, directory: str) -> set[str]:
    """The direct children of an entered directory that a walk of the whole root would come to."""
    return _children(_with_ignore_rules(survey, directory), survey)


def _walk_sources(survey: Survey, cancelled: Cancelled) -> Iterator[Found | Skip]:
    told: set[str] = set()
    walk = _with_ignore_rules(survey, survey.root).build()
    for count, path in enumerate(_paths(walk, survey, told)):
        if count % _ENTRIES_BETWEEN_CHECKS == 0 and cancelled():
            return
        if isinstance(path, Skip):
            yield path
        elif path in survey.expected:
            skip = survey.enter(path)
            if skip is not None:
                told.add(path)
                yield skip
        else:
            verdict = survey.judge(path)
            if verdict is not None:
                yield verdict


def _walk_dependency(
    survey: Survey, directory: DependencyDirectory, cancelled: Cancelled
) -> Iterator[Found | Skip]:
    surface = Surface(directory.path)
    left_out = 0
    walk = _without_ignore_rules(survey, directory.path).build()
    for count, path in enumerate(_paths(walk, survey, set())):
        if count % _ENTRIES_BETWEEN_CHECKS == 0 and cancelled():
            return
        verdict = path if isinstance(path, Skip) else survey.judge_dependency(directory, surface, path)
        if isinstance(verdict, Skip) and verdict.reason is SkipReason.NOT_PUBLIC:
            left_out += 1
        elif verdict is not None:
            yield verdict
    if left_out:
        shown = legible(survey.relative(directory.path))
        yield Skip(shown, SkipReason.NOT_PUBLIC, "source files that are no public surface", left_out)


def _with_ignore_rules(survey: Survey, directory: str) -> ignore.WalkBuilder:
    builder = ignore.WalkBuilder(Path(directory)).hidden(False).follow_links(False)
    # Without a repository a .gitignore means nothing, and may be there for another one: the kernel's
    # packaging in Debian ships one that ignores every file, for the repository of the packaging.
    builder.git_global(False).require_git(True).parents(True)
    return builder.overrides(survey.policy.overrides(survey.root, ALWAYS_EXCLUDED | UNMISTAKABLE))


def _without_ignore_rules(survey: Survey, directory: str) -> ignore.WalkBuilder:
    builder = ignore.WalkBuilder(Path(directory)).hidden(False).follow_links(False)
    builder.git_global(False).git_ignore(False).git_exclude(False).ignore(False).parents(False)
    return builder.overrides(survey.policy.overrides(survey.root, ALWAYS_EXCLUDED))


def _children(builder: ignore.WalkBuilder, survey: Survey) -> set[str]:
    return {path for path in _paths(builder.max_depth(1).build(), survey, set()) if isinstance(path, str)}


def _paths(walk: ignore.Walk, survey: Survey, told: set[str]) -> Iterator[str | Skip]:
    """The absolute paths a walk comes to, and a Skip for each of its errors.

    A directory that could not be entered by us cannot be by the walker either; `told` holds those.
    """
    while True:
        try:
            entry = next(walk)
        except StopIteration:
            return
        except (ignore.Error, ignore.IOError) as error:
            said = str(error)
            path = said.partition(": IO error")[0]
            if path not in told:
                shown = legible(survey.relative(path)) if path.startswith(survey.root) else ""
                gone = path.startswith(survey.root) and not os.path.lexists(path)
                yield Skip(shown, SkipReason.VANISHED if gone else SkipReason.UNREADABLE, said)
            continue
        yield str(entry.path())


def _never() -> bool:
    return False
