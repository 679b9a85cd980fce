"""Cold index against parsing alone, universal-ctags and GNU Global, interleaved in one run."""

from __future__ import annotations

import compileall
import json
import os
import shutil
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.options import Options
from bench.processes import Run, measured
from bench.results import Figure, Result
from bench.server import index_command, indexed_files
from codeprism_lsp import __file__ as package
from codeprism_lsp.languages import registry

CORPORA = ("django", "gotools", "redis", "kernel")
RATIO_BAR = 2.0
COLUMNS = [
    "corpus",
    "files",
    "MB",
    "index s",
    "files/s",
    "MB/s",
    "peak MB",
    "index MB",
    "of source",
    "parse s",
    "index / parse",
    "processor time, index / parse",
    "ctags s",
    "Global s",
    "Global peak MB",
]
NOTES = [
    """Index: `codeprism-lsp index` in a fresh process discovers, reads, parses, extracts and stores
everything, with worker processes on all cores. Parse: tree-sitter alone reads and parses the same
files in as many worker processes. Both times are those of the whole command, starting the
interpreter and the workers included; files were read once before, so that none waits for the disk, and
modules are compiled to bytecode, as pip does when it installs a package.""",
    """ctags: `ctags -R --languages=...` of the same languages, one process as it is. Global: `gtags` on
everything that it reads itself (C, C++, Java), one process. The tools ran alternately; times are
medians. Peak: the largest sum of the memory of all processes (PSS), sampled. Processor time is that
of all processes and is what stays comparable on a busy machine.""",
]
CTAGS = {
    "python": "Python",
    "javascript": "JavaScript",
    "typescript": "TypeScript",
    "tsx": "TypeScript",
    "java": "Java",
    "go": "Go",
    "rust": "Rust",
    "c": "C,C++",
    "cpp": "C++",
}
GLOBAL = {"c", "cpp", "java"}


def run(options: Options) -> Result:
    result = Result("cold", "Cold index", NOTES, COLUMNS)
    compileall.compile_dir(Path(package).parent, quiet=1)
    for name, root in options.chosen(CORPORA):
        _corpus(name, root, options, result)
    return result


def _corpus(name: str, root: Path, options: Options, result: Result) -> None:
    workers = str(options.workers)
    runs: dict[str, list[Run]] = {"index": [], "parse": [], "ctags": [], "global": []}
    with tempfile.TemporaryDirectory(prefix="codeprism-bench-") as folder:
        files = Path(folder, "files.json")
        _read_once(root)
        index: dict[str, Any] = {}
        for turn in range(options.runs):
            cache = Path(folder, f"cache{turn}")
            # Status 1 says that there are problems to tell: files that had to be skipped.
            runs["index"].append(measured(index_command(root, cache, options.workers), fine=(0, 1)))
            index = json.loads(runs["index"][-1].output)
            rows = indexed_files(root, cache)
            shutil.rmtree(cache)
            languages = {language for _, language in rows}
            grammars = {language: registry.specs()[language].grammar for language in languages}
            files.write_text(json.dumps([(path, grammars[language]) for path, language in rows]), "utf-8")
            runs["parse"].append(
                measured([sys.executable, "-m", "bench.parse_step", str(root), str(files), workers])
            )
            for tool, command in (("ctags", _ctags), ("global", _global)):
                words = command(languages, Path(folder))
                if words is not None:
                    runs[tool].append(measured(words, cwd=root))
            if options.verbose:
                last = {tool: round(found[-1].wall, 2) for tool, found in runs.items() if found}
                print(f"{name} {turn + 1}/{options.runs}: {last}", file=sys.stderr, flush=True)
    wall = {tool: statistics.median(run.wall for run in found) for tool, found in runs.items() if found}
    ratio = _ratio(runs, "wall")
    megabytes = index["sourceBytes"] / 1e6
    share = index["indexBytes"] / index["sourceBytes"]
    result.rows.append(
        [
            name,
            index["indexed"],
            megabytes,
            wall["index"],
            index["indexed"] / wall["index"],
            megabytes / wall["index"],
            _peak(runs["index"]),
            index["indexBytes"] / 1e6,
            share,
            wall["parse"],
            ratio,
            _ratio(runs, "cpu"),
            wall.get("ctags"),
            wall.get("global"),
            _peak(runs["global"]),
        ]
    )
    if not options.small:
        result.figures.append(Figure(f"{name}: index / parse, wall", ratio, "", most=RATIO_BAR))


def _ratio(runs: dict[str, list[Run]], what: str) -> float:
    """The median over the turns of index over parse."""
    pairs = zip(runs["index"], runs["parse"], strict=True)
    return statistics.median(getattr(a, what) / getattr(b, what) for a, b in pairs)


def _peak(runs: list[Run]) -> float | None:
    return max(run.peak_mb for run in runs) if runs else None


def _read_once(root: Path) -> None:
    for folder, _, names in os.walk(root):
        for name in names:
            path = Path(folder, name)
            if path.is_file() and not path.is_symlink():
                path.read_bytes()


def _ctags(languages: set[str], folder: Path) -> list[str] | None:
    if shutil.which("ctags") is None:
        return None
    wanted = ",".join(
        sorted({one for language in languages for one in CTAGS.get(language, "").split(",")} - {""})
    )
    return ["ctags", "-R", f"--languages={wanted}", "-f", str(folder / "tags"), "."]


def _global(languages: set[str], folder: Path) -> list[str] | None:
    if shutil.which("gtags") is None or not languages & GLOBAL:
        return None
    place = folder / "gtags"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    return ["gtags", str(place)]
