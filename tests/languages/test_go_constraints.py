"""Build constraints: which variant of a file is built."""

from __future__ import annotations

import pytest

from codeprism_lsp.languages.go.constraints import holds


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("linux", True),
        ("!linux", False),
        ("windows || (linux && !race)", True),
        ("go1.18", True),
        ("!go1.18", False),
        ("ignore", False),
        ("!(darwin || windows) && amd64", True),
        ("", True),
    ],
)
def test_holds(expression: str, expected: bool) -> None:
    assert holds(expression) is expected
