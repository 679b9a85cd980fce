"""The bytes of one source file, or the reason why there are none.

Reading must neither block nor leave the workspace, whatever lies at the path: a FIFO without a writer,
a device with side effects, a link to elsewhere, a file that is being replaced.
"""

from __future__ import annotations

import functools
import os
import stat
from typing import NamedTuple

from codeprism_lsp.files.paths import absolute, relative
from codeprism_lsp.files.skips import Skip, SkipReason, skip_for_error
from codeprism_lsp.text.decoding import has_wide_mark, normalise

# Each flag exists only on some platforms; where it is absent the checks around `open` have to do.
_OPEN_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_BINARY", 0)
)
_BINARY_PROBE_BYTES = 8192
_DEEP = 100  # folders within each other that are resolved one by one
_NO_NAMES = frozenset(("", ".", ".."))


class Source(NamedTuple):
    """A file's normalised bytes.

    `note` says what decoding had to change. `size` (bytes on disk) and `mtime_ns` were taken before
    the content, so a file that changes while it is read looks changed the next time.
    """

    data: bytes
    note: str | None
    size: int
    mtime_ns: int


def read_source(root: str, relative_path: str, limit_bytes: int) -> Source | Skip:
    """Read the regular file at `relative_path` under `root`, if it is text of at most `limit_bytes`.

    Links are followed as long as their target lies under `root`. Never raises for the state of a file.
    """
    try:
        found = _inside(root, relative_path)
        if isinstance(found, Skip):
            return found
        return _read(*found, relative_path, limit_bytes)
    except (OSError, ValueError) as error:
        return skip_for_error(relative_path, error)


def first_line(path: str) -> bytes | None:
    """At most 256 bytes of the first line of a regular file; None when it cannot be read."""
    try:
        handle = os.open(path, _OPEN_FLAGS)
        try:
            return os.read(handle, 256).split(b"\n", 1)[0]
        finally:
            os.close(handle)
    except OSError:
        # Only a file whose first line says which language it is becomes a source; this one does not say.
        return None


def read_small(path: str, limit_bytes: int) -> bytes | None:
    """The bytes of a regular file that says something about others; None where there is none to read.

    Links are not followed, and nothing beyond the limit is read.
    """
    try:
        handle = os.open(path, _OPEN_FLAGS)
        try:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                return None
            return _read_up_to(handle, limit_bytes, os.fstat(handle).st_size)
        finally:
            os.close(handle)
    except OSError:
        # A file that cannot be read says nothing, like one that is not there.
        return None


def _inside(root: str, relative_path: str) -> tuple[str, os.stat_result] | Skip:
    """The path to open and its state, or a Skip when it leads outside; all links in it are resolved."""
    directory, _, name = relative_path.rpartition("/")
    names = (*directory.split("/"), name) if directory else (name,)
    if not _NO_NAMES.isdisjoint(names) or os.path.splitdrive(relative_path)[0]:
        return Skip(relative_path, SkipReason.OUTSIDE_ROOT, "not a path below the workspace root")
    parent = _real_directory(root, directory)
    if parent is None:
        return _outside(relative_path)
    path = os.path.join(parent, name)
    state = os.stat(path, follow_symlinks=False)
    if not stat.S_ISLNK(state.st_mode):
        return path, state
    try:
        target = os.path.realpath(path, strict=True)
    except FileNotFoundError:
        return Skip(relative_path, SkipReason.BROKEN_LINK, "a link to something that does not exist")
    if not relative(os.path.realpath(root), target):
        return _outside(relative_path)
    return target, os.stat(target, follow_symlinks=False)


def _outside(path: str) -> Skip:
    return Skip(path, SkipReason.OUTSIDE_ROOT, "a link leads outside the workspace root")


@functools.lru_cache(maxsize=512)
def _real_directory(root: str, directory: str) -> str | None:
    """The real path of a directory below `root`; None when it lies outside.

    Files are read directory by directory, and resolving links costs ten times as much as opening a
    file. A directory that is replaced by a link later is read through the path that was checked here,
    until discovery, which does not follow links, takes its files out of the index.
    """
    if not directory or directory.count("/") > _DEEP:
        real = os.path.realpath(absolute(root, directory), strict=True)
        return None if relative(os.path.realpath(root), real) is None else real
    above, _, name = directory.rpartition("/")
    parent = _real_directory(root, above)
    if parent is None:
        return None
    path = os.path.join(parent, name)
    if not stat.S_ISLNK(os.stat(path, follow_symlinks=False).st_mode):
        return path
    real = os.path.realpath(path, strict=True)
    return None if relative(os.path.realpath(root), real) is None else real


def _read(path: str, state: os.stat_result, shown: str, limit_bytes: int) -> Source | Skip:
    # Opening a device can have side effects, so its kind is looked at first, and again once it is open.
    unusable = unusable_state(shown, state, limit_bytes)
    if unusable is not None:
        return unusable
    handle = os.open(path, _OPEN_FLAGS)
    try:
        state = os.fstat(handle)
        unusable = unusable_state(shown, state, limit_bytes)
        if unusable is not None:
            return unusable
        raw = _read_up_to(handle, limit_bytes + 1, state.st_size)
    finally:
        os.close(handle)
    if len(raw) > limit_bytes:
        return too_large(shown, len(raw), limit_bytes)
    probe = raw[:_BINARY_PROBE_BYTES]
    if b"\0" in probe and not has_wide_mark(probe):
        return Skip(shown, SkipReason.BINARY, f"a NUL byte at {probe.index(0)}")
    data, note = normalise(raw)
    return Source(data, note, state.st_size, state.st_mtime_ns)


def unusable_state(path: str, state: os.stat_result, limit_bytes: int) -> Skip | None:
    """The Skip for what is no regular file or is larger than the limit; None when it may be read."""
    if not stat.S_ISREG(state.st_mode):
        return Skip(path, SkipReason.NOT_REGULAR, f"not a regular file but a {_kind(state.st_mode)}")
    if state.st_size > limit_bytes:
        return too_large(path, state.st_size, limit_bytes)
    return None


def too_large(path: str, size: int, limit_bytes: int) -> Skip:
    """The Skip for a file of `size` bytes where `limit_bytes` are allowed."""
    megabyte = 1024 * 1024
    detail = f"{size / megabyte:.1f} MB, more than the limit of {limit_bytes / megabyte:g} MB"
    return Skip(path, SkipReason.TOO_LARGE, detail)


def _read_up_to(handle: int, most: int, expected: int) -> bytes:
    """Read to the end of the file, but at most `most` bytes; one call suffices for nearly every file."""
    raw = os.read(handle, min(most, expected + 1))
    if len(raw) == expected:
        return raw
    parts = [raw]
    remaining = most - len(raw)
    while parts[-1] and remaining > 0:
        parts.append(os.read(handle, min(remaining, 1 << 20)))
        remaining -= len(parts[-1])
    return b"".join(parts)


def _kind(mode: int) -> str:
    for test, name in (
        (stat.S_ISDIR, "directory"),
        (stat.S_ISFIFO, "FIFO"),
        (stat.S_ISSOCK, "socket"),
        (stat.S_ISCHR, "character device"),
        (stat.S_ISBLK, "block device"),
        (stat.S_ISLNK, "link"),
    ):
        if test(mode):
            return name
    return "special file"
