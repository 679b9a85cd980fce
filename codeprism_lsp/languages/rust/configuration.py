"""Which parts of a file `#[cfg(...)]` leaves out.

A `rust-project.json` says which configuration each crate is built with; without one a usual build on Linux
with all features is assumed. Conditions stand on items, fields, arms and statements, at the top of a file,
on the `mod` that declares a file, and in macros around items (`cfg_rt! { ... }`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from codeprism_lsp.facts.kinds import DefKind, ImportKind
from codeprism_lsp.languages.rules import Files
from codeprism_lsp.languages.rust import cargo, modules

Span = tuple[int, int]
Read = Callable[[str], bytes | None]
Definers = Callable[[str], Sequence[tuple[str, int]]]

USUAL = frozenset(
    (
        'unix target_os="linux" target_family="unix" target_arch="x86_64" target_env="gnu" '
        'target_pointer_width="64" target_endian="little" target_vendor="unknown" panic="unwind" '
        'target_has_atomic="8" target_has_atomic="16" target_has_atomic="32" target_has_atomic="64" '
        'target_has_atomic="ptr" debug_assertions test'
    ).split()
)

_CONDITION = re.compile(rb"#(!?)\s*\[\s*cfg\s*\(")
_GUARDED = re.compile(rb"(?m)^[ \t]*([a-z_]\w*)!\s*\{")
_INNER = re.compile(rb"\s*#!\s*\[([^\]]*)\]")
_ATOM = re.compile(r'\s*(?:(\w+)\s*=\s*"([^"]*)"|(\w+)\s*(\()?|([,)]))')
# What tells where an item ends; strings and comments are passed over whole.
_MARK = re.compile(
    rb"//[^\n]*|/\*.*?\*/|r?\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.[^']*)'|->|=>|[{}()\[\];,<>]", re.DOTALL
)
_SKIPPED = re.compile(rb"(?:\s|//[^\n]*\n|/\*.*?\*/)*", re.DOTALL)
_ITEM = re.compile(
    rb"(?:pub(?:\s*\([^)]*\))?\s+)?(?:default\s+|unsafe\s+|async\s+|const\s+(?=fn|unsafe|async|extern)|"
    rb"extern\s+(?:\"[^\"]*\"\s+)?(?=fn|unsafe|\{))*"
    rb"(?:(fn|impl|struct|enum|union|trait|mod|macro_rules|if|match|for|while|loop)\b|"
    rb"(use|const|static|type|extern|let)\b|\{|\w+!)"
)
_PAIRS = {b"{": 1, b"(": 1, b"[": 1, b"}": -1, b")": -1, b"]": -1}
_ELSE = re.compile(rb"\s*else\b")
_DEPTH = 40  # modules around a file, nested conditions


def left_out(files: Files, path: str, read: Read, definers: Definers) -> list[Span]:
    """Spans of a file that its configuration leaves out, in order; the whole of it where its module is."""
    data = read(path)
    if data is None:
        return []
    if _is_file_left_out(files, path, read, definers, 0):
        return [(0, len(data) + 1)]
    return _spans(files, path, data, read, definers)


def unseen(files: Files, path: str, read: Read, definers: Definers) -> list[Span]:
    """Spans of a file of which nothing is known to a build that the workspace itself describes: all of a file
    whose module is left out, and what a macro makes nothing of."""
    crate = cargo.described(files).get(modules.root(files, path))
    data = read(path) if crate is not None and crate.cfg is not None else None
    if data is None:
        return []
    if _is_file_left_out(files, path, read, definers, 0):
        return [(0, len(data) + 1)]
    spans = sorted(_guarded(files, data, read, definers, _configuration(files, path)))
    return [one for at, one in enumerate(spans) if not at or one[0] >= spans[at - 1][1]]


def is_told(files: Files, path: str) -> bool:
    """Whether the workspace itself says which configuration a file is built with."""
    crate = cargo.described(files).get(modules.root(files, path))
    return crate is not None and crate.cfg is not None


def _is_file_left_out(files: Files, path: str, read: Read, definers: Definers, depth: int) -> bool:
    """Whether every `mod` that declares a file, or a module around those, is left out."""

    def find() -> bool:
        above = modules.parent(files, (path, -1))
        if above is None or depth > _DEPTH:
            return False
        data = read(above[0])
        if data is None:
            return False
        if _is_file_left_out(files, above[0], read, definers, depth + 1):
            return True
        spans = _spans(files, above[0], data, read, definers)
        rows = [
            one.start
            for one in files.outline(above[0]).all_imports
            if one.kind is ImportKind.MOD and path in modules.declared_files(files, above[0], one)
        ]
        return bool(rows) and all(any(start <= at < end for start, end in spans) for at in rows)

    return files.cached(("rust file left out", path), find)


def _spans(files: Files, path: str, data: bytes, read: Read, definers: Definers) -> list[Span]:
    def collect() -> list[Span]:
        holds = _configuration(files, path)
        found: list[Span] = []
        covered = 0
        for start, end in sorted(_conditional(files, data, read, definers, holds)):
            if end > covered:
                found.append((max(start, covered), end))
                covered = end
        return found

    return files.cached(("rust left out", path), collect)


def _conditional(
    files: Files, data: bytes, read: Read, definers: Definers, holds: Callable[[str], bool]
) -> Iterator[Span]:
    for match in _CONDITION.finditer(data):
        line = data.rfind(b"\n", 0, match.start()) + 1
        if data[line : match.start()].lstrip().startswith((b"//", b"*")):
            continue  # an example in a comment
        condition, end = _inside(data, match.end())
        if satisfied(condition, holds):
            continue
        if match.group(1):
            # At the top of a file, or of the block that it stands in.
            yield (0, len(data) + 1) if not data[: match.start()].strip() else _around(data, match.start())
        else:
            yield match.start(), item_end(data, end)
    yield from _guarded(files, data, read, definers, holds)


def _guarded(
    files: Files, data: bytes, read: Read, definers: Definers, holds: Callable[[str], bool]
) -> Iterator[Span]:
    """Calls of macros that put a condition on the items in them which does not hold."""
    for match in _GUARDED.finditer(data):
        name = match.group(1).decode("utf-8", "replace")
        condition = _condition_of_macro(files, name, read, definers)
        if condition.startswith("$"):
            inner = _INNER.match(data, match.end())
            condition = inner.group(1).decode("utf-8", "replace") if inner is not None else ""
        if condition and not satisfied(condition, holds):
            yield match.start(), _closing(data, match.end())


def _condition_of_macro(files: Files, name: str, read: Read, definers: Definers) -> str:
    """The condition that a macro around items puts on each of them, "" where it puts none."""

    def find() -> str:
        for path, index in definers(name):
            outline = files.outline(path)
            if outline.kind(index) is not DefKind.MACRO:
                continue
            data = read(path)
            start, end = outline.span(index)
            match = _CONDITION.search(data, start, end) if data is not None else None
            if data is not None and match is not None:
                return _inside(data, match.end())[0].strip()
        return ""

    return files.cached(("rust macro condition", name), find)


def _configuration(files: Files, path: str) -> Callable[[str], bool]:
    """Whether an option (`unix`, `feature="std"`) is set for the crate of a file."""
    crate = cargo.described(files).get(modules.root(files, path))
    if crate is not None and crate.cfg is not None:
        return crate.cfg.__contains__
    return lambda option: option.startswith("feature=") or option in USUAL


def satisfied(condition: str, holds: Callable[[str], bool]) -> bool:
    """Whether a condition such as `all(unix, feature = "std")` holds; one that is not understood does."""
    value, _ = _evaluate(condition, 0, holds, 0)
    return value is not False


def _evaluate(text: str, at: int, holds: Callable[[str], bool], depth: int) -> tuple[bool | None, int]:
    token = _ATOM.match(text, at)
    if token is None or depth > _DEPTH or token.group(5):
        return None, at
    if token.group(1):
        return holds(f'{token.group(1)}="{token.group(2)}"'), token.end()
    name = token.group(3)
    if not token.group(4):
        return (name == "true" or (name != "false" and holds(name))), token.end()
    values: list[bool] = []
    at = token.end()
    while (closing := _ATOM.match(text, at)) is not None:
        if closing.group(5) == ")":
            at = closing.end()
            break
        if closing.group(5) == ",":
            at = closing.end()
            continue
        value, following = _evaluate(text, at, holds, depth + 1)
        if value is None or following == at:
            return None, following
        values.append(value)
        at = following
    if name == "not":
        return (not values[0] if values else None), at
    return (all(values) if name == "all" else any(values) if name == "any" else None), at


def _inside(data: bytes, start: int) -> tuple[str, int]:
    """The text of parentheses that were opened before `start`, and the end of the attribute around them."""
    level, at = 1, start
    for mark in _MARK.finditer(data, start):
        level += _PAIRS.get(mark.group(), 0)
        at = mark.end()
        if level == 0:
            break
    closing = data.find(b"]", at)
    return data[start : at - 1].decode("utf-8", "replace"), closing + 1 if closing >= 0 else at


def _closing(data: bytes, start: int) -> int:
    """Where the bracket that was opened before `start` is closed."""
    level = 1
    for mark in _MARK.finditer(data, start):
        level += _PAIRS.get(mark.group(), 0)
        if level == 0:
            return mark.end()
    return len(data)


def _around(data: bytes, at: int) -> Span:
    """The block that an inner attribute stands in."""
    opening = data.rfind(b"{", 0, at)
    return (opening, _closing(data, opening + 1)) if opening >= 0 else (0, len(data) + 1)


def item_end(data: bytes, start: int) -> int:
    """Where the item, field, arm or statement ends that begins after its attributes at `start`."""
    at = _SKIPPED.match(data, start).end()  # type: ignore[union-attr]  # it matches nothing at all, too
    while data[at : at + 1] == b"#" and (opening := data.find(b"[", at, at + 4)) >= 0:
        at = _SKIPPED.match(data, _closing(data, opening + 1)).end()  # type: ignore[union-attr]
    item = _ITEM.match(data, at)
    ends_with_block = item is not None and item.group(2) is None
    is_item = item is not None
    level = angles = 0
    previous = b""
    for mark in _MARK.finditer(data, at):
        text = mark.group()
        step = _PAIRS.get(text, 0)
        if step < 0 and level == 0:
            return mark.start()  # the end of what is around it
        level += step
        if level == 0:
            if text == b";":
                return mark.end()
            if text == b"<" and (data[mark.start() - 1 : mark.start()].isalnum() or previous == b"::"):
                angles += 1
            elif text == b">" and angles:
                angles -= 1
            elif text == b"," and not is_item and not angles:
                return mark.end()
            elif text == b"}" and (ends_with_block or (not is_item and previous == b"=>")):
                if not _ELSE.match(data, mark.end()):
                    return mark.end()
            elif text == b"=>":
                previous = text
    return len(data)
