"""Host and indexer process together: what breaks is told, repaired, and in nobody's way."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import psutil
import pytest

from codeprism_lsp.files.paths import path_to_uri
from codeprism_lsp.store import Writer, location
from codeprism_lsp.text.lines import PositionEncoding
from codeprism_lsp.workspace import indexer_link
from codeprism_lsp.workspace.host import Host
from tests.workspace.folders import IndexedFolder

APP = {"app/main.py": "def main(): return helper()\n", "app/helper.py": "def helper(): return 1\n"}
pytestmark = pytest.mark.timeout(120)


class Opened:
    """A host on a folder, with the questions that tests ask."""

    def __init__(self, folder: IndexedFolder, cache: Path, **settings: Any) -> None:
        self.root = folder.root
        self.host = Host(str(cache))
        self.host.start([str(folder.root)], {"workers": 1, **settings}, client_watches=True)

    def status(self) -> dict[str, Any]:
        return dict(self.host.status()["folders"][0])

    def definers(self, name: str) -> list[str]:
        snapshot = self.host.capture().projects[0].snapshot
        return [path for path, _ in snapshot.definers(name)]

    def changed(self, *paths: str) -> None:
        self.host.files_changed([(path_to_uri(str(self.root / path)), 2) for path in paths])

    def wait(self, condition: Callable[[], Any], what: str, seconds: float = 90) -> Any:
        deadline = time.monotonic() + seconds
        while not (found := condition()):
            assert time.monotonic() < deadline, f"{what}: {self.status()}"
            time.sleep(0.02)
        return found

    def ready(self) -> dict[str, Any]:
        self.wait(lambda: self.status()["state"] == "ready" and self.status()["indexed"], "ready")
        return self.status()

    def indexer(self) -> psutil.Process:
        return psutil.Process(self.host._folders[0].processes()[0])


@pytest.fixture
def opened(folder: IndexedFolder, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    hosts: list[Opened] = []

    def start(cache: Path | None = None, **settings: Any) -> Opened:
        hosts.append(Opened(folder, cache or tmp_path / "cache", **settings))
        return hosts[-1]

    folder.write(APP)
    yield start
    for one in hosts:
        one.host.stop()


@pytest.fixture
def store(folder: IndexedFolder, tmp_path: Path) -> Path:
    return location(folder.root, tmp_path / "cache")


def test_changes_reach_the_answers(folder: IndexedFolder, opened: Callable[..., Opened]) -> None:
    one = opened()
    assert one.ready()["problems"] == []
    assert one.definers("helper") == ["app/helper.py"]
    folder.write({"app/helper.py": "def other(): return 1\n"})
    one.changed("app/helper.py")
    one.wait(lambda: one.definers("other") and not one.definers("helper"), "the new name")


def test_a_killed_indexer_is_started_again(
    folder: IndexedFolder, opened: Callable[..., Opened], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexer_link, "RESTART_SECONDS", (0.3, 0.3))
    one = opened()
    one.ready()
    one.indexer().kill()
    problem = one.wait(lambda: one.status()["problems"], "the problem")[0]
    assert problem.startswith("the indexer ended unexpectedly") and "started again" in problem
    assert one.status()["state"] == "degraded" and one.definers("helper"), "what is stored is served"
    folder.write({"new.py": "def fresh(): pass\n"})
    one.wait(lambda: one.definers("fresh"), "what was written meanwhile")
    assert one.ready()["problems"] == []


def test_an_indexer_that_dies_again_and_again_is_given_up(
    opened: Callable[..., Opened], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexer_link, "RESTART_SECONDS", (0.01, 0.01))
    monkeypatch.setattr(indexer_link.sys, "executable", "/bin/false" if os.name != "nt" else "where")
    one = opened()
    one.wait(lambda: "changes are not seen" in "".join(one.status()["problems"]), "giving up")
    assert one.status()["state"] == "degraded"


def test_an_indexer_killed_in_the_midst_goes_on_where_it_was(
    folder: IndexedFolder, opened: Callable[..., Opened], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexer_link, "RESTART_SECONDS", (0.1, 0.1))
    folder.write({f"f{n:04}.py": f"def f{n}(a, b): return a + b\n" * 50 for n in range(4_000)})
    one = opened()
    one.wait(lambda: one.status()["parsed"], "the first facts that are stored")
    one.indexer().kill()
    status = one.wait(lambda: one.status()["state"] == "ready" and one.status(), "the end")
    assert status["indexed"] == 4_002 and status["parsed"] < 4_000
    assert len(one.definers("f3999")) == 50


@pytest.mark.parametrize("damage", ["no database", "damaged pages"])
def test_a_damaged_store_is_built_again(
    folder: IndexedFolder, opened: Callable[..., Opened], store: Path, damage: str
) -> None:
    folder.write({f"f{n}.py": f"def f{n}(): pass\n" * 50 for n in range(100)})
    first = opened()
    first.ready()
    first.host.stop()
    size = store.stat().st_size
    data = b"no database " * 1000
    if damage == "damaged pages":
        data = store.read_bytes()[:8192] + b"\\xff" * (size - 8192)
    for end in ("-wal", "-shm"):
        store.with_name(store.name + end).unlink(missing_ok=True)
    store.write_bytes(data)
    second = opened()
    status = second.wait(lambda: second.status()["indexed"] == 102 and second.ready(), "a new index")
    assert any("index" in problem for problem in status["problems"]), "the user hears of it"
    assert second.definers("helper") == ["app/helper.py"]
    assert store.with_name(store.name + ".corrupt").exists()


def test_damaged_facts_and_segments_are_repaired(
    folder: IndexedFolder, opened: Callable[..., Opened], store: Path
) -> None:
    first = opened()
    first.ready()
    first.host.stop()
    first.wait(lambda: not first.host._folders[0].processes(), "the end of the first")
    with Writer(store, os.path.realpath(folder.root)) as writer:
        writer.connection.execute("UPDATE facts SET facts = zeroblob(10)")
        writer.connection.execute("UPDATE segments SET blob = zeroblob(40) WHERE family = 'names'")
    second = opened()
    second.ready()

    def repaired() -> bool:
        snapshot = second.host.capture().projects[0].snapshot
        whole = all(len(snapshot.outline(path)) == 1 for path in APP)
        return whole and second.definers("helper") == ["app/helper.py"]

    second.wait(repaired, "repair")
    assert second.ready()["problems"] == []


def test_a_cache_that_cannot_be_written_is_told(opened: Callable[..., Opened], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    one = opened(tmp_path / "file" / "cache")
    status = one.ready()
    assert "cache directory cannot be written" in status["problems"][0]
    temporary = one.host._folders[0]._temporary
    assert temporary is not None and temporary.exists() and one.definers("helper")
    one.host.stop()
    one.wait(lambda: not temporary.exists(), "the temporary index goes away")


def test_a_second_window_follows_and_takes_over(folder: IndexedFolder, opened: Callable[..., Opened]) -> None:
    first = opened()
    first.ready()
    second = opened()
    second.wait(lambda: second.status()["follows"] == first.indexer().pid, "following")
    second.wait(lambda: second.definers("helper"), "the index of the other")
    folder.write({"new.py": "def fresh(): pass\n"})
    first.changed("new.py")
    second.wait(lambda: second.definers("fresh"), "a revision of the other")
    second.ready()
    project = second.host.capture().projects[0]
    time.sleep(1.2)
    assert second.host.capture().projects[0] is project, "nothing new, nothing published"
    first.host.stop()
    second.wait(lambda: second.status()["follows"] is None, "taking over")
    folder.write({"newer.py": "def fresher(): pass\n"})
    second.changed("newer.py")
    second.wait(lambda: second.definers("fresher"), "its own revision")


def test_settings_of_the_workspace_take_effect_when_edited(
    folder: IndexedFolder, opened: Callable[..., Opened]
) -> None:
    one = opened()
    one.ready()
    folder.write({"codeprism.toml": 'exclude = ["app/helper.py"]\nworkers = "many"\n'})
    one.changed("codeprism.toml")
    one.wait(lambda: one.definers("main") and not one.definers("helper"), "the exclusion")
    assert "codeprism.toml: workers" in one.ready()["problems"][0]
    (folder.root / "codeprism.toml").unlink()
    one.changed("codeprism.toml")
    one.wait(lambda: one.definers("helper"), "the way back")


def test_nothing_the_event_loop_calls_waits(folder: IndexedFolder, opened: Callable[..., Opened]) -> None:
    folder.write({f"f{n:04}.py": f"def f{n}(a, b): return a + b\n" * 200 for n in range(1_000)})
    text = "def f(a, b):\n    return a + b\n" * 5_000
    one = opened()
    uri = path_to_uri(str(folder.root / "open.py"))
    one.host.open_document(uri, "python", 1, text)
    taken: dict[str, list[float]] = {}
    version = 1

    def timed(name: str, step: Callable[[], object]) -> None:
        began = time.perf_counter()
        step()
        taken.setdefault(name, []).append(time.perf_counter() - began)

    while one.status()["state"] != "ready" or version < 200:
        version += 1
        edit = partial(one.host.change_document, uri, version, [(((5, 0), (5, 0)), "x")])
        timed("change", partial(edit, PositionEncoding.UTF16))
        timed("capture", one.host.capture)
        timed("status", one.host.status)
        timed("files", lambda: one.changed("f0001.py"))
        time.sleep(0.005)
        assert version < 10_000
    medians = {name: statistics.median(times) for name, times in taken.items()}
    assert max(medians.values()) < 0.005, medians


def test_open_documents_move_between_folders(folder: IndexedFolder, opened: Callable[..., Opened]) -> None:
    one = opened()
    one.ready()
    uri = path_to_uri(str(folder.root / "app/helper.py"))
    one.host.open_document(uri, "python", 1, "def unsaved(): pass\n")
    assert one.definers("unsaved") == ["app/helper.py"] and not one.definers("helper")
    one.host.remove_folder(str(folder.root))
    workspace = one.host.capture()
    assert workspace.projects == () and workspace.loose is not None
    assert [path.rpartition("/")[2] for path, _ in workspace.loose.snapshot.definers("unsaved")] == [
        "helper.py"
    ]
    one.host.add_folder(str(folder.root))
    assert one.definers("unsaved") == ["app/helper.py"] and one.host.capture().loose is None
    one.host.change_document(uri, 2, [(None, "def again(): pass\n")], PositionEncoding.UTF16)
    assert one.definers("again") == ["app/helper.py"]
    one.host.close_document(uri)
    one.wait(lambda: one.definers("helper"), "what is on disk")


def test_a_checkout_of_which_no_event_tells_is_taken_in(
    folder: IndexedFolder, opened: Callable[..., Opened]
) -> None:
    folder.write({".git/HEAD": "ref: refs/heads/main", ".git/logs/HEAD": "main"})
    one = opened()
    assert one.ready()["catchingUp"] is False
    folder.write({"app/other.py": "def other(): pass\n"}, seconds=1_650_000_000)
    folder.write({".git/HEAD": "ref: refs/heads/other", ".git/logs/HEAD": "main other"})
    one.wait(lambda: one.definers("other") == ["app/other.py"], "the file of the other branch")
    one.wait(lambda: not one.status()["catchingUp"], "all is taken in")


def test_changes_that_are_not_taken_in_yet_are_told(
    folder: IndexedFolder, opened: Callable[..., Opened]
) -> None:
    one = opened()
    one.ready()
    folder.write({"app/helper.py": "def renamed(): pass\n"}, seconds=1_650_000_000)
    one.changed("app/helper.py")
    assert one.host.status()["catchingUp"] is True
    one.wait(lambda: not one.host.status()["catchingUp"], "all is taken in")
    assert one.definers("renamed") == ["app/helper.py"]


def test_a_folder_that_is_away_keeps_its_index_and_says_so(
    folder: IndexedFolder, opened: Callable[..., Opened]
) -> None:
    one = opened()
    one.ready()
    away = folder.root.with_name("elsewhere")
    folder.root.rename(away)
    one.wait(lambda: any("is not there" in said for said in one.status()["problems"]), "it is told")
    assert one.definers("helper") == ["app/helper.py"]
    folder.root = away
    folder.write({"app/new.py": "def new(): pass\n"})
    away.rename(one.root)
    folder.root = one.root
    one.wait(lambda: one.definers("new") == ["app/new.py"], "what changed meanwhile")
    one.wait(lambda: one.status()["state"] == "ready" and not one.status()["problems"], "all is well")
