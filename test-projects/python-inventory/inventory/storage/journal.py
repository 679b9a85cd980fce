"""A storage that remembers what was saved, and in which order."""

from __future__ import annotations

from inventory.models.item import StockItem
from inventory.storage.memory import MemoryStorage


class JournaledStorage(MemoryStorage):
    def __init__(self) -> None:
        super().__init__()
        self.entries: list[str] = []

    def save(self, item: StockItem) -> None:
        super().save(item)
        self._append(item.name)

    def _append(self, line: str) -> None:
        self.entries.append(line)
