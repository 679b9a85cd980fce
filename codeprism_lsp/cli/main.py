"""Parses the command line and runs one sub-command; the return value is the exit code."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from codeprism_lsp import __version__

if TYPE_CHECKING:
    import argparse

_TOP_LEVEL = frozenset({"-h", "--help", "--version"})


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command; usage errors end with 2 by way of SystemExit, as argparse does it."""
    # Worker processes import this module again as they start, and need nothing of what follows.
    from codeprism_lsp.cli.options import FAILED, FINE, Failure, parser

    # What numpy does here is too small for its threads, which every process would start.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words == ["--version"]:
        print(f"codeprism-lsp {__version__}")
        return FINE
    if not words or (words[0].startswith("-") and words[0] not in _TOP_LEVEL):
        words.insert(0, "serve")
    top = parser()
    options = top.parse_args(words)
    if options.command is None:
        print(f"codeprism-lsp {__version__}")
        return FINE
    run: Callable[[argparse.ArgumentParser, argparse.Namespace], int] = importlib.import_module(
        f"codeprism_lsp.cli.{options.command}"
    ).run
    try:
        return run(top, options)
    except Failure as failure:
        print(f"codeprism-lsp: {failure}", file=sys.stderr)
        return FAILED
    except BrokenPipeError:
        # Who reads our output has seen enough; the interpreter must not complain at its exit either.
        sys.stdout = sys.stderr
        return FINE
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return FAILED
