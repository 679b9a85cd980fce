"""A tiny event bus. Its `add` and `find` share only their names with those of the catalog."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Event:
    name: str


@dataclass(frozen=True)
class ItemAdded(Event):
    pass


@dataclass(frozen=True)
class ItemSold(Event):
    quantity: int


Handler = Callable[[Event], None]


class EventBus:
    def __init__(self) -> None:
        self._handlers: dict[type[Event], list[Handler]] = {}

    def add(self, kind: type[Event], handler: Handler) -> None:
        self.find(kind).append(handler)

    def find(self, kind: type[Event]) -> list[Handler]:
        return self._handlers.setdefault(kind, [])

    def publish(self, event: Event) -> None:
        for handler in self.find(type(event)):
            handler(event)
