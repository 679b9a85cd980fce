"""Storages by name."""

from __future__ import annotations

from . import journal as _journal
from .base import Storage
from .memory import MemoryStorage

FACTORIES: dict[str, type[Storage]] = {
    "memory": MemoryStorage,
    "journal": _journal.JournaledStorage,
}


def open_storage(kind: str) -> Storage:
    return FACTORIES[kind]()
