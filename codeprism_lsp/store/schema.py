"""The tables of a store and how a connection to them is opened.

`files` says what lies where; `contents` are immutable and shared by all files of equal bytes; `facts`
holds their encoded facts apart, so that scanning contents never reads through them; `segments` are
immutable blobs, the large ones in files of their own (see `parts`); `deleted` are tombstones for
readers that follow by revision.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import apsw

from codeprism_lsp.store.errors import StoreMissing, translated

APPLICATION_ID = 0x43504C53
SCHEMA_VERSION = 3
BUSY_TIMEOUT_MS = 5000

_TABLES = """
CREATE TABLE meta(name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE recipes(id INTEGER PRIMARY KEY, recipe TEXT NOT NULL UNIQUE);
CREATE TABLE languages(language TEXT PRIMARY KEY, recipe TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE contents(
    id INTEGER PRIMARY KEY,
    hash BLOB NOT NULL,
    recipe INTEGER NOT NULL,
    language TEXT NOT NULL,
    occurrences INTEGER NOT NULL,
    definitions INTEGER NOT NULL,  -- -1 while its facts are not made yet
    unreferenced INTEGER,  -- the compaction that first found no file refer to it
    UNIQUE(hash, recipe)
);
CREATE INDEX contents_waiting ON contents(id) WHERE definitions < 0;
CREATE TABLE facts(content INTEGER PRIMARY KEY, checksum INTEGER NOT NULL, facts BLOB NOT NULL);
CREATE TABLE files(
    path TEXT PRIMARY KEY,
    language TEXT,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    content INTEGER,
    skip TEXT,
    detail TEXT,
    origin TEXT NOT NULL,
    revision INTEGER NOT NULL,
    CHECK(content IS NULL OR skip IS NULL)
) WITHOUT ROWID;
CREATE INDEX files_by_revision ON files(revision);
CREATE TABLE deleted(path TEXT PRIMARY KEY, revision INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX deleted_by_revision ON deleted(revision);
CREATE TABLE segments(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    family TEXT NOT NULL,
    level INTEGER NOT NULL,
    first_content INTEGER NOT NULL,
    last_content INTEGER NOT NULL,
    covered INTEGER,  -- living contents in its range when compaction first saw it
    bytes INTEGER NOT NULL,
    blob BLOB,  -- or in
    part TEXT,  -- a file of its own
    CHECK((blob IS NULL) <> (part IS NULL))
);
CREATE INDEX segments_by_family ON segments(family, level, id);
"""

_COUNTERS = ("revision", "compaction", "next_content", "tombstone_floor")


def open_for_writing(path: Path) -> apsw.Connection:
    """A connection that may write; the file is created where there is none, without tables."""
    with translated():
        flags = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE
        connection = apsw.Connection(str(path), flags=flags)
        try:
            connection.set_busy_timeout(BUSY_TIMEOUT_MS)
            if is_blank(connection):
                # Both settings are part of the file's format and cannot be changed later.
                connection.execute("PRAGMA page_size = 8192; PRAGMA auto_vacuum = INCREMENTAL")
            connection.execute("PRAGMA journal_mode = WAL").fetchall()
            connection.execute(
                "PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 8000;"
                "PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY"
            ).fetchall()
        except BaseException:
            connection.close()
            raise
    return connection


def open_for_reading(path: Path) -> apsw.Connection:
    """A connection that cannot write. Raises ``StoreMissing`` where there is no store to read."""
    if not path.exists():
        raise StoreMissing(f"no index at {path}")
    with translated():
        # A reader of a WAL database shares its memory file and therefore opens it read-write.
        connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
        try:
            connection.set_busy_timeout(BUSY_TIMEOUT_MS)
            connection.execute("PRAGMA query_only = ON; PRAGMA cache_size = -16384")
            usable = is_ours(connection)
        except BaseException:
            connection.close()
            raise
    if not usable:
        connection.close()
        raise StoreMissing(f"{path} is no index of this version")
    return connection


def is_blank(connection: apsw.Connection) -> bool:
    """Whether the database has no tables at all. Raises the database's error if it is none."""
    return int(connection.execute("SELECT count(*) FROM sqlite_schema").get) == 0


def is_ours(connection: apsw.Connection) -> bool:
    """Whether the tables are those of this version."""
    found = (connection.pragma("application_id"), connection.pragma("user_version"))
    return found == (APPLICATION_ID, SCHEMA_VERSION)


def create_tables(connection: apsw.Connection, root: str) -> None:
    """Makes an empty store in one transaction, so that no reader ever sees half of it."""
    with translated(), connection:
        connection.execute(_TABLES)
        connection.executemany("INSERT INTO meta VALUES (?, 0)", [(name,) for name in _COUNTERS])
        connection.execute("UPDATE meta SET value = 1 WHERE name = 'next_content'")
        connection.execute("INSERT INTO meta VALUES ('root', ?)", (root,))
        connection.pragma("application_id", APPLICATION_ID)
        connection.pragma("user_version", SCHEMA_VERSION)


def rows(connection: apsw.Connection, query: str, values: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
    """All rows of a query."""
    return list(connection.execute(query, values))


def to_stored(path: str) -> str | bytes:
    """A path as the database takes it: text, or bytes where a name is not valid Unicode."""
    if path.isascii():
        return path
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return path.encode("utf-8", "surrogateescape")
    return path


def from_stored(path: str | bytes) -> str:
    """The inverse of ``to_stored``."""
    return path.decode("utf-8", "surrogateescape") if isinstance(path, bytes) else path


def signed(checksum: int) -> int:
    """A 64-bit checksum as the signed integer a database column holds."""
    return checksum - (1 << 64) if checksum >= 1 << 63 else checksum
