"""What a worker process does: files of one batch in, facts and posting columns out.

A batch is a pure function of the files' bytes. It returns bytes and arrays only, so that it crosses the
process border cheaply; numbers of contents are given by the writer, here files are counted from 0.
"""

from __future__ import annotations

import enum
import faulthandler
import logging
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from codeprism_lsp.extraction.accelerator.tokens import tokens_of
from codeprism_lsp.extraction.raw import raw_facts
from codeprism_lsp.extraction.recipe import content_hash, recipe
from codeprism_lsp.facts import keys
from codeprism_lsp.facts.kinds import ImportKind
from codeprism_lsp.facts.outline import Import, Listed, compressed, listed
from codeprism_lsp.facts.ranks import ranked
from codeprism_lsp.files.generated import origin_by_text
from codeprism_lsp.files.reading import Source
from codeprism_lsp.files.reading_ahead import read_sources
from codeprism_lsp.languages import registry
from codeprism_lsp.resolution.typetext import last_name
from codeprism_lsp.syntax import parsing
from codeprism_lsp.workspace.worker_start import in_worker

U32 = npt.NDArray[np.uint32]
RACY_NS = 2_000_000_000
"""A file modified so shortly before it was read may change once more without a new modification time."""

TOO_SLOW, FAILED, CRASHED = "too-slow", "failed", "crashed"
"""Skip reasons of extraction, beside those of `files.skips`."""

UNKNOWN_SIZE = -1  # no file on disk has it, so that the next run looks at the file again

_MEMO = 50_000  # keys of imports and supertypes that a worker remembers
_JOB_SECONDS = 60.0  # after which a worker gives itself up, and
_JOB_SECONDS_PER_FILE = 1.0
_logger = logging.getLogger(__name__)


class Tier(enum.StrEnum):
    """What is made of files: only which identifiers are in them, or all that is known of them."""

    TOKENS = "tokens"
    STRUCTURE = "structure"


@dataclass(frozen=True, slots=True)
class Job:
    """Files of one batch: (path, language, origin, limit in bytes).

    `known` has (hash, recipe) by path of contents whose tokens are stored; they are not made again.
    """

    root: str
    files: tuple[tuple[str, str, str, int], ...]
    tier: Tier = Tier.STRUCTURE
    known: Mapping[str, tuple[bytes, str]] = field(default_factory=dict)


class Extracted(NamedTuple):
    """One file of a batch; `hash` is empty where it was skipped, `facts` where only tokens were made."""

    path: str
    language: str
    origin: str
    size: int
    mtime_ns: int
    hash: bytes = b""
    recipe: str = ""
    facts: bytes = b""
    occurrences: int = 0
    definitions: int = 0
    source_bytes: int = 0
    skip: str | None = None
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """The outcome of a job. In each family the columns run in parallel; `*_files` index `files`."""

    files: list[Extracted]
    tokens: U32
    token_files: U32
    names: list[bytes] = field(default_factory=list)
    name_columns: U32 = field(default_factory=lambda: np.zeros((4, 0), np.uint32))  # file, index, kind, rank
    supers: U32 = field(default_factory=lambda: np.zeros((3, 0), np.uint32))  # key, file, index
    imports: U32 = field(default_factory=lambda: np.zeros((2, 0), np.uint32))  # key, file


def extract(job: Job) -> Batch:
    """Reads the files of a job and makes columns of what its tier asks for.

    Whatever is wrong with a file is a skip of that one.
    """
    if in_worker.is_set():
        # A text on which native code does not come back ends this worker, not the index.
        faulthandler.dump_traceback_later(_JOB_SECONDS + _JOB_SECONDS_PER_FILE * len(job.files), exit=True)
    try:
        return _extract(job)
    finally:
        if in_worker.is_set():
            faulthandler.cancel_dump_traceback_later()


def unread(path: str, language: str, origin: str, reason: str, detail: str) -> Batch:
    """The outcome for a file that could not be extracted at all."""
    file = Extracted(path, language, origin, UNKNOWN_SIZE, 0, skip=reason, detail=detail)
    return Batch([file], np.zeros(0, np.uint32), np.zeros(0, np.uint32))


def _extract(job: Job) -> Batch:
    _neighbours.cache_clear()
    files: list[Extracted] = []
    texts: list[bytes] = []
    numbers: list[int] = []
    columns = _Columns()
    sources = read_sources(job.root, [(path, limit) for path, _, _, limit in job.files])
    for (path, language, origin, _), source in zip(job.files, sources, strict=True):
        if not isinstance(source, Source):
            files.append(
                Extracted(path, language, origin, 0, 0, skip=source.reason.value, detail=source.detail)
            )
            continue
        file = Extracted(path, language, origin, source.size, trusted_time(source.mtime_ns))
        try:
            actual = dialect_of(job.root, path, language, source.data)
            found = Extracted(
                path,
                actual,
                origin_by_text(origin, actual, source.data),
                file.size,
                file.mtime_ns,
                hash=content_hash(source.data),
                recipe=recipe(actual),
                source_bytes=len(source.data),
                detail=source.note,
            )
            if job.tier is Tier.STRUCTURE:
                raw = raw_facts(actual, source.data)
                of_file = listed(raw)
                found = found._replace(facts=compressed(raw), definitions=len(of_file.names))
                columns.add(len(files), actual, of_file)
        except parsing.TooSlow as error:
            files.append(file._replace(skip=TOO_SLOW, detail=str(error)))
            continue
        except Exception as error:
            _logger.exception("%s cannot be indexed", path)
            said = f"{type(error).__name__}: {error}"[:300]
            files.append(file._replace(size=UNKNOWN_SIZE, skip=FAILED, detail=said))
            continue
        if job.known.get(path) != (found.hash, found.recipe):
            texts.append(source.data)
            numbers.append(len(files))
        files.append(found)
    tokens = tokens_of(texts)
    for number, held in zip(numbers, tokens, strict=True):
        files[number] = files[number]._replace(occurrences=held.occurrences)
    lengths = np.array([len(held.keys) for held in tokens], np.int64)
    return Batch(
        files,
        np.concatenate([held.keys for held in tokens]) if tokens else np.zeros(0, np.uint32),
        np.repeat(np.array(numbers, np.uint32), lengths) if tokens else np.zeros(0, np.uint32),
        *columns.arrays(),
    )


def trusted_time(mtime_ns: int) -> int:
    """The modification time as a sign that a file is unchanged; 0 where it is too young to be one."""
    return mtime_ns if mtime_ns < time.time_ns() - RACY_NS else 0


def dialect_of(root: str, path: str, language: str, data: bytes) -> str:
    """The language a file is really in, where its name leaves that open (`.h` is C or C++)."""
    directory = os.path.join(root, path.rpartition("/")[0])
    return registry.rules(language).dialect(path, language, data, lambda: _neighbours(directory))


@lru_cache(maxsize=512)
def _neighbours(directory: str) -> tuple[str, ...]:
    try:
        return tuple(sorted(os.listdir(directory)))
    except OSError:
        return ()


class _Columns:
    """Posting columns of a batch while it grows."""

    def __init__(self) -> None:
        self._names: list[bytes] = []
        self._definitions: list[npt.NDArray[np.int32]] = []
        self._files: list[int] = []
        self._supers: list[tuple[int, int, int]] = []
        self._imports: list[tuple[int, int]] = []

    def add(self, number: int, language: str, found: Listed) -> None:
        """Adds one file: all of its columns, or none where something in it raises."""
        supers = [
            (one, number, definition)
            for definition, text in found.supertypes
            if (one := _supertype_key(language, text)) is not None
        ]
        imports = sorted({one for row in found.imports for one in _import_keys(language, *row)})
        if found.names:
            self._names.extend(found.names)
            self._definitions.append(found.definitions)
            self._files.append(number)
        self._supers.extend(supers)
        self._imports.extend((one, number) for one in imports)

    def arrays(self) -> tuple[list[bytes], U32, U32, U32]:
        return (
            self._names,
            self._name_columns(),
            np.array(self._supers, np.uint32).reshape(-1, 3).T,
            np.array(self._imports, np.uint32).reshape(-1, 2).T,
        )

    def _name_columns(self) -> U32:
        if not self._definitions:
            return np.zeros((4, 0), np.uint32)
        containers, kinds, modifiers = np.concatenate(self._definitions, axis=1).astype(np.int64)
        lengths = np.array([block.shape[1] for block in self._definitions], np.int64)
        firsts = np.repeat(np.cumsum(lengths) - lengths, lengths)
        within = np.where(containers >= 0, containers + firsts, -1)
        columns = np.empty((4, len(kinds)), np.uint32)
        columns[0] = np.repeat(np.array(self._files, np.uint32), lengths)
        columns[1] = np.arange(len(kinds)) - firsts
        columns[2] = kinds
        columns[3] = ranked(within, kinds, modifiers)
        return columns


@lru_cache(maxsize=_MEMO)
def _supertype_key(language: str, text: bytes) -> int | None:
    name = last_name(text.decode("utf-8", "replace"), registry.specs()[language].dialect)
    return keys.key(name) if name else None


@lru_cache(maxsize=_MEMO)
def _import_keys(language: str, kind: int, module: bytes, name: bytes, alias: bytes) -> tuple[int, ...]:
    module_text, name_text, alias_text = (one.decode("utf-8", "replace") for one in (module, name, alias))
    row = Import(ImportKind(kind), module_text, name_text, alias_text, 0, 0, 0, -1, -1)
    return tuple(keys.key(text) for text in registry.rules(language).import_keys(row))
