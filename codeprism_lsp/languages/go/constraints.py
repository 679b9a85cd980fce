"""Build constraints of Go (`//go:build linux && !cgo`): whether a present-day Linux build meets them."""

from __future__ import annotations

import re

_TOKEN = re.compile(r"&&|\|\||[!()]|[\w.]+")
_MET = frozenset({"linux", "unix", "amd64", "gc", "cgo"})
_RELEASE = re.compile(r"go1(\.\d+)?")


def holds(expression: str) -> bool:
    """Whether a constraint is met by Linux on amd64 with the newest Go and no tags of its own; what cannot
    be read is met."""
    tokens = _TOKEN.findall(expression)
    value, rest = _any(tokens)
    return value or bool(rest)


def _any(tokens: list[str]) -> tuple[bool, list[str]]:
    value, tokens = _all(tokens)
    while tokens[:1] == ["||"]:
        other, tokens = _all(tokens[1:])
        value = value or other
    return value, tokens


def _all(tokens: list[str]) -> tuple[bool, list[str]]:
    value, tokens = _one(tokens)
    while tokens[:1] == ["&&"]:
        other, tokens = _one(tokens[1:])
        value = value and other
    return value, tokens


def _one(tokens: list[str]) -> tuple[bool, list[str]]:
    negated = False
    while tokens[:1] == ["!"]:
        negated, tokens = not negated, tokens[1:]
    if not tokens:
        return True, []
    if tokens[0] == "(":
        value, rest = _any(tokens[1:])
        return value != negated, rest[1:]
    met = tokens[0] in _MET or _RELEASE.fullmatch(tokens[0]) is not None
    return met != negated, tokens[1:]
