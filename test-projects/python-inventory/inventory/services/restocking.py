"""Decides what to order."""

from __future__ import annotations

import inventory.services.pricing
from inventory.models.item import REORDER_POINT, StockItem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from inventory.catalog import Catalog


def missing(item: StockItem) -> int:
    """How many pieces bring the item to twice its reorder point."""
    return max(0, 2 * REORDER_POINT - item.quantity)


def restock(catalog: Catalog, name: str) -> inventory.services.pricing.Order:
    item = catalog.find(name)
    order = inventory.services.pricing.quote_missing(item)
    item.quantity += order.quantity
    catalog.storage.save(item)
    return order
