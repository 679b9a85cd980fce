"""Order, cancellation, floods and the life of requests."""

from __future__ import annotations

import random
import statistics
import time

from tests.client import Client
from tests.server.conftest import CANCELLED, Start, code_of

URI = "file:///order.txt"


def test_cancelling_a_running_request(shared: Client) -> None:
    future = shared.begin("test/sleep", {"seconds": 30})
    time.sleep(0.05)
    began = time.monotonic()
    shared.cancel(future)
    assert code_of(future) == CANCELLED
    assert time.monotonic() - began < 0.5


def test_cancellation_is_read_while_all_workers_are_busy(shared: Client) -> None:
    running = [shared.begin("test/sleep", {"seconds": 30}) for _ in range(2)]
    waiting = [shared.begin("test/echo", {"value": n}) for n in range(5)]
    time.sleep(0.05)
    shared.cancel(waiting[3])
    assert code_of(waiting[3], 0.5) == CANCELLED, "a waiting request is answered at once"
    assert not any(f.done() for f in (*running, *waiting[:3], waiting[4]))
    for future in running:
        shared.cancel(future)
    assert [code_of(f) for f in running] == [CANCELLED, CANCELLED]
    assert [f.result(5)["value"] for f in (*waiting[:3], waiting[4])] == [0, 1, 2, 4]


def test_an_uncooperative_handler_still_answers_once(shared: Client) -> None:
    future = shared.begin("test/sleep", {"seconds": 0.2, "cooperative": False})
    time.sleep(0.05)
    shared.cancel(future)
    shared.cancel(future)
    assert future.result(5) == "slept"
    assert shared.request("test/echo")
    assert len(shared.replies[future.request_id]) == 1  # type: ignore[attr-defined]


def test_bulk_requests_leave_workers_for_others(shared: Client) -> None:
    bulk = [shared.begin("test/bulkSleep", {"seconds": 20}) for _ in range(6)]
    assert shared.request("test/echo", {"value": 1}, timeout=2)["value"] == 1
    for future in bulk:
        shared.cancel(future)
    assert {code_of(f) for f in bulk} == {CANCELLED}


def test_requests_see_exactly_the_edits_before_them(shared: Client) -> None:
    """Edits and hovers are sent without waiting for anything; each hover must answer with its state."""
    generator = random.Random(1)
    text = "".join(generator.choice("abc\n") for _ in range(200))
    document = {"uri": URI, "languageId": "plain", "version": 0, "text": text}
    shared.notify("textDocument/didOpen", {"textDocument": document})
    expected = []
    for version in range(1, 200):
        lines = text.split("\n")
        line = generator.randrange(len(lines))
        start = generator.randrange(len(lines[line]) + 1)
        end = generator.randrange(start, len(lines[line]) + 1)
        new = generator.choice(["", "x", "\n", "yy\nz"])
        offset = sum(len(before) + 1 for before in lines[:line])
        text = text[: offset + start] + new + text[offset + end :]
        span = {"start": {"line": line, "character": start}, "end": {"line": line, "character": end}}
        identifier = {"uri": URI, "version": version}
        change = {"textDocument": identifier, "contentChanges": [{"range": span, "text": new}]}
        shared.notify("textDocument/didChange", change)
        params = {"textDocument": {"uri": URI}, "position": {"line": 0, "character": 0}}
        expected.append((shared.begin("textDocument/hover", params), text))
    for future, state in expected:
        assert future.result(10)["contents"]["value"] == state
    change = {"textDocument": {"uri": URI, "version": 300}, "contentChanges": [{"text": "whole"}]}
    shared.notify("textDocument/didChange", change)
    assert shared.request("textDocument/hover", params)["contents"]["value"] == "whole"
    shared.notify("textDocument/didClose", {"textDocument": {"uri": URI}})
    assert code_of(shared.begin("textDocument/hover", params)) == -32603


def test_a_thousand_requests_get_a_thousand_replies(shared: Client) -> None:
    futures = [shared.begin("test/echo", {"value": n}) for n in range(1000)]
    assert [f.result(20)["value"] for f in futures] == list(range(1000))
    assert all(len(shared.replies[f.request_id]) == 1 for f in futures)  # type: ignore[attr-defined]


def test_the_queue_is_bounded(shared: Client) -> None:
    """Two requests run and 1,200 wait; the others are refused at once, and nothing is lost."""
    running = [shared.begin("test/sleep", {"seconds": 30}) for _ in range(2)]
    time.sleep(0.05)
    futures = [shared.begin("test/echo", {"value": n}) for n in range(1500)]
    refused = futures[1200:]
    assert {code_of(f) for f in refused} == {-32803}
    for future in running:
        shared.cancel(future)
    assert [f.result(20)["value"] for f in futures[:1200]] == list(range(1200))
    assert all(len(shared.replies[f.request_id]) == 1 for f in futures)  # type: ignore[attr-defined]


def test_the_loop_answers_while_workers_compute(shared: Client) -> None:
    """Two workers spin in Python; the loop itself answers `indexStatus` all the same."""
    spinning = [shared.begin("test/spin", {"seconds": 2}) for _ in range(2)]
    took = []
    for _ in range(40):
        began = time.perf_counter()
        shared.request("codeprism/indexStatus", {})
        took.append(time.perf_counter() - began)
    assert all(f.result(10) for f in spinning)
    assert statistics.median(took) < 0.05


def test_partial_results_and_progress(shared: Client) -> None:
    assert shared.request("test/partial", {"count": 3}) == [0, 1, 2]
    assert shared.request("test/partial", {"count": 3, "partialResultToken": "p", "workDoneToken": 17}) == []
    sent = [n["params"] for n in shared.notifications if n["method"] == "$/progress"]
    assert [p["value"] for p in sent if p["token"] == "p"] == [[0], [1], [2]]
    kinds = [p["value"]["kind"] for p in sent if p["token"] == 17]
    assert kinds == ["begin", "report", "report", "report", "end"]


def test_cancelling_by_the_progress_bar(shared: Client) -> None:
    future = shared.begin("test/sleep", {"seconds": 30, "workDoneToken": "bar"})
    time.sleep(0.05)
    shared.notify("window/workDoneProgress/cancel", {"token": "bar"})
    assert code_of(future) == CANCELLED


def test_shutdown_cancels_what_is_under_way(start: Start) -> None:
    client = start()
    futures = [client.begin("test/sleep", {"seconds": 30}) for _ in range(5)]
    time.sleep(0.05)
    began = time.monotonic()
    assert client.shutdown() == 0
    assert time.monotonic() - began < 1
    assert {code_of(f) for f in futures} == {CANCELLED}


def test_answers_that_took_long_are_kept_while_nothing_changes(shared: Client) -> None:
    first = shared.request("test/kept", {"value": "a"})
    assert shared.request("test/kept", {"value": "a", "workDoneToken": "t"}) == first
    assert shared.request("test/kept", {"value": "b"}) != first
    assert shared.request("test/kept", {"value": "a", "partialResultToken": "p"}) != first
    uri = "file:///kept.txt"
    document = {"uri": uri, "languageId": "text", "version": 1, "text": "kept"}
    shared.notify("textDocument/didOpen", {"textDocument": document})
    opened = shared.request("test/kept", {"value": "a"})
    assert opened["times"] > first["times"] and "kept" in opened["text"]
    shared.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    assert shared.request("test/kept", {"value": "a"}) == first, "the state is what it was"
    assert shared.request("test/kept", {"value": "quick"}) != shared.request("test/kept", {"value": "quick"})
