"""Paths and URIs: the conversions, in one place, for POSIX and for Windows.

Inside the program a path is relative to its workspace root and has forward slashes. Editors speak
`file:` URIs, each with its own habits of escaping (`file:///c%3A/x` and `file:///C:/x` are the same
file), so URIs are never compared, only converted.
"""

from __future__ import annotations

import enum
import ntpath
import os
import posixpath
from urllib.parse import quote_from_bytes, unquote_to_bytes, urlsplit


class Flavour(enum.Enum):
    """The rules paths follow; the default everywhere is that of the machine."""

    POSIX = "posix"
    WINDOWS = "windows"


NATIVE = Flavour.WINDOWS if os.name == "nt" else Flavour.POSIX


def path_to_uri(path: str, flavour: Flavour = NATIVE) -> str:
    """The `file:` URI of an absolute path; network shares become its host part."""
    if flavour is Flavour.POSIX:
        return "file://" + _quote(path)
    path = path.replace("\\", "/")
    if path.startswith("//"):
        return "file:" + _quote(path)
    drive, rest = path[:2], path[2:]
    return "file:///" + drive + _quote(rest)


def uri_to_path(uri: str, flavour: Flavour = NATIVE) -> str | None:
    """The absolute path a `file:` URI names, in the separators of `flavour`; None for other URIs.

    A drive letter comes back in lower case, because editors write it either way.
    """
    try:
        parts = urlsplit(uri)
    except ValueError:
        return None
    if parts.scheme.lower() != "file":
        return None
    # "?" and "#" start a query or fragment only where they were not escaped; such a URI names no file.
    path = _unquote(parts.path)
    if not path.startswith("/") or "\0" in path:
        return None
    host = "" if parts.netloc.lower() == "localhost" else parts.netloc
    if flavour is Flavour.POSIX:
        return None if host else path
    if host:
        return "\\\\" + host + path.replace("/", "\\")
    if len(path) >= 3 and path[2] == ":":
        return path[1].lower() + path[2:].replace("/", "\\")
    return path.replace("/", "\\")


def relative(root: str, path: str, flavour: Flavour = NATIVE) -> str | None:
    """`path` relative to `root`, with forward slashes; None when it lies outside, "" for the root.

    Both are absolute. `.` and `..` are resolved by name, links are not. On Windows case is ignored in
    the comparison and kept in the result.
    """
    module = ntpath if flavour is Flavour.WINDOWS else posixpath
    root, path = module.normpath(root), module.normpath(path)
    if module.normcase(root) == module.normcase(path):
        return ""
    prefix = root if root.endswith(module.sep) else root + module.sep
    if not module.normcase(path).startswith(module.normcase(prefix)):
        return None
    rest = path[len(prefix) :]
    return rest.replace("\\", "/") if flavour is Flavour.WINDOWS else rest


def absolute(root: str, relative_path: str, flavour: Flavour = NATIVE) -> str:
    """The path of `relative_path` under `root`, in the separators of `flavour`."""
    if flavour is Flavour.WINDOWS:
        return ntpath.join(root, relative_path.replace("/", "\\"))
    return posixpath.join(root, relative_path)


def relative_to_uri(root: str, relative_path: str, flavour: Flavour = NATIVE) -> str:
    """The `file:` URI of a path relative to `root`."""
    return path_to_uri(absolute(root, relative_path, flavour), flavour)


def uri_to_relative(root: str, uri: str, flavour: Flavour = NATIVE) -> str | None:
    """The path relative to `root` that a URI names; None when it is no file under `root`."""
    path = uri_to_path(uri, flavour)
    return None if path is None else relative(root, path, flavour)


def is_unicode(path: str) -> bool:
    """Say whether a path can be sent to a client, which a name in a legacy encoding cannot."""
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def legible(path: str) -> str:
    """`path` with every byte or unit that is no Unicode text written as an escape."""
    return path.encode("utf-8", "backslashreplace").decode("utf-8")


def _quote(path: str) -> str:
    # Names that are not UTF-8 are decoded with "surrogateescape", which gives the raw bytes back here.
    return quote_from_bytes(path.encode("utf-8", "surrogateescape"), safe="/")


def _unquote(path: str) -> str:
    return unquote_to_bytes(path).decode("utf-8", "surrogateescape")
