"""`make soak`: minutes of random editing, asking and killing against the real server.

    python -m bench.soak [--minutes 5] [--root DIR] [--seed 1]

Asserts that every request gets exactly one reply, that the memory of all processes stays flat, that
nothing is left running when a server is gone, and that after kill -9 the index can be brought up to date and
then equals one made from nothing.
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import sys
import tempfile
import time
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from bench import document
from bench.options import TEST_PROJECTS
from bench.processes import memory_of
from bench.results import Figure, Result, text_of
from bench.server import build_index, indexed_files, started
from codeprism_lsp.languages import registry
from codeprism_lsp.store import Reader, location
from tests.client import Client, ResponseError, ServerGone, to_uri

COLUMNS = [
    "minutes",
    "requests",
    "errors",
    "edits",
    "files written",
    "kills",
    "memory MB, start",
    "memory MB, end",
]
NOTES = [
    """Random requests, edits, saved, new and deleted files; cancelled requests; a server killed with its
index half written. Memory is that of all processes of a server, the median of the first and of the last
third of each server's life after it was ready.""",
]
AT_POSITION = (
    "textDocument/definition",
    "textDocument/declaration",
    "textDocument/implementation",
    "textDocument/references",
    "textDocument/documentHighlight",
    "textDocument/hover",
    "textDocument/prepareTypeHierarchy",
    "textDocument/prepareCallHierarchy",
)
IN_DOCUMENT = ("textDocument/documentSymbol", "codeprism/dependencies", "codeprism/dependents")
METHOD_NOT_FOUND = -32601
GROWTH, GROWTH_MB = 1.15, 25.0
GONE_SECONDS = 3.0


@dataclass(slots=True)
class Count:
    """What happened so far."""

    requests: int = 0
    errors: dict[str, int] = field(default_factory=dict)
    edits: int = 0
    written: int = 0
    kills: int = 0
    unanswered: int = 0
    twice: int = 0
    left_running: int = 0
    wrong_index: int = 0
    memory: list[tuple[float, float]] = field(default_factory=list)  # medians: first and last third


def main(arguments: list[str] | None = None) -> int:
    """0 when everything held."""
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--root", type=Path, default=TEST_PROJECTS, help="a copy of it is worked on")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--life", type=float, default=60.0, help="seconds until a server is killed")
    parser.add_argument("--dry", action="store_true", help="keep no result")
    given = parser.parse_args(arguments)
    count = Count()
    rng = random.Random(given.seed)
    end = time.monotonic() + given.minutes * 60
    with tempfile.TemporaryDirectory(prefix="codeprism-soak-") as folder:
        root, cache = Path(folder, "workspace").resolve(), Path(folder, "cache")
        shutil.copytree(given.root, root, symlinks=True)
        while time.monotonic() < end:
            _Life(root, cache, rng, count).live(min(end, time.monotonic() + given.life))
            _check_index(root, cache, Path(folder, "fresh"), count)
    result = _result(given.minutes, count)
    print(text_of(result))
    if not given.dry:
        result.save()
        document.write()
    return 0 if all(figure.passed for figure in result.figures) else 1


def _result(minutes: float, count: Count) -> Result:
    errors = sum(count.errors.values())
    first, last = count.memory[-1] if count.memory else (0.0, 0.0)
    worst = max(
        (after - max(before * GROWTH, before + GROWTH_MB) for before, after in count.memory), default=0
    )
    row: list[str | float | int | None] = [f"{minutes:g}", count.requests, errors, count.edits]
    result = Result("soak", "Soak", [*NOTES], COLUMNS, [[*row, count.written, count.kills, first, last]])
    result.figures = [
        Figure("soak: requests without a reply", count.unanswered, "", most=0),
        Figure("soak: requests with two replies", count.twice, "", most=0),
        Figure("soak: requests that failed", errors, "", most=0),
        Figure("soak: processes left behind", count.left_running, "", most=0),
        Figure("soak: indexes that differ from one made anew", count.wrong_index, "", most=0),
        Figure("soak: growth of memory beyond 15 % and 25 MB", max(0.0, worst), "MB", most=0),
    ]
    result.notes += [f"Failed {times} times: {what}" for what, times in sorted(count.errors.items())]
    return result


class _Life:
    """One server from its start to its violent end."""

    def __init__(self, root: Path, cache: Path, rng: random.Random, count: Count) -> None:
        self._root = root
        self._rng = rng
        self._count = count
        self._client = started(root, cache)
        self._open: dict[Path, list[str]] = {}
        self._versions: dict[Path, int] = {}
        self._sent: list[tuple[str, Future[Any]]] = []
        self._cancelled: set[int] = set()
        self._files = sorted(
            path for path in root.rglob("*") if path.is_file() and registry.recognise(path.as_posix())
        )

    def live(self, end: float) -> None:
        samples: list[float] = []
        client, process = self._client, self._client.process
        assert process is not None
        try:
            client.wait_ready(120)
            sampled = time.monotonic()
            while time.monotonic() < end:
                self._step()
                if len(self._sent) >= 20:
                    self._collect()
                if time.monotonic() - sampled > 1:
                    sampled = time.monotonic()
                    samples.append(memory_of(process.pid) / (1 << 20))
            self._collect()
            third = max(1, len(samples) // 3)
            if len(samples) >= 9:
                self._count.memory.append(
                    (statistics.median(samples[:third]), statistics.median(samples[-third:]))
                )
            self._write_many()  # so that the end comes while the index is being written
        finally:
            self._kill(client)

    def _kill(self, client: Client) -> None:
        assert client.process is not None
        family = psutil.Process(client.process.pid).children(recursive=True)
        client.process.kill()
        client.stop()
        self._count.kills += 1
        _, alive = psutil.wait_procs(family, GONE_SECONDS)
        self._count.left_running += len(alive)

    def _step(self) -> None:
        choice = self._rng.random()
        if choice < 0.45:
            self._ask()
        elif choice < 0.85:
            self._edit()
        elif choice < 0.93:
            self._save()
        elif choice < 0.96:
            self._close()
        else:
            self._touch_disk()

    def _ask(self) -> None:
        rng = self._rng
        choice = rng.random()
        if choice < 0.1:
            query = "".join(rng.choice("abcdefghijklmnorstuvw_") for _ in range(rng.randint(0, 5)))
            self._begin("workspace/symbol", {"query": query})
            return
        path, lines = self._document()
        uri = to_uri(path)
        if choice < 0.4:
            params: dict[str, Any] = {"textDocument": {"uri": uri}, "uri": uri}
            self._begin(rng.choice(IN_DOCUMENT), params)
            return
        line = rng.randrange(len(lines))
        position = {"line": line, "character": rng.randint(0, len(lines[line]))}
        params = {"textDocument": {"uri": uri}, "position": position}
        self._begin(rng.choice(AT_POSITION), {**params, "context": {"includeDeclaration": True}})

    def _begin(self, method: str, params: Any) -> None:
        future = self._client.begin(method, params)
        self._sent.append((method, future))
        self._count.requests += 1
        if self._rng.random() < 0.1:
            self._client.cancel(future)
            self._cancelled.add(future.request_id)  # type: ignore[attr-defined]

    def _collect(self) -> None:
        """Waits for all replies; counts those that do not come, that come twice, and that are errors."""
        for method, future in self._sent:
            number: int = future.request_id  # type: ignore[attr-defined]
            try:
                future.result(60)
            except ResponseError as error:
                if number not in self._cancelled and error.code != METHOD_NOT_FOUND:
                    what = f"{method}: {error.message[:200]}"
                    self._count.errors[what] = self._count.errors.get(what, 0) + 1
            except (TimeoutError, ServerGone):
                self._count.unanswered += 1
        for _, future in self._sent:
            number = future.request_id  # type: ignore[attr-defined]
            self._count.twice += len(self._client.replies.get(number, ())) > 1
        self._sent.clear()
        self._cancelled.clear()
        for number in [one for one in self._client.replies if isinstance(one, int)]:
            del self._client.replies[number]

    def _document(self) -> tuple[Path, list[str]]:
        if self._open and (len(self._open) >= 10 or self._rng.random() < 0.9):
            path = self._rng.choice(list(self._open))
            return path, self._open[path]
        path = self._rng.choice(self._files)
        if path not in self._open:
            text = path.read_bytes().decode("utf-8", "replace") if path.exists() else ""
            language = registry.recognise(path.as_posix()) or "plaintext"
            self._client.open(path, language, text)
            self._open[path] = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
            self._versions[path] = 1
        return path, self._open[path]

    def _edit(self) -> None:
        path, lines = self._document()
        number = self._rng.randrange(len(lines))
        line = lines[number]
        if not line.isascii():
            return
        at = self._rng.randint(0, len(line))
        until = min(len(line), at + self._rng.choice((0, 0, 1, 5)))
        new = self._rng.choice(("", "a", "(", ")", "{", "}", '"', " x = y", "\n", "def f(): pass", "/*"))
        lines[number : number + 1] = (line[:at] + new + line[until:]).split("\n")
        self._versions[path] += 1
        change = {
            "range": {
                "start": {"line": number, "character": at},
                "end": {"line": number, "character": until},
            },
            "text": new,
        }
        document_id = {"uri": to_uri(path), "version": self._versions[path]}
        self._client.notify(
            "textDocument/didChange", {"textDocument": document_id, "contentChanges": [change]}
        )
        self._count.edits += 1

    def _save(self) -> None:
        if self._open:
            path = self._rng.choice(list(self._open))
            self._put(path, "\n".join(self._open[path]))
            self._client.notify("textDocument/didSave", {"textDocument": {"uri": to_uri(path)}})

    def _close(self) -> None:
        if self._open:
            path = self._rng.choice(list(self._open))
            del self._open[path]
            self._client.notify("textDocument/didClose", {"textDocument": {"uri": to_uri(path)}})

    def _touch_disk(self) -> None:
        path = self._rng.choice(self._files)
        if self._rng.random() < 0.2:
            path.unlink(missing_ok=True)
            kind = 3
        else:
            kind = 2 if path.exists() else 1
            self._put(path, f"// {self._rng.random()}\n" + self._text_of_another(path))
        self._client.notify(
            "workspace/didChangeWatchedFiles", {"changes": [{"uri": to_uri(path), "type": kind}]}
        )

    def _text_of_another(self, path: Path) -> str:
        same = [one for one in self._files if one.suffix == path.suffix and one.exists()]
        return self._rng.choice(same).read_bytes().decode("utf-8", "replace") if same else ""

    def _write_many(self) -> None:
        changes = []
        for path in self._rng.sample(self._files, min(80, len(self._files))):
            self._put(path, self._text_of_another(path) + f"\n// {self._rng.random()}\n")
            changes.append({"uri": to_uri(path), "type": 2})
        self._client.notify("workspace/didChangeWatchedFiles", {"changes": changes})
        time.sleep(self._rng.random())

    def _put(self, path: Path, text: str) -> None:
        path.write_text(text[:200_000], "utf-8")
        self._count.written += 1


def _check_index(root: Path, cache: Path, fresh: Path, count: Count) -> None:
    """Brings the index up to date after a crash and compares it with one made from nothing."""
    build_index(root, cache)
    shutil.rmtree(fresh, ignore_errors=True)
    build_index(root, fresh)
    if indexed_files(root, cache) != indexed_files(root, fresh) or _facts(root, cache) != _facts(root, fresh):
        count.wrong_index += 1


def _facts(root: Path, cache: Path) -> dict[str, bytes | None]:
    with Reader(location(root, cache)) as reader:
        rows = reader.files_since(0).rows
        return {row.path: reader.facts(row.content) for row in rows if row.content is not None}


if __name__ == "__main__":
    sys.exit(main())
