"""The decoder finds every frame, however the bytes are cut and whatever stands between them."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codeprism_lsp.server import wire
from codeprism_lsp.server.framing import BadHeader, Frame, FrameDecoder, Item, Oversized

LIMIT = 50


def frame(body: bytes) -> bytes:
    return b"Content-Length: %d\r\n\r\n" % len(body) + body


def cut(data: bytes, places: list[int]) -> list[bytes]:
    borders = sorted({0, len(data), *(place % (len(data) + 1) for place in places)})
    return [data[a:b] for a, b in itertools.pairwise(borders)]


def decode(pieces: list[bytes]) -> list[Item]:
    decoder = FrameDecoder(LIMIT)
    return [item for piece in pieces for item in decoder.feed(piece)]


@given(st.lists(st.binary(max_size=80), max_size=6), st.lists(st.integers(0, 1000), max_size=12))
def test_frames_do_not_depend_on_how_bytes_are_cut(bodies: list[bytes], places: list[int]) -> None:
    expected = [Frame(b) if len(b) <= LIMIT else Oversized(len(b), b) for b in bodies]
    assert decode(cut(b"".join(map(frame, bodies)), places)) == expected


@given(st.binary(max_size=200).filter(lambda b: b"ontent" not in b), st.lists(st.integers(0, 300)))
def test_garbage_before_a_frame_does_not_hide_it_for_good(garbage: bytes, places: list[int]) -> None:
    """The first frame may go under with the garbage it is glued to; the second never does."""
    items = decode(cut(garbage + frame(b"first") + frame(b"second"), places))
    assert items[-1] == Frame(b"second")
    assert all(isinstance(item, (Frame, BadHeader)) for item in items)


@given(st.binary(max_size=2000), st.lists(st.integers(0, 2000), max_size=5))
def test_nothing_makes_it_raise(data: bytes, places: list[int]) -> None:
    decode(cut(data, places))


def test_a_wrong_length_costs_one_message() -> None:
    data = b"Content-Length: 3\r\n\r\n{12345}" + frame(b"next")
    assert decode([data])[-1] == Frame(b"next")


def test_an_endless_header_is_noticed() -> None:
    items = decode([b"x" * 10_000] * 4 + [frame(b"after")])
    assert isinstance(items[0], BadHeader) and items[-1] == Frame(b"after") and len(items) == 2


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (b'{"jsonrpc":"2.0","id":17,"method":"x","params":{"id":3', 17),
        (b'{"id": "a\\"b", "x"', 'a"b'),
        (b' { "method" : "m" , "jsonrpc":"2.0", "id" : -4 }', -4),
        (b'{"method":"m","params":{"id":3}}', None),
        (b'{"id":1.5,"method"', None),
        (b'{"id":12345', None),
        (b"", None),
    ],
)
def test_ids_of_requests_that_were_not_read(head: bytes, found: int | str | None) -> None:
    assert wire.leading_id(head) == found


@given(st.recursive(st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text(), st.lists))
def test_wire_round_trip(value: object) -> None:
    assert wire.decode(wire.encode(value, str)) == value


@given(st.text(st.characters(codec=None) | st.characters(categories=["Cs"])))
def test_any_string_can_be_written(text: str) -> None:
    written = wire.decode(wire.encode({"x": text}, str))["x"]
    assert len(written) <= len(text) and "\ud800" not in written
