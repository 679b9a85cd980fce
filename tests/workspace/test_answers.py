"""Bounds, times and counters of the answers that are kept."""

from __future__ import annotations

from codeprism_lsp.workspace.answers import MINUTES, Answers


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_answers_are_kept_by_kind_for_their_time() -> None:
    clock = Clock()
    answers = Answers(clock=clock)
    for kind in MINUTES:
        answers.keep(kind, ("question", kind), kind.encode())
    alive = {}
    for minute in (0, 4.9, 5.1, 9.9, 10.1, 14.9, 15.1, 29.9, 30.1, 59.9, 60.1):
        clock.now = 60 * minute
        alive[minute] = sorted(kind for kind in MINUTES if answers.find(kind, ("question", kind)))
    assert alive[0] == alive[4.9] == sorted(MINUTES)
    assert set(alive[4.9]) - set(alive[5.1]) == {"symbols"}
    assert set(alive[9.9]) - set(alive[10.1]) == {"others"}
    assert set(alive[14.9]) - set(alive[15.1]) == {"dependencies", "references"}
    assert set(alive[29.9]) - set(alive[30.1]) == {"complexity"}
    assert alive[59.9] == ["hierarchies"] and alive[60.1] == []


def test_room_is_bounded_in_entries_and_bytes_and_the_latest_stay() -> None:
    answers = Answers(entries=10, limit_bytes=20_000)
    for number in range(100):
        answers.keep("others", number, b"x")
        answers.find("others", 0)
    assert answers.status()["entries"] == 10
    for number in range(100, 200):
        answers.keep("others", number, b"x" * 5_000)
    assert answers.status()["bytes"] <= 20_000
    assert answers.find("others", 199) is not None and answers.find("others", 5) is None
    answers.keep("others", "huge", b"x" * 20_001)
    assert answers.find("others", "huge") is None
    answers.shrink()
    assert answers.status()["entries"] == 0


def test_hits_and_misses_are_counted() -> None:
    answers = Answers()
    assert answers.find("symbols", 1) is None
    answers.keep("symbols", 1, b"[]")
    assert [answers.find("symbols", 1) for _ in range(3)] == [b"[]"] * 3
    assert answers.status()["kinds"] == {"symbols": {"hits": 3, "misses": 1, "rate": 0.75}}


def test_settings_change_the_bounds() -> None:
    clock = Clock()
    answers = Answers(clock=clock)
    answers.configure(1_000, 50 << 20, {"symbols": 1})
    answers.keep("symbols", 1, b"[]")
    answers.configure(1_000, 50 << 20, {"symbols": 1})
    assert answers.find("symbols", 1) is not None
    clock.now = 61
    assert answers.find("symbols", 1) is None
    answers.configure(0, 50 << 20, {})
    answers.keep("symbols", 1, b"[]")
    assert answers.find("symbols", 1) is None
