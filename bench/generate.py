"""Grows a polyglot repository of any size to measure on: `python -m bench.generate DIR --files N --seed S`.

No public repository has a million files, and copies of a small one say nothing: an index would store equal
contents once and meet no new name. Here every file differs in names, size and imports as files of real
repositories do: few identifiers are everywhere, most are rare (Zipf), sizes are log-normal, and most imports
lead to few files. A tree of fewer files is a part of a tree of more with the same seed; what is written
depends on nothing but N and S.
"""

from __future__ import annotations

import argparse
import math
import os
import random
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache

from bench import generate_texts
from bench.generate_names import coined, coined_words, imported_number, verb_and_noun

AREAS = ("services", "platform", "libs", "apps", "infra", "tools", "data", "web")
#: The language of package i is entry i of this cycle.
CYCLE = tuple(
    """python typescript java go c typescript cpp python
    rust java javascript go python c typescript cpp""".split()
)
_MODULES_OF_DIRECTORY = 12
_PACKAGES_OF_TASK = 16
_KEPT_PACKAGES = 4_000
_DEPENDENCIES = 10
_SLOTS = {language: [slot for slot, name in enumerate(CYCLE) if name == language] for language in set(CYCLE)}


@dataclass(frozen=True, slots=True)
class Module:
    """One module of a package: where it lies and what it offers to others."""

    directory: str
    name: str
    type_name: str
    functions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Package:
    """A package of one language; `modules` import earlier ones of it and of earlier packages."""

    index: int
    language: str
    area: str
    name: str
    words: tuple[str, ...]
    modules: tuple[Module, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: numbers of source files and bytes."""

    files: int
    size: int


def main(arguments: list[str] | None = None) -> int:
    """0 when the tree is there, 2 for wrong usage."""
    parser = argparse.ArgumentParser(prog="python -m bench.generate", description=__doc__)
    parser.add_argument("directory")
    parser.add_argument("--files", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args(arguments)
    if os.path.exists(given.directory) and os.listdir(given.directory):
        parser.error(f"{given.directory} is not empty")
    began = time.monotonic()
    written = grow(given.directory, given.files, given.seed, given.workers)
    seconds = time.monotonic() - began
    print(f"{written.files:,} files, {written.size / 1e6:,.0f} MB in {seconds:.0f} s")
    return 0


def grow(directory: str, files: int, seed: int, workers: int = 1) -> Written:
    """Writes the tree of `files` source files; manifests are not counted."""
    tasks = _tasks(directory, files, seed)
    if workers == 1:
        parts = [_write(*task) for task in tasks]
    else:
        with ProcessPoolExecutor(workers) as pool:
            parts = list(pool.map(_write, *zip(*tasks, strict=True)))
    return Written(sum(part.files for part in parts), sum(part.size for part in parts))


@lru_cache(maxsize=_KEPT_PACKAGES)
def package(seed: int, index: int) -> Package:
    """The plan of one package: its modules and their public names, without their texts."""
    rng = random.Random(f"{seed}/{index}")
    language = CYCLE[index % len(CYCLE)]
    area = AREAS[(index // len(CYCLE)) % len(AREAS)]
    name = coined(index)
    words = coined_words(rng, 12)
    count = max(4, min(240, round(math.exp(rng.gauss(3.4, 0.7)))))
    modules: list[Module] = []
    taken: set[str] = set()
    directory = ""
    for number in range(count):
        if number % _MODULES_OF_DIRECTORY == 0:
            directory = rng.choice(words) if number else "core"
            while f"{directory}/" in taken:
                directory += rng.choice(words)
            taken.add(f"{directory}/")
        stem = f"{rng.choice(words)}_{verb_and_noun(rng)[1]}"
        while stem in taken:
            stem = f"{stem}_{rng.choice(words)}"
        taken.add(stem)
        offered = {"_".join((*verb_and_noun(rng), rng.choice(words))): None for _ in range(3)}
        functions = tuple(offered)
        modules.append(Module(directory, stem, generate_texts.camel(stem), functions))
    return Package(index, language, area, name, words, tuple(modules))


def dependencies(seed: int, one: Package) -> list[Package]:
    """The earlier packages that a package uses, the first ones of its language most often."""
    slots = _SLOTS[one.language]
    turns, rest = divmod(one.index, len(CYCLE))
    earlier = turns * len(slots) + sum(slot < rest for slot in slots)
    if not earlier:
        return []
    rng = random.Random(f"{seed}/{one.index}/uses")
    numbers = sorted({imported_number(rng, earlier) for _ in range(_DEPENDENCIES)})
    return [package(seed, n // len(slots) * len(CYCLE) + slots[n % len(slots)]) for n in numbers]


def texts(seed: int, one: Package, used: list[Package], most: int) -> Iterator[tuple[str, str]]:
    """(path, text) of a package's source files, at most so many."""
    style = generate_texts.STYLES[one.language]
    written = 0
    for number, module in enumerate(one.modules):
        rng = random.Random(f"{seed}/{one.index}/{number}")
        imports: dict[tuple[int, int], tuple[Package, Module]] = {}
        for _ in range(min(24, round(math.exp(rng.gauss(1.3, 0.7))))):
            other = rng.choice(used) if used and rng.random() < 0.5 else one
            limit = number if other is one else len(other.modules)
            if limit:
                chosen = imported_number(rng, limit)
                imports[(other.index, chosen)] = (other, other.modules[chosen])
        for path, text in style(rng, one, module, list(imports.values())):
            if written == most:
                return
            written += 1
            yield path, text


def _tasks(directory: str, files: int, seed: int) -> list[tuple[str, int, int, list[int]]]:
    """(directory, seed, first package, numbers of files to write of it and of the next ones)."""
    tasks: list[tuple[str, int, int, list[int]]] = []
    index, left = 0, files
    counts: list[int] = []
    while left:
        counts.append(min(left, generate_texts.file_count(package(seed, index))))
        left -= counts[-1]
        index += 1
        if len(counts) == _PACKAGES_OF_TASK or not left:
            tasks.append((directory, seed, index - len(counts), counts))
            counts = []
    return tasks


def _write(directory: str, seed: int, first: int, counts: list[int]) -> Written:
    files = size = 0
    made: set[str] = set()
    for index, count in enumerate(counts, first):
        one = package(seed, index)
        used = dependencies(seed, one)
        for path, text in generate_texts.manifests(one, used):
            _put(directory, path, text, made)
        for path, text in texts(seed, one, used, count):
            size += _put(directory, path, text, made)
            files += 1
    return Written(files, size)


def _put(directory: str, path: str, text: str, made: set[str]) -> int:
    target = f"{directory}/{path}"
    folder = target.rpartition("/")[0]
    if folder not in made:
        os.makedirs(folder, exist_ok=True)
        made.add(folder)
    data = text.encode()
    with open(target, "wb") as file:
        file.write(data)
    return len(data)


if __name__ == "__main__":
    sys.exit(main())
