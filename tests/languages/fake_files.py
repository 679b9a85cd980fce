"""An in-memory workspace for the rules of languages: texts by path, facts extracted when asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeVar, cast

from codeprism_lsp.extraction.outline import outline_of
from codeprism_lsp.facts.outline import Outline, empty
from codeprism_lsp.languages import registry
from codeprism_lsp.syntax import parsing

_T = TypeVar("_T")


class FakeFiles:
    """Implements `rules.Files` over a dict; files of no known language count as manifests only."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = dict(texts)
        self._outlines: dict[str, Outline] = {}
        self._answers: dict[Any, Any] = {}

    @cached_property
    def _paths(self) -> list[str]:
        return sorted(path for path in self._texts if registry.recognise(path) is not None)

    def exists(self, path: str) -> bool:
        return path in self._paths

    def in_directory(self, directory: str) -> Sequence[str]:
        return [path for path in self._paths if path.rpartition("/")[0] == directory]

    def with_basename(self, basename: str) -> Sequence[str]:
        return [path for path in self._paths if path.rpartition("/")[2] == basename]

    def directories_named(self, name: str) -> Sequence[str]:
        found = {path.rpartition("/")[0] for path in self._paths}
        return sorted(directory for directory in found if directory.rpartition("/")[2] == name)

    def has_directory(self, directory: str) -> bool:
        return any(path.startswith(directory + "/") for path in self._paths)

    def outline(self, path: str) -> Outline:
        language = registry.recognise(path)
        if language is None or path not in self._texts:
            return empty()
        if path not in self._outlines:
            data = self._texts[path].encode()
            self._outlines[path] = outline_of(language, data, parsing.parse(language, data))
        return self._outlines[path]

    def manifest(self, path: str) -> str | None:
        return self._texts.get(path)

    def data(self, path: str) -> bytes | None:
        return self._texts[path].encode() if path in self._texts else None

    def definers_for(self, path: str) -> Callable[[str], Sequence[tuple[str, int]]]:
        return lambda name: [(one, index) for one in self._paths for index in self.outline(one).named(name)]

    def cached(self, identity: Any, compute: Callable[[], _T]) -> _T:
        if identity not in self._answers:
            self._answers[identity] = compute()
        return cast(_T, self._answers[identity])

    structural = cached
