"""Positions and offsets are inverse in every text, and agree with a naive reading of LSP."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codeprism_lsp.text import LineIndex, Position, PositionEncoding

texts = st.text(alphabet=st.sampled_from("ab\n\r\té\u0301語😀\U0001d54f\u2028\x0c\x85"), max_size=60)
encodings = st.sampled_from(PositionEncoding)
UTF16 = PositionEncoding.UTF16


def width(text: str, encoding: PositionEncoding) -> int:
    codec = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}[encoding]
    return len(text.encode(codec[0])) // codec[1]


def naive_positions(text: str, encoding: PositionEncoding) -> dict[int, Position]:
    """Byte offset -> position for each boundary of `text`, by reading it character by character."""
    found, line, line_text, offset = {}, 0, "", 0
    for index, character in enumerate(text):
        if not (character == "\n" and text[index - 1 : index] == "\r"):
            found[offset] = Position(line, width(line_text, encoding))
        offset += len(character.encode())
        ends = character == "\n" or (character == "\r" and text[index + 1 : index + 2] != "\n")
        if ends:
            line, line_text = line + 1, ""
        elif character != "\r":
            line_text += character
    found[offset] = Position(line, width(line_text, encoding))
    return found


@given(texts, encodings)
def test_offset_and_position_are_inverse_at_every_boundary(text: str, encoding: PositionEncoding) -> None:
    index = LineIndex(text.encode())
    for offset, expected in naive_positions(text, encoding).items():
        assert index.position(offset, encoding) == expected
        assert index.offset(*expected, encoding) == offset


@given(texts, encodings)
def test_positions_agrees_with_position_at_every_offset(text: str, encoding: PositionEncoding) -> None:
    index = LineIndex(text.encode())
    offsets = np.arange(-2, len(text.encode()) + 3)
    lines, characters = index.positions(offsets, encoding)
    assert list(zip(lines, characters, strict=True)) == [index.position(int(o), encoding) for o in offsets]


@given(texts, st.data(), encodings)
def test_positions_of_a_part_need_only_that_part(
    text: str, data: st.DataObject, encoding: PositionEncoding
) -> None:
    index = LineIndex(text.encode())
    offsets = data.draw(st.lists(st.integers(0, len(text.encode())), max_size=4))
    lines, characters = index.positions(offsets, encoding)
    assert list(zip(lines, characters, strict=True)) == [index.position(o, encoding) for o in offsets]


@given(texts)
def test_lines_are_those_of_a_split(text: str) -> None:
    index = LineIndex(text.encode())
    expected = re.split("\r\n|\r|\n", text)
    assert [index.line_bytes(line).decode() for line in range(len(index))] == expected


@given(texts)
def test_rows_count_line_feeds_only(text: str) -> None:
    data = text.encode()
    index = LineIndex(data)
    for offset in range(len(data) + 1):
        assert index.row_of(offset) == data.count(b"\n", 0, offset)
        assert index.column_of(offset) == offset - (data.rfind(b"\n", 0, offset) + 1)


@given(texts, st.integers(-3, 80), st.integers(-3, 80), encodings)
def test_any_position_gives_an_offset_on_a_boundary(
    text: str, line: int, character: int, encoding: PositionEncoding
) -> None:
    index = LineIndex(text.encode())
    assert index.offset(line, character, encoding) in naive_positions(text, encoding)


@pytest.mark.parametrize(
    ("text", "line", "character", "offset"),
    [
        ("", 0, 0, 0),
        ("", 7, 7, 0),
        ("ab\r\ncd", 0, 99, 2),
        ("ab\r\ncd", 1, 99, 6),
        ("ab\rcd", 1, 0, 3),
        ("ab\n", 1, 0, 3),
        ("ab\n", 2, 0, 3),
        ("ab", -1, 5, 0),
        ("ab", 0, -5, 0),
        ("x😀y", 0, 2, 1),
        ("x😀y", 0, 3, 5),
        ("e\u0301x", 0, 2, 3),
    ],
)
def test_utf16_positions_are_clamped(text: str, line: int, character: int, offset: int) -> None:
    assert LineIndex(text.encode()).offset(line, character, UTF16) == offset


def test_positions_beyond_the_text_are_its_end() -> None:
    index = LineIndex("a\n😀".encode())
    assert index.position(99, UTF16) == Position(1, 2)
    assert index.position(-1, UTF16) == Position(0, 0)
    assert index.line_of(99) == 1
    assert index.line_bytes(5) == b""


def test_no_offsets_give_no_positions() -> None:
    lines, characters = LineIndex(b"a\nb").positions([], UTF16)
    assert len(lines) == len(characters) == 0
