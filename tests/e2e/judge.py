"""Judges the server's answers by the expectations of the test projects.

Every judge returns what is wrong with the answer, "" if nothing is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from tests.client import Client, ResponseError, to_path, to_uri
from tests.test_projects.expectations import Check, Project, place, position

_FILE = 1  # LSP's SymbolKind
Place = tuple[str, int]
"""A file, relative to its project, and a line from 0."""


@dataclass(frozen=True)
class Server:
    client: Client
    project: Project

    def ask(self, method: str, params: Any) -> Any:
        return self.client.request(method, params, 60)

    def at(self, check: Check) -> dict[str, Any]:
        path, line, column = position(self.project, check)
        return {
            "textDocument": {"uri": self.uri(path)},
            "position": {"line": line, "character": column},
        }

    def uri(self, path: str) -> str:
        return to_uri(self.project.root / path)

    def path(self, uri: str) -> str:
        """The path within the project; absolute for files outside of it."""
        path, root = to_path(uri), str(self.project.root.resolve())
        return path.removeprefix(root + "/")

    def where(self, found: Any) -> Place:
        """Of a Location, a LocationLink or an item of a hierarchy."""
        uri = found.get("uri") or found["targetUri"]
        span = found.get("selectionRange") or found.get("targetSelectionRange") or found["range"]
        return self.path(uri), span["start"]["line"]


def judge(server: Server, check: Check) -> str:
    """What is wrong with the answer to an expectation."""
    try:
        return _JUDGES[check["request"]](server, check)
    except ResponseError as error:
        return f"error {error}"


def identity(project: Project, check: Check) -> str:
    """A name for an expectation that stays when others come and go."""
    parts = [project.name, check["request"]]
    parts += [str(check[key]) for key in ("mode", "query", "file", "line_contains", "nth") if key in check]
    parts += [str(check[key]) for key in ("anchor", "column_of") if key in check]
    if check["request"] == "cycles":
        parts += check["files"]
    return " | ".join(parts)


def _first(method: str) -> Callable[[Server, Check], str]:
    def judged(server: Server, check: Check) -> str:
        found = server.ask(method, server.at(check))
        found = found if isinstance(found, list) else [found] if found else []
        right = {place(server.project, check, "target_"), *_places(server, check, "optional")}
        places = [server.where(one) for one in found]
        return "" if places and places[0] in right else f"got {places}, not {sorted(right)}"

    return judged


def _references(server: Server, check: Check) -> str:
    params = {**server.at(check), "context": {"includeDeclaration": True}}
    found = Counter(server.where(one) for one in server.ask("textDocument/references", params) or [])
    wanted: Counter[Place] = Counter()
    for entry in check["locations"]:
        wanted[place(server.project, entry)] += entry.get("times", 1)
    optional = set(_places(server, check, "optional"))
    missing = wanted - found
    extra = {where: count for where, count in (found - wanted).items() if where not in optional}
    return _difference(missing, extra)


def _items(server: Server, check: Check, found: Iterable[Any]) -> str:
    wanted = {(entry["name"], *place(server.project, entry)) for entry in check["items"]}
    optional = {(entry["name"], *place(server.project, entry)) for entry in check.get("optional", ())}
    vague = {path for _, path, _ in optional}
    got = {
        (_plain(one["name"]), *server.where(one))
        for one in found
        # What an optional caller without a name stands for may be told as its file.
        if _is_own(server, one) and not (one["kind"] == _FILE and server.path(one["uri"]) in vague)
    }
    return _difference(wanted - got, got - wanted - optional)


def _types(direction: str) -> Callable[[Server, Check], str]:
    def judged(server: Server, check: Check) -> str:
        prepared = server.ask("textDocument/prepareTypeHierarchy", server.at(check)) or []
        found = [
            one for item in prepared for one in server.ask(f"typeHierarchy/{direction}", {"item": item}) or []
        ]
        return _items(server, check, found)

    return judged


def _calls(direction: str, end: str) -> Callable[[Server, Check], str]:
    def judged(server: Server, check: Check) -> str:
        prepared = server.ask("textDocument/prepareCallHierarchy", server.at(check)) or []
        found = [
            one[end]
            for item in prepared
            for one in server.ask(f"callHierarchy/{direction}", {"item": item}) or []
        ]
        return _items(server, check, found)

    return judged


def _implementation(server: Server, check: Check) -> str:
    found = server.ask("textDocument/implementation", server.at(check)) or []
    got = {server.where(one) for one in found}
    wanted = set(_places(server, check, "items"))
    return _difference(wanted - got, got - wanted - set(_places(server, check, "optional")))


def _workspace_symbol(server: Server, check: Check) -> str:
    found = server.ask("workspace/symbol", {"query": check["query"]}) or []
    if not found:
        return "nothing found"
    first = found[0]
    got = (_plain(first["name"]), *server.where(first["location"]))
    wanted = (check["name"], *place(server.project, check, "target_"))
    return "" if got == wanted else f"got {got}, not {wanted}"


def _neighbours(method: str) -> Callable[[Server, Check], str]:
    def judged(server: Server, check: Check) -> str:
        answer = server.ask(f"codeprism/{method}", {"uri": server.uri(check["file"])})
        got = {one["node"]["name"] for one in answer["items"]}
        wanted = set(check["files"])
        return _difference(wanted - got, got - wanted - set(check.get("optional", ())))

    return judged


def _cycles(server: Server, check: Check) -> str:
    answer = server.ask("codeprism/dependencyCycles", {})
    got = [[node["name"] for node in one["nodes"]] for one in answer["cycles"]]
    wanted = sorted(check["files"])
    if (wanted and wanted not in got) or (check.get("only") and got != [wanted] * bool(wanted)):
        return f"got {got}"
    return ""


def _files(server: Server, check: Check) -> str:
    answer = server.ask("codeprism/dependencyGraph", {"limit": 10_000})
    got = {node["name"] for node in answer["nodes"]}
    return _difference(set(check["files"]) - got, got & set(check["absent"]))


_JUDGES: dict[str, Callable[[Server, Check], str]] = {
    "definition": _first("textDocument/definition"),
    "definition_smart": _first("textDocument/definition"),
    "definition_across_languages": _first("textDocument/definition"),
    "declaration": _first("textDocument/declaration"),
    "references": _references,
    "subtypes": _types("subtypes"),
    "supertypes": _types("supertypes"),
    "implementation": _implementation,
    "incoming_calls": _calls("incomingCalls", "from"),
    "outgoing_calls": _calls("outgoingCalls", "to"),
    "workspace_symbol": _workspace_symbol,
    "dependencies": _neighbours("dependencies"),
    "dependents": _neighbours("dependents"),
    "cycles": _cycles,
    "files": _files,
}


def _places(server: Server, check: Check, key: str) -> list[Place]:
    return [place(server.project, entry) for entry in check.get(key, ())]


def _is_own(server: Server, item: Any) -> bool:
    return not server.path(item["uri"]).startswith("/")


def _plain(name: str) -> str:
    """The name alone, where the server says it with its parameters or container."""
    return name.split("(", 1)[0].rsplit(".", 1)[-1].rsplit("::", 1)[-1]


def _difference(missing: Any, extra: Any) -> str:
    parts = [f"missing {_listed(missing)}"] if missing else []
    if extra:
        parts.append(f"too many {_listed(extra)}")
    return "; ".join(parts)


def _listed(what: Any) -> list[Any]:
    return sorted(what.items()) if isinstance(what, dict) else sorted(what)
