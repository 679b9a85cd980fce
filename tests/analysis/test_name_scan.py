"""Choosing names by array work gives what looking at every name gives."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from codeprism_lsp.analysis import name_scan
from codeprism_lsp.facts.nametable import NameTable, build

NAMES = st.lists(st.text(alphabet="aAbBzZ_1@[é", min_size=1, max_size=10), min_size=1, max_size=30)
QUERIES = st.text(alphabet="abz_1", min_size=1, max_size=4)


def table_of(names: list[str], rank: int = 5) -> NameTable:
    count = len(names)
    zeros = [0] * count
    return build([name.encode() for name in names], range_of(count), zeros, zeros, [rank] * count)


def range_of(count: int) -> list[int]:
    return list(range(count))


def chosen_names(chosen: list[name_scan.Chosen]) -> set[str]:
    return {one.table.name(index).decode() for one in chosen for index in one.indexes.tolist()}


@given(NAMES, QUERIES)
@settings(max_examples=300)
def test_prefixed_and_scattered_names_are_all_that_match(names: list[str], query: str) -> None:
    middle = len(names) // 2
    tables = [table_of(part) for part in (names[:middle], names[middle:]) if part]
    prefixed = chosen_names(name_scan.choose_prefixed(tables, query.encode()))
    scattered = chosen_names(name_scan.choose_scattered(tables, query.encode()))

    def is_subsequence(name: str) -> bool:
        letters = iter(name.lower())
        return all(letter in letters for letter in query)

    assert prefixed == {name for name in names if name.lower().startswith(query)}
    assert scattered == {name for name in names if is_subsequence(name)} - prefixed


def test_the_best_are_chosen_where_there_are_too_many() -> None:
    many = table_of([f"value{n}" for n in range(3_000)], rank=3)
    few = table_of(["valueOfAll", "value"], rank=100)
    tables = [many, few]
    chosen = name_scan.choose_prefixed(tables, b"value")
    assert sum(len(one.indexes) for one in chosen) == name_scan.CHOSEN
    assert {"value", "valueOfAll"} <= chosen_names(chosen)


def test_names_of_rank_zero_are_never_chosen() -> None:
    table = table_of(["impl"], rank=0)
    assert not chosen_names(name_scan.choose_top([table], b""))


def test_an_empty_table() -> None:
    table = table_of([])
    for choose in (name_scan.choose_prefixed, name_scan.choose_scattered, name_scan.choose_top):
        assert not chosen_names(choose([table], b"a"))
