"""Which paths of a workspace are ignored: .gitignore, .git/info/exclude and .ignore, as Git reads them.

A directory is entered from its parent, and what applies in it is an immutable `Scope`, so that a whole
walk and the judgement of one path come to the same verdict.
"""

from __future__ import annotations

import os
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from codeprism_lsp.files.globs import Glob, Rules, parse_glob
from codeprism_lsp.files.paths import NATIVE, Flavour
from codeprism_lsp.files.reading import read_small

_RULES_BYTES = 1 << 20


class Scope(NamedTuple):
    """The ignore files that apply in one directory, innermost first in each kind.

    `.ignore` files outweigh `.gitignore` files, those of the repository only: a nested repository is not
    meant by what lies around it, and without a repository a .gitignore means nothing. (It may be there for
    another one: the kernel's packaging in Debian ships one that ignores every file.)
    """

    own: tuple[Rules, ...] = ()
    git: tuple[Rules, ...] = ()
    exclude: tuple[Rules, ...] = ()
    in_repository: bool = False

    def entered(self, directory: str, names: AbstractSet[str]) -> Scope:
        """The scope in a directory with these names in it; `self` is that of the directory around."""
        own, git, exclude, in_repository = self
        if ".git" in names:
            git, exclude, in_repository = (), _rules_of(directory, _exclude_file(directory)), True
        if in_repository and ".gitignore" in names:
            git = (*_rules_of(directory, os.path.join(directory, ".gitignore")), *git)
        if ".ignore" in names:
            own = (*_rules_of(directory, os.path.join(directory, ".ignore")), *own)
        return Scope(own, git, exclude, in_repository)

    def ignores(self, path: str, name: str, is_directory: bool) -> bool:
        """Say whether what lies directly in the scope's directory is ignored; `path` is absolute."""
        path = slashed(path)
        for kind in (self.own, self.git, self.exclude):
            for rules in kind:
                verdict = rules.verdict(path, name, is_directory)
                if verdict is not None:
                    return verdict
        return False


def scope_around(root: str) -> Scope:
    """What the directories above a root say about what is in it."""
    above: list[str] = []
    at = root
    while (parent := os.path.dirname(at)) != at:
        above.append(parent)
        at = parent
    scope = Scope()
    for directory in reversed(above):
        names = {
            name
            for name in (".git", ".gitignore", ".ignore")
            if os.path.lexists(os.path.join(directory, name))
        }
        if names:
            scope = scope.entered(directory, names)
    return scope


def slashed(path: str) -> str:
    """A native path with forward slashes."""
    return path.replace("\\", "/") if NATIVE is Flavour.WINDOWS else path


def globs_of(lines: list[str]) -> list[Glob]:
    """The globs of an ignore file; a line that cannot be understood means nothing, as in Git."""
    found: list[Glob] = []
    for line in lines:
        try:
            glob = parse_glob(line)
        except ValueError:
            continue  # Git lets such a line match nothing
        if glob is not None:
            found.append(glob)
    return found


def _rules_of(directory: str, file: str) -> tuple[Rules, ...]:
    text = read_small(file, _RULES_BYTES)
    if text is None:
        return ()
    lines = text.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape").split("\n")
    rules = Rules(directory, globs_of(lines))
    return (rules,) if rules else ()


def _exclude_file(repository: str) -> str:
    """Where the exclusions of a repository are that are not committed; a worktree shares them."""
    git = os.path.join(repository, ".git")
    if not os.path.isdir(git):
        told = (read_small(git, 4096) or b"").decode("utf-8", "surrogateescape")
        git = os.path.join(repository, told.partition("gitdir:")[2].strip() or ".git")
        common = (read_small(os.path.join(git, "commondir"), 4096) or b"").decode("utf-8", "surrogateescape")
        if common.strip():
            git = os.path.join(git, common.strip())
    return os.path.join(git, "info", "exclude")
