"""Many files in order, several at a time where the disk makes whoever reads wait.

On a disk whose files are not in memory most of the time of a read is waiting, a tenth of a millisecond to
several; who waits for one file after the other is many times slower than the disk. Where files are in
memory threads would only cost, so the first few reads tell which of the two it is.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from codeprism_lsp.files.reading import Source, read_source
from codeprism_lsp.files.skips import Skip

_PROBED = 4
_SLOW_SECONDS = 2e-4  # a read from memory takes a fifth of it
_AT_A_TIME = 8


def read_sources(root: str, wanted: Sequence[tuple[str, int]]) -> Iterator[Source | Skip]:
    """What `read_source` gives for each (path, limit in bytes) below `root`, in order."""
    spent = 0.0
    for path, limit in wanted[:_PROBED]:
        began = time.perf_counter()
        source = read_source(root, path, limit)
        spent += time.perf_counter() - began
        yield source
    rest = wanted[_PROBED:]
    if spent < _PROBED * _SLOW_SECONDS:
        yield from (read_source(root, path, limit) for path, limit in rest)
    elif rest:
        with ThreadPoolExecutor(min(_AT_A_TIME, len(rest))) as readers:
            yield from readers.map(lambda one: read_source(root, *one), rest)
