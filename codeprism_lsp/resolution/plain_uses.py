"""Uses of a name that the text around them tells, so that their file need not be parsed for them.

What a use of a plain name means is decided by what is visible in its file, unless something around it
declares the name again. Where the text shows that nothing does, the files that see the definition are known
without a tree, and so are their uses of it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from codeprism_lsp.extraction.regions import region_of
from codeprism_lsp.facts.kinds import CALLABLE_KINDS, DefKind, Role
from codeprism_lsp.facts.outline import Outline
from codeprism_lsp.languages.standing import Standing
from codeprism_lsp.resolution import linkage, objects
from codeprism_lsp.resolution.declaration import Declaration

if TYPE_CHECKING:
    from codeprism_lsp.resolution.resolver import Resolver

_MEMBER_MACROS = b"offsetof"  # the one form in which a member stands behind no mark of access
_MACRO_BYTES = 200


@dataclass(frozen=True, slots=True)
class Sifted:
    """Uses of some definitions that are certain, and the places that only a parse can tell of."""

    uses: Sequence[tuple[int, Role, Declaration]]
    open: Sequence[int]


def sift(
    resolver: Resolver,
    path: str,
    data: bytes,
    name: str,
    offsets: Sequence[int],
    wanted: Collection[Declaration],
) -> Sifted:
    """What the text of a file tells of the places at which a name stands, when some definitions called so
    are looked for. Places that can mean none of them are left out."""
    spec = resolver.project.spec(path)
    if spec is None or spec.standings is None or any(one.path == path or one.index < 0 for one in wanted):
        return Sifted((), offsets)
    kinds = {resolver.kind(one) for one in wanted}
    found = list(zip(offsets, spec.standings(data, offsets, len(name.encode())), strict=True))
    if kinds == {DefKind.FIELD}:
        return Sifted((), [offset for offset, standing in found if _may_name_member(data, offset, standing)])
    seen = [(offset, standing) for offset, standing in found if standing is not Standing.HIDDEN]
    outline = resolver.project.outline(path)
    if any(objects.is_member(kind) for kind in kinds) or outline.size != len(data):
        return Sifted((), [offset for offset, _ in seen])
    seen = [(offset, standing) for offset, standing in seen if standing is not Standing.MEMBER]
    if not all(objects.is_member(outline.kind(index)) for index in outline.named(name)):
        return Sifted((), [offset for offset, _ in seen])
    visible = linkage.linked_anywhere(resolver, path, name)
    if not any(one in wanted for one in visible):
        return Sifted((), ())
    return _told(resolver, path, data, outline, seen, visible, wanted)


def _may_name_member(data: bytes, offset: int, standing: Standing) -> bool:
    if standing is Standing.MEMBER:
        return True
    return standing is not Standing.HIDDEN and _MEMBER_MACROS in data[max(0, offset - _MACRO_BYTES) : offset]


def _told(
    resolver: Resolver,
    path: str,
    data: bytes,
    outline: Outline,
    seen: Sequence[tuple[int, Standing]],
    visible: Sequence[Declaration],
    wanted: Collection[Declaration],
) -> Sifted:
    spec = resolver.project.spec(path)
    assert spec is not None
    regions: dict[tuple[int, int] | None, list[tuple[int, Standing]]] = {}
    for offset, standing in seen:
        regions.setdefault(region_of(spec, outline, offset), []).append((offset, standing))
    uses: list[tuple[int, Role, Declaration]] = []
    left: list[int] = []
    for places in regions.values():
        unsure = any(standing is Standing.UNSURE for _, standing in places)
        for offset, standing in places:
            tagged = standing is Standing.TAG
            meant = [one for one in visible if _is_tag(resolver, one) == tagged]
            role = _role(resolver, meant, standing) if meant and (tagged or not unsure) else None
            if role is None or (role in (Role.CALL, Role.READ) and not _is_in_body(outline, data, offset)):
                left.append(offset)
            elif (named := next((one for one in meant if one in wanted), None)) is not None:
                uses.append((offset, role, named))
    return Sifted(uses, sorted(left))


def _is_tag(resolver: Resolver, one: Declaration) -> bool:
    project = resolver.project
    return project.rules(one.path).is_tag(project.outline(one.path), one.index)


def _role(resolver: Resolver, meant: Sequence[Declaration], standing: Standing) -> Role | None:
    """The role in which a name stands for what it means there; None where the text does not tell."""
    kinds = {resolver.kind(one) for one in meant}
    if standing is Standing.TAG:
        return Role.TYPE
    if kinds == {DefKind.TYPE_ALIAS} and standing in (Standing.TYPE, Standing.VALUE):
        return Role.TYPE
    if standing is Standing.CALL and kinds <= CALLABLE_KINDS | {DefKind.MACRO}:
        return Role.CALL
    if standing is not Standing.VALUE:
        return None
    if kinds <= CALLABLE_KINDS or (
        kinds <= {DefKind.MACRO, DefKind.ENUM_MEMBER} and all(one.name.isupper() for one in meant)
    ):
        return Role.READ
    return None


def _is_in_body(outline: Outline, data: bytes, offset: int) -> bool:
    """Whether a place lies in the body of a function."""
    around = outline.enclosing(offset)
    if around < 0 or outline.kind(around) not in CALLABLE_KINDS:
        return False
    body = data.find(b"{", outline.name_span(around)[1], offset)
    return body >= 0
