"""A double-clickable script: a module of its own beside the package, with shadowed names."""

from inventory import Catalog, StockItem
from inventory.models.supplier import Supplier
from inventory.storage.memory import MemoryStorage

restock = "never"  # This module's own name; the function of the package is another symbol.


def count(items: list[StockItem]) -> int:
    total = 0
    for restock in items:  # Shadows the module variable.
        total += restock.quantity
    return total


catalog = Catalog(MemoryStorage())
catalog.add(StockItem("nut", 30, unit_cents=5, supplier=Supplier("Bolt & Co", 1)))
print(restock, count(list(catalog)))
