"""Signatures as they are written: parameters without names and marks, and type parameters with bounds."""

from __future__ import annotations

import re
from functools import lru_cache

from codeprism_lsp.resolution.parameter_lists import parameters as split_parameters

_ANNOTATION = re.compile(r"@(?!interface\b)[\w.]+(?:\s*\((?:[^()\"']|\"[^\"]*\"|'[^']*'|\([^()]*\))*\))?\s*")
_COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)
_MODIFIERS = re.compile(
    r"(?:public|protected|private|static|abstract|final|native|synchronized|default|strictfp|transient)\b\s*"
)
_NAMED = re.compile(
    r"(?P<type>.*?)(?P<dots>\.\.\.)?\s*\b(?P<name>\w+)\s*(?P<array>(?:\[\s*\]\s*)*)", re.DOTALL
)


@lru_cache(maxsize=50_000)
def plain(text: str) -> str:
    """A type text without annotations, comments and modifiers."""
    if "/" in text:
        text = _COMMENT.sub(" ", text)
    if "@" in text:
        text = _ANNOTATION.sub("", text)
    text = text.strip()
    while match := _MODIFIERS.match(text):
        text = text[match.end() :]
    return text


@lru_cache(maxsize=50_000)
def parameter_types(text: str) -> tuple[tuple[str, ...], bool]:
    """Type texts of a written parameter list, and whether the last one stands for any number of arguments."""
    found: list[str] = []
    variable = False
    for one in split_parameters(plain(text)):
        match = _NAMED.fullmatch(plain(one))
        if match is None or match["name"] == "this":
            continue
        variable = match["dots"] is not None
        found.append(match["type"].strip() + match["array"].replace(" ", ""))
    return tuple(found), variable


@lru_cache(maxsize=50_000)
def listed_types(text: str) -> tuple[tuple[str, ...], bool]:
    """As `parameter_types`, of a list that has no names: `(int,T...)`."""
    found = [one.removesuffix("...") for one in split_parameters(text)]
    return tuple(found), "..." in text


@lru_cache(maxsize=50_000)
def type_bounds(text: str) -> tuple[tuple[str, str], ...]:
    """(name, bound or "") of the type parameters in `<T extends A & B, U>`."""
    inner = plain(text)
    if not inner.startswith("<"):
        return ()
    found: list[tuple[str, str]] = []
    for one in split_parameters("(" + inner[1:].removesuffix(">") + ")"):
        name, _, bound = plain(one).partition(" extends ")
        found.append((name.strip(), bound.strip()))
    return tuple(found)


@lru_cache(maxsize=50_000)
def leading_generics(head: str) -> str:
    """The type parameters of a function by the text before its name: `public <T> List<T>` gives `<T>`."""
    text = plain(head)
    if not text.startswith("<"):
        return ""
    level = 0
    for at, char in enumerate(text):
        level += (char == "<") - (char == ">")
        if level == 0:
            return text[: at + 1]
    return ""
