"""What calls of `macro_rules!` macros define: names that their bodies put behind `struct`, `fn` and so on.

No macro is expanded. A name that is written in the call of a macro is a definition where the macro's pattern
binds it to a variable that the macro's body defines, as far as the tokens on both sides of it tell. Such a
definition has no row in the facts of its file, since the macro may stand elsewhere; it is known by the place
of its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from codeprism_lsp.facts.kinds import DefKind
from codeprism_lsp.languages.rules import Files

_TOKEN = re.compile(
    rb"(?P<skip>\s+|//[^\n]*|/\*.*?\*/)|\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\\n]|\\[^'\n]*)'|'?\$?(?:r#)?\w+|=>|->|::|.",
    re.DOTALL,
)
_CALL = re.compile(rb"(?m)^[ \t]*(?:\w+\s*::\s*)*([A-Za-z_]\w*)!\s*([({\[])")
_KINDS = {
    b"struct": DefKind.STRUCT,
    b"enum": DefKind.ENUM,
    b"union": DefKind.UNION,
    b"trait": DefKind.TRAIT,
    b"fn": DefKind.FUNCTION,
    b"type": DefKind.TYPE_ALIAS,
    b"const": DefKind.CONSTANT,
    b"static": DefKind.VARIABLE,
    b"mod": DefKind.MODULE,
}
_OPEN, _CLOSE = (b"(", b"[", b"{"), (b")", b"]", b"}")
_HEADERS = frozenset({b"impl", b"enum", b"trait", b"struct", b"union", b"mod", b"fn"})
_AROUND = frozenset({DefKind.MODULE, DefKind.IMPL, DefKind.TRAIT})
_MAX_MACROS = 4  # macros of one name that are looked at
_MAX_TOKENS = 20_000  # of one macro or one call
_START = b"("  # stands for the bracket that a call or a pattern begins with
_ANY = b""


@dataclass(frozen=True, slots=True)
class Made:
    """A name that a call defines: where it stands, what it is, and the type it is a member of, if any."""

    name: str
    start: int
    kind: DefKind
    owner: str


@dataclass(frozen=True, slots=True)
class _Token:
    text: bytes
    start: int


@dataclass(slots=True)
class _Template:
    """A macro: the contexts of its variables (token before the one before, before, after), and what it
    defines: (variable, kind, owner), the owner a variable or a plain name."""

    contexts: dict[bytes, list[tuple[bytes, bytes, bytes]]] = field(default_factory=dict)
    defined: list[tuple[bytes, DefKind, bytes]] = field(default_factory=list)


def found(files: Files, path: str, container: int, name: str, owner: str = "") -> Made | None:
    """What a call in a module (-1 for the file's own) defines as `name`, as a member of `owner` if given."""
    return _by_name(files, path).get((container, owner, name))


def at(files: Files, path: str, start: int) -> Made | None:
    """The definition whose name stands at `start` within a call."""

    def collect() -> dict[int, Made]:
        return {one.start: one for one in _by_name(files, path).values()}

    return files.cached(("rust made at", path), collect).get(start)


def _by_name(files: Files, path: str) -> dict[tuple[int, str, str], Made]:
    def collect() -> dict[tuple[int, str, str], Made]:
        known: dict[tuple[int, str, str], Made] = {}
        data = files.data(path)
        for name, container, start in _calls(files, path, data) if data is not None else ():
            for template in _templates(files, path, name):
                for one in _defined(_tokens(data, start), template):  # type: ignore[arg-type]
                    known.setdefault((container, one.owner, one.name), one)
        return known

    return files.cached(("rust made", path), collect)


def _calls(files: Files, path: str, data: bytes) -> Iterator[tuple[str, int, int]]:
    """(macro, module around, start of the arguments) of the calls in the place of items."""
    outline = files.outline(path)
    for match in _CALL.finditer(data):
        around = outline.enclosing(match.start(1))
        if around >= 0 and outline.kind(around) not in _AROUND:
            continue
        while around >= 0 and outline.kind(around) is not DefKind.MODULE:
            around = outline.container(around)
        yield match.group(1).decode(), around, match.end()


def _templates(files: Files, path: str, name: str) -> Sequence[_Template]:
    macros = [
        (file, index)
        for file, index in files.definers_for(path)(name)
        if files.outline(file).kind(index) is DefKind.MACRO
    ]
    own = [one for one in macros if one[0] == path]
    crate = path.partition("/")[0]
    near = own or [one for one in macros if one[0].partition("/")[0] == crate] or macros
    read = (_template(files, *one) for one in near[:_MAX_MACROS])
    return [one for one in read if one.defined]


def _template(files: Files, path: str, index: int) -> _Template:
    def read() -> _Template:
        template = _Template()
        data = files.data(path)
        if data is None:
            return template
        start, end = files.outline(path).span(index)
        opening = min((at for at in (data.find(one, start, end) for one in _OPEN) if at >= 0), default=-1)
        tokens = _tokens(data, opening + 1) if opening >= 0 else []
        at = 0
        while at < len(tokens) and tokens[at].text in _OPEN:
            closing = _matching(tokens, at)
            body = closing + 2
            if body >= len(tokens) or tokens[closing + 1].text != b"=>" or tokens[body].text not in _OPEN:
                break
            end_of_body = _matching(tokens, body)
            _read_pattern(tokens[at : closing + 1], template)
            _read_body(tokens[body + 1 : end_of_body], template)
            at = end_of_body + 1
            at += at < len(tokens) and tokens[at].text == b";"
        return template

    return files.cached(("rust template", path, index), read)


def _read_pattern(tokens: Sequence[_Token], template: _Template) -> None:
    texts = [one.text for one in tokens]
    for at in range(1, len(texts) - 2):
        if texts[at][:1] != b"$" or len(texts[at]) < 2 or texts[at + 1] != b":":
            continue
        before = _literal(texts, at - 1)
        further = _literal(texts, at - 2) if before not in (_ANY, _START) else _ANY
        after = texts[at + 3] if at + 3 < len(texts) else _ANY
        if after in (b"$", b")", b"]", b"}") or after[:1] == b"$":
            after = _ANY
        contexts = template.contexts.setdefault(texts[at], [])
        if (further, before, after) not in contexts:
            contexts.append((further, before, after))


def _literal(texts: Sequence[bytes], at: int) -> bytes:
    """The token of a pattern that a call repeats as it is, _ANY where the pattern leaves it open."""
    if at < 0:
        return _ANY
    text = texts[at]
    if at == 0:
        return _START
    if text in (b")", b"*", b"+", b"?") or text[:1] == b"$":
        return _ANY
    if text in _OPEN:
        return _ANY if texts[at - 1] == b"$" else text
    if at > 1 and texts[at - 1] == b":" and texts[at - 2][:1] == b"$":
        return _ANY  # the kind of the variable before
    return text


def _read_body(tokens: Sequence[_Token], template: _Template) -> None:
    """Definitions of a macro's body, by the braces around them."""
    texts = [one.text for one in tokens]
    around: list[tuple[bytes, bytes]] = []  # (what a brace belongs to, the name of that)
    header, named = b"", b""
    for at, text in enumerate(texts):
        if text in _HEADERS and not header:
            header, named = text, b""
        elif header and header != b"impl" and not named and text[-1:].isalnum():
            named = text
        elif header == b"impl" and (text[:1] == b"$" and len(text) > 1):
            named = text  # the last one before the brace: what the block is for
        elif text == b";":
            header = b""
        if text == b"{":
            around.append((header, named))
            header = b""
        elif text == b"}" and around:
            around.pop()
        if text[:1] != b"$" or len(text) < 2 or at == 0:
            continue
        kind = _KINDS.get(texts[at - 1])
        if texts[at - 1] == b"ref" and at > 1:
            kind = _KINDS.get(texts[at - 2])
        owner = around[-1] if around else (b"", b"")
        if kind is not None and owner[0] in (b"", b"impl", b"trait", b"mod") and len(around) < 2:
            template.defined.append((text, kind, owner[1] if owner[0] in (b"impl", b"trait") else b""))
        elif owner[0] == b"enum" and texts[at - 1] in (b"{", b",", b"]", b"(", b")"):
            template.defined.append((text, DefKind.ENUM_MEMBER, owner[1]))


def _defined(tokens: Sequence[_Token], template: _Template) -> Iterator[Made]:
    for variable, kind, owner in template.defined:
        name = owner.decode("utf-8", "replace")
        if owner[:1] == b"$":
            bound = next(_bound(tokens, template, owner), None)
            if bound is None:
                continue
            name = bound.text.decode("utf-8", "replace")
        for token in _bound(tokens, template, variable):
            yield Made(token.text.decode("utf-8", "replace"), token.start, kind, name)


def _bound(tokens: Sequence[_Token], template: _Template, variable: bytes) -> Iterator[_Token]:
    """The names of a call that a variable may be bound to."""
    for at, token in enumerate(tokens):
        if not (token.text[:1].isalpha() or token.text[:1] == b"_"):
            continue
        before = tokens[at - 1].text if at else _START
        further = tokens[at - 2].text if at > 1 else _START
        after = tokens[at + 1].text if at + 1 < len(tokens) else _ANY
        if before in (b"::", b".", b"'", b"#", b"->"):
            continue
        for wanted in template.contexts.get(variable, ()):
            if wanted[1] == _START and at:
                continue
            if wanted[1] == _ANY and before not in (_START, b"{", b"[", b",", b";", b"]", b")", b"}", b"|"):
                continue
            if all(one in (_ANY, other) for one, other in zip(wanted, (further, before, after), strict=True)):
                yield token
                break


def _tokens(data: bytes, start: int) -> list[_Token]:
    """The tokens from behind an opening bracket up to the one that closes it, without comments."""
    listed: list[_Token] = []
    level = 1
    for match in _TOKEN.finditer(data, start):
        if match.group("skip") is not None:
            continue
        text = match.group()
        level += (text in _OPEN) - (text in _CLOSE)
        if level == 0 or len(listed) >= _MAX_TOKENS:
            break
        listed.append(_Token(text, match.start()))
    return listed


def _matching(tokens: Sequence[_Token], opening: int) -> int:
    level = 0
    for at in range(opening, len(tokens)):
        level += (tokens[at].text in _OPEN) - (tokens[at].text in _CLOSE)
        if level == 0:
            return at
    return len(tokens) - 1
