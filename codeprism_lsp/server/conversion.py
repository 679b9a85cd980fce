"""Typed params and results: lsprotocol's converter, made strict, and taught our own classes.

lsprotocol's converter casts: `"3"` becomes line 3, `1.9` becomes 1, `5` becomes the URI "5". Here a
value of the wrong type is an error, which the client sees as InvalidParams. Attrs classes of our own
are spelled in camelCase on the wire, `from_` as `from`, and what equals its default is still written.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs
from cattrs import Converter, transform_error
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override
from lsprotocol.converters import get_converter


class BadParams(ValueError):  # noqa: N818 - says what is wrong
    """Params do not fit their type; the message names the fields."""


def build_converter() -> Converter:
    """A converter for lsprotocol's classes and our own; safe to use from several threads."""
    converter = get_converter()
    for expected in (str, int, bool, float):
        converter.register_structure_hook(expected, _strict(expected))
    converter.register_structure_hook_factory(_is_ours, lambda cls: _structure(cls, converter))
    converter.register_unstructure_hook_factory(
        _is_ours, lambda cls: make_dict_unstructure_fn(cls, converter, **_wire_names(cls))
    )
    return converter


def structure(converter: Converter, params: Any, params_type: type[Any]) -> Any:
    """`params` as `params_type`. Absent params stand for `{}` where no field is required.

    Raises BadParams.
    """
    if params is None and not any(a.default is attrs.NOTHING for a in attrs.fields(params_type)):
        params = {}
    if not isinstance(params, dict):
        raise BadParams(f"params must be an object, not {_json_name(params)}")
    try:
        return converter.structure(params, params_type)
    except Exception as error:
        # cattrs raises whatever the hooks of the nested types raise; all of it means the same here.
        raise BadParams("; ".join(_messages(error))) from error


def _structure(cls: type[Any], converter: Converter) -> Callable[[Any, Any], Any]:
    from_dict = make_dict_structure_fn(cls, converter, **_wire_names(cls))

    def structure_ours(value: Any, target: Any) -> Any:
        if not isinstance(value, dict):
            raise TypeError(f"expected an object, got {_json_name(value)}")
        return from_dict(value, target)

    return structure_ours


def _strict(expected: type[Any]) -> Callable[[Any, Any], Any]:
    def check(value: Any, _: Any) -> Any:
        if type(value) is expected:
            return value
        if expected is float and type(value) is int:
            return float(value)
        # Lua and some others know one kind of number only and write 3 as 3.0.
        if expected is int and type(value) is float and value.is_integer():
            return int(value)
        raise TypeError(f"expected {_NAMES[expected]}, got {_json_name(value)}")

    return check


_NAMES: dict[type[Any], str] = {
    str: "a string",
    int: "an integer",
    float: "a number",
    bool: "a boolean",
    list: "an array",
    dict: "an object",
    type(None): "null",
}


def _json_name(value: Any) -> str:
    return _NAMES.get(type(value), type(value).__name__)


def _messages(error: Exception) -> list[str]:
    try:
        return transform_error(error, path="params", format_exception=_describe)
    except Exception:  # noqa: BLE001 - the description of an error must not hide the error
        return [_describe(error, None)]


def _describe(error: BaseException, _: type[Any] | None) -> str:
    if isinstance(error, KeyError):
        return f"{error.args[0]!r} is missing"
    return str(error) or type(error).__name__


def _is_ours(cls: Any) -> bool:
    if not isinstance(cls, type) or not attrs.has(cls):
        return False
    return not cls.__module__.startswith(("lsprotocol.", "pygls."))


def _wire_names(cls: type[Any]) -> dict[str, Any]:
    return {a.name: override(rename=_camel(a.name)) for a in attrs.fields(cls)}


def _camel(name: str) -> str:
    head, *rest = name.rstrip("_").split("_")
    return head + "".join(part.capitalize() for part in rest)
