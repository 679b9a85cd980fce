"""`codeprism-lsp query`: questions to the stored index, answered by the same code as an editor's requests."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from codeprism_lsp.analysis.workspace import Workspace
from codeprism_lsp.cli.folders import folder_of, reader_of
from codeprism_lsp.cli.indexing import bring_up_to_date
from codeprism_lsp.cli.opening import workspace_of
from codeprism_lsp.cli.options import FINE, NOTHING, Failure
from codeprism_lsp.features.context import InvalidParams, RequestContext, RequestError
from codeprism_lsp.features.registry import Feature, discover
from codeprism_lsp.features.terminal import terminal_context
from codeprism_lsp.files.paths import path_to_uri
from codeprism_lsp.server.conversion import BadParams, build_converter, structure


@dataclass(frozen=True, slots=True)
class Asker:
    """Answers requests of the protocol over one captured workspace."""

    root: str
    options: argparse.Namespace
    features: Mapping[str, Feature]
    context: RequestContext
    converter: Any

    def ask(self, method: str, params: dict[str, Any]) -> Any:
        """The result as it would be on the wire; raises Failure, UsageError."""
        found = self.features.get(method)
        if found is None:
            raise Failure(f"{method} is not offered by this build")
        try:
            typed = structure(self.converter, params, found.params_type)
            result = found.handler(self.context, typed)
        except (BadParams, InvalidParams) as error:
            raise UsageError(str(error)) from error
        except RequestError as error:
            raise Failure(error.message) from error
        # Large answers are JSON already; to the wire and back gives them all one shape.
        plain = orjson.dumps(self.converter.unstructure(result), option=orjson.OPT_SERIALIZE_NUMPY)
        return orjson.loads(plain)

    def uri(self, name: str) -> str:
        """The URI of a file as named on the command line: from here, or from the folder's root."""
        here = os.path.abspath(name)
        return path_to_uri(here if os.path.exists(here) else os.path.join(self.root, name))

    def place(self, text: str) -> dict[str, Any]:
        """`FILE:LINE:COLUMN` as params; raises UsageError."""
        name, line, column = _split(text)
        if line is None or column is None:
            raise UsageError(f"{text!r} is no position; FILE:LINE:COLUMN is needed")
        return {"textDocument": {"uri": self.uri(name)}, "position": {"line": line, "character": column}}


class UsageError(Exception):
    """The arguments make no sense; the message says why."""


def run(top: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    """Answers one question; indexes first where there is no index."""
    words = list(options.words)
    root = words.pop(0) if words[0] not in _KINDS or (len(words) > 1 and os.path.isdir(words[0])) else "."
    if not words or words[0] not in _KINDS:
        top.error(f"query: a kind is needed, one of {', '.join(_KINDS)}")
    kind, arguments = words[0], words[1:]
    question = _KINDS[kind]
    if not question.fewest <= len(arguments) <= question.most:
        top.error(f"query {kind}: {question.arguments}")
    folder = folder_of(options, root)
    reader = reader_of(folder)
    if reader is None:
        print(f"codeprism-lsp: {folder.root} is not indexed yet; indexing", file=sys.stderr)
        bring_up_to_date(folder)
        reader = reader_of(folder)
        if reader is None:
            raise Failure("the index that was just made is gone")
    with reader:
        asker = _asker(folder.root, options, workspace_of(folder, reader))
        try:
            result = question.ask(asker, arguments)
        except UsageError as error:
            top.error(f"query {kind}: {error}")
    if options.json:
        sys.stdout.buffer.write(orjson.dumps(result, option=orjson.OPT_INDENT_2) + b"\n")
    else:
        from codeprism_lsp.cli.printing import Printer

        question.show(Printer(folder.root), result)
    if _has_anything(result):
        return FINE
    print("codeprism-lsp: nothing found", file=sys.stderr)
    return NOTHING


def _asker(root: str, options: argparse.Namespace, workspace: Workspace) -> Asker:
    return Asker(root, options, discover(), terminal_context(workspace), build_converter())


def _symbol(asker: Asker, arguments: Sequence[str]) -> Any:
    found = asker.ask("workspace/symbol", {"query": arguments[0]}) or []
    return found[: asker.options.limit]


def _outline(asker: Asker, arguments: Sequence[str]) -> Any:
    params = {"textDocument": {"uri": asker.uri(arguments[0])}}
    return asker.ask("textDocument/documentSymbol", params) or []


def _definition(asker: Asker, arguments: Sequence[str]) -> Any:
    found = asker.ask("textDocument/definition", asker.place(arguments[0])) or []
    return found if isinstance(found, list) else [found]


def _references(asker: Asker, arguments: Sequence[str]) -> Any:
    params = {**asker.place(arguments[0]), "context": {"includeDeclaration": True}}
    return (asker.ask("textDocument/references", params) or [])[: asker.options.limit]


def _hierarchy(direction: str) -> Callable[[Asker, Sequence[str]], Any]:
    def ask(asker: Asker, arguments: Sequence[str]) -> Any:
        found: list[Any] = []
        for item in asker.ask("textDocument/prepareTypeHierarchy", asker.place(arguments[0])) or []:
            found.extend(asker.ask(f"typeHierarchy/{direction}", {"item": item}) or [])
        return found

    return ask


def _neighbours(method: str) -> Callable[[Asker, Sequence[str]], Any]:
    def ask(asker: Asker, arguments: Sequence[str]) -> Any:
        name, line, _ = _split(arguments[0])
        place = asker.place(arguments[0]) if line is not None else {"uri": asker.uri(name)}
        more = {"includeExternal": True} if asker.options.external else {}
        return asker.ask(f"codeprism/{method}", {**place, **_bounds(asker), **_level(asker), **more})

    return ask


def _cycles(asker: Asker, arguments: Sequence[str]) -> Any:
    scope = {"uri": asker.uri(arguments[0])} if arguments else {}
    params = {**scope, **_level(asker), "limit": asker.options.limit}
    return asker.ask("codeprism/dependencyCycles", params)


def _path(asker: Asker, arguments: Sequence[str]) -> Any:
    end = arguments[1] if arguments[1].startswith("external:") else asker.uri(arguments[1])
    params = {"from": asker.uri(arguments[0]), "to": end, **_level(asker)}
    return asker.ask("codeprism/dependencyPath", params)


def _impact(asker: Asker, arguments: Sequence[str]) -> Any:
    name, line, _ = _split(arguments[0])
    place = asker.place(arguments[0]) if line is not None else {"uri": asker.uri(name)}
    return asker.ask("codeprism/impact", {**place, **_bounds(asker)})


def _bounds(asker: Asker) -> dict[str, Any]:
    depth = {} if asker.options.depth is None else {"depth": asker.options.depth}
    return {"limit": asker.options.limit, **depth}


def _level(asker: Asker) -> dict[str, Any]:
    return {"level": asker.options.level} if asker.options.level else {}


def _split(text: str) -> tuple[str, int | None, int | None]:
    """The file, line and column (from 0) of `FILE[:LINE:COLUMN]`."""
    parts = text.rsplit(":", 2)
    if len(parts) == 3 and parts[1].isdecimal() and parts[2].isdecimal() and not Path(text).exists():
        if int(parts[1]) < 1 or int(parts[2]) < 1:
            raise UsageError("lines and columns count from 1")
        return parts[0], int(parts[1]) - 1, int(parts[2]) - 1
    return text, None, None


def _has_anything(result: Any) -> bool:
    if isinstance(result, dict):
        return bool(result.get("items") or result.get("cycles") or result.get("found"))
    return bool(result)


@dataclass(frozen=True, slots=True)
class Question:
    """A kind of question: how many arguments it takes, how it is asked and how its answer is shown."""

    arguments: str
    fewest: int
    most: int
    ask: Callable[[Asker, Sequence[str]], Any]
    show: Callable[[Any, Any], None]


_KINDS: dict[str, Question] = {
    "symbol": Question("needs TEXT", 1, 1, _symbol, lambda to, found: to.symbols(found)),
    "outline": Question("needs FILE", 1, 1, _outline, lambda to, found: to.outline(found)),
    "definition": Question("needs FILE:LINE:COLUMN", 1, 1, _definition, lambda to, found: to.places(found)),
    "references": Question("needs FILE:LINE:COLUMN", 1, 1, _references, lambda to, found: to.places(found)),
    "subtypes": Question(
        "needs FILE:LINE:COLUMN", 1, 1, _hierarchy("subtypes"), lambda to, found: to.items(found)
    ),
    "supertypes": Question(
        "needs FILE:LINE:COLUMN", 1, 1, _hierarchy("supertypes"), lambda to, found: to.items(found)
    ),
    "dependencies": Question(
        "needs FILE", 1, 1, _neighbours("dependencies"), lambda to, found: to.reached(found)
    ),
    "dependents": Question(
        "needs FILE", 1, 1, _neighbours("dependents"), lambda to, found: to.reached(found)
    ),
    "cycles": Question("takes FILE or DIRECTORY", 0, 1, _cycles, lambda to, found: to.cycles(found)),
    "path": Question("needs FILE FILE", 2, 2, _path, lambda to, found: to.steps(found["steps"])),
    "impact": Question("needs FILE[:LINE:COLUMN]", 1, 1, _impact, lambda to, found: to.reached(found)),
}
