"""What is negotiated at initialize, and what the host hears of folders, settings and files."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.client import Client, ResponseError, to_uri
from tests.server.conftest import Start


def calls(client: Client) -> list[Any]:
    found: list[Any] = client.request("test/calls")
    return found


def calls_of(client: Client, name: str) -> list[Any]:
    return [call[1:] for call in calls(client) if call[0] == name]


@pytest.mark.parametrize(
    ("offered", "chosen"),
    [
        (None, "utf-16"),
        ([], "utf-16"),
        (["utf-16"], "utf-16"),
        (["utf-16", "utf-32"], "utf-32"),
        (["utf-16", "utf-8"], "utf-8"),
        (["utf-7"], "utf-16"),
    ],
)
def test_position_encoding(start: Start, offered: list[str] | None, chosen: str) -> None:
    client = start(capabilities={"general": {"positionEncodings": offered}} if offered is not None else {})
    assert client.server["capabilities"]["positionEncoding"] == chosen


def test_capabilities_and_server_info(start: Start) -> None:
    server = start().server
    assert server["serverInfo"]["name"] == "codeprism-lsp" and server["serverInfo"]["version"]
    capabilities = server["capabilities"]
    assert capabilities["textDocumentSync"] == {
        "openClose": True,
        "change": 2,
        "save": {"includeText": False},
    }
    assert capabilities["workspace"]["workspaceFolders"] == {"supported": True, "changeNotifications": True}
    assert capabilities["hoverProvider"] is True and capabilities["experimental"] == {"echo": True}


def test_capabilities_that_make_no_sense_lock_nobody_out(start: Start) -> None:
    client = start(
        capabilities={
            "window": {"workDoneProgress": True},
            "workspace": 5,
            "general": {"positionEncodings": "x"},
        }
    )
    assert client.server["capabilities"]["positionEncoding"] == "utf-16"


@pytest.mark.parametrize(
    ("members", "folders"),
    [
        (
            {
                "workspaceFolders": [
                    {"uri": "file:///a/b/", "name": "b"},
                    {"uri": "file:///c%20d", "name": "d"},
                ]
            },
            ["/a/b", "/c d"],
        ),
        ({"workspaceFolders": None, "rootUri": "file:///r"}, ["/r"]),
        ({"workspaceFolders": [], "rootUri": None, "rootPath": "/p/"}, ["/p"]),
        ({"workspaceFolders": None}, []),
        ({"workspaceFolders": [{"uri": "untitled:x", "name": "x"}]}, []),
    ],
)
def test_roots(start: Start, members: dict[str, Any], folders: list[str]) -> None:
    client = start(**members)
    assert calls_of(client, "start")[0][0] == folders
    if "untitled" in str(members):
        client.wait_notification("window/showMessage", lambda p: "untitled:x" in p["message"])


@pytest.mark.parametrize(
    "options",
    [
        {"codeprism": {"dependencies": "smart"}},
        {"dependencies": "smart"},
        {"codeprism.dependencies": "smart", "other.thing": 1},
    ],
)
def test_settings_of_initialization_options(start: Start, options: Any) -> None:
    assert calls_of(start(options=options, capabilities={}), "start")[0][1] == {"dependencies": "smart"}


def test_settings_are_pulled(start: Start) -> None:
    client = start(initialize=False)
    client.settings = {"dependencies": "all"}
    client.initialize(options={"maxFileSizeMB": 3, "dependencies": "smart"})
    client.wait_until(lambda: client.server_requests)
    client.wait_until(lambda: any(r["method"] == "workspace/configuration" for r in client.server_requests))
    assert wait_calls(client, "settings", 1)[-1] == [{"maxFileSizeMB": 3, "dependencies": "all"}]
    client.settings = None
    client.notify("workspace/didChangeConfiguration", {"settings": None})
    assert wait_calls(client, "settings", 2)[-1] == [{"maxFileSizeMB": 3, "dependencies": "smart"}]


def test_settings_changes_are_asked_for(start: Start) -> None:
    client = start()
    request = client.wait_until(
        lambda: [r for r in client.server_requests if "codeprism-settings" in str(r["params"])]
    )[0]
    assert request["params"]["registrations"][0]["registerOptions"] == {"section": "codeprism"}


def test_settings_are_pushed_to_a_server_that_cannot_pull(start: Start) -> None:
    client = start(capabilities={})
    client.notify("workspace/didChangeConfiguration", {"settings": {"codeprism": {"workers": 2}}})
    client.notify("workspace/didChangeConfiguration", {"settings": {"python": {"x": 1}}})
    assert calls_of(client, "settings") == [[{"workers": 2}]]


def wait_calls(client: Client, name: str, count: int) -> list[Any]:
    for _ in range(200):
        found = calls_of(client, name)
        if len(found) >= count:
            return found
    raise AssertionError(f"{name}: {found}")


def test_folders_added_and_removed(start: Start, tmp_path: Path) -> None:
    client = start(root=tmp_path)
    folder = {"uri": to_uri(tmp_path / "more"), "name": "more"}
    for event in (
        {"added": [folder], "removed": []},
        {"added": [folder], "removed": []},
        {"added": [], "removed": [folder]},
        {"added": [], "removed": [folder]},
    ):
        client.notify("workspace/didChangeWorkspaceFolders", {"event": event})
    assert calls_of(client, "add_folder") == [[str(tmp_path / "more")]]
    assert calls_of(client, "remove_folder") == [[str(tmp_path / "more")]]


def test_watching_is_registered_where_the_client_can(start: Start, tmp_path: Path) -> None:
    client = start(root=tmp_path)
    request = client.wait_until(
        lambda: [r for r in client.server_requests if "codeprism-watch" in str(r["params"])]
    )[0]
    registration = request["params"]["registrations"][0]
    assert registration["method"] == "workspace/didChangeWatchedFiles"
    assert registration["registerOptions"]["watchers"] == [
        {"globPattern": {"baseUri": to_uri(tmp_path), "pattern": "**/*"}}
    ]
    assert calls_of(client, "start")[0][2] is True
    client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": "file:///a", "type": 3}]})
    assert calls_of(client, "files_changed") == [[[["file:///a", "DELETED"]]]]
    folder = {"uri": to_uri(tmp_path / "more"), "name": "more"}
    client.notify("workspace/didChangeWorkspaceFolders", {"event": {"added": [folder], "removed": []}})
    client.wait_until(
        lambda: [r for r in client.server_requests if len(_watchers(r)) == 2], what="a new registration"
    )
    assert not calls_of(client, "watch_files")


def _watchers(request: dict[str, Any]) -> list[Any]:
    if request["method"] != "client/registerCapability":
        return []
    options = request["params"]["registrations"][0]["registerOptions"]
    watchers: list[Any] = options.get("watchers", [])
    return watchers


def test_the_host_watches_where_the_client_cannot(start: Start) -> None:
    assert calls_of(start(capabilities={}), "start")[0][2] is False


def test_the_host_watches_where_the_client_refuses(start: Start) -> None:
    def refuse(_: Any) -> None:
        raise ResponseError("", {"code": -32601, "message": "no"})

    client = start(initialize=False)
    client.answers["client/registerCapability"] = refuse
    client.initialize()
    wait_calls(client, "watch_files", 1)


def test_index_progress(start: Start) -> None:
    client = start()
    client.wait_notification("codeprism/indexStatusChanged", lambda p: p["state"] == "ready")
    report = {"state": "indexing", "files": 1000, "indexed": 0}
    client.request("test/report", {"status": report})
    token = client.wait_notification("$/progress", lambda p: p["value"]["kind"] == "begin")["token"]
    for indexed in range(0, 1000, 2):
        client.request("test/report", {"status": {"indexed": indexed}})
    client.request("test/report", {"status": {"state": "ready", "indexed": 1000, "symbols": 12345}})
    end = client.wait_notification("$/progress", lambda p: p["value"]["kind"] == "end")
    assert end["token"] == token and end["value"]["message"] == "1,000 files, 12,345 symbols"
    reports = [n["params"]["value"] for n in client.notifications if n["method"] == "$/progress"][1:-1]
    assert all(r["kind"] == "report" for r in reports) and "of 1,000 files" in reports[0]["message"]
    percentages = [r["percentage"] for r in reports]
    assert percentages == sorted(percentages)
    changed = [n for n in client.notifications if n["method"] == "codeprism/indexStatusChanged"]
    assert len(changed) < 60, "hundreds of reports become at most ten notifications a second"
    assert changed[-1]["params"]["state"] == "ready"
    assert client.request("codeprism/indexStatus")["symbols"] == 12345


def test_index_progress_of_two_tiers(start: Start) -> None:
    client = start()
    client.request("test/report", {"status": {"state": "indexing", "files": 1000, "waiting": 0}})
    client.wait_notification("$/progress", lambda p: p["value"]["kind"] == "begin")

    def shown(**status: object) -> tuple[str, int]:
        client.request("test/report", {"status": status})
        wanted = f"{status['indexed'] or status['waiting']:,} of 1,000 files"
        found = client.wait_notification("$/progress", lambda p: wanted in p["value"].get("message", ""))
        return found["value"]["message"], found["value"]["percentage"]

    message, percentage = shown(indexed=0, waiting=500)
    assert message.startswith("500 of 1,000 files read") and 0 < percentage < 15
    message, percentage = shown(indexed=400, waiting=600, searchable=True)
    assert message.startswith("400 of 1,000 files") and "read" not in message and 40 < percentage < 60
    client.request("test/report", {"status": {"state": "ready", "waiting": 0}})


def test_indexing_can_be_cancelled(start: Start) -> None:
    client = start()
    client.request("test/report", {"status": {"state": "discovering"}})
    begin = client.wait_notification("$/progress", lambda p: p["value"]["kind"] == "begin")
    assert begin["value"]["cancellable"] is True
    client.notify("window/workDoneProgress/cancel", {"token": "somebody else's"})
    assert not calls_of(client, "cancel_indexing")
    client.notify("window/workDoneProgress/cancel", {"token": begin["token"]})
    client.wait_notification("$/progress", lambda p: p["value"]["kind"] == "end")
    assert calls_of(client, "cancel_indexing") == [[]]


def test_no_progress_bar_for_clients_without(start: Start) -> None:
    client = start(capabilities={})
    client.request("test/report", {"status": {"state": "indexing"}})
    client.wait_notification("codeprism/indexStatusChanged", lambda p: p["state"] == "indexing")
    assert not client.server_requests


def test_trace(start: Start) -> None:
    client = start()
    client.request("test/echo")
    client.notify("$/setTrace", {"value": "messages"})
    client.request("test/echo", {"value": "secret"})
    client.notify("$/setTrace", {"value": "verbose"})
    client.request("test/echo", {"value": "shown"})
    client.notify("$/setTrace", {"value": "off"})
    client.request("test/echo")
    notes = [n["params"] for n in client.notifications if n["method"] == "$/logTrace"]
    assert len(notes) == 4 and "received request 'test/echo'" in notes[0]["message"]
    assert "done in" in notes[1]["message"] and "verbose" not in notes[0]
    assert "shown" in notes[2]["verbose"] and "secret" not in str(notes)


def test_bodies_are_not_logged(start: Start, tmp_path: Path) -> None:
    log = tmp_path / "stderr.txt"
    with log.open("wb") as stderr:
        client = start(stderr=stderr)
        client.request("test/echo", {"value": "confidential"})
        with pytest.raises(ResponseError):
            client.request("test/fail", {"how": "x"})
        client.shutdown()
    text = log.read_text()
    assert "ZeroDivisionError" in text and "confidential" not in text


def test_a_client_that_does_not_read_the_log_blocks_nobody(start: Start) -> None:
    client = start(stderr=subprocess.PIPE)
    for _ in range(20):
        with pytest.raises(ResponseError):
            client.request("test/fail", {"how": "recursion"})
    assert client.shutdown() == 0
    assert client.process is not None and client.process.stderr is not None
    client.process.stderr.close()
