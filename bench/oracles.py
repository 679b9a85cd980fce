"""`make oracles`: compares answers with the compilers' own servers and renders docs/accuracy.md.

    python -m bench.oracles [--oracles DIR] [--work DIR] [--corpora DIR] [--only NAME...] [--seeds N...]

The questions and the counting are those of `compare.py` in a folder with the oracles (ORACLES=DIR): random
identifiers of a prepared copy of a repository, three seeds. What an oracle says is kept under WORK/answers
and not asked again, unless with `--fresh`. `--others` measures second-best servers, too: pyrefly,
jedi-language-server and tsgo where the oracles' folder `bin` has them, and names looked up by
universal-ctags.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs

from bench import accuracy
from bench.options import REPOSITORY
from bench.results import text_of

SEEDS = (1, 2, 3)
ASKER = Path(__file__).with_name("oracle_asker.py")
PREFIX = Path(os.path.expanduser(os.environ.get("CODEPRISM_ORACLES", "~/.cache/codeprism-oracles")))
_PREPARE_SECONDS = 1_800
_ASK_SECONDS = 3_600


@dataclass(frozen=True, slots=True)
class Comparison:
    """One language on one corpus. `under` limits the questions to folders of it."""

    corpus: str
    language: str
    oracle: str
    under: tuple[str, ...] = ()
    types: bool = False


COMPARISONS = (
    Comparison("django", "python", "pyright"),
    Comparison("sphinx", "python", "pyright"),
    Comparison("gotools", "go", "gopls", types=True),
    Comparison("prometheus", "go", "gopls", types=True),
    Comparison("viem", "typescript", "tsserver"),
    Comparison("rxjs", "typescript", "tsserver"),
    Comparison("tanstack", "typescript", "tsserver"),
    Comparison("d3", "javascript", "tsserver"),
    Comparison("eslint", "javascript", "tsserver"),
    Comparison("lang3", "java", "jdtls", types=True),
    Comparison("guava", "java", "jdtls", under=("guava",), types=True),
    Comparison("junit5", "java", "jdtls", types=True),
    Comparison("crates", "rust", "rust-analyzer"),
    Comparison("crates2", "rust", "rust-analyzer"),
    Comparison("git", "c", "clangd"),
    Comparison("redis", "c", "clangd", under=("src",)),
    Comparison("re2", "cpp", "clangd", types=True),
    Comparison("leveldb", "cpp", "clangd", types=True),
    Comparison("fmt", "cpp", "clangd", types=True),
    Comparison("protobuf", "cpp", "clangd", types=True),
)
OTHERS = {"python": ("pyrefly", "jedi-language-server"), "typescript": ("tsgo",), "javascript": ("tsgo",)}
COMMANDS = {"tsgo": "tsgo --lsp --stdio"}


def main(arguments: list[str] | None = None) -> int:
    """Runs the comparisons; 0 when all ran, 1 when one failed, 2 without the oracles."""
    parser = argparse.ArgumentParser(prog="python -m bench.oracles", description=__doc__)
    beside = os.environ.get("ORACLES", str(REPOSITORY.parent / "shared" / "oracles"))
    parser.add_argument("--oracles", type=Path, default=Path(beside), help="folder of compare.py")
    parser.add_argument("--work", type=Path, default=Path.home() / "work-oracles", help="prepared copies")
    parser.add_argument("--corpora", type=Path, default=platformdirs.user_cache_path("codeprism-corpora"))
    parser.add_argument("--only", nargs="*", default=[], help="corpora or languages")
    parser.add_argument("--positions", type=int, default=400)
    parser.add_argument("--references", type=int, default=80)
    parser.add_argument("--seeds", type=int, nargs="*", default=list(SEEDS))
    parser.add_argument("--fresh", action="store_true", help="ask the oracles again")
    parser.add_argument("--kept", action="store_true", help="only what the oracles have been asked before")
    parser.add_argument("--others", action="store_true", help="measure second-best servers, too")
    parser.add_argument("--misses", type=int, default=200, help="how many misses to keep beside the copies")
    given = parser.parse_args(arguments)
    if not (given.oracles / "compare.py").is_file():
        print(f"error: no compare.py in {given.oracles}; name its folder by ORACLES=DIR", file=sys.stderr)
        return 2
    failed = False
    for one in COMPARISONS:
        if given.only and not {one.corpus, one.language} & set(given.only):
            continue
        if not (given.corpora / one.corpus).is_dir():
            print(f"{one.corpus}: not in {given.corpora}", file=sys.stderr)
            continue
        failed = _compare(one, given) or failed
        accuracy.write()
    return int(failed)


def _compare(one: Comparison, given: argparse.Namespace) -> bool:
    """All seeds of a comparison, saved with what earlier runs found; whether something failed."""
    failed = False
    reports: dict[int, dict[str, Any]] = {}
    for seed in given.seeds:
        answers = _answers(one, given, seed)
        if given.kept and not answers.is_file():
            continue
        report = _asked(one, given, seed, _ours(given))
        failed = failed or report is None
        if report is not None:
            reports[seed] = report
    if reports:
        result = accuracy.result_of(one.language, one.corpus, one.oracle, reports)
        print(text_of(result), flush=True)
        result.save()
    if given.others and given.seeds and (not given.kept or _answers(one, given, given.seeds[0]).is_file()):
        for other in (*OTHERS.get(one.language, ()), "ctags"):
            if other != "ctags" and not (PREFIX / "bin" / other).is_file():
                print(f"{other}: not in {PREFIX / 'bin'}", file=sys.stderr)
                continue
            asked = _asked(
                one, given, given.seeds[0], ["--subject", COMMANDS.get(other, other), "--ready", "quiet"]
            )
            if asked is not None:
                accuracy.other_of(one.language, one.corpus, one.oracle, other, given.seeds[0], asked).save()
    return failed


def _ours(given: argparse.Namespace) -> list[str]:
    cache = given.work / "indexes"
    return ["--subject", f"{sys.executable} -m codeprism_lsp serve --cache-dir {cache}"]


def _answers(one: Comparison, given: argparse.Namespace, seed: int) -> Path:
    """Where the oracle's answers are kept."""
    name = f"{one.corpus}-{seed}-{given.positions}-{given.references}.json"
    folder: Path = given.work / "answers"
    return folder / name


def _asked(
    one: Comparison, given: argparse.Namespace, seed: int, subject: list[str]
) -> dict[str, Any] | None:
    """The report of one run; None where it failed, which is said."""
    given.work.mkdir(parents=True, exist_ok=True)
    log = given.work / f"{one.corpus}.log"
    answers = _answers(one, given, seed)
    answers.parent.mkdir(exist_ok=True)
    if given.fresh and subject == _ours(given):
        answers.unlink(missing_ok=True)
    with log.open("ab") as errors:
        copy = _prepared(one, given, errors)
        if copy is None:
            print(f"{one.corpus}: could not be prepared; see {log}", file=sys.stderr)
            return None
        words = [str(PREFIX / "python" / "bin" / "python"), str(ASKER), str(given.oracles), str(answers)]
        words += ["--root", str(copy), "--language", one.language, "--oracle", one.oracle]
        words += ["--seed", str(seed), "--positions", str(given.positions)]
        words += ["--references", str(given.references), "--misses", str(given.misses), *subject]
        words += ["--types"] if one.types else []
        words += [word for under in one.under for word in ("--under", under)]
        try:
            done = subprocess.run(
                words, stdout=subprocess.PIPE, stderr=errors, timeout=_ASK_SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            print(f"{one.corpus}, seed {seed}: not done within {_ASK_SECONDS} s", file=sys.stderr)
            return None
    if done.returncode:
        print(f"{one.corpus}, seed {seed}: the comparison failed; see {log}", file=sys.stderr)
        return None
    if subject == _ours(given):
        (given.work / f"{one.corpus}-{seed}.json").write_bytes(done.stdout)
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def _prepared(one: Comparison, given: argparse.Namespace, errors: Any) -> Path | None:
    """A copy of the corpus that the oracle can read; made once."""
    copy: Path = given.work / one.corpus
    done = given.work / f"{one.corpus}.prepared"
    if done.exists():
        return copy
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree((given.corpora / one.corpus).resolve(), copy, symlinks=True)
    prepare = [str(given.oracles / "prepare"), "--language", one.language, str(copy)]
    try:
        made = subprocess.run(
            prepare, stdout=errors, stderr=errors, timeout=_PREPARE_SECONDS, check=False
        ).returncode
    except subprocess.TimeoutExpired:
        return None
    if made:
        return None
    done.touch()
    return copy


if __name__ == "__main__":
    sys.exit(main())
