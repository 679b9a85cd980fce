"""The type that a call of a function-like macro has, where its body says so by a cast.

`#define HEADER(s) ((struct header *)((s) - sizeof(struct header)))` gives a `struct header *` whatever is
around; nothing else of preprocessing is needed to know the members of `HEADER(s)->`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_HEAD = re.compile(r"#\s*define\s+\w+\(([^()]*)\)((?:\\\r?\n|[^\n])*)")
_CAST = re.compile(
    r"\(\s*((?:(?:const|volatile|struct|union|enum|class|unsigned|signed)\s+)*\w+(?:::\w+)*)\s*(\**)\s*\)\s*[\w(&*]"
)
_CALL = re.compile(r"(\w+)\s*\(")
_DECLARED = (
    r"(?:^|[;{(])\s*((?:(?:const|static|struct|union|enum|class)\s+)*\w+(?:::\w+)*)[\s*&]+%s\s*[=;\[,]"
)
_BODY = 4_000  # characters of a body that are looked at


def body(definition: str, arguments: Sequence[str]) -> str:
    """The body of a macro's definition with the arguments put in, without brackets around it."""
    head = _HEAD.match(definition[:_BODY])
    if head is None:
        return ""
    names = [one.strip() for one in head[1].split(",")]
    given = dict(zip(names, arguments, strict=False))
    text = re.sub(r"\\\r?\n", " ", head[2])
    text = re.sub(r"/\*.*?\*/|//[^\n]*", " ", text)
    text = re.sub(r"[A-Za-z_]\w*", lambda word: given.get(word[0], word[0]), text)
    return _unbracketed(re.sub(r"\s*##\s*", "", text).strip())


def cast_type(text: str) -> str:
    """The type text to which an expression is cast as a whole, "" where it is not."""
    match = _CAST.match(text)
    if match is None:
        return ""
    closing = text.index(")") + 1
    operand = text[closing:].strip()
    # `(a *)(b)->c` casts the member; `(a)(b) + 1` adds to what is cast, which keeps the type of a pointer.
    if not operand.startswith("("):
        return match[1] if re.fullmatch(r"[&*]*\w+", operand) else ""
    rest = operand[_closing(operand) :].strip()
    return match[1] if not rest else ""


def declared_type(text: str, name: str) -> str:
    """The type text with which the body of a macro declares a variable, "" where it does not."""
    match = re.search(_DECLARED % re.escape(name), text[:_BODY])
    return match[1] if match is not None else ""


def called(text: str) -> tuple[str, list[str]] | None:
    """(name, arguments) of an expression that is one call as a whole, None of others."""
    match = _CALL.match(text)
    if match is None or _closing(text[match.end() - 1 :]) + match.end() - 1 != len(text):
        return None
    inner, parts, level, begin = text[match.end() : -1], [], 0, 0
    for at, char in enumerate(inner):
        level += (char in "([{") - (char in ")]}")
        if char == "," and level == 0:
            parts.append(inner[begin:at].strip())
            begin = at + 1
    return match[1], [*parts, inner[begin:].strip()]


def _unbracketed(text: str) -> str:
    """Without brackets around the whole; of a statement expression its last statement."""
    for _ in range(8):
        if not text.startswith("(") or _closing(text) != len(text):
            return text
        text = text[1:-1].strip()
        if text.startswith("{") and text.endswith("}"):
            statements = text[1:-1].strip().rstrip(";")
            text = statements.rpartition(";")[2].strip()
    return text


def _closing(text: str) -> int:
    """Where the bracket that opens the text is closed, behind it; 0 where it is not."""
    level = 0
    for at, char in enumerate(text):
        level += (char == "(") - (char == ")")
        if level == 0:
            return at + 1
    return 0
