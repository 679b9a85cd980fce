"""Parts of types: what indexing, iterating, awaiting, entering and unpacking a value gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codeprism_lsp.languages.spec import TypeDialect
from codeprism_lsp.resolution import (
    combinators,
    operators,
    results,
    special_classes,
    structural,
)
from codeprism_lsp.resolution.declaration import (
    EXTERNAL,
    Builtin,
    ClassObject,
    FunctionObject,
    Instance,
    Type,
    Union,
    union,
)

if TYPE_CHECKING:
    from codeprism_lsp.resolution.resolver import Resolver


def container_member(receiver: Type, name: str, dialect: TypeDialect) -> Type | None:
    """A member of a container type, known by the type's arguments: `dict.get`, `list.pop`, `vec.iter`."""
    if not isinstance(receiver, Builtin) or not receiver.arguments:
        return None
    last = receiver.arguments[-1]
    if name in ("items", "entries", "entrySet"):
        return Builtin("bound", (Builtin("list", (Builtin("tuple", receiver.arguments),)),))
    if name in ("keys", "keySet"):
        return Builtin("bound", (Builtin("list", receiver.arguments[:1]),))
    if name in _WHOLE:
        return Builtin("bound", (Builtin("list", (last,)),))
    if name in _ELEMENT:
        return Builtin("bound", (last,))
    return None


_WHOLE = frozenset(
    {
        "values",
        "copy",
        "filter",
        "slice",
        "sort",
        "reverse",
        "iter",
        "iter_mut",
        "into_iter",
        "stream",
        "concat",
    }
)


_ELEMENT = frozenset(
    {"get", "pop", "popleft", "setdefault", "find", "at", "shift", "first", "last", "next", "remove", "peek"}
    | {"unwrap", "expect", "unwrap_or_default", "front", "back", "getFirst", "getLast", "poll", "orElse"}
)


def instance_of(known: Type | None) -> Type | None:
    return Instance(known.declaration, known.arguments) if isinstance(known, ClassObject) else None


def element_of(known: Type | None, dialect: TypeDialect) -> Type | None:
    """What indexing a container gives."""
    if isinstance(known, Union):
        parts = [element_of(one, dialect) for one in known.members]
        return union([one for one in parts if one is not None])
    if known == EXTERNAL:
        return EXTERNAL
    if isinstance(known, Builtin) and known.arguments:
        if known.name == "bound":
            return None
        if known.name in ("array", "list", "set", "Iterator", "tuple"):
            return known.arguments[0]
        if known.name in ("map", "dict"):
            return known.arguments[-1]
        at = dialect.containers.get(known.name)
        if at is not None and at < len(known.arguments):
            return known.arguments[at]
    if isinstance(known, Instance) and known.arguments:
        at = dialect.containers.get(known.declaration.name)
        if at is not None and at < len(known.arguments):
            return known.arguments[at]
    return None


def iterated(resolver: Resolver, known: Type | None, dialect: TypeDialect, path: str) -> Type | None:
    """What a loop over a value gets."""
    known = structural.underlying(resolver, known)
    if isinstance(known, Builtin) and known.name in dialect.pairs:
        return combinators.yielded(known, dialect)
    if isinstance(known, Builtin) and known.name in ("dict", "Dict", "Mapping", "defaultdict", "OrderedDict"):
        return known.arguments[0] if len(known.arguments) > 1 else None
    if isinstance(known, Instance) and (given := operators.iterated(resolver, known, path)) is not None:
        return given
    if structural.is_nameless(resolver, known):
        return known
    if isinstance(known, ClassObject) and special_classes.sort_of(resolver, known.declaration):
        return Instance(known.declaration)  # the values of an enumeration
    if isinstance(known, Instance):
        for name in ("__iter__", "iterator", "next"):
            for method in resolver.member(known, name, path)[:1]:
                return element_of(results.returned(resolver, FunctionObject(method, known)), dialect)
    return element_of(known, dialect)


def awaited(known: Type | None, dialect: TypeDialect) -> Type | None:
    """What `await` gives: a future's result, otherwise the value itself."""
    if isinstance(known, Builtin) and known.arguments:
        if known.name in ("Awaitable", *dialect.awaitable):
            return known.arguments[-1]
    if isinstance(known, Instance) and known.arguments and known.declaration.name in dialect.awaitable:
        return known.arguments[0]
    return known


def unwrapped(known: Type | None) -> Type | None:
    """What Rust's `?` gives: the payload of a Result or Option."""
    if isinstance(known, Builtin | Instance) and known.arguments:
        return known.arguments[0]
    return known


def entered(resolver: Resolver, known: Type | None) -> Type | None:
    if isinstance(known, Instance):
        for name in ("__enter__", "__aenter__"):
            for method in resolver.member(known, name, known.declaration.path)[:1]:
                entered = results.returned(resolver, FunctionObject(method, known))
                return awaited(entered, TypeDialect()) or known
        return known
    if isinstance(known, Builtin) and known.arguments:
        return known.arguments[0]
    return known


def unpacked(known: Type | None, positions: tuple[int, ...]) -> Type | None:
    for position in positions:
        if known == EXTERNAL:
            return EXTERNAL
        if not isinstance(known, Builtin) or not known.arguments:
            return None
        if known.name == "tuple":
            known = known.arguments[position] if position < len(known.arguments) else None
        else:
            known = known.arguments[-1]
        if known == Builtin("?"):
            return None
    return known
