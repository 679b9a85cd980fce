"""Whatever a client sends, each request gets exactly one reply, and the next request works."""

from __future__ import annotations

import pytest

from tests.client import Client, ResponseError
from tests.server.conftest import Start

PARSE_ERROR, INVALID_REQUEST, METHOD_NOT_FOUND, INVALID_PARAMS = -32700, -32600, -32601, -32602
INTERNAL_ERROR, NOT_INITIALIZED = -32603, -32002


def check_alive(client: Client) -> None:
    assert client.request("test/echo", {"value": "alive"})["value"] == "alive"


def error_of(client: Client, method: str, params: object) -> ResponseError:
    with pytest.raises(ResponseError) as caught:
        client.request(method, params)
    return caught.value


def null_reply_code(client: Client) -> int:
    """The code of the next reply with id null."""
    reply = client.wait_reply(None)
    client.replies[None] = client.replies[None][1:]
    code: int = reply["error"]["code"]
    return code


@pytest.mark.parametrize(
    "params",
    [
        None,
        5,
        "text",
        [],
        {},
        {"textDocument": None, "position": None},
        {"textDocument": {"uri": "file:///a"}},
        {"textDocument": {"uri": 5}, "position": {"line": 0, "character": 0}},
        {"textDocument": {"uri": "file:///a"}, "position": {"line": "1", "character": 0}},
        {"textDocument": {"uri": "file:///a"}, "position": {"line": -1, "character": 0}},
        {"textDocument": {"uri": "file:///a"}, "position": {"line": 1.5, "character": 0}},
        {"textDocument": {"uri": "file:///a"}, "position": {"line": True, "character": 0}},
    ],
)
def test_malformed_params(shared: Client, params: object) -> None:
    assert error_of(shared, "textDocument/hover", params).code == INVALID_PARAMS
    check_alive(shared)


def test_malformed_params_are_named(shared: Client) -> None:
    params = {"textDocument": {"uri": "file:///a"}, "position": {"line": "1", "character": 0}}
    message = error_of(shared, "textDocument/hover", params).message
    assert "expected an integer, got a string" in message and "position" in message


def test_custom_params_are_checked_too(shared: Client) -> None:
    assert error_of(shared, "test/sleep", {}).code == INVALID_PARAMS
    assert error_of(shared, "test/sleep", {"seconds": "1"}).code == INVALID_PARAMS
    assert shared.request("test/echo")["pageSize"] == 0, "absent params stand for {} where all is optional"


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"nonsense", b'{"jsonrpc": "2.0", "id": 1, "method": ', b"\xff\xfe", b"[" * 100_000],
)
def test_broken_json(shared: Client, body: bytes) -> None:
    shared.send_body(body)
    assert null_reply_code(shared) == PARSE_ERROR
    shared.wait_notification("window/showMessage", lambda p: "not JSON" in p["message"])
    check_alive(shared)


@pytest.mark.parametrize(
    "body",
    [
        b"5",
        b"null",
        b'"text"',
        b"[]",
        b'[{"jsonrpc": "2.0", "id": 1, "method": "test/echo"}]',
        b"{}",
        b'{"jsonrpc": "2.0"}',
        b'{"jsonrpc": "2.0", "id": null, "method": "test/echo"}',
        b'{"jsonrpc": "2.0", "id": 1.5, "method": "test/echo"}',
        b'{"jsonrpc": "2.0", "id": true, "method": "test/echo"}',
        b'{"jsonrpc": "2.0", "id": {"a": 1}, "method": "test/echo"}',
        b'{"method": "test/echo"}',
    ],
)
def test_not_a_request_object(shared: Client, body: bytes) -> None:
    shared.send_body(body)
    assert null_reply_code(shared) == INVALID_REQUEST
    check_alive(shared)


@pytest.mark.parametrize(
    ("body", "request_id"),
    [
        (b'{"id": "old", "method": "test/echo"}', "old"),
        (b'{"jsonrpc": "1.0", "id": "older", "method": "test/echo"}', "older"),
        (b'{"jsonrpc": "2.0", "id": "numeric", "method": 5}', "numeric"),
        (b'{"jsonrpc": "2.0", "id": "no method"}', "no method"),
    ],
)
def test_a_bad_request_with_an_id_is_answered_under_it(shared: Client, body: bytes, request_id: str) -> None:
    shared.send_body(body)
    assert shared.wait_reply(request_id)["error"]["code"] == INVALID_REQUEST
    check_alive(shared)


def test_a_nested_jsonrpc_member_confuses_nothing(shared: Client) -> None:
    value = {"jsonrpc": "2.0", "id": 7, "method": "test/echo", "params": {}}
    assert shared.request("test/echo", {"value": value})["value"] == value


def test_unknown_methods(shared: Client) -> None:
    assert error_of(shared, "test/unknown", {}).code == METHOD_NOT_FOUND
    assert error_of(shared, "$/unknown", {}).code == METHOD_NOT_FOUND
    shared.notify("test/unknown", {})
    shared.notify("$/unknown", None)
    check_alive(shared)


@pytest.mark.parametrize(
    ("how", "code", "part"),
    [
        ("x", INTERNAL_ERROR, "division by zero"),
        ("modified", -32801, "the file changed"),
        ("params", INVALID_PARAMS, "no such symbol"),
        ("failed", -32803, "cannot"),
        ("exit", INTERNAL_ERROR, "SystemExit"),
        ("unserialisable", INTERNAL_ERROR, "cannot be written as JSON"),
        ("recursion", INTERNAL_ERROR, "recursion"),
    ],
)
def test_failing_handlers(shared: Client, how: str, code: int, part: str) -> None:
    error = error_of(shared, "test/fail", {"how": how})
    assert error.code == code and part in error.message
    if code == INTERNAL_ERROR:
        shared.wait_notification("window/logMessage", lambda p: "test/fail" in p["message"])
    check_alive(shared)


def test_stray_output_does_not_reach_the_client(shared: Client) -> None:
    assert shared.request("test/fail", {"how": "print"}) == "", "standard input is empty for handlers"
    check_alive(shared)
    assert shared.read_error is None


def test_lone_surrogates(shared: Client) -> None:
    assert shared.request("test/echo", {"value": "a\ud800b"})["value"] == "a\ufffdb"
    assert shared.request("test/echo", {"value": "\U0001f600"})["value"] == "\U0001f600"
    assert shared.request("test/fail", {"how": "surrogate"}) == "a\ufffdb"


def test_malformed_notifications_are_visible(shared: Client) -> None:
    for params in (None, {"textDocument": {"uri": "file:///n"}}, []):
        shared.notify("textDocument/didOpen", params)
    shared.notify(
        "textDocument/didChange",
        {"textDocument": {"uri": "file:///never-opened", "version": 1}, "contentChanges": [{"text": ""}]},
    )
    shared.notify("$/cancelRequest", None)
    shared.notify("$/cancelRequest", {"id": 123456})
    shared.notify("$/setTrace", {"value": 3})
    check_alive(shared)
    for method in ("textDocument/didOpen", "textDocument/didChange", "$/cancelRequest", "$/setTrace"):
        shared.wait_notification("window/logMessage", lambda p, m=method: p["message"].startswith(m))


def test_replies_to_no_request_are_ignored(shared: Client) -> None:
    shared.send({"id": 1, "result": None})
    shared.send({"id": None, "error": {"code": 1, "message": "what?"}})
    shared.send({"id": ["x"], "error": 5})
    check_alive(shared)


def test_header_names_in_any_case_and_further_headers(shared: Client) -> None:
    body = b'{"jsonrpc": "2.0", "id": "header", "method": "test/echo", "params": {}}'
    shared.send_raw(
        b"content-type: application/vscode-jsonrpc; charset=utf-8\r\ncOnTeNt-lEnGtH:%d\r\n\r\n" % len(body)
        + body
    )
    assert "result" in shared.wait_reply("header")


@pytest.mark.parametrize(
    "garbage",
    [b"hello\r\n\r\n", b"Content-Length: x\r\n\r\n", b"Content-Length: -5\r\n\r\n{}", b'"}}', b"x" * 40_000],
)
def test_broken_headers_do_not_end_the_conversation(shared: Client, garbage: bytes) -> None:
    shared.send_raw(garbage)
    check_alive(shared)
    assert null_reply_code(shared) == PARSE_ERROR
    shared.replies.pop(None)


def test_oversized_messages(shared: Client) -> None:
    with pytest.raises(ResponseError, match="above the limit"):
        shared.request("test/echo", {"value": "x" * 300_000})
    shared.send_body(b'{"params": {"id": 1}, "padding": "' + b"x" * 300_000 + b'"}')
    assert null_reply_code(shared) == INVALID_REQUEST
    shared.wait_notification("window/showMessage", lambda p: "above the limit" in p["message"])
    check_alive(shared)


def test_before_initialize_and_after_shutdown(start: Start) -> None:
    client = start(initialize=False)
    assert error_of(client, "test/echo", {}).code == NOT_INITIALIZED
    assert error_of(client, "shutdown", None).code == NOT_INITIALIZED
    client.notify("textDocument/didOpen", {})
    assert error_of(client, "initialize", None).code == INVALID_PARAMS
    client.initialize()
    assert error_of(client, "initialize", {"capabilities": {}}).code == INVALID_REQUEST
    check_alive(client)
    client.request("shutdown")
    assert error_of(client, "test/echo", {}).code == INVALID_REQUEST
    assert error_of(client, "shutdown", None).code == INVALID_REQUEST
    client.notify("exit")
    assert client.wait_exit() == 0


def test_an_id_that_is_under_way_is_refused(shared: Client) -> None:
    shared.begin("test/sleep", {"seconds": 0.3}, request_id="twice")
    shared.send({"id": "twice", "method": "test/echo", "params": {}})
    shared.wait_until(lambda: len(shared.replies.get("twice", [])) == 2)
    first, second = shared.replies["twice"]
    assert first["error"]["code"] == INVALID_REQUEST and second["result"] == "slept"


def test_each_request_got_exactly_one_reply(shared: Client) -> None:
    """Runs last in this module: of all the requests above."""
    doubled = {i: r for i, r in shared.replies.items() if len(r) != 1 and i not in {None, "twice"}}
    assert not doubled
