"""The native library by ctypes: its place, its tables, and calls that give the interpreter lock back.

A library is used only if it was built from these very sources and this version of the parser: its name says
so. `CODEPRISM_NATIVE=0` in the environment leaves it out.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Sequence
from ctypes import POINTER, byref, c_char, c_char_p, c_double, c_int, c_int32, c_int64, c_uint32, c_void_p
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
import xxhash

from codeprism_lsp.languages.installed import version_of

_Numbers = POINTER(c_int32)


SOURCES = ("outline.c", "tokens.c")


def library_path() -> Path:
    """Where the library of this version lies, or would lie; the name changes with what it is built from."""
    folder = files(__package__)
    digest = xxhash.xxh3_64(version_of("tree-sitter").encode())
    for name in SOURCES:
        digest.update(folder.joinpath(name).read_bytes())
    return Path(str(folder)) / f"outline-{sys.platform}-{digest.hexdigest()}.so"


_POINTERS = (
    "items patterns pool tests texts parts words word_bits constructors nested by_symbol_at by_symbol"
).split()
_COUNTS = (
    "item_numbers pattern_numbers pool_numbers test_numbers text_numbers parts_numbers word_numbers "
    "word_bit_numbers constructor_numbers by_symbol_at_numbers by_symbol_numbers"
).split()
_SCALARS = (
    "texts_bytes merging default_visibility visibility_mask exported_bit instance_bit field_kind method_kind "
    "constructor_kind side_effect_kind name_rule marked_bits unmarked_bits declaration_bit "
    "constructors_like_types header_bytes fold_above "
    "quote_count symbol_count tail_symbol"
).split()


class _Tables(ctypes.Structure):
    _fields_ = (
        ("language", c_void_p),
        *((name, c_void_p) for name in _POINTERS),
        ("texts_blob", c_char_p),
        *((name, c_int32) for name in (*_COUNTS, *_SCALARS)),
        ("value_kinds", c_int64),
        ("quotes", c_char * 16),
    )


class _Found(ctypes.Structure):
    _fields_ = (
        ("work", c_void_p),
        ("rest", _Numbers),
        ("rest_numbers", c_int32),
        ("errors", c_int32),
        ("wide", c_int32),
        ("wide_parts", c_int32),
        ("broken", c_int32),
    )


class _Finished(ctypes.Structure):
    _fields_ = (
        *((name, c_void_p) for name in ("exported", "more", "imports")),
        ("texts", c_char_p),
        *((name, c_int32) for name in ("exported_count", "more_count", "import_count", "text_count")),
        *((name, c_void_p) for name in ("body", "unsure", "strings")),
        *((name, c_int32) for name in (
            "unsure_count", "definitions", "import_rows", "super_rows", "string_bytes", "lines",
        )),
    )  # fmt: skip


@dataclass(frozen=True)
class Numbers:
    """The tables of an engine, see `outline.c`; every sequence is of 32-bit numbers."""

    items: Sequence[int]
    patterns: Sequence[int]
    pool: Sequence[int]
    tests: Sequence[int]
    texts: Sequence[int]
    parts: Sequence[int]
    words: Sequence[int]
    word_bits: Sequence[int]
    constructors: Sequence[int]
    nested: Sequence[int]
    by_symbol_at: Sequence[int]
    by_symbol: Sequence[int]
    texts_blob: bytes
    quotes: bytes
    scalars: dict[str, int]


@dataclass(frozen=True, slots=True)
class More:
    """What Python adds to a text: starts of exported names, definitions of 12 numbers (a span that begins
    with -2 - i is the text i), imports of 8 numbers whose texts are places in `texts`."""

    exported: Sequence[int] = ()
    definitions: Sequence[int] = ()
    imports: Sequence[int] = ()
    texts: Sequence[bytes] = ()


@dataclass(frozen=True, slots=True)
class Columns:
    """What is stored of one text, before it is put together: see `facts.outline.packed`."""

    body: bytes
    strings: bytes
    counts: tuple[int, int, int]  # definitions, imports, supertypes
    lines: int
    unsure: list[int]  # definitions whose names only Python can read


class Overrun(Exception):  # noqa: N818 - says what happened
    """The parser was not done within the time it was given."""


@cache
def library() -> ctypes.CDLL | None:
    """The library, None where it was not built or is not wanted."""
    if os.environ.get("CODEPRISM_NATIVE") == "0":
        return None
    path = library_path()
    return load(path) if path.is_file() else None


def load(path: Path) -> ctypes.CDLL:
    """A library that was built from `outline.c`; raises OSError."""
    loaded = ctypes.CDLL(str(path))
    loaded.outline_engine.restype = c_void_p
    loaded.outline_engine.argtypes = (POINTER(_Tables),)
    loaded.outline_match.restype = c_int
    loaded.outline_match.argtypes = (
        c_void_p, c_char_p, c_char_p, c_uint32, c_double, c_int32, c_int64, c_int32, POINTER(_Found),
    )  # fmt: skip
    loaded.outline_finish.restype = None
    loaded.outline_finish.argtypes = (c_void_p, POINTER(_Finished))
    loaded.outline_tokens_new.restype = c_void_p
    loaded.outline_tokens_new.argtypes = ()
    loaded.outline_tokens.restype = c_int
    loaded.outline_tokens.argtypes = (c_void_p, c_char_p, c_uint32)
    loaded.outline_free.restype = None
    loaded.outline_free.argtypes = (c_void_p,)
    return loaded


class Engine:
    """What the library knows of one language. Lives as long as the process."""

    def __init__(self, loaded: ctypes.CDLL, capsule: object, numbers: Numbers) -> None:
        pointer = ctypes.pythonapi.PyCapsule_GetPointer
        pointer.restype, pointer.argtypes = c_void_p, (ctypes.py_object, c_char_p)
        self._library = loaded
        tables = _Tables(language=pointer(capsule, b"tree_sitter.Language"))
        kept: list[object] = [capsule]
        counts = iter(_COUNTS)
        for name in _POINTERS:
            values = np.array(getattr(numbers, name), np.int32)
            kept.append(values)
            setattr(tables, name, values.ctypes.data)
            if name != "nested":  # its size is known
                setattr(tables, next(counts), len(values))
        tables.texts_blob, tables.texts_bytes = numbers.texts_blob, len(numbers.texts_blob)
        tables.quotes, tables.quote_count = numbers.quotes, len(numbers.quotes)
        for name, value in numbers.scalars.items():
            setattr(tables, name, value)
        self._engine = loaded.outline_engine(byref(tables))  # which copies everything but the language
        self._capsule = kept[0]

    def match(
        self, data: bytes, parsed: bytes, seconds: float, wide: int, wide_steps: int, looked_at: int
    ) -> Matched:
        """Parses and matches a text, without the interpreter lock. Raises Overrun."""
        found = _Found()
        over = self._library.outline_match(
            self._engine, data, parsed, len(data), seconds, wide, wide_steps, looked_at, byref(found)
        )
        matched = Matched(self._library, found)
        if over:
            matched.free()
            raise Overrun
        return matched


class Matched:
    """A text that was matched and waits to be put into columns; to be freed once."""

    def __init__(self, loaded: ctypes.CDLL, found: _Found) -> None:
        self._library = loaded
        self._work = found.work
        self.rest: list[int] = found.rest[: found.rest_numbers] if found.rest_numbers else []
        self.errors: int = found.errors
        self.broken: bool = bool(found.broken)
        self.wide: int = found.wide
        self.wide_parts: int = found.wide_parts

    def free(self) -> None:
        """Gives the memory of the work back."""
        self._library.outline_free(self._work)

    def columns(self, more: More) -> Columns:
        """The columns, with what Python adds. May be called once."""
        finished = _Finished()
        kept: list[object] = []
        for values, name, count, width in (
            (more.exported, "exported", "exported_count", 1),
            (more.definitions, "more", "more_count", 12),
            (more.imports, "imports", "import_count", 8),
        ):
            if values:
                numbers = np.array(values, np.int32)
                kept.append(numbers)
                setattr(finished, name, numbers.ctypes.data)
                setattr(finished, count, len(numbers) // width)
        if more.texts:
            finished.texts, finished.text_count = b"\0".join((*more.texts, b"")), len(more.texts)
        self._library.outline_finish(self._work, byref(finished))
        counts = (finished.definitions, finished.import_rows, finished.super_rows)
        numbers_held = 12 * counts[0] + 9 * counts[1] + 4 * counts[2]
        unsure = (
            ctypes.string_at(finished.unsure, 4 * finished.unsure_count) if finished.unsure_count else b""
        )
        return Columns(
            ctypes.string_at(finished.body, 4 * numbers_held),
            ctypes.string_at(finished.strings, finished.string_bytes),
            counts,
            finished.lines,
            np.frombuffer(unsure, np.int32).tolist(),
        )
