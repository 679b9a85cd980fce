"""How a name within a pattern gets its value: the steps from the value that is taken apart to the name.

`let Some(Point { x, .. }) = next()` binds x by two steps: the first argument of Some, then the field x of
Point. Steps are read from the tree upwards, for the few bindings that a question touches.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from tree_sitter import Node

from codeprism_lsp.extraction.expression import Expression
from codeprism_lsp.languages.spec import Form, LanguageSpec, PatternStep

_MAX_DEPTH = 24  # patterns within patterns


@dataclass(frozen=True, slots=True)
class Step:
    """One step into a value.

    kinds: "position" of a tuple, or of the type that `of` names; "element"; "member" called `name`; "field"
    called `name` of the
    type that `of` names. Positions after a `..` count from the end, -1 being the last.
    """

    kind: str
    position: int = 0
    name: str = ""
    of: Expression | None = None


@dataclass(frozen=True, slots=True)
class Destructured:
    """Where the value comes from (see PatternRoot; for "argument" the value is the call), and the steps,
    outermost first."""

    how: str
    type: str | None
    value: Expression | None
    steps: tuple[Step, ...]


def destructured(spec: LanguageSpec, data: bytes, name: Node) -> Destructured | None:
    """The origin of the value of a name in a pattern; None where no construct around it gives one."""
    steps: list[Step] = []
    node = name
    for _ in range(_MAX_DEPTH):
        parent = node.parent
        if parent is None:
            return None
        root = spec.pattern_roots.get(parent.type)
        if root is not None:
            return _at_root(spec, data, parent, node, tuple(reversed(steps)))
        rule = spec.patterns.get(parent.type)
        if rule is None:
            return None
        if rule.kind in ("own", "member"):
            if (named := _member_named(parent, node, rule)) is not None:
                steps.append(
                    Step("member", 0, data[named.start_byte : named.end_byte].decode("utf-8", "replace"))
                )
        elif rule.kind == "element":
            steps.append(Step("element"))
        elif rule.kind == "position":
            of = parent.child_by_field_name(rule.of) if rule.of else None
            steps.append(Step("position", _position(parent, node), "", _lens(spec, data, of)))
        elif rule.label and (label := parent.child_by_field_name(rule.label)) is not None:
            steps.append(Step("field", 0, data[label.start_byte : label.end_byte].decode("utf-8", "replace")))
        elif rule.of and steps and steps[-1].kind == "field" and steps[-1].of is None:
            steps[-1] = replace(steps[-1], of=_lens(spec, data, parent.child_by_field_name(rule.of)))
        node = parent
    return None


def is_assigned(spec: LanguageSpec, name: Node) -> bool:
    """Whether a name in a pattern is given a new value, rather than bound for the first time."""
    node: Node | None = name.parent
    if node is None or node.type not in spec.patterns:
        return False
    for _ in range(_MAX_DEPTH):
        if node is None or node.type not in spec.patterns:
            break
        node = node.parent
    return node is not None and node.type in spec.assignments


def _member_named(parent: Node, node: Node, rule: PatternStep) -> Node | None:
    """The name of the member that a part of a pattern takes out; None where it takes out no single one."""
    if rule.kind == "member":
        return parent.child_by_field_name(rule.label)
    return node if not node.named_child_count else None  # `{a}`: the name is the member's own


def _at_root(
    spec: LanguageSpec, data: bytes, root: Node, pattern: Node, steps: tuple[Step, ...]
) -> Destructured | None:
    rule = spec.pattern_roots[root.type]
    if rule.how == "argument":
        arguments = root.parent.parent if root.parent is not None else None
        call = arguments.parent if arguments is not None else None
        shape = spec.shapes.get(call.type) if call is not None else None
        if shape is None or shape.form is not Form.CALL:
            return None
        first = Step("position", _position(root, pattern))
        return Destructured("argument", None, _lens(spec, data, call), (first, *steps))
    type_node = root.child_by_field_name(rule.type) if rule.type else None
    value = root.child_by_field_name(rule.value) if rule.value else None
    type_text = (
        data[type_node.start_byte : type_node.end_byte].decode("utf-8", "replace") if type_node else None
    )
    return Destructured(rule.how, type_text, _lens(spec, data, value), steps)


def _position(parent: Node, node: Node) -> int:
    """The position of a part by the commas around it, from the end where a `..` stands before it. What
    a pattern leaves out (`(_, a)`, `[, a]`) may have no node of its own."""
    children = parent.children
    at = next((number for number, child in enumerate(children) if child.id == node.id), 0)
    if not any(child.type == "remaining_field_pattern" for child in children[:at]):
        return sum(child.type == "," for child in children[:at])
    following = [child.type for child in children[at + 1 :]]
    if following[-2:-1] == [","]:  # a comma that closes the list
        following.pop(-2)
    return -1 - following.count(",")


def _lens(spec: LanguageSpec, data: bytes, node: Node | None) -> Expression | None:
    return Expression(spec, data, node) if node is not None else None
