"""Items that go off, down to the third level of the hierarchy."""

from __future__ import annotations

from datetime import date
from typing import Any

from inventory.models.item import StockItem


class Perishable(StockItem):
    kind = "perishable"

    def __init__(self, name: str, quantity: int, *, expires: date, **rest: Any) -> None:
        super().__init__(name, quantity, **rest)
        self.expires = expires

    def is_expired(self, today: date) -> bool:
        return today >= self.expires

    def details(self) -> str:
        return f"{super().details()}, until {self.expires.isoformat()}"


class FrozenGood(Perishable):
    kind = "frozen"

    class Freezer:
        """A nested class: where the good is kept."""

        def __init__(self, celsius: int = -18) -> None:
            self.celsius = celsius

    def __init__(self, name: str, quantity: int, **rest: Any) -> None:
        super().__init__(name, quantity, **rest)
        self.freezer = self.Freezer()

    def is_expired(self, today: date) -> bool:
        return super().is_expired(today) or self.freezer.celsius > -5
