"""Prices of orders. Imports restocking, which imports this module: the deliberate cycle."""

from __future__ import annotations

from dataclasses import dataclass

from ..models.item import StockItem
from ..money import Money
from . import restocking


@dataclass
class Order:
    item: StockItem
    quantity: int
    total: Money


def quote(item: StockItem, quantity: int) -> Order:
    return Order(item, quantity, item.unit_price * quantity)


def quote_missing(item: StockItem) -> Order:
    return quote(item, restocking.missing(item))
