"""Posting segments against a plain set of tuples, and damaged bytes against every bit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codeprism_lsp.facts.postings import CorruptSegment, Segment, build, decode, merge, merge_encoded

U32 = st.one_of(st.integers(0, 12), st.integers(0, 2**32 - 1))
POSTINGS = st.lists(st.tuples(U32, U32, U32), max_size=60)
PLAIN = st.lists(st.tuples(U32, U32), max_size=60)


def segment_of(postings: list[tuple[int, ...]], width: int) -> Segment:
    columns = np.array(postings, dtype=np.uint32).reshape(len(postings), width)
    return build(columns[:, 0], columns[:, 1], columns[:, 2] if width == 3 else None)


def rows(segment: Segment) -> list[tuple[int, ...]]:
    columns = [segment.keys.tolist(), segment.contents.tolist()]
    if segment.payload is not None:
        columns.append(segment.payload.tolist())
    return list(zip(*columns, strict=True))


@given(POSTINGS)
def test_rows_are_the_sorted_set(postings: list[tuple[int, ...]]) -> None:
    assert rows(segment_of(postings, 3)) == sorted(set(postings))


@given(PLAIN, U32)
def test_find(postings: list[tuple[int, ...]], key: int) -> None:
    segment = segment_of(postings, 2)
    for wanted in {key, *(row[0] for row in postings)}:
        contents, payload = segment.find(wanted)
        assert contents.tolist() == sorted({row[1] for row in postings if row[0] == wanted})
        assert contents.dtype == np.uint32 and payload is None


@given(POSTINGS, st.lists(U32, max_size=8))
def test_find_many(postings: list[tuple[int, ...]], keys: list[int]) -> None:
    segment = segment_of(postings, 3)
    which, contents, payload = segment.find_many(keys)
    assert payload is not None
    found = list(zip(which.tolist(), contents.tolist(), payload.tolist(), strict=True))
    assert found == [
        (position, *row[1:])
        for position, key in enumerate(keys)
        for row in sorted(set(postings))
        if row[0] == key
    ]


@given(PLAIN, st.lists(st.integers(0, 12), max_size=3))
def test_intersect(postings: list[tuple[int, ...]], keys: list[int]) -> None:
    sets = [{content for key, content in postings if key == wanted} for wanted in keys]
    expected = sorted(set.intersection(*sets)) if sets else []
    assert segment_of(postings, 2).intersect(keys).tolist() == expected


@given(POSTINGS)
def test_encode_and_decode_are_inverse(postings: list[tuple[int, ...]]) -> None:
    for width in (2, 3):
        segment = segment_of([row[:width] for row in postings], width)
        again = decode(segment.encode())
        assert rows(again) == rows(segment)
        assert (again.payload is None) == (segment.payload is None)
        assert again.encode() == segment.encode()
        mapped = decode(memoryview(segment.flat()))
        assert mapped.encode() == segment.encode() and len(mapped) == len(segment)


@given(st.lists(POSTINGS, max_size=4), st.lists(st.booleans(), max_size=14))
def test_merge_drops_the_dead(parts: list[list[tuple[int, ...]]], alive: list[bool]) -> None:
    segments = [segment_of(part, 3) for part in parts]
    everything = {row for part in parts for row in part}
    assert rows(merge(segments)) == sorted(everything)
    living = merge(segments, np.array(alive, dtype=np.bool_))
    assert rows(living) == sorted(row for row in everything if row[1] < len(alive) and alive[row[1]])
    if segments:
        blobs = [segment.encode() for segment in segments]
        assert rows(decode(merge_encoded(blobs))) == sorted(everything)


def test_every_damaged_byte_is_noticed() -> None:
    blob = segment_of([(key, content, key ^ content) for key in range(9) for content in range(7)], 3).encode()
    for position in range(len(blob)):
        damaged = bytearray(blob)
        damaged[position] ^= 0x10
        with pytest.raises(CorruptSegment):
            decode(bytes(damaged))
    for length in range(len(blob)):
        with pytest.raises(CorruptSegment):
            decode(blob[:length])


def test_kinds_do_not_mix() -> None:
    with pytest.raises(ValueError):
        merge([segment_of([(1, 2)], 2), segment_of([(1, 2, 3)], 3)])


def test_memory_is_two_bytes_a_posting_in_a_narrow_range() -> None:
    contents = np.arange(70_000, 70_000 + 1000)
    segment = build(np.zeros(1000, np.uint32), contents)
    assert segment.offsets.dtype == np.uint16
    assert (segment.first_content, segment.last_content) == (70_000, 70_999)
