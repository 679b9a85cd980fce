"""Typing in a file of 10,000 lines: outlines are fresh, right and quick, also while others are indexed."""

from __future__ import annotations

import gc
import random
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.options import Options
from bench.results import Figure, Result, percentile
from bench.server import started
from codeprism_lsp.extraction.outline import outline_of
from codeprism_lsp.facts.kinds import DefKind
from codeprism_lsp.features.symbol_kinds import shown_name
from codeprism_lsp.languages import registry
from codeprism_lsp.syntax import parsing
from tests.client import Client, to_uri

CORPORA = ("linux",)
LINES = 10_000
BAR_MS = 25.0
BLOCKED_MS = 50.0
HIDDEN = {DefKind.PARAMETER, DefKind.TYPE_PARAMETER}
COLUMNS = ["situation", "edits", "p50 ms", "p95 ms", "max ms", "wrong outlines", "slowest status ms"]
NOTES = [
    """One character is inserted or removed at a random place of a generated file of 10,000 lines, then
textDocument/documentSymbol is asked for; time runs from the edit until the whole reply was read, about
a megabyte, which the client then decodes. Every outline is compared, names and lines, with that of a
fresh parse of the same text. `slowest status`: the slowest reply to codeprism/indexStatus, asked every
20 ms by another thread; the event loop was never blocked for longer.""",
]


@dataclass(slots=True)
class Typed:
    """What a stretch of typing took, in milliseconds."""

    times: list[float] = field(default_factory=list)
    status: list[float] = field(default_factory=list)
    wrong: int = 0


def run(options: Options) -> Result:
    result = Result("keystrokes", "Typing", NOTES, COLUMNS)
    edits = options.requests
    with tempfile.TemporaryDirectory(prefix="codeprism-bench-") as folder:
        quiet, cache = Path(folder, "workspace"), Path(folder, "cache")
        quiet.mkdir()
        for language, text in (("python", python_text(LINES)), ("c", c_text(LINES))):
            idle = _typed(quiet, cache, language, text, edits, options.seed, busy=False)
            _add(result, f"{language}, idle", idle)
            if not options.small:
                p95 = percentile(idle.times, 0.95)
                result.figures.append(
                    Figure(f"{language}: key to outline, idle, p95", p95, "ms", most=BAR_MS)
                )
                result.figures.append(Figure(f"{language}: wrong outlines, idle", idle.wrong, "", most=0))
            for name, root in options.chosen(CORPORA):
                other = Path(folder, f"cold-{language}-{name}")
                typed = _typed(root, other, language, text, edits, options.seed, busy=True)
                if not typed.times:
                    result.notes.append(f"{name} was indexed before anything was typed.")
                    continue
                _add(result, f"{language}, while {name} is indexed", typed)
                if not options.small:
                    _judge(result, language, name, idle, typed)
    return result


def _judge(result: Result, language: str, name: str, idle: Typed, typed: Typed) -> None:
    ratio = percentile(typed.times, 0.95) / percentile(idle.times, 0.95)
    what = f"{language}: while {name} is indexed"
    result.figures += [
        Figure(f"{what}: key to outline, p95, times that of idle", ratio, "", most=2.0),
        Figure(f"{what}: wrong outlines", typed.wrong, "", most=0),
        Figure(f"{what}: longest block of the event loop", max(typed.status), "ms", most=BLOCKED_MS),
    ]


def _add(result: Result, situation: str, typed: Typed) -> None:
    shares = (percentile(typed.times, share) for share in (0.5, 0.95, 1.0))
    slowest = max(typed.status) if typed.status else None
    result.rows.append([situation, len(typed.times), *shares, typed.wrong, slowest])


def _typed(root: Path, cache: Path, language: str, text: str, edits: int, seed: int, *, busy: bool) -> Typed:
    """Types into a document that no disk has, in a server that is ready or, `busy`, indexing."""
    client = started(root, cache)
    try:
        if busy:
            wait_indexing(client)
        else:
            client.wait_ready(60)
        return _type(client, root, language, text, edits, seed, busy)
    finally:
        client.stop()


def wait_indexing(client: Client) -> None:
    """Waits until files are being parsed (or all are)."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        status = client.request("codeprism/indexStatus", {}, 60)
        if status["state"] != "discovering" and (status["indexed"] or status["state"] == "ready"):
            return
        time.sleep(0.02)


def _type(client: Client, root: Path, language: str, text: str, edits: int, seed: int, busy: bool) -> Typed:
    rng = random.Random(seed)
    name = {"python": "typed_by_the_benchmark.py", "c": "typed_by_the_benchmark.c"}[language]
    uri = client.open(root / name, language, text)
    assert uri == to_uri(root / name)
    lines = text.split("\n")
    typed = Typed()
    answers: list[tuple[list[dict[str, Any]] | None, str]] = []
    gc.disable()  # collecting the answers kept here would count as the server's time
    over = threading.Event()
    probe = threading.Thread(target=_probe, args=(client, over, typed.status), daemon=True)
    for number in range(-5, edits):
        if number == 0:
            probe.start()
        change = _edit(lines, rng)
        began = time.perf_counter()
        document = {"uri": uri, "version": number + 10}
        client.notify("textDocument/didChange", {"textDocument": document, "contentChanges": [change]})
        asked = client.begin("textDocument/documentSymbol", {"textDocument": {"uri": uri}})
        symbols = asked.result(60)
        spent = (asked.read_at - began) * 1e3  # type: ignore[attr-defined]
        if number < 0:  # opening the document is not typing
            continue
        typed.times.append(spent)
        answers.append((symbols, "\n".join(lines)))
        if busy and client.request("codeprism/indexStatus", {}, 60)["state"] == "ready":
            break
        time.sleep(0.03)
    gc.enable()
    over.set()
    if probe.ident is not None:
        probe.join()
    # Only now: it would hold up the threads that take the times.
    typed.wrong = sum(listed(symbols) != expected(language, text) for symbols, text in answers)
    return typed


def _probe(client: Client, over: threading.Event, into: list[float]) -> None:
    while not over.wait(0.02):
        began = time.perf_counter()
        client.request("codeprism/indexStatus", {}, 60)
        into.append((time.perf_counter() - began) * 1e3)


def _edit(lines: list[str], rng: random.Random) -> dict[str, Any]:
    """Inserts or removes one character on a random line; `lines` are changed in place."""
    number = rng.randrange(len(lines))
    line = lines[number]
    at = rng.randint(0, len(line))
    start = {"line": number, "character": at}
    if at < len(line) and rng.random() < 0.4:
        lines[number] = line[:at] + line[at + 1 :]
        return {"range": {"start": start, "end": {"line": number, "character": at + 1}}, "text": ""}
    new = rng.choice("abcxyz_019 (){}=,.;:")
    lines[number] = line[:at] + new + line[at:]
    return {"range": {"start": start, "end": start}, "text": new}


def expected(language: str, text: str) -> list[tuple[str, int]]:
    """(name, line) of all definitions by a fresh parse, sorted."""
    data = text.encode()
    outline = outline_of(language, data, parsing.parse(language, data))
    separator = registry.specs()[language].separator
    return sorted(
        (shown_name(outline, index, separator), outline.name_position(index)[0])
        for index in range(len(outline))
        if outline.kind(index) not in HIDDEN
    )


def listed(symbols: list[dict[str, Any]] | None) -> list[tuple[str, int]]:
    """(name, line) of all symbols of a reply, sorted."""
    found: list[tuple[str, int]] = []
    waiting = list(symbols or ())
    while waiting:
        one = waiting.pop()
        found.append((one["name"], one["selectionRange"]["start"]["line"]))
        waiting.extend(one.get("children", ()))
    return sorted(found)


def python_text(lines: int) -> str:
    """A module of about that many lines."""
    made = ['"""Generated."""', "", "import os", ""]
    number = 0
    while len(made) < lines:
        number += 1
        made += [
            f"class Widget{number}(Base{number % 7}):",
            f'    """Widget number {number}."""',
            "",
            f"    size = {number}",
            "",
            f"    def __init__(self, parent, value_{number}=None):",
            "        super().__init__(parent)",
            f"        self.value = value_{number} or os.environ.get('W{number}')",
            "        self.children = []",
            "",
            f"    def render_{number}(self, surface, *, depth=0):",
            "        for child in self.children:",
            "            if child.visible and depth < 10:",
            f"                surface.draw(child, [self.value, {number}, depth + 1])",
            "        return surface",
            "",
            "",
        ]
    return "\n".join(made) + "\n"


def c_text(lines: int) -> str:
    """A C file of about that many lines."""
    made = ["/* Generated. */", "#include <stdio.h>", ""]
    number = 0
    while len(made) < lines:
        number += 1
        made += [
            f"struct widget_{number} {{",
            f"\tstruct widget_{number} *next;",
            "\tint value;",
            "};",
            "",
            f"#define WIDGET_{number}_FLAG\t(1u << {number % 32})",
            "",
            f"static int render_{number}(struct widget_{number} *w, int depth)",
            "{",
            "\tint total = 0;",
            "",
            "\tfor (; w; w = w->next) {",
            f"\t\tif (w->value & WIDGET_{number}_FLAG)",
            '\t\t\tprintf("%d %d\\n", w->value, depth);',
            "\t\ttotal += w->value;",
            "\t}",
            "\treturn total;",
            "}",
            "",
        ]
    return "\n".join(made) + "\n"
