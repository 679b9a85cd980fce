"""Whether a `.h` file is C or C++."""

from __future__ import annotations

import re
from collections.abc import Sequence

_CPP = frozenset((".cpp", ".cc", ".cxx", ".c++", ".hpp", ".hh", ".hxx", ".h++", ".ipp", ".inl", ".tpp"))
_C = frozenset((".c",))
_SIGNS = re.compile(
    rb"(?m)^[ \t]*(?:class[ \t]+[\w \t:]+[;{]|class[ \t]+\w+(?:[ \t]+\w+)*[ \t]*$|namespace\b[\w \t:]*\{|"
    rb"namespace[ \t]+\w+[ \t]*$|template[ \t]*<|(?:public|private|protected)[ \t]*:|"
    rb"using[ \t]+\w+[ \t]*[=:;]|using[ \t]+namespace\b|"
    rb"#[ \t]*include[ \t]*<(?:string|vector|map|memory|functional|utility|iostream|algorithm|atomic|"
    rb"cstd\w+|optional|mutex)>)"
)
_GUARDED = re.compile(rb"#[ \t]*if(?:def[ \t]+__cplusplus|[ \t]+defined[ \t(]+__cplusplus)")


def is_cpp_header(head: bytes, neighbours: Sequence[str]) -> bool:
    """Whether a header with these first bytes is C++, beside files with these extensions (or names).

    Sources beside it decide where they are of one language; where they are of both, or where there are
    none, its own text decides. A header that asks for `__cplusplus` is C which C++ may include.
    """
    extensions = {"." + one.rpartition(".")[2].lower() for one in neighbours}
    cpp, c = bool(extensions & _CPP), bool(extensions & _C)
    if cpp != c:
        return cpp
    if _GUARDED.search(head):
        return False
    return _SIGNS.search(head) is not None
