"""Names that a declaration constructs by its type: `Item one(1), two;` constructs `one` and `two`."""

from __future__ import annotations

from dataclasses import dataclass

from tree_sitter import Node

from codeprism_lsp.extraction.expression import Expression
from codeprism_lsp.languages.spec import LanguageSpec

_LEVELS = 6  # nodes between a type's name and its declaration
_DECLARATIONS = ("declaration", "field_declaration")
_NAMES = ("identifier", "field_identifier")
_VALUES = ("argument_list", "initializer_list")


@dataclass(frozen=True, slots=True)
class Constructed:
    """A name that is constructed, its span, and the arguments of its construction."""

    name: str
    start: int
    end: int
    arguments: tuple[Expression, ...]
    is_member: bool


def by_type(spec: LanguageSpec, data: bytes, node: Node | None) -> list[Constructed]:
    """What is constructed by the declaration whose type the identifier `node` names."""
    inner = node
    for _ in range(_LEVELS):
        around = inner.parent if inner is not None else None
        if inner is None or around is None:
            return []
        if around.type in _DECLARATIONS:
            typed = around.child_by_field_name("type")
            if typed is None or typed.id != inner.id:
                return []
            found = (
                _constructed(spec, data, around, one) for one in around.children_by_field_name("declarator")
            )
            return [one for one in found if one is not None]
        if (around.child_by_field_name("name") or inner).id != inner.id:
            return []  # a type argument, or a scope
        inner = around
    return []


def _constructed(spec: LanguageSpec, data: bytes, around: Node, declarator: Node) -> Constructed | None:
    value: Node | None = None
    name: Node | None = declarator
    if declarator.type == "init_declarator":
        name, value = declarator.child_by_field_name("declarator"), declarator.child_by_field_name("value")
        if value is None or value.type not in _VALUES:
            return None
    elif declarator.type == "function_declarator":  # `Item one(two);` looks like a function
        name, value = (
            declarator.child_by_field_name("declarator"),
            declarator.child_by_field_name("parameters"),
        )
    if name is None or name.type not in _NAMES:
        return None
    arguments = [] if value is None else [Expression(spec, data, one) for one in value.named_children]
    text = data[name.start_byte : name.end_byte].decode("utf-8", "replace")
    is_member = around.type == "field_declaration"
    return Constructed(text, name.start_byte, name.end_byte, tuple(arguments), is_member)
