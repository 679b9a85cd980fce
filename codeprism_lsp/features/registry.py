"""How a feature makes itself known: the `@feature` decorator, and the discovery of all features.

There is no central list. A module of `codeprism_lsp.features` writes

    @feature("textDocument/definition", lsp.DefinitionParams, capability={"definition_provider": True})
    def definition(context: RequestContext, params: lsp.DefinitionParams) -> list[lsp.Location]: ...

and `discover()` finds it by importing every module of the package. Custom methods are the same:

    @attrs.frozen
    class DependenciesParams:
        uri: str
        depth: int = 1
        include_external: bool = False   # `includeExternal` on the wire; `from_` would be `from`

    @feature("codeprism/dependencies", DependenciesParams)
    def dependencies(context: RequestContext, params: DependenciesParams) -> dict[str, Any]: ...

Handlers are synchronous functions, called on a worker thread. A result may be

- an lsprotocol object, or any nesting of lists and dicts with lsprotocol objects in it: they are
  converted by lsprotocol's own rules (camelCase, None omitted). About 7 microseconds an object;
- plain dicts, lists, strings, numbers, enums, numpy numbers and arrays (`Json`): written as they are,
  so keys are spelled as on the wire. Use this for anything that can hold thousands of items;
- an attrs object of our own: converted to camelCase, None and defaults kept;
- `orjson.Fragment(b"...")`: bytes that already are JSON;
- None: `null`.

Document synchronisation, the life cycle and `codeprism/indexStatus` are answered by `server` and cannot
be registered here.
"""

from __future__ import annotations

import enum
import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import attrs
from lsprotocol import types as lsp

from codeprism_lsp.features.context import RequestContext

Json = dict[str, Any] | list[Any] | str | int | float | bool | None
"""A result that is already in the shape of the wire."""

Handler = Callable[[RequestContext, Any], Any]
Capability = Mapping[str, Any] | Callable[[lsp.ClientCapabilities], Mapping[str, Any]]
"""What a feature adds to ServerCapabilities: field names as in `lsp.ServerCapabilities` (snake_case) to
values (booleans, options objects, or mappings that are merged into one, for `workspace` and
`experimental`); or a function that gives it from the client's capabilities (empty: not offered)."""

H = TypeVar("H", bound=Handler)


class Lane(enum.Enum):
    """Which queue a request waits in.

    Whole-graph questions (cycles, impact) are BULK: they may fill at most half of the workers, so that
    somebody's hover never waits behind them.
    """

    INTERACTIVE = "interactive"
    BULK = "bulk"


@dataclass(frozen=True, slots=True)
class Feature:
    """One registered request method."""

    method: str
    params_type: type[Any]
    handler: Handler
    capability: Capability
    lane: Lane
    kind: str = ""  # of its answers, where they are worth keeping: see `workspace.answers`

    def capabilities(self, client: lsp.ClientCapabilities) -> Mapping[str, Any]:
        """What this feature adds to ServerCapabilities for that client."""
        return self.capability(client) if callable(self.capability) else self.capability


class DuplicateFeature(ValueError):  # noqa: N818 - says what is wrong
    """Two handlers claim one method, or a handler claims one that the server answers itself."""


RESERVED = frozenset(
    {"initialize", "shutdown", "codeprism/indexStatus"},
)
"""Requests that `server` answers itself, on the event loop."""

_features: dict[str, Feature] = {}


def feature(
    method: str,
    params_type: type[Any],
    *,
    capability: Capability | None = None,
    lane: Lane = Lane.INTERACTIVE,
    kind: str = "",
) -> Callable[[H], H]:
    """Registers the decorated function as the handler of the request `method`.

    `params_type` is an lsprotocol params class or an attrs class of our own; params that do not fit are
    answered with InvalidParams before the handler is called. With a `kind` its answers are kept for
    whoever asks the same of the same state: they must depend on nothing else. Raises `DuplicateFeature`.
    """
    if method in RESERVED:
        raise DuplicateFeature(f"{method} is answered by the server itself")
    if not attrs.has(params_type):
        raise TypeError(f"{method}: {params_type!r} is not an attrs class")

    def register(handler: H) -> H:
        known = _features.get(method)
        if known is not None and _origin(known.handler) != _origin(handler):
            raise DuplicateFeature(f"{method}: {_origin(handler)} and {_origin(known.handler)}")
        _features[method] = Feature(method, params_type, handler, capability or {}, lane, kind)
        return handler

    return register


def discover(package: str = "codeprism_lsp.features") -> Mapping[str, Feature]:
    """Imports every module of `package`, sub-packages included, and returns all features by method."""
    root = importlib.import_module(package)
    for module in pkgutil.walk_packages(root.__path__, root.__name__ + "."):
        importlib.import_module(module.name)
    return dict(_features)


def capabilities(features: Mapping[str, Feature], client: lsp.ClientCapabilities) -> dict[str, Any]:
    """The ServerCapabilities fields of all `features`, merged; mappings merge key by key.

    Raises ValueError when two features give one field different values.
    """
    merged: dict[str, Any] = {}
    for method in sorted(features):
        _merge(merged, features[method].capabilities(client), method)
    return merged


def _merge(into: dict[str, Any], added: Mapping[str, Any], method: str) -> None:
    for name, value in added.items():
        known = into.get(name)
        if known is None:
            into[name] = dict(value) if isinstance(value, Mapping) else value
        elif isinstance(known, dict) and isinstance(value, Mapping):
            _merge(known, value, method)
        elif known != value:
            raise ValueError(f"{method}: capability {name!r} is already {known!r}, not {value!r}")


def _origin(handler: Callable[..., Any]) -> tuple[str, str]:
    return handler.__module__, handler.__qualname__
