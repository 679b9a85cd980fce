"""The command: `python -m bench [NAME...] [--small] [--corpora DIR] [--corpus NAME]`."""

from __future__ import annotations

import argparse
import importlib
import sys
from pathlib import Path

import platformdirs

from bench import document
from bench.options import MissingCorpus, Options
from bench.results import text_of

BENCHMARKS = ("cold", "latency", "keystrokes", "django", "scale", "checkout")


def main(arguments: list[str] | None = None) -> int:
    """Measures what is asked for; 0 when every bar is kept, 1 when one is missed, 2 for wrong usage."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("benchmarks", nargs="*", help=f"some of: {', '.join(BENCHMARKS)}; default: all")
    parser.add_argument("--corpora", type=Path, default=platformdirs.user_cache_path("codeprism-corpora"))
    parser.add_argument("--corpus", action="append", default=[], help="a corpus by name (repeatable)")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--requests", type=int, default=200, help="requests of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--small", action="store_true", help="the bundled workspace only; times are not judged"
    )
    given = parser.parse_args(arguments)
    if unknown := set(given.benchmarks) - set(BENCHMARKS):
        parser.error(f"no benchmark {', '.join(sorted(unknown))}")
    options = Options(
        corpora=given.corpora.expanduser(),
        names=tuple(given.corpus),
        runs=1 if given.small else given.runs,
        requests=10 if given.small else given.requests,
        small=given.small,
        seed=given.seed,
    )
    kept = True
    for name in given.benchmarks or BENCHMARKS:
        try:
            result = importlib.import_module(f"bench.{name}").run(options)
        except MissingCorpus as error:
            print(f"error: {error}", file=sys.stderr)
            return 2
        print(text_of(result), flush=True)
        if options.small:
            if not result.rows:
                print(f"error: {name} measured nothing", file=sys.stderr)
                return 1
            continue
        kept = kept and all(figure.passed for figure in result.figures)
        result.save()
        document.write()
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
