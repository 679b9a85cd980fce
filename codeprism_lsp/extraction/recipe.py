"""The fingerprint of everything that facts depend on besides the bytes: language data and this code.

It contains the sources of extraction themselves, so that no change of them can be forgotten: facts made
by other code are made again, never reinterpreted.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import xxhash
from blake3 import blake3

from codeprism_lsp.languages import registry

_SOURCES = (
    ("codeprism_lsp.extraction", "outline.py"),
    ("codeprism_lsp.extraction", "columns.py"),
    ("codeprism_lsp.extraction", "spans.py"),
    ("codeprism_lsp.extraction", "doc_definitions.py"),
    ("codeprism_lsp.extraction", "errors.py"),
    ("codeprism_lsp.extraction.accelerator", "native.py"),
    ("codeprism_lsp.extraction.accelerator", "outline.c"),
    ("codeprism_lsp.extraction.accelerator", "program.py"),
    ("codeprism_lsp.extraction.accelerator", "tokens.c"),
    ("codeprism_lsp.extraction", "plan.py"),
    ("codeprism_lsp.extraction", "pruning.py"),
    ("codeprism_lsp.facts", "outline.py"),
    ("codeprism_lsp.facts", "kinds.py"),
    ("codeprism_lsp.facts", "keys.py"),
    ("codeprism_lsp.languages", "spec.py"),
    ("codeprism_lsp.languages", "rules.py"),
    ("codeprism_lsp.resolution", "typetext.py"),
    ("codeprism_lsp.workspace", "batches.py"),
)


def content_hash(data: bytes) -> bytes:
    """The 16 bytes by which a content is addressed.

    Cryptographic, because the contents of a workspace are untrusted: nobody can make a file that is
    taken for another.
    """
    return blake3(data).digest(length=16)


@cache
def recipe(language: str) -> str:
    """Sixteen hexadecimal digits; equal recipes make equal facts of equal bytes."""
    digest = xxhash.xxh3_64(registry.recipe(language).encode())
    for package, name in _SOURCES:
        digest.update(files(package).joinpath(name).read_bytes())
    return digest.hexdigest()
