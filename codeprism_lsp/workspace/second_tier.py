"""What is parsed when, once all files are searchable: what is wanted, then sources, tests, dependencies."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from codeprism_lsp.extraction.recipe import recipe
from codeprism_lsp.facts.filecolumns import FileRow
from codeprism_lsp.facts.filetable import FileTable
from codeprism_lsp.files.policy import Origin, Policy
from codeprism_lsp.store import Writer
from codeprism_lsp.workspace.batches import Job, Tier

_MAX_NEIGHBOURS = 200  # files of its directory that are asked for together with a file
_RANKS: Mapping[str, int] = {
    origin.value: number
    for number, origin in enumerate(
        (Origin.SOURCE, Origin.TEST, Origin.DEPENDENCY, Origin.GENERATED, Origin.MINIFIED)
    )
}


class Unparsed:
    """The files whose contents still wait for their facts, one for each content."""

    def __init__(self, table: FileTable, waiting: Sequence[int]) -> None:
        contents = np.array(waiting, np.int64)
        positions, numbers = table.with_contents(contents)
        ranks = table.origins(numbers, _RANKS)
        order = np.lexsort((numbers, ranks, positions))
        _, first = np.unique(positions[order], return_index=True)
        counts = np.diff(np.append(first, len(positions)))
        chosen, chosen_ranks = numbers[order][first], ranks[order][first]
        self.files = len(numbers)
        self.sharing = {
            table.path(int(number)): int(count)
            for number, count in zip(chosen[counts > 1], counts[counts > 1], strict=True)
        }
        """How many files have the content of one of them, where it is more than that one."""
        self._table = table
        self._chosen = chosen[np.lexsort((chosen, chosen_ranks))]

    def rows(self) -> Iterator[FileRow]:
        """The files in the order in which they are parsed."""
        return map(self._table.row, self._chosen.tolist())


def filling_job(root: str, policy: Policy, writer: Writer, rows: Sequence[FileRow]) -> Job:
    """The job that parses files whose tokens are stored."""
    hashes = writer.hashes(row.content for row in rows)
    return Job(
        root,
        tuple((row.path, row.language, row.origin, policy.limit_bytes(Origin(row.origin))) for row in rows),
        Tier.STRUCTURE,
        {row.path: (one, recipe(row.language)) for row, one in zip(rows, hashes, strict=True)},
    )


def with_neighbours(root: str, policy: Policy, paths: Sequence[str]) -> list[str]:
    """The paths, and after them what lies beside them."""
    near = dict.fromkeys(paths)
    for directory in dict.fromkeys(path.rpartition("/")[0] for path in paths):
        try:
            names = sorted(os.listdir(os.path.join(root, directory)))
        except OSError:
            continue  # it has gone meanwhile, or is no directory: then nothing is beside the file
        prefix = f"{directory}/" if directory else ""
        known = [prefix + name for name in names if policy.recognise(prefix + name, None)]
        near.update(dict.fromkeys(known[:_MAX_NEIGHBOURS]))
    return list(near)
