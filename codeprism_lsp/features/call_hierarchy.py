"""The call hierarchy: prepare, incoming and outgoing calls."""

from __future__ import annotations

from typing import Any

from lsprotocol import types as lsp

from codeprism_lsp.analysis import calls
from codeprism_lsp.features import hierarchy_items
from codeprism_lsp.features.context import RequestContext
from codeprism_lsp.features.places import Places
from codeprism_lsp.features.registry import feature
from codeprism_lsp.resolution.resolver import Resolver

Json = dict[str, Any]


@feature(
    "textDocument/prepareCallHierarchy",
    lsp.CallHierarchyPrepareParams,
    capability={"call_hierarchy_provider": True},
    kind="hierarchies",
)
def prepare(context: RequestContext, params: lsp.CallHierarchyPrepareParams) -> list[Json] | None:
    places = Places(context)
    place = places.file(params.text_document.uri)
    offset = places.offset(place, params.position) if place is not None else None
    if place is None or offset is None:
        return None
    resolver = Resolver(place.project, context.cancellation.check)
    found = calls.callables_at(resolver, place.path, offset)
    return hierarchy_items.items(places, place.project, found) or None


@feature("callHierarchy/incomingCalls", lsp.CallHierarchyIncomingCallsParams, kind="hierarchies")
def incoming(context: RequestContext, params: lsp.CallHierarchyIncomingCallsParams) -> list[Json] | None:
    places = Places(context)
    known = hierarchy_items.resolve(places, params.item)
    if known is None:
        return None
    place, callee = known
    check = context.cancellation.check
    answer = []
    for one in calls.incoming(Resolver(place.project, check), callee, check):
        caller = hierarchy_items.item(places, place.project, one.other)
        if caller is not None:
            ranges = places.ranges(place.project, one.other.path, list(one.spans))
            answer.append({"from": caller, "fromRanges": ranges})
    return answer


@feature("callHierarchy/outgoingCalls", lsp.CallHierarchyOutgoingCallsParams, kind="hierarchies")
def outgoing(context: RequestContext, params: lsp.CallHierarchyOutgoingCallsParams) -> list[Json] | None:
    places = Places(context)
    known = hierarchy_items.resolve(places, params.item)
    if known is None:
        return None
    place, caller = known
    check = context.cancellation.check
    answer = []
    for one in calls.outgoing(Resolver(place.project, check), caller, check):
        callee = hierarchy_items.item(places, place.project, one.other)
        if callee is not None:
            ranges = places.ranges(place.project, place.path, list(one.spans))
            answer.append({"to": callee, "fromRanges": ranges})
    return answer
