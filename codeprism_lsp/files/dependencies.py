"""Which directories hold other people's code or build output, judged by their name and neighbours.

A name alone convicts only where it is unmistakable. `target`, `build` and `vendor` are also ordinary
names of source directories, so they need a witness: the manifest of the tool that fills them.
"""

from __future__ import annotations

import enum
from collections.abc import Set as AbstractSet

# Never part of a workspace in any mode: version control and caches.
ALWAYS_EXCLUDED = frozenset(
    [
        ".git",
        ".hg",
        ".svn",
        ".bzr",
        ".jj",
        ".sl",
        "_darcs",
        "CVS",
        "__pycache__",
        ".mypy_cache",
        ".pytest_cache",
        ".ruff_cache",
        ".hypothesis",
        ".ipynb_checkpoints",
        ".cache",
        ".parcel-cache",
        ".turbo",
        ".nx",
        ".angular",
        ".sass-cache",
        ".terraform",
        ".direnv",
        ".next",
        ".nuxt",
        ".svelte-kit",
        ".nyc_output",
        ".ccache",
        ".bloop",
        ".metals",
        ".bsp",
    ]
)


class DirectoryKind(enum.Enum):
    """What an excluded directory holds."""

    PACKAGES = "packages"
    OUTPUT = "build output"


UNMISTAKABLE = frozenset(
    [
        "node_modules",
        "bower_components",
        "jspm_packages",
        "site-packages",
        "dist-packages",
        ".tox",
        ".nox",
        "third_party",
        "Pods",
        ".gradle",
        ".m2",
        ".cargo",
        ".eggs",
        ".pnpm-store",
        ".yarn",
        ".bundle",
        "Carthage",
    ]
)
VIRTUAL_ENVIRONMENT_MARK = "pyvenv.cfg"
_TELLING_CONTENT = {
    VIRTUAL_ENVIRONMENT_MARK: DirectoryKind.PACKAGES,
    "conda-meta": DirectoryKind.PACKAGES,
    "CMakeCache.txt": DirectoryKind.OUTPUT,
    "CACHEDIR.TAG": DirectoryKind.OUTPUT,  # Cargo's target, among others
}

_OUTPUT_OF = {
    "target": frozenset(("Cargo.toml", "pom.xml", "build.sbt", "project.clj")),
    "build": frozenset(("build.gradle", "build.gradle.kts", "setup.py", "meson.build")),
    "dist": frozenset(("package.json", "setup.py", "pyproject.toml")),
}
# Below these directories each further name is part of a package's own name, as in com/acme/vendor.
_PACKAGE_TREES = frozenset(("java", "kotlin", "scala", "groovy"))


def directory_kind(parent: str, name: str, beside: AbstractSet[str]) -> DirectoryKind | None:
    """What the directory `name` holds, if not sources of the workspace.

    `parent` is the path of the containing directory relative to the root ("" for the root), `beside`
    the names in it. Virtual environments are recognised by what they contain: see
    VIRTUAL_ENVIRONMENT_MARK.
    """
    if name in UNMISTAKABLE:
        return DirectoryKind.PACKAGES
    if name == "vendor":
        return None if _is_own_package(parent, beside) else DirectoryKind.PACKAGES
    witnesses = _OUTPUT_OF.get(name)
    if witnesses is not None and not witnesses.isdisjoint(beside):
        return DirectoryKind.OUTPUT
    return None


def kind_by_content(names: AbstractSet[str]) -> DirectoryKind | None:
    """What a directory with these names in it holds, where one of them tells."""
    for name, kind in _TELLING_CONTENT.items():
        # A project may be built where its sources are.
        if name in names and not (name == "CMakeCache.txt" and "CMakeLists.txt" in names):
            return kind
    return None


def ignored_directory_kind(name: str) -> DirectoryKind | None:
    """What a directory holds of which only its name and that the workspace ignores it are known."""
    return DirectoryKind.OUTPUT if name in _OUTPUT_OF else None


def _is_own_package(parent: str, beside: AbstractSet[str]) -> bool:
    """Say whether `vendor` is a package of the project itself: one about vendors, say, in a shop."""
    return "__init__.py" in beside or not _PACKAGE_TREES.isdisjoint(parent.split("/"))
