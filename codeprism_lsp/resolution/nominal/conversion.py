"""Whether a value of one type is one of another, and how near the two are."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from codeprism_lsp.resolution.declaration import Builtin, Instance, Outside, Type, Union, Variable
from codeprism_lsp.resolution.nominal import ancestry, types
from codeprism_lsp.resolution.nominal.functions import Function

if TYPE_CHECKING:
    from codeprism_lsp.resolution.resolver import Resolver

_DEPTH = 6


class Fit(IntEnum):
    """How a value suits a type; greater is nearer."""

    NO = 0
    BOXED = 1  # only in, or out of, the object that stands for a primitive value
    PERHAPS = 2  # not everything is known
    BELOW = 3
    SAME = 4


def fit(
    resolver: Resolver, given: Type | None, wanted: Type | None, path: str, function: Function | None = None
) -> Fit:
    """How a value of the type `given` suits the type `wanted`, in which variables are those of `function`."""
    return _fit(resolver, given, wanted, path, function, 0)


def _fit(
    resolver: Resolver,
    given: Type | None,
    wanted: Type | None,
    path: str,
    function: Function | None,
    depth: int,
) -> Fit:
    if isinstance(wanted, Variable):
        bound = function.bounds.get(wanted.name) if function is not None else None
        wanted = bound if bound is not None and depth < _DEPTH else types.root(resolver, path)
        if isinstance(wanted, Variable):
            return _fit(resolver, given, wanted, path, function, depth + 1)
    if isinstance(given, Variable):
        given = types.root(resolver, path)
    if given is None or wanted is None or types.UNKNOWN in (given, wanted):
        # What is not known is anything, which only the root of all types is sure to take.
        return Fit.BELOW if wanted == types.root(resolver, path) else Fit.PERHAPS
    if isinstance(given, Union):
        return max(_fit(resolver, one, wanted, path, function, depth + 1) for one in given.members)
    if isinstance(wanted, Union):
        return min(_fit(resolver, given, one, path, function, depth + 1) for one in wanted.members)
    if given == types.VOID:
        return Fit.NO
    basic = types.library(resolver, path).basic
    given_primitive = isinstance(given, Builtin) and given.name in types.PRIMITIVES
    wanted_primitive = isinstance(wanted, Builtin) and wanted.name in types.PRIMITIVES
    if given_primitive and wanted_primitive:
        if given == wanted:
            return Fit.SAME
        return Fit.BELOW if _name(wanted) in basic.wider.get(_name(given), ()) else Fit.NO
    if given == types.NULL:
        return Fit.NO if wanted_primitive else Fit.BELOW
    if given_primitive:
        boxed = Outside(basic.boxes[_name(given)])
        return Fit.BOXED if _fit(resolver, boxed, wanted, path, function, depth + 1) > Fit.BOXED else Fit.NO
    if wanted_primitive:
        plain = basic.unboxed.get(_name(given), "")
        same = plain == _name(wanted) or _name(wanted) in basic.wider.get(plain, ())
        return Fit.BOXED if same else Fit.NO
    return _of_references(resolver, given, wanted, path, function, depth)


def _of_references(
    resolver: Resolver, given: Type, wanted: Type, path: str, function: Function | None, depth: int
) -> Fit:
    given_array = isinstance(given, Builtin) and given.name == "array"
    if isinstance(wanted, Builtin) and wanted.name == "array":
        if not given_array:
            return Fit.PERHAPS if not isinstance(given, Instance | Outside) else Fit.NO
        element, wanted_element = _element(given), _element(wanted)
        if _is_primitive(element) or _is_primitive(wanted_element):
            if isinstance(element, Builtin) and isinstance(wanted_element, Builtin):
                return Fit.SAME if element == wanted_element else Fit.NO
            return Fit.PERHAPS if types.UNKNOWN in (element, wanted_element) else Fit.NO
        return _fit(resolver, element, wanted_element, path, function, depth + 1)
    identity, wanted_identity = ancestry.key(given), ancestry.key(wanted)
    if identity is None or wanted_identity is None:
        return Fit.PERHAPS
    if identity == wanted_identity:
        return Fit.SAME
    if any(ancestry.key(one) == wanted_identity for one in ancestry.levels(resolver, given, path)):
        return Fit.BELOW
    return Fit.NO if _is_known_apart(resolver, given, wanted, path) else Fit.PERHAPS


def _is_known_apart(resolver: Resolver, given: Type, wanted: Type, path: str) -> bool:
    """Whether a type that is not known to be below another one is known not to be."""
    table = types.library(resolver, path)
    if isinstance(given, Outside) and given.name not in table and isinstance(wanted, Outside):
        known = table.type(wanted.name)
        # What is not known is none of the library's values: those cannot be extended.
        return known is not None and wanted.name in _FINAL
    return ancestry.is_complete(resolver, given, path)


_FINAL = frozenset({"java.lang.String", "java.lang.Class"})


def _name(found: Type) -> str:
    return found.name if isinstance(found, Builtin | Outside) else ""


def _element(found: Type) -> Type:
    return found.arguments[0] if isinstance(found, Builtin) and found.arguments else types.UNKNOWN


def _is_primitive(found: Type) -> bool:
    return isinstance(found, Builtin) and found.name in types.PRIMITIVES
