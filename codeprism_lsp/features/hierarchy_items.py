"""Items of the type and call hierarchies: definitions that the client hands back later.

An item carries the file and the symbol id, so that it still means the same definition after edits
elsewhere in the file; positions are only the second choice.
"""

from __future__ import annotations

from typing import Any

from lsprotocol import types as lsp

from codeprism_lsp.analysis.workspace import Place
from codeprism_lsp.facts.kinds import DefKind
from codeprism_lsp.features.places import Places
from codeprism_lsp.features.symbol_kinds import SYMBOL_KINDS, detail, shown_name, tags
from codeprism_lsp.graph import symbols
from codeprism_lsp.resolution.declaration import Declaration
from codeprism_lsp.resolution.project import Project

Json = dict[str, Any]
_MANY = 64  # items beyond which their files are not read


def item(places: Places, project: Project, declaration: Declaration, among: int = 1) -> Json | None:
    """The item of a definition, or of a whole file; None where the definition has gone.

    Of very many items (`among`) the range is that of the name, which needs no look at the file.
    """
    path = declaration.path
    uri = places.uri(project, path)
    if declaration.is_local:
        where = places.range(
            project, path, declaration.start, declaration.start + len(declaration.name.encode())
        )
        return {
            "name": declaration.name,
            "kind": int(lsp.SymbolKind.Function),
            "detail": path,
            "uri": uri,
            "range": where,
            "selectionRange": where,
            "data": {"uri": uri, "literal": True},
        }
    if declaration.index < 0:
        top = places.range(project, path, 0, 0)
        name = path.rsplit("/", 1)[-1]
        return {
            "name": name,
            "kind": int(lsp.SymbolKind.File),
            "detail": path,
            "uri": uri,
            "range": top,
            "selectionRange": top,
            "data": {"uri": uri, "symbol": ""},
        }
    outline, index = project.outline(path), declaration.index
    if index >= len(outline):
        return None
    spec = project.spec(path)
    separator = spec.separator if spec is not None else "."
    container = outline.container(index)
    (start, end), (name_start, name_end) = outline.span(index), outline.name_span(index)
    kind = outline.kind(index)
    package = project.rules(path).package(project, path)
    home = outline.qualified_name(container, separator) if container >= 0 else package
    selection = full = places.name_range(project, path, index)
    if among <= _MANY:
        full = places.range(project, path, min(start, name_start), max(end, name_end))
    found: Json = {
        "name": shown_name(outline, index, separator) if kind is DefKind.IMPL else outline.name(index),
        "kind": SYMBOL_KINDS[kind],
        "detail": " ".join(part for part in (home, detail(outline, index)) if part),
        "uri": uri,
        "range": full,
        "selectionRange": selection,
        "data": {
            "uri": uri,
            "symbol": symbols.symbol_id(spec.id if spec is not None else "", package, outline, index),
        },
    }
    if marks := tags(outline, index):
        found["tags"] = marks
    return found


def items(places: Places, project: Project, declarations: list[Declaration]) -> list[Json]:
    """The items of definitions, each once, in the order given."""
    unique = list(dict.fromkeys(declarations))
    made = [item(places, project, one, len(unique)) for one in unique]
    return [one for one in made if one is not None]


def resolve(
    places: Places, given: lsp.TypeHierarchyItem | lsp.CallHierarchyItem
) -> tuple[Place, Declaration] | None:
    """The definition that an item means now, None where it has gone."""
    data = given.data if isinstance(given.data, dict) else {}
    uri, text = data.get("uri", given.uri), data.get("symbol")
    place = places.file(uri) if isinstance(uri, str) else None
    if place is None:
        return None
    if text == "":
        return place, Declaration(place.path)
    outline = place.project.outline(place.path)
    if isinstance(text, str):
        try:
            index = symbols.find(outline, symbols.parse(text).descriptors)
        except symbols.InvalidSymbol:
            index = None
        if index is not None:
            return place, Declaration(place.path, index, -1, outline.name(index))
    offset = places.offset(place, given.selection_range.start)
    if data.get("literal") is True and offset is not None:
        return place, Declaration(place.path, -1, offset, given.name)
    for index in outline.by_start.get(offset, ()) if offset is not None else ():
        if outline.name(index) == given.name:
            return place, Declaration(place.path, index, -1, given.name)
    return None
