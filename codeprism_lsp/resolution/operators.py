"""What operators give, where types define them (`operator->`, `operator[]`, `operator+` of C++).

Types are kept without their pointers, so that an operator is only looked for where what it is applied to
is not declared as a pointer.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from codeprism_lsp.facts.kinds import CALLABLE_KINDS, NAMESPACE_KINDS
from codeprism_lsp.languages.spec import Form
from codeprism_lsp.resolution import parameter_lists, results
from codeprism_lsp.resolution.declaration import Builtin, Declaration, FunctionObject, Instance, Type

if TYPE_CHECKING:
    from codeprism_lsp.extraction.expression import Expression
    from codeprism_lsp.extraction.view import FileView
    from codeprism_lsp.resolution.resolver import Resolver

_LEVELS = 6  # `operator->` that gives what has one again, initialisers of initialisers
_CANDIDATES = 200  # definitions of an operator that are looked at
_ITERATOR = "iterator"
# A pointer's declarator ends before the name, behind which the name of its class may stand.
_POINTER = re.compile(rb"\*\s*(?:const\s*)?(?:[A-Za-z_]\w*(?:<[^<>]*>)?::)*\Z")
_BEFORE = 80  # bytes before a name in which the star is looked for


def through_arrow(
    resolver: Resolver, path: str, view: FileView, access: Expression, receiver: Type | None
) -> Type | None:
    """The type whose member `a->b` names: behind an iterator, or behind `operator->` of the type of a."""
    if receiver is None or not resolver.project.rules(path).defines_operators():
        return receiver
    owner = access.part("object")
    if owner is None or not view.data.startswith(b"->", _behind(view.data, owner.span[1])):
        return receiver
    if isinstance(receiver, Builtin):
        return _pointed_to(receiver) or receiver
    for _ in range(_LEVELS):
        given = _member_result(resolver, receiver, "operator->", path)
        if given is None or given == receiver or is_pointer(resolver, path, view, owner):
            break
        receiver = given
    return receiver


def dereferenced(resolver: Resolver, path: str, view: FileView, star: Expression) -> Type | None:
    """The type of `*a`, and of `&a`."""
    operand = star.part("operand")
    known = resolver.type_of(path, view, operand)
    if operand is None or not star.text.startswith("*"):
        return known
    if not resolver.project.rules(path).defines_operators():
        return known
    if isinstance(known, Builtin):
        return _pointed_to(known) or known
    given = _member_result(resolver, known, "operator*", path)
    return known if given is None or is_pointer(resolver, path, view, operand) else given


def indexed(
    resolver: Resolver, path: str, view: FileView, access: Expression, owner: Instance
) -> Type | None:
    """The type of `a[i]` by the operator of its type; None where it has none."""
    object_ = access.part("object")
    if object_ is None or not resolver.project.rules(path).defines_operators():
        return None
    given = _member_result(resolver, owner, "operator[]", path)
    return None if given is None or is_pointer(resolver, path, view, object_) else given


def iterated(resolver: Resolver, known: Instance, path: str) -> Type | None:
    """What a loop over an object gets by its `begin`; None where it has none."""
    if not resolver.project.rules(path).defines_operators():
        return None
    first = _member_result(resolver, known, "begin", path)
    if isinstance(first, Builtin):
        return _pointed_to(first)
    return (
        _member_result(resolver, first, "operator*", path) or first if isinstance(first, Instance) else None
    )


def called(resolver: Resolver, known: Instance, path: str) -> Type | None:
    """What calling an object gives by the operator of its type; None where it has none."""
    if not resolver.project.rules(path).defines_operators():
        return None
    return _member_result(resolver, known, "operator()", path)


def combined(resolver: Resolver, path: str, view: FileView, binary: Expression) -> Type | None:
    """The type of `a + b` by an operator of the workspace; None where none takes them."""
    left, right = binary.part("left"), binary.part("right")
    if left is None or right is None or not resolver.project.rules(path).defines_operators():
        return None
    sign = view.data[left.span[1] : right.span[0]].strip().decode("utf-8", "replace")
    known = resolver.type_of(path, view, left)
    if not isinstance(known, Instance) or not sign or sign[0].isalnum():
        return None
    name = f"operator{sign}"
    if (given := _member_result(resolver, known, name, path)) is not None:
        return given
    for one in _free(resolver, path, name, known):
        return results.returned(resolver, FunctionObject(one))
    return None


def is_pointer(resolver: Resolver, path: str, view: FileView, expression: Expression) -> bool:
    """Whether an expression is known to be a pointer, or an array."""
    for _ in range(_LEVELS):
        form = expression.form
        if form in (Form.THIS, Form.NEW) or expression.text.startswith("&"):
            return True
        if form is Form.LITERAL:
            return expression.text.endswith('"')
        if form is Form.CAST:
            written = expression.part("type")
            return written is not None and written.text.rstrip().endswith("*")
        inner: Expression | None = None
        if form is Form.SAME:
            inner = expression.part("operand")
        elif form is Form.CALL:
            callee = expression.part("callee")
            if callee is not None and resolver.project.rules(path).call_result(callee.text):
                return callee.text.rstrip(" >").endswith("*")
            return callee is not None and _is_declared_pointer(resolver, path, view, callee)
        elif form in (Form.NAME, Form.MEMBER):
            if _is_declared_pointer(resolver, path, view, expression):
                return True
            inner = _initialiser(resolver, path, view, expression)
        if inner is None:
            return False
        expression = inner
    return False


def _initialiser(resolver: Resolver, path: str, view: FileView, name: Expression) -> Expression | None:
    """What a local whose type is inferred is given."""
    if name.form is not Form.NAME:
        return None
    for one in resolver.name(path, view, name.text, name.span[0])[:1]:
        binding = view.binding_at(one.start) if one.is_local and one.path == path else None
        if binding is not None and resolver.project.rules(path).is_inferred(binding.type_text):
            return binding.value
    return None


def _is_declared_pointer(resolver: Resolver, path: str, view: FileView, expression: Expression) -> bool:
    if expression.form is Form.NAME:
        found = resolver.name(path, view, expression.text, expression.span[0])
    elif expression.form is Form.MEMBER:
        found = resolver.member_of(path, view, expression)
    else:
        return False
    for one in found[:1]:
        data = resolver.project.data(one.path)
        if data is None:
            continue
        start, end = one.start, one.start + len(one.name.encode())
        if one.index >= 0:
            start, end = resolver.project.outline(one.path).name_span(one.index)
        if _POINTER.search(data, max(0, start - _BEFORE), start) is not None:
            return True
        return data.startswith(b"[", _behind(data, end))
    return False


def _member_result(resolver: Resolver, receiver: Type | None, name: str, path: str) -> Type | None:
    if not isinstance(receiver, Instance):
        return None
    for one in resolver.member(receiver, name, path)[:1]:
        return results.returned(resolver, FunctionObject(one, receiver))
    return None


def _free(resolver: Resolver, path: str, name: str, first: Instance) -> list[Declaration]:
    """Operators outside of classes whose first parameter is of the type, as the file sees them."""
    project = resolver.project
    found: list[Declaration] = []
    for other, index in project.definers_for(path)(name)[:_CANDIDATES]:
        outline, rules = project.outline(other), project.rules(other)
        container = rules.scope_around(outline, index)
        if outline.kind(index) not in CALLABLE_KINDS:
            continue
        if container >= 0 and outline.kind(container) not in NAMESPACE_KINDS:
            continue
        written = parameter_lists.parameters(outline.parameters(index))
        if len(written) != 2 or parameter_lists.type_name(written[0]).rstrip("*& ") != first.declaration.name:
            continue
        if rules.reach(project, path, other, index) >= 0:
            found.append(Declaration(other, index, -1, name))
    return found


def _pointed_to(known: Builtin) -> Type | None:
    return known.arguments[0] if known.name == _ITERATOR and known.arguments else None


def _behind(data: bytes, at: int) -> int:
    """Where something stands again behind white space."""
    while data[at : at + 1].isspace():
        at += 1
    return at
