"""Settings: `codeprism.*` from the editor, the workspace's own files and the command line, all untrusted.

Whatever cannot be used is left at its default and said in `problems`; no setting can make the server run
a command or leave the workspace (`cacheDir` is taken from the editor or the command line only).
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from codeprism_lsp.files.policy import MEGABYTE, DependencyMode, Policy
from codeprism_lsp.languages import registry

CONFIGURATION_FILES = frozenset({"pyproject.toml", "codeprism.toml"})
"""Files at the root of a workspace in which its settings may stand."""

_MAX_WORKERS = 64
_MAX_GLOBS = 500
_CONFIGURATION_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Settings:
    """Effective settings of one workspace folder."""

    dependencies: DependencyMode = DependencyMode.EXCLUDE
    max_file_mb: float = 10
    max_dependency_file_mb: float = 20
    memory_limit_mb: int = 4096
    workers: int = 0  # 0: one for each processor, at most eight
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()  # none: all
    cache_dir: str = ""
    problems: tuple[str, ...] = ()

    @property
    def worker_count(self) -> int:
        return self.workers or max(1, min(8, os.cpu_count() or 1))

    def policy(self) -> Policy:
        """What discovery has to know."""
        wanted = frozenset(self.languages)

        def recognise(path: str, first_line: bytes | None) -> str | None:
            language = registry.recognise(path, first_line)
            if language is None or not wanted or language in wanted:
                return language
            return language if registry.specs()[language].family in wanted else None

        return Policy(
            recognise=recognise,
            dependencies=self.dependencies,
            max_file_bytes=int(self.max_file_mb * MEGABYTE),
            max_dependency_file_bytes=int(self.max_dependency_file_mb * MEGABYTE),
            include=self.include,
            exclude=self.exclude,
        )


def settings_of(root: str, *layers: Mapping[str, Any]) -> Settings:
    """Defaults, then the workspace's own files, then the layers (editor, command line), later ones win."""
    settings = Settings()
    for source, values, trusted in (
        *((name, found, False) for name, found in _from_files(root)),
        *(("settings", layer, True) for layer in layers),
    ):
        settings = _merged(settings, source, values, trusted)
    return settings


def _from_files(root: str) -> list[tuple[str, Mapping[str, Any]]]:
    found: list[tuple[str, Mapping[str, Any]]] = []
    for name, keys in (("pyproject.toml", ("tool", "codeprism")), ("codeprism.toml", ())):
        path = Path(root) / name
        try:
            if not path.is_file():
                continue
            if path.stat().st_size > _CONFIGURATION_BYTES:
                raise OSError(f"larger than {_CONFIGURATION_BYTES} bytes")
            values: Any = tomllib.loads(path.read_text("utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
            if name == "codeprism.toml":
                found.append((name, {"": f"cannot be read: {error}"}))
            continue
        for key in keys:
            values = values.get(key, {}) if isinstance(values, dict) else {}
        if isinstance(values, dict):
            found.append((name, values))
    return found


def _merged(settings: Settings, source: str, values: Mapping[str, Any], trusted: bool) -> Settings:
    problems: list[str] = []
    for key, value in values.items():
        read = _READERS.get(key)
        if value is None:
            continue
        if key == "":
            problems.append(f"{source} {value}")
        elif read is None:
            if not trusted or key not in _FOREIGN:
                problems.append(f"{source}: unknown setting {key!r}")
        elif key == "cacheDir" and not trusted:
            problems.append(f"{source}: cacheDir counts only in the editor or on the command line")
        else:
            try:
                changed = replace(settings, **read(value))
                changed.policy()
            except (TypeError, ValueError) as error:
                problems.append(f"{source}: {key}: {error}")
            else:
                settings = changed
    return replace(settings, problems=(*settings.problems, *problems))


def _positive(name: str, most: float) -> Any:
    def read(value: Any) -> dict[str, Any]:
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= most:
            raise ValueError(f"a number above 0 and up to {most:g} is needed, not {value!r}")
        return {name: value}

    return read


def _workers(value: Any) -> dict[str, Any]:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _MAX_WORKERS:
        raise ValueError(f"a whole number from 0 to {_MAX_WORKERS} is needed, not {value!r}")
    return {"workers": value}


def _texts(name: str) -> Any:
    def read(value: Any) -> dict[str, Any]:
        if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
            raise ValueError("a list of texts is needed")
        if len(value) > _MAX_GLOBS:
            raise ValueError(f"at most {_MAX_GLOBS} entries")
        return {name: tuple(value)}

    return read


def _languages(value: Any) -> dict[str, Any]:
    read: dict[str, Any] = _texts("languages")(value)
    known = {name for spec in registry.specs().values() for name in (spec.id, spec.family)}
    if unknown := sorted(set(read["languages"]) - known):
        raise ValueError(f"unknown: {', '.join(unknown)}; known are {', '.join(sorted(known))}")
    return read


def _text(name: str) -> Any:
    def read(value: Any) -> dict[str, Any]:
        if not isinstance(value, str):
            raise ValueError(f"a text is needed, not {value!r}")
        return {name: value}

    return read


_READERS: Mapping[str, Any] = {
    "dependencies": lambda value: {"dependencies": DependencyMode(value)},
    "maxFileSizeMB": _positive("max_file_mb", 1024),
    "memoryLimitMB": _positive("memory_limit_mb", 1 << 20),
    "workers": _workers,
    "include": _texts("include"),
    "exclude": _texts("exclude"),
    "languages": _languages,
    "cacheDir": _text("cache_dir"),
}
_FOREIGN = frozenset({"server", "trace"})  # settings of the editor's extension, not of the server
