"""The name table against plain dictionaries: grouping, collisions of keys, masks, merging, damage."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codeprism_lsp.facts import namemasks, nametable
from codeprism_lsp.facts.flat import verify_flat
from codeprism_lsp.facts.frames import CorruptSegment
from codeprism_lsp.facts.namemasks import heads_mask, letters_mask, masks
from codeprism_lsp.facts.nameorder import NameOrder
from codeprism_lsp.facts.nametable import NameTable, build, decode, merge

NAME = st.one_of(
    st.sampled_from([b"", b"a", b"get_queryset", b"HTTPServer2Go", b"_x", "größe".encode()]),
    st.text(max_size=12).map(lambda text: text.encode("utf-8", "surrogatepass")),
)
ROW = st.tuples(NAME, st.integers(0, 9), st.integers(0, 2**32 - 1), st.integers(0, 255), st.integers(0, 255))
ROWS = st.lists(ROW, max_size=25)


def table_of(rows: list[tuple[bytes, int, int, int, int]]) -> NameTable:
    columns = [np.array([row[place] for row in rows], dtype=np.uint32) for place in range(1, 5)]
    return build([row[0] for row in rows], *columns)


def rows_of(table: NameTable) -> list[tuple[bytes, int, int, int, int]]:
    found = []
    for index in range(len(table)):
        place = table.rows(index)
        columns = (table.contents[place], table.payload[place], table.kinds[place], table.ranks[place])
        assert len(columns[0])
        found += [(table.name(index), *row) for row in zip(*(c.tolist() for c in columns), strict=True)]
    return found


@given(ROWS)
def test_every_row_lies_under_its_name(rows: list[tuple[bytes, int, int, int, int]]) -> None:
    table = table_of(rows)
    assert sorted(rows_of(table)) == sorted(rows)
    assert len(table) == len({row[0] for row in rows})
    for name in {row[0] for row in rows}:
        index = table.index_of(name)
        assert index is not None and table.name(index) == name
    assert table.index_of(b"not there") is None


@given(ROWS)
def test_names_of_equal_key_stay_apart(rows: list[tuple[bytes, int, int, int, int]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nametable, "key", lambda name: len(name) % 2)
        patch.setattr(nametable, "keys_at", lambda _, first, last: ((last - first) % 2).astype(np.uint32))
        test_every_row_lies_under_its_name.hypothesis.inner_test(rows)


@given(ROWS)
def test_encode_and_decode_are_inverse(rows: list[tuple[bytes, int, int, int, int]]) -> None:
    table = table_of(rows)
    again = decode(table.encode())
    for column in ("offsets", "keys", "starts", "contents", "payload", "kinds", "ranks"):
        assert np.array_equal(getattr(again, column), getattr(table, column)), column
    assert again.blob == table.blob and again.encode() == table.encode()


@given(ROWS)
def test_flat_tables_are_used_as_they_lie(rows: list[tuple[bytes, int, int, int, int]]) -> None:
    table = table_of(rows)
    again = decode(memoryview(table.flat()))
    assert rows_of(again) == rows_of(table) and again.encode() == table.encode()
    assert all(again.index_of(name) == table.index_of(name) for name in {row[0] for row in rows})
    for field in fields(NameOrder):
        assert np.array_equal(getattr(again.order, field.name), getattr(table.order, field.name))
    assert merge([again, table]).encode() == table_of(rows + rows).encode()


@given(st.lists(ROWS, max_size=3), st.lists(st.booleans(), max_size=10))
def test_merge(parts: list[list[tuple[bytes, int, int, int, int]]], alive: list[bool]) -> None:
    tables = [table_of(part) for part in parts]
    everything = [row for part in parts for row in part]
    assert merge(tables).encode() == table_of(everything).encode()
    living = [row for row in everything if row[1] < len(alive) and alive[row[1]]]
    assert merge(tables, np.array(alive, dtype=np.bool_)).encode() == table_of(living).encode()


def masks_of(names: list[bytes]) -> tuple[list[int], list[int]]:
    ends = np.cumsum([0, *map(len, names)]).astype(np.uint32)
    letters, heads = masks(b"".join(names), ends)
    return letters.tolist(), heads.tolist()


@given(st.lists(NAME, max_size=12), st.integers(1, 30))
def test_masks_do_not_depend_on_the_pass(names: list[bytes], chunk: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(namemasks, "_MASK_CHUNK", chunk)
        letters, heads = masks_of(names)
    assert letters == [letters_mask(name) for name in names]
    assert heads == [heads_mask(name) for name in names]


@given(NAME, st.data())
def test_no_subsequence_is_held_back(name: bytes, draw: st.DataObject) -> None:
    places = draw.draw(st.sets(st.integers(0, max(0, len(name) - 1))))
    query = bytes(name[place] for place in sorted(places) if place < len(name)).swapcase()
    assert letters_mask(query) & ~letters_mask(name) == 0


@given(ROWS)
def test_the_order_of_searches(rows: list[tuple[bytes, int, int, int, int]]) -> None:
    table = table_of(rows)
    order = table.order
    best = {name: max(row[4] for row in rows if row[0] == name) for name in {row[0] for row in rows}}
    shown = [table.name(index) for index in order.names.tolist()]
    assert sorted(shown) == sorted(name for name, rank in best.items() if rank)
    ranks = [3 * best[name] - min(len(name), 60) + 60 for name in shown]
    assert order.ranks_at(np.arange(len(shown))).tolist() == ranks == sorted(ranks, reverse=True)
    assert (order.letters.tolist(), order.heads.tolist()) == masks_of(shown)
    for rank in {0, 500, *ranks}:
        assert order.counts[rank] == sum(one >= rank for one in ranks)
    for head in (b"", b"a", b"get_", b"get_quer", b"get_query"):
        expected = [place for place, name in enumerate(shown) if name.lower().startswith(head[:8])]
        assert sorted(table.beginning_with(head).tolist()) == expected


@pytest.mark.parametrize(
    ("name", "heads"),
    [
        ("getQuerySet", "gqs"),
        ("get_query_set", "gqs"),
        ("HTTPServer", "hs"),
        ("parseHTTP2Frame", "ph2f"),
        ("__init__", "i"),
        ("$el", "e"),
        ("utf8_decode", "u8d"),
        ("MAX_SIZE", "ms"),
        ("x", "x"),
    ],
)
def test_word_heads(name: str, heads: str) -> None:
    assert heads_mask(name.encode()) == letters_mask(heads.encode())


def test_damage_to_a_flat_table_is_noticed() -> None:
    frame = table_of([(b"name%d" % number, number, 1, 2, 3) for number in range(20)]).flat()
    verify_flat(frame)
    for position in range(0, len(frame), 3):
        damaged = bytearray(frame)
        damaged[position] ^= 1
        with pytest.raises(CorruptSegment):
            verify_flat(bytes(damaged))
    for short in (b"", frame[:4], frame[:60], frame[:-1]):
        with pytest.raises(CorruptSegment):
            decode(short)


def test_damage_is_noticed() -> None:
    frame = table_of([(b"name%d" % number, number, 1, 2, 3) for number in range(20)]).encode()
    for position in range(0, len(frame), 3):
        damaged = bytearray(frame)
        damaged[position] ^= 1
        with pytest.raises(CorruptSegment):
            decode(bytes(damaged))
