"""Narrowing: what a test around a name tells of its type (`isinstance(x, A)`, `x instanceof A`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codeprism_lsp.extraction.expression import Expression
from codeprism_lsp.extraction.view import FileView
from codeprism_lsp.languages.spec import Form
from codeprism_lsp.resolution.declaration import ClassObject, Instance, Type, union

if TYPE_CHECKING:
    from codeprism_lsp.resolution.resolver import Resolver

_MAX_TESTS = 6  # tests around a name that are looked at
_MAX_PARTS = 8  # conditions joined by `and`


def narrowed(resolver: Resolver, path: str, view: FileView, name: Expression) -> Type | None:
    """The type that the nearest test around a name proves for it, None where none does."""
    tests = view.spec.type_tests
    if tests is None:
        return None
    start = name.span[0]
    seen = 0
    for around in view.ancestors(start):
        if around.node_type in tests.barriers:
            return None
        if around.node_type not in tests.branches:
            continue
        condition_field, then_field = tests.branches[around.node_type]
        then, condition = around.child(then_field), around.child(condition_field)
        if then is None or condition is None or not then.span[0] <= start < then.span[1]:
            continue
        seen += 1
        if seen > _MAX_TESTS:
            return None
        for test in _conjuncts(condition, tests.conjunction):
            if (known := _proved(resolver, path, view, test, name.text)) is not None:
                return known
    return None


def _conjuncts(condition: Expression, conjunction: tuple[str, str]) -> list[Expression]:
    """The conditions that all hold, as far as they are joined by `and`."""
    found: list[Expression] = []
    queue = [condition]
    while queue and len(found) < _MAX_PARTS:
        one = queue.pop(0)
        operator = one.child("operator")
        if one.form is Form.SAME and (inner := one.part("operand")) is not None:
            queue.insert(0, inner)
        elif one.node_type == conjunction[0] and operator is not None and operator.text == conjunction[1]:
            queue[:0] = [side for side in (one.child("left"), one.child("right")) if side is not None]
        else:
            found.append(one)
    return found


def _proved(resolver: Resolver, path: str, view: FileView, test: Expression, name: str) -> Type | None:
    """The type that one condition proves for a name."""
    callee, arguments = test.part("callee"), test.part("arguments")
    if callee is not None and arguments is not None and callee.text == "isinstance":
        parts = arguments.children
        if len(parts) == 2 and parts[0].text == name:
            classes = parts[1].children if parts[1].form is Form.COLLECTION else [parts[1]]
            return _instances(resolver, path, view, classes)
    operator, right, left = test.child("operator"), test.child("right"), test.child("left")
    if operator is not None and right is not None and left is not None and operator.text == "instanceof":
        return _instances(resolver, path, view, [right]) if left.text == name else None
    return None


def _instances(resolver: Resolver, path: str, view: FileView, classes: list[Expression]) -> Type | None:
    found: list[Type] = []
    for one in classes:
        known = resolver.type_of(path, view, one)
        if isinstance(known, ClassObject):
            found.append(Instance(known.declaration, known.arguments))
    return union(found)
