"""Definition, declaration and implementation: from a name to the places behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lsprotocol import types as lsp

from codeprism_lsp.analysis import navigation
from codeprism_lsp.features.context import RequestContext
from codeprism_lsp.features.places import Places
from codeprism_lsp.features.registry import feature
from codeprism_lsp.resolution.declaration import Declaration
from codeprism_lsp.resolution.resolver import Resolver

Json = dict[str, Any]
Params = lsp.DefinitionParams | lsp.DeclarationParams | lsp.ImplementationParams
Ask = Callable[[Resolver, str, int], list[Declaration]]


@feature("textDocument/definition", lsp.DefinitionParams, capability={"definition_provider": True})
def definition(context: RequestContext, params: lsp.DefinitionParams) -> list[Json] | None:
    declared = context.client.capabilities.text_document
    options = declared.definition if declared else None
    return _answer(context, params, navigation.definitions, bool(options and options.link_support))


@feature("textDocument/declaration", lsp.DeclarationParams, capability={"declaration_provider": True})
def declaration(context: RequestContext, params: lsp.DeclarationParams) -> list[Json] | None:
    declared = context.client.capabilities.text_document
    options = declared.declaration if declared else None
    return _answer(context, params, navigation.declarations, bool(options and options.link_support))


@feature(
    "textDocument/implementation", lsp.ImplementationParams, capability={"implementation_provider": True}
)
def implementation(context: RequestContext, params: lsp.ImplementationParams) -> list[Json] | None:
    declared = context.client.capabilities.text_document
    options = declared.implementation if declared else None

    def ask(resolver: Resolver, path: str, offset: int) -> list[Declaration]:
        return navigation.implementations(resolver, path, offset, context.cancellation.check)

    return _answer(context, params, ask, bool(options and options.link_support))


def _answer(context: RequestContext, params: Params, ask: Ask, links: bool) -> list[Json] | None:
    places = Places(context)
    place = places.file(params.text_document.uri)
    offset = places.offset(place, params.position) if place is not None else None
    if place is None or offset is None:
        return None
    resolver = Resolver(place.project, context.cancellation.check)
    found = ask(resolver, place.path, offset)
    if not links:
        return places.locations(resolver, found)
    view = place.project.view(place.path)
    named = view.occurrence_at(offset) if view is not None else None
    origin = places.range(place.project, place.path, named.start, named.end) if named is not None else None
    return places.links(resolver, found, origin)
