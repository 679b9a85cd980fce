"""What the warehouse holds. The wildcard import of the package above sees exactly `__all__`."""

from .base import Entity
from .item import StockItem
from .perishable import FrozenGood, Perishable

__all__ = ["Entity", "FrozenGood", "Perishable", "StockItem"]
