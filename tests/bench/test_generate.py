"""The generated repository: the same for a seed, a part of a larger one, and its imports lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

from bench.generate import grow

INCLUDES = re.compile(r'^#include "([^"]+)"', re.MULTILINE)
SCRIPTS = re.compile(r'^import .* from "([^"]+)"', re.MULTILINE)
PYTHON = re.compile(r"^from ([\w.]+) import", re.MULTILINE)
SUFFIXES = {".py", ".ts", ".js", ".go", ".java", ".rs", ".c", ".h", ".cc", ".hpp"}


def texts(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): path.read_text("utf-8")
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def test_a_tree_depends_on_size_and_seed_alone(tmp_path: Path) -> None:
    for name, size, seed in (("one", 700, 1), ("again", 700, 1), ("more", 900, 1), ("other", 700, 2)):
        grow(str(tmp_path / name), size, seed)
    one, again, more, other = (texts(tmp_path / name) for name in ("one", "again", "more", "other"))
    sources = [path for path in one if Path(path).suffix in SUFFIXES]
    assert len(sources) == 700
    assert {Path(path).suffix for path in sources} == SUFFIXES
    assert len({one[path] for path in sources}) == 700
    assert one == again != other
    assert one.items() <= more.items()


def test_imports_lead_to_files(tmp_path: Path) -> None:
    grow(str(tmp_path), 700, 1)
    found = texts(tmp_path)
    asked = 0
    for path, text in found.items():
        if path.endswith((".c", ".h", ".cc", ".hpp")):
            wanted = INCLUDES.findall(text)
        elif path.endswith((".ts", ".js")):
            here = (tmp_path / path).parent
            suffix = Path(path).suffix
            wanted = [
                (here / one).resolve().relative_to(tmp_path.resolve()).as_posix() + suffix
                for one in SCRIPTS.findall(text)
            ]
        elif path.endswith(".py"):
            modules = [one for one in PYTHON.findall(text) if not one.startswith(".")]
            wanted = [one.replace(".", "/") + ".py" for one in modules]
        else:
            continue
        asked += len(wanted)
        # The last package may be cut off in the midst of a header and its source.
        assert [one for one in wanted if one not in found] == []
    assert asked > 500
