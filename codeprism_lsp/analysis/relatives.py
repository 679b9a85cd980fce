"""Members that may be meant where a member is named: what it overrides or implements, and what overrides it.

A call of an interface's method may run any implementation, so that it is a use of each of them. How far
this is followed is a matter of the language, as its people know it from their compilers' servers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from codeprism_lsp.analysis import function_literals, hierarchy, method_sets
from codeprism_lsp.facts.kinds import CALLABLE_KINDS, DefKind, Modifier, Role
from codeprism_lsp.languages.rules import Following
from codeprism_lsp.resolution import members, parameter_lists
from codeprism_lsp.resolution.declaration import Declaration
from codeprism_lsp.resolution.resolver import Resolver

_MEMBERS = frozenset({DefKind.METHOD, DefKind.PROPERTY, DefKind.FIELD})
_TYPES = frozenset({DefKind.CLASS, DefKind.INTERFACE})
_NEVER = Modifier.PRIVATE | Modifier.STATIC


def related(
    resolver: Resolver, targets: Iterable[Declaration], check: hierarchy.Check
) -> dict[Declaration, Following]:
    """Members whose uses are uses of the targets, too, and whether their declarations count as well."""
    found: dict[Declaration, Following] = {}
    for target in targets:
        if target.index < 0:
            continue
        if resolver.project.rules(target.path).overrides_by_name():
            found.update(dict.fromkeys(_family(resolver, target, check), Following.ALL))
            continue
        if resolver.kind(target) is not DefKind.METHOD:
            continue
        rules = resolver.project.rules(target.path)
        above, below = rules.follows_overridden(), rules.follows_overriding()
        if above is Following.NOT and below is Following.NOT:
            continue
        if resolver.project.outline(target.path).modifiers(target.index) & _NEVER:
            continue
        owner = hierarchy.owner_of(resolver, target)
        if owner is None:
            continue
        overridden = list(_like(resolver, target, _above(resolver, owner, check)))
        marked = any(_is_virtual(resolver, one) for one in (target, *overridden))
        if rules.overrides_are_marked() and not marked:
            continue
        if below is not Following.NOT:
            types = hierarchy.all_subtypes(resolver, owner, check)
            found.update(dict.fromkeys(_like(resolver, target, types), below))
        if above is not Following.NOT:
            found.update(dict.fromkeys(overridden, above))
    return found


def _is_virtual(resolver: Resolver, method: Declaration) -> bool:
    return bool(resolver.project.outline(method.path).modifiers(method.index) & Modifier.VIRTUAL)


def counts(following: Following, role: Role) -> bool:
    """Whether an occurrence with a role is a reference of what is followed so far."""
    if following is Following.ALL:
        return True
    return (role is Role.DEFINITION) is (following is Following.DECLARATIONS)


def _family(resolver: Resolver, member: Declaration, check: hierarchy.Check) -> Iterator[Declaration]:
    """The members of the name in all types that share a member of it with the target's, up and down."""
    outline = resolver.project.outline(member.path)
    if resolver.kind(member) not in _MEMBERS or outline.modifiers(member.index) & _NEVER:
        return
    owner = hierarchy.owner_of(resolver, member)
    if owner is None or resolver.kind(owner) not in _TYPES:
        return
    name = outline.name(member.index)
    levels = members.linearised(resolver, owner)
    sharing = [one for one in levels if one == owner or members.own_members(resolver, one, name)]
    types = dict.fromkeys(sharing)
    for one in sharing:
        types.update(dict.fromkeys(hierarchy.all_subtypes(resolver, one, check)))
    for one in types:
        yield from (found for found in members.own_members(resolver, one, name) if found.index >= 0)


def supertypes(resolver: Resolver, declaration: Declaration, check: hierarchy.Check) -> list[Declaration]:
    """Types directly above a type; of a method, where methods have a hierarchy, what each of the types above
    its own has for it: the method, or else the type itself."""
    if declaration.is_local:
        return function_literals.implemented(resolver, declaration)
    owner = _owner_of_method(resolver, declaration)
    if owner is None:
        return hierarchy.supertypes(resolver, declaration, check)
    return _stand_ins(resolver, declaration, hierarchy.supertypes(resolver, owner, check))


def subtypes(resolver: Resolver, declaration: Declaration, check: hierarchy.Check) -> list[Declaration]:
    """As `supertypes`, below."""
    if declaration.is_local:
        return []
    owner = _owner_of_method(resolver, declaration)
    if owner is None:
        literals = function_literals.implementing(resolver, declaration, check)
        return [*hierarchy.subtypes(resolver, declaration, check), *literals]
    literals = function_literals.implementing(resolver, owner, check)
    return [*_stand_ins(resolver, declaration, hierarchy.subtypes(resolver, owner, check)), *literals]


def has_hierarchy(resolver: Resolver, declaration: Declaration) -> bool:
    """Whether a declaration is a method with a hierarchy of its own."""
    rules = resolver.project.rules(declaration.path)
    return rules.methods_have_hierarchy() and resolver.kind(declaration) is DefKind.METHOD


def _owner_of_method(resolver: Resolver, declaration: Declaration) -> Declaration | None:
    return hierarchy.owner_of(resolver, declaration) if has_hierarchy(resolver, declaration) else None


def _stand_ins(resolver: Resolver, method: Declaration, types: Iterable[Declaration]) -> list[Declaration]:
    found: list[Declaration] = []
    spelled = _types(_written(resolver, method))
    for one in types:
        same = [
            each for each in _like(resolver, method, [one]) if _types(_written(resolver, each)) == spelled
        ]
        found.extend(same[:1] or [one])
    return found


def _above(resolver: Resolver, owner: Declaration, check: hierarchy.Check) -> list[Declaration]:
    if method_sets.applies(resolver, owner):
        return hierarchy.supertypes(resolver, owner, check)
    return members.linearised(resolver, owner)[1:]


def _like(resolver: Resolver, method: Declaration, types: Iterable[Declaration]) -> Iterator[Declaration]:
    """The members of some types that have the name and as many parameters as the method."""
    outline = resolver.project.outline(method.path)
    name, wanted = outline.name(method.index), outline.parameters(method.index)
    for one in types:
        fitting = [
            member
            # A destructor goes by the name of its class.
            for member in members.own_members(resolver, one, f"~{one.name}" if name[:1] == "~" else name)
            if member.index >= 0
            and resolver.kind(member) in CALLABLE_KINDS
            and _count(resolver, member) == len(parameter_lists.parameters(wanted))
        ]
        if len(fitting) > 1:
            spelled = _types(wanted)
            same = [each for each in fitting if _types(_written(resolver, each)) == spelled]
            fitting = same or fitting
        yield from fitting


def _written(resolver: Resolver, method: Declaration) -> str:
    return resolver.project.outline(method.path).parameters(method.index)


def _count(resolver: Resolver, method: Declaration) -> int:
    return len(parameter_lists.parameters(_written(resolver, method)))


def _types(parameters: str) -> list[str]:
    return [parameter_lists.type_name(one) for one in parameter_lists.parameters(parameters)]
