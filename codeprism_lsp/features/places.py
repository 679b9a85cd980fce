"""Between the client's URIs and positions and our projects, paths and byte spans: one `Places` a request.

A name's position is stored with its facts, so that answers with hundreds of names read no file. Ranges
of anything else, and of names on lines with other than ASCII text, are counted in the file's bytes.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Sequence
from typing import Any

import numpy as np
from lsprotocol import types as lsp

from codeprism_lsp.analysis.navigation import Site, site
from codeprism_lsp.analysis.workspace import Place, Workspace
from codeprism_lsp.facts.glimpse import Glimpse
from codeprism_lsp.features.context import RequestContext
from codeprism_lsp.files.paths import relative_to_uri, uri_to_path
from codeprism_lsp.resolution.declaration import Declaration
from codeprism_lsp.resolution.project import Project
from codeprism_lsp.resolution.resolver import Resolver
from codeprism_lsp.text.lines import LineIndex, PositionEncoding

Json = dict[str, Any]


class Places:
    """Conversions for one request; line indexes are made once a file."""

    def __init__(self, context: RequestContext) -> None:
        self.workspace: Workspace = context.analysis
        self._encoding = context.client.encoding
        self._lines: dict[tuple[int, str], LineIndex | None] = {}
        self._uris: dict[tuple[int, str], str] = {}

    # -- from the client ---------------------------------------------------------------------------

    def file(self, uri: str) -> Place | None:
        """The file that a URI names, None where it is neither indexed nor open."""
        place = self._find(uri)
        if place is not None:
            # The client gets back the spelling that it used itself.
            self._uris[id(place.project), place.path] = uri
        return place

    def offset(self, place: Place, position: lsp.Position) -> int | None:
        """The byte offset of a position, clamped; None where the file cannot be read."""
        lines = self.lines(place.project, place.path)
        return None if lines is None else lines.offset(position.line, position.character, self._encoding)

    # -- to the client -----------------------------------------------------------------------------

    def uri(self, project: Project, path: str) -> str:
        known = self._uris.get((id(project), path))
        return known if known is not None else relative_to_uri(project.snapshot.root, path)

    def range(self, project: Project, path: str, start: int, end: int) -> Json:
        """The range of a byte span; the start of the file where it cannot be read."""
        lines = self.lines(project, path)
        if lines is None:
            return _range(0, 0, 0, 0)
        first, last = lines.position(start, self._encoding), lines.position(end, self._encoding)
        return _range(*first, *last)

    def ranges(self, project: Project, path: str, spans: list[tuple[int, int]]) -> list[Json]:
        """The ranges of many byte spans of one file, kept with the project's answers."""
        if not spans:
            return []
        flat = tuple(offset for span in spans for offset in span)
        numbers = project.cached(
            ("ranges", path, self._encoding, flat), lambda: self._numbers(project, path, flat)
        )
        if numbers is None:
            return [_range(0, 0, 0, 0) for _ in spans]
        return [_range(*numbers[at : at + 4]) for at in range(0, len(numbers), 4)]

    def _numbers(self, project: Project, path: str, offsets: Sequence[int]) -> array[int] | None:
        """Line and character of each of many offsets of one file."""
        lines = self.lines(project, path)
        if lines is None:
            return None
        rows, columns = lines.positions(offsets, self._encoding)
        return array("i", np.stack((rows, columns), axis=1).astype(np.int32).tobytes())

    def name_range(self, project: Project, path: str, index: int) -> Json:
        """The range of a definition's name, told by its facts where they can."""
        outline = project.outline(path)
        name = outline.strings[int(outline.definitions[8, index])]
        line, column = int(outline.definitions[3, index]), int(outline.definitions[4, index])
        if name.isascii() and (column >= 0 or self._encoding is PositionEncoding.UTF8):
            column = column if column >= 0 else -1 - column
            return _range(line, column, line, column + len(name))
        start = int(outline.definitions[2, index])
        return self.range(project, path, start, start + len(name.encode()))

    def glimpsed_range(self, project: Project, path: str, index: int, seen: Glimpse) -> Json:
        """`name_range` of a definition of which no more is known than was glimpsed."""
        column = seen.column
        if not seen.name.isascii() or (column < 0 and self._encoding is not PositionEncoding.UTF8):
            return self.name_range(project, path, index)
        column = column if column >= 0 else -1 - column
        return _range(seen.line, column, seen.line, column + len(seen.name))

    def location(self, project: Project, found: Site) -> Json:
        """An LSP Location: the name of what was found."""
        return {
            "uri": self.uri(project, found.path),
            "range": self.range(project, found.path, found.name_start, found.name_end),
        }

    def locations(self, resolver: Resolver, declarations: list[Declaration]) -> list[Json]:
        """LSP Locations of declarations' names, each once."""
        found = [site(resolver, one) for one in declarations]
        unique = dict.fromkeys(one for one in found if one is not None)
        return [self.location(resolver.project, one) for one in unique]

    def links(self, resolver: Resolver, declarations: list[Declaration], origin: Json | None) -> list[Json]:
        """LSP LocationLinks of declarations: the whole definition, with its name selected."""
        found = [site(resolver, one) for one in declarations]
        links = []
        for one in dict.fromkeys(one for one in found if one is not None):
            project = resolver.project
            start, end = min(one.start, one.name_start), max(one.end, one.name_end)
            link: Json = {
                "targetUri": self.uri(project, one.path),
                "targetRange": self.range(project, one.path, start, end),
                "targetSelectionRange": self.range(project, one.path, one.name_start, one.name_end),
            }
            if origin is not None:
                link["originSelectionRange"] = origin
            links.append(link)
        return links

    def lines(self, project: Project, path: str) -> LineIndex | None:
        """The lines of a file as it is now, None where it cannot be read."""
        identity = (id(project), path)
        if identity not in self._lines:
            fresh = project.snapshot.overlay.get(path)
            known = getattr(fresh, "lines", None)  # open documents keep theirs up to date
            if isinstance(known, LineIndex):
                self._lines[identity] = known
            else:
                data = project.data(path)
                self._lines[identity] = LineIndex(data) if data is not None else None
        return self._lines[identity]

    def _find(self, uri: str) -> Place | None:
        path, loose = uri_to_path(uri), self.workspace.loose
        if path is None:
            # Documents that are no files, as `untitled:` ones, are open or nowhere.
            written = uri.replace(":", "_").lstrip("/")
            return Place(loose, written) if loose is not None and loose.exists(written) else None
        place = self.workspace.place(path)
        if place is None and (real := os.path.realpath(path)) != path:
            place = self.workspace.place(real)
        return place


def _range(line: int, character: int, end_line: int, end_character: int) -> Json:
    return {
        "start": {"line": line, "character": character},
        "end": {"line": end_line, "character": end_character},
    }
