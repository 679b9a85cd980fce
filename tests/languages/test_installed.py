"""Versions of installed packages by the names of folders."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

from codeprism_lsp.languages.installed import version_of


@pytest.mark.parametrize("package", ["tree-sitter", "tree-sitter-language-pack", "numpy"])
def test_as_the_metadata_has_it(package: str) -> None:
    assert version_of(package) == version(package)


def test_where_two_are_installed_the_metadata_decides(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in ("1.0", "2.0"):
        folder = tmp_path / f"some_package-{number}.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: some-package\nVersion: {number}\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert version_of("some-package") == version("some-package")


def test_a_package_that_is_not_there() -> None:
    with pytest.raises(PackageNotFoundError):
        version_of("no-such-package")
