"""Rust."""

from __future__ import annotations

from codeprism_lsp.facts.kinds import DefKind, Modifier
from codeprism_lsp.languages.rust import usetree
from codeprism_lsp.languages.rust.blanking import blank
from codeprism_lsp.languages.spec import LanguageSpec

SPEC = LanguageSpec(
    id="rust",
    family="rust",
    grammar="rust",
    extensions=(".rs",),
    shebangs=("rust-script", "cargo"),
    separator="::",
    blank=blank,
    expand_import=usetree.expand,
    modifier_words={
        b"pub": Modifier.PUBLIC,
        b"crate)": Modifier.INTERNAL,
        b"super)": Modifier.INTERNAL,
        b"async": Modifier.ASYNC,
        b"const": Modifier.CONST,
        b"unsafe": Modifier.UNSAFE,
        b"extern": Modifier.EXTERN,
        b"static": Modifier.STATIC,
        b"mut": Modifier.MUTABLE,
        b"default": Modifier.DEFAULT,
    },
    default_visibility=Modifier.PRIVATE,
    nested_kinds={
        (DefKind.IMPL, DefKind.FUNCTION): DefKind.METHOD,
        (DefKind.TRAIT, DefKind.FUNCTION): DefKind.METHOD,
    },
)
SPECS = (SPEC,)
