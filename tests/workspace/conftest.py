"""Folders to index."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workspace.folders import IndexedFolder


@pytest.fixture
def folder(tmp_path: Path) -> IndexedFolder:
    return IndexedFolder(tmp_path / "root", tmp_path / "store.sqlite")
