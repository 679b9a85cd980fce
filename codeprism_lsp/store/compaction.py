"""Keeps a store small: forgets what no file refers to and keeps segments few.

Segments form levels. When a level holds ``FAN_OUT`` of them they are merged into the next, until a
segment is so large that merging it again would cost more than it saves; so their number grows with the
logarithm of the batches plus a small share of the bytes. A segment of which much is dead is rewritten
alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

import apsw
import numpy as np
import numpy.typing as npt

from codeprism_lsp.store.errors import StoreProblem, translated
from codeprism_lsp.store.parts import read_part
from codeprism_lsp.store.rows import CompactionReport, SegmentRow
from codeprism_lsp.store.schema import BUSY_TIMEOUT_MS, rows

if TYPE_CHECKING:
    from codeprism_lsp.store.writer import Writer

Live = npt.NDArray[np.bool_]
Blob = bytes | memoryview
Merger = Callable[[Sequence[Blob], Live], bytes]
"""Merges encoded segments and drops what belongs to dead contents; raises ValueError on damage."""
Mergers = Mapping[str, Merger]

FAN_OUT = 8
MAX_GROUP = 64
MAX_BYTES = 16 << 20
DEAD_SHARE = 0.3
KEPT_TOMBSTONES = 10_000


class _Known(NamedTuple):
    id: int
    family: str
    level: int
    first: int
    last: int
    covered: int | None
    size: int


def forget_contents(writer: Writer, report: CompactionReport) -> None:
    """Removes contents that were unreferenced at an earlier compaction and still are; marks new ones."""
    connection = writer.connection
    with writer.batch(), translated():
        connection.execute("UPDATE meta SET value = value + 1 WHERE name = 'compaction'")
        now = int(connection.execute("SELECT value FROM meta WHERE name = 'compaction'").get)
        connection.execute("CREATE TEMP TABLE referenced(content INTEGER PRIMARY KEY)")
        connection.execute(
            "INSERT OR IGNORE INTO referenced SELECT content FROM files WHERE content IS NOT NULL"
        )
        connection.execute(
            "UPDATE contents SET unreferenced = NULL"
            " WHERE unreferenced IS NOT NULL AND id IN (SELECT content FROM referenced)"
        )
        connection.execute(
            "DELETE FROM facts WHERE content IN (SELECT id FROM contents WHERE unreferenced < ?)", (now,)
        )
        connection.execute("DELETE FROM contents WHERE unreferenced < ?", (now,))
        report.contents_removed = connection.changes()
        connection.execute(
            "UPDATE contents SET unreferenced = ?"
            " WHERE unreferenced IS NULL AND id NOT IN (SELECT content FROM referenced)",
            (now,),
        )
        connection.execute("DROP TABLE referenced")
        _forget_tombstones(connection)


def merge_levels(
    writer: Writer, mergers: Mergers, stop: Callable[[], bool], report: CompactionReport
) -> None:
    """Merges until no level is full and no segment is mostly dead, or until ``stop`` says so."""
    live = writer.live_contents()
    families = sorted(mergers)
    with ThreadPoolExecutor(len(families) or 1, "codeprism-merge") as threads:
        while families:
            # One group of each family at a time, side by side: merging arrays holds the interpreter little.
            under_way: list[tuple[str, list[_Known], list[Blob], Future[bytes]]] = []
            for family in families:
                if group := _next_group(_segments(writer, family, live), live):
                    with translated():
                        blobs = [blob_of(writer, segment.id) for segment in group]
                    merged = threads.submit(mergers[family], blobs, live.copy())
                    under_way.append((family, group, blobs, merged))
            if under_way and stop():
                report.finished = False
                return
            for family, group, blobs, merged in under_way:
                _take(writer, mergers[family], group, blobs, merged, live, report)
            families = [family for family, *_ in under_way]


def blob_of(writer: Writer, segment: int) -> Blob:
    """The bytes of a segment, wherever they lie."""
    query = "SELECT blob, part FROM segments WHERE id = ?"
    ((blob, part),) = rows(writer.connection, query, (segment,))
    found: Blob = blob if part is None else read_part(writer.path, part)
    return found


def shrink(connection: apsw.Connection, report: CompactionReport) -> None:
    """Returns free pages to the file system and empties the log as far as readers let it."""
    with translated():
        before = int(connection.pragma("freelist_count"))
        connection.execute("PRAGMA incremental_vacuum").fetchall()
        report.pages_freed = before - int(connection.pragma("freelist_count"))
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        # Truncating needs a moment without readers; if there is none the log is simply reused.
        connection.set_busy_timeout(0)
        with suppress(apsw.BusyError):
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        connection.set_busy_timeout(BUSY_TIMEOUT_MS)


def _forget_tombstones(connection: apsw.Connection) -> None:
    """Keeps the newest tombstones; readers older than the floor read all files instead."""
    oldest = connection.execute(
        "SELECT revision FROM deleted ORDER BY revision DESC LIMIT 1 OFFSET ?", (KEPT_TOMBSTONES,)
    ).get
    if oldest is not None:
        connection.execute("DELETE FROM deleted WHERE revision <= ?", (oldest,))
        connection.execute("UPDATE meta SET value = ? WHERE name = 'tombstone_floor'", (oldest,))


def _segments(writer: Writer, family: str, live: Live) -> list[_Known]:
    connection = writer.connection
    with translated():
        known = [
            _Known(*row)
            for row in connection.execute(
                "SELECT id, family, level, first_content, last_content, covered, bytes"
                " FROM segments WHERE family = ? ORDER BY level, id",
                (family,),
            )
        ]
        unseen = [segment for segment in known if segment.covered is None]
        if unseen:
            counted = {segment.id: _alive(segment, live) for segment in unseen}
            with connection:
                connection.executemany(
                    "UPDATE segments SET covered = ? WHERE id = ?",
                    [(count, segment) for segment, count in counted.items()],
                )
            known = [segment._replace(covered=counted.get(segment.id, segment.covered)) for segment in known]
    return known


def _next_group(segments: list[_Known], live: Live) -> list[_Known]:
    """The segments to merge next, all of one level; empty when nothing is left to do."""
    for segment in segments:
        if _alive(segment, live) < (1 - DEAD_SHARE) * (segment.covered or 0):
            return [segment]
    levels = sorted({segment.level for segment in segments})
    for level in levels:
        small = [one for one in segments if one.level == level and one.size < MAX_BYTES // 2]
        if len(small) < FAN_OUT:
            continue
        group: list[_Known] = []
        size = 0
        for segment in small[:MAX_GROUP]:
            if len(group) > 1 and size + segment.size > MAX_BYTES:
                break
            group.append(segment)
            size += segment.size
        return group
    return []


def _take(
    writer: Writer,
    merger: Merger,
    group: list[_Known],
    blobs: list[Blob],
    under_way: Future[bytes],
    live: Live,
    report: CompactionReport,
) -> None:
    """Puts what was merged in the place of its segments."""
    try:
        merged = under_way.result()
    except ValueError:
        _drop_damaged(writer, merger, list(zip(group, blobs, strict=True)), live, report)
        return
    first = min(segment.first for segment in group)
    last = max(segment.last for segment in group)
    level = group[0].level + (1 if len(group) > 1 else 0)
    with writer.batch() as batch:
        batch.replace_segments(
            [segment.id for segment in group], SegmentRow(group[0].family, merged, first, last, level)
        )
    report.segments_merged += len(group)
    report.segments_written += 1


def _drop_damaged(
    writer: Writer,
    merger: Merger,
    group: list[tuple[_Known, Blob]],
    live: Live,
    report: CompactionReport,
) -> None:
    """Finds out which segments cannot be read and lets their files be indexed again."""
    damaged: list[_Known] = []
    reason: ValueError | None = None
    for segment, blob in group:
        try:
            merger([blob], live)
        except ValueError as error:
            damaged.append(segment)
            reason = error
    if reason is None:
        raise ValueError("segments that can be read one by one cannot be merged")
    for segment in damaged:
        with writer.batch() as batch:
            waiting = batch.invalidate_segment(segment.id)
        detail = f"segment {segment.id} of {segment.family}: {reason}; {waiting} files are indexed again"
        writer.problems.append(StoreProblem("part of the index was damaged", detail))
        report.damaged.append(detail)
    live[:] = writer.live_contents()


def _alive(segment: _Known, live: Live) -> int:
    return int(np.count_nonzero(live[segment.first : segment.last + 1]))
