"""No text keeps a thread busy: what takes too long is given up, and says so."""

from __future__ import annotations

import threading
import time

import psutil
import pytest

from codeprism_lsp.extraction.outline import outline_of
from codeprism_lsp.extraction.view import view_of
from codeprism_lsp.syntax import parsing
from codeprism_lsp.text.lines import PositionEncoding
from codeprism_lsp.workspace.documents import Document

LONG = b"def f(a, b):\n    return a + b\n" * 20_000
WIDE = b"x = " + b"(" * 100_000


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "PARSE_SECONDS", 0.01)
    monkeypatch.setattr(parsing, "PARSE_SECONDS_PER_BYTE", 0.0)


def test_long_texts_give_the_tree_that_short_ones_give() -> None:
    whole = parsing.parse("python", LONG)
    assert whole.root_node.end_byte == len(LONG) and not whole.root_node.has_error
    assert whole.root_node.named_child_count == 20_000


@pytest.mark.usefixtures("hasty")
def test_a_parse_has_a_budget() -> None:
    began = time.thread_time()
    with pytest.raises(parsing.TooSlow, match="not parsed within"):
        parsing.parse("python", LONG)
    assert time.thread_time() - began < 0.2
    assert parsing.parse("python", b"x = 1\n").root_node.child_count == 1, "the parser begins afresh"


def test_a_query_that_would_take_quadratic_time_is_refused() -> None:
    began = time.thread_time()
    with pytest.raises(parsing.TooSlow, match="100002 parts"):
        outline_of("python", WIDE, parsing.parse("python", WIDE))
    assert time.thread_time() - began < 2


def test_the_view_of_such_a_text_is_empty_and_says_why() -> None:
    view = view_of("python", WIDE)
    assert "100002 parts" in view.problem
    assert (len(view.outline), view.occurrence_at(0), view.scope_at(7)) == (0, None, 0)
    assert view.data == WIDE and view.syntax_errors == []


def test_a_document_is_not_parsed_in_vain_with_every_edit(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[int] = []
    parse = parsing.parse

    def slow(language: str, data: bytes) -> object:
        tried.append(len(data))
        if len(data) > 1000:
            raise parsing.TooSlow("not parsed within 5 s of processor time")
        return parse(language, data)

    monkeypatch.setattr(parsing, "parse", slow)
    document = Document("a.py", "python", 1, "x = 1\n" * 1000)
    for version in range(2, 6):
        assert document.text.view.problem and document.text.problem
        document.change(version, [(((0, 0), (0, 0)), "y")], PositionEncoding.UTF16)
    assert [size for size in tried if size] == [6000]
    document.change(9, [(None, "def f(): pass\n")], PositionEncoding.UTF16)
    assert document.text.view.problem == "" and document.text.outline.name(0) == "f"


def test_other_threads_go_on_while_a_long_text_is_parsed() -> None:
    done = threading.Event()
    gaps: list[float] = []

    def parse() -> None:
        parsing.parse("python", LONG * 4)
        done.set()

    threading.Thread(target=parse).start()
    while not done.is_set():
        began = time.perf_counter()
        time.sleep(0.001)
        gaps.append(time.perf_counter() - began)
    assert len(gaps) > 5, "a parse that never lets go leaves no time for any other thread"


def test_parsing_long_texts_keeps_nothing() -> None:
    def parse_often(times: int) -> None:
        for number in range(times):
            text = b"# %d\n" % number + LONG
            tree = parsing.parse("python", text)
            assert tree.root_node.named_children[1].text == b"def f(a, b):\n    return a + b"

    process = psutil.Process()
    parse_often(12)
    before = process.memory_info().rss
    parse_often(40)
    assert process.memory_info().rss - before < 40 * len(LONG) // 4
