"""Settings: `codeprism.*` from the editor, the workspace's own files and the command line, all untrusted.

Whatever cannot be used is left at its default and said in `problems`; no setting can make the server run
a command or leave the workspace (`cacheDir` is taken from the editor or the command line only).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from codeprism_lsp.files.policy import MEGABYTE, DependencyMode, Policy
from codeprism_lsp.languages import registry
from codeprism_lsp.workspace.answers import MINUTES
from codeprism_lsp.workspace.pool import usual_workers

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
    disk_budget_mb: int = 20_480  # for the indexes of all workspaces together
    batch_files: int = 100
    cache_entries: int = 1_000  # of answers that are kept, and
    cache_mb: int = 50
    cache_minutes: Mapping[str, float] = field(default_factory=dict)  # by kind, where not as usual
    workers: int = 0  # 0: one for each processor, at most eight
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()  # none: all
    cache_dir: str = ""
    problems: tuple[str, ...] = ()

    @property
    def worker_count(self) -> int:
        return self.workers or usual_workers()

    def limits(self) -> dict[str, float]:
        """What bounds the index, under the names of the settings."""
        return {
            "maxFileSizeMB": self.max_file_mb,
            "maxDependencyFileSizeMB": self.max_dependency_file_mb,
            "memoryLimitMB": self.memory_limit_mb,
            "diskBudgetMB": self.disk_budget_mb,
            "batchFiles": self.batch_files,
            "workers": self.worker_count,
        }

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


def _whole(name: str, least: int, most: int) -> Any:
    def read(value: Any) -> dict[str, Any]:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise ValueError(f"a whole number from {least} to {most} is needed, not {value!r}")
        return {name: value}

    return read


def _texts(name: str) -> Any:
    def read(value: Any) -> dict[str, Any]:
        if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
            raise ValueError("a list of texts is needed")
        if len(value) > _MAX_GLOBS:
            raise ValueError(f"at most {_MAX_GLOBS} entries")
        return {name: tuple(value)}

    return read


def _minutes(value: Any) -> Mapping[str, float]:
    if not isinstance(value, Mapping):
        raise ValueError("an object of kinds and minutes is needed")
    if unknown := sorted(set(map(str, value)) - set(MINUTES)):
        raise ValueError(f"unknown: {', '.join(unknown)}; known are {', '.join(MINUTES)}")
    for kind, minutes in value.items():
        if isinstance(minutes, bool) or not isinstance(minutes, int | float) or minutes < 0:
            raise ValueError(f"{kind}: a number of minutes is needed, not {minutes!r}")
    return dict(value)


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
    "maxDependencyFileSizeMB": _positive("max_dependency_file_mb", 1024),
    "memoryLimitMB": _positive("memory_limit_mb", 1 << 20),
    "diskBudgetMB": _positive("disk_budget_mb", 1 << 30),
    "cacheEntries": _whole("cache_entries", 0, 1_000_000),
    "cacheMB": _whole("cache_mb", 0, 1 << 20),
    "cacheMinutes": lambda value: {"cache_minutes": _minutes(value)},
    "batchFiles": _whole("batch_files", 1, 10_000),
    "workers": _whole("workers", 0, _MAX_WORKERS),
    "include": _texts("include"),
    "exclude": _texts("exclude"),
    "languages": _languages,
    "cacheDir": _text("cache_dir"),
}
_FOREIGN = frozenset({"server", "trace"})  # settings of the editor's extension, not of the server
