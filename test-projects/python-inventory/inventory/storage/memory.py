"""A storage in a dict."""

from __future__ import annotations

from collections.abc import Iterable

from ..models.item import StockItem
from .base import Storage as StorageInterface


class MemoryStorage(StorageInterface):
    def __init__(self) -> None:
        self._items: dict[str, StockItem] = {}

    def save(self, item: StockItem) -> None:
        self._items[item.name] = item

    def load(self, name: str) -> StockItem | None:
        return self._items.get(name)

    def all_items(self) -> Iterable[StockItem]:
        return self._items.values()
