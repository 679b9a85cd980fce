"""C++."""

from __future__ import annotations

from codeprism_lsp.facts.kinds import DefKind, ImportKind, Modifier
from codeprism_lsp.languages.cpp.macros import blank
from codeprism_lsp.languages.spec import LanguageSpec


def expand_using(text: str) -> list[tuple[ImportKind, str, str, str, int]]:
    """`a::b::c` of a using-declaration: the name `c` of `a::b`."""
    scope, _, name = text.rpartition("::")
    return [(ImportKind.NAME, scope.strip(), name.strip(), "", len(text) - len(name.lstrip()))]


SPEC = LanguageSpec(
    id="cpp",
    family="c",
    grammar="cpp",
    extensions=(".cpp", ".cc", ".cxx", ".c++", ".hpp", ".hh", ".hxx", ".h++", ".ipp", ".inl", ".tpp"),
    separator="::",
    blank=blank,
    expand_import=expand_using,
    modifier_words={
        b"static": Modifier.STATIC,
        b"extern": Modifier.EXTERN,
        b"inline": Modifier.INLINE,
        b"const": Modifier.CONST,
        b"constexpr": Modifier.CONST,
        b"constinit": Modifier.CONST,
        b"virtual": Modifier.VIRTUAL,
        b"mutable": Modifier.MUTABLE,
    },
    nested_kinds={
        (kind, DefKind.FUNCTION): DefKind.METHOD for kind in (DefKind.CLASS, DefKind.STRUCT, DefKind.UNION)
    }
    | {(DefKind.NAMESPACE, DefKind.CONSTRUCTOR): DefKind.FUNCTION},
)
SPECS = (SPEC,)
