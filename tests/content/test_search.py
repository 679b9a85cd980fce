"""Verified search agrees with the tokeniser, and the index never misses what the search finds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codeprism_lsp.content import TokenIndex, word_offsets
from codeprism_lsp.facts.frames import CorruptSegment
from codeprism_lsp.facts.keys import key, token_spans, tokens_many
from codeprism_lsp.facts.postings import build

WORDS = st.sampled_from([b"a", b"aa", b"aaa", b"get", b"get_all", b"$x", b"1a", "ä".encode()])
SOURCE = st.lists(st.one_of(WORDS, st.sampled_from([b" ", b".", b"\n", b"#", b"-", b"\0"])), max_size=40).map(
    b"".join
)


@given(SOURCE, WORDS)
def test_offsets_are_the_tokens_of_that_name(data: bytes, name: bytes) -> None:
    starts, ends = token_spans(data)
    tokens = zip(starts.tolist(), ends.tolist(), strict=True)
    if not name[:1].isdigit():
        assert word_offsets(data, name) == [start for start, end in tokens if data[start:end] == name]


@pytest.mark.parametrize(
    ("text", "name", "offsets"),
    [
        (b"", b"x", []),
        (b"x", b"", []),
        (b"x", b"x", [0]),
        (b"xx x_x x", b"x", [7]),
        (b"a.b aa.b a.b", b"a.b", [0, 9]),
        (b"#x x#x", b"#x", [0, 4]),
        (b"f() f()", b"f()", [0, 4]),
    ],
)
def test_borders(text: bytes, name: bytes, offsets: list[int]) -> None:
    assert word_offsets(text, name) == offsets


@given(st.lists(SOURCE, max_size=8), st.lists(WORDS, max_size=3), st.integers(1, 4))
def test_the_index_never_misses(files: list[bytes], names: list[bytes], per_segment: int) -> None:
    names = [name for name in names if not name[:1].isdigit()]
    blobs: dict[int, bytes] = {}
    for first in range(0, len(files), per_segment):
        found = tokens_many(files[first : first + per_segment])
        keys = np.concatenate([one.keys for one in found])
        contents = np.repeat(np.arange(first, first + len(found)), [len(one.keys) for one in found])
        blobs[first] = build(keys, contents).encode()
    index = TokenIndex().updated(blobs, blobs)
    assert index.ids == set(blobs)
    holding = {name: {n for n, data in enumerate(files) if word_offsets(data, name)} for name in names}
    for name in names:
        assert index.contents_with(name).tolist() == sorted(holding[name])
    every = sorted(set.intersection(*holding.values())) if names else []
    assert index.contents_with_all(names).tolist() == every
    assert index.contents_with_any(names).tolist() == sorted(set().union(*holding.values()))


def test_an_update_keeps_what_stays_and_leaves_the_old_one_alone() -> None:
    one = build(np.array([key(b"x")]), np.array([1]))
    two = build(np.array([key(b"x")]), np.array([2]))
    old = TokenIndex({1: one})
    new = old.updated([1, 2], {2: two.encode()})
    later = new.updated([2], {})
    assert [index.contents_with("x").tolist() for index in (old, new, later)] == [[1], [1, 2], [2]]
    assert new.nbytes > old.nbytes
    with pytest.raises(KeyError):
        old.updated([3], {})
    with pytest.raises(CorruptSegment):
        old.updated([3], {3: b"rubbish"})
