"""The rules of a language that are not data: how imports find files and who sees which name.

Rules see the workspace only as `Files` (names of files, facts by path); they never see a tree, never
touch a disk and keep no state. What they answer is cached by the caller per snapshot.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from codeprism_lsp.facts.kinds import ImportKind
from codeprism_lsp.facts.outline import Import, Outline
from codeprism_lsp.languages.spec import ModuleTarget


class Files(Protocol):
    """The names of the workspace's files. Paths are relative to the root, with forward slashes."""

    def exists(self, path: str) -> bool:
        """Whether an indexed (or open) file has this path."""

    def in_directory(self, directory: str) -> Sequence[str]:
        """Indexed files directly in a directory ("" is the root), sorted."""

    def with_basename(self, basename: str) -> Sequence[str]:
        """Indexed files of that name anywhere, sorted."""

    def has_directory(self, directory: str) -> bool:
        """Whether an indexed file lies in or below the directory."""

    def outline(self, path: str) -> Outline:
        """Facts of one file; an empty outline where there are none."""

    def manifest(self, path: str) -> str | None:
        """Text of a small configuration file (package.json, go.mod, Cargo.toml, ...), None if absent."""


class Rules:
    """Defaults that suit no language fully; each language overrides what differs."""

    def import_keys(self, imported: Import) -> Iterable[str]:
        """Keys under which a file with this import is listed: a superset of the `file_keys` of what it
        may lead to must share one key. Pure; used when facts are stored."""
        last = imported.module.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
        return (last,) if last else ()

    def file_keys(self, path: str, outline: Outline) -> Iterable[str]:
        """Keys of the imports that may lead to this file."""
        return (path.rsplit("/", 1)[-1],)

    def targets(self, files: Files, path: str, imported: Import) -> Sequence[ModuleTarget]:
        """Where an import of the file `path` leads, best first; several when it is ambiguous."""
        return ()

    def siblings(self, files: Files, path: str) -> Sequence[str]:
        """Other files whose top-level names are visible in `path` without import (same package)."""
        return ()

    def visible(self, files: Files, path: str, candidate: str, index: int) -> int:
        """Rank (0 best) at which definition `index` of the file `candidate` is visible in `path` though
        neither scope, import nor package leads there, or -1. Used for what links by name (C, C++)."""
        return -1

    def implicit_modules(self, files: Files, path: str) -> Sequence[str]:
        """Files whose names are visible everywhere (preludes, builtins)."""
        return ()

    def package(self, files: Files, path: str) -> str:
        """Name of the module or package the file belongs to, as users write it."""
        return path.rsplit(".", 1)[0].replace("/", ".")

    def exports(self, outline: Outline, name: str) -> Sequence[int]:
        """Top-level definitions of a module that an importer sees as `name`."""
        return outline.members(-1, name)

    def default_export(self, outline: Outline) -> str:
        """The local name behind a default export, "" where the language has none."""
        return outline.extra.get("default", "")

    def supertypes_order(self, supers: Sequence[object]) -> Sequence[object]:
        """Order in which supertypes are searched for a member."""
        return supers

    def wildcard(self, kind: ImportKind) -> bool:
        """Whether such an import brings all names of its target into scope."""
        return kind in (
            ImportKind.WILDCARD,
            ImportKind.REEXPORT_WILDCARD,
            ImportKind.STATIC_WILDCARD,
            ImportKind.INCLUDE,
            ImportKind.INCLUDE_SYSTEM,
        )
