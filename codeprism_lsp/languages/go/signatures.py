"""Signatures of methods in one spelling, so that equal texts mean identical types wherever they are written.

Parameter names, white space and the names under which a file imports packages are gone; every named type
carries the path of its package. Only facts are read, no source.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from codeprism_lsp.facts.kinds import DefKind, ImportKind
from codeprism_lsp.facts.outline import Import
from codeprism_lsp.languages.rules import Files, Rules
from codeprism_lsp.languages.spec import ModuleTarget

_TOKEN = re.compile(r"\s*(?:(?P<word>[^\W\d]\w*)|(?P<other><-|\.\.\.|`[^`]*`|\"(?:\\.|[^\"])*\"|\S))")
_NAMED = re.compile(r"(?P<name>[^\W\d]\w*)\s+(?=\S)")
_TYPE_WORDS = frozenset({"chan", "func", "map", "struct", "interface"})
_SAME = {"byte": "uint8", "rune": "int32", "any": "interface{}"}
_PREDECLARED = frozenset(
    """
    bool string error comparable uintptr int int8 int16 int32 int64 uint uint8 uint16 uint32 uint64 float32
    float64 complex64 complex128 chan map struct interface
    """.split()
)

_MAX_ALIASES = 4

LIBRARY: dict[str, dict[str, str]] = {
    "error": {"Error": "()string"},
    "fmt.Stringer": {"String": "()string"},
    "io.Reader": {"Read": "([]uint8)(int,error)"},
    "io.Writer": {"Write": "([]uint8)(int,error)"},
    "io.Closer": {"Close": "()error"},
    "io.Seeker": {"Seek": "(int64,int)(int64,error)"},
    "io.ReaderAt": {"ReadAt": "([]uint8,int64)(int,error)"},
    "io.WriterAt": {"WriteAt": "([]uint8,int64)(int,error)"},
    "io.ByteReader": {"ReadByte": "()(uint8,error)"},
    "io.ReadCloser": {"Read": "([]uint8)(int,error)", "Close": "()error"},
    "io.WriteCloser": {"Write": "([]uint8)(int,error)", "Close": "()error"},
    "io.ReadWriter": {"Read": "([]uint8)(int,error)", "Write": "([]uint8)(int,error)"},
    "io.ReadWriteCloser": {
        "Read": "([]uint8)(int,error)",
        "Write": "([]uint8)(int,error)",
        "Close": "()error",
    },
    "sort.Interface": {"Len": "()int", "Less": "(int,int)bool", "Swap": "(int,int)"},
    "sync.Locker": {"Lock": "()", "Unlock": "()"},
    "net/http.Handler": {"ServeHTTP": "(net/http.ResponseWriter,*net/http.Request)"},
    "flag.Value": {"String": "()string", "Set": "(string)error"},
}
"""Methods of the library's interfaces that others embed; its sources need not be in the workspace."""


def signature(rules: Rules, files: Files, path: str, index: int) -> str:
    """Parameter and result types of a method in the one spelling."""
    outline = files.outline(path)
    speller = _Speller(rules, files, path, _type_parameters(rules, files, path, index))
    result = outline.type_text(index).strip()
    results = speller.results(result) if result.startswith("(") else speller.type(result)
    return f"({','.join(speller.types(outline.parameters(index)))}){results}"


def qualified(rules: Rules, files: Files, path: str, text: str) -> str:
    """A written type in the one spelling."""
    return _Speller(rules, files, path, ()).type(text)


def _type_parameters(rules: Rules, files: Files, path: str, index: int) -> Sequence[str]:
    """Type parameters of the interface around a method. Those of receivers go by names of their own."""
    outline = files.outline(path)
    container = outline.container(index)
    written = outline.parameters(container) if container >= 0 else ""
    return re.findall(r"[\[,]\s*([^\W\d]\w*)", written) if written.startswith("[") else ()


def parameter_types(written: str) -> list[str]:
    """The types of a parameter list as written, each as often as it has parameters."""
    return _types(written, str.strip)


def _types(written: str, spell: Callable[[str], str]) -> list[str]:
    inner = written.strip()
    inner = inner[1:-1] if inner.startswith("(") and inner.endswith(")") else inner
    parts = _split(inner)
    matches = [_NAMED.match(part) for part in parts]
    named = [match is not None and match["name"] not in _TYPE_WORDS for match in matches]
    if not any(named):
        return [spell(part) for part in parts]
    spelled: list[str] = []
    following = ""
    for part, match, has_name in zip(reversed(parts), reversed(matches), reversed(named), strict=True):
        if has_name and match is not None:
            following = spell(part[match.end() :])
        spelled.insert(0, following)
    return spelled


class _Speller:
    """Writes the types of one file in the one spelling."""

    def __init__(
        self, rules: Rules, files: Files, path: str, parameters: Sequence[str], depth: int = _MAX_ALIASES
    ) -> None:
        self._depth = depth  # aliases of aliases that are still followed
        self._rules = rules
        self._files = files
        self._path = path
        self._parameters = parameters
        self._package = identity(rules, files, path)

    def results(self, written: str) -> str:
        """The results in parentheses: `(err error)` is `error`."""
        found = self.types(written)
        return found[0] if len(found) == 1 else f"({','.join(found)})"

    def types(self, written: str) -> list[str]:
        """The types of a parameter list, each as often as it has parameters."""
        return _types(written, self.type)

    def type(self, text: str) -> str:
        """One type."""
        tokens = list(_TOKEN.finditer(text))
        words = [match["word"] or match["other"] for match in tokens]
        spelled: list[str] = []
        at = 0
        while at < len(words):
            word = words[at]
            if word == "func" and words[at + 1 : at + 2] == ["("]:
                end = _closing(words, at + 1)
                taken = self.types(text[tokens[at + 1].end() : tokens[end].start()])
                spelled.append(f"func({','.join(taken)})")
                at = end + 1
                if words[at : at + 1] == ["("]:
                    end = _closing(words, at)
                    spelled.append(self.results(text[tokens[at].end() : tokens[end].start()]))
                    at = end + 1
                continue
            if word[0].isalpha() or word[0] == "_":
                if words[at + 1 : at + 2] == ["."] and at + 2 < len(words):
                    spelled.append(f"{self._imported(word)}.{words[at + 2]}")
                    at += 3
                    continue
                word = self._named(word)
            spelled.append(word)
            at += 1
        return "".join(spelled)

    def _named(self, name: str) -> str:
        if name in self._parameters:
            return f"${name}"
        if name in _SAME:
            return _SAME[name]
        if (aliased := _aliases(self._files, self._path.rpartition("/")[0]).get(name)) and self._depth:
            path, written = aliased
            return _Speller(self._rules, self._files, path, (), self._depth - 1).type(written)
        return name if name in _PREDECLARED else f"{self._package}.{name}"

    def _imported(self, name: str) -> str:
        for one in self._files.outline(self._path).all_imports:
            if one.kind == ImportKind.MODULE and self._rules.bound_in(self._files, self._path, one) == name:
                return _import_path(self._rules, self._files, self._path, one)
        return name


def identity(rules: Rules, files: Files, path: str) -> str:
    """What tells the package of a file from all others."""
    package = files.outline(path).extra.get("package", "")
    testing = "_test" if package.endswith("_test") else ""
    return files.cached(("go package", path), lambda: rules.package(files, path) + testing)


def _import_path(rules: Rules, files: Files, path: str, imported: Import) -> str:
    def find() -> str:
        found: Sequence[ModuleTarget] = rules.targets(files, path, imported)
        for target in found:
            for source in target.paths[:1]:
                return identity(rules, files, source)
        return imported.module

    return files.cached(("go import", path, imported.module), find)


def _aliases(files: Files, directory: str) -> dict[str, tuple[str, str]]:
    """(file, type) by name of what a package's other names for types stand for (`type A = b.B`)."""

    def collect() -> dict[str, tuple[str, str]]:
        found: dict[str, tuple[str, str]] = {}
        for path in files.in_directory(directory):
            outline = files.outline(path) if path.endswith(".go") else None
            for index in outline.children(-1) if outline is not None else ():
                if outline is not None and outline.kind(index) is DefKind.TYPE_ALIAS:
                    found[outline.name(index)] = (path, outline.type_text(index))
        return found

    return files.cached(("go aliases", directory), collect)


def _split(text: str) -> list[str]:
    """The parts between the commas that stand in no brackets."""
    parts: list[str] = []
    level = begin = 0
    for at, char in enumerate(text):
        level += (char in "([{") - (char in ")]}")
        if char == "," and level == 0:
            parts.append(text[begin:at])
            begin = at + 1
    parts.append(text[begin:])
    return [part.strip() for part in parts if part.strip()]


def _closing(tokens: Sequence[str], at: int) -> int:
    """Position of the parenthesis that closes the one at `at`; the last token where none does."""
    level = 0
    for position in range(at, len(tokens)):
        level += (tokens[position] == "(") - (tokens[position] == ")")
        if level == 0:
            return position
    return len(tokens) - 1
