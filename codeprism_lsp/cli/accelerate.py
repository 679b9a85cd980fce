"""`codeprism-lsp accelerate`: builds the native twin of outline extraction, which is absent until then."""

from __future__ import annotations

import argparse

from codeprism_lsp.cli.options import FINE, Failure


def run(top: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    """Builds it and says where it lies; failing is told with its cause and harms nothing."""
    from codeprism_lsp.extraction.accelerator.build import CannotBuild, build

    try:
        path = build()
    except CannotBuild as error:
        raise Failure(f"the native part cannot be built, indexing stays slower: {error}") from error
    print(f"the native part is built: {path}")
    return FINE
