"""The dependency requests over small Python workspaces, in the shape of the wire."""

from __future__ import annotations

import pytest

from codeprism_lsp.features.context import ContentModified, InvalidParams, RequestFailed
from tests.dependencies.checks import Asked

SHOP = """
//- shop/__init__.py
from .cart import Cart
//- shop/cart.py
import json
import shop.prices as prices
from . import discounts
from .prices import total

class Cart:
    def sum(self):
        return total(discounts.apply(self))
//- shop/discounts.py
def apply(cart):
    from shop.cart import Cart
    return cart
//- shop/prices.py
from shop import money
def total(items):
    return money.round(items)
//- shop/money.py
def round(amount):
    return amount
//- main.py
from shop import Cart
from shop.money import round
import requests.adapters
//- tests/test_cart.py
from shop.cart import *
"""


@pytest.fixture(scope="module")
def shop() -> Asked:
    return Asked(SHOP)


def test_an_import_leads_to_the_module_it_names(shop: Asked) -> None:
    assert shop.names("dependencies", "shop/cart.py") == ["shop/discounts.py", "shop/prices.py"]
    assert shop.names("dependencies", "main.py") == ["shop/__init__.py", "shop/money.py"]


def test_packages_outside_of_the_workspace_are_nodes_on_demand(shop: Asked) -> None:
    assert shop.names("dependencies", "main.py", includeExternal=True) == [
        "requests",
        "shop/__init__.py",
        "shop/money.py",
    ]


def test_dependents_are_found_through_every_form_of_import(shop: Asked) -> None:
    assert shop.names("dependents", "shop/cart.py") == [
        "shop/__init__.py",
        "shop/discounts.py",
        "tests/test_cart.py",
    ]
    assert shop.names("dependents", "shop/money.py", depth=0) == [
        "main.py",
        "shop/prices.py",
        "shop/cart.py 2",
        "shop/__init__.py 3",
        "shop/discounts.py 3",
        "tests/test_cart.py 3",
    ]


def test_lazy_and_whole_graph_agree(shop: Asked) -> None:
    for path in shop.project.snapshot.paths():
        near = [one for one in shop.names("dependents", path, depth=0) if int((one + " 1").split()[1]) < 3]
        assert shop.names("dependents", path, depth=2) == near


def test_a_site_is_the_import(shop: Asked) -> None:
    found = shop("dependencies", uri=shop.uri("shop/cart.py"))
    sites = found["items"][1]["sites"]
    assert [one["how"] for one in sites] == ["imports", "imports"]
    assert [one["range"]["start"] for one in sites] == [
        {"line": 1, "character": 0},
        {"line": 3, "character": 0},
    ]
    assert found["truncated"] is False and found["cursor"] is None


def test_pages(shop: Asked) -> None:
    uri = shop.uri("shop/money.py")
    first = shop("dependents", uri=uri, depth=0, limit=4)
    assert (len(first["items"]), first["total"], first["truncated"]) == (4, 6, True)
    second = shop("dependents", uri=uri, depth=0, limit=4, cursor=first["cursor"])
    assert (len(second["items"]), second["truncated"], second["cursor"]) == (2, False, None)
    with pytest.raises(ContentModified):
        shop("dependents", uri=uri, depth=0, limit=4, cursor="99:4")
    with pytest.raises(InvalidParams):
        shop("dependents", uri=uri, limit=4, cursor="what")


def test_at_the_level_of_packages(shop: Asked) -> None:
    assert shop.names("dependencies", "main.py", level="package") == ["shop"]
    assert shop.names("dependents", "shop/cart.py", level="package") == [".", "tests"]


def test_at_the_level_of_symbols(shop: Asked) -> None:
    assert shop.names("dependencies", "shop/cart.py", level="symbol") == ["apply", "total"]
    assert shop.names("dependencies", "shop/cart.py", level="symbol", depth=0) == [
        "apply",
        "total",
        "round 2",
    ]
    found = shop("dependents", uri=shop.uri("shop/prices.py"), level="symbol")
    assert [(one["node"]["name"], one["node"]["symbolKind"]) for one in found["items"]] == [
        ("shop/cart.py", None),
        ("Cart.sum", "method"),
    ]
    assert [site["how"] for one in found["items"] for site in one["sites"]] == ["imports", "calls"]


def test_a_path_is_a_shortest_one(shop: Asked) -> None:
    found = shop("dependencyPath", **{"from": shop.uri("main.py"), "to": shop.uri("shop/prices.py")})
    assert [shop.path(one["to"]["uri"]) for one in found["steps"]] == [
        "shop/__init__.py",
        "shop/cart.py",
        "shop/prices.py",
    ]
    assert found["steps"][0]["site"]["range"]["start"] == {"line": 0, "character": 0}
    none = shop("dependencyPath", **{"from": shop.uri("shop/money.py"), "to": shop.uri("main.py")})
    assert none == {"found": False, "steps": []}
    out = shop("dependencyPath", **{"from": shop.uri("shop/__init__.py"), "to": "external:json"})
    assert [one["to"]["id"] for one in out["steps"]] == [shop.uri("shop/cart.py"), "external:json"]


def test_cycles(shop: Asked) -> None:
    found = shop("dependencyCycles")
    assert found["total"] == 1
    cycle = found["cycles"][0]
    assert [one["name"] for one in cycle["nodes"]] == ["shop/cart.py", "shop/discounts.py"]
    assert [one["from"]["name"] for one in cycle["sample"]] == ["shop/cart.py", "shop/discounts.py"]
    assert cycle["sample"][1]["site"]["range"]["start"] == {"line": 1, "character": 4}
    assert shop("dependencyCycles", uri=shop.uri("tests"))["total"] == 0
    assert shop("dependencyCycles", uri=shop.uri("shop"))["total"] == 1
    assert shop("dependencyCycles", level="package")["total"] == 0


def test_impact_of_a_file(shop: Asked) -> None:
    found = shop("impact", uri=shop.uri("shop/discounts.py"))
    assert [(one["node"]["name"], one["distance"]) for one in found["items"]] == [
        ("shop/cart.py", 1),
        ("shop/__init__.py", 2),
        ("tests/test_cart.py", 2),
        ("main.py", 3),
    ]
    assert found["distances"] == [1, 2, 1]


def test_impact_of_a_symbol(shop: Asked) -> None:
    found = shop(
        "impact",
        textDocument={"uri": shop.uri("shop/money.py")},
        position={"line": 0, "character": 5},
        depth=1,
    )
    assert [one["node"]["name"] for one in found["items"]] == ["main.py", "shop/prices.py"]
    assert [use["node"]["name"] for use in found["items"][1]["symbols"]] == ["total"]


def test_the_graph_as_json(shop: Asked) -> None:
    found = shop("dependencyGraph", includeExternal=True)
    assert [one["name"] for one in found["nodes"] if one["kind"] == "external"] == ["json", "requests"]
    edges = {(edge["source"], edge["target"]): edge["count"] for edge in found["edges"]}
    assert edges[shop.uri("shop/cart.py"), shop.uri("shop/prices.py")] == 2
    assert len(edges) == 10
    within = shop("dependencyGraph", uri=shop.uri("shop"))
    assert within["total"] == 5
    around = shop("dependencyGraph", uri=shop.uri("shop/prices.py"))
    assert [one["name"] for one in around["nodes"]] == ["shop/cart.py", "shop/money.py", "shop/prices.py"]


def test_the_graph_as_text(shop: Asked) -> None:
    dot = shop("dependencyGraph", uri=shop.uri("shop/prices.py"), format="dot")["text"]
    assert dot.startswith("digraph dependencies {") and dot.count(" -> ") == 2
    mermaid = shop("dependencyGraph", uri=shop.uri("shop/prices.py"), format="mermaid")["text"]
    assert mermaid.splitlines() == [
        "flowchart LR",
        '  n0["shop/cart.py"]',
        '  n1["shop/money.py"]',
        '  n2["shop/prices.py"]',
        "  n0 --> n2",
        "  n2 --> n1",
    ]


@pytest.mark.parametrize(
    ("method", "params", "error"),
    [
        ("dependencies", {}, InvalidParams),
        ("dependencies", {"uri": "file:///gone.py"}, RequestFailed),
        ("dependencies", {"uri": "file:///main.py", "level": "line"}, InvalidParams),
        ("dependencies", {"uri": "file:///main.py", "depth": -1}, InvalidParams),
        ("dependencies", {"uri": "file:///main.py", "limit": 0}, InvalidParams),
        ("dependencyGraph", {"format": "png"}, InvalidParams),
        ("dependencyGraph", {"level": "symbol"}, InvalidParams),
        ("dependencyCycles", {"uri": "untitled:one"}, InvalidParams),
        ("impact", {"uri": "file:///gone.py"}, RequestFailed),
    ],
)
def test_what_cannot_be_answered(
    shop: Asked, method: str, params: dict[str, object], error: type[Exception]
) -> None:
    with pytest.raises(error):
        shop(method, **params)
