"""The type hierarchy: prepare, supertypes, subtypes."""

from __future__ import annotations

from typing import Any

from lsprotocol import types as lsp

from codeprism_lsp.analysis import hierarchy, navigation, relatives
from codeprism_lsp.facts.kinds import TYPE_KINDS, DefKind
from codeprism_lsp.features import hierarchy_items
from codeprism_lsp.features.context import RequestContext
from codeprism_lsp.features.places import Places
from codeprism_lsp.features.registry import feature
from codeprism_lsp.resolution.declaration import ClassObject, Declaration, Instance
from codeprism_lsp.resolution.resolver import Resolver

Json = dict[str, Any]


@feature(
    "textDocument/prepareTypeHierarchy",
    lsp.TypeHierarchyPrepareParams,
    capability={"type_hierarchy_provider": True},
    kind="hierarchies",
)
def prepare(context: RequestContext, params: lsp.TypeHierarchyPrepareParams) -> list[Json] | None:
    places = Places(context)
    place = places.file(params.text_document.uri)
    offset = places.offset(place, params.position) if place is not None else None
    if place is None or offset is None:
        return None
    resolver = Resolver(place.project, context.cancellation.check)
    found: list[Declaration] = []
    for one in navigation.targets(resolver, place.path, offset):
        found.extend(_types(resolver, one))
    return hierarchy_items.items(places, place.project, found) or None


@feature("typeHierarchy/supertypes", lsp.TypeHierarchySupertypesParams, kind="hierarchies")
def supertypes(context: RequestContext, params: lsp.TypeHierarchySupertypesParams) -> list[Json] | None:
    places = Places(context)
    known = hierarchy_items.resolve(places, params.item)
    if known is None:
        return None
    place, declaration = known
    check = context.cancellation.check
    found = relatives.supertypes(Resolver(place.project, check), declaration, check)
    return hierarchy_items.items(places, place.project, found)


@feature("typeHierarchy/subtypes", lsp.TypeHierarchySubtypesParams, kind="hierarchies")
def subtypes(context: RequestContext, params: lsp.TypeHierarchySubtypesParams) -> list[Json] | None:
    places = Places(context)
    known = hierarchy_items.resolve(places, params.item)
    if known is None:
        return None
    place, declaration = known
    check = context.cancellation.check
    found = relatives.subtypes(Resolver(place.project, check), declaration, check)
    return hierarchy_items.items(places, place.project, found)


def _types(resolver: Resolver, declaration: Declaration) -> list[Declaration]:
    """The type that a name is, or that what it names is of."""
    kind = resolver.kind(declaration)
    if declaration.index >= 0 and kind in TYPE_KINDS and kind is not DefKind.TYPE_ALIAS:
        return navigation.with_body(resolver, declaration)
    if relatives.has_hierarchy(resolver, declaration):
        return [declaration]
    stands = kind is DefKind.METHOD and resolver.project.rules(declaration.path).members_stand_for_type()
    if stands or kind is DefKind.CONSTRUCTOR or kind is DefKind.IMPL:
        owner = hierarchy.owner_of(resolver, declaration)
        return [owner] if owner is not None else []
    known = resolver.type_of_declaration(declaration)
    return [known.declaration] if isinstance(known, Instance | ClassObject) else []
