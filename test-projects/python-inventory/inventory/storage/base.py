"""The interface of a storage."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable

from ..models import StockItem


class Storage(ABC):
    @abstractmethod
    def save(self, item: StockItem) -> None: ...

    @abstractmethod
    def load(self, name: str) -> StockItem | None: ...

    @abstractmethod
    def all_items(self) -> Iterable[StockItem]: ...
