"""Names in documentation comments: parameters, links and types, which people rename and look for, too.

A language says by a pattern where such names stand in its doc comments; what is not named there is prose.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from codeprism_lsp.languages.spec import LanguageSpec

_WORD = re.compile(rb"[A-Za-z_$\x80-\xff][\w$\x80-\xff]*")
_GROUPS = (
    ("parameter", "parameter"),
    ("generic", "generic"),
    ("link", "link"),
    ("reference", "reference"),
    ("type", "type"),
    ("result", "type"),
    ("own", "own"),
    ("defined", "own"),
    ("imported", "own"),
)
_COMMENT_BYTES = 1 << 14  # of one comment that are looked at


@dataclass(frozen=True, slots=True)
class DocName:
    """One name in a doc comment. `role` is "parameter", "generic" (a type parameter), "link", "reference" (to
    a type or member, with its signature), "type", or "own" (what the comment itself defines); `owner` is the
    name before the last dot or hash of a link, and of a reference all of it, from the offset `begin`."""

    start: int
    end: int
    role: str
    owner: str = ""
    begin: int = 0


def at(spec: LanguageSpec, data: bytes, begin: int, end: int, offset: int) -> DocName | None:
    """The name at a byte offset of the comment from `begin` to `end`, None in prose."""
    if spec.doc_names is None or not data.startswith(spec.doc_start, begin):
        return None
    for match in spec.doc_names.finditer(data, begin, min(end, begin + _COMMENT_BYTES)):
        if not match.start() <= offset < match.end():
            continue
        for group, role in _GROUPS:
            if group not in match.re.groupindex:
                continue
            start, stop = match.span(group)
            if not start <= offset < stop:
                continue
            before = data[start:stop] if role == "reference" else b""
            for word in _WORD.finditer(data, start, stop):
                if word.start() <= offset < word.end():
                    return DocName(*word.span(), role, before.decode("utf-8", "replace"), start)
                if role != "reference":
                    joined = data[word.end() : word.end() + 1] in (b".", b"#", b"~")
                    before = word.group() if joined and role == "link" else b""
            return None
    return None
