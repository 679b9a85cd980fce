"""What the outline of a Python file need not be looked for in."""

from __future__ import annotations

import re

from codeprism_lsp.languages.spec import Pruning

# Functions may define functions and classes, import, and assign fields of the receiver.
_FIELD = rb"[\s\\]*\.[\s\\]*\w+[\s\\]*(?:=(?!=)|:(?!\s*\n))"

PRUNING = Pruning(
    within=frozenset({"class_definition", "block", "decorated_definition"}),
    functions=frozenset({"function_definition"}),
    sealed=frozenset(),
    leaves=frozenset({"comment", "import_statement", "import_from_statement", "future_import_statement"}),
    openers=(
        (b"def", re.compile(rb"def[\s\\]")),
        (b"class", re.compile(rb"class[\s\\]")),
        (b"import", re.compile(rb"import[\s(*\\]")),
        (b"type", re.compile(rb"type[\s\\]+\w")),
        (b"self", re.compile(rb"self" + _FIELD)),
        (b"cls", re.compile(rb"cls" + _FIELD)),
    ),
)
