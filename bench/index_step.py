"""One cold index in a process of its own, through the indexer that the server uses.

    python -m bench.index_step ROOT CACHE_DIR FILES_JSON WORKERS

Writes the list of indexed files, with their languages, for the other tools of the same run.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path


def main(root: str, cache: str, files: str, workers: str) -> None:
    from codeprism_lsp.store import Reader, Writer, location
    from codeprism_lsp.workspace.indexing import Indexer, worker_pool
    from codeprism_lsp.workspace.settings import settings_of

    settings = settings_of(root, {"workers": int(workers)})
    store = location(Path(root), Path(cache))
    writer = Writer(store, root)
    indexer = Indexer(root, settings, writer, lambda: worker_pool(settings.worker_count), lambda progress: None)
    progress = indexer.run([])
    indexer.close()
    index_bytes = writer.index_bytes()
    writer.close()
    with Reader(store) as reader:
        rows = [(row.path, row.language) for row in reader.files_since(0).rows if row.content is not None]
    Path(files).write_text(json.dumps(rows), "utf-8")
    report = {
        "files": progress.parsed,
        "skipped": progress.skipped,
        "source_bytes": progress.source_bytes,
        "index_bytes": index_bytes,
        "problems": progress.problems,
    }
    sys.stdout.write(json.dumps(report))


if __name__ == "__main__":
    main(*sys.argv[1:])
