from datetime import date

import inventory
import pytest
from inventory.catalog import UnknownItem
from inventory.models.supplier import Supplier
from inventory.storage import open_storage


def make_catalog() -> inventory.Catalog:
    catalog = inventory.Catalog(open_storage("journal"))
    catalog.add(inventory.StockItem("nail", 3, unit_cents=2, supplier=Supplier("Iron", 4)))
    return catalog


def test_restock_fills_up() -> None:
    catalog = make_catalog()
    order = inventory.restock(catalog, "nail")
    assert order.quantity == 17
    assert catalog.find("nail").quantity == 20


def test_unknown_item() -> None:
    with pytest.raises(UnknownItem):
        make_catalog().find("screw")


def test_frozen_goods_expire() -> None:
    peas = inventory.FrozenGood("peas", 1, unit_cents=1, supplier=Supplier("F", 1), expires=date(2020, 1, 1))
    assert peas.is_expired(date(2021, 1, 1))
