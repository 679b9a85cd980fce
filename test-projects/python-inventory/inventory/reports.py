"""The printed report; takes its names by wildcard."""

from __future__ import annotations

from .catalog import Catalog
from .models import *
from .money import ZERO, Money


def total_value(catalog: Catalog) -> Money:
    total = ZERO
    for item in catalog:
        total = total.add(item.unit_price * item.quantity)
    return total


def _marker(item: StockItem) -> str:
    if isinstance(item, Perishable):
        return "*"
    return "!" if item.is_low() else " "


def render(catalog: Catalog) -> str:
    lines = [f"{_marker(item)} {item.describe()}" for item in catalog]
    lines.append(f"total {total_value(catalog)}")
    return "\n".join(lines)
