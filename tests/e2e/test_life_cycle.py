"""The life of the real server: documents against disk, files that come and go, warm starts, and the end."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import psutil
import pytest

from codeprism_lsp.features.index_status import FolderStatus, IndexStatus
from tests.client import Client, ResponseError, to_uri
from tests.e2e.conftest import ROOT, started
from tests.processes import SOON, still_running

pytestmark = pytest.mark.e2e

Launch = Callable[..., Client]
CREATED, CHANGED, DELETED = 1, 2, 3


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A small workspace."""
    root = tmp_path / "shop"
    (root / "pkg").mkdir(parents=True)
    (root / "pkg" / "__init__.py").write_text("")
    (root / "pkg" / "prices.py").write_text("def total(items):\n    return sum(items)\n")
    (root / "main.py").write_text("from pkg.prices import total\n\nprint(total([1]))\n")
    return root


def symbols(client: Client, query: str) -> list[str]:
    return [one["name"] for one in client.request("workspace/symbol", {"query": query}) or []]


def definition(client: Client, path: Path, line: int, character: int) -> list[tuple[str, int]]:
    place = {"textDocument": {"uri": to_uri(path)}, "position": {"line": line, "character": character}}
    found = client.request("textDocument/definition", place) or []
    return [
        (
            (one.get("uri") or one["targetUri"]).rsplit("/", 1)[-1],
            (one.get("targetSelectionRange") or one["range"])["start"]["line"],
        )
        for one in found
    ]


def eventually(condition: Callable[[], Any], seconds: float = 15) -> Any:
    """The first true value of a condition that is about what is on disk."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if value := condition():
            return value
        time.sleep(0.05)
    raise AssertionError(f"not within {seconds} s")


def changed(client: Client, *events: tuple[Path, int]) -> None:
    changes = [{"uri": to_uri(path), "type": kind} for path, kind in events]
    client.notify("workspace/didChangeWatchedFiles", {"changes": changes})


def change(client: Client, uri: str, version: int, text: str) -> None:
    document = {"uri": uri, "version": version}
    client.notify("textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text}]})


def test_unsaved_text_wins_until_it_is_closed(launch: Launch, shop: Path) -> None:
    client = launch(shop)
    assert definition(client, shop / "main.py", 2, 7) == [("prices.py", 0)]
    uri = client.open(shop / "pkg" / "prices.py", "python")
    change(client, uri, 2, "X = 1\n\ndef total(items):\n    return 0\n\ndef brand_new(): ...\n")
    # No waiting here: the next request sees exactly this state.
    assert definition(client, shop / "main.py", 2, 7) == [("prices.py", 2)]
    assert symbols(client, "brand_new") == ["brand_new"]
    client.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    assert definition(client, shop / "main.py", 2, 7) == [("prices.py", 0)]
    assert symbols(client, "brand_new") == []


def test_an_import_in_unsaved_text_counts(launch: Launch, shop: Path) -> None:
    client = launch(shop)
    uri = to_uri(shop / "pkg" / "prices.py")

    def dependents() -> list[str]:
        return [one["node"]["name"] for one in client.request("codeprism/dependents", {"uri": uri})["items"]]

    assert dependents() == ["main.py"]
    opened = client.open(shop / "pkg" / "__init__.py", "python", "from .prices import total\n")
    assert dependents() == ["main.py", "pkg/__init__.py"]
    client.notify("textDocument/didClose", {"textDocument": {"uri": opened}})
    assert dependents() == ["main.py"]


def test_a_new_file_on_disk_is_noticed(launch: Launch, shop: Path) -> None:
    client = launch(shop)
    (shop / "pkg" / "stock.py").write_text("def arrival(): ...\n")
    changed(client, (shop / "pkg" / "stock.py", CREATED))
    eventually(lambda: symbols(client, "arrival") == ["arrival"])


def test_a_renamed_file_is_noticed(launch: Launch, shop: Path) -> None:
    client = launch(shop)
    old, new = shop / "pkg" / "prices.py", shop / "pkg" / "costs.py"
    old.rename(new)
    (shop / "main.py").write_text("from pkg.costs import total\n\nprint(total([1]))\n")
    changed(client, (old, DELETED), (new, CREATED), (shop / "main.py", CHANGED))
    eventually(lambda: definition(client, shop / "main.py", 2, 7) == [("costs.py", 0)])
    found = client.request("workspace/symbol", {"query": "total"})
    assert [one["location"]["uri"] for one in found] == [to_uri(new)]


def test_a_deleted_folder_is_noticed(launch: Launch, shop: Path) -> None:
    client = launch(shop)
    assert symbols(client, "total") == ["total"]
    shutil.rmtree(shop / "pkg")
    changed(client, (shop / "pkg", DELETED))
    eventually(lambda: symbols(client, "total") == [])
    assert definition(client, shop / "main.py", 2, 7) != [("prices.py", 0)]


def test_a_second_start_parses_nothing(launch: Launch, shop: Path) -> None:
    first = launch(shop)
    assert folder(first)["parsed"] == 3
    first.shutdown()
    for path in shop.rglob("*.py"):
        os.utime(path)  # touched, not changed: contents count, not times
    second = launch(shop)
    status = folder(second)
    assert (status["parsed"], status["unchanged"]) == (0, 3)
    assert definition(second, shop / "main.py", 2, 7) == [("prices.py", 0)]


def test_what_changed_between_two_starts_is_parsed(launch: Launch, shop: Path) -> None:
    launch(shop).shutdown()
    (shop / "pkg" / "prices.py").write_text("def sum_up(items): ...\n")
    (shop / "pkg" / "gone.py").write_text("def short_life(): ...\n")
    second = launch(shop)
    assert folder(second)["parsed"] == 2
    assert (symbols(second, "sum_up"), symbols(second, "total")) == (["sum_up"], [])
    second.shutdown()
    (shop / "pkg" / "gone.py").unlink()
    third = launch(shop)
    assert folder(third)["parsed"] == 0
    assert symbols(third, "short_life") == []


def test_folders_come_and_go(launch: Launch, shop: Path, tmp_path: Path) -> None:
    client = launch(shop)
    other = tmp_path / "other"
    other.mkdir()
    (other / "far.py").write_text("def far_away(): ...\n")
    entry = {"uri": to_uri(other), "name": "other"}
    folders = "workspace/didChangeWorkspaceFolders"
    client.notify(folders, {"event": {"added": [entry], "removed": []}})
    eventually(lambda: symbols(client, "far_away") == ["far_away"])
    assert symbols(client, "total") == ["total"]
    client.notify(folders, {"event": {"added": [], "removed": [entry]}})
    assert symbols(client, "far_away") == []
    with pytest.raises(ResponseError):
        client.request("codeprism/dependencies", {"uri": to_uri(other / "far.py")})


def test_the_status_is_as_documented(launch: Launch, shop: Path) -> None:
    status = launch(shop).request("codeprism/indexStatus", {})
    for body, documented in ((status, IndexStatus), (status["folders"][0], FolderStatus)):
        assert set(body) == wire_fields(documented)


def wire_fields(cls: type[Any]) -> set[str]:
    def spelled(name: str) -> str:
        head, *rest = name.split("_")
        return head + "".join("MB" if part == "mb" else part.capitalize() for part in rest)

    return {spelled(one.name) for one in attrs.fields(cls)}


# -- the end ---------------------------------------------------------------------------------------------


@pytest.fixture
def busy(tmp_path: Path) -> Path:
    """A workspace whose indexing takes some seconds."""
    root = tmp_path / "busy"
    text = "".join(f"def function_{n}(a, b):\n    return a + b + {n}\n\n" for n in range(400))
    for n in range(400):
        path = root / f"p{n % 20}" / f"m{n}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# {n}\n{text}")
    return root


def family(pid: int) -> list[psutil.Process]:
    """A process with all its descendants."""
    process = psutil.Process(pid)
    return [process, *process.children(recursive=True)]


def with_workers(pid: int) -> list[psutil.Process]:
    """The family, once the indexer has its workers."""
    return eventually(lambda: found if len(found := family(pid)) >= 4 else None)


def test_everything_ends_with_its_input(busy: Path, tmp_path: Path) -> None:
    with Client.stdio(
        [sys.executable, "-m", "codeprism_lsp", "--cache-dir", str(tmp_path / "cache")],
        cwd=ROOT,
        stderr=subprocess.DEVNULL,
    ) as client:
        client.initialize(busy)
        assert client.process is not None and client.process.stdin is not None
        processes = with_workers(client.process.pid)
        client.process.stdin.close()
        assert not still_running(processes, SOON)


def test_everything_ends_when_the_client_is_killed(busy: Path, tmp_path: Path) -> None:
    doomed = subprocess.Popen(
        [sys.executable, "-m", "tests.e2e.doomed_client", str(busy), str(tmp_path / "cache")],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert doomed.stdout is not None
    processes = with_workers(int(doomed.stdout.readline()))
    doomed.send_signal(signal.SIGKILL)
    doomed.wait()
    assert not still_running(processes, SOON)
    # What was committed before is intact: the next start goes on from there.
    client = started(busy, tmp_path / "cache")
    assert client.request("codeprism/indexStatus", {})["indexed"] == 400
    client.stop()


def test_everything_ends_when_the_server_is_killed(busy: Path, tmp_path: Path) -> None:
    client = Client.stdio(
        [sys.executable, "-m", "codeprism_lsp", "--cache-dir", str(tmp_path / "cache")],
        cwd=ROOT,
        stderr=subprocess.DEVNULL,
    )
    client.initialize(busy)
    assert client.process is not None
    processes = with_workers(client.process.pid)
    client.process.kill()
    client.process.wait()
    assert not still_running(processes[1:], SOON)
    client.stop()


def folder(client: Client) -> Any:
    return client.request("codeprism/indexStatus", {})["folders"][0]
