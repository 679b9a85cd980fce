"""What the outline of a C file need not be looked for in."""

from __future__ import annotations

import re

from codeprism_lsp.languages.spec import Pruning

# Functions may define structures, enumerations and macros; their variables are left to the view.
# Counted and possessive, so that no input makes the search slow; beyond the counts a function is open.
_ARGUMENTS = rb"\([^;{}()]{0,200}(?:\([^;{}()]{0,200}\)[^;{}()]{0,200})?\)"
_BODY = re.compile(rb"\w++(?:[\s\w]|" + _ARGUMENTS + rb"|/\*[^*]{0,200}\*/){0,300}+(?:\{|[\s\w(/])")

PRUNING = Pruning(
    within=frozenset(
        """preproc_if preproc_ifdef preproc_else preproc_elif preproc_elifdef
        linkage_specification declaration_list""".split()
    ),
    functions=frozenset({"function_definition"}),
    sealed=frozenset({"declaration"}),
    leaves=frozenset({"comment", "preproc_include", "preproc_def", "preproc_function_def", "preproc_call"}),
    openers=(
        (b"struct", _BODY),
        (b"union", _BODY),
        (b"enum", _BODY),
        (b"typedef", None),
        (b"define", None),
        (b"include", None),
    ),
)
