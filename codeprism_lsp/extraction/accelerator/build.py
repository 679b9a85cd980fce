"""Builds the native twin: a C compiler, the sources of the parser's library, and two files of our own.

The sources of tree-sitter come from the source distribution of the installed version, which pip fetches as it
fetched the package itself; so both ways of extraction parse alike. This runs when somebody asks for it (an
installation, `codeprism-lsp accelerate`), never within a server.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from codeprism_lsp.extraction.accelerator.library import SOURCES, library_path

_COMPILERS = ("cc", "gcc", "clang")
_COMPILE_SECONDS = 300
_TRAIN_SECONDS = 300
_FETCH_SECONDS = 300
_FLAGS = ("-std=gnu11", "-O3", "-fPIC", "-shared", "-fvisibility=hidden", "-DTREE_SITTER_HIDE_SYMBOLS")
_COUNTING = ("-fprofile-generate", "-fprofile-update=single")
_COUNTED = ("-fprofile-use", "-fprofile-correction", "-Wno-missing-profile")


class CannotBuild(Exception):  # noqa: N818 - says the condition
    """No native twin can be built here; the text says why. Everything works without it, more slowly."""


def build() -> Path:
    """Builds the library beside this module, unless it is there, and returns its path. Raises CannotBuild."""
    target = library_path()
    if target.is_file():
        return target
    compiler = _compiler()
    try:
        with tempfile.TemporaryDirectory(prefix="codeprism-build-") as folder:
            core = _parser_sources(Path(folder))
            made = _compiled(compiler, core, Path(folder, target.name))
            # In one step, so that a server that starts now sees the old library or the new one.
            fresh = target.with_name(f".{target.name}.{os.getpid()}")
            shutil.copyfile(made, fresh)
            fresh.replace(target)
            for old in target.parent.glob("outline-*.so"):
                if old != target:
                    old.unlink()
    except OSError as error:
        raise CannotBuild(str(error)) from error
    return target


def _compiled(compiler: list[str], core: Path, made: Path) -> Path:
    """Compiles to `made`: twice, if the compiler can learn from a run, which saves a tenth of the time."""
    sources = [str(files(__package__).joinpath(name)) for name in SOURCES]
    words = [*compiler, *_FLAGS, f"-I{core / 'include'}", f"-I{core / 'src'}"]
    words += [str(core / "src" / "lib.c"), *sources, "-o", str(made)]
    try:
        _run([*words, *_COUNTING], _COMPILE_SECONDS, made.parent)
        train = [sys.executable, "-m", f"{__package__}.training", str(made), str(core / "src")]
        _run(train, _TRAIN_SECONDS)
        if not any(made.parent.glob("*.gcda")):
            raise CannotBuild("the compiler counts in another way")
        _run([*words, *_COUNTED], _COMPILE_SECONDS, made.parent)
    except CannotBuild:
        _run(words, _COMPILE_SECONDS, made.parent)
    return made


def _compiler() -> list[str]:
    if sys.platform == "win32":
        raise CannotBuild("there is no native build for Windows yet")
    configured = shlex.split(os.environ.get("CC") or sysconfig.get_config_var("CC") or "")
    for words in (configured, *([name] for name in _COMPILERS)):
        if words and shutil.which(words[0]):
            return words[:1]
    raise CannotBuild("no C compiler was found (cc, gcc or clang)")


def _parser_sources(folder: Path) -> Path:
    """Folder `lib` of the installed parser's sources."""
    wanted = f"tree-sitter=={version('tree-sitter')}"
    words = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    words += ["--no-binary", ":all:", "--dest", str(folder), wanted]
    _run(words, _FETCH_SECONDS)
    archives = sorted(folder.glob("*.tar.gz"))
    if len(archives) != 1:
        raise CannotBuild(f"pip brought {len(archives)} source archives of {wanted}")
    try:
        with tarfile.open(archives[0]) as tar:
            tar.extractall(folder, filter="data")
    except tarfile.TarError as error:
        raise CannotBuild(f"{archives[0].name}: {error}") from error
    found = sorted(folder.glob("*/tree_sitter/core/lib/src/lib.c"))
    if len(found) != 1:
        raise CannotBuild(f"{wanted} has its sources in another place than expected")
    return found[0].parents[1]


def _run(words: list[str], seconds: int, folder: Path | None = None) -> None:
    try:
        done = subprocess.run(words, cwd=folder, capture_output=True, text=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired as error:
        raise CannotBuild(f"{words[0]} took longer than {seconds} s") from error
    if done.returncode:
        last = (done.stderr.strip() or done.stdout.strip() or "no message").splitlines()[-1]
        raise CannotBuild(f"{Path(words[0]).name} failed: {last}")
