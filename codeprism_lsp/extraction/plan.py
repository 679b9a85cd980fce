"""What the outline query of a language says beyond its patterns, as tables of plain integers.

An IntEnum is hashed and combined by Python code, which loops over all definitions cannot afford.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from codeprism_lsp.extraction.pruning import pattern_captures
from codeprism_lsp.facts.kinds import TYPE_KINDS, DefKind, ImportKind, Modifier, Relation
from codeprism_lsp.languages import registry
from codeprism_lsp.languages.spec import LanguageSpec
from codeprism_lsp.syntax import parsing

HEADER_BYTES = 256  # how far before a name its modifiers are looked for
LONG_TEXT = 40  # bytes beyond which runs of white space are folded
RELATIONS = {
    "extends": int(Relation.EXTENDS),
    "implements": int(Relation.IMPLEMENTS),
    "embeds": int(Relation.EMBEDS),
}
DEFINITIONS = {f"definition.{kind.name.lower()}": int(kind) for kind in DefKind}
IMPORTS = {f"import.{kind.name.lower()}": int(kind) for kind in ImportKind}
VISIBILITY = int(Modifier.PUBLIC | Modifier.PRIVATE | Modifier.PROTECTED | Modifier.INTERNAL)
FIELD, METHOD, CONSTRUCTOR = int(DefKind.FIELD), int(DefKind.METHOD), int(DefKind.CONSTRUCTOR)
VALUES = (int(DefKind.VARIABLE), FIELD, int(DefKind.CONSTANT))
_OUTSIDE = {
    "functions": (int(DefKind.FUNCTION), METHOD, CONSTRUCTOR),
    "types": tuple(int(kind) for kind in TYPE_KINDS),
}

PARTS = frozenset(
    {"name", "qualified", "type", "parameters", "qualifier", "module", "alias", "tree", "arguments"}
)


class Plan:
    """A language's tables with plain integers, and memos of what its headers and names say."""

    def __init__(
        self,
        spec: LanguageSpec,
        settings: Sequence[Mapping[str, str | None]],
        captures: Sequence[frozenset[str]],
    ) -> None:
        """`settings` and `captures` of each pattern of the outline query."""
        self.nested = {(int(a), int(b)): int(kind) for (a, b), kind in spec.nested_kinds.items()}
        self.constructors = frozenset(name.encode() for name in spec.constructor_names)
        self.words = {word: int(bits) for word, bits in spec.modifier_words.items()}
        self.header_memo: dict[bytes, int] = {}
        self.name_memo: dict[bytes, int] = {}
        self.pattern_bits = [
            sum(int(Modifier[word.upper()]) for word in (one.get("modifiers") or "").split())
            for one in settings
        ]
        # Patterns that capture a definition and its parts only: (capture, kind).
        self.plain = [_plain(one) for one in captures]
        self.outside = [_OUTSIDE.get(one.get("outside") or "", ()) for one in settings]


def _plain(captures: frozenset[str]) -> tuple[str, int] | None:
    rest = [one for one in captures if one not in PARTS and not one.startswith("_")]
    kind = DEFINITIONS.get(rest[0]) if len(rest) == 1 else None
    return None if kind is None else (rest[0], kind)


@cache
def plan(language: str) -> Plan:
    """The tables of a language."""
    query = parsing.query(language, "outline")
    settings = [query.pattern_settings(pattern) for pattern in range(query.pattern_count)]
    return Plan(registry.specs()[language], settings, pattern_captures(language))
