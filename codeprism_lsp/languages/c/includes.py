"""Where an `#include` leads, and what a file sees through all of its includes.

Include roots are those of `compile_commands.json`. Without it they are guessed: a header is found by the
end of its path, and of several with that end the one nearest to the including file is taken.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from codeprism_lsp.facts.kinds import ImportKind
from codeprism_lsp.facts.outline import Import
from codeprism_lsp.languages.c.compile_commands import commands, flags_of
from codeprism_lsp.languages.c.inclusion import Inclusion
from codeprism_lsp.languages.rules import Files
from codeprism_lsp.languages.spec import ModuleTarget

CLOSURE = 400  # files of an include closure that are walked, or known to be all
_INCLUDES = (ImportKind.INCLUDE, ImportKind.INCLUDE_SYSTEM)
_ROOTS = ("include", "inc", "src", "source", "lib")


def is_include(imported: Import) -> bool:
    return imported.kind in _INCLUDES


def include_targets(files: Files, path: str, imported: Import) -> Sequence[ModuleTarget]:
    """The header of the workspace that an include means, or the external header it names."""
    written = imported.module.replace("\\", "/").strip()
    if not written:
        return ()
    directory = path.rpartition("/")[0]
    if imported.kind is ImportKind.INCLUDE:
        beside = _normalised(directory, written)
        if beside and files.exists(beside):
            return (ModuleTarget((beside,)),)
    if not files.with_basename(written.rpartition("/")[2]):
        return (ModuleTarget(external=written),)
    flags, own = flags_of(files, path)
    system = imported.kind is ImportKind.INCLUDE_SYSTEM and "/" not in written and written in _STANDARD
    # Some sources may have headers of their own in place of the system's; no others are meant to see them.
    roots = (
        flags.roots if own or not system else [one for one in flags.roots if one in commands(files).shared]
    )
    for root in roots:
        below = _normalised(root, written)
        if below and below != path and files.exists(below):
            return (ModuleTarget((below,)),)
    if own and flags.roots and imported.kind is ImportKind.INCLUDE_SYSTEM:
        return (ModuleTarget(external=written),)
    ending = _normalised("", written) or written.rpartition("../")[2]
    found = [
        one
        for one in files.with_basename(ending.rpartition("/")[2])
        if one != path and (one == ending or one.endswith("/" + ending))
    ]
    if not found:
        return (ModuleTarget(external=written),)
    best = min(found, key=lambda one: _distance(path, one, ending))
    # Angle brackets without any directory (`<string.h>`) mean the system's header unless one lies in an
    # include root or near.
    if imported.kind is ImportKind.INCLUDE_SYSTEM and "/" not in ending and ending in _STANDARD:
        around, _, root = best.removesuffix(ending).strip("/").rpartition("/")
        if flags.roots or root not in _ROOTS[:2] or not f"{directory}/".startswith(around):
            return (ModuleTarget(external=written),)
    return (ModuleTarget((best,)),)


def includes(files: Files, path: str, candidate: str) -> bool:
    """Whether a file is another one, or is included by it, directly or through others."""
    inclusion = _inclusion(files)
    return inclusion.holds(inclusion.of(path, partial(_included, files)), candidate)


def closure(files: Files, path: str) -> Mapping[str, int]:
    """Files that `path` includes, itself first, directly and through others, with their distance; at most
    CLOSURE of them."""

    def walk() -> Mapping[str, int]:
        seen = {path: 0}
        queue = [path]
        for one in queue:
            for target in _included(files, one):
                if target not in seen:
                    if len(seen) >= CLOSURE:
                        return seen
                    seen[target] = seen[one] + 1
                    queue.append(target)
        return seen

    return files.structural(("include closure", path), walk)


def is_complete(files: Files, path: str) -> bool:
    """Whether all that a file includes is known, so that what it does not include is not visible in it: of
    sources that include something of the workspace, and nothing that could not be found."""

    def look() -> bool:
        inclusion = _inclusion(files)
        around = inclusion.of(path, partial(_included, files))
        if not 2 <= around.bit_count() < CLOSURE:
            return False
        return not any(_lacks(files, one) for one in inclusion.paths(around))

    return files.structural(("complete", path), look)


def _inclusion(files: Files) -> Inclusion:
    return files.structural(("inclusion",), Inclusion)


def _lacks(files: Files, path: str) -> bool:
    """Whether a file includes something itself that could not be found."""
    return files.structural(
        ("lacks", path),
        lambda: any(_is_missing(files, path, imported) for imported in _includes(files, path)),
    )


def _is_missing(files: Files, path: str, imported: Import) -> bool:
    if any(target.paths for target in include_targets(files, path, imported)):
        return False
    if imported.kind is ImportKind.INCLUDE:
        return True
    written = imported.module.strip()
    named = files.with_basename(written.rpartition("/")[2])
    return written not in _STANDARD and any(one == written or one.endswith("/" + written) for one in named)


def _includes(files: Files, path: str) -> Sequence[Import]:
    return [one for one in files.outline(path).all_imports if is_include(one)]


def in_reading_order(files: Files, path: str) -> Sequence[str]:
    """Files of the closure in the order in which a compiler gets to their ends: includes before includer."""

    def walk() -> Sequence[str]:
        order: list[str] = []
        seen = {path}
        stack = [(path, iter(_included(files, path)))]
        while stack:
            one, rest = stack[-1]
            target = next(rest, None)
            if target is None:
                order.append(one)
                stack.pop()
            elif target not in seen and len(seen) < CLOSURE:
                seen.add(target)
                stack.append((target, iter(_included(files, target))))
        return order

    return files.structural(("reading order", path), walk)


def shared_directories(one: str, other: str) -> int:
    """How many leading directories two paths share."""
    shared = 0
    for a, b in zip(one.split("/")[:-1], other.split("/")[:-1], strict=False):
        if a != b:
            break
        shared += 1
    return shared


def _included(files: Files, path: str) -> Sequence[str]:
    def collect() -> Sequence[str]:
        return [
            target.paths[0]
            for imported in files.outline(path).all_imports
            if is_include(imported)
            for target in include_targets(files, path, imported)
            if target.paths
        ]

    return files.structural(("includes", path), collect)


def _distance(path: str, candidate: str, ending: str) -> tuple[int, int, int, str]:
    """Nearer directories first, then the usual names of include roots, then short paths."""
    root = candidate.removesuffix(ending).strip("/")
    name = root.rpartition("/")[2]
    return (
        -shared_directories(path, candidate),
        _ROOTS.index(name) if name in _ROOTS else len(_ROOTS) if root else 0,
        candidate.count("/"),
        candidate,
    )


def _normalised(directory: str, relative: str) -> str:
    """`relative` seen from `directory`, "" where it leaves the root."""
    parts = directory.split("/") if directory else []
    for part in relative.split("/"):
        if part == "..":
            if not parts:
                return ""
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


_STANDARD = frozenset(
    "assert.h complex.h ctype.h errno.h fenv.h float.h inttypes.h iso646.h limits.h locale.h math.h setjmp.h "
    "signal.h stdalign.h stdarg.h stdatomic.h stdbool.h stddef.h stdint.h stdio.h stdlib.h stdnoreturn.h "
    "string.h tgmath.h threads.h time.h uchar.h wchar.h wctype.h unistd.h fcntl.h pthread.h dirent.h regex.h "
    "poll.h netdb.h fnmatch.h glob.h grp.h pwd.h sched.h semaphore.h spawn.h strings.h syslog.h termios.h "
    "utime.h dlfcn.h ftw.h iconv.h langinfo.h search.h wordexp.h".split()
)
