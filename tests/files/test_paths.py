"""Conversions between paths and URIs, as editors on POSIX and on Windows write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codeprism_lsp.files.paths import (
    Flavour,
    legible,
    path_to_uri,
    relative,
    relative_to_uri,
    uri_to_path,
    uri_to_relative,
)

POSIX, WINDOWS = Flavour.POSIX, Flavour.WINDOWS
names = st.text(st.characters(exclude_characters="\0/\\", exclude_categories=["Cs"]), min_size=1, max_size=8)


@given(st.lists(names, max_size=4))
def test_posix_paths_survive_the_round_trip(parts: list[str]) -> None:
    path = "/" + "/".join(parts)
    assert uri_to_path(path_to_uri(path, POSIX), POSIX) == path


@given(st.binary(min_size=1, max_size=8).filter(lambda name: b"\0" not in name))
def test_names_of_any_bytes_survive_the_round_trip(name: bytes) -> None:
    path = "/" + name.decode("utf-8", "surrogateescape")
    uri = path_to_uri(path, POSIX)
    assert uri.isascii()
    assert uri_to_path(uri, POSIX) == path


@given(st.lists(names, max_size=4))
def test_windows_paths_survive_the_round_trip(parts: list[str]) -> None:
    path = "c:\\" + "\\".join(parts)
    assert uri_to_path(path_to_uri(path, WINDOWS), WINDOWS) == path


@pytest.mark.parametrize(
    ("uri", "flavour", "path"),
    [
        ("file:///a%20b/%C3%A9.py", POSIX, "/a b/é.py"),
        ("file:///a/b%23c%3Fd.py", POSIX, "/a/b#c?d.py"),
        ("FILE:///a", POSIX, "/a"),
        ("file://localhost/a", POSIX, "/a"),
        ("file://server/a", POSIX, None),
        ("file:///a%00b", POSIX, None),
        ("untitled:Untitled-1", POSIX, None),
        ("", POSIX, None),
        ("file://[broken/a", POSIX, None),
        ("file:///c%3A/Users/x.py", WINDOWS, "c:\\Users\\x.py"),
        ("file:///C:/Users/x.py", WINDOWS, "c:\\Users\\x.py"),
        ("file://server/share/x.py", WINDOWS, "\\\\server\\share\\x.py"),
    ],
)
def test_uris_as_clients_write_them(uri: str, flavour: Flavour, path: str | None) -> None:
    assert uri_to_path(uri, flavour) == path


def test_uris_we_write() -> None:
    assert path_to_uri("/a b/c#d.py", POSIX) == "file:///a%20b/c%23d.py"
    assert path_to_uri("c:\\a b\\x.py", WINDOWS) == "file:///c:/a%20b/x.py"
    assert path_to_uri("\\\\server\\share\\x.py", WINDOWS) == "file://server/share/x.py"
    assert relative_to_uri("/w", "a/é.py", POSIX) == "file:///w/a/%C3%A9.py"


@pytest.mark.parametrize(
    ("root", "path", "flavour", "expected"),
    [
        ("/w", "/w/a/b.py", POSIX, "a/b.py"),
        ("/w/", "/w/a/../b.py", POSIX, "b.py"),
        ("/w", "/w", POSIX, ""),
        ("/w", "/ww/a", POSIX, None),
        ("/w", "/w/../x", POSIX, None),
        ("/w", "/W/a", POSIX, None),
        ("/", "/a", POSIX, "a"),
        ("c:\\Work", "C:\\work\\Src\\A.py", WINDOWS, "Src/A.py"),
        ("c:\\", "C:/a.py", WINDOWS, "a.py"),
        ("c:\\w", "d:\\w\\a", WINDOWS, None),
    ],
)
def test_relative(root: str, path: str, flavour: Flavour, expected: str | None) -> None:
    assert relative(root, path, flavour) == expected


def test_uri_to_relative() -> None:
    assert uri_to_relative("C:\\w", "file:///c%3A/w/a/b.py", WINDOWS) == "a/b.py"
    assert uri_to_relative("/w", "file:///x/b.py", POSIX) is None
    assert uri_to_relative("/w", "git:/w/b.py", POSIX) is None


def test_legible_is_always_unicode() -> None:
    assert legible("bad\udcff.py") == "bad\\udcff.py"
