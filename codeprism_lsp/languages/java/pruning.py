"""What the outline of a Java file need not be looked for in."""

from __future__ import annotations

import re

from codeprism_lsp.languages.spec import Pruning

# Methods may hold local types and anonymous classes. Counted and possessive, so that no input makes the
# search slow; beyond the count a method is open.
_CLASS_BODY = re.compile(rb"new\b[^;{}]{0,600}+(?:\{|[^;{}])")

PRUNING = Pruning(
    within=frozenset(
        """class_declaration interface_declaration enum_declaration record_declaration class_body
        interface_body enum_body enum_body_declarations""".split()
    ),
    functions=frozenset({"method_declaration", "constructor_declaration", "compact_constructor_declaration"}),
    sealed=frozenset(),
    leaves=frozenset({"line_comment", "block_comment", "import_declaration", "package_declaration"}),
    openers=(
        (b"class", re.compile(rb"class\s")),
        (b"interface", None),
        (b"enum", None),
        (b"record", None),
        (b"new", _CLASS_BODY),
    ),
)
