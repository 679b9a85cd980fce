"""What can be said about a declaration in a few lines: signature, documentation, where it is from."""

from __future__ import annotations

from dataclasses import dataclass

from codeprism_lsp.facts.kinds import DefKind
from codeprism_lsp.resolution.declaration import (
    Builtin,
    ClassObject,
    Declaration,
    Instance,
    Type,
    Union,
)
from codeprism_lsp.resolution.resolver import Resolver

_MAX_TYPES = 4


@dataclass(frozen=True, slots=True)
class Description:
    """A declaration in words; empty strings where there is nothing to say."""

    kind: DefKind
    language: str
    signature: str
    documentation: str
    container: str  # qualified name of what it is a member of
    package: str  # the module or package of its file, as users write it
    type_text: str  # the inferred type, where none is written


def describe(resolver: Resolver, declaration: Declaration) -> Description | None:
    """The description of a declaration, None where its file cannot be read any more."""
    project, path = resolver.project, declaration.path
    language = project.snapshot.language(path) or ""
    package = project.rules(path).package(project, path)
    if declaration.is_module:
        return Description(DefKind.MODULE, language, f"module {package or path}", "", "", package, "")
    if declaration.is_local:
        return _describe_local(resolver, declaration, language, package)
    at = resolver.whole_view_at(declaration)
    if at is None:
        return None
    view, index = at
    outline, separator = view.outline, view.spec.separator
    container = outline.container(index)
    parts = [outline.qualified_name(container, separator)] if container >= 0 else []
    if (qualifier := outline.qualifier(index)) and outline.kind(index) is not DefKind.IMPL:
        parts.append(qualifier)
    kind = outline.kind(index)
    written = outline.type_text(index)
    known = "" if written else _type_of_value(resolver, declaration, kind)
    return Description(
        kind,
        language,
        view.signature(index),
        view.documentation(index),
        separator.join(parts),
        package,
        known,
    )


def type_name(resolver: Resolver, known: Type | None) -> str:
    """A type as people write it, "" where it has no name."""
    if isinstance(known, Instance | ClassObject):
        declaration = known.declaration
        name = declaration.name
        if not name and declaration.index >= 0:
            name = resolver.project.outline(declaration.path).name(declaration.index)
        return f"type[{name}]" if isinstance(known, ClassObject) and name else name
    if isinstance(known, Builtin):
        if known.name in ("?", "bound") or known.name.startswith("type:"):
            return ""
        arguments = [type_name(resolver, one) for one in known.arguments]
        return f"{known.name}[{', '.join(arguments)}]" if arguments and all(arguments) else known.name
    if isinstance(known, Union):
        names = [type_name(resolver, one) for one in known.members[:_MAX_TYPES]]
        return " | ".join(name for name in names if name)
    return ""


def _describe_local(
    resolver: Resolver, declaration: Declaration, language: str, package: str
) -> Description | None:
    found = resolver.binding(declaration)
    if found is None:
        return None
    view, binding = found
    around = view.outline.enclosing(binding.start)
    container = view.outline.qualified_name(around, view.spec.separator) if around >= 0 else ""
    inferred = "" if binding.type_text else type_name(resolver, resolver.type_of_declaration(declaration))
    # The line it stands on shows it in the language's own words.
    first = view.data.rfind(b"\n", 0, binding.start) + 1
    last = view.data.find(b"\n", binding.end)
    line = view.data[first : last if last >= 0 else len(view.data)][:200].decode("utf-8", "ignore").strip()
    return Description(binding.kind, language, line, "", container, package, inferred)


def _type_of_value(resolver: Resolver, declaration: Declaration, kind: DefKind) -> str:
    if kind not in (DefKind.VARIABLE, DefKind.FIELD, DefKind.CONSTANT, DefKind.PROPERTY):
        return ""
    return type_name(resolver, resolver.type_of_declaration(declaration))
