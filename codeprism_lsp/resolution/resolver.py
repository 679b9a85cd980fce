"""The resolver: one question's walk from an occurrence to declarations and types.

Order is that of the languages: scope first, then import, then member (the receiver's type, then its
supertypes), then package or namespace, then linkage, and last, marked as such, the name alone. A
resolver belongs to one question; what is worth keeping it keeps in its project's caches.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from codeprism_lsp.extraction.expression import Expression
from codeprism_lsp.extraction.patterns import Destructured
from codeprism_lsp.extraction.view import Binding, FileView
from codeprism_lsp.facts.kinds import NAMESPACE_KINDS, TYPE_KINDS, DefKind, Relation
from codeprism_lsp.languages.spec import Form
from codeprism_lsp.resolution import (
    conditions,
    contextual,
    declared,
    documentation,
    imports,
    inference,
    members,
    names,
    namespaces,
    operators,
    overloads,
    paths,
    specialisations,
)
from codeprism_lsp.resolution.declaration import (
    ClassObject,
    Declaration,
    How,
    Instance,
    ModuleObject,
    Parent,
    Type,
)
from codeprism_lsp.resolution.nominal import keywords, left_out
from codeprism_lsp.resolution.project import Project

_T = TypeVar("_T")
# What is no value, where types and values of one name stand side by side.
_TYPES_ONLY = frozenset({DefKind.INTERFACE, DefKind.TYPE_ALIAS, DefKind.TYPE_PARAMETER})


class Resolver:
    """Resolves names, members and types within one snapshot, bounded in depth and steps."""

    def __init__(self, project: Project, check: Callable[[], None] = lambda: None) -> None:
        self.project = project
        self._check = check  # raises when the question is cancelled
        self._depth = 0
        self._steps = 0
        self._active: set[object] = set()
        self.cut_short = False  # whether a bound of `Limits` was met: the answer may lack something

    # -- questions ---------------------------------------------------------------------------------

    def at(self, path: str, offset: int) -> list[Declaration]:
        """Declarations of the identifier at a byte offset, surest first; empty where there is none."""
        view = self.project.view_near(path, offset)
        if view is None:
            return []
        occurrence = view.occurrence_at(offset)
        if occurrence is None:
            unnamed = names.unnamed_at(self, path, view, offset) or keywords.meant(self, path, view, offset)
            return unnamed or imports.at_written_module(self, path, view, offset)
        found = self.occurrence(path, view, occurrence.start)
        found = conditions.answered(self, path, occurrence.start, found)
        if not found:
            return left_out.meant(self, path, view, occurrence.start, occurrence.name)
        # `new A()` refers to the class and to its constructor; the constructor is where it leads, but where
        # constructors go by the name of the class.
        if self.project.rules(path).constructors_name_types() and found[:1] and found[0].how is not How.SELF:
            if self._is_made(view, occurrence.start):
                return [one for one in found if self.is_type(one)] or found
        if len(found) > 1 and (self.kind(found[0]) is DefKind.CONSTRUCTOR or found[0].name[:1] == "~"):
            return [one for one in found if not self.is_type(one)]
        if len(found) > 1 and (self._is_embedded(found[0]) or contextual.takes_out(view, occurrence.start)):
            return found[1:]
        return found

    def meant(self, path: str, offset: int) -> list[Declaration]:
        """As `at`, with the local that a pattern binds beside the member that it takes out (`{a} = b`)."""
        found = self.at(path, offset)
        view = self.project.view_near(path, offset)
        occurrence = view.occurrence_at(offset) if view is not None and found else None
        own = self.declared_at(path, view, occurrence.start) if view is not None and occurrence else None
        if own is not None and self._is_embedded(own):
            return [own]  # who uses the field is asked, not who uses its type
        if view is None or occurrence is None or not contextual.takes_out(view, occurrence.start):
            return found
        return found if own is None or own in found else [own, *found]

    def occurrence(self, path: str, view: FileView, start: int) -> list[Declaration]:
        """Declarations that the identifier at `start` stands for, surest first."""
        nothing: list[Declaration] = []
        found = self.guarded(
            ("occurrence", path, start), lambda: self._resolve_occurrence(path, view, start), nothing
        )
        found = conditions.taken_first(self, _ranked(found))
        if len(found) < 2:
            return list(found)
        project = self.project
        return sorted(found, key=lambda one: (one.how, project.rules(one.path).rank(project, one.path)))

    def _resolve_occurrence(self, path: str, view: FileView, start: int) -> list[Declaration]:
        keyed = contextual.key(self, path, view, start)
        if keyed is not None:
            return keyed
        own = self.declared_at(path, view, start)
        if own is not None and self._is_embedded(own):
            # The name of an embedded field is also a use of the type that is embedded.
            return [own, *(one for one in self._resolve_use(path, view, start) if self.is_type(one))]
        if self.project.rules(path).constructors_name_types():
            if (named := members.by_constructor(self, path, view, start, own)) is not None:
                return named
        if own is not None:
            beside = paths.field_beside(self, path, view, start)
            return [own, *beside, *contextual.taken_out(self, path, view, start)]
        if taken := contextual.taken_out(self, path, view, start):
            return taken
        if (documented := documentation.named(self, path, view, start)) is not None:
            return documented
        if view.is_plain(start):
            return names.in_plain_text(self, path, view, start)
        imported = imports.at_import(self, path, view, start)
        if imported is not None:
            declares = self.project.rules(path).imports_declare()
            return (names.of_import(self, path, view, start) if declares else []) or imported
        if initialised := members.initialised(self, path, view, start):
            return initialised
        labelled = names.label(self, path, view, start)
        if labelled is not None and not view.is_shorthand(start):
            return labelled
        used = [*self._resolve_use(path, view, start), *(labelled or ())]
        used.extend(contextual.shorthand(self, path, view, start))
        used = paths.as_written(self, path, view, start, used)
        used = specialisations.meant(self, path, start, used)
        if self.project.rules(path).imports_declare() and all(one.is_module for one in used):
            return names.of_import(self, path, view, start) or used
        return contextual.called(self, path, view, start, overloads.chosen(self, path, view, start, used))

    def _resolve_use(self, path: str, view: FileView, start: int) -> list[Declaration]:
        expression = view.expression_at(start)
        if expression is None:
            return []
        around = expression.around if view.spec.elements else None
        if (
            around is not None
            and around.node_type in view.spec.elements
            and contextual.is_intrinsic(expression)
        ):
            return []
        if expression.form is Form.MEMBER and expression.span[0] != start:
            return self.member_of(path, view, expression)
        if expression.form is Form.MEMBER:
            name = expression.part("name")
            if name is not None and name.span[0] == start and expression.part("object") is None:
                return members.implicit(self, path, view, expression)
        if expression.form in (Form.THIS, Form.SUPER):
            return _declarations_of(self, inference.type_of(self, path, view, expression))
        occurrence = view.occurrence_at(start)
        if occurrence is None:
            return []
        if expression.node_type in view.spec.member_names:  # `#size in other`
            known = declared.enclosing_instance(self, path, view, start)
            return self.member(known, occurrence.name, path) if known is not None else []
        if expression.node_type in view.spec.type_names:
            return names.of_types(self, path, view, occurrence.name, start)
        if view.spec.type_names:
            found = self.name(path, view, occurrence.name, start)
            return [one for one in found if self.kind(one) not in _TYPES_ONLY] or found
        if not self.project.rules(path).separates_tags():
            return self.name(path, view, occurrence.name, start)
        return names.meant(self, path, view, occurrence.name, start)

    def _is_made(self, view: FileView, start: int) -> bool:
        """Whether the name at `start` is what `new` makes."""
        call = view.surrounding_call(start)
        return call is not None and call.form is Form.NEW

    def _is_embedded(self, declaration: Declaration) -> bool:
        """Whether the declaration is a field that its struct embeds."""
        if declaration.index < 0:
            return False
        outline = self.project.outline(declaration.path)
        if outline.kind(declaration.index) is not DefKind.FIELD:
            return False
        start, end = outline.span(declaration.index)
        container = outline.container(declaration.index)
        return any(
            one.relation is Relation.EMBEDS and start <= one.start < end
            for one in outline.supertypes_of(container)
        )

    def declared_at(self, path: str, view: FileView, start: int) -> Declaration | None:
        """The declaration whose own name stands at `start`."""
        for index in view.outline.by_start.get(start, ()):
            return Declaration(path, index, -1, view.outline.name(index), How.SELF)
        binding = view.binding_at(start)
        if binding is not None:
            return names.binding_declaration(self, path, view, binding)
        return paths.made_at(self, path, view, start)

    # -- names, members, types ---------------------------------------------------------------------

    def name(self, path: str, view: FileView, name: str, offset: int) -> list[Declaration]:
        """Declarations of an unqualified name as seen at `offset`."""
        return self.guarded(
            ("name", path, name, view.scope_span(offset), offset if view.spec.ordered_scopes else 0),
            lambda: names.resolve(self, path, view, name, offset),
            [],
        )

    def member_of(self, path: str, view: FileView, expression: Expression) -> list[Declaration]:
        """Declarations of the member that a member access names."""
        name, owner = expression.part("name"), expression.part("object")
        if name is None or owner is None:
            return []
        if found := paths.associated(self, path, view, owner, name.text):
            return found
        receiver = operators.through_arrow(self, path, view, expression, self.type_of(path, view, owner))
        if receiver is None:
            if (qualified := names.qualified(self, path, expression)) is not None:
                return [qualified]
            if expression.is_path:  # a scope, of which nothing is guessed
                found = namespaces.in_namespace_by_macro(self, path, owner.text, name.text)
            else:
                found = members.guess(self, path, view, owner, name.text)
        else:
            found = self.member(receiver, name.text, path)
        return paths.suiting(self, path, view, found, *name.span)

    def member(self, receiver: Type, name: str, path: str) -> list[Declaration]:
        """Members called `name` of a type, the nearest in its inheritance first."""
        return self.guarded(
            ("member", receiver, name, path),
            lambda: conditions.taken(self, path, members.lookup(self, receiver, name, path)),
            [],
        )

    def type_of(self, path: str, view: FileView, expression: Expression | None) -> Type | None:
        """The type of an expression, None where it is not known."""
        if expression is None:
            return None
        return self.guarded(
            ("type", path, expression.span, expression.form),
            lambda: inference.type_of(self, path, view, expression),
            None,
        )

    def type_of_declaration(self, declaration: Declaration, receiver: Type | None = None) -> Type | None:
        """The type of what a declaration names: a class object, a function, a variable's type."""
        return self.guarded(
            ("declared", declaration, receiver),
            lambda: declared.type_of_declaration(self, declaration, receiver),
            None,
        )

    def type_of_origin(self, path: str, view: FileView, start: int, origin: Destructured) -> Type | None:
        """The type of what the last step of a pattern is taken out of."""
        steps = origin.steps[:-1]
        return self.guarded(
            ("origin", path, start),
            lambda: declared.type_of_origin(self, path, view, start, origin, steps),
            None,
        )

    def exported(self, paths: Sequence[str], name: str) -> list[Declaration]:
        """What importers of a module (its files) get for `name`."""
        return self.guarded(
            ("exported", tuple(paths), name), lambda: imports.exported(self, paths, name, set()), []
        )

    def view_at(self, declaration: Declaration) -> tuple[FileView, int] | None:
        """A view in which an outline definition stands, and its index there."""
        start, _ = self.project.outline(declaration.path).name_span(declaration.index)
        return self._aligned(self.project.view_near(declaration.path, start), declaration)

    def whole_view_at(self, declaration: Declaration) -> tuple[FileView, int] | None:
        """The view of the whole file of an outline definition (comments around it, too)."""
        return self._aligned(self.project.view(declaration.path), declaration)

    def _aligned(self, view: FileView | None, declaration: Declaration) -> tuple[FileView, int] | None:
        if view is None:
            return None
        index = self.project.aligned(view, declaration.path, declaration.index)
        return (view, index) if index >= 0 else None

    def binding(self, declaration: Declaration) -> tuple[FileView, Binding] | None:
        """The view and binding of a local declaration."""
        view = self.project.view_near(declaration.path, declaration.start)
        binding = view.binding_at(declaration.start) if view is not None else None
        return (view, binding) if view is not None and binding is not None else None

    def kind(self, declaration: Declaration) -> DefKind:
        """The kind of what is declared."""
        if declaration.is_module:
            return DefKind.MODULE
        if declaration.index >= 0:
            return self.project.outline(declaration.path).kind(declaration.index)
        if (found := self.binding(declaration)) is not None:
            return found[1].kind
        project = self.project
        made = project.rules(declaration.path).made_kind(project, declaration.path, declaration.start)
        return made or DefKind.VARIABLE

    def is_type(self, declaration: Declaration) -> bool:
        return declaration.index >= 0 and self.kind(declaration) in TYPE_KINDS

    def is_namespace(self, declaration: Declaration) -> bool:
        return declaration.is_module or (declaration.index >= 0 and self.kind(declaration) in NAMESPACE_KINDS)

    # -- bounds ------------------------------------------------------------------------------------

    def guarded(self, identity: tuple[object, ...], compute: Callable[[], _T], otherwise: _T) -> _T:
        """`compute()`, cached for the snapshot; `otherwise` on a cycle or beyond the bounds.

        What is cut short by a bound or a cycle is not cached: from elsewhere it may be known.
        """
        project = self.project
        kept = project.remembered(identity)
        if kept is not None:
            return kept.value  # type: ignore[no-any-return]
        if identity in self._active:
            self._cyclic = True
            return otherwise
        if not self._active:
            self._steps = 0  # a question of its own
        self._steps += 1
        if self._depth >= project.limits.depth or self._steps > project.limits.steps:
            self.cut_short = True
            return otherwise
        if self._steps % 64 == 0:
            self._check()
        self._active.add(identity)
        self._depth += 1
        cut_before, self.cut_short = self.cut_short, False
        cyclic_before, self._cyclic = self._cyclic, False
        read_before = project.begin_reading(identity)
        try:
            value = compute()
        finally:
            reads = project.end_reading(read_before)
            self._depth -= 1
            self._active.discard(identity)
        if not self.cut_short and (not self._cyclic or not self._active):
            project.remember(identity, value, reads)
        self.cut_short = self.cut_short or cut_before
        self._cyclic = (self._cyclic or cyclic_before) and bool(self._active)
        return value

    _cyclic = False


def _ranked(found: list[Declaration]) -> list[Declaration]:
    """Without repetitions, surest first, otherwise in the order found."""
    unique: dict[Declaration, Declaration] = {}
    for one in found:
        known = unique.get(one)
        if known is None or one.how < known.how:
            unique[one] = one
    return sorted(unique.values(), key=lambda one: one.how)


def _declarations_of(resolver: Resolver, found: Type | None) -> list[Declaration]:
    if isinstance(found, Parent):
        return members.supertypes(resolver, found.declaration)[:1]
    if isinstance(found, Instance | ClassObject):
        return [found.declaration]
    if isinstance(found, ModuleObject):
        return [Declaration(path) for path in found.paths[:1]]
    return []
