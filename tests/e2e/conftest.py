"""Real servers over stdio for the end-to-end tests, each with an index of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.client import Client
from tests.e2e.judge import Server
from tests.test_projects.expectations import Project

ROOT = Path(__file__).parents[2]


def command(cache: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "codeprism_lsp", "serve", "--cache-dir", str(cache), *more]


def started(root: Path, cache: Path, *more: str) -> Client:
    """A server that has indexed a folder."""
    client = Client.stdio(command(cache, *more), cwd=ROOT, stderr=subprocess.DEVNULL)
    client.initialize(root)
    client.wait_ready(120)
    return client


Serve = Callable[[Project, str], Server]


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """The server of a project in a dependency mode. The one used last stays, others end."""
    cache = tmp_path_factory.mktemp("cache")
    running: dict[tuple[str, str], Server] = {}

    def get(project: Project, mode: str) -> Server:
        identity = (project.name, mode)
        if identity not in running:
            while running:
                running.popitem()[1].client.stop()
            client = started(project.root, cache / mode, "--dependencies", mode)
            running[identity] = Server(client, project)
        return running[identity]

    yield get
    for server in running.values():
        server.client.stop()


@pytest.fixture
def launch(tmp_path: Path) -> Iterator[Callable[..., Client]]:
    """Starts a server on a folder, with an index in the test's own directory."""
    clients: list[Client] = []

    def begin(root: Path, *more: str) -> Client:
        client = started(root, tmp_path / "cache", *more)
        clients.append(client)
        return client

    yield begin
    for client in clients:
        client.stop()
