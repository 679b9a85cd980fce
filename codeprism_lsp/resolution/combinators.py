"""What the commonest methods of containers give, and what they pass to function literals.

Containers of a standard library are not in the workspace; the rules of a language say what their methods
do to the contained type, so that types flow through chains such as `xs.iter().map(|x| x.name).next()`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from codeprism_lsp.extraction.expression import Expression
from codeprism_lsp.extraction.view import FileView
from codeprism_lsp.languages.spec import Form, TypeDialect
from codeprism_lsp.resolution import results, structural, type_parts
from codeprism_lsp.resolution.declaration import EXTERNAL, Builtin, ClassObject, Instance, Type, Union

if TYPE_CHECKING:
    from codeprism_lsp.resolution.resolver import Resolver

_SEQUENCE = "Iterator"
_UNKNOWN = Builtin("?")


def result(
    resolver: Resolver, path: str, view: FileView, callee: Expression, call: Expression
) -> Type | None:
    """What a call of such a method or constructor gives, None where the callee's definition tells."""
    rules, dialect = resolver.project.rules(path), view.spec.dialect
    wrapper = rules.wrapped(callee.text)
    if wrapper is not None and not _is_defined(resolver, path, view, callee):
        known = _argument(resolver, path, view, call, 0)
        if known is None or not wrapper:
            return known
        return Builtin(wrapper, (known,))
    name, owner = callee.part("name"), callee.part("object")
    if callee.form is not Form.MEMBER or name is None or owner is None:
        return None
    if not rules.combinator("", name.text):
        return None
    receiver = resolver.type_of(path, view, owner)
    if receiver is None or receiver == EXTERNAL or isinstance(receiver, Union):
        return None
    if isinstance(receiver, Builtin) and (receiver.arguments or dialect.object_types):
        kind = rules.combinator(receiver.name, name.text)
        return _of_container(resolver, path, view, receiver, kind, name.text, call, dialect)
    if isinstance(receiver, ClassObject) and rules.combinator("", name.text) == "made":
        return None if resolver.member(receiver, name.text, path) else Instance(receiver.declaration)
    if isinstance(receiver, Instance) and rules.combinator("", name.text) == "itself":
        return None if resolver.member(receiver, name.text, path) else receiver
    return None


def parameter(resolver: Resolver, path: str, view: FileView, call: Expression) -> Type | None:
    """The types that a container's method passes to a function literal, as a tuple."""
    callee = call.part("callee")
    name = callee.part("name") if callee is not None else None
    owner = callee.part("object") if callee is not None else None
    if callee is None or name is None or owner is None or callee.form is not Form.MEMBER:
        return None
    how = resolver.project.rules(path).passes(name.text)
    if not how:
        return None
    receiver = structural.underlying(resolver, resolver.type_of(path, view, owner))
    if how == "awaited" and receiver is not None:
        given = type_parts.awaited(receiver, view.spec.dialect)
        return Builtin("tuple", (given,)) if given not in (None, receiver) and given is not None else None
    if not isinstance(receiver, Builtin) or receiver == EXTERNAL:
        return None
    if how == "indexed":
        held = type_parts.element_of(receiver, view.spec.dialect)
        return Builtin("tuple", (held, Builtin("number"))) if held is not None else None
    if how == "error":
        error = receiver.arguments[-1] if len(receiver.arguments) > 1 else None
        return Builtin("tuple", (error,)) if error is not None else None
    element = yielded(receiver, view.spec.dialect) or _UNKNOWN
    if how in ("accumulator", "folded"):
        start = _argument(resolver, path, view, call, how == "folded") or _UNKNOWN
        return Builtin("tuple", (start, element))
    return Builtin("tuple", (element, element))


def yielded(known: Type | None, dialect: TypeDialect) -> Type | None:
    """What iterating over a container yields: pairs of maps, elements of others."""
    if isinstance(known, Builtin) and known.name in dialect.pairs and len(known.arguments) > 1:
        return Builtin("tuple", known.arguments[:2])
    return type_parts.element_of(known, dialect)


def _of_container(
    resolver: Resolver,
    path: str,
    view: FileView,
    receiver: Builtin,
    kind: str,
    name: str,
    call: Expression,
    dialect: TypeDialect,
) -> Type | None:
    is_map = receiver.name in dialect.pairs and len(receiver.arguments) > 1
    element = type_parts.element_of(receiver, dialect)
    if kind == "keys" and is_map:
        return Builtin(_SEQUENCE, receiver.arguments[:1])
    if kind == "values" and is_map:
        return Builtin(_SEQUENCE, receiver.arguments[1:2])
    if kind == "iterated":
        over = yielded(receiver, dialect)
        if not is_map:
            return receiver
        return Builtin(_SEQUENCE, (over,)) if over is not None else None
    if kind in ("same", "itself"):
        return receiver
    if kind == "flattened":
        inner = type_parts.element_of(element, dialect) if element is not None else None
        return Builtin(receiver.name, (inner,)) if inner is not None else receiver
    if kind == "then":
        given = results.result_of(resolver, _argument(resolver, path, view, call, 0))
        return Builtin("Promise", (given,)) if given is not None else None
    if kind in ("mapped", "flat"):
        given = _given(resolver, path, view, call)
        return _mapped(receiver, kind, given, dialect) if given is not None else None
    if element is None:
        return None
    if kind == "element":
        return element
    if kind == "optional":
        return Builtin("Option", (element,))
    if kind in ("iterator", "placed", "range"):
        return _pointing(receiver, kind, element, dialect)
    if kind == "pairs":
        return Builtin(_SEQUENCE, (Builtin("tuple", (Builtin("usize"), element)),))
    if kind == "nested":
        return Builtin(_SEQUENCE, (Builtin("array", (element,)),))
    return None


def _pointing(receiver: Builtin, kind: str, element: Type, dialect: TypeDialect) -> Type:
    """An iterator of a container: alone, beside whether something was placed, or a range of them."""
    pointer = Builtin("iterator", (yielded(receiver, dialect) or element,))
    if kind == "range":
        return Builtin("tuple", (pointer, pointer))
    if kind == "placed" and (receiver.name in dialect.pairs or receiver.name.endswith("set")):
        return Builtin("tuple", (pointer, Builtin("bool")))
    return pointer


def _mapped(receiver: Builtin, kind: str, given: Type, dialect: TypeDialect) -> Type | None:
    is_one = receiver.name in ("Option", "Result", "Poll")
    if kind == "flat":
        inner = given if is_one else type_parts.element_of(given, dialect)
        if is_one or inner is None:
            return inner
        return Builtin(_SEQUENCE, (inner,))
    return Builtin(receiver.name if is_one else _SEQUENCE, (given, *receiver.arguments[1:]))


def _given(resolver: Resolver, path: str, view: FileView, call: Expression) -> Type | None:
    """What the function that is the last argument of a call gives."""
    known = _argument(resolver, path, view, call, -1)
    if isinstance(known, Instance):
        return known  # a variant with fields, used as a function
    return results.result_of(resolver, known)


def _argument(resolver: Resolver, path: str, view: FileView, call: Expression, position: int) -> Type | None:
    arguments = call.part("arguments")
    found = arguments.children if arguments is not None else []
    return resolver.type_of(path, view, found[position]) if position < len(found) and found else None


def _is_defined(resolver: Resolver, path: str, view: FileView, callee: Expression) -> bool:
    """Whether the workspace itself defines what is called."""
    name = callee.part("name") if callee.form is Form.MEMBER else callee
    return name is None or bool(resolver.occurrence(path, view, name.span[0]))
