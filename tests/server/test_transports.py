"""TCP and WebSocket: one client, intact large replies, gone with the client."""

from __future__ import annotations

import time
from collections.abc import Callable
from subprocess import Popen

import pytest

from codeprism_lsp.server.transports import parse_address
from tests.client import Client

Listen = Callable[[str], tuple["Popen[bytes]", str, int]]


def connect(listen: Listen, transport: str) -> Client:
    process, host, port = listen(transport)
    if transport == "--ws":
        return Client.websocket(f"ws://{host}:{port}", process)
    return Client.tcp(host, port, process)


def check_large_replies(client: Client) -> None:
    sizes = [(20_000 if mark % 3 else 3, mark) for mark in range(24)]
    futures = [(client.begin("test/large", {"count": c, "mark": m}), c, m) for c, m in sizes]
    for future, count, mark in futures:
        items = future.result(60)
        assert len(items) == count
        if count >= 1000:
            assert {item["uri"].split("/")[3] for item in items} == {str(mark)}
        else:
            assert items[0]["range"]["start"] == {"line": mark, "character": 0}
    assert client.read_error is None


@pytest.mark.parametrize("transport", ["--tcp", "--ws"])
def test_large_replies_stay_intact(listen: Listen, transport: str) -> None:
    client = connect(listen, transport)
    client.initialize()
    check_large_replies(client)
    assert client.shutdown() == 0


def test_large_replies_over_stdio(shared: Client) -> None:
    check_large_replies(shared)


@pytest.mark.parametrize("transport", ["--tcp", "--ws"])
def test_the_server_goes_with_its_client(listen: Listen, transport: str) -> None:
    client = connect(listen, transport)
    client.initialize()
    client.begin("test/sleep", {"seconds": 60, "cooperative": False})
    began = time.monotonic()
    client.transport.close()
    assert client.wait_exit(5) == 1
    assert time.monotonic() - began < 1


def test_websocket_takes_bytes_and_text_and_answers_errors(listen: Listen) -> None:
    client = connect(listen, "--ws")
    client.initialize()
    client.send_raw(b'{"jsonrpc": "2.0", "id": "bytes", "method": "test/echo"}')
    assert "result" in client.wait_reply("bytes")
    client.send_body(b"{")
    assert client.wait_reply(None)["error"]["code"] == -32700
    client.send_body(b'{"jsonrpc":"2.0","id":"big","params":"' + b"x" * 250_000 + b'"}')
    assert client.wait_reply("big")["error"]["code"] == -32600
    client.stop()


def test_websocket_refuses_a_second_client_and_foreign_pages(listen: Listen) -> None:
    from websockets.exceptions import InvalidStatus
    from websockets.sync.client import connect as dial

    process, host, port = listen("--ws")
    for origin in ("https://example.com", "http://localhost.example.com", "null"):
        with pytest.raises(InvalidStatus, match="403"):
            dial(f"ws://{host}:{port}", origin=origin)
    client = Client.websocket(f"ws://{host}:{port}", process, origin="http://localhost:8080")
    client.initialize()
    with pytest.raises(InvalidStatus, match="503"):
        dial(f"ws://{host}:{port}")
    assert client.request("test/echo", {"value": 1})["value"] == 1
    client.stop()


def test_tcp_has_one_client(listen: Listen) -> None:
    process, host, port = listen("--tcp")
    client = Client.tcp(host, port, process)
    client.initialize()
    with pytest.raises(ConnectionRefusedError):
        Client.tcp(host, port)
    client.stop()


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("localhost:80", ("localhost", 80)),
        (":2087", ("127.0.0.1", 2087)),
        ("2087", ("127.0.0.1", 2087)),
        ("[::1]:5", ("::1", 5)),
    ],
)
def test_addresses(text: str, address: tuple[str, int]) -> None:
    assert parse_address(text) == address


@pytest.mark.parametrize("text", ["", "localhost", "host:x", "host:-1", "host:70000"])
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(ValueError, match="not an address"):
        parse_address(text)
