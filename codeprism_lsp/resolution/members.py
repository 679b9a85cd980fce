"""Members of types, modules and namespaces: own ones, those written elsewhere, inherited ones."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from codeprism_lsp.extraction.expression import Expression
from codeprism_lsp.extraction.view import FileView
from codeprism_lsp.facts.kinds import CALLABLE_KINDS, NAMESPACE_KINDS, TYPE_KINDS, DefKind
from codeprism_lsp.facts.outline import Outline, Supertype
from codeprism_lsp.resolution import (
    declared,
    doc_types,
    foreign,
    imports,
    namespaces,
    objects,
    paths,
    special_classes,
    structural,
    written_types,
)
from codeprism_lsp.resolution.declaration import (
    Anonymous,
    Builtin,
    ClassObject,
    Declaration,
    FunctionObject,
    How,
    Instance,
    ModuleObject,
    Parent,
    Type,
    Union,
)
from codeprism_lsp.resolution.nominal import ancestry

if TYPE_CHECKING:
    from codeprism_lsp.resolution.resolver import Resolver

_CANDIDATES = 2_000


def lookup(resolver: Resolver, receiver: Type, name: str, path: str) -> list[Declaration]:
    """Members called `name` of a type as seen from a file: the nearest level of inheritance that has any."""
    if isinstance(receiver, Union):
        found: list[Declaration] = []
        for one in receiver.members:
            found.extend(resolver.member(one, name, path))
        return found
    if isinstance(receiver, ModuleObject):
        return [one.found(How.IMPORT) for one in of_module(resolver, receiver, name)]
    if isinstance(receiver, Instance | ClassObject):
        owner = receiver.declaration
        if resolver.is_namespace(owner):
            return namespaces.of_namespace(resolver, owner.path, owner.index, name, path)
        for level in linearised(resolver, owner):
            if own := own_members(resolver, level, name):
                return [one.found(How.MEMBER) for one in own]
        if isinstance(receiver, Instance) and (
            beneath := structural.field_beneath(resolver, receiver, name, path)
        ):
            return beneath
        if isinstance(receiver, Instance) and (passed_on := objects.passed_on(resolver, owner, name)):
            return [one.found(How.MEMBER) for one in passed_on]
        if isinstance(receiver, ClassObject) and (
            given := special_classes.of_metaclass(resolver, owner, name, path)
        ):
            return [one.found(How.MEMBER) for one in given]
        return paths.beyond(resolver, receiver, name, path)
    if isinstance(receiver, FunctionObject):
        return [one.found(How.MEMBER) for one in objects.of_function(resolver, receiver.declaration, name)]
    if isinstance(receiver, Parent):
        for level in linearised(resolver, receiver.declaration)[1:]:
            if own := own_members(resolver, level, name):
                return [one.found(How.MEMBER) for one in own]
    if isinstance(receiver, Anonymous):
        return [one.found(How.MEMBER) for one in structural.anonymous_member(resolver, receiver, name)]
    if receiver == foreign.LIBRARY:
        return foreign.functions(resolver, name)
    if isinstance(receiver, Builtin) and resolver.project.rules(path).guards(receiver.name):
        return [one for held in receiver.arguments[:1] for one in resolver.member(held, name, path)]
    if isinstance(receiver, Builtin):
        for level in builtin_classes(resolver, receiver, path):
            for ancestor in linearised(resolver, level):
                if own := own_members(resolver, ancestor, name):
                    return [one.found(How.MEMBER) for one in own]
        return paths.beyond(resolver, receiver, name, path)
    return []


def of_module(resolver: Resolver, module: ModuleObject, name: str) -> list[Declaration]:
    """What a module offers as `name`: a definition, what it passes on, or a module below it."""
    if found := resolver.exported(module.paths, name) or imports.of_module_value(
        resolver, module.paths, name
    ):
        return found
    project = resolver.project
    for path in module.paths[:1]:
        below = project.submodule(path, name)
        if below:
            return [Declaration(below)]
    return []


def own_members(resolver: Resolver, owner: Declaration, name: str) -> list[Declaration]:
    """Members written in a type, or for it elsewhere (methods with a receiver, impl blocks, `A::b`)."""
    if owner.index < 0:
        return paths.made_members(resolver, owner, name)
    outline = resolver.project.outline(owner.path)
    # A constructor that is called like its class is not a member of that name: `new A` is not `a.A`.
    found = [
        Declaration(owner.path, index, -1, name)
        for index in resolver.project.rules(owner.path).members(outline, owner.index, name)
        if outline.kind(index) is not DefKind.CONSTRUCTOR or name != outline.name(owner.index)
    ]
    found.extend(_anonymous_members(resolver, owner, name))
    spec = resolver.project.spec(owner.path)
    if resolver.project.rules(owner.path).holds_members():
        return found
    if not found or (spec is not None and spec.methods_elsewhere):
        # A constructor is no member by its name, wherever it is written.
        found.extend(
            one
            for one in written_elsewhere(resolver, owner, name)
            if name != outline.name(owner.index) or resolver.kind(one) is not DefKind.CONSTRUCTOR
        )
    return found or paths.made_members(resolver, owner, name)


def _anonymous_members(resolver: Resolver, owner: Declaration, name: str) -> list[Declaration]:
    """Members of nameless structs and unions within the type, which count as its own."""
    outline = resolver.project.outline(owner.path)
    found = []
    for index in outline.named(name):
        container = outline.container(index)
        for _ in range(8):
            if container < 0 or outline.name(container):
                break
            container = outline.container(container)
        if container == owner.index and outline.container(index) != owner.index:
            found.append(Declaration(owner.path, index, -1, name))
    return found


def written_elsewhere(resolver: Resolver, owner: Declaration, name: str) -> list[Declaration]:
    """Members of a type that are not within its braces: by qualifier, impl block or merged declaration."""
    project = resolver.project
    owner_name = project.outline(owner.path).name(owner.index) if owner.index >= 0 else owner.name
    siblings, family = project.siblings(owner.path), project.family(owner.path)
    rules = project.rules(owner.path)
    found = []
    for path, index in project.definers_for(owner.path)(name)[:_CANDIDATES]:
        outline = project.outline(path)
        container = outline.container(index)
        qualifier = outline.qualifier(index)
        last = (
            qualifier.replace("::", ".").split("<", 1)[0].rsplit(".", 1)[-1].strip("*& ") if qualifier else ""
        )
        named = last == owner_name
        if not named and container >= 0 and (path, container) != (owner.path, owner.index):
            kind = outline.kind(container)
            named = outline.name(container) == owner_name and (
                kind is DefKind.IMPL or (kind in TYPE_KINDS | NAMESPACE_KINDS and rules.merges(kind))
            )
        if not named or project.family(path) != family:
            continue
        if path == owner.path or path in siblings or rules.extends_from(project, owner.path, path, container):
            found.append(Declaration(path, index, -1, name))
    return _inherent(resolver, found)


def _inherent(resolver: Resolver, found: list[Declaration]) -> list[Declaration]:
    """Without what only a trait's impl block gives, where the type has the member of its own."""

    def is_inherent(one: Declaration) -> bool:
        outline = resolver.project.outline(one.path)
        container = outline.container(one.index)
        return (
            container < 0 or outline.kind(container) is not DefKind.IMPL or not outline.qualifier(container)
        )

    return [one for one in found if is_inherent(one)] or found


def linearised(resolver: Resolver, owner: Declaration) -> list[Declaration]:
    """The type and all its supertypes, in the order in which members are looked for."""
    return resolver.guarded(("linear", owner), lambda: _linearise(resolver, owner), [owner])


def _linearise(resolver: Resolver, owner: Declaration) -> list[Declaration]:
    """C3, as Python has it; for languages with one superclass it is the class, then its interfaces."""
    parents = supertypes(resolver, owner)
    sequences = [list(linearised(resolver, parent)) for parent in parents] + [list(parents)]
    order = [owner]
    limit = resolver.project.limits.supertypes
    while len(order) < limit:
        sequences = [one for one in sequences if one]
        if not sequences:
            break
        head = next(
            (one[0] for one in sequences if not any(one[0] in other[1:] for other in sequences)),
            sequences[0][0],  # no consistent order: the order as written is the best there is
        )
        if head not in order:
            order.append(head)
        sequences = [[other for other in one if other != head] for one in sequences]
    return order


def supertypes(resolver: Resolver, owner: Declaration) -> list[Declaration]:
    """Direct supertypes that are defined in the workspace, in the order written."""
    return resolver.guarded(("supers", owner), lambda: _supertypes(resolver, owner), [])


def _supertypes(resolver: Resolver, owner: Declaration) -> list[Declaration]:
    if owner.index >= 0 and resolver.project.rules(owner.path).library() is not None:
        above = ancestry.parents(resolver, ClassObject(owner), owner.path)
        return [one.declaration for one in above if isinstance(one, Instance) and one.declaration != owner]
    found: list[Declaration] = []
    for path, facts, one in _written_supertypes(resolver, owner):
        known = written_types.evaluate(resolver, path, one.text, facts.span(one.definition)[0])
        for member in known.members if isinstance(known, Union) else (known,):
            if isinstance(member, Instance) and member.declaration not in (owner, *found):
                found.append(member.declaration)
    for told in doc_types.supertypes(resolver, owner):
        if isinstance(told, Instance) and told.declaration not in (owner, *found):
            found.append(told.declaration)
    return found


def _written_supertypes(resolver: Resolver, owner: Declaration) -> list[tuple[str, Outline, Supertype]]:
    """(file, its facts, supertype as written) of a type and of the other parts of it."""
    if owner.index < 0:
        return []
    outline = resolver.project.outline(owner.path)
    written = [(owner.path, outline, one) for one in outline.supertypes_of(owner.index)]
    for path, index in resolver.project.rules(owner.path).other_parts(
        resolver.project, owner.path, owner.index, resolver.project.definers_for(owner.path)
    ):
        other = resolver.project.outline(path)
        written.extend((path, other, one) for one in other.supertypes_of(index))
    return written


def direct_supertypes(resolver: Resolver, known: Instance) -> list[Instance]:
    """The types directly above that of a value, with the type arguments that the value hands up to them."""
    return resolver.guarded(("direct supers", known), lambda: _direct_supertypes(resolver, known), [])


def _direct_supertypes(resolver: Resolver, known: Instance) -> list[Instance]:
    found: list[Instance] = []
    for path, facts, one in _written_supertypes(resolver, known.declaration):
        offset = facts.span(one.definition)[0]
        above = written_types.evaluate(resolver, path, one.text, offset, known, index=one.definition)
        parts = above.members if isinstance(above, Union) else (above,)
        found += [
            part for part in parts if isinstance(part, Instance) and part.declaration != known.declaration
        ]
    return found


def out_of_line_scope(
    resolver: Resolver, path: str, view: FileView, function: int, name: str
) -> list[Declaration]:
    """What is visible in the body of an out-of-line member function (`void A::B::f() { name; }`): members of
    its class and of the classes around that, and the name of its class."""
    qualifier = view.outline.qualifier(function)
    if not qualifier or not resolver.project.rules(path).implicit_receiver():
        return []
    owner = written_types.evaluate(resolver, path, qualifier, view.outline.span(function)[0])
    if owner is None:
        return []
    found = resolver.member(owner, name, path)
    if not found and isinstance(owner, Instance | ClassObject):
        inner = owner.declaration
        return [inner] if inner.name == name else of_classes_around(resolver, path, inner, name)
    return [one.found(How.SCOPE) for one in found]


def of_classes_around(resolver: Resolver, path: str, inner: Declaration, name: str) -> list[Declaration]:
    """What the nearest of the classes around a class has by a name, the classes themselves among it."""
    around = class_around(resolver, inner)
    while around is not None:
        if around.name == name:
            return [around]
        if found := resolver.member(ClassObject(around), name, path):
            return [one.found(How.SCOPE) for one in found]
        around = class_around(resolver, around)
    return []


def class_around(resolver: Resolver, inner: Declaration) -> Declaration | None:
    if inner.index < 0:
        return None
    outline = resolver.project.outline(inner.path)
    container = outline.container(inner.index)
    if qualifier := outline.qualifier(inner.index):
        start = outline.span(inner.index)[0]
        known = written_types.evaluate(resolver, inner.path, qualifier, start)
        return known.declaration if isinstance(known, Instance | ClassObject) else None
    if container < 0 or outline.kind(container) not in TYPE_KINDS:
        return None
    return Declaration(inner.path, container, -1, outline.name(container))


def by_constructor(
    resolver: Resolver, path: str, view: FileView, start: int, own: Declaration | None
) -> list[Declaration] | None:
    """The constructor or destructor whose name stands at `start`, where it is declared, and its class; None
    where there is none. `~A` is declared where its tilde stands, and used where its name does."""
    if own is None and view.data[start - 1 : start] == b"~":
        for index in view.outline.by_start.get(start - 1, ()):
            own = Declaration(path, index, -1, view.outline.name(index))
    elif own is None or own.index < 0 or view.outline.kind(own.index) is not DefKind.CONSTRUCTOR:
        return None
    known = declared.enclosing_instance(resolver, path, view, start) if own is not None else None
    return [own, known.declaration] if own is not None and isinstance(known, Instance) else None


def initialised(resolver: Resolver, path: str, view: FileView, start: int) -> list[Declaration]:
    """The member that the list before a constructor's body initialises by the name at `start`."""
    if not resolver.project.rules(path).initialises_members():
        return []
    around = next(islice(view.ancestors(start), 1, None), None)
    occurrence = view.occurrence_at(start)
    if around is None or occurrence is None or around.node_type != "field_initializer":
        return []
    if around.span[0] != start:
        return []
    owner = declared.enclosing_instance(resolver, path, view, start)
    if not isinstance(owner, Instance):
        return []
    found = own_members(resolver, owner.declaration, occurrence.name)
    return [one.found(How.MEMBER) for one in found if resolver.kind(one) is DefKind.FIELD]


def implicit(resolver: Resolver, path: str, view: FileView, expression: Expression) -> list[Declaration]:
    """A member access without a written receiver, as in `method()` of Java's invocations."""
    name = expression.part("name")
    return resolver.name(path, view, name.text, name.span[0]) if name is not None else []


def guess(resolver: Resolver, path: str, view: FileView, owner: Expression, name: str) -> list[Declaration]:
    """Where the receiver's type is not known: the member of that name, if the workspace has just one."""
    project = resolver.project
    family = project.family(path)
    if not project.rules(path).may_guess(name):
        return []
    if found := paths.through_traits(resolver, name, path):
        return [one.found(How.NAME) for one in found]
    found = []
    owners: set[tuple[str, int]] = set()
    for other, index in project.definers_for(path)(name)[:_CANDIDATES]:
        if project.family(other) != family:
            continue
        outline = project.outline(other)
        container = outline.container(index)
        if container < 0 and not outline.qualifier(index):
            continue
        if container >= 0 and outline.kind(container) in CALLABLE_KINDS:
            continue
        owners.add((other, container))
        found.append(Declaration(other, index, -1, name, How.NAME))
        if len(owners) > 1:
            return []
    return found


def parameter(resolver: Resolver, known: Type, name: str) -> list[Declaration]:
    """The parameter `name` of what is called: a function, or a class's constructor."""
    for one in constructors(resolver, known):
        return parameter(resolver, FunctionObject(one), name)
    if not isinstance(known, FunctionObject) or known.declaration.index < 0:
        return []
    at = resolver.view_at(known.declaration)
    if at is None:
        return []
    view, index = at
    for scope in view.scopes:
        if scope.definition == index:
            return [
                Declaration(known.declaration.path, -1, one.start, name, How.MEMBER)
                for one in scope.bindings.get(name, ())
                if one.kind is DefKind.PARAMETER
            ]
    return []


def constructors(resolver: Resolver, known: Type) -> list[Declaration]:
    """The constructor that a class has or inherits, where constructors have names of their own."""
    if not isinstance(known, ClassObject):
        return []
    path = known.declaration.path
    found = (resolver.member(known, name, path)[:1] for name in resolver.project.spec_constructors(path))
    return [one for few in found for one in few]


def constructed(resolver: Resolver, known: Type) -> Type:
    """The instance that a class object makes; other types as they are."""
    return Instance(known.declaration, known.arguments) if isinstance(known, ClassObject) else known


def builtin_classes(resolver: Resolver, builtin: Builtin, path: str) -> list[Declaration]:
    """Classes of the workspace that stand for a builtin type (its own stubs or runtime sources)."""
    project = resolver.project
    modules = project.cached(("implicit", path), lambda: project.rules(path).implicit_modules(project, path))
    return (
        [one for one in resolver.exported(tuple(modules), builtin.name) if resolver.is_type(one)]
        if modules
        else []
    )
