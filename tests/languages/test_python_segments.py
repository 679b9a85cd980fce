"""Python texts with errors are read definition by definition."""

from __future__ import annotations

import pytest

from codeprism_lsp.extraction.outline import outline_of
from codeprism_lsp.languages.python.segments import starts
from codeprism_lsp.syntax import parsing

SOURCE = '''import os

class First(Base):
    """One."""

    def open(self, path):
        return os.open(path)

@decorated
# a comment
@again(
    1,
)
def second(a, b):
    return a + b

TEXT = """
class Quoted:
    QUOTES not a class QUOTES
def neither(): ...
"""

async def third():
    pass
'''.replace("QUOTES", "'''")


def names(source: str) -> list[str]:
    data = source.encode()
    outline = outline_of("python", data, parsing.parse("python", data))
    return [outline.qualified_name(index) for index in range(len(outline))]


def test_segments_begin_with_top_level_definitions() -> None:
    found = [SOURCE[at:].split("\n", 1)[0] for at in starts(SOURCE.encode())]
    assert found == ["import os", "class First(Base):", "@decorated", "async def third():"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("os.open(path)", "os.open((path)"),
        ("os.open(path)", "os.open({[path)"),
        ("self, path", "self, path[: {"),
        ('"""One."""', '"""One.""'),
        ("return os", "return ) os"),
    ],
)
def test_an_error_spoils_one_definition(old: str, new: str) -> None:
    assert names(SOURCE.replace(old, new, 1))[-3:] == ["second", "TEXT", "third"]


def test_an_unclosed_string_leaves_what_follows() -> None:
    assert names(SOURCE.replace('"""One."""', '""One."""', 1))[-3:] == ["second", "TEXT", "third"]
    assert names(SOURCE + 'TAIL = """\n\nclass Last:\n    pass\n')[-1] == "Last"


def test_an_operator_is_no_decorator() -> None:
    assert len(starts(b"x = (a\n@ b)\n\ndef f():\n    pass\n")) == 2
