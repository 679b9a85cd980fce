"""Where a name stands in a file's bytes, as a whole identifier.

The token index answers with hashes, so its candidates may be false; what is found here is true. The
borders of identifiers are those by which the index was made (`facts.keys`), so nothing that the index
promises is missed.
"""

from __future__ import annotations

from codeprism_lsp.facts.keys import IDENTIFIER_BYTES

_IDENTIFIER = frozenset(IDENTIFIER_BYTES)


def word_offsets(data: bytes, name: bytes) -> list[int]:
    """Byte offsets at which ``name`` stands as a whole identifier, ascending.

    A name that is no single identifier matches wherever neither neighbour would lengthen its first or
    last word; an empty name matches nowhere.
    """
    if not name:
        return []
    size = len(name)
    end = len(data)
    open_left = name[0] in _IDENTIFIER
    open_right = name[-1] in _IDENTIFIER
    found: list[int] = []
    at = data.find(name)
    while at >= 0:
        after = at + size
        inside = (open_left and at > 0 and data[at - 1] in _IDENTIFIER) or (
            open_right and after < end and data[after] in _IDENTIFIER
        )
        if not inside:
            found.append(at)
        at = data.find(name, after if not inside else at + 1)
    return found
