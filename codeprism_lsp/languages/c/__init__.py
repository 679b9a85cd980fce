"""C."""

from __future__ import annotations

from codeprism_lsp.facts.kinds import Modifier
from codeprism_lsp.languages.c.macros import blank
from codeprism_lsp.languages.spec import LanguageSpec

SPEC = LanguageSpec(
    id="c",
    family="c",
    grammar="c",
    extensions=(".c", ".h"),
    separator="::",
    blank=blank,
    modifier_words={
        b"static": Modifier.STATIC,
        b"extern": Modifier.EXTERN,
        b"inline": Modifier.INLINE,
        b"const": Modifier.CONST,
    },
)
SPECS = (SPEC,)
