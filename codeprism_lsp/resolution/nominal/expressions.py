"""Types of expressions and of declarations, where everything is declared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codeprism_lsp.extraction.expression import Expression
from codeprism_lsp.extraction.view import Binding, Bound, FileView
from codeprism_lsp.facts.kinds import CALLABLE_KINDS, TYPE_KINDS, DefKind
from codeprism_lsp.languages.spec import Form
from codeprism_lsp.resolution.declaration import (
    Builtin,
    ClassObject,
    Declaration,
    FunctionObject,
    Instance,
    LambdaObject,
    ModuleObject,
    Outside,
    OutsideClass,
    Type,
    Variable,
)
from codeprism_lsp.resolution.nominal import ancestry, calls, functions, inferred, references, types

if TYPE_CHECKING:
    from codeprism_lsp.resolution.resolver import Resolver

_BOOLEAN = Builtin("boolean")
_INT = Builtin("int")
_COMPARING = frozenset({"==", "!=", "<", ">", "<=", ">=", "&&", "||", "instanceof"})
_SHIFTS = frozenset({"<<", ">>", ">>>"})
_ORDER = ("double", "float", "long")  # of two operands the first of these that one has, else int
_CHAIN = 6  # links of a chain of calls that are followed in one go
_LINKS = 400  # links of a chain at all


def type_of(resolver: Resolver, path: str, view: FileView, expression: Expression) -> Type | None:
    """The type of an expression: a class for the name of one, VOID for a call that gives nothing."""
    form = expression.form
    if form is Form.NAME:
        return _of_name(resolver, path, view, expression)
    if form is Form.MEMBER:
        if references.is_one(expression):
            return LambdaObject(path, expression.span[0])
        _along_chain(resolver, path, view, expression)
        return _of_member(resolver, path, view, expression)
    if form is Form.CALL:
        _along_chain(resolver, path, view, expression)
        return calls.result(resolver, path, view, expression)
    if form is Form.NEW:
        return _of_creation(resolver, path, view, expression)
    if form is Form.INDEX:
        owner = expression.part("object")
        known = resolver.type_of(path, view, owner)
        is_array = isinstance(known, Builtin) and known.name == "array"
        return types.known(known.arguments[0]) if is_array and isinstance(known, Builtin) else None
    if form is Form.LITERAL:
        return _of_literal(resolver, path, expression)
    if form is Form.COLLECTION:
        return _of_array(resolver, path, view, expression)
    if form is Form.TEST:
        return _BOOLEAN
    if form is Form.LAMBDA:
        return LambdaObject(path, expression.span[0])
    if form is Form.THIS:
        return inferred.enclosing_type(resolver, path, expression.span[0])
    if form is Form.SUPER:
        own = inferred.enclosing_type(resolver, path, expression.span[0])
        return ancestry.parents(resolver, own, path)[0] if own is not None else None
    if form is Form.CAST:
        written = expression.part("type")
        if written is None:
            return None
        return inferred.types_at(resolver, path, written.text, written.span[0])
    if form is Form.TYPE:
        return inferred.types_at(resolver, path, expression.text, expression.span[0])
    if form is Form.CHOICE:
        return _of_choice(resolver, path, view, expression)
    if form is Form.BINARY:
        return _of_operation(resolver, path, view, expression)
    if form is Form.SAME:
        return _of_operand(resolver, path, view, expression)
    if expression.node_type in ("integral_type", "floating_point_type", "boolean_type"):
        return Builtin(expression.text)
    return None


def _along_chain(resolver: Resolver, path: str, view: FileView, expression: Expression) -> None:
    """Asks for the types of a long chain of calls from its beginning, so that no link nests in the next."""
    links: list[Expression] = []
    at: Expression | None = expression
    while at is not None and len(links) < _LINKS:
        callee = at.part("callee") if at.form is Form.CALL else at
        at = callee.part("object") if callee is not None and callee.form is Form.MEMBER else None
        if at is not None:
            links.append(at)
    if len(links) > _CHAIN:
        for one in reversed(links[::_CHAIN]):
            resolver.type_of(path, view, one)


# -- names and members -------------------------------------------------------------------------------


def _of_name(resolver: Resolver, path: str, view: FileView, expression: Expression) -> Type | None:
    name, start = expression.text, expression.span[0]
    found = resolver.name(path, view, name, start)
    if found and not (found[0].index >= 0 and resolver.kind(found[0]) in CALLABLE_KINDS):
        if found[0].is_local or resolver.is_type(found[0]):
            return resolver.type_of_declaration(found[0])
        if found[0].index >= 0:
            return _of_field(resolver, path, found[0], start)
    index = resolver.project.outline(path).enclosing(start)
    owner = inferred.enclosing_type(resolver, path, start)
    while owner is not None:
        is_field, known = functions.field_type(resolver, owner, name, path)
        if is_field:
            return known
        outline = resolver.project.outline(path)
        container = outline.container(owner.declaration.index)
        while container >= 0 and outline.kind(container) not in TYPE_KINDS:
            container = outline.container(container)
        owner = (
            Instance(Declaration(path, container, -1, outline.name(container))) if container >= 0 else None
        )
    if name[:1].isupper():
        denoted = types.named(resolver, path, index, (name,))
        return denoted if isinstance(denoted, ClassObject | OutsideClass) else None
    return None


def _of_field(resolver: Resolver, path: str, field: Declaration, offset: int) -> Type | None:
    """The type of a field that is named without a receiver: as a member of the class around that has it."""
    outline, where = resolver.project.outline(path), resolver.project.outline(field.path)
    container = where.container(field.index)
    if where.kind(field.index) is DefKind.ENUM_MEMBER or container < 0:
        return resolver.type_of_declaration(field)
    owner = Declaration(field.path, container, -1, where.name(container))
    index = outline.enclosing(offset)
    while index >= 0:
        if outline.kind(index) in TYPE_KINDS:
            own = ancestry.own_type(resolver, Declaration(path, index, -1, outline.name(index)))
            seen = ancestry.seen_as(resolver, own, ClassObject(owner), path)
            if seen is not None:
                return resolver.type_of_declaration(field, seen)
        index = outline.container(index)
    return resolver.type_of_declaration(field)


def _of_member(resolver: Resolver, path: str, view: FileView, expression: Expression) -> Type | None:
    name, owner = expression.part("name"), expression.part("object")
    if name is None or owner is None:
        return None
    receiver = resolver.type_of(path, view, owner)
    if receiver is None:
        segments = tuple(expression.text.split("."))
        if all(one.isidentifier() for one in segments):
            denoted = types.named(resolver, path, -1, segments)
            if isinstance(denoted, ClassObject | OutsideClass):
                return denoted
        return None
    if name.text == "this":
        known = references.instance(receiver)
        return (
            ancestry.own_type(resolver, known.declaration)
            if isinstance(known, Instance) and not known.arguments
            else known
        )
    if name.text == "super":
        return references.instance(receiver)
    if isinstance(receiver, Builtin) and receiver.name == "array":
        return _INT if name.text == "length" else None
    value = references.instance(receiver)
    for one in resolver.member(receiver, name.text, path):
        if one.index < 0 or resolver.kind(one) in CALLABLE_KINDS:
            continue
        if resolver.is_type(one):
            return ClassObject(one)
        outline = resolver.project.outline(one.path)
        container = outline.container(one.index)
        declaring = ClassObject(Declaration(one.path, container, -1, outline.name(container)))
        seen = ancestry.seen_as(resolver, value, declaring, path) if value is not None else None
        return resolver.type_of_declaration(one, seen)
    if value is not None:
        is_field, known_type = functions.field_type(resolver, value, name.text, path)
        if is_field:
            return known_type
    if isinstance(receiver, ClassObject | OutsideClass):
        return types.member_type(resolver, path, receiver, name.text)
    return None


# -- other expressions -------------------------------------------------------------------------------


def _of_creation(resolver: Resolver, path: str, view: FileView, expression: Expression) -> Type | None:
    written = expression.part("type")
    if written is None:
        return None
    text = written.text
    outer = expression.children[0] if expression.children else None
    known: Type | None = None
    if outer is not None and outer.span[1] <= written.span[0] and outer.form is not None:
        receiver = references.instance(resolver.type_of(path, view, outer))  # `outer.new Inner()`
        if isinstance(receiver, Instance):
            inner = types.member_type(resolver, path, ClassObject(receiver.declaration), text)
            known = references.instance(inner)
    known = known or inferred.types_at(resolver, path, text.removesuffix("<>"), written.span[0])
    if not text.endswith("<>") or not isinstance(known, Instance):
        if text.endswith("<>") and isinstance(known, Outside):
            wanted = inferred.expected(resolver, path, view, expression)
            return _completed(resolver, path, known, wanted)
        return known
    wanted = inferred.expected(resolver, path, view, expression)
    if (completed := _completed(resolver, path, known, wanted)) != known:
        return completed
    possible = functions.constructors(resolver, known, path)
    if possible:
        function = calls.chosen(resolver, path, view, expression, possible)[0]
        environment = inferred.environment(resolver, path, view, expression, function)
        return types.substituted(function.result, environment)
    return known


def _completed(resolver: Resolver, path: str, made: Instance | Outside, wanted: Type | None) -> Type:
    """A created type with the type arguments that its place expects."""
    if not isinstance(wanted, Instance | Outside) or not wanted.arguments:
        return made
    names = list(ancestry.environment(resolver, made, path))
    open_arguments = tuple(Variable(name) for name in names)
    generic = (
        Instance(made.declaration, open_arguments)
        if isinstance(made, Instance)
        else Outside(made.name, open_arguments)
    )
    seen = ancestry.seen_as(resolver, generic, wanted, path)
    if not isinstance(seen, Instance | Outside):
        return made
    found: dict[str, Type] = {}
    for mine, its in zip(seen.arguments, wanted.arguments, strict=False):
        inferred.unify(resolver, path, mine, its, found)
    return types.substituted(generic, found) or made


def _of_literal(resolver: Resolver, path: str, expression: Expression) -> Type | None:
    name = resolver.project.rules(path).literal_type(expression.text, expression.literal)
    if name in types.PRIMITIVES or name == "null":
        return Builtin(name)
    full = types.library(resolver, path).full_name(name)
    if name == "Class":
        text = expression.text.removesuffix("class").rstrip(" .")
        denoted = inferred.types_at(resolver, path, text, expression.span[0])
        return Outside(full, (inferred.boxed(resolver, path, denoted) if denoted else types.UNKNOWN,))
    return Outside(full)


def _of_array(resolver: Resolver, path: str, view: FileView, expression: Expression) -> Type | None:
    if expression.node_type == "array_initializer":
        return inferred.expected(resolver, path, view, expression)
    written = expression.child("type")
    if written is None:
        return None
    known = inferred.types_at(resolver, path, written.text, written.span[0]) or types.UNKNOWN
    for one in expression.children:
        if one.node_type in ("dimensions", "dimensions_expr"):
            for _ in range(one.text.count("[") if one.node_type == "dimensions" else 1):
                known = Builtin("array", (known,))
    return known


def _of_choice(resolver: Resolver, path: str, view: FileView, expression: Expression) -> Type | None:
    parts = [expression.part("a"), expression.part("b")]
    known = [resolver.type_of(path, view, one) for one in parts if one is not None]
    known = [one for one in known if one is not None and one != types.NULL]
    numbers = [_unboxed(resolver, path, one) for one in known]
    if len(known) == 2 and all(isinstance(one, Builtin) for one in numbers) and known[0] != known[1]:
        return _promoted([one.name for one in numbers if isinstance(one, Builtin)])
    if len(known) == 2 and known[0] is not None and known[1] is not None:
        if ancestry.seen_as(resolver, known[0], known[1], path) is not None:
            return known[1]
    return known[0] if known else None


def _of_operand(resolver: Resolver, path: str, view: FileView, expression: Expression) -> Type | None:
    if expression.node_type == "assignment_expression":
        left = expression.child("left")
        return resolver.type_of(path, view, left)
    if expression.node_type == "unary_expression":
        operator = expression.child("operator")
        if operator is not None and operator.text == "!":
            return _BOOLEAN
        known = _unboxed(resolver, path, resolver.type_of(path, view, expression.part("operand")))
        return _promoted([known.name]) if isinstance(known, Builtin) else None
    return resolver.type_of(path, view, expression.part("operand"))


def _of_operation(resolver: Resolver, path: str, view: FileView, expression: Expression) -> Type | None:
    operator = expression.child("operator")
    if operator is None or operator.text in _COMPARING:
        return _BOOLEAN
    left = resolver.type_of(path, view, expression.part("left"))
    right = resolver.type_of(path, view, expression.part("right"))
    text = Outside(types.library(resolver, path).full_name("String"))
    if operator.text == "+" and text in (left, right):
        return text
    one, other = _unboxed(resolver, path, left), _unboxed(resolver, path, right)
    if operator.text in _SHIFTS:
        return _promoted([one.name]) if isinstance(one, Builtin) else None
    if isinstance(one, Builtin) and isinstance(other, Builtin):
        return _promoted([one.name, other.name])
    if operator.text == "+" and (left is not None and right is not None):
        return text
    return None


def _promoted(names: list[str]) -> Type | None:
    if any(name not in types.PRIMITIVES for name in names):
        return None
    if all(name == "boolean" for name in names):
        return _BOOLEAN
    return Builtin(next((one for one in _ORDER if one in names), "int"))


def _unboxed(resolver: Resolver, path: str, found: Type | None) -> Type | None:
    if isinstance(found, Outside):
        plain = types.library(resolver, path).basic.unboxed.get(found.name)
        return Builtin(plain) if plain is not None else found
    return found


# -- declarations ------------------------------------------------------------------------------------


def type_of_declaration(resolver: Resolver, declaration: Declaration, receiver: Type | None) -> Type | None:
    """The type of what a declaration names; of a member, as a member of the type `receiver`."""
    path = declaration.path
    if declaration.is_module:
        return ModuleObject(tuple(resolver.project.module_files(path)))
    if declaration.is_local:
        found = resolver.binding(declaration)
        return type_of_binding(resolver, path, *found) if found is not None else None
    outline = resolver.project.outline(path)
    kind = outline.kind(declaration.index)
    if kind in TYPE_KINDS:
        return ClassObject(declaration)
    container = outline.container(declaration.index)
    if kind is DefKind.ENUM_MEMBER:
        return Instance(Declaration(path, container, -1, outline.name(container))) if container >= 0 else None
    if kind in CALLABLE_KINDS:
        return FunctionObject(declaration, receiver)
    given = ancestry.environment(resolver, receiver, path) if receiver is not None else {}
    return types.evaluate(resolver, path, declaration.index, outline.type_text(declaration.index), given)


def type_of_binding(resolver: Resolver, path: str, view: FileView, binding: Binding) -> Type | None:
    """The type of a local: the one it is declared with, else what its value or its place tells."""
    rules = resolver.project.rules(path)
    if binding.kind is DefKind.TYPE_PARAMETER:
        if not binding.type_text:
            return types.root(resolver, path)
        return references_class(inferred.types_at(resolver, path, binding.type_text, binding.start))
    if binding.type_text and not rules.is_inferred(binding.type_text):
        return inferred.types_at(resolver, path, binding.type_text, binding.start)
    if binding.value is None:
        return inferred.literal_parameter(resolver, path, view, binding.start)
    known = resolver.type_of(path, view, binding.value)
    if binding.bound is Bound.ITERATE:
        return iterated(resolver, path, known)
    return references.instance(known) if known != types.VOID else None


def references_class(found: Type | None) -> Type | None:
    """The class of a type: what its name stands for."""
    if isinstance(found, Instance):
        return ClassObject(found.declaration, found.arguments)
    return OutsideClass(found.name) if isinstance(found, Outside) else found


def iterated(resolver: Resolver, path: str, known: Type | None) -> Type | None:
    """What a loop over a value gets."""
    if isinstance(known, Builtin) and known.name == "array":
        return types.known(known.arguments[0])
    if known is None:
        return None
    wanted = Outside(types.library(resolver, path).full_name("Iterable"))
    seen = ancestry.seen_as(resolver, known, wanted, path)
    return types.known(seen.arguments[0]) if isinstance(seen, Outside) and seen.arguments else None
