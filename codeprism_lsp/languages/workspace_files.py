"""The workspace as the rules of languages see it: names of files, facts by path, small manifests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

from codeprism_lsp.facts.outline import Outline

_T = TypeVar("_T")


class Files(Protocol):
    """The names of the workspace's files. Paths are relative to the root, with forward slashes."""

    def exists(self, path: str) -> bool:
        """Whether an indexed (or open) file has this path."""

    def in_directory(self, directory: str) -> Sequence[str]:
        """Indexed files directly in a directory ("" is the root), sorted."""

    def with_basename(self, basename: str) -> Sequence[str]:
        """Indexed files of that name anywhere, sorted."""

    def directories_named(self, name: str) -> Sequence[str]:
        """Directories with that last segment that hold an indexed file directly, sorted."""

    def has_directory(self, directory: str) -> bool:
        """Whether an indexed file lies in or below the directory."""

    def outline(self, path: str) -> Outline:
        """Facts of one file; an empty outline where there are none."""

    def manifest(self, path: str) -> str | None:
        """Text of a small configuration file (package.json, go.mod, Cargo.toml, ...), None if absent."""

    def data(self, path: str) -> bytes | None:
        """Text of an indexed (or open) file, None if it cannot be read. For what facts do not hold."""

    def definers_for(self, path: str) -> Callable[[str], Sequence[tuple[str, int]]]:
        """Gives (path, index) of all definitions of a name in the languages that a file's resolves into."""

    def cached(self, identity: Any, compute: Callable[[], _T]) -> _T:
        """The value of `compute`, computed at most once per snapshot while it stays in the cache."""

    def structural(self, identity: Any, compute: Callable[[], _T]) -> _T:
        """As `cached`, for what depends on which files there are and what they import and define, but not on
        where in their texts that stands: it outlives edits that change nothing else."""
