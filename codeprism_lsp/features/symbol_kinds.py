"""Our kinds of definitions as the protocol's symbol kinds, and the names that people see."""

from __future__ import annotations

from lsprotocol.types import SymbolKind

from codeprism_lsp.facts.kinds import DefKind, Modifier
from codeprism_lsp.facts.outline import Outline

DEPRECATED_TAG = 1

SYMBOL_KINDS: dict[DefKind, int] = {
    kind: int(symbol)
    for kind, symbol in {
        DefKind.MODULE: SymbolKind.Module,
        DefKind.NAMESPACE: SymbolKind.Namespace,
        DefKind.PACKAGE: SymbolKind.Package,
        DefKind.CLASS: SymbolKind.Class,
        DefKind.INTERFACE: SymbolKind.Interface,
        DefKind.TRAIT: SymbolKind.Interface,
        DefKind.STRUCT: SymbolKind.Struct,
        DefKind.UNION: SymbolKind.Struct,
        DefKind.ENUM: SymbolKind.Enum,
        DefKind.ENUM_MEMBER: SymbolKind.EnumMember,
        DefKind.TYPE_ALIAS: SymbolKind.Class,
        DefKind.FUNCTION: SymbolKind.Function,
        DefKind.METHOD: SymbolKind.Method,
        DefKind.CONSTRUCTOR: SymbolKind.Constructor,
        DefKind.PROPERTY: SymbolKind.Property,
        DefKind.FIELD: SymbolKind.Field,
        DefKind.VARIABLE: SymbolKind.Variable,
        DefKind.CONSTANT: SymbolKind.Constant,
        DefKind.PARAMETER: SymbolKind.Variable,
        DefKind.TYPE_PARAMETER: SymbolKind.TypeParameter,
        DefKind.MACRO: SymbolKind.Function,
        DefKind.IMPL: SymbolKind.Object,
        DefKind.ANNOTATION: SymbolKind.Interface,
    }.items()
}


def shown_name(outline: Outline, index: int, separator: str) -> str:
    """A definition's name as a list shows it: `A::b` for what is written outside of its type."""
    name, qualifier, kind = outline.name(index), outline.qualifier(index), outline.kind(index)
    if kind is DefKind.IMPL:
        return f"impl {qualifier} for {name}" if qualifier else f"impl {name}"
    if qualifier:
        return f"{qualifier}{separator}{name}"
    return name or f"<{kind.name.lower().replace('_', ' ')}>"


def detail(outline: Outline, index: int) -> str:
    """Parameters and type of a definition as written, on one line."""
    # An impl block is told apart by its type; the parameters of that say nothing more.
    is_block = outline.kind(index) is DefKind.IMPL
    parameters = "" if is_block else " ".join(outline.parameters(index).split())
    written = " ".join(outline.type_text(index).split())
    return f"{parameters}: {written}" if parameters and written else parameters or written


def tags(outline: Outline, index: int) -> list[int]:
    """LSP SymbolTags of a definition."""
    return [DEPRECATED_TAG] if outline.modifiers(index) & Modifier.DEPRECATED else []
