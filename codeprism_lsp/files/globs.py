"""Globs in the syntax of gitignore, compiled to expressions that match in linear time.

The patterns come from workspaces that nobody vouches for. A glob matches its parts from left to right, and
the leftmost place for each of them is as good as any other, so no part is ever tried again once it has
matched: what several stars could cost a backtracking matcher cannot happen.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from typing import NamedTuple

MAX_GLOBS = 10_000
_MAX_GLOB_LENGTH = 4096
_SPECIAL = re.compile(r"[\\*?\[]")
_POSIX_CLASSES = {
    "alpha": "a-zA-Z",
    "digit": "0-9",
    "alnum": "a-zA-Z0-9",
    "upper": "A-Z",
    "lower": "a-z",
    "space": r"\s",
    "blank": r" \t",
    "punct": r"!-/:-@\[-`{-~",
    "xdigit": "0-9A-Fa-f",
}


class Glob(NamedTuple):
    """One pattern. It is matched against a name, or against a path where there is a slash in it."""

    expression: str
    text: str  # the pattern without its marks
    negated: bool
    directories_only: bool
    of_path: bool


def parse_glob(line: str) -> Glob | None:
    """The glob of a line of an ignore file; None for a comment or an empty line. Raises ValueError."""
    text = line.rstrip("\r\n")
    while text.endswith((" ", "\t")) and not text.endswith("\\ "):
        text = text[:-1]
    if not text or text.startswith("#"):
        return None
    if len(text) > _MAX_GLOB_LENGTH:
        raise ValueError("it is too long")
    negated = text.startswith("!")
    text = text[negated:]
    directories_only = text.endswith("/")
    text = text.rstrip("/") if directories_only else text
    if not text:
        return None
    of_path = "/" in text
    text = text.removeprefix("/") if of_path else text
    expression = _path_expression(text) if of_path else _segment(text)
    return Glob(expression, text, negated, directories_only, of_path)


class Rules:
    """The globs of one ignore file, which mean paths below the directory that it lies in.

    The last glob that matches decides. Nearly all names match none, which is found out with a few set
    look-ups and at most two expressions.
    """

    def __init__(self, directory: str, globs: Iterable[Glob]) -> None:
        self._cut = len(directory.rstrip(os.sep)) + 1
        kept = list(globs)[:MAX_GLOBS]
        self._globs = [(one, re.compile(one.expression, re.DOTALL)) for one in reversed(kept)]
        literals, endings, beginnings, names, paths = set(), [], [], [], []
        for one in kept:
            if one.of_path:
                paths.append(one.expression)
            elif not _SPECIAL.search(one.text):
                literals.add(one.text)
            elif one.text[0] == "*" and not _SPECIAL.search(one.text[1:]):
                endings.append(one.text[1:])
            elif one.text[-1] == "*" and not _SPECIAL.search(one.text[:-1]):
                beginnings.append(one.text[:-1])
            else:
                names.append(one.expression)
        self._literals = frozenset(literals)
        self._endings, self._beginnings = tuple(endings), tuple(beginnings)
        self._names = re.compile("|".join(names), re.DOTALL) if names else None
        self._paths = re.compile("|".join(paths), re.DOTALL) if paths else None

    def __bool__(self) -> bool:
        return bool(self._globs)

    def verdict(self, path: str, name: str, is_directory: bool) -> bool | None:
        """True where the path (absolute, with forward slashes) is meant, False where it is excepted."""
        if not (
            name in self._literals
            or name.endswith(self._endings)
            or name.startswith(self._beginnings)
            or (self._names is not None and self._names.fullmatch(name))
            or (self._paths is not None and self._paths.fullmatch(path, self._cut))
        ):
            return None
        for one, expression in self._globs:
            if one.directories_only and not is_directory:
                continue
            if expression.fullmatch(path, self._cut) if one.of_path else expression.fullmatch(name):
                return not one.negated
        return None


def _path_expression(text: str) -> str:
    """A pattern with slashes: segments, and `**` for any number of directories."""
    groups: list[list[str]] = [[]]
    for segment in text.split("/"):
        if segment == "**":
            groups.append([])
        else:
            groups[-1].append(_segment(segment))
    joined = ["/".join(group) for group in groups]
    *begun, last = joined
    if not begun:
        return last
    out = f"{begun[0]}/" if begun[0] else ""
    for middle in begun[1:]:
        if middle:  # two neighbouring `**` mean what one of them means
            out += f"(?>(?:[^/]*/)*?{middle}/)"
    return out + (f"(?:[^/]*/)*{last}" if last else ".+")


def _segment(text: str) -> str:
    """A part between slashes: letters, `?`, classes, and stars, which match no slash."""
    chunks = [""]
    at = 0
    while at < len(text):
        letter = text[at]
        at += 1
        if letter == "*":
            chunks.append("")
        elif letter == "?":
            chunks[-1] += "[^/]"
        elif letter == "[":
            expression, at = _letters(text, at)
            chunks[-1] += expression
        else:
            if letter == "\\":
                if at == len(text):
                    raise ValueError("a backslash at its end")
                letter = text[at]
                at += 1
            chunks[-1] += re.escape(letter)
    first, *rest = chunks
    if not rest:
        return first
    middle = "".join(f"(?>[^/]*?{chunk})" for chunk in rest[:-1] if chunk)
    return f"{first}{middle}[^/]*{rest[-1]}"


def _letters(text: str, at: int) -> tuple[str, int]:
    """The class of letters that begins after the bracket at `at`, and where it ends."""
    negated = text[at : at + 1] in ("!", "^")
    at += negated
    inside = ""
    first = True
    while True:
        if at >= len(text):
            raise ValueError("an unclosed class of letters")
        letter = text[at]
        if letter == "]" and not first:
            break
        first = False
        if text.startswith("[:", at) and (end := text.find(":]", at + 2)) > 0:
            if (named := _POSIX_CLASSES.get(text[at + 2 : end])) is None:
                raise ValueError(f"an unknown class of letters {text[at : end + 2]}")
            inside += named
            at = end + 2
            continue
        low, at = _letter(text, at)
        if text[at : at + 1] == "-" and text[at + 1 : at + 2] not in ("", "]"):
            high, at = _letter(text, at + 1)
            if low > high:
                raise ValueError(f"an empty range {low}-{high}")
            inside += f"{re.escape(low)}-{re.escape(high)}"
        else:
            inside += re.escape(low)
    return (f"(?!/)[{'^' if negated else ''}{inside}]", at + 1)


def _letter(text: str, at: int) -> tuple[str, int]:
    if text[at] == "\\" and at + 1 < len(text):
        return text[at + 1], at + 2
    return text[at], at + 1
