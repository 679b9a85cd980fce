"""What is known of the directories seen so far, and the verdict on a file in one of them.

A whole walk and a handful of changed paths must come to the same verdicts, so both go through this
one state: directories are entered from the root downwards, files are judged in an entered directory.
"""

from __future__ import annotations

import os
import stat
from operator import attrgetter
from typing import NamedTuple

from codeprism_lsp.files.dependencies import (
    ALWAYS_EXCLUDED,
    VIRTUAL_ENVIRONMENT_MARK,
    DirectoryKind,
    directory_kind,
    ignored_directory_kind,
    kind_by_content,
)
from codeprism_lsp.files.ignoring import Scope, scope_around, slashed
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


class Listing(NamedTuple):
    """An entered directory: the files in it that are not ignored by name, and the directories to enter."""

    path: str
    shown: str  # relative to the root
    origin: Origin
    scope: Scope
    files: list[os.DirEntry[str]]
    directories: list[str]


class Survey:
    """Enters the directories of one root. Paths in and out of the methods are absolute and native.

    `dependencies` holds the dependency directories found on the way, `ignored` those that were ignored.
    """

    def __init__(self, root: str, policy: Policy) -> None:
        # Links are not followed, not even the one that the root itself may be.
        self.root = os.path.realpath(root)
        self.policy = policy
        self.wishes = policy.wishes(self.root)
        self.around = scope_around(self.root)
        self.dependencies: dict[str, DependencyDirectory] = {}
        self.ignored: list[str] = []
        self._cut = len(self.root) if self.root.endswith(os.sep) else len(self.root) + 1

    def relative(self, path: str) -> str:
        """The part of `path` below the root, with forward slashes."""
        inside = path[self._cut :]
        return inside.replace("\\", "/") if NATIVE is Flavour.WINDOWS else inside

    def enter(self, path: str, around: Scope) -> Listing | Skip:
        """What a directory of the workspace contains, in the order of names; a Skip if it cannot be listed.

        `around` is the scope of the directory around it.
        """
        shown = self.relative(path)
        entries = _entries(path, shown)
        if isinstance(entries, Skip):
            return entries
        names = {entry.name for entry in entries}
        kind = kind_by_content(names) if path != self.root else None
        if kind is not None:
            self.dependencies[path] = DependencyDirectory(path, kind)
            return Listing(path, shown, Origin.DEPENDENCY, around, [], [])
        scope = around.entered(path, names)
        files: list[os.DirEntry[str]] = []
        directories: list[str] = []
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False):
                files.append(entry)
            elif entry.name not in ALWAYS_EXCLUDED and self._is_entered(entry, shown, names, scope):
                directories.append(entry.path)
        return Listing(path, shown, directory_origin(shown), scope, files, directories)

    def enter_dependency(self, path: str) -> Listing | Skip:
        """The same for a directory within a dependency, where ignore files mean nothing."""
        entries = _entries(path, self.relative(path))
        if isinstance(entries, Skip):
            return entries
        files = [entry for entry in entries if not entry.is_dir(follow_symlinks=False)]
        directories = [
            entry.path
            for entry in entries
            if entry.is_dir(follow_symlinks=False)
            and entry.name not in ALWAYS_EXCLUDED
            and self.wishes.verdict(slashed(entry.path), entry.name, True) is not False
        ]
        return Listing(path, self.relative(path), Origin.DEPENDENCY, Scope(), files, directories)

    def expect_ignored(self) -> None:
        """Count the ignored directories that hold build output among the dependencies."""
        for path in self.ignored:
            kind = ignored_directory_kind(os.path.basename(path))
            if kind is not None:
                self.dependencies[path] = DependencyDirectory(path, kind)

    def is_wanted(self, directory: DependencyDirectory) -> bool:
        """Say whether the mode and the user's globs let the files of a dependency directory in."""
        mode = self.policy.dependencies
        if mode is DependencyMode.EXCLUDE:
            return False
        if mode is DependencyMode.SMART and directory.kind is DirectoryKind.OUTPUT:
            return False
        name = os.path.basename(directory.path)
        return self.wishes.verdict(slashed(directory.path), name, True) is not False

    def judge(self, listing: Listing, entry: os.DirEntry[str]) -> Found | Skip | None:
        """The verdict on what is not a directory; None when it is no source or is ignored."""
        name = entry.name
        shown = f"{listing.shown}/{name}" if listing.shown else name
        language = self.policy.recognise(shown, None)
        link = entry.is_symlink()
        # Only a name without a suffix leaves it to the first line to tell the language.
        if language is None and not link and ("." in name[1:] or name in _NEVER_SCRIPTS):
            return None
        wish = self.wishes.verdict(slashed(entry.path), name, False)
        if wish is False or (wish is None and listing.scope.ignores(entry.path, name, False)):
            return None
        if link:
            return self._judge_link(entry.path, shown, language)
        if language is None:
            language = self._language_of_script(entry.path, shown)
            if language is None:
                return None
        return self._measure(entry, shown, language, origin_of(listing.origin, name))

    def judge_dependency(
        self, directory: DependencyDirectory, surface: Surface, entry: os.DirEntry[str]
    ) -> Found | Skip | None:
        """The verdict on a file in a dependency directory; NOT_PUBLIC is for the caller to add up."""
        shown = self.relative(entry.path)
        language = self.policy.recognise(shown, None)
        if language is None or self.wishes.verdict(slashed(entry.path), entry.name, False) is False:
            return None
        if self.policy.dependencies is DependencyMode.SMART:
            inside = shown[len(self.relative(directory.path)) + 1 :]
            if not surface.keeps(inside):
                return Skip(shown, SkipReason.NOT_PUBLIC, "not part of the package's public surface")
        kept = directory.kind is DirectoryKind.PACKAGES
        return self._measure(entry, shown, language, Origin.DEPENDENCY if kept else Origin.GENERATED)

    def _is_entered(self, entry: os.DirEntry[str], parent: str, beside: set[str], scope: Scope) -> bool:
        """Say whether a directory is one of the workspace; takes note of it where it is not."""
        kind = directory_kind(parent, entry.name, beside)
        if kind is None:
            wish = self.wishes.verdict(slashed(entry.path), entry.name, True)
            if wish is not False and (wish is True or not scope.ignores(entry.path, entry.name, True)):
                return True
            if not os.path.lexists(os.path.join(entry.path, VIRTUAL_ENVIRONMENT_MARK)):
                self.ignored.append(entry.path)
                return False
            kind = DirectoryKind.PACKAGES
        self.dependencies[entry.path] = DependencyDirectory(entry.path, kind)
        return False

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

    def _measure(
        self, entry: os.DirEntry[str], shown: str, language: str, origin: Origin
    ) -> Found | Skip | None:
        if not shown.isascii() and not is_unicode(shown):
            return Skip(legible(shown), SkipReason.NAME_NOT_UNICODE, "its name is not valid Unicode")
        try:
            state = entry.stat(follow_symlinks=False)
        except OSError as error:
            return skip_for_error(shown, error)
        mode, size = state.st_mode, state.st_size
        if not stat.S_ISREG(mode) or size > self.policy.max_file_bytes:
            if stat.S_ISLNK(mode) or stat.S_ISDIR(mode):
                return None
            unusable = unusable_state(shown, state, self.policy.limit_bytes(origin))
            if unusable is not None:
                return unusable
        return Found(shown, language, size, state.st_mtime_ns, origin)


def _entries(path: str, shown: str) -> list[os.DirEntry[str]] | Skip:
    try:
        with os.scandir(path) as entries:
            return sorted(entries, key=_name_of)
    except OSError as error:
        return skip_for_error(legible(shown), error)


_name_of = attrgetter("name")
