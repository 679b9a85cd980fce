"""Warm requests by a client over stdio on a folder of at least 10,000 files."""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench import sampling
from bench.options import Options
from bench.processes import memory_of
from bench.results import Figure, Result, percentile
from bench.server import Editor, build_index, indexed_files, started, timed
from codeprism_lsp.facts.kinds import TYPE_KINDS, DefKind
from tests.client import Client, ResponseError

CORPORA = ("kernel",)
LEAST_FILES = 10_000
METHOD_NOT_FOUND = -32601
COLUMNS = [
    "corpus: request",
    "asked",
    "answered",
    "failed",
    "first p50 ms",
    "first p95 ms",
    "first max ms",
    "warm p50 ms",
    "warm p95 ms",
    "warm max ms",
]
NOTES = [
    """Over stdio, from the client's writing to its reading of the whole reply. The index was built ahead;
`first` is the first pass of a fresh server over random identifiers and definitions, `warm` the same
requests once more. Documents are opened before they are asked about, as an editor does, and their
outline is asked for first; at most 8 are open. `answered`: the reply was not empty; `failed`: it
was an error. Answers are kept while nothing that they were read from changes: `warm` is mostly what
looking them up costs, `first` what finding them does.""",
]


@dataclass(slots=True)
class Timed:
    """Milliseconds of the two passes of one kind of request."""

    bar: float
    first: list[float] = field(default_factory=list)
    warm: list[float] = field(default_factory=list)
    answered: int = 0
    failed: int = 0
    error: str = ""
    missing: bool = False  # the server does not offer it


def run(options: Options) -> Result:
    result = Result("latency", "Latency of requests", NOTES, COLUMNS)
    for name, root in options.chosen(CORPORA):
        _corpus(name, root, options, result)
    return result


def _corpus(name: str, root: Path, options: Options, result: Result) -> None:
    with tempfile.TemporaryDirectory(prefix="codeprism-bench-") as folder:
        cache = Path(folder)
        build_index(root, cache)
        files = indexed_files(root, cache)
        if len(files) < LEAST_FILES and not options.small:
            result.notes.append(f"{name} has only {len(files):,} files; the bars ask for {LEAST_FILES:,}.")
        began = time.perf_counter()
        client = started(root, cache)
        try:
            client.request("workspace/symbol", {"query": "main"}, 120)
            first_answer = time.perf_counter() - began
            status = client.wait_ready(1800)
            ready = time.perf_counter() - began
            measured = _Questions(client, root, files, options).ask()
            assert client.process is not None
            memory = memory_of(client.process.pid) / (1 << 20)
        finally:
            client.stop()
    for method, times in measured.items():
        if times.missing or not times.first:
            result.notes.append(f"{name}: {method} is not offered yet.")
            continue
        result.rows.append(
            [
                f"{name}: {method}",
                len(times.first),
                times.answered,
                times.failed,
                *(percentile(times.first, share) for share in (0.5, 0.95, 1.0)),
                *(percentile(times.warm, share) for share in (0.5, 0.95, 1.0)),
            ]
        )
        if not options.small:
            warm = percentile(times.warm, 0.95)
            result.figures.append(Figure(f"{name}: {method}, warm p95", warm, "ms", most=times.bar))
            result.figures.append(Figure(f"{name}: {method}, failed", times.failed, "", most=0))
        if times.failed:
            result.notes.append(f"{name}: {method} failed {times.failed} times, last with: {times.error}")
    result.figures += [
        Figure(f"{name}: files in the index", status["indexed"], ""),
        Figure(f"{name}: first answer after the start of a warm server", first_answer, "s"),
        Figure(f"{name}: everything verified after the start of a warm server", ready, "s"),
        Figure(f"{name}: memory of all processes of the server after all requests", memory, "MB"),
    ]


class _Questions:
    """The requests of one corpus; asked twice, in the same order."""

    def __init__(self, client: Client, root: Path, files: list[tuple[str, str]], options: Options) -> None:
        self._client = client
        self._editor = Editor(client, root)
        self._times: dict[str, Timed] = {}
        self._verbose = options.verbose
        count, seed = options.requests, options.seed
        callables = {DefKind.FUNCTION, DefKind.METHOD}
        types = set(TYPE_KINDS) - {DefKind.TYPE_ALIAS}
        self._uses = sampling.identifiers(root, files, count, seed)
        self._definitions = sampling.definitions(root, files, count, seed + 1)
        self._callables = sampling.definitions(root, files, count // 2, seed + 2, callables)
        self._types = sampling.definitions(root, files, count // 2, seed + 3, types)
        self._queries = sampling.queries([spot.name for spot in self._definitions], seed)

    def ask(self) -> dict[str, Timed]:
        for turn in ("first", "warm"):
            began = time.perf_counter()
            for query in self._queries:
                self._timed(turn, "workspace/symbol", {"query": query}, 20)
            self._told(turn, "symbols", began)
            for spot in self._uses:
                self._timed(turn, "textDocument/definition", self._at(spot), 15)
            self._told(turn, "and definitions", began)
            for spot in self._definitions:
                context = {"context": {"includeDeclaration": True}}
                self._timed(turn, "textDocument/references", {**self._at(spot), **context}, 100)
            self._told(turn, "and references", began)
            self._hierarchy(turn, self._types, "typeHierarchy", "TypeHierarchy", ("supertypes", "subtypes"))
            self._hierarchy(
                turn, self._callables, "callHierarchy", "CallHierarchy", ("incomingCalls", "outgoingCalls")
            )
            self._told(turn, "and hierarchies", began)
            self._editor.close_all()
        return self._times

    def _told(self, turn: str, what: str, started: float) -> None:
        if self._verbose:
            print(f"{turn}: {what}: {time.perf_counter() - started:.1f} s", file=sys.stderr, flush=True)

    def _at(self, spot: sampling.Spot) -> dict[str, Any]:
        uri = self._editor.show(spot.path, spot.language)
        return {"textDocument": {"uri": uri}, "position": spot.position}

    def _hierarchy(
        self, turn: str, spots: list[sampling.Spot], family: str, prepare: str, ways: tuple[str, ...]
    ) -> None:
        for spot in spots:
            items = self._timed(turn, f"textDocument/prepare{prepare}", self._at(spot), 50)
            for way in ways if items else ():
                self._timed(turn, f"{family}/{way}", {"item": items[0]}, 50)

    def _timed(self, turn: str, method: str, params: Any, bar: float) -> Any:
        times = self._times.setdefault(method, Timed(bar))
        if times.missing:
            return None
        try:
            spent, result = timed(self._client, method, params)
        except ResponseError as error:
            times.missing = error.code == METHOD_NOT_FOUND
            times.failed += 1
            times.error = error.message
            return None
        if turn == "first":
            times.first.append(spent)
            times.answered += bool(result)
        else:
            times.warm.append(spent)
        return result
