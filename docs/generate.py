"""Writes the generated documents anew (`make docs`); a test says when they are out of date.

`protocol.md` comes from the attrs classes of the custom requests: whatever is registered under
`codeprism/` is in it, with every field's own description.
"""

from __future__ import annotations

import inspect
import re
import types
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs

from codeprism_lsp.features.index_status import IndexStatus, IndexStatusParams
from codeprism_lsp.features.registry import discover

DOCS = Path(__file__).resolve().parent
_INTRODUCTION = """\
# The protocol

Beside the requests of the Language Server Protocol the server answers those of this page. It is generated
from the classes that the server itself uses (`make docs`).

Params and results are JSON objects with the fields below. A field with a default may be left out. URIs,
ranges and positions are those of LSP, in the position encoding that was negotiated. Results that can be long
come in pages: ask again with the `cursor` of the answer until it is null. If the index has changed meanwhile
the answer is the error ContentModified (-32801): begin with the first page. A file that is not in the index
is answered with RequestFailed (-32803), values that make no sense with InvalidParams (-32602).
"""


def protocol() -> str:
    """The text of `protocol.md`."""
    parts = [_INTRODUCTION]
    known: dict[str, type[Any]] = {}
    status = "How far the index is. Answered at once, whatever else the server is doing."
    parts.append(_method("codeprism/indexStatus", status, IndexStatusParams, IndexStatus))
    parts.append(
        "## Notification `codeprism/indexStatusChanged`\n\n"
        "Sent by the server when the status has changed, at most ten times a second. Its params are an "
        "[`IndexStatus`](#indexstatus).\n"
    )
    _collect(IndexStatus, known)
    for name, feature in sorted(discover().items()):
        if not name.startswith("codeprism/"):
            continue
        result = typing.get_type_hints(feature.handler).get("return")
        parts.append(_method(name, inspect.getdoc(feature.handler) or "", feature.params_type, result))
        _collect(result, known)
    parts.append("## Types\n")
    parts.extend(_type(known[name]) for name in sorted(known))
    return "\n".join(parts).rstrip("\n") + "\n"


def _method(name: str, description: str, params: type[Any], result: Any) -> str:
    lines = [f"## Request `{name}`", "", description, ""]
    fields = list(_fields(params))
    lines += ["Params:", "", *_table(fields), ""] if fields else ["Params: `{}`", ""]
    return "\n".join([*lines, f"Result: {_spelled(result)}", ""])


def _type(cls: type[Any]) -> str:
    return "\n".join([f"### {cls.__name__}", "", inspect.getdoc(cls) or "", "", *_table(_fields(cls)), ""])


def _fields(cls: type[Any]) -> Iterator[tuple[str, str, str, str]]:
    hints = typing.get_type_hints(cls)
    for one in attrs.fields(cls):
        default = "" if one.default is attrs.NOTHING else f"`{_json(one.default)}`"
        yield _wire(one.name), _spelled(hints[one.name]), default, one.metadata.get("doc", "")


def _table(fields: Any) -> list[str]:
    rows = ["| field | type | default | |", "|---|---|---|---|"]
    return [*rows, *(f"| `{name}` | {kind} | {default} | {doc} |" for name, kind, default, doc in fields)]


def _wire(name: str) -> str:
    head, *rest = name.rstrip("_").split("_")
    return head + "".join("MB" if part == "mb" else part.capitalize() for part in rest)


def _spelled(kind: Any) -> str:
    """A type as a reader of JSON knows it."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        return " or ".join(_spelled(one) for one in arguments)
    if origin is list:
        return f"array of {_spelled(arguments[0])}"
    if origin is dict:
        return f"object of {_spelled(arguments[1])}"
    if kind in _PLAIN:
        return _PLAIN[kind]
    if attrs.has(kind) and kind.__module__.startswith("codeprism_lsp"):
        return f"[`{kind.__name__}`](#{kind.__name__.lower()})"
    return f"`{getattr(kind, '__name__', kind)}`"


_PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null", Any: "any"}


def _json(value: Any) -> str:
    plain = {None: "null", True: "true", False: "false"}
    return plain[value] if value is None or isinstance(value, bool) else re.sub("'", '"', repr(value))


def _collect(kind: Any, known: dict[str, type[Any]]) -> None:
    """Our own classes that a type is made of."""
    for argument in typing.get_args(kind):
        _collect(argument, known)
    if not attrs.has(kind) or not kind.__module__.startswith("codeprism_lsp") or kind.__name__ in known:
        return
    known[kind.__name__] = kind
    for hint in typing.get_type_hints(kind).values():
        _collect(hint, known)


if __name__ == "__main__":
    (DOCS / "protocol.md").write_text(protocol(), encoding="utf-8")
