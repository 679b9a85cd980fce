"""Narrowing: what a test around a name tells of its type (`isinstance(x, A)`, `x instanceof A`, `isA(x)`,
`x.kind === 'a'`, `'a' in x`), or one before it that leaves where it fails."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from codeprism_lsp.extraction.expression import Expression
from codeprism_lsp.extraction.view import FileView
from codeprism_lsp.languages.spec import Form, TypeTests
from codeprism_lsp.resolution import members, objects, written_types
from codeprism_lsp.resolution.declaration import ClassObject, FunctionObject, Instance, Type, Union, union

if TYPE_CHECKING:
    from codeprism_lsp.resolution.resolver import Resolver

_MAX_TESTS = 6  # tests around a name that are looked at
_MAX_PARTS = 8  # conditions joined by `and`
_EQUAL = frozenset({"==", "===", "is"})


def narrowed(resolver: Resolver, path: str, view: FileView, name: Expression) -> Type | None:
    """The type that the nearest test around a name proves for it, None where none does."""
    tests = view.spec.type_tests
    if tests is None:
        return None
    start = name.span[0]
    seen = 0
    inner: Expression | None = None
    for around in view.ancestors(start):
        if around.node_type in tests.barriers:
            return None
        found: list[Expression] = []
        if around.node_type in tests.branches:
            condition_field, then_field = tests.branches[around.node_type]
            then, condition = around.child(then_field), around.child(condition_field)
            if then is not None and condition is not None and then.span[0] <= start < then.span[1]:
                if around.node_type != tests.conjunction[0] or _operator(around) == tests.conjunction[1]:
                    found = _conjuncts(condition, tests.conjunction)
        elif tests.leaving and inner is not None and around.node_type.endswith("block"):
            found = _left_behind(around, inner, tests)
        for test in found:
            seen += 1
            if (known := _proved(resolver, path, view, test, name)) is not None:
                return known
        if around.node_type == tests.cases[0][0] and (case := _of_case(around, tests)) is not None:
            if (known := _by_member(resolver, path, view, case[0], case[1], name)) is not None:
                return known
        if seen > _MAX_TESTS:
            return None
        inner = around
    return None


def _operator(expression: Expression) -> str:
    operator = expression.child("operator")
    return operator.text if operator is not None else ""


def _conjuncts(condition: Expression, conjunction: tuple[str, str]) -> list[Expression]:
    """The conditions that all hold, as far as they are joined by `and`."""
    found: list[Expression] = []
    queue = [condition]
    while queue and len(found) < _MAX_PARTS:
        one = queue.pop(0)
        if one.form is Form.SAME and (inner := one.part("operand")) is not None:
            queue.insert(0, inner)
        elif one.node_type == conjunction[0] and _operator(one) == conjunction[1]:
            queue[:0] = [side for side in (one.child("left"), one.child("right")) if side is not None]
        else:
            found.append(one)
    return found


def _left_behind(block: Expression, inner: Expression, tests: TypeTests) -> list[Expression]:
    """What holds in a block behind the statements that leave it where it does not (`if (!a) return`)."""
    found: list[Expression] = []
    for statement in block.children:
        if statement.span[0] >= inner.span[0]:
            break
        fields = tests.branches.get(statement.node_type)
        condition = statement.child(fields[0]) if fields is not None else None
        then = statement.child(fields[1]) if fields is not None else None
        if condition is None or then is None or statement.child("alternative") is not None:
            continue
        last = then.children[-1] if then.node_type.endswith("block") and then.children else then
        if last.node_type not in tests.leaving:
            continue
        for part in _conjuncts(condition, (tests.conjunction[0], tests.disjunction)):
            denied = part.child("argument")
            if part.node_type == tests.negation[0] and _operator(part) == tests.negation[1] and denied:
                found.extend(_conjuncts(denied, tests.conjunction))
    return found[-_MAX_PARTS:]


def _of_case(case: Expression, tests: TypeTests) -> tuple[Expression, Expression] | None:
    """(what is told apart, the value of this case) of a case within its statement."""
    value, around = case.child(tests.cases[0][1]), case.around
    for _ in range(2):
        if around is not None and around.node_type != tests.cases[1][0]:
            around = around.around
    told = around.child(tests.cases[1][1]) if around is not None else None
    while told is not None and told.form is Form.SAME:
        told = told.part("operand")
    return (told, value) if told is not None and value is not None else None


def _proved(resolver: Resolver, path: str, view: FileView, test: Expression, name: Expression) -> Type | None:
    """The type that one condition proves for a name."""
    callee, arguments = test.part("callee"), test.part("arguments")
    if callee is not None and arguments is not None:
        parts = arguments.children
        if callee.text == "isinstance" and len(parts) == 2 and parts[0].text == name.text:
            classes = parts[1].children if parts[1].form is Form.COLLECTION else [parts[1]]
            return _instances(resolver, path, view, classes)
        if any(one.text == name.text for one in parts[:1]):
            return _with_declared(resolver, path, view, name, _guarded(resolver, path, view, callee))
    operator, right, left = _operator(test), test.child("right"), test.child("left")
    if right is None or left is None:
        return None
    if operator == "instanceof":
        return _instances(resolver, path, view, [right]) if left.text == name.text else None
    if operator == "in" and right.text == name.text and left.literal == "string":
        wanted = left.text.strip("\"'`")
        return _filtered(resolver, path, view, name, lambda one: bool(resolver.member(one, wanted, path)))
    if operator in _EQUAL:
        return _by_member(resolver, path, view, left, right, name)
    return None


def _with_declared(
    resolver: Resolver, path: str, view: FileView, name: Expression, proved: Type | None
) -> Type | None:
    """What is proved of a name, beside its declared type where that is no supertype of it."""
    found = resolver.name(path, view, name.text, name.span[0]) if proved is not None else []
    known = resolver.type_of_declaration(found[0]) if found else None
    if proved is None or not isinstance(known, Instance):
        return proved
    if isinstance(proved, Instance):
        if known.declaration in members.linearised(resolver, proved.declaration):
            return proved
    return union([known, proved])


def _guarded(resolver: Resolver, path: str, view: FileView, callee: Expression) -> Type | None:
    """What a function proves whose result is written as `x is T`."""
    known = resolver.type_of(path, view, callee) if view.spec.contexts else None
    if not isinstance(known, FunctionObject) or known.declaration.index < 0:
        return None
    where = known.declaration
    outline = resolver.project.outline(where.path)
    _, joint, written = outline.type_text(where.index).partition(" is ")
    if not joint:
        return None
    return written_types.evaluate(resolver, where.path, written, outline.span(where.index)[0])


def _by_member(
    resolver: Resolver, path: str, view: FileView, told: Expression, value: Expression, name: Expression
) -> Type | None:
    """Those of several types of a name whose member has a value by its written type."""
    owner, member = told.part("object"), told.part("name")
    if told.form is not Form.MEMBER or owner is None or member is None or owner.text != name.text:
        return None
    wanted = value.text.strip("\"'`")

    def may_be(one: Type) -> bool:
        for found in resolver.member(one, member.text, path)[:1]:
            if found.index >= 0:
                written = resolver.project.outline(found.path).type_text(found.index)
                values = [part.strip().strip("\"'`") for part in written.split("|")]
                return wanted in values
        return False

    return _filtered(resolver, path, view, name, may_be)


def _filtered(
    resolver: Resolver, path: str, view: FileView, name: Expression, holds: Callable[[Type], bool]
) -> Type | None:
    """The part of a name's declared union of types for which something holds; None where it tells nothing."""
    found = resolver.name(path, view, name.text, name.span[0])
    known = resolver.type_of_declaration(found[0]) if found else None
    if not isinstance(known, Union):
        return None
    return union([one for one in known.members if holds(one)])


def _instances(resolver: Resolver, path: str, view: FileView, classes: list[Expression]) -> Type | None:
    found: list[Type] = []
    for one in classes:
        known = resolver.type_of(path, view, one)
        if isinstance(known, ClassObject):
            found.append(Instance(known.declaration, known.arguments))
        elif isinstance(known, FunctionObject) and (made := objects.constructed(resolver, known)):
            found.append(made)
    return union(found)
