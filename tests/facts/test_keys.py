"""The tokeniser and its keys: scalar and vector arithmetic agree, nothing is missed at any border."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codeprism_lsp.facts import keys as keys_module
from codeprism_lsp.facts.keys import key, keys_at, keys_of, token_spans, tokens, tokens_many

TOKEN = re.compile(rb"[A-Za-z0-9_$\x80-\xff]+")


def expected(data: bytes) -> tuple[list[int], int]:
    words = [word for word in TOKEN.findall(data) if not word[:1].isdigit()]
    return sorted({key(word) for word in words}), len(words)


SOURCE = st.lists(
    st.one_of(
        st.sampled_from([b"a", b"get_x", b"#private", b"$el", b"9lives", b"0x1F", b" ", b"\n", b"-", b"\0"]),
        st.text(max_size=40).map(lambda text: text.encode("utf-8", "surrogatepass")),
        st.binary(max_size=70),
    ),
    max_size=20,
).map(b"".join)


@given(SOURCE)
def test_vector_and_scalar_agree(data: bytes) -> None:
    found = tokens(data)
    assert (found.keys.tolist(), found.occurrences) == expected(data)


@given(st.lists(SOURCE, max_size=6))
def test_a_batch_gives_what_each_file_gives(files: list[bytes]) -> None:
    many = tokens_many(files)
    assert len(many) == len(files)
    for data, found in zip(files, many, strict=True):
        assert (found.keys.tolist(), found.occurrences) == expected(data)


@given(st.lists(SOURCE, max_size=6), st.integers(1, 40))
def test_the_chunk_size_does_not_show(files: list[bytes], chunk: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys_module, "CHUNK_BYTES", chunk)
        many = tokens_many(files)
    assert [(found.keys.tolist(), found.occurrences) for found in many] == [expected(data) for data in files]


@given(st.lists(st.binary(max_size=80), max_size=10))
def test_keys_of_any_names(names: list[bytes]) -> None:
    assert keys_of(names).tolist() == [key(name) for name in names]


@given(st.binary(max_size=120), st.data())
def test_keys_at_any_spans(data: bytes, draw: st.DataObject) -> None:
    spans = draw.draw(
        st.lists(st.tuples(st.integers(0, len(data)), st.integers(0, len(data))).map(sorted), max_size=8)
    )
    starts = np.array([start for start, _ in spans], dtype=np.int64)
    ends = np.array([end for _, end in spans], dtype=np.int64)
    assert keys_at(data, starts, ends).tolist() == [key(data[start:end]) for start, end in spans]


def test_text_and_bytes_have_one_key() -> None:
    assert key("größe") == key("größe".encode())


def test_keys_are_what_the_disk_holds() -> None:
    """Stored posting lists depend on these values; a change needs a new KEY_SCHEME."""
    assert keys_module.KEY_SCHEME == 1
    values = [key(b""), key(b"x"), key(b"get_queryset"), key(b"a" * 32), key(b"a" * 33)]
    assert values == PINNED


def test_spans_are_the_tokens() -> None:
    data = "x = 12 + größe.#name_1;\tend".encode()
    starts, ends = token_spans(data)
    words = [data[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
    assert words == [b"x", "größe".encode(), b"name_1", b"end"]


def test_collisions_stay_at_the_birthday_bound() -> None:
    """A million similar names: 116 colliding pairs are expected of an ideal 32-bit hash."""
    names = [b"%s_%d" % (prefix, number) for prefix in (b"a", b"CONFIG_SOC") for number in range(250_000)]
    names += [b"getThe%dValueOf" % number for number in range(250_000)]
    names += [b"%x" % (0xA0000000 + number * 16) for number in range(250_000)]
    collisions = len(names) - len(np.unique(keys_of(names)))
    assert collisions < 116 + 5 * 11


PINNED = [837632010, 1126452044, 2659692479, 53488269, 3577159520]
