"""Processor time of workspace/symbol over made-up names: `python bench/symbol_search.py [NAMES]`."""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from codeprism_lsp.analysis.symbols import search
from codeprism_lsp.analysis.workspace import Workspace
from codeprism_lsp.facts.kinds import DefKind
from codeprism_lsp.facts.nametable import NameTable, build
from codeprism_lsp.facts.outline import Outline
from codeprism_lsp.graph.snapshot import FileRow, FileTable, Snapshot
from codeprism_lsp.resolution.project import Project, ViewCache

WORDS = (
    "get set query model field form view request response handler manager cache file path index node tree "
    "parse token stream buffer string number value key name type class method user order item product page "
    "table column row cell list map dict queue stack graph edge vertex color shape point line region device "
    "driver clock timer event signal lock mutex thread process task worker pool server client socket packet"
).split()
QUERIES = (
    "s",
    "q",
    "g",
    "qs",
    "ge",
    "fo",
    "get",
    "set",
    "ing",
    "que",
    "qset",
    "query",
    "field",
    "getq",
    "string",
    "QuerySet",
    "nodetree",
    "mgr",
    "xyz",
    "reqhandl",
    "clk",
    "streambuffer",
    "getUserName",
    "eeee",
    "_",
)
ROUNDS = 5


class Synthetic:
    """An index of nothing but names."""

    def __init__(self, tables: list[NameTable]) -> None:
        self._tables = tables

    def outline(self, content: int) -> Outline | None:
        return None

    def definers(self, name: str) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)

    def subtypes(self, name: str) -> Sequence[tuple[int, int]]:
        return ()

    def names(self) -> Sequence[NameTable]:
        return self._tables

    def containing(self, name: str) -> npt.NDArray[np.uint32]:
        return np.zeros(0, np.uint32)

    def importers(self, import_key: str) -> npt.NDArray[np.uint32]:
        return np.zeros(0, np.uint32)


def synthetic_names(count: int, generator: random.Random) -> list[bytes]:
    """Distinct names of one to five words, in camel and snake case."""
    found: dict[bytes, None] = {}
    while len(found) < count:
        words = generator.choices(WORDS, k=generator.choice((1, 2, 2, 3, 3, 3, 4, 4, 5)))
        style = generator.random()
        if style < 0.5:
            name = "_".join(words)
        elif style < 0.75:
            name = words[0] + "".join(word.title() for word in words[1:])
        else:
            name = "".join(word.title() for word in words)
        found[name.encode() if generator.random() < 0.8 else f"{name}{generator.randrange(99)}".encode()] = (
            None
        )
    return list(found)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500_000
    generator = random.Random(7)
    names = synthetic_names(count, generator)
    rows = [name for name in names for _ in range(generator.choice((1, 1, 1, 1, 2, 6)))]
    rows += [b"get"] * 30_000 + [b"__init__"] * 50_000
    files = max(1, len(rows) // 60)
    contents = [generator.randrange(1, files) for _ in rows]
    kinds = generator.choices([int(DefKind.CLASS), int(DefKind.METHOD), int(DefKind.FUNCTION)], k=len(rows))
    table = build(
        rows, contents, np.arange(len(rows)) % 60, kinds, [generator.randrange(20, 140) for _ in rows]
    )
    paths = {
        f"src/part{n % 97}/module{n}.py": FileRow(f"src/part{n % 97}/module{n}.py", "python", n, 1, 1)
        for n in range(1, files)
    }
    snapshot = Snapshot("/", 1, FileTable(paths), Synthetic([table]))
    workspace = Workspace((Project(snapshot, ViewCache()),))
    started = time.process_time()
    search(workspace, "warm")
    print(f"{count} names, {len(rows)} definitions, {files} files")
    print(f"first query of a snapshot: {1e3 * (time.process_time() - started):.1f} ms")
    everything: list[float] = []
    for query in QUERIES:
        taken = []
        for _ in range(ROUNDS):
            started = time.process_time()
            hits = search(workspace, query)
            taken.append(1e3 * (time.process_time() - started))
        everything.extend(taken)
        best = hits[0].name if hits else "-"
        print(f"{query:>14} {statistics.median(taken):7.1f} ms {len(hits):4d} hits, first {best}")
    everything.sort()
    print(
        f"p50 {everything[len(everything) // 2]:.1f} ms, p95 {everything[int(0.95 * len(everything))]:.1f} ms"
    )


if __name__ == "__main__":
    main()
