"""A warm index equals a cold one, and an overlay equals the same text on disk."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codeprism_lsp.graph.snapshot import Snapshot
from codeprism_lsp.languages import registry
from codeprism_lsp.workspace import indexing
from codeprism_lsp.workspace.documents import Document
from tests.properties.sources import PROJECTS, seeds
from tests.workspace.folders import IndexedFolder, Inline

SLOW = settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
EXTENSION = {language: spec.extensions[0] for language, spec in registry.specs().items() if spec.extensions}
# A header's dialect depends on its neighbours, so that one of them alone would say too little.
PATHS = st.sampled_from(["a", "b", "lib/a", "lib/deep/b", "other/a"])


@st.composite
def sources(draw: st.DrawFn) -> tuple[str, str]:
    """(path, text) of one file."""
    language = draw(st.sampled_from(sorted(seeds().keys() & EXTENSION.keys())))
    text = draw(st.sampled_from(seeds()[language][:12]))
    cut = draw(st.sampled_from([0, 0, 0, len(text) // 2]))
    return draw(PATHS) + EXTENSION[language], text[cut:]


def cold(texts: dict[str, str], directory: Path) -> Any:
    shutil.rmtree(directory, ignore_errors=True)
    folder = IndexedFolder(directory / "root", directory / "store.sqlite")
    folder.write(texts)
    folder.run()
    return folder.contents()


@given(
    states=st.lists(st.dictionaries(PATHS, sources(), max_size=5), min_size=2, max_size=5),
    by_event=st.booleans(),
    compacting=st.booleans(),
    two_tiers=st.booleans(),
)
@SLOW
def test_following_changes_equals_starting_afresh(
    states: list[dict[str, tuple[str, str]]],
    by_event: bool,
    compacting: bool,
    two_tiers: bool,
    tmp_path: Path,
) -> None:
    shutil.rmtree(tmp_path / "warm", ignore_errors=True)
    folder = IndexedFolder(tmp_path / "warm" / "root", tmp_path / "warm" / "store.sqlite")
    before: dict[str, str] = {}
    folder.run()
    with folder.writer() as writer, pytest.MonkeyPatch.context() as patch:
        if two_tiers:
            patch.setattr(indexing, "TWO_TIERS_FROM", 1)
        indexer = folder.indexer(writer)
        indexer.run(folder.known())
        for state in states:
            texts = dict(state.values())
            for path in before.keys() - texts.keys():
                (folder.root / path).unlink()
            # Seconds differ with texts, so that no two states of a file look alike by size and time.
            for path, text in texts.items():
                folder.write({path: text}, seconds=1_600_000_000 + hash(text) % 1_000_000)
            if by_event:
                indexer.update({*before, *texts})
            else:
                indexer.run(folder.known())
            if compacting:
                indexer.compact()
            before = texts
    assert folder.contents() == cold(before, tmp_path / "cold")


@given(data=st.data())
@SLOW
def test_batches_in_any_order_cut_off_anywhere(data: st.DataObject, tmp_path: Path) -> None:
    texts = {
        f"p{number:02}/{language}{EXTENSION[language]}": text
        for language in sorted(seeds().keys() & EXTENSION.keys())
        for number, text in enumerate(seeds()[language][:8])
    }
    shutil.rmtree(tmp_path / "warm", ignore_errors=True)
    folder = IndexedFolder(tmp_path / "warm" / "root", tmp_path / "warm" / "store.sqlite")
    folder.write(texts)
    with pytest.MonkeyPatch.context() as patch:
        folder.settings["batchFiles"] = data.draw(st.integers(1, 20), "files of a batch")
        patch.setattr(indexing, "COMMIT_FILES", data.draw(st.integers(1, 30), "files of a commit"))
        patch.setattr(indexing, "TWO_TIERS_FROM", data.draw(st.sampled_from([1, 20, 1000]), "two tiers from"))
        order = data.draw(st.randoms(use_true_random=False), "order")
        discovered = indexing.discover

        def shuffled(*args: Any) -> Any:
            found = list(discovered(*args))
            order.shuffle(found)
            return iter(found)

        patch.setattr(indexing, "discover", shuffled)
        for _ in range(data.draw(st.integers(0, 3), "interruptions")):
            jobs: list[object] = []
            allowed = data.draw(st.integers(1, 8), "jobs until the interruption")
            folder.make = lambda jobs=jobs: Inline(jobs.append)  # type: ignore[misc]
            folder.stop = lambda jobs=jobs, allowed=allowed: len(jobs) >= allowed  # type: ignore[misc]
            folder.run()
        folder.stop = lambda: False
        assert folder.run().state == "ready"
    assert folder.contents() == cold(texts, tmp_path / "cold")


@pytest.mark.parametrize(
    "project",
    ["python-inventory", "typescript-board", "java-library", "go-ledger", "rust-router", "c-kvstore"],
)
def test_open_documents_answer_like_files_on_disk(project: str, tmp_path: Path) -> None:
    """Half of the files are open with the text that the other index has on disk."""
    on_disk = IndexedFolder(tmp_path / "disk", tmp_path / "disk.sqlite")
    opened = IndexedFolder(tmp_path / "open", tmp_path / "open.sqlite")
    paths = [
        path.relative_to(PROJECTS / project).as_posix()
        for path in sorted((PROJECTS / project).rglob("*"))
        if path.is_file() and registry.recognise(path.name)
    ]
    for path in paths:
        on_disk.write({path: (PROJECTS / project / path).read_bytes()})
        opened.write({path: b"" if paths.index(path) % 2 else (PROJECTS / project / path).read_bytes()})
    on_disk.run()
    opened.run()
    disk, base = on_disk.snapshot(), opened.snapshot()
    overlay = {
        path: Document(path, str(disk.language(path)), 1, (PROJECTS / project / path).read_text()).text
        for path in paths
        if paths.index(path) % 2
    }
    both = Snapshot(base.root, base.revision, base.table, base.index, overlay)
    names = {name for path in paths for name in disk.outline(path).strings if name.isidentifier()}
    supers = {one.text for path in paths for one in disk.outline(path).all_supertypes}
    import_keys = {key for text in overlay.values() for key in text.import_keys}
    assert names and overlay
    for name in sorted(names | supers):
        assert both.definers(name) == disk.definers(name), name
        assert both.containing(name) == disk.containing(name), name
        missing = set(disk.subtype_candidates(name)) - set(both.subtype_candidates(name))
        assert not missing, name
    for key in sorted(import_keys):
        assert both.importers(key) == disk.importers(key), key
