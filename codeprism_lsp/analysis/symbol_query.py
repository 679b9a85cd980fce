"""What somebody types to find a symbol: its parts, and how well a name matches.

A query may be a name (`queryset`), one in its container (`QuerySet.filter`, `Canvas::add`), and either
may follow a part of a path (`db/models:QuerySet`, `models/query/filter`). A name matches when the query
is a subsequence of it, in whatever case.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

_WORDS = re.compile(r"[A-Z]+(?![^\W\d_A-Z])|[A-Z]?[^\W\d_A-Z]+|\d+")
_MAX_LENGTH = 200  # characters of a query that count


class Tier(IntEnum):
    """How a name matches; a lower tier ranks before every match of a higher one."""

    EXACT = 0
    PREFIX = 1
    HEADS = 2  # prefixes of consecutive or later words: `qs`, `querys`, `gquery` of `getQuerySet`
    SUBSTRING = 3
    SUBSEQUENCE = 4


@dataclass(frozen=True, slots=True)
class SymbolQuery:
    """A query in parts: `path` (lower case, "" without), containers from the outside in, the name."""

    name: str
    containers: tuple[str, ...] = ()
    path: str = ""

    @property
    def folded(self) -> str:
        return self.name.lower()


def parse_query(text: str) -> SymbolQuery:
    """The parts of a query; blanks within it mean nothing, its separators may be any language's."""
    compact = "".join(text.split())[:_MAX_LENGTH].replace("\\", "/")
    compact = compact.replace("::", ".").replace("#", ".").replace("->", ".")
    path = ""
    for separator in (":", "/"):
        before, found, after = compact.rpartition(separator)
        if found and before and after:
            path, compact = before, after
            break
    parts = [part for part in compact.strip(":/").split(".") if part]
    if not parts:
        return SymbolQuery("", (), path.lower().strip("/"))
    return SymbolQuery(parts[-1], tuple(parts[:-1]), path.lower().strip("/"))


def match(query: str, name: str) -> Tier | None:
    """How a name matches a query that is in lower case; None where it does not."""
    folded = name.lower()
    if folded.startswith(query):
        return Tier.EXACT if len(folded) == len(query) else Tier.PREFIX
    at = 0
    for character in query:
        at = folded.find(character, at) + 1
        if not at:
            return None
    if _matches_heads(query, name):
        return Tier.HEADS
    return Tier.SUBSTRING if query in folded else Tier.SUBSEQUENCE


def is_path_match(query_path: str, path: str) -> bool:
    """Whether the parts of a query's path stand in a file's path, in order."""
    if not query_path:
        return True
    at, folded = 0, path.lower()
    for part in query_path.split("/"):
        found = folded.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return True


def _matches_heads(query: str, name: str) -> bool:
    reached, end = {0}, len(query)
    for word in _words(name):
        for at in tuple(reached):
            for character in word:
                if character != query[at]:
                    break
                at += 1
                if at == end:
                    return True
                reached.add(at)
    return False


@lru_cache(maxsize=20_000)
def _words(name: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in _WORDS.findall(name))
