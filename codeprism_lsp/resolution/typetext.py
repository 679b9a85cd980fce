"""Parses type texts of every language into one shape: a path of names with arguments.

What matters for finding members is which named type it is and what its arguments are; qualifiers,
pointers and references are passed over, and what cannot be read gives no type rather than a wrong one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from codeprism_lsp.languages.spec import TypeDialect

_TOKEN = re.compile(
    r"\s*(?:(?P<word>[^\W\d][\w$]*)|(?P<path>::|\.(?!\.))|(?P<string>\"[^\"]*\"|'[^']*')|(?P<arrow>->|=>)|(?P<dots>\.\.\.)|(?P<other>.))",
    re.DOTALL,
)
_LIFETIME = re.compile(r"'[^\W\d]\w*(?!')\b\s*,?|\bfor\s*<[^<>]*>")
_TYPE_OF = frozenset({"decltype", "typeof", "__typeof__", "__typeof"})
_MAX_DEPTH = 12
_MAX_TOKENS = 400


@dataclass(frozen=True, slots=True)
class TypeName:
    """`a.b.C<args>`: segments and arguments. `kind` tells composite types apart.

    kinds: "name"; "array" (arguments[0] is the element), "map" (key, value), "union", "tuple",
    "function" (arguments[-1] is the result, where known), "anonymous" (a struct written in place), "object"
    (an object type written in place), "lookup" (the type of a member: the segment names it), "element" (of
    what arguments[0] contains), "typeof" (the type of the value that the segments name), "import" (what a
    module, the first segment, offers by the others; the module itself where there are none).
    """

    segments: tuple[str, ...]
    arguments: tuple[TypeName, ...] = ()
    kind: str = "name"


@lru_cache(maxsize=50_000)
def parse_type(text: str, dialect: TypeDialect) -> TypeName | None:
    """The type that a text denotes, None where it cannot be read."""
    if dialect.lifetimes:
        text = _LIFETIME.sub("", text)
    tokens = [match.group().strip() for match in _TOKEN.finditer(text)]
    tokens = [token for token in tokens if token][:_MAX_TOKENS]
    parser = _Parser(tokens, dialect)
    return parser.union(0)


class _Parser:
    """Recursive descent over the tokens of one type text."""

    def __init__(self, tokens: list[str], dialect: TypeDialect) -> None:
        self._tokens = tokens
        self._dialect = dialect
        self._at = 0

    def union(self, depth: int) -> TypeName | None:
        if depth > _MAX_DEPTH:
            return None
        members: list[TypeName] = []
        while True:
            one = self._one(depth)
            if one is not None and not (len(one.segments) == 1 and one.segments[0] in self._dialect.none):
                members.append(one)
            if self._peek() in (self._dialect.union, "&") and self._peek():
                self._at += 1
                continue
            if one is not None and self._peek() == "+":  # Rust bounds: the first tells the members
                self._at += 1
                self._one(depth)
                continue
            break
        if self._dialect.object_types and self._peek() == "extends":
            checked = members[0] if len(members) == 1 else TypeName((), tuple(members), "union")
            return self._conditional(checked if members else None, depth)
        if not members:
            return None
        return members[0] if len(members) == 1 else TypeName((), tuple(members), "union")

    def _conditional(self, checked: TypeName | None, depth: int) -> TypeName | None:
        """`T extends U ? A : B`, from the `extends` on: one of A and B, or U where it is a bound. In A a name
        that `infer` gives to the whole of T stands for T."""
        self._at += 1
        inferred = self._peek(1) if self._peek() == "infer" and self._peek(2) in ("?", "extends") else None
        bound = self.union(depth + 1)
        if self._peek() != "?":
            return bound
        self._at += 1
        then = self.union(depth + 1)
        if then is not None and checked is not None and inferred:
            then = _substituted(then, inferred, checked)
        self._expect(":")
        otherwise = self.union(depth + 1)
        found = tuple(one for one in (then, otherwise) if one is not None)
        return found[0] if len(found) == 1 else (TypeName((), found, "union") if found else None)

    def _one(self, depth: int) -> TypeName | None:
        while (token := self._peek()) is not None:
            if token in ("*", "&", "&&", "?", "!", "^", "@", "~") or token in self._dialect.skip_words:
                self._at += 1
                continue
            if token == "'" or (token.startswith("'") and len(token) < 3):
                self._at += 2  # a Rust lifetime
                continue
            break
        if token is None:
            return None
        if token[0] in "\"'" and len(token) > 2:
            self._at += 1
            return _Parser(
                [t for t in (m.group().strip() for m in _TOKEN.finditer(token[1:-1])) if t], self._dialect
            ).union(depth + 1)
        if token == "[":
            return self._suffixes(self._bracketed(depth), depth)
        if token == "(":
            return self._suffixes(self._parenthesised(depth), depth)
        if token == "{":
            if self._dialect.object_types:
                return self._suffixes(self._object(depth), depth)
            self._skip("{", "}")
            return None
        if self._dialect.object_types and token == "keyof":
            self._at += 1
            self._one(depth + 1)
            return TypeName(("string",))
        if self._dialect.object_types and token == "import" and self._peek(1) == "(":
            return self._suffixes(self._imported(depth), depth)
        if self._dialect.object_types and token == "typeof":
            self._at += 1
            if self._peek() == "import":
                return self._one(depth + 1)
            named = self._named(depth)
            return self._suffixes(TypeName(named.segments, (), "typeof"), depth) if named else None
        if token in _TYPE_OF and self._peek(1) == "(":
            return self._of_value()
        if token == "map" and self._peek(1) == "[":  # Go
            self._at += 2
            key_type = self.union(depth + 1)
            self._expect("]")
            value = self.union(depth + 1)
            return TypeName((), tuple(t for t in (key_type, value) if t), "map") if value else None
        if token in ("chan", "<-"):
            self._at += 1
            element = self._one(depth + 1)
            return TypeName((), (element,), "array") if element else None
        if token == "struct" and self._peek(1) == "{":
            self._at += 1
            self._skip("{", "}")
            return TypeName((), (), "anonymous")
        if token in ("func", "fn", "Fn", "FnMut", "FnOnce", "function") and self._peek(1) == "(":
            self._at += 1
            self._skip("(", ")")
            if self._peek() in ("->", "=>"):
                self._at += 1
            result = self._one(depth + 1) if self._peek() not in (None, ",", ")", ">", "]") else None
            return TypeName((), (result,) if result else (), "function")
        if not (token[0].isalpha() or token[0] in "_$"):
            if token in (",", ")", ">", "]", "}", ";", "="):
                return None
            self._at += 1
            return self._one(depth + 1) if depth < _MAX_DEPTH else None
        return self._suffixes(self._named(depth), depth)

    def _imported(self, depth: int) -> TypeName | None:
        """`import('module').A.B<T>`."""
        module = (self._peek(2) or "").strip("\"'`")
        self._at += 2
        while self._peek() not in (")", None):
            self._at += 1
        self._expect(")")
        named = None
        if self._peek() == ".":
            self._at += 1
            named = self._named(depth)
        segments = named.segments if named is not None else ()
        return TypeName((module, *segments), named.arguments if named is not None else (), "import")

    def _object(self, depth: int) -> TypeName | None:
        """`{a: T}` is an object; `{[K in keyof T]: ...}` is as good as T, `{[key: K]: V}` a map."""
        ahead = 1
        while self._peek(ahead) in ("-", "+", "readonly"):
            ahead += 1
        begin = self._at
        mapped = ""
        if self._peek(ahead) == "[" and self._peek(ahead + 2) in ("in", ":"):
            mapped = self._peek(ahead + 2) or ""
        found: TypeName | None = TypeName((), (), "object")
        if mapped:
            self._at += ahead + 3
            over_keys = mapped == "in" and self._peek() == "keyof"
            self._at += over_keys
            found = self.union(depth + 1)
            if not over_keys:
                while self._peek() not in ("]", None):
                    self._at += 1
                while self._peek() not in (":", None):
                    self._at += 1
                self._expect(":")
                value = self.union(depth + 1)
                found = TypeName((), (TypeName(("string",)), value), "map") if value else None
                while self._peek() in (";", ",", "|", "undefined"):
                    self._at += 1
                if mapped == ":" and self._peek() != "}":
                    found = TypeName((), (), "object")  # with members beside its index signature
        self._at = begin
        self._skip("{", "}")
        return found

    def _named(self, depth: int) -> TypeName | None:
        segments: list[str] = []
        arguments: tuple[TypeName, ...] = ()
        opening = self._dialect.generic[:1]
        while (token := self._peek()) is not None:
            if not (token[0].isalpha() or token[0] in "_$"):
                break
            if token not in self._dialect.skip_words:
                segments.append(token)
            self._at += 1
            if self._peek() == "::" and self._peek(1) == opening:
                self._at += 1
            if opening and self._peek() == opening and not (opening == "[" and self._peek(1) == "]"):
                arguments = self._arguments(depth)
            if self._peek() in ("::", "."):
                self._at += 1
                continue
            break
        return TypeName(tuple(segments), arguments) if segments else None

    def _of_value(self) -> TypeName | None:
        """`decltype(a.b)`, of which only plain names are read."""
        begin = self._at + 1
        self._at = begin
        self._skip("(", ")")
        words = [one for one in self._tokens[begin + 1 : self._at - 1] if one not in ("*", "&", ".", "->")]
        if not words or not all(one.isidentifier() for one in words):
            return None
        return TypeName(tuple(words), (), "typeof")

    def _arguments(self, depth: int) -> tuple[TypeName, ...]:
        closing = self._dialect.generic[1:2]
        self._at += 1
        found: list[TypeName] = []
        while (token := self._peek()) is not None and token != closing:
            before = self._at
            one = self.union(depth + 1)
            if self._peek() == "=" and one is not None:  # Rust `Item = T`
                self._at += 1
                one = self.union(depth + 1)
            found.append(one or TypeName(("?",)))
            if self._peek() in (",", ";"):
                self._at += 1
            elif self._peek() != closing and self._at == before:
                self._at += 1
        self._expect(closing)
        return tuple(found)

    def _bracketed(self, depth: int) -> TypeName | None:
        """`[]T`, `[N]T` (Go), `[T]`, `[T; N]` (Rust), `[A, B]` (a tuple)."""
        self._at += 1
        inner: list[TypeName] = []
        while (token := self._peek()) is not None and token != "]":
            before = self._at
            one = self.union(depth + 1)
            if one is not None:
                inner.append(one)
            if self._peek() == ";":
                while self._peek() not in (None, "]"):
                    self._at += 1
            elif self._peek() == "," or self._at == before:
                self._at += 1
        self._expect("]")
        following = self._peek()
        if following is not None and (following[0].isalpha() or following[0] in "_*[("):
            element = self._one(depth + 1)
            return TypeName((), (element,), "array") if element else None
        if len(inner) == 1:
            return TypeName((), (inner[0],), "array")
        return TypeName((), tuple(inner), "tuple") if inner else None

    def _parenthesised(self, depth: int) -> TypeName | None:
        self._at += 1
        groups: list[list[TypeName]] = [[]]  # what stands between two commas
        while (token := self._peek()) is not None and token != ")":
            before = self._at
            one = self.union(depth + 1)
            if one is not None:
                groups[-1].append(one)
            if self._peek() == "?" and self._peek(1) in (":", ",", ")"):
                self._at += 1
            if self._peek() == ":":  # a named parameter of a function type
                self._at += 1
            elif self._peek() == ",":
                self._at += 1
                groups.append([])
            elif self._at == before:
                self._at += 1
        inner = _without_names(groups)
        self._expect(")")
        if self._peek() == "=>" and self._dialect.object_types:
            self._at += 1
            returned = self.union(depth + 1) or TypeName(("?",))
            groups = [group for group in groups if group and not _is_receiver(group)]
            types = [group[-1] if len(group) > 1 else TypeName(("?",)) for group in groups]
            return TypeName((), (*types, returned), "function")
        if self._peek() in ("=>", "->"):
            self._at += 1
            result = self._one(depth + 1)
            return TypeName((), (result,) if result else (), "function")
        return inner[0] if len(inner) == 1 else (TypeName((), tuple(inner), "tuple") if inner else None)

    def _suffixes(self, inner: TypeName | None, depth: int) -> TypeName | None:
        while (token := self._peek()) is not None:
            if token == "[" and self._dialect.generic != "[]" and self._peek(1) == "]":
                self._at += 2
                inner = TypeName((), (inner,), "array") if inner else None
            elif token == "[" and self._dialect.object_types:
                index = self._peek(1) or ""
                self._skip("[", "]")
                if index[:1] in ("'", '"') and inner is not None:
                    inner = TypeName((index[1:-1],), (inner,), "lookup")
                else:
                    inner = TypeName((), (inner,), "element") if inner is not None else None
            elif token == "?" and self._dialect.object_types:
                break  # of a conditional type
            elif token in ("*", "&", "?", "!", "&&") or token in self._dialect.skip_words:
                if token == "&" and self._dialect.union == "|" and self._dialect.separator == ".":
                    break  # an intersection
                self._at += 1
            elif token == "...":
                self._at += 1
                inner = TypeName((), (inner,), "array") if inner else None
            else:
                break
        return inner

    def _peek(self, ahead: int = 0) -> str | None:
        at = self._at + ahead
        return self._tokens[at] if at < len(self._tokens) else None

    def _expect(self, token: str) -> None:
        if self._peek() == token:
            self._at += 1

    def _skip(self, opening: str, closing: str) -> None:
        level = 0
        while (token := self._peek()) is not None:
            self._at += 1
            level += (token == opening) - (token == closing)
            if level <= 0:
                return


def _substituted(tree: TypeName, name: str, by: TypeName) -> TypeName:
    """A type with another in place of a name."""
    if tree.segments == (name,) and tree.kind == "name":
        return by
    return TypeName(tree.segments, tuple(_substituted(one, name, by) for one in tree.arguments), tree.kind)


def _is_receiver(group: list[TypeName]) -> bool:
    """Whether a parameter of a function type is no parameter but the type of the receiver (`this: T`)."""
    return len(group) > 1 and group[0].segments == ("this",)


def _without_names(groups: list[list[TypeName]]) -> list[TypeName]:
    """The types of a list whose members may have names before them: `(a, b int, err error)`."""
    if all(len(group) < 2 for group in groups):
        return [one for group in groups for one in group]
    types: list[TypeName] = []
    following = next(group[-1] for group in reversed(groups) if group)
    for group in reversed(groups):
        following = group[-1] if len(group) > 1 else following
        types.insert(0, following)
    return types


@lru_cache(maxsize=20_000)
def type_defaults(text: str) -> tuple[tuple[str, str], ...]:
    """(name, type text) of the type parameters that have a default: `<T, E = Error>` gives (E, Error)."""
    found = []
    for name in type_parameters(text):
        default = re.search(rf"\b{re.escape(name)}\b[^,=<>]*=\s*((?:[^,<>]|<[^<>]*>)+)", text)
        if default is not None:
            found.append((name, default.group(1).strip()))
    return tuple(found)


@lru_cache(maxsize=20_000)
def type_parameters(text: str) -> tuple[str, ...]:
    """Names of the type parameters in a parameter text such as `<T extends A, U>` or `[K, V any]`."""
    if not text or text[0] not in "<[":
        return ()
    names: list[str] = []
    level, start = 0, 1
    for at, char in enumerate(text):
        if char in "<[({":
            level += 1
        elif char in ">])}" and not (char == ">" and text[at - 1 : at] in ("-", "=")):
            level -= 1
        if (char == "," and level == 1) or level == 0:
            piece = text[start:at].strip()
            words = re.findall(r"[^\W\d][\w$]*", piece)
            words = [
                word for word in words if word not in ("const", "in", "out", "typename", "class", "template")
            ]
            if words and not piece.startswith("'"):
                names.append(words[0])
            start = at + 1
            if level == 0:
                break
    return tuple(names)


def last_name(text: str, dialect: TypeDialect) -> str:
    """The last identifier of a written supertype, without its arguments: `c.D[T]` gives D."""
    parsed = parse_type(text, dialect)
    return parsed.segments[-1] if parsed is not None and parsed.segments else ""
