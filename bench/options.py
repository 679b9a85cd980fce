"""What a run of the benchmarks was asked for, and which corpora it can use."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
TEST_PROJECTS = REPOSITORY / "test-projects"


@dataclass(frozen=True, slots=True)
class Options:
    """Options of the command line; `small` measures the bundled workspace only and applies no bars."""

    corpora: Path
    names: tuple[str, ...] = ()
    runs: int = 3
    small: bool = False
    verbose: bool = True
    seed: int = 1
    requests: int = 200
    workers: int = field(default_factory=lambda: max(1, min(8, os.cpu_count() or 1)))

    def chosen(self, default: tuple[str, ...]) -> Iterator[tuple[str, Path]]:
        """The corpora to measure, by name; `default` where the command line names none."""
        if self.small:
            yield "test-projects", TEST_PROJECTS
            return
        for name in self.names or default:
            yield name, self.corpus(name)

    def corpus(self, name: str) -> Path:
        """The folder of a corpus. Raises MissingCorpus where it was not fetched."""
        path = self.corpora / name
        if not path.is_dir():
            raise MissingCorpus(f"no corpus {name} in {self.corpora}: python -m bench.corpora {name}")
        return path.resolve()


class MissingCorpus(Exception):  # noqa: N818 - says what is missing
    """A corpus that has to be fetched first."""
