"""Whatever the bytes, what comes out is valid UTF-8 without a mark, and says what was done."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codeprism_lsp.text import encode_text, normalise


@given(st.binary(max_size=200))
def test_any_bytes_become_valid_utf8(raw: bytes) -> None:
    normalise(raw).data.decode("utf-8")


@given(st.text(max_size=50).filter(lambda text: not text.startswith("\ufeff")))
def test_valid_utf8_is_the_same_object(text: str) -> None:
    raw = text.encode()
    assert normalise(raw).data is raw
    assert normalise(raw).note is None


@given(st.text(min_size=1, max_size=50).filter(lambda text: text[0] not in "\0\ufeff"))
def test_marked_wide_encodings_are_transcoded(text: str) -> None:
    for codec, mark in (
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-32-le", codecs.BOM_UTF32_LE),
        ("utf-32-be", codecs.BOM_UTF32_BE),
    ):
        data, note = normalise(mark + text.encode(codec))
        assert data == text.encode()
        assert note is not None and note.startswith("transcoded from UTF-")


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (codecs.BOM_UTF8 + "é = 1\r\n".encode(), "é = 1\r\n"),
        (codecs.BOM_UTF8, ""),
        (b"", ""),
    ],
)
def test_a_utf8_mark_is_dropped_silently(raw: bytes, text: str) -> None:
    assert normalise(raw) == (text.encode(), None)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"# caf\xe9", "# café"),
        (b"# \x93quoted\x94 \x81", "# “quoted” \x81"),
        ("# naïve ".encode() + b"caf\xe9", "# naïve café"),
        (b"\xed\xa0\x80", "í\xa0€"),
        (codecs.BOM_UTF8 + b"\xff", "ÿ"),
    ],
)
def test_legacy_bytes_are_read_as_windows_1252(raw: bytes, text: str) -> None:
    data, note = normalise(raw)
    assert data.decode() == text
    assert note is not None and "Windows-1252" in note


def test_a_truncated_wide_text_is_noted() -> None:
    data, note = normalise(codecs.BOM_UTF16_LE + "ab".encode("utf-16-le") + b"c")
    assert data.decode() == "ab\ufffd"
    assert note is not None and "U+FFFD" in note


def test_surrogate_pairs_written_as_two_characters_are_joined() -> None:
    assert encode_text("\ud83d\ude00") == "😀".encode()
