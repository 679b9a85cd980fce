"""The tags of JSDoc comments that tell types: a pure function of a comment's text.

Types are given back as TypeScript writes them: `?Item`, `Item=` and `Array.<Item>` are older spellings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from codeprism_lsp.facts.kinds import DefKind, ImportKind
from codeprism_lsp.languages.spec import DocTag, Documented

_TAG = re.compile(rb"(?:^|[\s*])@(?P<tag>[a-z]+)\b[ \t]*")
_NAME = re.compile(rb"\s*(?P<open>\[)?\s*(?P<name>[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*|\[\]\.?)*)")
_KINDS = {
    **dict.fromkeys((b"param", b"arg", b"argument"), "param"),
    **dict.fromkeys((b"returns", b"return"), "returns"),
    **dict.fromkeys((b"property", b"prop", b"member"), "property"),
    **dict.fromkeys((b"extends", b"augments"), "extends"),
    **{one: one.decode() for one in (b"type", b"this", b"typedef", b"callback", b"template", b"enum")},
    b"implements": "implements",
    b"satisfies": "type",
}
_NAMED = frozenset({"param", "property", "typedef", "callback", "template"})
_IMPORT = re.compile(
    rb"(?:type\s+)?(?P<default>[\w$]+)?\s*,?\s*(?:\{(?P<names>[^}]*)\}|\*\s*as\s+(?P<all>[\w$]+))?"
    rb"\s*from\s*['\"](?P<module>[^'\"]+)['\"]"
)
_IMPORTED = re.compile(rb"(?:type\s+)?(?P<name>[\w$]+)(?:\s+as\s+(?P<alias>[\w$]+))?")
_OLD_FUNCTION = re.compile(r"\bfunction\s*\(")
_KEY = re.compile(rb"\s*(?:readonly\s+)?['\"]?(?P<name>[A-Za-z_$][\w$]*)['\"]?\??\s*:")
_MANY = 200  # tags, or members of an object type, of one comment


@lru_cache(maxsize=4096)
def tags(comment: bytes) -> tuple[DocTag, ...]:
    """The tags with types of a comment, in order; offsets are those in the comment."""
    return tuple(_tags(comment))


def _tags(comment: bytes) -> Iterator[DocTag]:
    for count, match in enumerate(_TAG.finditer(comment)):
        kind = _KINDS.get(match["tag"])
        if kind is None:
            continue
        if count > _MANY:
            return
        at = match.end()
        type_start = type_end = -1
        if comment[at : at + 1] == b"{":
            type_start, type_end = at + 1, _closing(comment, at)
            if type_end < 0:
                continue
            at = type_end + 1
        name, name_start = "", -1
        optional = False
        if kind in _NAMED and (named := _NAME.match(comment, at)) is not None:
            if b"\n" not in comment[at : named.start("name")] or kind == "typedef":
                name, name_start = named["name"].decode("utf-8", "replace"), named.start("name")
                optional = named["open"] is not None
        text = modern(comment[type_start:type_end].decode("utf-8", "replace")) if type_start >= 0 else ""
        yield DocTag(kind, name, text, match.start("tag") - 1, name_start, type_start, optional)


def modern(written: str) -> str:
    """A type as TypeScript writes it."""
    text = re.sub(r"\n\s*\*?", " ", written).strip()
    text = text.removeprefix("...").lstrip("?!").rstrip("=?!").strip()
    text = text.replace(".<", "<").replace("Object<", "Record<").replace("object<", "Record<")
    if text in ("*", "Object", "object", "Function", "function"):
        return ""
    if match := _OLD_FUNCTION.search(text):
        return _modern_function(text, match.end())
    return text


def _modern_function(text: str, at: int) -> str:
    """`function(A, B): R` as `(a0: A, a1: B) => R`."""
    depth, end = 1, at
    while end < len(text) and depth:
        depth += (text[end] in "(<[{") - (text[end] in ")>]}")
        end += 1
    parts = [part.strip() for part in text[at : end - 1].split(",") if part.strip()]
    named = ", ".join(f"a{number}: {part}" for number, part in enumerate(parts) if ":" not in part)
    result = text[end:].lstrip().removeprefix(":").strip() or "void"
    return f"({named}) => {result}"


def members_at(comment: bytes, start: int) -> tuple[DocTag, ...]:
    """The members of the object type that opens at or behind `start` of a comment, or of the parameter or
    property whose name stands there (`@param options.size`)."""
    known = tags(comment)
    for tag in known:
        if tag.name_start == start and tag.kind in ("param", "property"):
            inner = f"{tag.name}."
            if not any(one.name.startswith(inner) for one in known):
                start = tag.type_start
                break
            return tuple(
                _inside(one, len(inner))
                for one in known
                if one.name.startswith(inner) and "." not in one.name[len(inner) :].replace("[].", "")
            )
    opening = comment.find(b"{", start)
    return tuple(_object_members(comment, opening)) if opening >= 0 else ()


def _inside(tag: DocTag, skipped: int) -> DocTag:
    return DocTag(
        "property",
        tag.name[skipped:],
        tag.type,
        tag.start,
        tag.name_start + skipped,
        tag.type_start,
        tag.optional,
    )


def _object_members(comment: bytes, opening: int) -> Iterator[DocTag]:
    end = _closing(comment, opening)
    at, depth = opening + 1, 0
    expecting = True
    found = 0
    while at < end and found < _MANY:
        char = comment[at : at + 1]
        if expecting and depth == 0 and (match := _KEY.match(comment, at)) is not None and match.end() <= end:
            stop = _until_separator(comment, match.end(), end)
            text = modern(comment[match.end() : stop].decode("utf-8", "replace"))
            start = match.start("name")
            yield DocTag("property", match["name"].decode(), text, start, start, match.end(), False)
            found += 1
            at, expecting = stop, False
            continue
        depth += (char in b"({[<") - (char in b")}]>") if char.strip() else 0
        if char in b",;\n" and char:
            expecting = True
        at += 1


def _until_separator(comment: bytes, at: int, end: int) -> int:
    depth = 0
    while at < end:
        char = comment[at]
        if depth == 0 and char in b",;":
            return at
        depth += (char in b"({[<") - (char in b")}]" or (char == 0x3E and comment[at - 1] != 0x3D))
        at += 1
    return end


def _closing(comment: bytes, opening: int) -> int:
    """The offset of the brace that closes the one at `opening`, -1 without."""
    depth = 0
    for at in range(opening, len(comment)):
        depth += (comment[at] == 0x7B) - (comment[at] == 0x7D)
        if depth == 0:
            return at
    return -1


def documented(comment: bytes) -> Documented:
    """What a comment defines and imports: types with their members, `@import {A} from './a'`."""
    known = tags(comment)
    definitions: list[tuple[DefKind, str, str, str, int, int, int]] = []
    heads = [number for number, tag in enumerate(known) if tag.kind in ("typedef", "callback") and tag.name]
    for number in heads:
        head = known[number]
        following = next((one for one in heads if one > number), len(known))
        end = known[following].start if following < len(known) else len(comment)
        inner = known[number + 1 : following]
        if head.kind == "callback":
            parameters = [one for one in inner if one.kind == "param" and "." not in one.name]
            listed = ", ".join(
                f"{one.name or 'a'}{'?' if one.optional else ''}: {one.type or 'any'}" for one in parameters
            )
            result = next((one.type for one in inner if one.kind == "returns"), "") or "void"
            text = f"({listed}) => {result}"
            definitions.append((DefKind.TYPE_ALIAS, head.name, text, "", head.start, end, head.name_start))
            continue
        is_object = head.type.startswith("{")
        members = [one for one in inner if one.kind == "property" and "." not in one.name and one.name]
        if is_object:
            members = [*_object_members(comment, comment.find(b"{", head.type_start)), *members]
        text = "" if is_object or not head.type else head.type
        definitions.append((DefKind.TYPE_ALIAS, head.name, text, "", head.start, end, head.name_start))
        definitions.extend(
            (
                DefKind.PROPERTY,
                one.name,
                one.type,
                "",
                one.name_start,
                one.name_start + len(one.name.encode()),
                one.name_start,
            )
            for one in members
            if head.start <= one.name_start < end
        )
    return Documented(tuple(definitions), tuple(_imports(comment)))


def _imports(comment: bytes) -> Iterator[tuple[ImportKind, str, str, str, int, int]]:
    """(kind, module, name, alias, offset of the name, offset of the alias or -1)."""
    for match in re.finditer(rb"@import\s+", comment):
        found = _IMPORT.match(comment, match.end())
        if found is None:
            continue
        module = found["module"].decode("utf-8", "replace")
        if found["default"]:
            yield (
                ImportKind.DEFAULT,
                module,
                "",
                found["default"].decode(),
                found.start("default"),
                found.start("default"),
            )
        if found["all"]:
            yield ImportKind.MODULE, module, "", found["all"].decode(), found.start("all"), found.start("all")
        if found["names"] is not None:
            for one in _IMPORTED.finditer(comment, *found.span("names")):
                alias = one["alias"].decode() if one["alias"] else ""
                yield (
                    ImportKind.NAME,
                    module,
                    one["name"].decode(),
                    alias,
                    one.start("name"),
                    one.start("alias"),
                )
