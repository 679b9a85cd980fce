"""The server is gone within a second of its client, with its children, however the client goes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import psutil
import pytest

from tests.client import Client
from tests.processes import SOON, still_running
from tests.server.conftest import CANCELLED, COMMAND, ROOT, Start, code_of


def busy_with_children(client: Client) -> list[psutil.Process]:
    """Fills all workers with handlers that do not listen, and gives the server stubborn children."""
    child = psutil.Process(client.request("test/child"))
    deadline = time.monotonic() + 10
    while not (grandchildren := child.children()) and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(0.2)
    for _ in range(4):
        client.begin("test/sleep", {"seconds": 60, "cooperative": False})
    time.sleep(0.05)
    assert grandchildren
    return [child, *grandchildren]


def check_gone(client: Client, children: list[psutil.Process], began: float) -> int:
    """The exit code of the server, which is gone soon with its children, in any order."""
    code = client.wait_exit(SOON)
    took = time.monotonic() - began
    alive = still_running(children, SOON - took)
    assert not alive and took < SOON, f"{took:.2f} s, alive: {alive}"
    return code


@pytest.mark.parametrize("stop_seconds", [0.0, 30.0])
def test_exit_without_shutdown(start: Start, stop_seconds: float) -> None:
    client = start()
    client.request("test/stopSeconds", {"seconds": stop_seconds})
    children = busy_with_children(client)
    began = time.monotonic()
    client.notify("exit")
    assert check_gone(client, children, began) == 1


def test_exit_after_shutdown(start: Start) -> None:
    client = start()
    children = busy_with_children(client)
    client.request("shutdown")
    began = time.monotonic()
    client.notify("exit")
    assert check_gone(client, children, began) == 0


@pytest.mark.parametrize("method", ["shutdown", "exit"])
@pytest.mark.parametrize("cooperative", [True, False])
def test_what_is_under_way_is_answered_before_the_end(start: Start, method: str, cooperative: bool) -> None:
    client = start()
    futures = [client.begin("test/sleep", {"seconds": 60, "cooperative": cooperative}) for _ in range(9)]
    if method == "shutdown":
        client.request("shutdown")
    client.notify("exit")
    assert [code_of(future) for future in futures] == [CANCELLED] * 9


def test_end_of_input(start: Start) -> None:
    client = start()
    children = busy_with_children(client)
    began = time.monotonic()
    client.transport.close()
    assert check_gone(client, children, began) == 1


def test_end_of_input_before_initialize(start: Start) -> None:
    client = start(initialize=False)
    with pytest.raises(Exception, match="not initialized"):
        client.request("test/echo", {})
    began = time.monotonic()
    client.transport.close()
    assert check_gone(client, [], began) == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM to send")
def test_sigterm(start: Start) -> None:
    client = start()
    children = busy_with_children(client)
    assert client.process is not None
    began = time.monotonic()
    client.process.send_signal(signal.SIGTERM)
    assert check_gone(client, children, began) == 128 + signal.SIGTERM


def test_the_process_of_the_client_disappears(start: Start) -> None:
    """The input stays open: somebody else holds it."""
    parent = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    client = start(processId=parent.pid)
    children = busy_with_children(client)
    began = time.monotonic()
    parent.kill()
    assert check_gone(client, children, began) == 1
    parent.communicate()


@pytest.mark.skipif(os.name == "nt", reason="the pipe is inherited in the POSIX way")
def test_the_client_is_killed() -> None:
    """The client dies without a word, as a crashing editor does; its death closes the pipes."""
    launch = (
        "import subprocess, sys; s = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE,"
        " stdout=subprocess.PIPE); print(s.pid, flush=True); s.wait()"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", launch, *COMMAND], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert parent.stdout is not None
    server = psutil.Process(int(parent.stdout.readline()))
    time.sleep(1.5)
    parent.kill()
    parent.communicate()
    assert not still_running([server], SOON)


def test_a_process_that_was_never_there_is_not_watched(start: Start) -> None:
    client = start(processId=2**22 + 12345)
    time.sleep(0.5)
    assert client.request("test/echo", {"value": 1})["value"] == 1


class Deaf:
    """A transport that never reads what the server writes into the pipe."""

    def __init__(self) -> None:
        self.read_end, write_end = os.pipe()
        self.process = subprocess.Popen(
            COMMAND, cwd=ROOT, stdin=subprocess.PIPE, stdout=write_end, stderr=subprocess.DEVNULL
        )
        os.close(write_end)

    def receive(self) -> None:
        return None

    def send(self, body: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def close(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()


@pytest.fixture
def deaf() -> Iterator[Client]:
    transport = Deaf()
    with Client(transport, transport.process) as client:
        client.send({"id": 1, "method": "initialize", "params": {"capabilities": {}}})
        client.notify("initialized", {})
        yield client


def test_a_client_that_reads_nothing_blocks_nobody(deaf: Client) -> None:
    """Far more than 64 MiB of replies are asked for; the server stays within bounds and still leaves."""
    for number in range(60):
        deaf.send({"id": 2 + number, "method": "test/large", "params": {"count": 100_000}})
    time.sleep(2)
    assert deaf.process is not None
    assert psutil.Process(deaf.process.pid).memory_info().rss < 500e6
    began = time.monotonic()
    deaf.notify("exit")
    assert check_gone(deaf, [], began) == 1
    os.close(deaf.transport.read_end)


def test_a_client_that_closes_its_end_of_the_output(deaf: Client) -> None:
    """The input stays open, so only the next write can tell."""
    os.close(deaf.transport.read_end)
    began = time.monotonic()
    deaf.send({"id": 2, "method": "test/echo", "params": {}})
    assert deaf.wait_exit(10) == 1
    assert time.monotonic() - began < 5, "the start of the process included"
