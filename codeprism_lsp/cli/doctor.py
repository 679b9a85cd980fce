"""`codeprism-lsp doctor`: checks installation, settings and index, and names all that is left out.

Every check tells what it found; a `problem` is what makes answers wrong, incomplete or slow.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import orjson

from codeprism_lsp import __version__
from codeprism_lsp.cli.folders import Folder, folder_of, reader_of
from codeprism_lsp.cli.options import FINE, NOTHING, Failure
from codeprism_lsp.files.paths import legible
from codeprism_lsp.store import StoreError, index_bytes

_SHOWN = 50  # skips of one reason that are named to people; --json names all
_FREE_BYTES = 500_000_000
_OPEN_FILES = 1_024
_PACKAGES = (
    "pygls lsprotocol tree-sitter tree-sitter-language-pack apsw numpy orjson watchfiles "
    "rustworkx zstandard psutil"
).split()
_CAUSES = {
    "not-regular": "no file but a pipe, socket or device",
    "outside-root": "a link that leads out of the folder",
    "link-loop": "links that lead in a circle",
    "broken-link": "a link that leads nowhere",
    "permission-denied": "may not be read by this user",
    "vanished": "was gone when it was about to be read",
    "too-large": "larger than the setting maxFileSizeMB allows",
    "binary": "not text",
    "unreadable": "the system could not read it",
    "name-not-unicode": "a name that cannot be sent to an editor",
    "dependency": "a dependency, by the setting dependencies",
    "not-public": "a part of a dependency that its users do not see; the setting dependencies = all takes it",
    "crashed": "a worker process died on it, twice",
}


@dataclass(slots=True)
class Finding:
    """What one check found."""

    name: str
    facts: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def run(top: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    """Runs all checks; 1 where there is a problem."""
    folder = folder_of(options, options.root)
    findings = [check(folder) for check in _CHECKS]
    if options.json:
        document = {
            "root": folder.root,
            "problems": [problem for one in findings for problem in one.problems],
            "checks": {one.name: one.facts for one in findings},
        }
        sys.stdout.buffer.write(orjson.dumps(document, option=orjson.OPT_INDENT_2) + b"\n")
    else:
        _show(findings)
    return NOTHING if any(one.problems for one in findings) else FINE


def _versions(folder: Folder) -> Finding:
    from codeprism_lsp.extraction.accelerator import library

    found = Finding("versions")
    found.facts = {
        "codeprism-lsp": __version__,
        "python": f"{platform.python_version()} ({platform.platform()})",
        "processors": os.cpu_count() or 0,
    }
    for name in _PACKAGES:
        try:
            found.facts[name] = version(name)
        except PackageNotFoundError:
            found.problems.append(f"the package {name} is not installed")
    found.facts["native extraction"] = (
        "built" if library.library() else "absent, indexing is slower: run `codeprism-lsp accelerate`"
    )
    return found


def _languages(folder: Folder) -> Finding:
    """Whether each grammar is there and fits the queries that are written for it."""
    from codeprism_lsp.extraction.outline import outline_of
    from codeprism_lsp.languages import registry
    from codeprism_lsp.syntax import parsing

    found = Finding("languages")
    for name, spec in registry.specs().items():
        found.facts[name] = f"grammar {spec.grammar}, {' '.join(spec.extensions)}"
        try:
            outline_of(name, b"", parsing.parse(name, b""))
            registry.rules(name)
        except Exception as error:  # noqa: BLE001 - whatever is broken in a language is the finding
            found.problems.append(f"{name} cannot be read: {type(error).__name__}: {error}")
    return found


def _settings(folder: Folder) -> Finding:
    settings = folder.settings
    found = Finding("settings", problems=list(settings.problems))
    found.facts = {
        "dependencies": settings.dependencies.value,
        **settings.limits(),
        "include": " ".join(settings.include),
        "exclude": " ".join(settings.exclude),
        "languages": " ".join(settings.languages) or "all",
    }
    from codeprism_lsp.languages import registry

    families = {spec.family for spec in registry.specs().values()}
    for one in settings.languages:
        if one not in registry.specs() and one not in families:
            found.problems.append(f"settings: languages: there is no {one!r}")
    return found


def _cache(folder: Folder) -> Finding:
    directory = folder.store.parent
    found = Finding("cache", {"directory": str(directory)})
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=directory, prefix=".doctor-"):
            pass
        free = shutil.disk_usage(directory).free
    except OSError as error:
        found.problems.append(
            f"{directory} cannot be written ({error}); each session makes its own index, which is slow"
        )
        return found
    held = sum(index_bytes(path) for path in directory.glob("*.sqlite"))
    found.facts["all indexes MB"] = held // 1_000_000
    if held > int(folder.settings.disk_budget_mb) << 20:
        found.problems.append(
            f"all indexes take {held >> 20:,} MB, more than codeprism.diskBudgetMB; those that were not used "
            "for longest are removed when there is time"
        )
    found.facts["free MB"] = free // 1_000_000
    if free < _FREE_BYTES:
        found.problems.append(f"only {free // 1_000_000} MB are free in {directory}")
    return found


def _index(folder: Folder) -> Finding:
    found = Finding("index", {"file": str(folder.store)})
    try:
        reader = reader_of(folder)
    except Failure as failure:
        found.problems.append(str(failure))
        return found
    if reader is None:
        found.facts["state"] = "not indexed yet"
        return found
    try:
        with reader:
            stats = reader.stats()
            skipped = reader.skipped(1_000_000)
            for part in _parts([row.content for row in reader.files_since(0).rows if row.content]):
                reader.facts_many(part)
            damaged = [f"{one.what}: {one.detail}" for one in reader.problems]
    except StoreError as error:
        found.problems.append(f"the index cannot be read: {error}")
        return found
    found.problems.extend(f"{one}; it is indexed again at the next start" for one in damaged)
    found.facts.update(
        {
            "revision": stats.revision,
            "files": stats.files,
            "indexed": stats.indexed,
            "pending": stats.pending,
            "size MB": round(stats.disk_bytes / 1e6, 1),
        }
    )
    if stats.pending:
        found.problems.append(f"{stats.pending} files wait to be indexed; run `codeprism-lsp index`")
    by_reason: dict[str, list[dict[str, str]]] = {}
    for row in skipped:
        entry = {"path": legible(row.path), "detail": row.detail or ""}
        by_reason.setdefault(row.skip or "", []).append(entry)
    found.facts["skipped"] = by_reason
    for reason in ("permission-denied", "unreadable", "crashed", "too-large"):
        if reason in by_reason:
            found.problems.append(f"{len(by_reason[reason])} files are skipped: {_CAUSES[reason]}")
    return found


def _limits(folder: Folder) -> Finding:
    """Limits of the system that the server may meet."""
    found = Finding("limits")
    watches = Path("/proc/sys/fs/inotify/max_user_watches")
    if watches.exists():
        allowed = int(watches.read_text())
        found.facts["file watches allowed"] = allowed
        directories = sum(1 for _ in _directories(folder.root, allowed))
        found.facts["directories to watch"] = directories
        if directories >= allowed:
            found.problems.append(
                f"the system allows {allowed} file watches and the folder has more directories; where the "
                "editor does not watch files itself, raise fs.inotify.max_user_watches"
            )
    try:
        import resource
    except ImportError:  # there is no such limit on this system
        return found
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    found.facts["open files allowed"] = files
    if 0 < files < _OPEN_FILES:
        found.problems.append(f"only {files} files can be open at once; raise it to {_OPEN_FILES}")
    return found


_CHECKS: tuple[Callable[[Folder], Finding], ...] = (_versions, _languages, _settings, _cache, _index, _limits)


def _directories(root: str, most: int) -> Iterator[str]:
    for count, (directory, names, _) in enumerate(os.walk(root)):
        if count >= most:
            return
        names[:] = [name for name in names if name != ".git"]
        yield directory


def _parts(contents: list[int], size: int = 500) -> Iterator[list[int]]:
    for start in range(0, len(contents), size):
        yield contents[start : start + size]


def _show(findings: list[Finding]) -> None:
    from rich.console import Console
    from rich.markup import escape

    console = Console(highlight=False)

    def line(text: str) -> None:
        console.print(text, soft_wrap=True)

    for one in findings:
        line(f"[bold]{one.name}[/]")
        skipped: dict[str, list[dict[str, str]]] = one.facts.pop("skipped", {})
        for name, value in one.facts.items():
            if value != "":
                line(
                    f"  {escape(str(name))}: {escape(f'{value:,}' if isinstance(value, int) else str(value))}"
                )
        for reason, entries in sorted(skipped.items()):
            line(f"  skipped: {len(entries):,} {reason}, that is, {_CAUSES.get(reason, reason)}")
            for entry in entries[:_SHOWN]:
                detail = f" ({entry['detail']})" if entry["detail"] else ""
                line(f"    {escape(entry['path'])}[dim]{escape(detail)}[/]")
            if len(entries) > _SHOWN:
                line(f"    and {len(entries) - _SHOWN:,} more; --json names them all")
        for problem in one.problems:
            line(f"  [yellow]problem:[/] {escape(problem)}")
    count = sum(len(one.problems) for one in findings)
    line(f"[yellow]{count} problems[/]" if count else "[green]no problems[/]")
