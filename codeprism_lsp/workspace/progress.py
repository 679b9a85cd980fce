"""Where a run of the indexer stands, as it is told to whoever waits for it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Progress:
    """Where a run stands. Counts are of files; `found` still grows while `discovering`."""

    state: str = "discovering"  # discovering, indexing, ready, degraded
    searchable: bool = False  # whether the identifiers of all files are known
    complete: bool = False  # whether all of them were parsed; stays so while changes are taken in
    found: int = 0
    waiting: int = 0  # files whose identifiers are known and nothing else
    unchanged: int = 0
    parsed: int = 0
    skipped: int = 0
    deleted: int = 0
    source_bytes: int = 0
    seconds: float = 0.0
    run_seconds: float = 0.0  # what looking through the whole folder took, parsing apart
    revision: int = 0
    problems: list[str] = field(default_factory=list)
