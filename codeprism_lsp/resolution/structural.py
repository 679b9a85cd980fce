"""Types that are told by their form: defined types with another type beneath, structs without a name."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from codeprism_lsp.facts.kinds import DefKind
from codeprism_lsp.languages.spec import Form
from codeprism_lsp.resolution import doc_types, generics, members, names, objects, type_parts, written_types
from codeprism_lsp.resolution.declaration import Anonymous, Builtin, Declaration, Instance, Type, union

if TYPE_CHECKING:
    from codeprism_lsp.extraction.expression import Expression
    from codeprism_lsp.extraction.view import FileView
    from codeprism_lsp.resolution.resolver import Resolver

_PARTS = 12  # arguments and elements that are looked at
_LEVELS = 6  # containers within containers, and types defined by types


def underlying(resolver: Resolver, known: Type | None) -> Type | None:
    """The type by which a class is defined (`type List []Item`), step by step; other types as they are."""
    for _ in range(_LEVELS):
        if not isinstance(known, Instance) or known.declaration.index < 0:
            return known
        owner = known.declaration
        outline = resolver.project.outline(owner.path)
        written = outline.type_text(owner.index)
        if outline.kind(owner.index) is not DefKind.CLASS or not written:
            return known
        beneath = written_types.evaluate(
            resolver, owner.path, written, outline.span(owner.index)[0], known, owner.index
        )
        if beneath is None:
            return known
        known = beneath
    return known


def is_nameless(resolver: Resolver, known: Type | None) -> bool:
    """Whether a variable stands for a structure without a name that is written in its type or value. That of
    a list of such structures stands for each of them, too (`var cases = []struct{...}{...}`)."""
    if not isinstance(known, Instance) or known.declaration.index < 0:
        return False
    return resolver.kind(known.declaration) in (DefKind.VARIABLE, DefKind.CONSTANT, DefKind.FIELD)


def field_beneath(resolver: Resolver, receiver: Instance, name: str, path: str) -> list[Declaration]:
    """Fields of the struct by which a type is defined; its methods do not come with it."""
    beneath = underlying(resolver, receiver)
    if beneath is None or beneath == receiver:
        return []
    return [one for one in resolver.member(beneath, name, path) if resolver.kind(one) is DefKind.FIELD]


def anonymous_at(resolver: Resolver, path: str, offset: int) -> Anonymous | None:
    """The first struct type without a name that is written at or after an offset."""
    view = resolver.project.view(path)
    if view is None:
        return None
    scopes = view.scopes
    for number in range(bisect_left(scopes, offset, key=lambda scope: scope.start), len(scopes)):
        if view.data.startswith(b"struct", scopes[number].start):
            return Anonymous(path, scopes[number].start)
    return None


def anonymous_member(resolver: Resolver, receiver: Anonymous, name: str) -> list[Declaration]:
    """Fields called `name` of a struct type without a name."""
    view = resolver.project.view_near(receiver.path, receiver.start)
    if view is None:
        return []
    if view.spec.doc_types is not None and view.comment_around(receiver.start) is not None:
        starts = list(doc_types.members(view, receiver.start, name))
        return [_declared_at(receiver.path, view, start, name) for start in starts]
    found = [
        names.binding_declaration(resolver, receiver.path, view, binding)
        for scope in view.scopes
        if scope.start == receiver.start
        for binding in scope.bindings.get(name, ())
        if binding.kind is DefKind.FIELD
    ]
    return found or _passed_on(resolver, receiver, view, name) or _added(resolver, receiver, view, name)


def _declared_at(path: str, view: FileView, start: int, name: str) -> Declaration:
    for index in view.outline.by_start.get(start, ()):
        return Declaration(path, index, -1, name)
    return Declaration(path, -1, start, name)


def _added(resolver: Resolver, literal: Anonymous, view: FileView, name: str) -> list[Declaration]:
    """Members that are added to the variable which an object literal is given to."""
    written = view.collection_at(literal.start) if view.spec.contexts else None
    around = written.around if written is not None else None
    holder = around.child("name") if around is not None else None
    if holder is None:
        return []
    container = view.outline.enclosing(literal.start)
    if container >= 0 and view.outline.name_span(container)[0] == holder.span[0]:
        container = view.outline.container(container)
    if found := objects.added(resolver, literal.path, holder.text, container, name):
        return found
    given = view.assigned_members(holder.text, name, holder.span[0]) if view.spec.untyped else []
    return [_declared_at(literal.path, view, start, name) for start, _ in given[:1]]


def _passed_on(resolver: Resolver, literal: Anonymous, view: FileView, name: str) -> list[Declaration]:
    """What an object literal takes from elsewhere: `{name}`, and members of `{...other}`."""
    written = view.collection_at(literal.start) if view.spec.contexts else None
    for one in reversed(written.children if written is not None else []):
        if one.node_type in view.spec.shorthands and one.text == name:
            return [Declaration(literal.path, -1, one.span[0], name)]
        if one.form is Form.SPREAD and (operand := one.part("operand")) is not None:
            known = resolver.type_of(literal.path, view, operand)
            if known is not None and (found := resolver.member(known, name, literal.path)):
                return found
    return []


def indexed(resolver: Resolver, known: Type, path: str) -> Type | None:
    """What a type has for any name: the values of a record, or what its index signature says."""
    spec = resolver.project.spec(path)
    if spec is None or not spec.dialect.object_types:
        return None
    if isinstance(known, Builtin) and known.name in ("Record", "map"):
        return type_parts.element_of(known, spec.dialect)
    return by_signature(resolver, known, "index_signature")


def by_signature(resolver: Resolver, known: Type | None, kind: str) -> Type | None:
    """The type that a nameless member of an interface or object type tells: an index, call or construct
    signature, by its node type."""
    if not isinstance(known, Instance):
        return None
    for level in members.linearised(resolver, known.declaration):
        at = resolver.view_at(level) if level.index >= 0 else None
        if at is None or resolver.kind(level) not in (DefKind.INTERFACE, DefKind.TYPE_ALIAS, DefKind.CLASS):
            continue
        signature = at[0].signature_within(at[1], kind)
        if signature is not None:
            text, offset = signature.text.lstrip(": "), signature.span[0]
            environment = generics.handed_up(resolver, known, level)
            return written_types.evaluate(resolver, level.path, text, offset, given=environment)
    return None


def labelled_element(resolver: Resolver, known: Type) -> Type:
    """The struct that a label in a literal means: `[]T{{name: 1}}` labels a field of T."""
    current = known
    for _ in range(_LEVELS):
        beneath = underlying(resolver, current)
        if not isinstance(beneath, Builtin) or beneath.name not in ("array", "map") or not beneath.arguments:
            break
        current = beneath.arguments[-1]
    return current


def builtin_result(
    resolver: Resolver, path: str, view: FileView, callee: Expression, call: Expression
) -> Type | None:
    """What a builtin function gives by its arguments (see `Rules.builtin_result`)."""
    how = resolver.project.rules(path).builtin_result(callee.text)
    arguments = call.part("arguments") if how else None
    given = arguments.children if arguments is not None else []
    if not given:
        return None
    first, dialect = given[0], view.spec.dialect
    if how == "type":
        return written_types.evaluate(resolver, path, first.text, first.span[0])
    if how == "all" and first.form is Form.COLLECTION:
        parts = [
            type_parts.awaited(resolver.type_of(path, view, one), dialect) for one in first.children[:_PARTS]
        ]
        return Builtin("Promise", (Builtin("tuple", tuple(one or Builtin("?") for one in parts)),))
    known = resolver.type_of(path, view, first)
    if how in ("numbered", "zipped", "element"):
        over = [
            type_parts.iterated(resolver, resolver.type_of(path, view, one), dialect, path) for one in given
        ]
        if how == "element":
            return over[0]
        held_parts = [one or Builtin("?") for one in (over if how == "zipped" else (Builtin("int"), over[0]))]
        return Builtin("array", (Builtin("tuple", tuple(held_parts[:_PARTS])),))
    if how == "contents" and not dialect.object_types:
        over_first = type_parts.iterated(resolver, known, dialect, path)
        return Builtin("array", (over_first,)) if over_first is not None else None
    if how == "joined":
        joined = [known, *(resolver.type_of(path, view, one) for one in given[1:_PARTS])]
        return union([one for one in reversed(joined) if one is not None])
    if how == "promised":
        known = type_parts.awaited(known, dialect)
        return Builtin("Promise", (known,)) if known is not None else None
    held = type_parts.element_of(known, dialect)
    if how == "value" or held is None:
        return known if how == "value" else None
    if how == "entries":
        return Builtin("array", (Builtin("tuple", (Builtin("string"), held)),))
    if how in ("contents", "list"):
        return Builtin("array", (held,))
    awaited = type_parts.awaited(held, dialect) or held
    return Builtin("Promise", (Builtin("array", (awaited,)) if how == "all" else awaited,))
