"""A decorator that registers HTTP routes."""

from __future__ import annotations

from collections.abc import Callable

Handler = Callable[[str], str]
ROUTES: dict[tuple[str, str], Handler] = {}


def route(method: str, path: str) -> Callable[[Handler], Handler]:
    def register(handler: Handler) -> Handler:
        ROUTES[method, path] = handler
        return handler

    return register


def dispatch(method: str, path: str, body: str = "") -> str:
    return ROUTES[method, path](body)
