"""Queries of symbol search: how they are read, and which names they match how well."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codeprism_lsp.analysis.symbol_query import SymbolQuery, Tier, is_path_match, match, parse_query


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("QuerySet", SymbolQuery("QuerySet")),
        ("QuerySet.filter", SymbolQuery("filter", ("QuerySet",))),
        ("scene::Canvas::add", SymbolQuery("add", ("scene", "Canvas"))),
        ("Map#get", SymbolQuery("get", ("Map",))),
        ("models/query:QuerySet", SymbolQuery("QuerySet", (), "models/query")),
        ("db/Models/QuerySet.get", SymbolQuery("get", ("QuerySet",), "db/models")),
        ("query.py:QuerySet", SymbolQuery("QuerySet", (), "query.py")),
        ("C\\src:main", SymbolQuery("main", (), "c/src")),
        ("  two words ", SymbolQuery("twowords")),
        ("QuerySet.", SymbolQuery("QuerySet")),
        ("", SymbolQuery("")),
        ("::", SymbolQuery("")),
        ("/", SymbolQuery("")),
    ],
)
def test_queries_are_read(text: str, expected: SymbolQuery) -> None:
    assert parse_query(text) == expected


@pytest.mark.parametrize(
    ("query", "name", "expected"),
    [
        ("queryset", "QuerySet", Tier.EXACT),
        ("query", "QuerySet", Tier.PREFIX),
        ("qs", "QuerySet", Tier.HEADS),
        ("getq", "get_queryset", Tier.HEADS),
        ("gqs", "getQuerySet", Tier.HEADS),
        ("hreq", "HTTPRequest", Tier.HEADS),
        ("set", "QuerySet", Tier.HEADS),
        ("ery", "QuerySet", Tier.SUBSTRING),
        ("qrs", "QuerySet", Tier.SUBSEQUENCE),
        ("tq", "QuerySet", None),
        ("qq", "Query", None),
        ("é", "café", Tier.SUBSTRING),
        ("", "x", Tier.PREFIX),
    ],
)
def test_names_match_in_tiers(query: str, name: str, expected: Tier | None) -> None:
    assert match(query, name) is expected


def test_path_parts_stand_in_order() -> None:
    assert is_path_match("db/query", "django/db/models/query.py")
    assert not is_path_match("query/db", "django/db/models/query.py")
    assert is_path_match("", "anything")


@given(st.text(max_size=300))
def test_any_text_is_a_query(text: str) -> None:
    parsed = parse_query(text)
    assert len(parsed.name) <= 200


@given(st.text(alphabet="aAbB_1", max_size=12), st.text(alphabet="ab_1", max_size=4))
def test_a_match_is_a_subsequence(name: str, query: str) -> None:
    letters = iter(name.lower())
    assert (match(query, name) is not None) == all(letter in letters for letter in query)
