"""What is noticed without events: Git at work, a folder that was away, clocks, and time itself."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from codeprism_lsp.workspace import reconciliation
from codeprism_lsp.workspace.reconciliation import Cause, Signs


class World:
    """A folder with a repository, and clocks that a test moves."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root = root
        self.git = root / ".git"
        (self.git / "logs").mkdir(parents=True)
        for name in ("HEAD", "index", "logs/HEAD"):
            (self.git / name).write_text("one")
        self.now, self.wall, self.watched, self.took = 1000.0, 5000.0, True, 0.1
        monkeypatch.setattr(reconciliation.time, "monotonic", lambda: self.now)
        monkeypatch.setattr(reconciliation.time, "time", lambda: self.wall)
        self.signs = Signs(str(root), lambda: self.watched, lambda: self.took)

    def look(self, seconds: float = 1.0) -> Cause | None:
        self.now += seconds
        self.wall += seconds
        return self.signs.look()

    def move(self, name: str, text: str) -> None:
        (self.git / name).write_text(text)


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    return World(tmp_path / "root", monkeypatch)


def test_a_checkout_is_told_once_and_when_git_is_quiet(world: World) -> None:
    assert world.look() is None
    world.move("logs/HEAD", "one two")
    assert world.look() is None
    world.move("HEAD", "two ")
    assert [world.look(), world.look(), world.look()] == [None, Cause.GIT, None]


def test_what_git_s_status_writes_is_a_sign_only_where_files_are_not_watched(world: World) -> None:
    world.took = 2.0  # so that looking at intervals is not what is seen
    world.move("index", "refreshed")
    assert [world.look() for _ in range(3)] == [None] * 3
    world.watched = False
    assert [world.look() for _ in range(2)] == [None] * 2
    world.move("index", "checked out")
    assert Cause.GIT in [world.look() for _ in range(12)]


def test_git_cannot_keep_a_large_folder_busy(world: World) -> None:
    world.took = 20.0
    seen = []
    for number in range(200):
        world.move("HEAD", "x" * number)
        seen.append(world.look(2.0))
        seen.append(world.look(2.0))
    assert 2 <= len([one for one in seen if one is Cause.GIT]) <= 8


def test_a_folder_that_was_away_is_looked_through_when_it_is_back(world: World, tmp_path: Path) -> None:
    os.rename(world.root, tmp_path / "elsewhere")
    assert world.look() is None and world.signs.away
    os.rename(tmp_path / "elsewhere", world.root)
    assert world.look() is Cause.BACK and not world.signs.away
    assert world.look() is None


@pytest.mark.parametrize("jump", [3600.0, -3600.0])
def test_a_clock_that_jumps_is_no_reason_to_trust_times(world: World, jump: float) -> None:
    world.wall += jump
    assert world.look() is Cause.CLOCK
    assert world.look() is None


def test_folders_are_looked_through_at_intervals_that_grow_with_the_cost(world: World) -> None:
    assert world.look(500) is None and world.look(200) is Cause.TIME
    world.watched = False
    assert world.look(4) is None and world.look(4) is Cause.TIME
    world.took = 3.0
    assert world.look(50) is None and world.look(20) is Cause.TIME


def test_a_worktree_has_its_state_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    main = World(tmp_path / "main", monkeypatch)
    place = main.git / "worktrees" / "w"
    place.mkdir(parents=True)
    (place / "HEAD").write_text("one")
    (tmp_path / "w").mkdir()
    (tmp_path / "w" / ".git").write_text(f"gitdir: {place}\n")
    main.signs = Signs(str(tmp_path / "w"), lambda: True, lambda: 0.1)
    (place / "HEAD").write_text("two!")
    assert Cause.GIT in [main.look(), main.look()]
