"""What a user wants indexed, as one immutable value, and what kind of file a path names."""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from codeprism_lsp.files.dependencies import UNMISTAKABLE
from codeprism_lsp.files.globs import Glob, Rules, parse_glob

MEGABYTE = 1024 * 1024

Recognise = Callable[[str, bytes | None], str | None]
"""(relative path, first line or None) -> language id, or None for what is no source."""


class DependencyMode(enum.StrEnum):
    """How much of the code in dependency directories belongs to the index."""

    EXCLUDE = "exclude"
    SMART = "smart"
    ALL = "all"


class Origin(enum.StrEnum):
    """Where a file comes from, which ranks answers; the values are stored in the index."""

    SOURCE = "source"
    TEST = "test"
    DEPENDENCY = "dependency"
    GENERATED = "generated"
    MINIFIED = "minified"


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything discovery has to know about the user's wishes.

    `include` and `exclude` are globs in gitignore syntax, relative to the root, and stand above all
    ignore files. With any `include`, only files that match one are indexed. `exclude` wins over
    `include`. Raises ValueError for a glob that cannot be understood or that begins with "!".
    """

    recognise: Recognise
    dependencies: DependencyMode = DependencyMode.EXCLUDE
    max_file_bytes: int = 10 * MEGABYTE
    max_dependency_file_bytes: int = 20 * MEGABYTE
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for glob in (*self.include, *self.exclude):
            if glob.startswith("!"):
                raise ValueError(f"glob {glob!r}: negation is said by the other setting, not by '!'")
            try:
                parse_glob(glob)
            except ValueError as error:
                raise ValueError(f"glob {glob!r}: {error}") from error

    def limit_bytes(self, origin: Origin) -> int:
        """The largest size of a file of this origin."""
        if origin is Origin.DEPENDENCY and self.dependencies is DependencyMode.SMART:
            return max(self.max_file_bytes, self.max_dependency_file_bytes)
        return self.max_file_bytes

    def classify(self, path: str) -> Origin:
        """The origin of a path judged by its names alone.

        Discovery knows more (manifests, virtual environments, ignore rules); what it says goes first.
        """
        directory, _, name = path.rpartition("/")
        return origin_of(directory_origin(directory), name)

    def wishes(self, root: str) -> Wishes:
        """What the globs say of the paths of one root."""
        wanted: list[str] = []
        for glob in self.include:
            # A directory includes what is below it, which these globs do not mean by themselves.
            bare = glob.rstrip("/")
            wanted += [bare, f"{bare}/**" if "/" in bare else f"**/{bare}/**"]
        return Wishes(Rules(root, _globs(wanted)), Rules(root, _globs(self.exclude)))


class Wishes(NamedTuple):
    """The user's globs for one root; they stand above all ignore files."""

    included: Rules
    excluded: Rules

    def verdict(self, path: str, name: str, is_directory: bool) -> bool | None:
        """True for what the user wants in any case, False for what not; None where ignore files decide.

        `path` is absolute, with forward slashes.
        """
        if self.excluded and self.excluded.verdict(path, name, is_directory):
            return False
        if not self.included:
            return None
        if self.included.verdict(path, name, is_directory):
            return True
        # A directory that is not meant itself may hold something that is.
        return None if is_directory else False


def _globs(lines: Iterable[str]) -> list[Glob]:
    return [glob for glob in map(parse_glob, lines) if glob is not None]


def directory_origin(directory: str) -> Origin:
    """The origin that the names in a directory's path suggest for the files in it."""
    names = directory.split("/")
    if not UNMISTAKABLE.isdisjoint(names):
        return Origin.DEPENDENCY
    if not _GENERATED_DIRECTORIES.isdisjoint(names):
        return Origin.GENERATED
    if not _TEST_DIRECTORIES.isdisjoint(names):
        return Origin.TEST
    return Origin.SOURCE


def origin_of(directory: Origin, name: str) -> Origin:
    """The origin of the file `name` in a directory of the given origin."""
    if directory is Origin.DEPENDENCY or directory is Origin.GENERATED:
        return directory
    found = _TELLING_NAME.search(name)
    if found is None:
        return directory
    return Origin(found.lastgroup) if found.lastgroup else directory


_GENERATED_DIRECTORIES = frozenset(("__generated__", "generated", "generated-sources"))
_TEST_DIRECTORIES = frozenset(
    [
        "test",
        "tests",
        "__tests__",
        "testing",
        "testdata",
        "spec",
        "specs",
        "e2e",
        "test_data",
        "testsuite",
        "fixtures",
        "__mocks__",
    ]
)
_TELLING_NAME = re.compile(
    r"""
    (?P<minified> [.-]min\.(?:js|mjs|cjs)$ )
    | (?P<generated>
        _pb2(?:_grpc)?\.pyi?$ | \.pb(?:\.gw)?\.(?:go|h|cc)$ | _generated\.\w+$ | \.generated\.\w+$
        | ^zz_generated | \.g\.\w+$ | \.designer\.\w+$ )
    | (?P<test>
        ^test_.*\.pyw?$ | ^conftest\.py$ | _(?:unit)?test\.(?:py|go|rs|c|cc|cpp|cxx)$
        | [a-z0-9](?:Test|Tests|IT|TestCase)\.java$ | \.(?:test|spec|e2e|cy)\.[cm]?[jt]sx?$ )
    """,
    re.VERBOSE,
)
