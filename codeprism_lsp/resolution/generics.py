"""Type arguments: those that a call writes or tells by its arguments, and those handed up to supertypes.

Only what is plain is inferred: a parameter of the type `T`, `T[]`, `Box<T>` or `() => T` tells what T is by
the argument it gets. What is not told stays open.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from codeprism_lsp.extraction.expression import Expression
from codeprism_lsp.extraction.view import FileView
from codeprism_lsp.facts.kinds import DefKind
from codeprism_lsp.facts.outline import Outline
from codeprism_lsp.languages.spec import Form, TypeDialect
from codeprism_lsp.resolution import members, results, type_parts, written_types
from codeprism_lsp.resolution.declaration import (
    EXTERNAL,
    Builtin,
    ClassObject,
    Declaration,
    FunctionObject,
    Instance,
    Type,
    Union,
)
from codeprism_lsp.resolution.parameter_lists import parameters, split_parameter
from codeprism_lsp.resolution.typetext import TypeName, parse_type, type_defaults, type_parameters

if TYPE_CHECKING:
    from codeprism_lsp.resolution.resolver import Resolver

Environment = Mapping[str, Type]
"""What type parameters stand for, by name."""

_UNKNOWN = Builtin("?")
_ARGUMENTS = 12  # arguments of a call that are looked at
_LEVELS = 12  # supertypes between a type and the one that declares a member
_WORD = re.compile(r"\b[A-Z_]\w*")
_NESTING = 6  # of a parameter's type, beneath which no type parameter is looked for


def own_parameters(resolver: Resolver, function: Declaration) -> tuple[str, ...]:
    """Names of a function's own type parameters in the order written."""
    at = resolver.view_at(function)
    if at is None:
        return ()
    view, index = at
    found = [
        (one.start, name)
        for scope in view.scopes
        if scope.definition == index
        for name, bindings in scope.bindings.items()
        for one in bindings
        if one.kind is DefKind.TYPE_PARAMETER
    ]
    return tuple(name for _, name in sorted(found)) or _free_parameters(resolver, function)


def _free_parameters(resolver: Resolver, function: Declaration) -> tuple[str, ...]:
    """Type parameters that are declared apart from the functions that use them (`T = TypeVar("T")`)."""
    project, path = resolver.project, function.path
    outline, rules = project.outline(path), project.rules(path)
    written = f"{outline.parameters(function.index)} {outline.type_text(function.index)}"
    found: list[str] = []
    for name in dict.fromkeys(_WORD.findall(written)):
        if not (outline.members(-1, name) or name in project.imports_by_name(path)):
            continue
        view = project.view_near(path, outline.span(function.index)[0])
        known = resolver.name(path, view, name, outline.span(function.index)[0]) if view is not None else []
        for one in known[:1]:
            data = project.data(one.path) if one.index >= 0 else None
            start, end = project.outline(one.path).span(one.index) if one.index >= 0 else (0, 0)
            if data is not None and rules.type_variable(data[start:end].decode("utf-8", "replace")):
                found.append(name)
    return tuple(found)


def of_call(
    resolver: Resolver, path: str, view: FileView, function: FunctionObject, call: Expression
) -> Environment:
    """What a call of a function makes of the function's type parameters, as far as it tells."""
    declaration = function.declaration
    if declaration.index < 0 or not view.spec.dialect.inferred_arguments:
        return {}
    names = resolver.project.cached(
        ("type parameters", declaration), lambda: own_parameters(resolver, declaration)
    )
    if not names:
        return {}
    if written := _written_arguments(call):
        given = [written_types.evaluate(resolver, path, one.text, one.span[0]) or _UNKNOWN for one in written]
        return dict(zip(names, given, strict=False))
    return _by_arguments(resolver, path, view, declaration, names, call)


def _written_arguments(call: Expression) -> list[Expression]:
    """The type arguments that a call is written with: `f<T>(x)`, or `f[T](x)` where that is no index."""
    written = call.child("type_arguments")
    if written is not None:
        return written.children
    callee = call.part("callee")
    index = callee.part("index") if callee is not None and callee.form is Form.INDEX else None
    return [index] if index is not None else []


def constructed(resolver: Resolver, path: str, view: FileView, made: Type, call: Expression) -> Type:
    """What `new` makes, with the type arguments that the constructor's arguments tell."""
    if not isinstance(made, Instance) or made.arguments or not view.spec.dialect.inferred_arguments:
        return made
    owner = made.declaration
    outline, rules = resolver.project.outline(owner.path), resolver.project.rules(owner.path)
    names = type_parameters(rules.written_type_parameters(outline, owner.index)) if owner.index >= 0 else ()
    if not names:
        return made
    for constructor in members.constructors(resolver, ClassObject(owner))[:1]:
        found = _by_arguments(resolver, path, view, constructor, names, call)
        if found:
            return Instance(owner, tuple(found.get(one, _UNKNOWN) for one in names))
    return made


def _by_arguments(
    resolver: Resolver,
    path: str,
    view: FileView,
    function: Declaration,
    names: tuple[str, ...],
    call: Expression,
) -> Environment:
    arguments = call.part("arguments")
    if arguments is None or function.index < 0:
        return {}
    found: dict[str, Type] = {}
    for text, argument in zip(
        _parameter_types(resolver, view, function), arguments.children[:_ARGUMENTS], strict=False
    ):
        parsed = parse_type(text, view.spec.dialect) if text else None
        if parsed is not None and _mentions(parsed, names):
            known = resolver.type_of(path, view, argument)
            _unify(resolver, parsed, known, names, found, view.spec.dialect, 0)
    return found


def handed_up(resolver: Resolver, receiver: Instance, owner: Declaration) -> Environment:
    """What the type parameters of `owner`, a supertype of the receiver's class or that class itself, stand
    for in the receiver."""
    own = _of_arguments(resolver, receiver)
    if receiver.declaration == owner:
        return own
    seen = {receiver.declaration}
    level = [receiver]
    for _ in range(_LEVELS):
        above: list[Instance] = []
        for one in level:
            for parent in members.direct_supertypes(resolver, one):
                if parent.declaration == owner or _is_part(resolver, parent.declaration, owner):
                    return _of_arguments(resolver, parent)
                if parent.declaration not in seen:
                    seen.add(parent.declaration)
                    above.append(parent)
        if not above:
            break
        level = above
    return {}


def _of_arguments(resolver: Resolver, known: Instance) -> Environment:
    owner = known.declaration
    if owner.index < 0:
        return {}
    outline, rules = resolver.project.outline(owner.path), resolver.project.rules(owner.path)
    written = rules.written_type_parameters(outline, owner.index)
    names = type_parameters(written)
    found = dict(zip(names, known.arguments, strict=False))
    if len(found) < len(names):
        for name, text in type_defaults(written):
            if name not in found:
                default = written_types.evaluate(resolver, owner.path, text, outline.span(owner.index)[0])
                if default is not None:
                    found[name] = default
    return found


def _is_part(resolver: Resolver, one: Declaration, owner: Declaration) -> bool:
    """Whether two declarations are parts of one merged type."""
    if one.path != owner.path or one.name != owner.name or one.index < 0 or owner.index < 0:
        return False
    outline, rules = resolver.project.outline(one.path), resolver.project.rules(one.path)
    return outline.container(one.index) == outline.container(owner.index) and rules.merges(
        outline.kind(owner.index)
    )


def _parameter_types(resolver: Resolver, view: FileView, function: Declaration) -> Sequence[str]:
    """Type texts of a function's parameters without its receiver, "" where there is none."""
    outline = resolver.project.outline(function.path)
    text = outline.parameters(function.index)
    if told := resolver.project.rules(function.path).parameter_types(text):
        return told
    written = parameters(text)
    if written and (written[0].startswith("this:") or _is_self(view, outline, function.index, written[0])):
        written = written[1:]
    return [split_parameter(one)[2] for one in written]


def _is_self(view: FileView, outline: Outline, index: int, first: str) -> bool:
    return view.spec.first_parameter_is_self and outline.container(index) >= 0 and first in ("self", "cls")


def _mentions(parsed: TypeName, names: tuple[str, ...]) -> bool:
    if parsed.kind == "name" and len(parsed.segments) == 1 and parsed.segments[0] in names:
        return True
    return any(_mentions(one, names) for one in parsed.arguments)


def _unify(
    resolver: Resolver,
    parsed: TypeName,
    known: Type | None,
    names: tuple[str, ...],
    found: dict[str, Type],
    dialect: TypeDialect,
    depth: int,
) -> None:
    """Puts into `found` what a parameter of a written type tells of type parameters by its argument."""
    if known is None or known in (EXTERNAL, _UNKNOWN) or depth > _NESTING:
        return

    def inner(one: TypeName, part: Type | None) -> None:
        _unify(resolver, one, part, names, found, dialect, depth + 1)

    if parsed.kind == "name" and len(parsed.segments) == 1 and not parsed.arguments:
        if parsed.segments[0] in names:
            found.setdefault(parsed.segments[0], known)
    elif parsed.kind == "union":
        plain = [one for one in parsed.arguments if one.kind == "name" and not one.arguments]
        for one in (*(each for each in parsed.arguments if each not in plain), *plain):
            inner(one, known)
    elif parsed.kind == "array":
        inner(parsed.arguments[0], type_parts.element_of(known, dialect))
    elif parsed.kind in ("tuple", "map") and isinstance(known, Builtin) and known.name == parsed.kind:
        for one, part in zip(parsed.arguments, known.arguments, strict=False):
            inner(one, part)
    elif parsed.kind == "function" and parsed.arguments:
        inner(parsed.arguments[-1], results.result_of(resolver, known))
    elif parsed.kind == "name" and parsed.arguments:
        for one, part in zip(parsed.arguments, _arguments_as(resolver, known, parsed, dialect), strict=False):
            inner(one, part)


def _arguments_as(
    resolver: Resolver, known: Type, parsed: TypeName, dialect: TypeDialect
) -> tuple[Type, ...]:
    """The type arguments of a value where a generic type of some name is expected."""
    name = parsed.segments[-1] if parsed.segments else ""
    if isinstance(known, Union):
        return next(
            (found for one in known.members if (found := _arguments_as(resolver, one, parsed, dialect))), ()
        )
    if isinstance(known, Builtin):
        if known.name == name or {known.name, name} <= dialect.awaitable | {"Awaitable"}:
            return known.arguments
        at = dialect.containers.get(name)
        element = type_parts.element_of(known, dialect) if at == 0 else None
        return (element,) if element is not None else ()
    if isinstance(known, Instance | ClassObject):
        for level in members.linearised(resolver, known.declaration):
            if level.name == name and level.index >= 0:
                environment = handed_up(resolver, Instance(known.declaration, known.arguments), level)
                outline, rules = resolver.project.outline(level.path), resolver.project.rules(level.path)
                written = type_parameters(rules.written_type_parameters(outline, level.index))
                return tuple(environment.get(one, _UNKNOWN) for one in written)
    return ()
