from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from tests.client import Client, ResponseError

ROOT = Path(__file__).parents[2]
CANCELLED = -32800
COMMAND = [sys.executable, "-m", "tests.server.fake_main"]

Start = Callable[..., Client]


def code_of(future: Future[Any], timeout: float = 10) -> int:
    """The code of the error that a request of `Client.begin` is answered with, within `timeout` seconds."""
    with pytest.raises(ResponseError) as caught:
        future.result(timeout)
    return caught.value.code


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts a server around the fake host over stdio; all are ended with the test."""
    clients: list[Client] = []

    def begin(*, initialize: bool = True, stderr: Any = subprocess.DEVNULL, **params: Any) -> Client:
        client = Client.stdio(COMMAND, cwd=ROOT, stderr=stderr)
        clients.append(client)
        if initialize:
            client.initialize(**params)
        return client

    yield begin
    for client in clients:
        client.stop()


@pytest.fixture(scope="module")
def shared() -> Iterator[Client]:
    """One initialized server for all tests of a module that do not harm it."""
    with Client.stdio(COMMAND, cwd=ROOT, stderr=subprocess.DEVNULL) as client:
        client.initialize()
        yield client


@pytest.fixture
def listen() -> Iterator[Callable[[str], tuple[subprocess.Popen[bytes], str, int]]]:
    """Starts a server with `--tcp` or `--ws` and returns (process, host, port)."""
    processes: list[subprocess.Popen[bytes]] = []

    def begin(transport: str) -> tuple[subprocess.Popen[bytes], str, int]:
        process = subprocess.Popen(
            [*COMMAND, transport], cwd=ROOT, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        processes.append(process)
        assert process.stderr is not None
        for line in process.stderr:
            if found := re.search(rb"listening on \w+://([\d.]+):(\d+)", line):
                return process, found[1].decode(), int(found[2])
        raise AssertionError("the server does not listen")

    yield begin
    for process in processes:
        if process.poll() is None:
            process.kill()
        process.wait(10)
        if process.stderr is not None:
            process.stderr.close()
