"""The options of all sub-commands, in one place: flags have the names of the settings."""

from __future__ import annotations

import argparse
from typing import Any

FINE, NOTHING, USAGE, FAILED = 0, 1, 2, 3
"""Exit codes: all well; nothing found, or problems found; wrong usage; could not be done."""


class Failure(Exception):  # noqa: N818 - what is shown to people, not a defect
    """The command cannot be done; the message says why."""


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    top = argparse.ArgumentParser(
        prog="codeprism-lsp",
        description="One language server for a whole polyglot repository.",
        epilog="Without a command: serve over standard input and output. "
        "Exit codes: 0 fine, 1 nothing or problems found, 2 wrong usage, 3 failed.",
    )
    top.add_argument("--version", action="store_true", help="print the version and exit")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", title="commands")

    serve = commands.add_parser("serve", help="serve an editor (the default)")
    serve.add_argument("--stdio", action="store_true", help="standard input and output; always the default")
    serve.add_argument("--tcp", metavar="HOST:PORT", help="wait for one client on a TCP port")
    serve.add_argument("--ws", metavar="HOST:PORT", help="wait for one client of WebSocket")
    serve.add_argument("--log-level", default="warning", choices=["debug", "info", "warning", "error"])
    _settings(serve)

    index = commands.add_parser("index", help="bring the index of a folder up to date")
    index.add_argument("root", nargs="?", default=".", metavar="ROOT")
    _settings(index)
    _json(index)

    query = commands.add_parser(
        "query",
        help="ask the index of a folder",
        usage="codeprism-lsp query [ROOT] KIND ARGUMENT... [--json] [...]",
        description="Kinds and their arguments: symbol TEXT; outline FILE; definition, references, subtypes, "
        "supertypes FILE:LINE:COLUMN; dependencies, dependents FILE; cycles [FILE or DIRECTORY]; "
        "path FILE FILE; impact FILE[:LINE:COLUMN]. Lines and columns count from 1, columns in characters. "
        "With --json the result of the protocol's request, where positions count from 0.",
    )
    query.add_argument("words", nargs="+", metavar="[ROOT] KIND ARGUMENT")
    query.add_argument("--depth", type=int, help="steps to walk, 0 for any number")
    query.add_argument("--level", choices=["file", "package", "symbol"], help="level of dependencies")
    query.add_argument("--external", action="store_true", help="packages outside of the folder, too")
    query.add_argument("--limit", type=int, default=100, help="the most results (default 100)")
    _settings(query)
    _json(query)

    stats = commands.add_parser("stats", help="sizes of the index of a folder")
    stats.add_argument("root", nargs="?", default=".", metavar="ROOT")
    _settings(stats)
    _json(stats)

    doctor = commands.add_parser(
        "doctor", help="check the installation and tell all that is left out, and why"
    )
    doctor.add_argument("root", nargs="?", default=".", metavar="ROOT")
    _settings(doctor)
    _json(doctor)

    commands.add_parser(
        "accelerate",
        help="build the native part that indexes faster; needs a C compiler and the package index",
    )

    # Not listed: what `make run` shows.
    tour = commands.add_parser("tour")
    tour.add_argument("root", nargs="?", default=".", metavar="ROOT")
    _settings(tour)
    return top


def settings_layer(options: argparse.Namespace) -> dict[str, Any]:
    """The settings that were given as flags, under the names of the settings."""
    layer = {name: getattr(options, name) for name in _SETTINGS if getattr(options, name, None) is not None}
    if "cacheDir" in layer:
        import os

        layer["cacheDir"] = os.path.abspath(layer["cacheDir"])
    return layer


_SETTINGS = (
    "cacheDir",
    "dependencies",
    "maxFileSizeMB",
    "maxDependencyFileSizeMB",
    "memoryLimitMB",
    "diskBudgetMB",
    "batchFiles",
    "workers",
    "include",
    "exclude",
    "languages",
)


def _settings(command: argparse.ArgumentParser) -> None:
    group = command.add_argument_group("settings")
    group.add_argument("--cache-dir", dest="cacheDir", metavar="DIR", help="where indexes are kept")
    group.add_argument("--dependencies", choices=["exclude", "smart", "all"], help="of dependency folders")
    group.add_argument("--max-file-size-mb", dest="maxFileSizeMB", type=float, metavar="MB")
    group.add_argument(
        "--max-dependency-file-size-mb", dest="maxDependencyFileSizeMB", type=float, metavar="MB"
    )
    group.add_argument("--memory-limit-mb", dest="memoryLimitMB", type=int, metavar="MB")
    group.add_argument("--disk-budget-mb", dest="diskBudgetMB", type=int, metavar="MB", help="of all indexes")
    group.add_argument("--batch-files", dest="batchFiles", type=int, metavar="N")
    group.add_argument(
        "--workers", type=int, metavar="N", help="worker processes; 0: one a processor, at most 8"
    )
    group.add_argument("--include", action="append", metavar="GLOB")
    group.add_argument("--exclude", action="append", metavar="GLOB")
    group.add_argument("--language", dest="languages", action="append", metavar="ID")


def _json(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="for programs: one JSON document")
