"""Written types: what a type text denotes at a place, with type arguments put in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from codeprism_lsp.facts.kinds import DefKind
from codeprism_lsp.languages.spec import TypeDialect
from codeprism_lsp.resolution import (
    combinators,
    contextual,
    declared,
    foreign,
    generics,
    imports,
    names,
    namespaces,
    objects,
    results,
    structural,
    type_parts,
)
from codeprism_lsp.resolution.declaration import (
    EXTERNAL,
    Anonymous,
    Builtin,
    ClassObject,
    Declaration,
    Instance,
    ModuleObject,
    Type,
    Union,
    union,
)
from codeprism_lsp.resolution.nominal import types as nominal_types
from codeprism_lsp.resolution.typetext import TypeName, parse_type, type_defaults, type_parameters

if TYPE_CHECKING:
    from codeprism_lsp.extraction.view import FileView
    from codeprism_lsp.resolution.resolver import Resolver

_NOTHING: Mapping[str, Type] = {}
_SELF_TYPES = frozenset({"Self", "this"})


def evaluate(
    resolver: Resolver,
    path: str,
    text: str,
    offset: int,
    receiver: Type | None = None,
    index: int = -1,
    given: Mapping[str, Type] = _NOTHING,
) -> Type | None:
    """The type that a type text denotes at an offset of a file.

    `receiver` is the type on which the member with that type was found: its arguments stand for the type
    parameters of its class. `given` are those of a call.
    """
    spec = resolver.project.spec(path)
    if spec is None or not text:
        return None
    if resolver.project.rules(path).library() is not None:
        at = index if index >= 0 else resolver.project.outline(path).enclosing(offset)
        return nominal_types.evaluate(resolver, path, at, text)
    parsed = parse_type(text, spec.dialect)
    if parsed is None:
        return None
    environment = {**_environment(resolver, path, receiver, index), **given}
    return resolver.guarded(
        (
            "evaluate",
            path,
            parsed,
            resolver.project.outline(path).enclosing(offset),
            receiver,
            offset if index < 0 else 0,
            tuple(given.items()),
        ),
        lambda: _named_type(resolver, path, parsed, offset, environment, receiver),
        None,
    )


def denoted(resolver: Resolver, path: str, parsed: TypeName, offset: int) -> Type | None:
    """The type that a parsed type text denotes at an offset of a file."""
    return _named_type(resolver, path, parsed, offset, _NOTHING, None)


def _environment(resolver: Resolver, path: str, receiver: Type | None, index: int) -> Mapping[str, Type]:
    """What the type parameters around the member `index` of a file stand for in the type it was found on."""
    if not isinstance(receiver, Instance | ClassObject) or receiver.declaration.index < 0:
        return _NOTHING
    found_on = Instance(receiver.declaration, receiver.arguments)
    spec = resolver.project.spec(path)
    container = resolver.project.outline(path).container(index) if index >= 0 else -1
    if container < 0 or spec is None or not spec.dialect.inferred_arguments:
        return generics.handed_up(resolver, found_on, receiver.declaration)
    owner = Declaration(path, container, -1, resolver.project.outline(path).name(container))
    return generics.handed_up(resolver, found_on, owner)


def _named_type(
    resolver: Resolver,
    path: str,
    parsed: TypeName,
    offset: int,
    environment: Mapping[str, Type],
    receiver: Type | None,
) -> Type | None:
    def inner(one: TypeName) -> Type | None:
        return _named_type(resolver, path, one, offset, environment, receiver)

    spec = resolver.project.spec(path)
    if spec is None:
        return None
    if parsed.kind == "union":
        members = [inner(one) for one in parsed.arguments]
        return union([one for one in members if one is not None])
    if parsed.kind == "anonymous":
        return structural.anonymous_at(resolver, path, offset)
    if parsed.kind == "object":
        return _object_around(resolver, path, offset)
    if parsed.kind == "lookup":
        owner = inner(parsed.arguments[0])
        found_in = resolver.member(owner, parsed.segments[0], path) if owner is not None else []
        return resolver.type_of_declaration(found_in[0], owner) if found_in else None
    if parsed.kind == "element":
        return type_parts.element_of(inner(parsed.arguments[0]), spec.dialect)
    if parsed.kind == "import":
        return _imported(resolver, path, parsed, [inner(one) for one in parsed.arguments])
    if parsed.kind == "typeof":
        return _type_of_value(resolver, path, parsed.segments, offset)
    if parsed.kind == "function":
        result = inner(parsed.arguments[-1]) if parsed.arguments else None
        if spec.dialect.object_types:
            taken = [inner(one) or Builtin("?") for one in parsed.arguments[:-1]]
            return Builtin("bound", (result or Builtin("?"), *taken))
        return Builtin("bound", (result,)) if result is not None else None
    if parsed.kind in ("array", "map", "tuple"):
        return Builtin(parsed.kind, tuple(inner(one) or Builtin("?") for one in parsed.arguments))
    last = parsed.segments[-1] if parsed.segments else ""
    if len(parsed.segments) == 1 and last in environment:
        return environment[last]
    if len(parsed.segments) == 1 and last in _SELF_TYPES and receiver is not None:
        return (
            Instance(receiver.declaration, receiver.arguments)
            if isinstance(receiver, ClassObject)
            else receiver
        )
    if len(parsed.segments) == 1 and last in spec.self_types:
        view = resolver.project.view_near(path, offset)
        return declared.enclosing_instance(resolver, path, view, offset) if view is not None else None
    given = [inner(one) for one in parsed.arguments]
    if len(parsed.segments) > 1 and given and last in spec.dialect.cursors:
        container = Builtin(parsed.segments[-2], tuple(one or Builtin("?") for one in given))
        yielded = combinators.yielded(container, spec.dialect)
        return Builtin("iterator", (yielded,)) if yielded is not None else None
    if spec.dialect.object_types and given and last in ("ReturnType", "InstanceType", "Awaited"):
        return (
            type_parts.awaited(given[0], spec.dialect)
            if last == "Awaited"
            else results.result_of(resolver, given[0])
        )
    if spec.dialect.object_types and given and last in ("Parameters", "ConstructorParameters"):
        return contextual.all_parameters(resolver, given[0])
    found = _lookup_segments(resolver, path, parsed.segments, offset, given)
    if isinstance(found, ClassObject):
        arguments = tuple(one or Builtin("?") for one in given)
        if last in spec.dialect.transparent and arguments and arguments[0] != Builtin("?"):
            return arguments[0]
        return Instance(found.declaration, arguments or found.arguments)
    if found is not None and not (
        found == EXTERNAL and parsed.arguments and _is_container(last, spec.dialect)
    ):
        return found
    if last in spec.dialect.transparent and parsed.arguments:
        return inner(parsed.arguments[0])
    if last in spec.dialect.unions and parsed.arguments:
        return union([one for one in given if one is not None])
    if last in ("type", "Type") and parsed.arguments:
        known = inner(parsed.arguments[0])
        return ClassObject(known.declaration, known.arguments) if isinstance(known, Instance) else None
    if parsed.arguments or last in spec.dialect.containers or last in spec.dialect.awaitable:
        name = "tuple" if last in spec.dialect.tuples else last
        return Builtin(name, tuple(inner(one) or Builtin("?") for one in parsed.arguments))
    if last in _SELF_TYPES:
        view = resolver.project.view_near(path, offset)
        return declared.enclosing_instance(resolver, path, view, offset) if view is not None else None
    if len(parsed.segments) == 1 and resolver.project.rules(path).is_builtin_type(last):
        return Builtin(last)
    return None


def of_alias(
    resolver: Resolver, declaration: Declaration, arguments: Sequence[Type | None] = ()
) -> Type | None:
    """What a type alias with type arguments stands for."""
    project, path = resolver.project, declaration.path
    outline, spec = project.outline(path), project.spec(path)
    written, offset = outline.type_text(declaration.index), outline.span(declaration.index)[0]
    if not written or spec is None:
        return ClassObject(declaration)
    parameters = project.rules(path).written_type_parameters(outline, declaration.index)
    parsed = parse_type(written, spec.dialect) if arguments and parameters else None
    if parsed is None:
        known = evaluate(resolver, path, written, offset)
    else:
        environment: dict[str, Type] = {
            name: value
            for name, text in type_defaults(parameters)
            if (value := evaluate(resolver, path, text, offset)) is not None
        }
        given = zip(type_parameters(parameters), arguments, strict=False)
        environment.update({name: one or Builtin("?") for name, one in given})
        known = _named_type(resolver, path, parsed, offset, environment, None)
    if isinstance(known, Instance) and known.declaration != declaration:
        return ClassObject(known.declaration, known.arguments)
    return known if isinstance(known, Builtin | Union) else ClassObject(declaration)


def documented_object(path: str, offset: int) -> Type:
    """The object type that a doc comment writes at an offset."""
    return Anonymous(path, offset)


def _object_around(resolver: Resolver, path: str, offset: int) -> Type | None:
    """The object types written in a definition: their members are definitions within it."""
    outline, spec = resolver.project.outline(path), resolver.project.spec(path)
    index = outline.enclosing(offset)
    if spec is not None and spec.doc_types is not None:
        view = resolver.project.view_near(path, offset)
        if view is not None and view.comment_around(offset) is not None:
            return documented_object(path, offset)
    if index < 0 or not outline.children(index):
        return None
    return Instance(Declaration(path, index, -1, outline.name(index)))


def _imported(
    resolver: Resolver, path: str, parsed: TypeName, arguments: Sequence[Type | None]
) -> Type | None:
    """The type that `import('module').A` denotes, the module itself without a name."""
    known = imports.module_named(resolver, path, parsed.segments[0])
    for segment in parsed.segments[1:]:
        found = resolver.member(known, segment, path) if known is not None and known != EXTERNAL else []
        types = [one for one in found if _names_types(resolver, one)] or found
        known = resolver.type_of_declaration(types[0]) if types else (EXTERNAL if known == EXTERNAL else None)
    if isinstance(known, ClassObject):
        given = tuple(one or Builtin("?") for one in arguments)
        return Instance(known.declaration, given or known.arguments)
    return known


def _type_of_value(resolver: Resolver, path: str, segments: Sequence[str], offset: int) -> Type | None:
    """The type of the value that `typeof a.b` names."""
    view = resolver.project.view_near(path, offset)
    known: Type | None = None
    for position, segment in enumerate(segments):
        if position == 0:
            found = resolver.name(path, view, segment, offset) if view is not None else []
        else:
            if segment == "prototype" and (made := objects.prototype(resolver, known) if known else None):
                known = made
                continue
            found = resolver.member(known, segment, path) if known is not None else []
        known = resolver.type_of_declaration(found[0], known) if found else None
    return known


def _is_container(name: str, dialect: TypeDialect) -> bool:
    known = (
        dialect.containers,
        dialect.transparent,
        dialect.awaitable,
        dialect.tuples,
        dialect.unions,
    )
    return any(name in one for one in known)


def _lookup_segments(
    resolver: Resolver, path: str, segments: tuple[str, ...], offset: int, arguments: list[Type | None]
) -> Type | None:
    """The class object (or module) that a dotted name with type arguments denotes at an offset."""
    view = resolver.project.view_near(path, offset)
    if view is None or not segments:
        return None
    known: Type | None = None
    found: list[Declaration] = []
    for position, segment in enumerate(segments):
        if position == 0:
            found = resolver.name(path, view, segment, offset)
            if found and not any(_names_types(resolver, one) for one in found):
                found = names.resolve_type(resolver, path, view, segment, offset) or found
            found = [one for one in found if _names_types(resolver, one)] or _parameters_first(
                resolver, found
            )
            found = _behind_own_name(resolver, path, view, found, offset)
        else:
            if known is None:
                return None
            found = resolver.member(known, segment, path)
        known = resolver.type_of_declaration(found[0]) if found else None
        if position == 0 and not found and len(segments) > 1:
            opened = namespaces.in_namespace_by_macro(resolver, path, segment, segments[1])
            if opened and len(segments) == 2:
                return resolver.type_of_declaration(opened[0])
        if position == 0 and not found:
            undeclared = resolver.project.rules(path).undeclared_is_external()
            if undeclared or imports.is_external(resolver, path, segment):
                return foreign.LIBRARY if foreign.is_loaded(resolver, path, segments) else EXTERNAL
        if position == 0 and known is None and len(segments) > 1:
            package = resolver.project.rules(path).qualified(resolver.project, path, segments)
            return resolver.type_of_declaration(Declaration(*package)) if package is not None else None
    if arguments and found and found[0].index >= 0 and resolver.kind(found[0]) is DefKind.TYPE_ALIAS:
        known = of_alias(resolver, found[0], arguments)
    if isinstance(known, Instance) and found and resolver.kind(found[0]) is DefKind.TYPE_PARAMETER:
        return ClassObject(known.declaration, known.arguments)  # a type parameter stands for its bound
    return known if isinstance(known, ClassObject | ModuleObject | Builtin | Union) else None


def _behind_own_name(
    resolver: Resolver, path: str, view: FileView, found: list[Declaration], offset: int
) -> list[Declaration]:
    """The structure behind a typedef of its own name (`typedef struct item item;`), wherever it stands."""
    if not found or found[0].index < 0 or resolver.kind(found[0]) is not DefKind.TYPE_ALIAS:
        return found
    alias = found[0]
    written = resolver.project.outline(alias.path).type_text(alias.index)
    if written.rpartition(" ")[2] != alias.name or not resolver.project.rules(path).separates_tags():
        return found
    defined = [one for one in found if resolver.kind(one) is not DefKind.TYPE_ALIAS]
    return defined or names.behind_typedef(resolver, path, view, alias.name, offset) or found


def _parameters_first(resolver: Resolver, found: list[Declaration]) -> list[Declaration]:
    """The same declarations, type parameters before values of their name."""
    if len(found) < 2:
        return found
    return sorted(found, key=lambda one: resolver.kind(one) is not DefKind.TYPE_PARAMETER)


def _names_types(resolver: Resolver, declaration: Declaration) -> bool:
    return resolver.is_type(declaration) or resolver.is_namespace(declaration)
