"""Results are kept, merged and rendered without loss; the committed documents are those of the results."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import accuracy, document
from bench.keystrokes import c_text, expected, listed, python_text
from bench.results import Figure, Result, load, markdown, percentile, shown
from bench.sampling import queries


def test_bars() -> None:
    assert Figure("a", 2.0, "ms", most=2.0).passed
    assert not Figure("a", 2.1, "ms", most=2.0).passed
    assert not Figure("a", 0.5, "", least=1).passed
    assert Figure("a", 5, "").passed
    assert Figure("a", 1, "ms", most=2.0).bar == "at most 2 ms"


def test_rows_of_earlier_runs_stay(tmp_path: Path) -> None:
    first = Result("x", "X", [], ["corpus", "s"], [["a", 1.5], ["b", 2.0]], [Figure("a", 1.5, "s", most=1)])
    first.save(tmp_path)
    Result("x", "X", ["note"], ["corpus", "s"], [["b", 3.0]], [Figure("b", 3.0, "s")]).save(tmp_path)
    kept = load("x", tmp_path)
    assert kept is not None
    assert kept.rows == [["a", 1.5], ["b", 3.0]]
    assert [figure.what for figure in kept.figures] == ["a", "b"]
    text = markdown(kept)
    assert "| a | 1.5 |" in text
    assert "**missed**" in text
    assert load("y", tmp_path) is None


def test_changed_columns_start_anew(tmp_path: Path) -> None:
    Result("x", "X", [], ["corpus"], [["a"]]).save(tmp_path)
    Result("x", "X", [], ["corpus", "s"], [["b", 1]]).save(tmp_path)
    kept = load("x", tmp_path)
    assert kept is not None and kept.rows == [["b", 1]]


@pytest.mark.parametrize(("share", "value"), [(0.5, 50), (0.95, 95), (1.0, 100), (0.0, 1)])
def test_percentile(share: float, value: int) -> None:
    assert percentile(list(range(100, 0, -1)), share) == value


def test_numbers_are_short() -> None:
    assert [shown(one) for one in (None, "a", 1234567, 1234.5, 123.4, 1.234, 0.01234)] == [
        "-",
        "a",
        "1,234,567",
        "1,234" if round(1234.5) == 1234 else "1,235",
        "123",
        "1.23",
        "0.0123",
    ]


def test_queries_repeat_by_seed() -> None:
    names = ["QuerySet", "get_queryset", "Field", "main"]
    assert queries(names, 1) == queries(names, 1)
    assert queries(names, 1)[0] == "QuerySet"


@pytest.mark.parametrize(("language", "text"), [("python", python_text(100)), ("c", c_text(100))])
def test_generated_files_have_outlines(language: str, text: str) -> None:
    assert len(expected(language, text)) > 10
    assert listed([{"name": "a", "selectionRange": {"start": {"line": 1}}}]) == [("a", 1)]


def test_documents_are_those_of_the_results() -> None:
    if document.DOCUMENT.exists():
        assert document.DOCUMENT.read_text("utf-8") == document.rendered()
    if accuracy.DOCUMENT.exists():
        assert accuracy.DOCUMENT.read_text("utf-8") == accuracy.rendered()
