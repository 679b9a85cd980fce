"""Files that the index does not know yet, looked at on disk when a question needs them.

While a folder is indexed for the first time, definition must not wait: the imports of an open file are
followed through the directories as they are, and the few files that they lead to are parsed at once. What
is parsed so is told to the indexer, which then goes on there.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Mapping, Sequence

from cachetools import LRUCache, TTLCache

from codeprism_lsp.extraction.outline import outline_of
from codeprism_lsp.facts.outline import Outline
from codeprism_lsp.files.dependencies import ALWAYS_EXCLUDED, UNMISTAKABLE
from codeprism_lsp.files.policy import DependencyMode, Policy
from codeprism_lsp.files.reading import Source, read_source
from codeprism_lsp.syntax import parsing
from codeprism_lsp.workspace.batches import dialect_of

_MAX_FILE_BYTES = 1 << 20
_OUTLINES = 2_000
_DIRECTORIES = 5_000
_LISTED_SECONDS = 2.0
_BURST_SECONDS = 2.0  # of parsing that may be done at once, and
_SHARE = 0.25  # the share of the time that may be spent on it after that


class OnDemand:
    """The files of one folder as they are on disk. Implements `graph.snapshot.Disk`; for any thread."""

    def __init__(self, root: str, policy: Policy, parsed: Callable[[str], None]) -> None:
        """`parsed` hears of each file that was parsed, from the thread that asked for it."""
        self._root = root
        self._policy = policy
        self._parsed = parsed
        self._never = ALWAYS_EXCLUDED
        if policy.dependencies is DependencyMode.EXCLUDE:
            self._never |= UNMISTAKABLE
        self._lock = threading.Lock()
        self._outlines: LRUCache[tuple[str, int, int], Outline] = LRUCache(_OUTLINES)
        self._languages: LRUCache[str, str] = LRUCache(_OUTLINES)
        self._listed: TTLCache[str, tuple[frozenset[str], frozenset[str]]] = TTLCache(
            _DIRECTORIES, _LISTED_SECONDS
        )
        self._allowed = _BURST_SECONDS
        self._since = time.monotonic()

    def language(self, path: str) -> str | None:
        """The language of a file that is there and may belong to the workspace, None of others."""
        directory, _, name = path.rpartition("/")
        if name not in self._names(directory)[0]:
            return None
        with self._lock:
            language = self._languages.get(path)
        return language if language is not None else self._policy.recognise(path, None)

    def files(self, directory: str) -> Sequence[str]:
        """The sources directly in a directory, sorted."""
        prefix = f"{directory}/" if directory else ""
        found = (prefix + name for name in self._names(directory)[0])
        return sorted(path for path in found if self._policy.recognise(path, None) is not None)

    def is_directory(self, directory: str) -> bool:
        """Whether there is such a directory that may belong to the workspace."""
        parent, _, name = directory.rpartition("/")
        return name in self._names(parent)[1]

    def outline(self, path: str, language: str) -> Outline | None:
        """The facts of a file as it is on disk; None where it cannot be read or would take too long."""
        source = read_source(self._root, path, _MAX_FILE_BYTES)
        if not isinstance(source, Source):
            return None
        identity = (path, source.size, source.mtime_ns)
        with self._lock:
            found = self._outlines.get(identity)
            if found is not None or not self._may_parse():
                return found
        began = time.monotonic()
        actual = dialect_of(self._root, path, language, source.data)
        try:
            found = outline_of(actual, source.data, parsing.parse(actual, source.data))
        except parsing.TooSlow:
            return None  # the indexer will say so
        with self._lock:
            self._allowed -= time.monotonic() - began
            self._outlines[identity] = found
            self._languages[path] = actual
        self._parsed(path)
        return found

    def parsed(self) -> Mapping[str, Outline]:
        """The facts that were made lately, by path."""
        with self._lock:
            return {path: outline for (path, _, _), outline in self._outlines.items()}

    def _may_parse(self) -> bool:
        now = time.monotonic()
        self._allowed = min(_BURST_SECONDS, self._allowed + _SHARE * (now - self._since))
        self._since = now
        return self._allowed > 0

    def _names(self, directory: str) -> tuple[frozenset[str], frozenset[str]]:
        """The names of files and of directories in a directory; of none that is left out anyway."""
        with self._lock:
            known = self._listed.get(directory)
        if known is not None:
            return known
        files: set[str] = set()
        directories: set[str] = set()
        names = directory.split("/") if directory else []
        if all(names) and ".." not in names and "." not in names and self._never.isdisjoint(names):
            try:
                with os.scandir(os.path.join(self._root, directory)) as entries:
                    for entry in entries:
                        if entry.is_file(follow_symlinks=False):
                            files.add(entry.name)
                        elif entry.is_dir(follow_symlinks=False) and entry.name not in self._never:
                            directories.add(entry.name)
            except (OSError, ValueError):
                files, directories = set(), set()  # what cannot be listed is not there
        found = frozenset(files), frozenset(directories)
        with self._lock:
            self._listed[directory] = found
        return found
