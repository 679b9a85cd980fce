"""Seeds for generated cases: the sources of the test projects, by language."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from codeprism_lsp.languages import registry

PROJECTS = Path(__file__).parents[2] / "test-projects"
_MOST = 6_000  # bytes of a seed; what goes wrong goes wrong in short texts too


@cache
def seeds() -> dict[str, list[str]]:
    """Sources of every language there is, shortest first."""
    found: dict[str, list[str]] = {language: [] for language in registry.specs()}
    for path in sorted(PROJECTS.rglob("*")):
        language = registry.recognise(path.name)
        if language is not None and path.is_file() and path.stat().st_size <= _MOST:
            found[language].append(path.read_text("utf-8"))
    return {language: sorted(texts, key=len) for language, texts in found.items() if texts}
