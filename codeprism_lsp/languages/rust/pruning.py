"""What the outline of a Rust file need not be looked for in."""

from __future__ import annotations

import re

from codeprism_lsp.languages.spec import Pruning

# Functions may hold items of any kind.
_ITEM = re.compile(rb"\w++\s*+[\w(&'<{!\[*:?~/#]")

PRUNING = Pruning(
    within=frozenset({"mod_item", "impl_item", "trait_item", "declaration_list"}),
    functions=frozenset({"function_item"}),
    sealed=frozenset(),
    leaves=frozenset({"line_comment", "block_comment", "use_declaration", "attribute_item"}),
    openers=(
        *((word, _ITEM) for word in (b"fn", b"struct", b"enum", b"union", b"trait", b"impl", b"mod", b"use")),
        *((word, _ITEM) for word in (b"type", b"const", b"static", b"extern")),
        (b"macro_rules", None),
    ),
)
