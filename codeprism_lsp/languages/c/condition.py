"""The value of one condition of the preprocessor (`#if A(B) > 2`), macros expanded."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from codeprism_lsp.languages.c.system import HEADERS

_TOKEN = re.compile(
    r"\s*(0[xX][0-9a-fA-F]+[uUlL]*|\d[\d']*[uUlL]*|\w+|&&|\|\||##|[=!<>]=|<<|>>|[-+*/%!<>()~&|^?:,]|\S)"
)
_DEFINITION = re.compile(rb"\s*(\w+)(\(([^()]*)\))?(.*)", re.DOTALL)
_PASTED = re.compile(r"\s*##\s*")
_DEPTH = 64  # nested parentheses of a condition
_EXPANSIONS = 12  # macros within macros that are expanded
_LONGEST = 2_000  # characters of a macro's body, and of what it makes of its arguments

# How strongly the operators between two operands bind.
_STRENGTH = {
    "||": 1,
    "&&": 2,
    "|": 3,
    "^": 4,
    "&": 5,
    "==": 6,
    "!=": 6,
    "<": 7,
    ">": 7,
    "<=": 7,
    ">=": 7,
    "<<": 8,
    ">>": 8,
    "+": 9,
    "-": 9,
    "*": 10,
    "/": 10,
    "%": 10,
}
# What a compiler tells of itself; the answers are those of Clang on Linux.
_ASKED = frozenset(
    "__has_include __has_include_next __has_feature __has_extension __has_builtin __has_attribute "
    "__has_cpp_attribute __has_c_attribute __has_declspec_attribute __has_warning __has_embed "
    "__building_module __is_identifier".split()
)
_HELD = ("__has_extension", "__has_builtin", "__has_attribute", "__has_warning")
_ATTRIBUTE_YEAR = 201907  # what the standard's attributes are at least told to be


class Macro(NamedTuple):
    """A macro as it is defined: its parameters, None for an object, and its body."""

    parameters: tuple[str, ...] | None
    body: str


Value = int | Macro
Lookup = Callable[[str], Value | None]


def macro_of(definition: bytes) -> tuple[str, Macro] | None:
    """The name that stands behind `#define` and what it stands for."""
    match = _DEFINITION.match(definition)
    if match is None:
        return None
    parameters = None
    if match[2] is not None:
        parameters = tuple(part.strip() for part in match[3].decode("ascii", "replace").split(","))
    return match[1].decode("ascii", "replace"), Macro(parameters, _text(match[4])[:_LONGEST])


def holds(word: str, rest: bytes, value_of: Lookup) -> bool:
    """Whether the condition of an `if`, `ifdef` or `ifndef` is true."""
    text = _text(rest)
    if word in ("ifdef", "ifndef"):
        name = text.split()[0] if text.split() else ""
        return _is_defined(name, value_of) == (word == "ifdef")
    return _Condition(text, value_of, 0).value() != 0


def _text(written: bytes) -> str:
    return written.replace(b"\\\r\n", b" ").replace(b"\\\n", b" ").decode("ascii", "replace").strip()


def _is_defined(name: str, value_of: Lookup) -> bool:
    return name in _ASKED or value_of(name) is not None


class _Condition:
    """A condition's value; what it cannot read counts as 0, as a name without a value does."""

    def __init__(self, text: str, value_of: Lookup, expansions: int) -> None:
        self._tokens: list[str] = _TOKEN.findall(text)
        self._at = 0
        self._value_of = value_of
        self._expansions = expansions

    def value(self) -> int:
        return self._either(0)

    def _peek(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _take(self) -> str:
        token = self._peek()
        self._at += 1
        return token

    def _either(self, depth: int) -> int:
        """One of two values behind a question mark, or what stands there alone."""
        asked = self._binary(1, depth)
        if self._peek() != "?" or depth > _DEPTH:
            return asked
        self._at += 1
        first = self._either(depth + 1)
        if self._peek() == ":":
            self._at += 1
        second = self._either(depth + 1)
        return first if asked else second

    def _binary(self, weakest: int, depth: int) -> int:
        left = self._one(depth)
        while (strength := _STRENGTH.get(self._peek(), 0)) >= weakest:
            sign = self._take()
            left = _combined(sign, left, self._binary(strength + 1, depth))
        return left

    def _one(self, depth: int) -> int:
        token = self._take()
        if depth > _DEPTH or not token:
            return 0
        if token == "!":
            return int(not self._one(depth + 1))
        if token in ("-", "+", "~"):
            value = self._one(depth + 1)
            return -value if token == "-" else ~value if token == "~" else value
        if token == "(":
            inner = self._either(depth + 1)
            if self._peek() == ")":
                self._at += 1
            return inner
        if token == "defined":
            bracket = self._peek() == "("
            self._at += bracket
            name = self._take()
            self._at += bracket
            return int(_is_defined(name, self._value_of))
        if token[0].isdigit():
            return _number(token)
        return self._name(token)

    def _name(self, name: str) -> int:
        if name in ("true", "false"):
            return int(name == "true")
        called = self._peek() == "("
        if name in _ASKED:
            return _asked(name, self._arguments()) if called else 0
        known = self._value_of(name)
        if isinstance(known, int):
            return known
        if known is None or known.parameters is not None:
            arguments = self._arguments() if called else []
            if known is None or known.parameters is None or not called:
                return 0
            return self._expanded(_filled(known.parameters, arguments, known.body))
        return self._expanded(known.body) if known.body else 1

    def _expanded(self, body: str) -> int:
        if self._expansions >= _EXPANSIONS or len(body) > _LONGEST:
            return 0
        return _Condition(body, self._value_of, self._expansions + 1).value()

    def _arguments(self) -> list[str]:
        """The texts of the arguments between the parentheses that come next."""
        self._at += 1
        found: list[str] = []
        part: list[str] = []
        level = 0
        while token := self._take():
            level += (token == "(") - (token == ")")
            if level < 0:
                break
            if token == "," and level == 0:
                found.append(" ".join(part))
                part = []
            else:
                part.append(token)
        return [*found, " ".join(part)]


def _combined(sign: str, left: int, right: int) -> int:
    if sign in ("<<", ">>"):
        return (left << right if sign == "<<" else left >> right) if 0 <= right < 64 else 0
    if sign in ("/", "%"):
        return 0 if right == 0 else left // right if sign == "/" else left % right
    return {
        "||": lambda: int(bool(left) or bool(right)),
        "&&": lambda: int(bool(left) and bool(right)),
        "|": lambda: left | right,
        "^": lambda: left ^ right,
        "&": lambda: left & right,
        "==": lambda: int(left == right),
        "!=": lambda: int(left != right),
        "<": lambda: int(left < right),
        ">": lambda: int(left > right),
        "<=": lambda: int(left <= right),
        ">=": lambda: int(left >= right),
        "+": lambda: left + right,
        "-": lambda: left - right,
        "*": lambda: left * right,
    }[sign]()


def _filled(parameters: Sequence[str], arguments: Sequence[str], body: str) -> str:
    given: Mapping[str, str] = dict(zip(parameters, arguments, strict=False))
    filled = re.sub(r"\w+", lambda match: given.get(match[0], match[0]), body)
    return _PASTED.sub("", filled)


def _asked(name: str, arguments: Sequence[str]) -> int:
    asked = arguments[0].replace(" ", "") if arguments else ""
    if name == "__has_include":
        return int(asked[:1] == "<" and asked[1:-1] in HEADERS)
    if name in ("__has_cpp_attribute", "__has_c_attribute"):
        return 0 if asked.startswith("msvc") else _ATTRIBUTE_YEAR
    if name == "__has_feature":
        return int(asked.startswith(("cxx_", "c_", "attribute_")))
    return int(name in _HELD)


def _number(token: str) -> int:
    digits = token.rstrip("uUlL").replace("'", "")
    try:
        return int(digits, 16 if digits[:2].lower() == "0x" else 8 if digits[:1] == "0" else 10)
    except ValueError:
        return 0
