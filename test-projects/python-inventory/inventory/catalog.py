"""The catalog: items by name, every change announced on the event bus."""

from __future__ import annotations

from collections.abc import Iterator

from .events import EventBus, ItemAdded, ItemSold
from .models.item import StockItem
from .storage.base import Storage


class UnknownItem(KeyError):
    """Raised when a name is not in the catalog."""


class Catalog:
    def __init__(self, storage: Storage) -> None:
        self.storage = storage
        self.bus = EventBus()

    def add(self, item: StockItem) -> None:
        self.storage.save(item)
        self.bus.publish(ItemAdded(item.name))

    def find(self, name: str) -> StockItem:
        item = self.storage.load(name)
        if item is None:
            raise UnknownItem(name)
        return item

    def sell(self, name: str, quantity: int) -> None:
        item = self.find(name)
        item.remove(quantity)
        self.storage.save(item)
        self.bus.publish(ItemSold(name, quantity))

    def __iter__(self) -> Iterator[StockItem]:
        return iter(self.storage.all_items())
