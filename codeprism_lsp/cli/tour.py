"""What `make run` shows: the real server as a child process, its progress, and real answers.

Nothing is known about the workspace beforehand. What is worth showing is found by asking: the files that
most others depend on, the types they define, and who uses those.
"""

from __future__ import annotations

import argparse
import queue
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

from codeprism_lsp.cli.client import Client, ServerError
from codeprism_lsp.cli.folders import folder_of
from codeprism_lsp.cli.options import FINE, NOTHING, Failure
from codeprism_lsp.cli.printing import Printer, kind_name
from codeprism_lsp.cli.reporting import megabytes, show_table

_SHOWN = 6
_HUBS = 30  # files looked at for something to show
_SECONDS = 6.0  # of looking for the best type to show
_TYPES = frozenset({5, 10, 11, 23})  # class, enum, interface, struct in LSP's SymbolKind


def run(top: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    """Takes the tour; 1 where the workspace has no file of a known language."""
    folder = folder_of(options, options.root)
    arguments = ["--cache-dir", options.cacheDir] if options.cacheDir else []
    arguments += ["--dependencies", options.dependencies] if options.dependencies else []
    heard: queue.SimpleQueue[Mapping[str, Any]] = queue.SimpleQueue()

    def take(method: str, params: Any) -> None:
        if method == "codeprism/indexStatusChanged":
            heard.put(params)

    console = Console(highlight=False)
    client = Client(arguments, take)
    try:
        server = client.initialize(folder.root)
        info = server.get("serverInfo") or {}
        console.print(
            f"[bold]{escape(str(info.get('name', 'server')))} {escape(str(info.get('version', '')))}[/] "
            f"serves {escape(folder.root)}",
            soft_wrap=True,
        )
        status = _wait(client, heard, console)
        _status(console, status)
        if not status["indexed"]:
            return NOTHING
        Tour(client, Printer(folder.root, console), console, server.get("capabilities") or {}).take()
    except (ServerError, TimeoutError) as error:
        raise Failure(f"the tour ended early: {error}") from error
    finally:
        client.close()
    return FINE


def _wait(client: Client, heard: queue.SimpleQueue[Mapping[str, Any]], console: Console) -> Mapping[str, Any]:
    """Shows the server's own progress until it is ready; returns the last status."""
    started = time.monotonic()
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("files  {task.fields[rate]}"),
        console=console,
        disable=not console.is_terminal,
        transient=True,
    ) as bar:
        task = bar.add_task("discovering", total=None, rate="")
        status: Mapping[str, Any] = client.request("codeprism/indexStatus", {})
        while status["state"] not in ("ready", "degraded"):
            rate = status["indexed"] / max(0.1, time.monotonic() - started)
            bar.update(
                task,
                description=status["state"],
                completed=status["indexed"],
                total=status["files"] or None,
                rate=f"{rate:,.0f} files/s",
            )
            try:
                status = heard.get(timeout=1.0)
            except queue.Empty:
                status = client.request("codeprism/indexStatus", {})
    # The notification may be older than what is counted now.
    status = client.request("codeprism/indexStatus", {})
    console.print(f"{status['state']} after {time.monotonic() - started:.1f} s")
    return status


def _status(console: Console, status: Mapping[str, Any]) -> None:
    show_table(console, "Languages", status["languages"])
    rows: dict[str, str | int] = {
        "files": status["indexed"],
        "skipped": status["skipped"],
        "symbols": status["symbols"],
        "identifiers": status["references"],
        "index on disk": megabytes(status["indexBytes"]),
        "memory of all processes": f"{status['memoryMB']:,.0f} MB",
    }
    show_table(console, "Index", rows)
    for problem in status["problems"][:_SHOWN]:
        console.print(f"  [yellow]{escape(problem)}[/]", soft_wrap=True)


@dataclass(frozen=True, slots=True)
class Type:
    """A type of the workspace, with who uses it and what is derived from it."""

    uri: str
    symbol: Mapping[str, Any]
    references: Sequence[Mapping[str, Any]]
    subtypes: Sequence[Mapping[str, Any]]
    item: Mapping[str, Any] | None


@dataclass
class Tour:
    """One walk through a workspace that is ready."""

    client: Client
    printer: Printer
    console: Console
    capabilities: Mapping[str, Any]
    spent: list[float] = field(default_factory=list)

    def take(self) -> None:
        """Asks, and shows the answers."""
        hubs = self._hubs()
        found = self._types(hubs)
        hierarchy = max(found, key=lambda one: len(one.subtypes), default=None)
        used = max(found, key=lambda one: len({place["uri"] for place in one.references}), default=None)
        if used is not None:
            self._symbols(used)
            self._definition(used)
            self._references(used)
        if hierarchy is not None and hierarchy.subtypes:
            self._hierarchy(hierarchy)
        if hubs:
            self._dependencies(hubs)
        self._cycle()
        mean = sum(self.spent) / max(1, len(self.spent))
        self.console.print(
            f"\n[dim]{len(self.spent)} requests over standard input and output, {1e3 * mean:.1f} ms "
            f"each on average, {1e3 * max(self.spent, default=0):.0f} ms the longest[/]",
            soft_wrap=True,
        )

    # -- looking for something to show ---------------------------------------------------------------

    def _hubs(self) -> list[Mapping[str, Any]]:
        """The files that most others depend on, the most first."""
        counts: Counter[str] = Counter()
        nodes: dict[str, Mapping[str, Any]] = {}
        cursor: str | None = None
        while True:
            params = {"limit": 10_000, **({"cursor": cursor} if cursor else {})}
            part = self._ask("codeprism/dependencyGraph", params)
            nodes.update((node["id"], node) for node in part["nodes"])
            counts.update(edge["target"] for edge in part["edges"])
            cursor = part["cursor"]
            if cursor is None:
                break
        order = sorted(nodes, key=lambda one: (-counts[one], one))
        return [nodes[one] for one in order[:_HUBS]]

    def _types(self, hubs: Sequence[Mapping[str, Any]]) -> list[Type]:
        found: list[Type] = []
        deadline = time.monotonic() + _SECONDS
        for node in hubs:
            for symbol in _first_types(self._try("documentSymbol", {"textDocument": {"uri": node["uri"]}})):
                if time.monotonic() > deadline and found:
                    return found
                place = {
                    "textDocument": {"uri": node["uri"]},
                    "position": symbol["selectionRange"]["start"],
                }
                references = self._try("references", {**place, "context": {"includeDeclaration": False}})
                items = self._try("prepareTypeHierarchy", place)
                subtypes = self._try("typeHierarchy/subtypes", {"item": items[0]}) if items else []
                item = items[0] if items else None
                found.append(Type(node["uri"], symbol, references, subtypes, item))
        return found

    # -- showing -------------------------------------------------------------------------------------

    def _symbols(self, used: Type) -> None:
        text = used.symbol["name"][: max(4, len(used.symbol["name"]) // 2)].lower()
        found = self._try("workspace/symbol", {"query": text})
        if found:
            self._title(f'Symbols like "{text}"', f"{len(found):,} found")
            self.printer.symbols(found[:_SHOWN])

    def _definition(self, used: Type) -> None:
        """From a use in another file to the definition."""
        for place in used.references:
            if place["uri"] == used.uri or "import" in self.printer.text(place):
                continue
            params = {"textDocument": {"uri": place["uri"]}, "position": place["range"]["start"]}
            found = self._try("definition", params)
            found = found if isinstance(found, list) else [found]
            if any(_uri(one) == used.uri for one in found):
                self._title(f"Definition of {used.symbol['name']} across files")
                self.printer.places([place])
                self.printer.line("  [dim]is defined at[/]")
                self.printer.places([_location(one) for one in found])
                return

    def _references(self, used: Type) -> None:
        files = {place["uri"] for place in used.references}
        if used.references:
            self._title(
                f"References of {used.symbol['name']}", f"{len(used.references):,} in {len(files):,} files"
            )
            first = {place["uri"]: place for place in reversed(used.references)}
            self.printer.places(list(reversed(first.values()))[:_SHOWN])

    def _hierarchy(self, found: Type) -> None:
        self._title(f"Type hierarchy of {found.symbol['name']}", f"{len(found.subtypes):,} subtypes")
        assert found.item is not None
        above = self._try("typeHierarchy/supertypes", {"item": found.item})
        for one in above[:_SHOWN]:
            self.printer.line(f"  [dim]extends[/] {_item(one)}  {self.printer.where(_place(one))}")
        self.printer.line(f"{_item(found.item)}  {self.printer.where(_place(found.item))}")
        for one in found.subtypes[:_SHOWN]:
            self.printer.line(f"  {_item(one)}  {self.printer.where(_place(one))}")
            for below in self._try("typeHierarchy/subtypes", {"item": one})[:2]:
                self.printer.line(f"    {_item(below)}  {self.printer.where(_place(below))}")

    def _dependencies(self, hubs: Sequence[Mapping[str, Any]]) -> None:
        """The first hub that depends on something itself, in both directions."""
        for node in hubs:
            out = self._ask("codeprism/dependencies", {"uri": node["uri"], "includeExternal": True})
            if out["items"] or node is hubs[-1]:
                break
        else:
            return
        self._title(f"Dependencies of {node['name']}", f"{out['total']:,}")
        self.printer.reached({**out, "items": out["items"][:_SHOWN], "truncated": False})
        into = self._ask("codeprism/dependents", {"uri": node["uri"]})
        self._title(f"Dependents of {node['name']}", f"{into['total']:,}")
        self.printer.reached({**into, "items": into["items"][:_SHOWN], "truncated": False})
        impact = self._ask("codeprism/impact", {"uri": node["uri"], "limit": 1})
        steps = ", ".join(
            f"{count:,} over {at} step{'s' * (at > 1)}" for at, count in enumerate(impact["distances"], 1)
        )
        if steps:
            self.printer.line(f"[dim]a change may affect {impact['total']:,} files: {steps}[/]")

    def _cycle(self) -> None:
        found = self._ask("codeprism/dependencyCycles", {"limit": 100})
        if not found["total"]:
            self._title("Cycles of dependencies", "none")
            return
        # A short one is the easiest to read; a module with the parts it declares is the least surprising.
        smallest = min(
            found["cycles"],
            key=lambda one: (any(step["site"]["how"] == "contains" for step in one["sample"]), one["size"]),
        )
        self._title("Cycles of dependencies", f"{found['total']:,}, one of them")
        self.printer.steps(smallest["sample"])

    def _title(self, text: str, count: str = "") -> None:
        self.console.print(f"\n[bold blue]{escape(text)}[/]" + (f" [dim]{count}[/]" if count else ""))

    # -- asking --------------------------------------------------------------------------------------

    def _try(self, method: str, params: Any) -> Any:
        """The answer to a standard request, an empty one where the server does not offer it."""
        full = method if "/" in method else f"textDocument/{method}"
        if not self.capabilities.get(_OFFERS[full]):
            return []
        return self._ask(full, params) or []

    def _ask(self, method: str, params: Any) -> Any:
        started = time.perf_counter()
        try:
            return self.client.request(method, params)
        finally:
            self.spent.append(time.perf_counter() - started)


_OFFERS = {
    "workspace/symbol": "workspaceSymbolProvider",
    "textDocument/documentSymbol": "documentSymbolProvider",
    "textDocument/definition": "definitionProvider",
    "textDocument/references": "referencesProvider",
    "textDocument/prepareTypeHierarchy": "typeHierarchyProvider",
    "typeHierarchy/subtypes": "typeHierarchyProvider",
    "typeHierarchy/supertypes": "typeHierarchyProvider",
}


def _first_types(symbols: Sequence[Mapping[str, Any]], most: int = 4) -> Iterator[Mapping[str, Any]]:
    """The first types of a file's symbols, those within namespaces too."""
    count = 0
    waiting = list(symbols)
    while waiting and count < most:
        one = waiting.pop(0)
        if one["kind"] in _TYPES and "selectionRange" in one:
            count += 1
            yield one
        elif one["kind"] in (2, 3, 4):  # module, namespace, package
            waiting[:0] = one.get("children") or []


def _item(item: Mapping[str, Any]) -> str:
    return f"{kind_name(item['kind'])} [bold]{escape(item['name'])}[/]"


def _place(item: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"uri": item["uri"], "range": item["selectionRange"]}


def _uri(location: Mapping[str, Any]) -> str:
    return str(location.get("uri") or location.get("targetUri"))


def _location(found: Mapping[str, Any]) -> Mapping[str, Any]:
    if "uri" in found:
        return found
    return {"uri": found["targetUri"], "range": found["targetSelectionRange"]}
