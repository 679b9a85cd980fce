"""A snapshot as resolution sees it: facts, rules, views on demand, and caches that live as long as it.

Every cache here is bounded. Answers are shared with the snapshots before and after as far as the texts that
they were read from are the same (`states`); views are shared by all, since they depend on bytes alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TypeVar, cast

from codeprism_lsp.extraction.regions import region_of, region_view, whole_view
from codeprism_lsp.extraction.view import FileView
from codeprism_lsp.facts.kinds import ImportKind
from codeprism_lsp.facts.outline import Import, Outline
from codeprism_lsp.files.reading import Source, read_source
from codeprism_lsp.graph.snapshot import Snapshot
from codeprism_lsp.languages import registry
from codeprism_lsp.languages.rules import Rules
from codeprism_lsp.languages.spec import LanguageSpec, ModuleTarget
from codeprism_lsp.resolution.answers import EVERYTHING, TOKENS, Kept, Reading, State, bit_of
from codeprism_lsp.resolution.states import States, stamp_of
from codeprism_lsp.resolution.views import ViewCache

Definers = Callable[..., Sequence[tuple[str, int]]]
"""As `Snapshot.definers`."""

_MANIFEST_BYTES = 1 << 20
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one question. What they cut off is less than an answer needs in any sound code."""

    depth: int = 24  # nested steps of inference
    steps: int = 20_000  # steps of one question
    supertypes: int = 200
    exports: int = 1_000  # modules that are looked through for one exported name
    file_bytes: int = 20 << 20


class Project:
    """One snapshot with everything that resolution needs beside it. Implements `rules.Files`."""

    def __init__(
        self,
        snapshot: Snapshot,
        views: ViewCache,
        limits: Limits = Limits(),
        states: States | None = None,
    ) -> None:
        """`states` are those of the folder whose snapshots share their answers; without, none are shared."""
        self.snapshot = snapshot
        self.limits = limits
        self._views = views
        self._states = states if states is not None else States()
        self._reading = Reading()

    # -- languages ---------------------------------------------------------------------------------

    def spec(self, path: str) -> LanguageSpec | None:
        language = self.snapshot.language(path)
        return registry.specs().get(language) if language is not None else None

    def rules(self, path: str) -> Rules:
        language = self.snapshot.language(path)
        return registry.rules(language) if language is not None else Rules()

    def family(self, path: str) -> str:
        spec = self.spec(path)
        return spec.family if spec is not None else ""

    def spec_constructors(self, path: str) -> list[str]:
        """Names that constructors have in the language of a file."""
        spec = self.spec(path)
        return sorted(spec.constructor_names) if spec is not None else []

    # -- facts and views ---------------------------------------------------------------------------

    def outline(self, path: str) -> Outline:
        self._reading.files |= bit_of(path)
        return self.snapshot.outline(path)

    def view(self, path: str) -> FileView | None:
        """The view of a file as it is now: open text, or what stands on disk; None if unreadable."""
        self._reading.files |= bit_of(path)
        if (fresh := self.snapshot.overlay.get(path)) is not None:
            return cast(FileView, fresh.view)
        language = self.snapshot.language(path)
        if language is None:
            return None
        source = self._views.source(self.snapshot.root, path, self.limits.file_bytes)
        return self._whole(path, language, source) if source is not None else None

    def view_near(self, path: str, offset: int) -> FileView | None:
        """A view in which the place at a byte offset of a file can be understood: the file's, or, where
        that is enough, one of the region around the place."""
        self._reading.files |= bit_of(path)
        language = self.snapshot.language(path)
        row = self.snapshot.table.rows.get(path)
        if language is None or row is None or path in self.snapshot.overlay:
            return self.view(path)
        source = self._views.source(self.snapshot.root, path, self.limits.file_bytes)
        if source is None:
            return None
        if row.size != source.size or row.mtime_ns != source.mtime_ns:
            return self._whole(path, language, source)  # the facts are of another text
        outline = self.outline(path)
        span = region_of(registry.specs()[language], outline, offset)
        if span is None or outline.size != len(source.data):
            return self._whole(path, language, source)
        whole = self._views.get((self.snapshot.root, path, source.size, source.mtime_ns, 0, 0))
        if whole is not None:
            return whole
        identity = (self.snapshot.root, path, source.size, source.mtime_ns, *span)
        view = self._views.get(identity)
        if view is None:
            view = region_view(language, source.data, outline, span)
            self._views.put(identity, view)
        return view

    def _whole(self, path: str, language: str, source: Source) -> FileView:
        identity = (self.snapshot.root, path, source.size, source.mtime_ns, 0, 0)
        view = self._views.get(identity)
        if view is None:
            row = self.snapshot.table.rows.get(path)
            known = row is not None and (row.size, row.mtime_ns) == (source.size, source.mtime_ns)
            outline = self.outline(path) if known else None
            if outline is not None and outline.size != len(source.data):
                outline = None
            view = whole_view(language, source.data, outline)
            self._views.put(identity, view)
        return view

    def data(self, path: str) -> bytes | None:
        """Normalised text of a file: open text, or what stands on disk; None if unreadable."""
        self._reading.files |= bit_of(path)
        if (fresh := self.snapshot.overlay.get(path)) is not None:
            return fresh.data
        source = self._views.source(self.snapshot.root, path, self.limits.file_bytes)
        return source.data if source is not None else None

    def aligned(self, view: FileView, path: str, index: int) -> int:
        """Index in the view's own outline of definition `index` of the snapshot's facts, -1 if gone.

        The two differ only while the index has not caught up with the disk.
        """
        facts = self.outline(path)
        if facts.size == view.outline.size and len(facts) == len(view.outline):
            return index
        name = facts.qualified_name(index)
        for candidate in view.outline.named(facts.name(index)):
            if view.outline.qualified_name(candidate) == name:
                return candidate
        return -1

    # -- files -------------------------------------------------------------------------------------

    def exists(self, path: str) -> bool:
        return self.snapshot.exists(path)

    def in_directory(self, directory: str) -> Sequence[str]:
        return self.snapshot.in_directory(directory)

    def with_basename(self, basename: str) -> Sequence[str]:
        return self.snapshot.with_basename(basename)

    def directories_named(self, name: str) -> Sequence[str]:
        return self.snapshot.directories_named(name)

    def has_directory(self, directory: str) -> bool:
        return self.snapshot.has_directory(directory)

    def manifest(self, path: str) -> str | None:
        def read() -> str | None:
            # Rules join paths of untrusted files: what leads outside the root is not read.
            if path.startswith("/") or ".." in Path(path).parts:
                return None
            if self.exists(path):
                data = self.data(path)
                return data.decode("utf-8", "replace") if data is not None else None
            self._states.configured_by(path, stamp_of(self.snapshot.root, path))
            source = read_source(self.snapshot.root, path, _MANIFEST_BYTES)
            return source.data.decode("utf-8", "replace") if isinstance(source, Source) else None

        return self.cached(("manifest", path), read)

    def definers_for(self, path: str) -> Definers:
        """Gives who defines a name in the languages that the language of a file resolves into."""
        languages = registry.languages_of(self.family(path))
        return partial(self.snapshot.definers, languages=languages) if languages else self.snapshot.definers

    # -- imports -----------------------------------------------------------------------------------

    def targets(self, path: str, imported: Import) -> Sequence[ModuleTarget]:
        """Where an import of `path` leads, cached."""
        return self.cached(
            (
                "targets",
                self.rules(path).imports_alike(path),
                imported.kind,
                imported.module,
                imported.name,
                imported.alias == "_",
                bool(imported.alias),
                imported.container if self.rules(path).closed_modules() else -1,
            ),
            lambda: self.rules(path).targets(self, path, imported),
        )

    def siblings(self, path: str) -> frozenset[str]:
        return self.cached(("siblings", path), lambda: frozenset(self.rules(path).siblings(self, path)))

    def module_files(self, path: str) -> Sequence[str]:
        """All files of the module that a file stands for, itself first."""
        return self.cached(("module", path), lambda: self.rules(path).module_files(self, path))

    def submodule(self, path: str, name: str) -> str:
        """File of the module `name` directly below the module of a file, "" without."""
        return self.cached(("submodule", path, name), lambda: self.rules(path).submodule(self, path, name))

    def wildcards(self, path: str) -> Sequence[Import]:
        """Imports of the file that bring all names of their target into its scope."""
        return self.cached(
            ("wildcards", path),
            lambda: [
                one
                for one in self.outline(path).all_imports
                if self.rules(path).wildcard(one.kind) and one.kind != ImportKind.REEXPORT_WILDCARD
            ],
        )

    def imports_by_name(self, path: str) -> dict[str, list[Import]]:
        """Imports of the file by the local name they bind."""

        def collect() -> dict[str, list[Import]]:
            found: dict[str, list[Import]] = {}
            for one in self.outline(path).all_imports:
                if bound := self.rules(path).bound_in(self, path, one):
                    found.setdefault(bound, []).append(one)
            return found

        return self.cached(("imports", path), collect)

    def reexports_by_name(self, path: str) -> dict[str, list[Import]]:
        """Imports whose names the file passes on to its importers, by the name they pass on."""

        def collect() -> dict[str, list[Import]]:
            rules = self.rules(path)
            found: dict[str, list[Import]] = {}
            for one in self.outline(path).all_imports:
                if rules.reexports(one) and (passed := one.binds or rules.bound_name(one)):
                    found.setdefault(passed, []).append(one)
            return found

        return self.cached(("reexports", path), collect)

    # -- answers -----------------------------------------------------------------------------------

    @cached_property
    def state(self) -> State:
        """The state of the folder that the snapshot shows."""
        return self._states.of(self.snapshot, self._views, self.limits.file_bytes)

    def containing(self, name: str) -> Sequence[str]:
        """As `Snapshot.containing`, for answers that are kept."""
        self._reading.files |= TOKENS
        return self.snapshot.containing(name)

    def remembered(self, identity: object) -> Kept | None:
        """The remembered value of an answer; None where there is none."""
        state = self.state
        kept = state.answers.get(identity, state)
        if kept is not None:
            self._reading.files |= kept.reads
        return kept

    def remember(self, identity: object, value: object, reads: int = EVERYTHING) -> None:
        """Keeps an answer that was read from a set of files."""
        state = self.state
        state.answers.put(identity, value, reads, state)

    def begin_reading(self, identity: tuple[object, ...]) -> int:
        """Begins to note what the answer of an identity is read from: the file that it is about, and what
        is read until `end_reading`, which takes what this gives."""
        before = self._reading.files
        about = identity[1] if len(identity) > 1 else None
        self._reading.files = bit_of(about) if isinstance(about, str) else 0
        return before

    def end_reading(self, before: int) -> int:
        """What was read since `begin_reading`."""
        reads = self._reading.files
        self._reading.files = before | reads
        return reads

    def cached(self, identity: tuple[object, ...], compute: Callable[[], _T]) -> _T:
        """The value of `compute`, kept while it stays in the cache and what it was read from is the same."""
        kept = self.remembered(identity)
        if kept is not None:
            return cast(_T, kept.value)
        before = self.begin_reading(identity)
        try:
            value = compute()
        finally:
            reads = self.end_reading(before)
        self.remember(identity, value, reads)
        return value

    def structural(self, identity: tuple[object, ...], compute: Callable[[], _T]) -> _T:
        """As `cached`, for what depends on which files there are and what they import and define, but not on
        where in their texts that stands."""
        kept = self.remembered(identity)
        if kept is not None:
            return cast(_T, kept.value)
        before = self._reading.files
        try:
            value = compute()
        finally:
            self._reading.files = before
        self.remember(identity, value, 0)
        return value
