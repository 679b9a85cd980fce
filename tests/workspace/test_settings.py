"""Settings are untrusted: what cannot be used is said and left at its default."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from codeprism_lsp.files.policy import DependencyMode
from codeprism_lsp.workspace.settings import Settings, settings_of

UNUSABLE: list[tuple[str, Any]] = [
    ("dependencies", "everything"),
    ("dependencies", ["all"]),
    ("maxFileSizeMB", 0),
    ("maxFileSizeMB", -3),
    ("maxFileSizeMB", "10"),
    ("maxFileSizeMB", float("nan")),
    ("maxFileSizeMB", float("inf")),
    ("maxFileSizeMB", True),
    ("memoryLimitMB", 1 << 40),
    ("workers", 1.5),
    ("workers", 65),
    ("workers", -1),
    ("workers", True),
    ("include", "src"),
    ("include", [1]),
    ("exclude", {"a": 1}),
    ("exclude", ["!src"]),
    ("exclude", ["[z-a]"]),
    ("exclude", ["a"] * 501),
    ("languages", [["python"]]),
    ("languages", ["python", "cobol"]),
    ("cacheDir", 3),
    ("noSuchSetting", 1),
    ("", 1),
]


def only_problem(settings: Settings) -> str:
    assert settings == Settings(problems=settings.problems), "the rest stays at its default"
    (problem,) = settings.problems
    return problem


@pytest.mark.parametrize(("name", "value"), UNUSABLE)
def test_unusable_values_are_said_and_ignored(tmp_path: Path, name: str, value: Any) -> None:
    assert name in only_problem(settings_of(str(tmp_path), {name: value}))


def test_one_unusable_value_leaves_the_others_in_force(tmp_path: Path) -> None:
    settings = settings_of(str(tmp_path), {"workers": "many", "exclude": ["gen"]})
    assert settings.exclude == ("gen",) and len(settings.problems) == 1


def test_one_unusable_glob_leaves_the_other_settings_in_force(tmp_path: Path) -> None:
    settings = settings_of(str(tmp_path), {"exclude": ["!a"], "workers": 3})
    assert (settings.exclude, settings.workers) == ((), 3) and len(settings.problems) == 1


def test_later_layers_win(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.codeprism]\ndependencies = "all"\nworkers = 1\n')
    (tmp_path / "codeprism.toml").write_text("workers = 2\nmaxFileSizeMB = 3\n")
    settings = settings_of(str(tmp_path), {"maxFileSizeMB": 4, "exclude": None}, {"maxFileSizeMB": 5})
    assert settings == Settings(dependencies=DependencyMode.ALL, workers=2, max_file_mb=5)


def test_a_workspace_cannot_say_where_the_cache_lies(tmp_path: Path) -> None:
    (tmp_path / "codeprism.toml").write_text('cacheDir = "/etc"\n')
    assert "cacheDir" in only_problem(settings_of(str(tmp_path)))


@pytest.mark.parametrize(
    "text", [b"not toml = = 1", b"\xff\xfe\x00", b"workers = 1\nworkers = 2\n", b"[" * 5000]
)
def test_broken_files_are_said(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "codeprism.toml").write_bytes(text)
    assert "codeprism.toml" in only_problem(settings_of(str(tmp_path)))


@pytest.mark.parametrize("text", ["tool = 1", "[tool]\ncodeprism = 1", "[[tool.codeprism]]\nworkers = 1"])
def test_tables_that_are_none_are_ignored(tmp_path: Path, text: str) -> None:
    (tmp_path / "pyproject.toml").write_text(text)
    assert settings_of(str(tmp_path)) == Settings()


def test_a_broken_pyproject_is_somebody_else_s_business(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("not toml = = 1")
    assert settings_of(str(tmp_path)) == Settings()


def test_a_huge_or_foreign_configuration_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "codeprism.toml").write_text("# " + "x" * (2 << 20))
    assert "codeprism.toml" in only_problem(settings_of(str(tmp_path)))


def test_settings_of_the_editor_s_extension_are_no_problem(tmp_path: Path) -> None:
    assert settings_of(str(tmp_path), {"server": {}, "trace": "off"}) == Settings()
