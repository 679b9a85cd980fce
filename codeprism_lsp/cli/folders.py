"""The folder that a command is about, and its stored index."""

from __future__ import annotations

import argparse
import os
from dataclasses import dataclass
from pathlib import Path

from codeprism_lsp.cli.options import Failure, settings_layer
from codeprism_lsp.store import Reader, StoreError, StoreMissing, location
from codeprism_lsp.workspace.settings import Settings, settings_of


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of the command line, with its settings and the place of its index."""

    root: str
    settings: Settings
    store: Path


def folder_of(options: argparse.Namespace, root: str) -> Folder:
    """The folder that a command is about; raises Failure if it is none."""
    real = os.path.realpath(root)
    if not os.path.isdir(real):
        raise Failure(f"{root} is no folder")
    settings = settings_of(real, settings_layer(options))
    cache = Path(settings.cache_dir) if settings.cache_dir else None
    return Folder(real, settings, location(Path(real), cache))


def reader_of(folder: Folder) -> Reader | None:
    """A reader of the folder's index, None where there is none yet; raises Failure."""
    try:
        return Reader(folder.store)
    except StoreMissing:
        return None
    except StoreError as error:
        raise Failure(f"the index cannot be read: {error}") from error
