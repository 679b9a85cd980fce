"""Words of a source to which its tree gives no structure, yet which are names to people.

The bodies of C's macros are plain text to the grammar, and annotation macros are replaced by spaces
before the parse. Both are read from the text itself.
"""

from __future__ import annotations

import re

from tree_sitter import Node

from codeprism_lsp.extraction import doc_names
from codeprism_lsp.languages.spec import LanguageSpec

_WORD = re.compile(rb"[A-Za-z_]\w*")
_TOKEN = re.compile(
    rb"\"(?:\\.|[^\"\\\n])*\"?|'(?:\\.|[^'\\\n])*'?|/\*.*?\*/|//[^\n]*|(?P<word>[A-Za-z_]\w*)|[\d.]\w*|.",
    re.DOTALL,
)
_LIST_DEPTH = 5  # nodes between a string and the assignment it stands in
_BODY_BYTES = 1 << 14  # of a macro's body that are looked at


def word_at(spec: LanguageSpec, data: bytes, node: Node, at: int) -> tuple[int, int] | None:
    """The span of the word at a byte offset, where `node` is the smallest node around it; None where the
    tree tells what stands there, and in strings and comments."""
    if node.type in spec.plain_nodes:
        for match in _TOKEN.finditer(
            data, node.start_byte, min(node.end_byte, node.start_byte + _BODY_BYTES)
        ):
            if match.end() > at:
                return match.span() if match["word"] is not None else None
        return None
    if spec.name_lists and node.type in spec.string_nodes:
        return _listed(spec, data, node)
    if node.type in spec.comment_nodes:
        named = doc_names.at(spec, data, node.start_byte, node.end_byte, at)
        return (named.start, named.end) if named is not None else None
    if spec.blank is None or not node.child_count or not _is_word(data, at):
        return None
    start = at
    while start > 0 and _is_word(data, start - 1):
        start -= 1
    word = _WORD.match(data, start)
    covered = word is None or any(
        child.start_byte < word.end() and start < child.end_byte for child in node.children
    )
    return None if covered or word is None else word.span()


def _listed(spec: LanguageSpec, data: bytes, node: Node) -> tuple[int, int] | None:
    """The span of a string that is a name in a list of names (`__all__ = ["f"]`)."""
    around = node.parent
    for _ in range(_LIST_DEPTH):
        if around is None:
            return None
        left = around.child_by_field_name("left")
        if left is not None:
            listed = data[left.start_byte : left.end_byte].decode("utf-8", "replace") in spec.name_lists
            whole = _WORD.fullmatch(data, node.start_byte, node.end_byte)
            return whole.span() if listed and whole is not None else None
        around = around.parent
    return None


def _is_word(data: bytes, at: int) -> bool:
    return at < len(data) and (data[at : at + 1].isalnum() or data[at] == 0x5F)
