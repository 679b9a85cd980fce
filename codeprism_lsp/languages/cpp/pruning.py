"""What the outline of a C++ file need not be looked for in."""

from __future__ import annotations

import re

from codeprism_lsp.languages.spec import Pruning

# Functions may define types, macros and aliases, which lambdas within them may do as well.
# Counted and possessive, so that no input makes the search slow; beyond the count a function is open.
_BODY = re.compile(rb"\w++[^;{}=]{0,400}+(?:\{|[^;{}=])")
# Where a brace is lost, the members that are defined after a function lie within it.
_DEFINED = re.compile(rb"::\s*+~?\w++\s*+\([^;{}]{0,400}\)[\w\s]{0,60}\{")

PRUNING = Pruning(
    within=frozenset(
        """preproc_if preproc_ifdef preproc_else preproc_elif preproc_elifdef linkage_specification
        declaration_list namespace_definition template_declaration class_specifier struct_specifier
        field_declaration_list""".split()
    ),
    functions=frozenset({"function_definition"}),
    sealed=frozenset(),
    leaves=frozenset({"comment", "preproc_include", "preproc_def", "preproc_function_def", "preproc_call"}),
    openers=(
        (b"struct", _BODY),
        (b"class", _BODY),
        (b"union", _BODY),
        (b"enum", _BODY),
        (b"::", _DEFINED),
        *((word, None) for word in (b"typedef", b"define", b"include", b"using", b"namespace", b"concept")),
        *((word, None) for word in (b"operator", b"friend")),
    ),
)
