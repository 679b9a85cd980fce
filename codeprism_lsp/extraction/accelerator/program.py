"""Compiles an outline query into arrays of numbers that the native matcher walks.

The query language is tree-sitter's, as far as outline queries use it: nodes, `_`, fields, absent fields,
alternatives, `?`, anchors, captures, `*` of plain nodes behind an anchor, the tests `eq?`, `not-eq?` and
`any-of?`, and the settings of `set!`. Tests by regular expressions are left to Python, which gets such
matches as they are. Anything else raises Unsupported, and the language goes without the native twin.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from tree_sitter import Language

ERROR_SYMBOL = 65535
_TOKEN = re.compile(r'\s+|;[^\n]*|([()\[\].])|"((?:[^"\\]|\\.)*)"|(#[\w\-]+[?!]|[@!]?[\w.\-/]+:?)|([?*+])')
_ESCAPE = re.compile(r"\\(.)")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0"}
_NODE, _CHOICE = 0, 1
_ITEM_NUMBERS = 15


class Unsupported(ValueError):  # noqa: N818 - says the condition
    """A query uses what the native matcher does not know."""


@dataclass(frozen=True)
class Item:
    """One node of a pattern, or a choice between several."""

    choice: bool = False
    symbols: tuple[int, ...] = ()  # none: any node
    named: bool = False  # with no symbols: only named nodes
    missing: bool = False
    field: int = 0
    optional: bool = False
    repeated: bool = False  # any number of times, one directly behind the other
    immediate: bool = False  # nothing named may stand between it and what comes before it
    last: bool = False  # nothing named may follow its last child
    captures: tuple[int, ...] = ()
    children: tuple[Item, ...] = ()
    absent: tuple[int, ...] = ()  # fields that it must not have


@dataclass(frozen=True)
class Equality:
    """A test that a capture has (or, negative, has not) one of some texts."""

    capture: int
    negative: bool
    texts: tuple[bytes, ...]


@dataclass(frozen=True)
class Matching:
    """A test that a capture contains (or not) a match of a regular expression."""

    capture: int
    negative: bool
    expression: re.Pattern[str]


@dataclass(frozen=True)
class Pattern:
    """A sequence of siblings with its tests."""

    items: tuple[Item, ...]
    equalities: tuple[Equality, ...] = ()
    matchings: tuple[Matching, ...] = ()
    captures: frozenset[int] = frozenset()
    settings: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Program:
    """A compiled query: patterns in order, and its captures by number."""

    patterns: list[Pattern] = field(default_factory=list)
    captures: list[str] = field(default_factory=list)


def compiled(language: Language, text: str) -> Program:
    """The program of a query's text. Raises Unsupported."""
    return _Parser(language, text).program()


def serialised(items: list[tuple[Item, ...]]) -> tuple[list[int], list[int], list[tuple[int, int]]]:
    """(numbers of all items, pool of lists, (place in the pool, length) of each sequence)."""
    numbers: list[int] = []
    pool: list[int] = []
    count = 0

    def listed(values: tuple[int, ...] | list[int]) -> tuple[int, int]:
        at = len(pool)
        pool.extend(values)
        return at, len(values)

    def write(item: Item) -> int:
        nonlocal count
        children = [write(child) for child in item.children]
        number = count
        count += 1
        numbers.extend(
            (
                _CHOICE if item.choice else _NODE,
                *listed(item.symbols),
                int(item.named),
                int(item.missing),
                item.field,
                2 if item.repeated else int(item.optional),
                int(item.immediate),
                int(item.last),
                *listed(item.captures),
                *listed(children),
                *listed(item.absent),
            )
        )
        return number

    sequences = [listed([write(item) for item in sequence]) for sequence in items]
    assert len(numbers) == count * _ITEM_NUMBERS
    return numbers, pool, sequences


def first_symbols(item: Item) -> tuple[int, ...] | None:
    """Symbols with which a match of the item can begin; None where any node may."""
    if not item.choice:
        return item.symbols or None
    found: list[int] = []
    for child in item.children:
        symbols = first_symbols(child)
        if symbols is None:
            return None
        found.extend(symbols)
    return tuple(sorted(set(found)))


class _Parser:
    """A recursive descent over the tokens of one query."""

    def __init__(self, language: Language, text: str) -> None:
        self._language = language
        self._tokens = _tokens(text)
        self._at = 0
        self._captures: dict[str, int] = {}
        self._settings: dict[str, str] = {}
        self._names: dict[tuple[str, bool], list[int]] = {}
        self._supertypes = set(language.supertypes)
        for number in range(language.node_kind_count):
            name = language.node_kind_for_id(number)
            if name is not None:
                self._names.setdefault((name, language.node_kind_is_named(number)), []).append(number)

    def program(self) -> Program:
        program = Program()
        while self._at < len(self._tokens):
            program.patterns.append(self._pattern())
        program.captures = list(self._captures)
        return program

    # -- tokens ------------------------------------------------------------------------------------

    def _peek(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _next(self) -> str:
        token = self._peek()
        if not token:
            raise Unsupported("the query ends too early")
        self._at += 1
        return token

    def _take(self, token: str) -> bool:
        if self._peek() == token:
            self._at += 1
            return True
        return False

    # -- grammar -----------------------------------------------------------------------------------

    def _pattern(self) -> Pattern:
        tests: list[Equality | Matching] = []
        first = self._peek()
        if first == "(" and self._tokens[self._at + 1] in ("(", "["):
            self._next()
            items: list[Item] = []
            immediate = False
            while not self._take(")"):
                if self._take("."):
                    immediate = True
                elif self._is_test():
                    tests += self._test()
                else:
                    items.append(replace(self._item(tests), immediate=immediate and bool(items)))
                    immediate = False
            captures = self._following_captures()
            if captures:
                raise Unsupported("a capture of several siblings")
        else:
            items = [self._item(tests)]
        while self._peek() == "(" and self._tokens[self._at + 1].startswith("#"):
            tests += self._test()
        settings, self._settings = self._settings, {}
        used: set[int] = set()
        for item in items:
            _collect(item, used)
        return Pattern(
            tuple(items),
            tuple(one for one in tests if isinstance(one, Equality)),
            tuple(one for one in tests if isinstance(one, Matching)),
            frozenset(used),
            settings,
        )

    def _item(self, tests: list[Equality | Matching]) -> Item:
        """An item with its field, quantity and captures."""
        token = self._next()
        number = 0
        if token.endswith(":"):
            found = self._language.field_id_for_name(token[:-1])
            if found is None:
                raise Unsupported(f"no field {token}")
            number = found
            token = self._next()
        if token == "(":
            item = self._node(tests)
        elif token == "[":
            item = self._choice(tests)
        elif token == "_":
            item = Item()
        elif token.startswith('"'):
            item = Item(symbols=self._symbols(token[1:], named=False))
        else:
            raise Unsupported(f"token {token}")
        if self._take("*"):
            if _holds_more(item) or self._peek().startswith("@"):
                raise Unsupported("repetition of more than plain nodes")
            return replace(item, repeated=True)
        if self._peek() == "+":
            raise Unsupported("repetition")
        optional = self._take("?")
        captures = self._following_captures()
        if self._take("?"):
            optional = True
        item = _with(item, number, captures)
        return replace(item, optional=optional)

    def _following_captures(self) -> tuple[int, ...]:
        captures: list[int] = []
        while self._peek().startswith("@"):
            captures.append(self._capture(self._next()[1:]))
        return tuple(captures)

    def _node(self, tests: list[Equality | Matching]) -> Item:
        """What stands after an opening parenthesis."""
        token = self._next()
        missing = token == "MISSING"
        if missing:
            token = self._next()
        if token == "_":
            item = Item(named=True)
        elif token == "ERROR":
            item = Item(symbols=(ERROR_SYMBOL,))
        elif token.startswith('"'):
            item = Item(symbols=self._symbols(token[1:], named=False))
        elif token[0].isalpha() or token[0] == "_":
            item = Item(symbols=self._symbols(token, named=True))
        else:
            raise Unsupported(f"node {token}")
        children: list[Item] = []
        absent: list[int] = []
        immediate = last = False
        while not self._take(")"):
            if self._take("."):
                immediate = True
            elif self._is_test():
                tests += self._test()
            elif self._peek().startswith("!"):
                found = self._language.field_id_for_name(self._next()[1:])
                if found is None:
                    raise Unsupported("an absent field that no node has")
                absent.append(found)
            else:
                children.append(replace(self._item(tests), immediate=immediate))
                immediate = False
        last = immediate
        return replace(item, missing=missing, children=tuple(children), absent=tuple(absent), last=last)

    def _choice(self, tests: list[Equality | Matching]) -> Item:
        alternatives: list[Item] = []
        while not self._take("]"):
            alternatives.append(self._item(tests))
        return Item(choice=True, children=tuple(alternatives))

    def _is_test(self) -> bool:
        return self._peek() == "(" and self._tokens[self._at + 1].startswith("#")

    def _test(self) -> list[Equality | Matching]:
        self._next()
        name = self._next()
        words: list[str] = []
        while not self._take(")"):
            words.append(self._next())
        if name == "#set!":
            self._settings[words[0].removeprefix('"')] = words[1].removeprefix('"') if len(words) > 1 else ""
            return []
        if name.removeprefix("#") not in ("eq?", "not-eq?", "any-of?", "match?", "not-match?"):
            raise Unsupported(f"the test {name}")
        if not words[0].startswith("@") or not all(word.startswith('"') for word in words[1:]):
            raise Unsupported(f"what {name} compares")
        capture = self._capture(words[0][1:])
        texts = [word[1:] for word in words[1:]]
        negative = name.startswith("#not-")
        if name.endswith("match?"):
            return [Matching(capture, negative, re.compile(texts[0]))]
        return [Equality(capture, negative, tuple(text.encode() for text in texts))]

    def _capture(self, name: str) -> int:
        return self._captures.setdefault(name, len(self._captures))

    def _symbols(self, name: str, *, named: bool) -> tuple[int, ...]:
        found = self._names.get((name, named))
        if not found:
            raise Unsupported(f"no node {name}")
        if not self._supertypes.isdisjoint(found) or not all(map(self._language.node_kind_is_visible, found)):
            raise Unsupported(f"the supertype {name}")
        return tuple(found)


def _with(item: Item, number: int, captures: tuple[int, ...]) -> Item:
    """The item with a field and further captures; those of a choice belong to each alternative."""
    if item.choice:
        children = tuple(_with(child, number, captures) for child in item.children)
        return replace(item, children=children)
    if number and item.field:
        raise Unsupported("a field of a field")
    return replace(item, field=number or item.field, captures=(*item.captures, *captures))


def _holds_more(item: Item) -> bool:
    """Whether an item has parts of its own, or captures."""
    if item.choice:
        return any(map(_holds_more, item.children))
    return bool(item.children or item.captures or item.absent or item.field or item.optional)


def _collect(item: Item, captures: set[int]) -> None:
    captures.update(item.captures)
    for child in item.children:
        _collect(child, captures)


def _tokens(text: str) -> list[str]:
    """Strings keep a leading quote, so that they are told from names."""
    tokens: list[str] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise Unsupported(f"character {text[at]!r}")
        if match.group(2) is not None:
            tokens.append('"' + _ESCAPE.sub(lambda one: _ESCAPES.get(one[1], one[1]), match.group(2)))
        else:
            token = match.group(1) or match.group(3) or match.group(4)
            if token:
                tokens.append(token)
        at = match.end()
    return tokens
