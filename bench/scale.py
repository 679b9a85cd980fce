"""From 50,000 to 1,000,000 files: what grows with a repository and what must not.

The repositories are generated (`bench.generate`) where they are not there yet, below the corpora as
`gen-FILES`. `--corpus` chooses some of them.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import re
import shutil
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from bench import plots, sampling
from bench.generate import grow
from bench.options import REPOSITORY, TEST_PROJECTS, Options
from bench.processes import measured, memory_of
from bench.results import Figure, Result, load, percentile
from bench.server import COMMAND, Editor, Holders, index_command, indexed_files, timed
from tests.client import Client, ResponseError, to_uri

SIZES = (50_000, 100_000, 300_000, 1_000_000)
LARGEST = 1_000_000
IMAGES = REPOSITORY / "docs" / "images"
COLUMNS = [
    "files",
    "source MB",
    "index s",
    "files/s",
    "µs a file",
    "processor µs a file",
    "peak MB",
    "index MB",
    "first symbol ms",
    "verified s",
    "parsed again",
    "server MB",
    "all MB",
    "1 letter p95 ms",
    "2 letters p95 ms",
    "longer p50 ms",
    "longer p95 ms",
    "definition p95 ms",
    "references p95 ms",
    "used in files",
    "first reference ms",
    "dependents ms",
]
NOTES = [
    """A polyglot repository (eight languages) that `bench.generate` grows to any size: names, sizes and
imports differ file by file, and a smaller one is a part of a larger one. `index`: a cold index by
`codeprism-lsp index`, all processes. Then a server is started on that index: `first symbol` is the time
from sending `initialize` to the first reply to workspace/symbol that names one, `verified` until every file
has been compared with the disk, `parsed again` how many files that parsed. `server MB` is what the
server's own process has resident after all requests, `all MB` all of its processes. `references`: of names
with up to 1,000 of them. `used in files`: how many files hold the name of one of 400 definitions, the least
of those in over 50,000 files, or the most; `first reference` is when the first part of its references came.
`dependents`: the first page of what depends on the header that most files include.""",
    """![time](images/scale-time.svg) ![memory](images/scale-memory.svg)
![index](images/scale-index.svg) ![latency](images/scale-latency.svg)""",
]
_INCLUDE = re.compile(rb'^#include "([^"]+)"', re.MULTILINE)
_READ_FOR_INCLUDES = 4_000
_FIRST = "e"  # which some name contains
_MOST_RESULTS = 1_000  # of references whose time counts
_WIDELY = 50_000  # files that use a name
_WIDE_SAMPLE = 400  # definitions among which a widely used one is looked for
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Warm:
    """What a server on a ready index was measured to do; times in milliseconds where not said."""

    first: float
    verified_s: float
    parsed: int
    server_mb: float
    all_mb: float
    one: list[float]
    two: list[float]
    longer: list[float]
    definition: list[float]
    references: list[float]
    holding: int
    first_reference: float | None
    dependents: float


def run(options: Options) -> Result:
    result = Result("scale", "From 50,000 to 1,000,000 files", NOTES, COLUMNS)
    if options.small:
        _measure(TEST_PROJECTS, options, result)
        return result
    sizes = [int(name.removeprefix("gen-")) for name in options.names] or list(SIZES)
    for size in sizes:
        _measure(corpus(options, size), options, result)
    _bars(result)
    _draw(result)
    return result


def corpus(options: Options, size: int) -> Path:
    """The generated repository of a size, which is made where it is not there yet."""
    target = options.corpora / f"gen-{size}"
    if not target.is_dir():
        options.corpora.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=options.corpora, prefix=".gen-") as folder:
            grow(f"{folder}/tree", size, 1, os.cpu_count() or 1)
            Path(folder, "tree").rename(target)
    return target.resolve()


def _measure(root: Path, options: Options, result: Result) -> None:
    with tempfile.TemporaryDirectory(prefix="codeprism-bench-") as folder:
        cache = Path(folder)
        cold = measured(index_command(root, cache, options.workers), fine=(0, 1))
        index = json.loads(cold.output)
        files = indexed_files(root, cache)
        _told(options, f"{len(files):,} files: indexed in {cold.wall:.1f} s")
        warm = _warm(root, cache, files, options)
        shutil.rmtree(cache, ignore_errors=True)
        cache.mkdir()
    count = len(files)
    result.rows.append(
        [
            f"{count:,}",
            index["sourceBytes"] / 1e6,
            cold.wall,
            count / cold.wall,
            1e6 * cold.wall / count,
            1e6 * cold.cpu / count,
            cold.peak_mb,
            index["indexBytes"] / 1e6,
            warm.first,
            warm.verified_s,
            warm.parsed,
            warm.server_mb,
            warm.all_mb,
            percentile(warm.one, 0.95),
            percentile(warm.two, 0.95),
            percentile(warm.longer, 0.5),
            percentile(warm.longer, 0.95),
            percentile(warm.definition, 0.95) if warm.definition else None,
            percentile(warm.references, 0.95) if warm.references else None,
            warm.holding,
            warm.first_reference,
            warm.dependents,
        ]
    )
    if not options.small:
        missing = index["files"] - count - sum(index["skipped"].values())
        result.figures.append(Figure(f"{count:,} files: found and not counted", missing, "", most=0))


def _warm(root: Path, cache: Path, files: list[tuple[str, str]], options: Options) -> Warm:
    header = _most_included(root, files, options.seed)
    holders = Holders(root, cache)
    client = Client.stdio([*COMMAND, "serve", "--cache-dir", str(cache)])
    try:
        began = time.perf_counter()
        client.initialize(root, options={"cacheDir": str(cache)}, timeout=600)
        # An answer from before the stored index is shown would be quick and empty.
        while not client.request("workspace/symbol", {"query": _FIRST}, 600):
            time.sleep(0.005)
        first = (time.perf_counter() - began) * 1e3
        status = client.wait_ready(3600)
        verified = time.perf_counter() - began
        _told(options, f"first symbol {first:.0f} ms, verified {verified:.1f} s")
        ask = _Asking(client, root, files, holders, options)
        one = ask.symbols(list(_LETTERS))
        two = ask.symbols(ask.pairs())
        longer = ask.symbols(ask.queries())
        definition, references = ask.places()
        holding, first_reference = ask.widely_used()
        dependents = 0.0
        if header:
            params = {"uri": to_uri(root / header)}
            dependents, _ = timed(client, "codeprism/dependents", params, 3600)
        assert client.process is not None
        process = psutil.Process(client.process.pid)
        return Warm(
            first,
            verified,
            status.get("parsed", 0),
            process.memory_info().rss / (1 << 20),
            memory_of(client.process.pid) / (1 << 20),
            one,
            two,
            longer,
            definition,
            references,
            holding,
            first_reference,
            dependents,
        )
    finally:
        client.stop()


class _Asking:
    """Requests to one server; the times of a second pass count, as those of a server that is in use."""

    def __init__(
        self, client: Client, root: Path, files: list[tuple[str, str]], holders: Holders, options: Options
    ) -> None:
        self._client = client
        self._root = root
        self._rng = random.Random(options.seed)
        self._uses = sampling.identifiers(root, files, options.requests, options.seed)
        defined = sampling.definitions(root, files, max(options.requests, _WIDE_SAMPLE), options.seed + 1)
        held = [(holders.count(spot.name), spot) for spot in defined]
        self._defined = [spot for count, spot in held if count <= _MOST_RESULTS][: options.requests]
        self._widest = max(held, key=lambda one: (min(one[0], _WIDELY), -one[0]), default=None)
        self._seed = options.seed

    def pairs(self) -> list[str]:
        return ["".join(self._rng.choices(_LETTERS, k=2)) for _ in range(60)]

    def queries(self) -> list[str]:
        made = sampling.queries([spot.name for spot in self._defined], self._seed)
        return [query for query in made if len(query) > 2]

    def symbols(self, queries: list[str]) -> list[float]:
        for query in queries:
            self._client.request("workspace/symbol", {"query": query}, 120)
        return [timed(self._client, "workspace/symbol", {"query": query})[0] for query in queries]

    def places(self) -> tuple[list[float], list[float]]:
        """Times of definition and of references."""
        editor = Editor(self._client, self._root)
        definition: list[float] = []
        references: list[float] = []
        for measuring in (False, True):
            for spot in self._uses:
                document = {"uri": editor.show(spot.path, spot.language)}
                params = {"textDocument": document, "position": spot.position}
                spent, _ = timed(self._client, "textDocument/definition", params)
                definition += [spent] if measuring else []
            for spot in self._defined:
                document = {"uri": editor.show(spot.path, spot.language)}
                context = {"context": {"includeDeclaration": True}}
                params = {"textDocument": document, "position": spot.position, **context}
                spent, found = timed(self._client, "textDocument/references", params, 600)
                references += [spent] if measuring and len(found or ()) <= _MOST_RESULTS else []
        editor.close_all()
        return definition, references

    def widely_used(self) -> tuple[int, float | None]:
        """How many files hold the name of a widely used definition, and the milliseconds until the first
        part of its references was there; it is asked for as editors do, which show parts."""
        if self._widest is None:
            return 0, None
        count, spot = self._widest
        editor = Editor(self._client, self._root)
        document = {"uri": editor.show(spot.path, spot.language)}
        params = {
            "textDocument": document,
            "position": spot.position,
            "context": {"includeDeclaration": True},
            "partialResultToken": "widely used",
        }
        began = time.perf_counter()
        asked = self._client.begin("textDocument/references", params)
        self._client.wait_notification(
            "$/progress", lambda part: part["token"] == "widely used" and part["value"], 60
        )
        spent = (time.perf_counter() - began) * 1e3
        self._client.cancel(asked)
        with contextlib.suppress(ResponseError):
            asked.result(60)
        editor.close_all()
        return count, spent


def _most_included(root: Path, files: list[tuple[str, str]], seed: int) -> str:
    """The header that most of some random files of C and C++ include, "" without."""
    sources = [path for path, language in files if language in ("c", "cpp")]
    rng = random.Random(seed)
    included: Counter[bytes] = Counter()
    for path in rng.sample(sources, min(_READ_FOR_INCLUDES, len(sources))):
        included.update(set(_INCLUDE.findall((root / path).read_bytes())))
    known = {path for path, _ in files}
    return next((name.decode() for name, _ in included.most_common() if name.decode() in known), "")


def _bars(result: Result) -> None:
    """Bars of each size, and of the largest against the smallest."""
    columns = {name: at for at, name in enumerate(COLUMNS)}
    earlier = load("scale")
    rows = {str(row[0]): row for row in [*(earlier.rows if earlier else ()), *result.rows]}
    for row in result.rows:
        size = int(str(row[0]).replace(",", ""))

        def bar(name: str, what: str, unit: str, most: float, row: Any = row) -> None:
            value = row[columns[name]]
            if value is not None:
                result.figures.append(Figure(f"{row[0]} files: {what}", value, unit, most=most))

        bar("parsed again", "files parsed again at a warm start", "", 0)
        bar("definition p95 ms", "definition, warm p95", "ms", 15)
        bar("references p95 ms", "references, up to 1,000, warm p95", "ms", 150)
        bar("first reference ms", "first references of a widely used name", "ms", 300)
        bar("dependents ms", "dependents of the most included header", "ms", 200)
        for letters in ("1 letter p95 ms", "2 letters p95 ms", "longer p95 ms"):
            bar(letters, f"workspace/symbol, {letters.removesuffix(' ms')}", "ms", 50)
        if size < 0.99 * LARGEST:
            continue
        bar("first symbol ms", "first workspace/symbol after initialize", "ms", 500)
        bar("verified s", "everything verified after initialize", "s", 15)
        bar("server MB", "memory of the server", "MB", 700)
        bar("all MB", "memory of all processes of the server", "MB", 2500)
        smallest = min(rows.values(), key=lambda one: int(str(one[0]).replace(",", "")))
        at = columns["processor µs a file"]
        if smallest is not row and isinstance(smallest[at], int | float):
            ratio = row[at] / smallest[at]  # type: ignore[operator]
            result.figures.append(
                Figure("processor time a file, largest over smallest", ratio, "", most=1.15)
            )


def _draw(result: Result) -> None:
    earlier = load("scale")
    fresh = {row[0] for row in result.rows}
    rows = [row for row in (earlier.rows if earlier else ()) if row[0] not in fresh] + result.rows
    rows.sort(key=lambda row: int(str(row[0]).replace(",", "")))
    sizes = [int(str(row[0]).replace(",", "")) for row in rows]
    for name, title, unit, columns in (
        ("time", "Time", "s", ("index s", "verified s")),
        ("memory", "Memory", "MB", ("peak MB", "server MB", "all MB")),
        ("index", "Index", "MB", ("source MB", "index MB")),
        (
            "latency",
            "Latency",
            "ms",
            ("longer p95 ms", "2 letters p95 ms", "1 letter p95 ms", "definition p95 ms", "dependents ms"),
        ),
    ):
        lines = {column: [row[COLUMNS.index(column)] for row in rows] for column in columns}
        (IMAGES / f"scale-{name}.svg").write_text(plots.drawn(title, unit, sizes, lines), "utf-8")


def _told(options: Options, what: str) -> None:
    if options.verbose:
        print(what, file=sys.stderr, flush=True)
