"""Brings real repositories to measure on, from packages that anyone can get.

    python -m bench.corpora [NAME...] [--corpora DIR]

Without names it lists them. A corpus that is there already is kept. Sources come from PyPI, npm and Debian
(which needs apt; where the system knows no source packages they are looked for beside its binary ones).
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import platformdirs


@dataclass(frozen=True, slots=True)
class Corpus:
    """Where a corpus comes from: how, and which packages. `keep` are the suffixes that stay ("" for all)."""

    way: str
    packages: tuple[str, ...]
    keep: tuple[str, ...] = ()


D3 = """d3@7.9.0 d3-array@3.2.4 d3-axis@3.0.0 d3-brush@3.0.0 d3-chord@3.0.1 d3-color@3.1.0 d3-contour@4.0.2
d3-dispatch@3.0.1 d3-drag@3.0.0 d3-ease@3.0.1 d3-force@3.0.0 d3-geo@3.1.1 d3-hierarchy@3.1.2
d3-interpolate@3.0.1 d3-path@3.1.0 d3-scale@4.0.2 d3-selection@3.0.0 d3-shape@3.2.0 d3-time@3.1.0
d3-time-format@4.1.0 d3-timer@3.0.1 d3-transition@3.0.1 d3-zoom@3.0.0"""
TANSTACK = """@tanstack/history@1.81.9 @tanstack/query-core@5.62.0
@tanstack/query-persist-client-core@5.62.0 @tanstack/react-query@5.62.0 @tanstack/react-router@1.84.0
@tanstack/react-table@8.20.5 @tanstack/table-core@8.20.5"""
CRATES = """tokio tokio-util serde serde-json regex regex-syntax regex-automata aho-corasick memchr clap
clap-lex syn quote proc-macro2 hyper h2 http tower futures-core futures-util rayon rayon-core crossbeam-utils
tracing
tracing-core indexmap hashbrown toml url nom itertools bytes mio rand rand-core log"""
MORE_CRATES = """addr2line anyhow arrayvec bitflags bstr bumpalo chrono crossbeam-channel crossbeam-epoch
csv dashmap either env-logger flate2 futures-channel futures-executor gimli globset goblin ignore image
lock-api nix num-bigint num-traits object parking-lot parking-lot-core pest petgraph png pulldown-cmark
reqwest rustls scroll semver serde-yaml slab smallvec tar textwrap thiserror toml-edit uuid walkdir zip"""

CORPORA = {
    "django": Corpus("pypi", ("django==5.2.19",)),
    "sphinx": Corpus("pypi", ("sphinx==8.1.3",)),
    "rxjs": Corpus("npm", ("rxjs@7.8.2",), (".ts", ".tsx", "package.json")),
    "viem": Corpus("npm", ("viem@2.21.0",), (".ts", ".tsx", "package.json")),
    "tanstack": Corpus("npm", tuple(TANSTACK.split()), (".ts", ".tsx", "package.json")),
    "d3": Corpus("npm", tuple(D3.split()), (".js", "package.json")),
    "eslint": Corpus("npm", ("eslint@9.39.1",)),
    "lang3": Corpus("source", ("libcommons-lang3-java",)),
    "guava": Corpus("source", ("guava-libraries",)),
    "junit5": Corpus("source", ("junit5",)),
    "gotools": Corpus("source", ("golang-golang-x-tools",)),
    "prometheus": Corpus("source", ("prometheus",)),
    "crates": Corpus("crates", tuple(f"librust-{name}-dev" for name in CRATES.split())),
    "crates2": Corpus("crates", tuple(f"librust-{name}-dev" for name in MORE_CRATES.split())),
    "redis": Corpus("source", ("redis",)),
    "git": Corpus("source", ("git",)),
    "leveldb": Corpus("source", ("leveldb",)),
    "fmt": Corpus("source", ("fmtlib",)),
    "re2": Corpus("source", ("re2",)),
    "protobuf": Corpus("source", ("protobuf",)),
    "linux": Corpus("kernel", ("linux-source-6.1",)),
    "kernel": Corpus("part of linux", ("drivers/net", "fs", "include", "kernel", "mm", "net")),
}
BUILT = ("dist", "node_modules", "_cjs", "_esm", "_types")


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when all are there, 1 when one could not be had, 2 for an unknown name."""
    parser = argparse.ArgumentParser(prog="python -m bench.corpora", description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--corpora", type=Path, default=platformdirs.user_cache_path("codeprism-corpora"))
    given = parser.parse_args(arguments)
    if unknown := set(given.names) - set(CORPORA):
        parser.error(f"no corpus {', '.join(sorted(unknown))}")
    if not given.names:
        print("\n".join(f"{name:12}{corpus.way}" for name, corpus in CORPORA.items()))
        return 0
    failed = False
    for name in given.names:
        target = given.corpora / name
        if not target.is_dir():
            try:
                fetch(name, target)
            except (OSError, subprocess.CalledProcessError, tarfile.TarError, LookupError) as error:
                print(f"{name}: {error}", file=sys.stderr)
                failed = True
                continue
        print(f"{name}: {sum(path.is_file() for path in target.rglob('*')):,} files", flush=True)
    return int(failed)


def fetch(name: str, target: Path) -> None:
    """Makes the folder of a corpus; nothing is left where that fails."""
    corpus = CORPORA[name]
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{name}-") as folder:
        fresh, downloads = Path(folder, "tree"), Path(folder, "downloads")
        fresh.mkdir()
        downloads.mkdir()
        _WAYS[corpus.way](corpus, downloads, fresh, target)
        if not any(fresh.iterdir()):
            raise LookupError("nothing came")
        fresh.rename(target)


def _pypi(corpus: Corpus, downloads: Path, fresh: Path, _: Path) -> None:
    words = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:"]
    _run([*words, *corpus.packages], downloads)
    _unpack(_only(downloads, "*.tar.gz"), fresh)


def _npm(corpus: Corpus, downloads: Path, fresh: Path, _: Path) -> None:
    _run(["npm", "pack", "--silent", *corpus.packages], downloads)
    archives = sorted(downloads.glob("*.tgz"))
    for archive in archives:
        # Several packages lie side by side, as in a monorepo.
        place = fresh if len(archives) == 1 else fresh / "packages" / archive.stem.rpartition("-")[0]
        _unpack(archive, place)
    if not corpus.keep:
        return
    for path in sorted(fresh.rglob("*"), reverse=True):
        inside = path.relative_to(fresh).parts
        declared = path.name.endswith(".d.ts") and "src" not in inside
        if path.is_file() and (
            declared or not path.name.endswith(corpus.keep) or not set(BUILT).isdisjoint(inside)
        ):
            path.unlink()
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()


def _source(corpus: Corpus, downloads: Path, fresh: Path, _: Path) -> None:
    options = _source_options(downloads)
    _run(["apt-get", "-qq", *options, "source", "--download-only", *corpus.packages], downloads)
    _unpack(_only(downloads, "*.orig.tar.*z*"), fresh)


def _crates(corpus: Corpus, downloads: Path, fresh: Path, _: Path) -> None:
    _run(["apt-get", "-qq", "download", *corpus.packages], downloads)
    for archive in sorted(downloads.glob("*.deb")):
        opened = downloads / archive.stem
        _run(["dpkg-deb", "-x", str(archive), str(opened)], downloads)
        for crate in sorted((opened / "usr" / "share" / "cargo" / "registry").iterdir()):
            shutil.copytree(crate, fresh / crate.name, symlinks=True)


def _kernel(corpus: Corpus, downloads: Path, fresh: Path, _: Path) -> None:
    _run(["apt-get", "-qq", "download", *corpus.packages], downloads)
    _run(["dpkg-deb", "-x", str(_only(downloads, "*.deb")), str(downloads / "deb")], downloads)
    _unpack(_only(downloads / "deb" / "usr" / "src", "*.tar.xz"), fresh)


def _part_of_linux(corpus: Corpus, _: Path, fresh: Path, target: Path) -> None:
    whole = target.parent / "linux"
    if not whole.is_dir():
        fetch("linux", whole)
    for part in corpus.packages:
        shutil.copytree(whole / part, fresh / part, symlinks=True)


_WAYS: dict[str, Callable[[Corpus, Path, Path, Path], None]] = {
    "pypi": _pypi,
    "npm": _npm,
    "source": _source,
    "crates": _crates,
    "kernel": _kernel,
    "part of linux": _part_of_linux,
}


def _source_options(folder: Path) -> list[str]:
    """Options by which apt finds source packages beside the binary ones that it knows already."""
    known = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(REPO_URI) $(RELEASE) $(CREATED_BY)"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\n")
    rows = [line.split() for line in known if line.strip()]
    if any(row[-1] == "Sources" for row in rows):
        return []
    listed = folder / "sources.list"
    lines = sorted({f"deb-src {row[0]} {row[1]} main" for row in rows if len(row) == 3})
    listed.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    lists = folder / "lists" / "partial"
    lists.mkdir(parents=True)
    options = ["-o", f"Dir::Etc::SourceList={listed}", "-o", "Dir::Etc::SourceParts=-"]
    options += ["-o", f"Dir::State::Lists={lists.parent}"]
    _run(["apt-get", "-qq", *options, "update"], folder)
    return options


def _run(words: list[str], folder: Path) -> None:
    subprocess.run(words, cwd=folder, check=True, stdout=subprocess.DEVNULL)


def _only(folder: Path, pattern: str) -> Path:
    found = sorted(path for path in folder.glob(pattern) if path.suffix != ".asc")
    if len(found) != 1:
        raise LookupError(f"{len(found)} files {pattern} where one was expected")
    return found[0]


def _unpack(archive: Path, into: Path) -> None:
    """Unpacks an archive without its own top folder."""
    with tempfile.TemporaryDirectory(dir=archive.parent) as folder:
        with tarfile.open(archive) as tar:
            tar.extractall(folder, filter="tar")
        tops = list(Path(folder).iterdir())
        shutil.copytree(tops[0] if len(tops) == 1 else folder, into, symlinks=True, dirs_exist_ok=True)


if __name__ == "__main__":
    sys.exit(main())
