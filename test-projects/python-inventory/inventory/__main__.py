"""Command line: fill a catalog, sell something, restock it, print the report."""

from __future__ import annotations

import sys
from datetime import date

import inventory.reports as reports
from inventory import Catalog, FrozenGood, StockItem, suppliers
from inventory.services import restocking
from inventory.storage import open_storage


def build_catalog(kind: str) -> Catalog:
    catalog = Catalog(open_storage(kind))
    farm = suppliers.Supplier("Green Farm", lead_days=2)
    catalog.add(StockItem("bolt", 120, unit_cents=15, supplier=farm))
    catalog.add(FrozenGood("peas", 8, unit_cents=240, supplier=farm, expires=date(2031, 5, 1)))
    return catalog


def main(argv: list[str]) -> int:
    catalog = build_catalog(argv[0] if argv else "memory")
    catalog.sell("peas", 5)
    order = restocking.restock(catalog, "peas")
    print(reports.render(catalog))
    print(f"ordered {order.quantity} for {order.total}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
