"""The baseline: the same files parsed by tree-sitter alone, in the same number of processes.

    python -m bench.parse_step ROOT FILES_JSON WORKERS

Each file is read and parsed, and its tree thrown away. The files come in the order and the batches of the
indexer, through the same kind of pool; garbage collection is off, as in the indexer's workers.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from tree_sitter import Parser
from tree_sitter_language_pack import get_language

BATCH_FILES = 100
BATCH_BYTES = 4 << 20


@cache
def parser(grammar: str) -> Parser:
    """The parser of a grammar in this process."""
    return Parser(get_language(grammar))  # type: ignore[arg-type]


def parse(root: str, files: list[tuple[str, str]]) -> int:
    """Parses some (path, grammar); returns their bytes."""
    total = 0
    for path, grammar in files:
        with open(os.path.join(root, path), "rb") as handle:
            data = handle.read()
        parser(grammar).parse(data)
        total += len(data)
    return total


def main(root: str, files: str, workers: str) -> None:
    rows: list[tuple[str, str]] = [tuple(row) for row in json.loads(Path(files).read_text("utf-8"))]
    batches: list[list[tuple[str, str]]] = [[]]
    size = 0
    for row in rows:
        batches[-1].append(row)
        size += os.path.getsize(os.path.join(root, row[0]))
        if len(batches[-1]) >= BATCH_FILES or size >= BATCH_BYTES:
            batches.append([])
            size = 0
    context = get_context("spawn")
    with ProcessPoolExecutor(int(workers), mp_context=context, initializer=gc.disable) as pool:
        sizes = list(pool.map(parse, [root] * len(batches), batches))
    sys.stdout.write(json.dumps({"files": len(rows), "source_bytes": sum(sizes)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
