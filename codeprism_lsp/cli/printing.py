"""Answers of the protocol as lines for people: paths from the folder's root, positions from 1."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape

from codeprism_lsp.files.paths import uri_to_path

_KINDS = (
    "file module namespace package class method property field constructor enum interface function variable "
    "constant string number boolean array object key null enum-member struct event operator type-parameter"
).split()

Wire = Mapping[str, Any]


class Printer:
    """Writes answers to standard output, in colour where that is a terminal."""

    def __init__(self, root: str, console: Console | None = None) -> None:
        self._root = root
        self._console = console or Console(highlight=False)
        self._texts: dict[str, list[str]] = {}

    def line(self, text: str) -> None:
        """A line with markup; it is never wrapped."""
        self._console.print(text, soft_wrap=True)

    def symbols(self, found: Sequence[Wire]) -> None:
        """Workspace symbols."""
        for one in found:
            container = f" [dim]in {escape(one['containerName'])}[/]" if one.get("containerName") else ""
            location = one["location"]
            self.line(
                f"{kind_name(one['kind'])} [bold]{escape(one['name'])}[/]{container}  {self.where(location)}"
            )

    def outline(self, found: Sequence[Wire], depth: int = 0) -> None:
        """Document symbols, nested."""
        for one in found:
            span = one.get("selectionRange") or one["location"]["range"]
            line = span["start"]["line"] + 1
            name, detail = escape(one["name"]), escape(one.get("detail") or "")
            self.line(
                f"{'  ' * depth}{kind_name(one['kind'])} [bold]{name}[/] [dim]{detail}[/]  {line}".rstrip()
            )
            self.outline(one.get("children") or [], depth + 1)

    def places(self, found: Sequence[Wire]) -> None:
        """Locations, each with its line."""
        for one in found:
            self.line(f"{self.where(one)}  {escape(self.text(one).strip())}")

    def items(self, found: Sequence[Wire]) -> None:
        """Items of a hierarchy."""
        for one in found:
            place = {"uri": one["uri"], "range": one["selectionRange"]}
            self.line(f"{kind_name(one['kind'])} [bold]{escape(one['name'])}[/]  {self.where(place)}")

    def reached(self, found: Wire) -> None:
        """Dependencies, dependents or an impact, by distance."""
        distance = 0
        for one in found["items"]:
            if one["distance"] != distance:
                distance = one["distance"]
                self.line(f"[dim]distance {distance}[/]" if distance > 1 else "[dim]direct[/]")
            site = self.where(one["sites"][0]) if one["sites"] else ""
            how = f"[dim]{one['sites'][0]['how']} at {site}[/]" if site else ""
            self.line(f"  {self.node(one['node'])}  {how}".rstrip())
            for use in one.get("symbols", ()):
                self.line(f"      {self.node(use['node'])} [dim]{len(use['sites'])} uses[/]")
        shown = len(found["items"])
        if found["truncated"]:
            self.line(f"[yellow]{shown:,} of {found['total']:,} are shown (--limit)[/]")

    def cycles(self, found: Wire) -> None:
        """Cycles with a way around each."""
        for number, one in enumerate(found["cycles"], 1):
            self.line(f"[bold]cycle {number}[/] of {one['size']:,}")
            self.steps(one["sample"])
        if found["truncated"]:
            self.line(f"[yellow]{len(found['cycles']):,} of {found['total']:,} are shown (--limit)[/]")

    def steps(self, steps: Sequence[Wire]) -> None:
        """A chain of dependencies."""
        for number, step in enumerate(steps):
            if not number:
                self.line(f"  {self.node(step['from'])}")
            site = step["site"]
            text = escape(self.text(site).strip())
            self.line(f"  [dim]{site['how']}[/] {self.node(step['to'])}  [dim]{self.where(site)}: {text}[/]")

    def node(self, node: Wire) -> str:
        """A node of the graph as markup."""
        name = escape(node["name"])
        if node["kind"] == "symbol":
            return f"{node['symbolKind']} [bold]{name}[/] {self.where(node)}"
        return f"[italic]{name}[/] (external)" if node["kind"] == "external" else f"[bold]{name}[/]"

    def where(self, place: Wire) -> str:
        """`path:line:column` of a location as markup."""
        path, span = self._path(place["uri"]), place.get("range")
        if span is None:
            return f"[cyan]{escape(path)}[/]"
        start = span["start"]
        return f"[cyan]{escape(path)}[/]:{start['line'] + 1}:{start['character'] + 1}"

    def text(self, place: Wire) -> str:
        """The line of a location, as it stands on disk."""
        path = uri_to_path(place["uri"]) or ""
        if path not in self._texts:
            try:
                self._texts[path] = Path(path).read_text("utf-8", "replace").splitlines()
            except OSError:
                self._texts[path] = []
        lines, number = self._texts[path], place["range"]["start"]["line"]
        return lines[number] if number < len(lines) else ""

    def _path(self, uri: str) -> str:
        path = uri_to_path(uri)
        if path is None:
            return uri
        inside = os.path.relpath(path, self._root) if path.startswith(self._root) else path
        return inside.replace(os.sep, "/")


def kind_name(kind: int) -> str:
    """The name of LSP's SymbolKind, as markup."""
    return f"[green]{_KINDS[kind - 1] if 0 < kind <= len(_KINDS) else kind}[/]"
