"""Written parameter lists: their parameters, and the names of the types in them."""

from __future__ import annotations

from functools import lru_cache

_OPEN, _CLOSE = "<([{", ">)]}"


def parameters(text: str) -> list[str]:
    """The parameters of a written list, each as written: `(int a, List<K, V> b)` has two."""
    return list(_parameters(text))


@lru_cache(maxsize=50_000)
def _parameters(text: str) -> tuple[str, ...]:
    inner = text.strip()
    closing = inner.rfind(")")  # behind it a qualifier of the function may stand
    inner = inner[1:closing] if inner[:1] == "(" and closing > 0 else inner
    parts: list[str] = []
    level = begin = 0
    for at, char in enumerate(inner):
        level += (char in _OPEN) - (char in _CLOSE and inner[at - 1 : at + 1] not in ("=>", "->"))
        if char == "," and level == 0:
            parts.append(inner[begin:at])
            begin = at + 1
    parts.append(inner[begin:])
    return tuple(part.strip() for part in parts if part.strip())


def split_parameter(text: str) -> tuple[str, bool, str]:
    """(name or pattern, whether it has a type, the type) of a written parameter, without its default."""
    level = 0
    colon = -1
    for at, char in enumerate(text):
        if char in "<([{":
            level += 1
        elif char in ")]}" or (char == ">" and text[at - 1 : at] != "="):
            level -= 1
        elif char == ":" and level == 0 and colon < 0:
            colon = at
        elif char == "=" and level == 0 and text[at + 1 : at + 2] != ">":
            text = text[:at]
            break
    if colon < 0:
        return text.strip(), False, ""
    return text[:colon].strip(), True, text[colon + 1 :].strip()


@lru_cache(maxsize=50_000)
def type_name(parameter: str) -> str:
    """The last identifier of a written parameter's type, with `[]` for arrays: `final a.B<C> x` gives B."""
    words: list[str] = []
    level = 0
    current = ""
    for char in parameter + " ":
        level += (char == "<") - (char == ">")
        if level or char == ">":
            continue
        if char.isspace():
            if current:
                words.append(current)
            current = ""
        else:
            current += char
    words = [word for word in words if word not in ("final", "const") and not word.startswith("@")]
    written = words[-2] if len(words) > 1 else (words[0] if words else "")
    if written == "...":
        written = words[-3] if len(words) > 2 else ""
    return written.replace("...", "").rpartition(".")[2]
