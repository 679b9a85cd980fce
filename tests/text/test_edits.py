"""An applied change is the naive replacement, and everything derived from it equals a fresh look."""

from __future__ import annotations

import statistics
import time

from hypothesis import given
from hypothesis import strategies as st

from codeprism_lsp.text import (
    LineIndex,
    Point,
    Position,
    PositionEncoding,
    TextRange,
    apply_change,
)

texts = st.text(alphabet=st.sampled_from("ab\n\r\té語😀"), max_size=40)
encodings = st.sampled_from(PositionEncoding)
UTF16 = PositionEncoding.UTF16


def span(a: tuple[int, int], b: tuple[int, int]) -> TextRange:
    return TextRange(Position(*a), Position(*b))


def point(data: bytes, offset: int) -> Point:
    return Point(data.count(b"\n", 0, offset), offset - (data.rfind(b"\n", 0, offset) + 1))


@given(texts, st.lists(st.tuples(texts, st.integers(0, 99), st.integers(0, 99)), max_size=6), encodings)
def test_any_edits_equal_naive_replacement(
    text: str, changes: list[tuple[str, int, int]], encoding: PositionEncoding
) -> None:
    data = text.encode()
    lines = LineIndex(data)
    for new_text, first, second in changes:
        borders = [len(text[:i].encode()) for i in range(len(text) + 1) if text[i - 1 : i + 1] != "\r\n"]
        low, high = sorted((borders[first % len(borders)], borders[second % len(borders)]))
        expected = data[:low] + new_text.encode() + data[high:]
        changed = TextRange(lines.position(low, encoding), lines.position(high, encoding))

        old = data
        data, lines, edit = apply_change(data, lines, changed, new_text, encoding)

        assert data == expected
        assert (edit.start, edit.old_end, edit.new_end) == (low, high, low + len(new_text.encode()))
        assert edit.start_point == point(old, low)
        assert edit.old_end_point == point(old, high)
        assert edit.new_end_point == point(data, edit.new_end)
        assert_same_index(lines, LineIndex(data))
        text = data.decode()


@given(texts, texts)
def test_a_whole_text_becomes_the_part_that_differs(old_text: str, new_text: str) -> None:
    old = old_text.encode()
    data, lines, edit = apply_change(old, LineIndex(old), None, new_text, UTF16)
    assert data == new_text.encode()
    assert_same_index(lines, LineIndex(data))
    assert data[: edit.start] == old[: edit.start]
    assert data[edit.new_end :] == old[edit.old_end :]
    for part in (old[: edit.start], old[edit.start : edit.old_end], data[edit.start : edit.new_end]):
        part.decode()


def test_the_same_text_again_is_an_empty_edit() -> None:
    _, _, edit = apply_change("a😀\n".encode(), LineIndex("a😀\n".encode()), None, "a😀\n", UTF16)
    assert edit.start == edit.old_end == edit.new_end


def test_a_backward_range_is_turned_round() -> None:
    data, _, _ = apply_change(b"abc", LineIndex(b"abc"), span((0, 2), (0, 1)), "X", UTF16)
    assert data == b"aXc"


def test_joining_carriage_return_and_line_feed_makes_one_line() -> None:
    data, lines, _ = apply_change(b"a\rb", LineIndex(b"a\rb"), span((1, 0), (1, 0)), "\n", UTF16)
    assert data == b"a\r\nb"
    assert len(lines) == 2


def test_rows_ignore_lone_carriage_returns() -> None:
    _, _, edit = apply_change(b"a\rb\nc", LineIndex(b"a\rb\nc"), span((2, 0), (2, 1)), "x\ry", UTF16)
    assert (edit.start_point, edit.new_end_point) == (Point(1, 0), Point(1, 3))


def test_unpaired_surrogates_of_a_client_stay_one_unit_each() -> None:
    data, lines, _ = apply_change(b"ab", LineIndex(b"ab"), span((0, 1), (0, 1)), "\ud800", UTF16)
    assert data.decode() == "a\ufffdb"
    assert lines.offset(0, 2, UTF16) == 4


def test_an_edit_in_ten_thousand_lines_takes_well_under_a_millisecond() -> None:
    data = b"    some_name = other_name(argument, 1)\n" * 10_000
    lines = LineIndex(data)
    took = []
    for line in range(0, 10_000, 100):
        began = time.perf_counter()
        data, lines, _ = apply_change(data, lines, span((line, 4), (line, 8)), "x\ny", UTF16)
        took.append(time.perf_counter() - began)
    assert statistics.median(took) < 0.001


def assert_same_index(actual: LineIndex, fresh: LineIndex) -> None:
    assert actual.data == fresh.data
    assert actual.starts.tolist() == fresh.starts.tolist()
    rows = [actual.row_of(offset) for offset in range(len(fresh.data) + 1)]
    assert rows == [fresh.row_of(offset) for offset in range(len(fresh.data) + 1)]
