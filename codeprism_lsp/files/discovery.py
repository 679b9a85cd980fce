"""Walks a workspace root and yields what is to be indexed, as it is found.

Sources come first, directory by directory in the order of names, and dependency directories after them.
Files that appear or vanish while the walk is on may be seen or not: the watcher tells about them anyway.
Each directory is listed once, and a file costs one look at its state: no object is made of a path.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

from codeprism_lsp.files.ignoring import Scope
from codeprism_lsp.files.paths import legible
from codeprism_lsp.files.policy import DependencyMode, Policy
from codeprism_lsp.files.skips import Skip, SkipReason
from codeprism_lsp.files.surface import Surface
from codeprism_lsp.files.survey import DependencyDirectory, Found, Survey

Cancelled = Callable[[], bool]

_FILES_BETWEEN_CHECKS = 256


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
    for directory in survey.dependencies.values():
        if survey.is_wanted(directory):
            yield from _walk_dependency(survey, directory, cancelled)
        else:
            shown = legible(survey.relative(directory.path))
            detail = f"{directory.kind.value}, left out by codeprism.dependencies={policy.dependencies}"
            yield Skip(shown, SkipReason.DEPENDENCY, detail, files=0)


def _walk_sources(survey: Survey, cancelled: Cancelled) -> Iterator[Found | Skip]:
    waiting: list[tuple[str, Scope]] = [(survey.root, survey.around)]
    while waiting:
        if cancelled():
            return
        listing = survey.enter(*waiting.pop())
        if isinstance(listing, Skip):
            yield listing
            continue
        for count, entry in enumerate(listing.files, 1):
            if count % _FILES_BETWEEN_CHECKS == 0 and cancelled():
                return
            verdict = survey.judge(listing, entry)
            if verdict is not None:
                yield verdict
        waiting.extend((path, listing.scope) for path in reversed(listing.directories))


def _walk_dependency(
    survey: Survey, directory: DependencyDirectory, cancelled: Cancelled
) -> Iterator[Found | Skip]:
    surface = Surface(directory.path)
    left_out = kept = 0
    waiting = [directory.path]
    while waiting:
        if cancelled():
            return
        listing = survey.enter_dependency(waiting.pop())
        if isinstance(listing, Skip):
            yield listing
            continue
        for entry in listing.files:
            verdict = survey.judge_dependency(directory, surface, entry)
            if isinstance(verdict, Skip) and verdict.reason is SkipReason.NOT_PUBLIC:
                left_out += 1
            elif verdict is not None:
                kept += isinstance(verdict, Found)
                yield verdict
        waiting.extend(reversed(listing.directories))
    if left_out:
        shown = legible(survey.relative(directory.path))
        share = f"{left_out:,} of {left_out + kept:,} source files ({left_out / (left_out + kept):.0%})"
        cut = surface.cut_short()
        detail = f"{share} are no public surface" + (f"; {cut}" if cut else "")
        yield Skip(shown, SkipReason.NOT_PUBLIC, detail, left_out)


def _never() -> bool:
    return False
