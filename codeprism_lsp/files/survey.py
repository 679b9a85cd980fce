"""What is known of the directories seen so far, and the verdict on a file in one of them.

A whole walk and a handful of changed paths must come to the same verdicts, so both go through this
one state: directories are entered from the root downwards, files are judged in an entered directory.
"""

from __future__ import annotations

import os
import stat
from typing import NamedTuple

from codeprism_lsp.files.dependencies import (
    ALWAYS_EXCLUDED,
    VIRTUAL_ENVIRONMENT_MARK,
    DirectoryKind,
    directory_kind,
    ignored_directory_kind,
)
from codeprism_lsp.files.paths import NATIVE, Flavour, is_unicode, legible, relative
from codeprism_lsp.files.policy import DependencyMode, Origin, Policy, directory_origin, origin_of
from codeprism_lsp.files.reading import first_line, unusable_state
from codeprism_lsp.files.skips import Skip, SkipReason, skip_for_error
from codeprism_lsp.files.surface import Surface

# Common names without a suffix, which need not be opened to know that they are no scripts.
_NEVER_SCRIPTS = frozenset(
    (
        *("Makefile", "GNUmakefile", "makefile", "Kbuild", "Kconfig", "Dockerfile", "Procfile", "Gemfile"),
        *("README", "LICENSE", "COPYING", "NOTICE", "AUTHORS", "CHANGELOG", "TODO", "MAINTAINERS"),
        *("OWNERS", "CODEOWNERS", "BUILD", "WORKSPACE", ".gitignore", ".gitattributes", ".gitkeep"),
    )
)


class Found(NamedTuple):
    """A file to be indexed; `path` is relative to the root, `size` in bytes as on disk."""

    path: str
    language: str
    size: int
    mtime_ns: int
    origin: Origin


class DependencyDirectory(NamedTuple):
    """A directory that is no source of the workspace, by its absolute path."""

    path: str
    kind: DirectoryKind


class Survey:
    """The entered directories of one root. All paths in and out of the methods are absolute, native.

    `expected` holds the directories that may be entered next, because their parent was; what is never
    entered was ignored. `dependencies` holds the dependency directories found on the way.
    """

    def __init__(self, root: str, policy: Policy) -> None:
        # The walker does not follow links, not even to the root it is given.
        self.root = os.path.realpath(root)
        self.policy = policy
        self.expected: set[str] = {self.root}
        self.dependencies: dict[str, DependencyDirectory] = {}
        self._links: set[str] = set()
        self._origins: dict[str, Origin] = {}
        self._cut = len(self.root) if self.root.endswith(os.sep) else len(self.root) + 1

    def relative(self, path: str) -> str:
        """The part of `path` below the root, with forward slashes."""
        inside = path[self._cut :]
        return inside.replace("\\", "/") if NATIVE is Flavour.WINDOWS else inside

    def enter(self, directory: str) -> Skip | None:
        """Take note of what a directory contains; a Skip when it cannot be listed."""
        self.expected.discard(directory)
        shown = self.relative(directory)
        names, children = set(), []
        try:
            with os.scandir(directory) as entries:
                for entry in entries:
                    names.add(entry.name)
                    if entry.is_dir(follow_symlinks=False):
                        children.append(entry.name)
                    elif entry.is_symlink():
                        self._links.add(entry.path)
        except OSError as error:
            return skip_for_error(legible(shown), error)
        self._origins[directory] = directory_origin(shown)
        for name in children:
            if name not in ALWAYS_EXCLUDED:
                self._expect(os.path.join(directory, name), shown, name, names)
        return None

    def expect_ignored(self) -> None:
        """Count the ignored directories that hold build output among the dependencies.

        Only right once the walk is over, when what is still expected has been ignored.
        """
        for path in self.expected:
            kind = ignored_directory_kind(os.path.basename(path))
            if kind is not None:
                self.dependencies[path] = DependencyDirectory(path, kind)

    def judge(self, path: str) -> Found | Skip | None:
        """The verdict on what is not a directory; None when it is no source or was not entered."""
        directory, _, name = path.rpartition(os.sep)
        origin = self._origins.get(directory or os.sep)
        if origin is None:
            return None
        shown = self.relative(path)
        language = self.policy.recognise(shown, None)
        if path in self._links:
            return self._judge_link(path, shown, language)
        if language is None:
            # Only a name without a suffix leaves it to the first line to tell the language.
            if "." in name[1:] or name in _NEVER_SCRIPTS:
                return None
            language = self._language_of_script(path, shown)
            if language is None:
                return None
        return self._measure(path, shown, language, origin_of(origin, name))

    def judge_dependency(
        self, directory: DependencyDirectory, surface: Surface, path: str
    ) -> Found | Skip | None:
        """The verdict on a file in a dependency directory; NOT_PUBLIC is for the caller to add up."""
        shown = self.relative(path)
        language = self.policy.recognise(shown, None)
        if language is None:
            return None
        if self.policy.dependencies is DependencyMode.SMART:
            inside = self.relative(path)[len(self.relative(directory.path)) + 1 :]
            if not surface.keeps(inside):
                return Skip(shown, SkipReason.NOT_PUBLIC, "not part of the package's public surface")
        kept = directory.kind is DirectoryKind.PACKAGES
        return self._measure(path, shown, language, Origin.DEPENDENCY if kept else Origin.GENERATED)

    def _expect(self, path: str, parent: str, name: str, beside: set[str]) -> None:
        kind = directory_kind(parent, name, beside)
        if kind is None and os.path.lexists(os.path.join(path, VIRTUAL_ENVIRONMENT_MARK)):
            kind = DirectoryKind.PACKAGES
        if kind is None:
            self.expected.add(path)
        else:
            self.dependencies[path] = DependencyDirectory(path, kind)

    def _judge_link(self, path: str, shown: str, language: str | None) -> Skip | None:
        """A link within the root is a second name of something found anyway, so it says nothing."""
        try:
            target = os.path.realpath(path, strict=True)
        except FileNotFoundError:
            return None if language is None else Skip(legible(shown), SkipReason.BROKEN_LINK, "a broken link")
        except OSError as error:
            return None if language is None else skip_for_error(legible(shown), error)
        if relative(self.root, target) is not None:
            return None
        if language is None and not os.path.isdir(target):
            return None
        return Skip(legible(shown), SkipReason.OUTSIDE_ROOT, "a link leads outside the workspace root")

    def _language_of_script(self, path: str, shown: str) -> str | None:
        try:
            if not stat.S_ISREG(os.lstat(path).st_mode):
                return None
        except OSError:
            return None
        line = first_line(path)
        return self.policy.recognise(shown, line) if line and line.startswith(b"#!") else None

    def _measure(self, path: str, shown: str, language: str, origin: Origin) -> Found | Skip | None:
        if not is_unicode(shown):
            return Skip(legible(shown), SkipReason.NAME_NOT_UNICODE, "its name is not valid Unicode")
        try:
            state = os.lstat(path)
        except OSError as error:
            return skip_for_error(shown, error)
        if stat.S_ISLNK(state.st_mode) or stat.S_ISDIR(state.st_mode):
            return None
        unusable = unusable_state(shown, state, self.policy.limit_bytes(origin))
        return unusable or Found(shown, language, state.st_size, state.st_mtime_ns, origin)
