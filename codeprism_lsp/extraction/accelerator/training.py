"""What the native library is trained on while it is built: real sources that are on every machine.

    python -m codeprism_lsp.extraction.accelerator.training LIBRARY FOLDER

The compiler then knows which branches of the parser and of `outline.c` are taken. C comes from the parser's
own sources in FOLDER, Python from the standard library.
"""

from __future__ import annotations

import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

from codeprism_lsp.extraction.accelerator import library
from codeprism_lsp.extraction.accelerator.native import Twin
from codeprism_lsp.extraction.accelerator.tokens import tokens_by
from codeprism_lsp.languages import registry

_ROUNDS = 3
_LONGEST = 200_000  # bytes of a text
_MODULES = (
    "argparse ast asyncio/base_events collections/__init__ dataclasses email/message enum functools inspect "
    "json/decoder logging/__init__ pathlib subprocess typing unittest/mock"
).split()


def main() -> None:
    """Extracts the facts of some texts with the library that counts, which writes its counts at the end."""
    loaded = library.load(Path(sys.argv[1]))
    twins = {language: Twin(registry.specs()[language], loaded) for language in ("c", "python")}
    for _ in range(_ROUNDS):
        for language, path in _texts(Path(sys.argv[2])):
            data = path.read_bytes()[:_LONGEST]
            twins[language].facts(data)
            tokens_by(loaded, (data,))


def _texts(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*.[ch]")):
        yield "c", path
    standard = Path(sysconfig.get_path("stdlib"))
    for name in _MODULES:
        path = standard / f"{name}.py"
        if path.is_file():
            yield "python", path


if __name__ == "__main__":
    main()
