"""What the outline of a Go file need not be looked for in."""

from __future__ import annotations

import re

from codeprism_lsp.languages.spec import Pruning

# Functions may define types.
PRUNING = Pruning(
    within=frozenset(),
    functions=frozenset({"function_declaration", "method_declaration"}),
    sealed=frozenset(),
    leaves=frozenset({"comment"}),
    openers=((b"type", re.compile(rb"type\s*[\w(/]")),),
)
