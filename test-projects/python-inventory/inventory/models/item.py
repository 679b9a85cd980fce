"""Items with a quantity and a price."""

from __future__ import annotations

from ..money import Money
from . import base
from .supplier import Supplier

REORDER_POINT = 10


class StockItem(base.Entity):
    kind = "item"

    def __init__(self, name: str, quantity: int, *, unit_cents: int, supplier: Supplier) -> None:
        super().__init__(name)
        self.quantity = quantity
        self.unit_price = Money(unit_cents)
        self.supplier = supplier

    def remove(self, quantity: int) -> None:
        if quantity > self.quantity:
            raise ValueError(f"only {self.quantity} of {self.name} left")
        self.quantity -= quantity

    def is_low(self) -> bool:
        return self.quantity < REORDER_POINT

    def details(self) -> str:
        return f"{self.quantity} at {self.unit_price}"
