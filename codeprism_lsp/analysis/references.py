"""References: definition -> names it goes by -> files that may see it -> occurrences that resolve to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeVar, cast

from codeprism_lsp.analysis import (
    candidates,
    constructions,
    constructor_calls,
    expansions,
    lookahead,
    packages,
    relatives,
)
from codeprism_lsp.analysis.sought import Group, sought
from codeprism_lsp.content.search import word_offsets
from codeprism_lsp.extraction.view import FileView
from codeprism_lsp.facts.kinds import DefKind, Role
from codeprism_lsp.languages.rules import Following
from codeprism_lsp.languages.spec import Form
from codeprism_lsp.resolution import conditions, overloads, paths, plain_uses
from codeprism_lsp.resolution.declaration import Declaration, How
from codeprism_lsp.resolution.nominal import told_calls, told_types
from codeprism_lsp.resolution.resolver import Resolver

_MAX_ALIASES = 8
_EXPANDED = 3  # macros within the bodies of macros
_WORD = re.compile(rb"\w+")
_DOTTED = re.compile(rb"[\w$.]+\.\s*\Z")


_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, order=True)
class Reference:
    """One occurrence of a name: its own span, and how sure it is that it means the definition."""

    path: str
    start: int
    end: int
    role: Role
    how: How
    begin: int = -1  # where the qualifier begins that belongs to it, -1 without one


def references(resolver: Resolver, path: str, offset: int) -> list[Reference]:
    """All references of what is at an offset, its declarations included, in path order, each once."""
    return sorted({one for part in at(resolver, path, offset) for one in part})


def at(
    resolver: Resolver, path: str, offset: int, check: Callable[[], None] = lambda: None
) -> Iterator[list[Reference]]:
    """References of what is at an offset, file by file, those first that declare it."""
    if packages.clause_at(resolver, path, offset) is not None:
        for place in packages.references(resolver, path):
            yield [Reference(*place, How.PACKAGE)]
        return
    yield from stream(resolver, targets(resolver, path, offset), check)


def targets(resolver: Resolver, path: str, offset: int) -> list[Declaration]:
    """What the identifier at an offset names: sure answers only, or guesses where there are none."""
    if (declared := packages.declared_by_import(resolver, path, offset)) is not None:
        return [declared]
    found = resolver.meant(path, offset)
    return [one for one in found if one.how is not How.NAME] or found


def stream(
    resolver: Resolver,
    wanted: Iterable[Declaration],
    check: Callable[[], None] = lambda: None,
) -> Iterator[list[Reference]]:
    """References file by file, first where they are declared, then in path order, so that what has been
    found so far can be shown at once. A file may come again, for what it names otherwise."""
    group = _group(resolver, list(wanted), check)
    if not group:
        return
    # A macro is used where it is written, whichever macros are written around it.
    of_macros = all(one.index >= 0 and resolver.kind(one) is DefKind.MACRO for one in group)
    yield from _stream(resolver, group, check, 0 if of_macros else _EXPANDED)


def _stream(
    resolver: Resolver, group: Group, check: Callable[[], None], nested: int
) -> Iterator[list[Reference]]:
    preprocessed = [one for one in group if resolver.project.rules(one.path).is_preprocessed()]
    built = any(not conditions.is_declared_out(resolver, one) for one in preprocessed)
    files: list[tuple[str, frozenset[str]]] = []
    meant = frozenset(group.items())

    def of_file(own: Resolver, path: str, names: frozenset[str]) -> list[Reference]:
        part = _in_file(own, path, names, group)
        # What a build takes has no uses in what it leaves out.
        return [one for one in part if _is_built(own, one, group)] if built else part

    for path, names in candidates.files(resolver, group, check):
        check()
        if preprocessed:
            files.append((path, names))
        identity = ("references", path, names, meant)
        if part := _kept(resolver, identity, check, partial(of_file, path=path, names=names)):
            yield part
    if nested and files:
        yield from _through_macros(Resolver(resolver.project, check), files, group, check, nested)


def _through_macros(
    resolver: Resolver,
    files: list[tuple[str, frozenset[str]]],
    group: Group,
    check: Callable[[], None],
    nested: int,
) -> Iterator[list[Reference]]:
    """Calls of the macros whose bodies name one of the group."""
    bodies: dict[Declaration, list[int]] = {}
    meant = frozenset(group.items())

    def in_bodies(own: Resolver, file: tuple[str, frozenset[str]]) -> list[expansions.Use]:
        return list(expansions.naming(own, [file], group))

    for file in files:
        check()
        for macro, at in _kept(resolver, ("bodies", *file, meant), check, partial(in_bodies, file=file)):
            if macro not in group and (macro in bodies or len(bodies) < expansions.MACROS):
                bodies.setdefault(macro, []).append(at)
    project = resolver.project
    for macro, places in bodies.items():
        data = project.data(macro.path) or b""
        plain = any(not expansions.is_member(data, at) for at in places)
        words = {} if plain else {at: _word(data, at) for at in places}
        for part in _stream(Resolver(project, check), {macro: Following.ALL}, check, nested - 1):
            uses = tuple(one for one in part if one.role is not Role.DEFINITION)
            identity = ("calls", part[0].path, macro, meant, uses)
            calls = partial(_calls, macro=macro, uses=uses, words=words, group=group)
            if found := _kept(resolver, identity, check, calls):
                yield found


def _calls(
    resolver: Resolver, macro: Declaration, uses: Iterable[Reference], words: Mapping[int, str], group: Group
) -> list[Reference]:
    """The uses of a macro that call it, and of these, where its body names members, those that mean one of
    the group: `words` are the members that it names."""
    project = resolver.project
    calls = [one for one in uses if expansions.is_call(project.data(one.path) or b"", one.start)]
    if not words:
        return calls
    return [
        one
        for one in calls
        if any(
            expansions.gives_member(resolver, (macro, at), one.path, one.start, word, group)
            for at, word in words.items()
        )
    ]


def _word(data: bytes, start: int) -> str:
    match = _WORD.match(data, start)
    return match[0].decode() if match is not None else ""


def _is_built(resolver: Resolver, found: Reference, group: Group) -> bool:
    """Whether a usual build takes what stands at a reference; declarations always count."""
    if found.role is Role.DEFINITION:
        return True
    if conditions.is_left_out(resolver, found.path, found.start):
        return False
    return found.role is not Role.MACRO or not _is_asked_before(resolver, found, group)


def _is_asked_before(resolver: Resolver, found: Reference, group: Group) -> bool:
    """Whether a condition asks for a macro that the file itself defines, before it does (`#ifndef GUARD`)."""
    if any(one.path != found.path for one in group):
        return False
    outline = resolver.project.outline(found.path)
    return all(one.index >= 0 and outline.span(one.index)[0] > found.start for one in group)


def settled(parts: Iterable[list[Reference]]) -> Iterator[list[Reference]]:
    """The parts of a stream without guesses; where nothing sure uses the name, the guesses at the end.

    Declarations are always among the sure ones, so that they alone do not hold the guesses back.
    """
    withheld: list[list[Reference]] = []
    used = False
    for part in parts:
        sure = [one for one in part if one.how is not How.NAME]
        used = used or any(one.role is not Role.DEFINITION for one in sure)
        if len(sure) < len(part) and not used:
            withheld.append([one for one in part if one.how is How.NAME])
        if sure:
            yield sure
    if not used:
        yield from withheld


def within(resolver: Resolver, path: str, wanted: Iterable[Declaration]) -> list[Reference]:
    """References of some declarations in one file, in order."""
    group = _group(resolver, list(wanted), lambda: None)
    if not group:
        return []
    follows = resolver.project.rules(path).follows_aliases()
    names = {candidates.name_of(resolver, declaration) for declaration in group}
    for imported in resolver.project.outline(path).all_imports:
        if imported.name in names and imported.alias and follows:
            names.add(imported.alias)
    parts = settled([_in_file(resolver, path, frozenset(names), group)])
    return sorted({one for part in parts for one in part})


def _group(resolver: Resolver, wanted: list[Declaration], check: Callable[[], None]) -> Group:
    """Everything whose uses are references of what is wanted. A local that is named like a field at the same
    time (`Point { x }`) is asked about alone, unless the language takes both for one."""
    if wanted and wanted[0].is_local and not resolver.project.rules(wanted[0].path).locals_are_members():
        wanted = [one for one in wanted if one.is_local]
    own = {one: Following.ALL for each in wanted for one in same_entity(resolver, each)}
    return {**relatives.related(resolver, own, check), **own}


def same_entity(resolver: Resolver, declaration: Declaration) -> list[Declaration]:
    """The declaration with all others that declare the same thing (prototypes, overload sets, parts)."""
    if declaration.index < 0:
        return [declaration]
    project = resolver.project
    rules = project.rules(declaration.path)
    others = rules.same_entity(
        project, declaration.path, declaration.index, project.definers_for(declaration.path)
    )
    name = project.outline(declaration.path).name(declaration.index)
    return [declaration, *(Declaration(path, index, -1, name) for path, index in others)]


def role_of(view: FileView, start: int) -> Role:
    """The role of an occurrence; DEFINITION at a name that is being declared."""
    if view.outline.by_start.get(start) or view.binding_at(start) is not None:
        return Role.DEFINITION
    return view.role(start)


def _kept(
    resolver: Resolver,
    identity: tuple[object, ...],
    check: Callable[[], None],
    compute: Callable[[Resolver], list[_T]],
) -> list[_T]:
    """What is found in one file, kept for as long as nothing has changed that it was read from."""
    project = resolver.project
    kept = project.remembered(identity)
    if kept is not None:
        return cast(list[_T], kept.value)
    own = Resolver(project, check)  # its bounds are those of one file
    before = project.begin_reading(identity)
    try:
        found = compute(own)
    finally:
        reads = project.end_reading(before)
    if not own.cut_short:
        project.remember(identity, found, reads)
    return found


def _in_file(resolver: Resolver, path: str, names: frozenset[str], group: Group) -> list[Reference]:
    found: list[Reference] = []
    data = resolver.project.data(path)
    if data is None:
        return found
    known = sought(resolver, group)
    constructors = known.constructors
    allows = lookahead.sieve(resolver, path, data, known)
    for name in sorted(names):
        width = len(name.encode())
        offsets = word_offsets(data, name.encode())
        begins: dict[int, int] = {}
        if known.types is not None:
            told, places = told_types.sift(resolver, path, data, name, offsets, known.types)
            sifted = plain_uses.Sifted([one[:3] for one in told], places)
            begins = {start: begin for start, _, _, begin in told}
        elif known.functions is not None:
            sifted = plain_uses.Sifted(*told_calls.sift(resolver, path, data, name, offsets, known.functions))
        else:
            sifted = plain_uses.sift(resolver, path, data, name, offsets, group)
        for start, role, one in sifted.uses:
            if relatives.counts(group[one], role):
                found.append(Reference(path, start, start + width, role, one.how, begins.get(start, -1)))
        for start in sifted.open:
            # Only the definition around the word is parsed, however large the file is.
            if not allows(start, start + width):
                continue
            view = resolver.project.view_near(path, start)
            occurrence = view.occurrence_at(start) if view is not None else None
            if view is None or occurrence is None or occurrence.start != start or occurrence.name != name:
                continue
            if known.arities and not overloads.may_call(view, start, known.arities):
                continue
            resolved = resolver.occurrence(path, view, start)
            resolved = conditions.answered(resolver, path, start, resolved)
            if not resolved:
                continue
            if constructors:
                made = constructions.uses(resolver, path, view, start, resolved, constructors)
                found.extend(Reference(*place, Role.CALL, How.MEMBER) for place in made)
            best = resolved[0].how
            # What an impl block has for a trait, and its uses, are uses of the trait's own, too.
            resolved = [*resolved, *(own for one in resolved for own in paths.in_trait(resolver, one))]
            for one in resolved:
                if one.how is not How.SELF and paths.is_given(resolver, one):
                    continue
                if one in group and (one.how is not How.NAME or best is How.NAME):
                    role = role_of(view, start)
                    if relatives.counts(group[one], role) and not _only_mentions(view, start, group[one]):
                        begin = _begin(resolver, view, start, one)
                        found.append(Reference(path, start, start + width, role, one.how, begin))
                    break
    written = [packages.written_path(resolver, one) for one in group if one.path == path]
    found.extend(Reference(path, *span, Role.DEFINITION, How.SELF) for span in written if span is not None)
    called = constructor_calls.uses(resolver, path, group)
    found.extend(Reference(path, *span, Role.CALL, How.MEMBER) for span in called)
    return sorted(set(found))


def _only_mentions(view: FileView, start: int, following: Following) -> bool:
    """Whether a name in a comment links to what is followed for its calls alone: no call is in a comment."""
    return following is Following.USES and view.doc_name_at(start) is not None


def _begin(resolver: Resolver, view: FileView, start: int, meant: Declaration) -> int:
    """Where what belongs to a name begins, in languages where that is part of a reference: the qualifier of a
    type, the keyword that calls a constructor, the mark of a lifetime; -1 where nothing does."""
    if meant.is_local and meant.name[:1] == "'":
        return start - 1
    if not resolver.project.rules(meant.path).qualifiers_belong():
        return -1
    if (named := view.doc_name_at(start)) is not None:
        written = _DOTTED.search(view.data, named[0].begin, start)
        belongs = named[0].role == "reference" and written is not None and resolver.is_type(meant)
        return written.start() if written is not None and belongs else -1
    if meant.index >= 0 and resolver.kind(meant) is DefKind.CONSTRUCTOR:
        call = view.surrounding_call(start)
        return call.span[0] if call is not None and call.form is Form.NEW else -1
    expression = view.expression_at(start) if resolver.is_type(meant) else None
    if expression is None or expression.form is not Form.MEMBER or expression.span[0] >= start:
        return -1
    return expression.span[0]
