"""The terms in which rules answer: a package clause, an argument, how far references follow members."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


@dataclass(frozen=True, slots=True)
class Clause:
    """The name in a file's package clause: its span in bytes, and whether a comment documents it."""

    name: str
    start: int
    end: int
    documented: bool


@dataclass(frozen=True, slots=True)
class Argument:
    """What is known of an argument: the plain name of its type ("" where that is not known), the names of the
    types above it, and whether it is a pointer."""

    name: str
    supertypes: frozenset[str] = frozenset()
    pointer: bool = False


class Following(IntEnum):
    """How far the references of a member follow the members that override it, or that it overrides."""

    NOT = 0
    USES = 1
    ALL = 2  # declarations, too
    DECLARATIONS = 3  # declarations alone
