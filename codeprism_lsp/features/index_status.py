"""The wire type of `codeprism/indexStatus`, which `server` answers itself, and of its notification.

It is here for readers and for `docs/protocol.md`; the host makes the body as a plain mapping, and a test
holds the two together.
"""

# ruff: noqa: RUF009 - `said` is attrs.field, which makes a field and not a shared default.

from __future__ import annotations

import attrs

from codeprism_lsp.features.dependencies_protocol import said


@attrs.frozen(kw_only=True)
class IndexStatusParams:
    """Nothing is asked."""


@attrs.frozen(kw_only=True)
class SkippedFile:
    """A file that is left out."""

    path: str = said("relative to its folder")
    reason: str = said("a fixed word, e.g. `too-large`; `codeprism-lsp doctor` explains them")
    detail: str = said("what the system or the rule said")


@attrs.frozen(kw_only=True)
class AnswersOfKind:
    """What became of the questions of one kind."""

    hits: int = said("answered from what was kept")
    misses: int = said("answered anew")
    rate: float = said("the share of hits")


@attrs.frozen(kw_only=True)
class AnswersStatus:
    """The answers that are kept."""

    entries: int = said("how many")
    bytes: int = said("what they take")
    kinds: dict[str, AnswersOfKind] = said("hits and misses by kind of question")


@attrs.frozen(kw_only=True)
class FolderStatus:
    """The index of one workspace folder; numbers are of files unless said otherwise."""

    root: str = said("its real path")
    state: str = said("as in `IndexStatus`")
    complete: bool = said("as in `IndexStatus`")
    searchable: bool = said("as in `IndexStatus`")
    catching_up: bool = said("as in `IndexStatus`")
    files: int = said("found so far")
    indexed: int = said("that answers are made from now")
    waiting: int = said("that can be searched and are not parsed yet")
    skipped: int = said("left out")
    symbols: int = said("definitions")
    references: int = said("identifiers")
    edges: int = said("containments, supertypes and imports as written")
    languages: dict[str, int] = said("files by language id")
    dependency_mode: str = said("the setting `dependencies`")
    problems: list[str] = said("what a user should know")
    skip_reasons: dict[str, int] = said("how many files are left out, by reason")
    limits: dict[str, float] = said("the settings that bound what is indexed, in their units")
    skips: list[SkippedFile] = said("the first 200 files that are left out")
    index_bytes: int = said("bytes on disk")
    parsed: int = said("parsed in the present or last run")
    unchanged: int = said("taken from the index in that run without parsing")
    seconds: float = said("what that run took so far")
    revision: int = said("rises with every change of the index")
    follows: int | None = said("id of the other process that keeps this index, where one does", None)


@attrs.frozen(kw_only=True)
class IndexStatus:
    """How far the index is. The numbers are sums over all folders."""

    state: str = said("`discovering`, `indexing`, `ready`, or `degraded` (answers may lack something)")
    complete: bool = said("whether every file was parsed; answers given before that may lack something")
    searchable: bool = said("whether the identifiers of every file are known, which comes first")
    catching_up: bool = said("whether changes of files are known of that are not taken in yet")
    files: int = said("files found so far")
    indexed: int = said("files that answers are made from now")
    waiting: int = said("files that can be searched and are not parsed yet")
    skipped: int = said("files left out")
    symbols: int = said("definitions")
    references: int = said("identifiers")
    edges: int = said("containments, supertypes and imports as written")
    languages: dict[str, int] = said("files by language id")
    dependency_mode: str = said("the setting `dependencies` of the first folder")
    problems: list[str] = said("what a user should know")
    memory_mb: float = said("memory of all processes, in MiB")
    memory_limit_mb: int = said("the setting `memoryLimitMB`")
    memory_pressure: str = said("what is done to keep to it: `none`, `caches`, `batches` or `workers`")
    answers: AnswersStatus = said("answers that took long and are kept")
    index_bytes: int = said("bytes on disk")
    folders: list[FolderStatus] = said("each workspace folder")
