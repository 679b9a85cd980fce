"""textDocument/hover: what a name stands for, where that is from, and how sure we are."""

from __future__ import annotations

from typing import Any

from lsprotocol import types as lsp

from codeprism_lsp.analysis import navigation
from codeprism_lsp.analysis.descriptions import Description, describe
from codeprism_lsp.features.context import RequestContext
from codeprism_lsp.features.places import Places
from codeprism_lsp.features.registry import feature
from codeprism_lsp.resolution.declaration import Declaration, How
from codeprism_lsp.resolution.resolver import Resolver

Json = dict[str, Any]
_MAX_SHOWN = 3
_MAX_DOCUMENTATION = 4_000  # characters
_HOW = {
    How.SELF: "declared here",
    How.SCOPE: "found in scope",
    How.IMPORT: "found through an import",
    How.MEMBER: "found as a member of its receiver's type",
    How.PACKAGE: "found in the same package",
    How.LINKAGE: "found by linkage",
    How.NAME: "a guess: nothing but the name agrees",
}
_FENCES = {"javascriptreact": "jsx", "typescriptreact": "tsx"}


@feature("textDocument/hover", lsp.HoverParams, capability={"hover_provider": True})
def hover(context: RequestContext, params: lsp.HoverParams) -> Json | None:
    places = Places(context)
    place = places.file(params.text_document.uri)
    offset = places.offset(place, params.position) if place is not None else None
    view = place.project.view(place.path) if place is not None else None
    named = view.occurrence_at(offset) if view is not None and offset is not None else None
    if place is None or offset is None or named is None:
        return None
    resolver = Resolver(place.project, context.cancellation.check)
    found = [
        navigation.with_body(resolver, one)[0] if one.how is not How.SELF else one
        for one in navigation.targets(resolver, place.path, offset)
    ]
    markdown = _takes_markdown(context.client.capabilities)
    sections = []
    for one in list(dict.fromkeys(found))[:_MAX_SHOWN]:
        described = describe(resolver, one)
        if described is not None:
            sections.append(_section(described, one, markdown))
    if not sections:
        return None
    if len(found) > _MAX_SHOWN:
        sections.append(f"and {len(found) - _MAX_SHOWN} more")
    return {
        "contents": {
            "kind": "markdown" if markdown else "plaintext",
            "value": ("\n\n---\n\n" if markdown else "\n\n").join(sections),
        },
        "range": places.range(place.project, place.path, named.start, named.end),
    }


def _section(described: Description, declaration: Declaration, markdown: bool) -> str:
    signature = described.signature
    if described.type_text:
        signature += (
            f"  # {described.type_text}"
            if described.language == "python"
            else (f"  // {described.type_text}")
        )
    kind = described.kind.name.lower().replace("_", " ")
    home = described.container or described.package
    documentation = described.documentation[:_MAX_DOCUMENTATION]
    how = _HOW[declaration.how]
    if not markdown:
        lines = [signature, documentation, f"{kind} of {home}" if home else kind, declaration.path, how]
        return "\n".join(line for line in lines if line)
    fence = "`" * max(3, _longest_ticks(signature) + 1)
    language = _FENCES.get(described.language, described.language)
    parts = [f"{fence}{language}\n{signature}\n{fence}"]
    if documentation:
        parts.append(documentation)
    where = f"{kind} of {_code(home)}" if home else kind
    parts.append(f"{where} · {_code(declaration.path)}")
    parts.append(f"⚠️ **{how}**" if declaration.how is How.NAME else f"*{how}*")
    return "\n\n".join(parts)


def _code(text: str) -> str:
    ticks = "`" * (_longest_ticks(text) + 1)
    return f"{ticks}{text}{ticks}"


def _longest_ticks(text: str) -> int:
    longest = run = 0
    for character in text:
        run = run + 1 if character == "`" else 0
        longest = max(longest, run)
    return longest


def _takes_markdown(client: lsp.ClientCapabilities) -> bool:
    declared = client.text_document and client.text_document.hover
    formats = declared.content_format if declared else None
    return formats is None or not formats or lsp.MarkupKind.Markdown in formats
