"""What is known of the standard library of C++: what the commonest members of its containers give.

The library itself is not looked for in a workspace; these tables keep types flowing through it.
"""

from __future__ import annotations

from collections.abc import Mapping

_KINDS = {
    "element": "front back at top data emplace_back emplace_front value_or",
    "iterator": (
        "begin end cbegin cend rbegin rend crbegin crend find lower_bound upper_bound erase emplace_hint "
        "before_begin insert_after emplace_after"
    ),
    "itself": "get value load lock release exchange",
    "placed": "insert emplace try_emplace insert_or_assign",
    "range": "equal_range",
}
COMBINATORS: Mapping[str, str] = {name: kind for kind, names in _KINDS.items() for name in names.split()}
# Members of a pair, by position.
PAIR: Mapping[str, int] = {"first": 0, "second": 1}
MAPS = frozenset(
    "map multimap unordered_map unordered_multimap flat_map flat_hash_map node_hash_map btree_map".split()
)
# Functions that give back what they are given, whatever its type.
PASSED_ON = frozenset("move forward ref cref as_const addressof".split())
