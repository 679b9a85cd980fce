"""The scopes of one file and what they bind, from the language's `locals.scm`.

The captures of that query are those of tree-sitter's locals:

- `@local.scope` a scope; `@local.scope.function` one in which `return` and hoisted names belong;
- `@local.definition.<kind>` the name of a local binding, with, in the same match, `@type` (declared type),
  `@value` (initialiser), `@iterate` (what a loop iterates), `@enter` (a context manager), `@element`
  (a value of which the name is the element, as of a channel), `@key` (one of which it is the key), and
  `@unpack`, the pattern around the name when it is destructured by position; with `@local.in` the name
  is bound (again) in the scope that this node opens, where it may have another type;
- `@local.outer` a name that its function says is bound further out (`global`, `nonlocal`);
- `@local.return` an expression that its function returns, `@local.yield` one that it yields;
- the property `(#set! hoist "function")` binds in the function's scope, `(#set! scope "parent")` in the
  scope around the innermost one, `(#set! scope "outer")` two around it; `(#set! rebinds "earlier")`
  assigns to what its scope has bound before (Go's `:=`), and `(#set! type_form "[]{}")` writes the
  type with what the source leaves out.

Where two patterns bind one occurrence in one scope, the pattern that stands first in the query wins.
Without any of these, a name within a pattern has what the language's `pattern_roots` around it tell.

The outline's definitions are bindings too: of the scope their container opens.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from operator import itemgetter

from tree_sitter import Node

from codeprism_lsp.extraction.expression import Expression
from codeprism_lsp.extraction.patterns import Step, destructured, is_assigned
from codeprism_lsp.facts.kinds import DefKind
from codeprism_lsp.facts.outline import Outline
from codeprism_lsp.languages.spec import LanguageSpec
from codeprism_lsp.syntax import parsing

_KINDS = {f"local.definition.{kind.name.lower()}": kind for kind in DefKind}
_VALUES = (
    ("value", "VALUE"),
    ("iterate", "ITERATE"),
    ("enter", "ENTER"),
    ("element", "ELEMENT"),
    ("key", "KEY"),
)

_Captures = Mapping[str, list[Node]]


class Bound(Enum):
    """How a binding gets its value from its expression."""

    NOTHING = auto()
    VALUE = auto()
    ITERATE = auto()
    ENTER = auto()
    ELEMENT = auto()
    KEY = auto()
    ARGUMENT = auto()  # a parameter of the function literal that is an argument of the call `value`


@dataclass(frozen=True, slots=True)
class Binding:
    """A local name: a parameter, variable, type parameter or the like."""

    name: str
    start: int
    end: int
    kind: DefKind
    type_text: str
    bound: Bound
    value: Expression | None
    unpack: tuple[int, ...]  # positions within destructured patterns, outermost first
    scope: int
    steps: tuple[Step, ...] = ()  # from what the expression gives to what the name is bound to
    hoisted: bool = False  # visible before its place, too


@dataclass(slots=True)
class Scope:
    """A scope of the file. Scope 0 is the file itself."""

    start: int
    end: int
    parent: int
    function: bool
    definition: int = -1  # outline definition that opens the scope
    bindings: dict[str, list[Binding]] = field(default_factory=dict)


class ScopeTree:
    """The scopes of one file, in the order of their starts, and what its functions return."""

    def __init__(
        self, spec: LanguageSpec, data: bytes, root: Node, outline: Outline, span: tuple[int, int]
    ) -> None:
        self._spec = spec
        self._data = data
        found = parsing.matches(spec.id, "locals", root)
        self.scopes = _nested(len(data), outline, found, span)
        self._starts = [scope.start for scope in self.scopes]
        self.returns: dict[int, list[Expression]] = {}  # by scope
        # What an import binds stands for what is imported, also where the grammar writes a variable
        # (`const a = require("a")`).
        self._imported = {
            one.alias_start if one.alias_start >= 0 else one.name_start for one in outline.all_imports
        }
        self._bound: set[tuple[int, int]] = set()  # scope, start
        self._bind(found)

    def at(self, offset: int) -> int:
        """Index of the innermost scope around a byte offset."""
        scopes = self.scopes
        index = bisect_right(self._starts, offset) - 1
        while index > 0 and not scopes[index].start <= offset < scopes[index].end:
            index = scopes[index].parent
        return max(index, 0)

    def _bind(self, found: Sequence[tuple[int, _Captures]]) -> None:
        query = parsing.query(self._spec.id, "locals")
        rebinding: set[int] = set()
        outer: set[tuple[int, str]] = set()
        for pattern, captures in sorted(found, key=itemgetter(0)):
            settings = query.pattern_settings(pattern)
            for name, nodes in captures.items():
                if name in ("local.return", "local.yield"):
                    for node in nodes:
                        at = self._function_around(self.at(node.start_byte))
                        lens = Expression(self._spec, self._data, node)
                        self.returns.setdefault(at, []).append(lens)
                elif name == "local.outer":
                    outer.update(
                        (self._function_around(self.at(node.start_byte)), self._text(node)) for node in nodes
                    )
                elif (kind := _KINDS.get(name)) is not None:
                    for node in nodes:
                        if node.start_byte in self._imported:
                            continue
                        if settings.get("rebinds") == "earlier":
                            rebinding.add(node.start_byte)
                        self._bind_name(node, kind, captures, settings)
        for number, outside in outer:
            self.scopes[number].bindings.pop(outside, None)
        for scope in self.scopes:
            for known in scope.bindings.values():
                known.sort(key=lambda binding: binding.start)
                known[1:] = [binding for binding in known[1:] if binding.start not in rebinding]

    def _bind_name(
        self, node: Node, kind: DefKind, captures: _Captures, settings: Mapping[str, str | None]
    ) -> None:
        if self._spec.assignments and is_assigned(self._spec, node):
            return
        opener = captures["local.in"][0] if "local.in" in captures else node
        at = self.at(opener.start_byte)
        if settings.get("hoist") == "function":
            at = self._function_around(at)
        elif settings.get("scope") in ("parent", "outer"):
            at = max(self.scopes[at].parent, 0)
            if settings["scope"] == "outer":
                at = max(self.scopes[at].parent, 0)
        if (at, node.start_byte) in self._bound:
            return
        self._bound.add((at, node.start_byte))
        binding = self._binding(node, kind, captures, at, settings)
        self.scopes[at].bindings.setdefault(binding.name, []).append(binding)

    def _binding(
        self,
        node: Node,
        kind: DefKind,
        captures: _Captures,
        scope: int,
        settings: Mapping[str, str | None],
    ) -> Binding:
        bound: Bound = Bound.NOTHING
        value: Expression | None = None
        for capture, how in _VALUES:
            if capture in captures:
                bound, value = Bound[how], Expression(self._spec, self._data, captures[capture][0])
                break
        type_text = ""
        if "type" in captures:
            type_text = (settings.get("type_form") or "{}").replace("{}", self._text(captures["type"][0]))
        unpack = _positions(captures["unpack"][0], node) if "unpack" in captures else ()
        steps: tuple[Step, ...] = ()
        if bound is Bound.NOTHING and not type_text and self._spec.pattern_roots:
            origin = destructured(self._spec, self._data, node)
            if origin is not None:
                steps = origin.steps
                if origin.type is not None:
                    type_text = origin.type
                if origin.value is not None:
                    bound, value = Bound[origin.how.upper()], origin.value
        return Binding(
            (settings.get("name_form") or "{}").replace("{}", self._text(node).strip()),
            node.start_byte,
            node.end_byte,
            kind,
            type_text,
            bound,
            value,
            unpack,
            scope,
            steps,
            settings.get("hoist") == "function",
        )

    def _function_around(self, index: int) -> int:
        while index > 0 and not self.scopes[index].function:
            index = self.scopes[index].parent
        return index

    def _text(self, node: Node) -> str:
        return self._data[node.start_byte : node.end_byte].decode("utf-8", "replace")


def _nested(
    size: int, outline: Outline, found: Sequence[tuple[int, _Captures]], region: tuple[int, int]
) -> list[Scope]:
    """The scopes without their bindings: those of the query, and the definitions that contain something
    and overlap the region."""
    spans: dict[tuple[int, int], bool] = {}
    for _, captures in found:
        for name in ("local.scope", "local.scope.function"):
            for node in captures.get(name, ()):
                span = (node.start_byte, node.end_byte)
                spans[span] = spans.get(span, False) or name == "local.scope.function"
    definitions: dict[tuple[int, int], int] = {}
    for index in outline.overlapping(*region):
        span = outline.span(index)
        if outline.children(index) or outline.kind(index) is DefKind.NAMESPACE:
            definitions.setdefault(span, index)
            spans.setdefault(span, False)
        elif span in spans:
            definitions.setdefault(span, index)
    scopes = [Scope(0, size + 1, -1, False)]
    stack = [0]
    for (start, end), function in sorted(spans.items(), key=lambda item: (item[0][0], -item[0][1])):
        while stack[-1] and scopes[stack[-1]].end <= start:
            stack.pop()
        scopes.append(Scope(start, end, stack[-1], function, definitions.get((start, end), -1)))
        stack.append(len(scopes) - 1)
    return scopes


def _positions(pattern: Node, node: Node) -> tuple[int, ...]:
    """Positions of `node` within nested patterns, from `pattern` inwards."""
    path: list[int] = []
    around: Node | None = pattern
    for _ in range(8):
        if around is None or around.id == node.id:
            break
        inside = None
        for position, child in enumerate(around.named_children):
            if child.start_byte <= node.start_byte and node.end_byte <= child.end_byte:
                path.append(position)
                inside = child
                break
        around = inside
    return tuple(path)
