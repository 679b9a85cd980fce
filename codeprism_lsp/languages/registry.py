"""Finds the language folders, recognises files, loads query texts and computes recipe fingerprints."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from importlib.resources import files

import xxhash

from codeprism_lsp.languages.installed import version_of
from codeprism_lsp.languages.rules import Rules
from codeprism_lsp.languages.spec import LanguageSpec

EXTRACTION_VERSION = 1
"""Raised whenever extraction code changes what facts say for the same bytes."""


@cache
def specs() -> dict[str, LanguageSpec]:
    """Every language by id, in the order of ids."""
    import codeprism_lsp.languages as package

    found: dict[str, LanguageSpec] = {}
    for module in sorted(pkgutil.iter_modules(package.__path__), key=lambda m: m.name):
        if module.ispkg:
            loaded = importlib.import_module(f"{package.__name__}.{module.name}")
            for spec in loaded.SPECS:
                found[spec.id] = spec
    return dict(sorted(found.items()))


@cache
def rules(language: str) -> Rules:
    """The module rules of a language (dialects share those of their query folder)."""
    spec = specs()[language]
    folder = spec.queries or spec.id
    loaded = importlib.import_module(f"codeprism_lsp.languages.{folder}.rules")
    found = loaded.RULES
    assert isinstance(found, Rules)
    return found


@cache
def query_text(language: str, name: str) -> str:
    """Text of `name`.scm of a language; a first line `; inherits: other` prepends another's."""
    spec = specs()[language]
    return _folder_query(spec.queries or spec.id, name)


def _folder_query(folder: str, name: str) -> str:
    text = files("codeprism_lsp.languages").joinpath(folder, f"{name}.scm").read_text("utf-8")
    first = text.split("\n", 1)[0]
    if first.startswith("; inherits:"):
        inherited = [part.strip() for part in first.removeprefix("; inherits:").split(",")]
        return "\n".join([*(_folder_query(one, name) for one in inherited), text])
    return text


@cache
def recipe(language: str) -> str:
    """Fingerprint of everything the facts of a language depend on besides the bytes."""
    spec = specs()[language]
    digest = xxhash.xxh3_128()
    for part in (
        str(EXTRACTION_VERSION),
        version_of("tree-sitter-language-pack"),
        spec.grammar,
        query_text(language, "outline"),
    ):
        digest.update(part.encode() + b"\0")
    for folder in sorted({one.queries or one.id for one in specs().values() if one.family == spec.family}):
        sources = files("codeprism_lsp.languages").joinpath(folder).iterdir()
        for source in sorted(sources, key=lambda one: one.name):
            if source.name.endswith(".py"):
                digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


@cache
def languages_of(family: str) -> frozenset[str]:
    """The languages of a family."""
    return frozenset(spec.id for spec in specs().values() if spec.family == family)


@cache
def _by_extension() -> dict[str, str]:
    return {extension: spec.id for spec in specs().values() for extension in spec.extensions}


@cache
def _by_filename() -> dict[str, str]:
    return {name: spec.id for spec in specs().values() for name in spec.filenames}


@cache
def _by_shebang() -> dict[str, str]:
    return {name: spec.id for spec in specs().values() for name in spec.shebangs}


def recognise(path: str, first_line: bytes | None = None) -> str | None:
    """Language id of a path, by extension, file name, or (given the first line) its shebang."""
    name = path.rpartition("/")[2]
    if (found := _by_filename().get(name)) is not None:
        return found
    stem, dot, ending = name.rpartition(".")
    if stem and ending:
        suffix = dot + ending
        known = _by_extension()
        return known.get(suffix) or known.get(suffix.lower())
    if first_line is not None and first_line.startswith(b"#!"):
        words = first_line[2:].decode("ascii", "replace").replace("/", " ").split()
        words = [word for word in words if not word.startswith("-") and word != "env"]
        for word in reversed(words):
            if (found := _by_shebang().get(word.rstrip("0123456789."))) is not None:
                return found
    return None
