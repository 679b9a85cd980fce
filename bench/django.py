"""Answers on Django that can be checked: symbol ranking, subclasses against the runtime, references."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from bench.options import Options
from bench.results import Figure, Result
from bench.server import build_index, language_id, started
from bench.truth import PyrightTruth
from codeprism_lsp.extraction.outline import outline_of
from codeprism_lsp.facts.kinds import TYPE_KINDS
from codeprism_lsp.syntax import parsing
from tests.client import Client, to_path

CORPORA = ("django",)
FIELDS = "django/db/models/fields/__init__.py"
COLUMNS = ["question", "expected", "answered", "right", "missing", "wrong"]
NOTES = [
    """Subclasses are checked against Python itself: a child process imports every module of Django that
imports without a database driver or a geographic library and asks `__subclasses__`; answers in modules
that do not import, and in tests, are not judged. A reference is wrong where its range does not hold the
identifier, where it stands in a comment or a string, or where pyright, asked for the definition at that
place, names only definitions outside of the class hierarchy that was asked about. References where
pyright names nothing are counted as right and said below.""",
]


def run(options: Options) -> Result:
    result = Result("django", "Django: answers that can be checked", NOTES, COLUMNS)
    if options.small:
        result.rows.append(["not measured on the small workspace", None, None, None, None, None])
        return result
    for _, root in options.chosen(CORPORA):
        with tempfile.TemporaryDirectory(prefix="codeprism-bench-") as folder:
            cache = Path(folder)
            build_index(root, cache)
            client = started(root, cache)
            try:
                client.wait_ready(600)
                _symbol(client, root, result)
                _subtypes(client, root, result)
                _references(client, root, result)
            finally:
                client.stop()
    return result


def _symbol(client: Client, root: Path, result: Result) -> None:
    found = client.request("workspace/symbol", {"query": "QuerySet"}, 60) or []
    first = f"{_relative(root, found[0]['location']['uri'])}:{found[0]['name']}" if found else "nothing"
    right = first == "django/db/models/query.py:QuerySet"
    result.rows.append(["workspace/symbol QuerySet, first", 1, len(found), int(right), int(not right), 0])
    result.figures.append(Figure("QuerySet's class comes first", float(right), "", least=1))
    if not right:
        result.notes.append(f"The first symbol for QuerySet is {first}.")


def _subtypes(client: Client, root: Path, result: Result) -> None:
    truth = _runtime(root)
    imported = frozenset(truth["imported"])
    item = _hierarchy_item(client, root, FIELDS, "Field")
    direct = _below(client, root, item, transitive=False)
    every = _below(client, root, item, transitive=True)
    for what, mine, theirs in (
        ("direct subtypes of Field", direct, truth["direct"]),
        ("all subtypes of Field", every, truth["all"]),
    ):
        expected = Counter(map(tuple, theirs))
        judged = Counter(one for one in mine if one[0] in imported)
        missing, wrong = expected - judged, judged - expected
        result.rows.append(
            [what, expected.total(), len(mine), (expected & judged).total(), missing.total(), wrong.total()]
        )
        result.figures.append(Figure(f"{what}: missing", missing.total(), "", most=0))
        result.figures.append(Figure(f"{what}: wrong", wrong.total(), "", most=0))
        for verb, ones in (("Missing", missing), ("Wrong", wrong)):
            if ones:
                result.notes.append(f"{verb} among {what}: {_some(ones)}.")


def _runtime(root: Path) -> dict[str, Any]:
    """What Python says; Django's own requirements are installed into a temporary folder for it."""
    with tempfile.TemporaryDirectory(prefix="codeprism-bench-") as needed:
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--target", needed, "asgiref", "sqlparse"], check=True)
        command = [
            sys.executable,
            "-m",
            "bench.django_runtime",
            str(root),
            "django.db.models.fields",
            "Field",
        ]
        done = subprocess.run(
            command, capture_output=True, check=True, env={**os.environ, "PYTHONPATH": needed}
        )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _references(client: Client, root: Path, result: Result) -> None:
    pyright = PyrightTruth.start(root)
    for path, owner in (
        ("django/db/models/manager.py", "BaseManager"),
        ("django/views/generic/list.py", "MultipleObjectMixin"),
        ("django/contrib/admin/options.py", "BaseModelAdmin"),
    ):
        _references_of(client, root, path, owner, pyright, result)
    if pyright is None:
        result.notes.append("pyright was not at hand: references were checked for their text only.")
    else:
        pyright.stop()


def _references_of(
    client: Client, root: Path, path: str, owner: str, pyright: PyrightTruth | None, result: Result
) -> None:
    name = "get_queryset"
    line, character = _method(root / path, owner, name)
    uri = client.open(root / path, language_id("python", path))
    found = client.request(
        "textDocument/references",
        {
            "textDocument": {"uri": uri},
            "position": {"line": line, "character": character},
            "context": {"includeDeclaration": True},
        },
        120,
    )
    family = _family(client, root, path, owner)
    wrong: Counter[str] = Counter()
    silent = 0
    for one in found or []:
        where = _relative(root, one["uri"])
        start = one["range"]["start"]
        if not _stands_at(root / where, start["line"], start["character"], name):
            wrong[where] += 1
            continue
        if pyright is None:
            continue
        owners = pyright.owners(root / where, start["line"], start["character"])
        if not owners:
            silent += 1
        elif not owners & family:
            wrong[where] += 1
    what = f"references of {owner}.{name}"
    total = len(found or [])
    result.rows.append([what, None, total, total - wrong.total(), None, wrong.total()])
    result.figures.append(Figure(f"{what}: wrong files", len(wrong), "", most=0))
    result.figures.append(Figure(f"{what}: found", total, "", least=1))
    if silent:
        result.notes.append(f"{what}: pyright is silent on {silent} of {total}.")
    if wrong:
        result.notes.append(f"Wrong files among {what}: {_some(wrong)}.")


def _family(client: Client, root: Path, path: str, owner: str) -> set[tuple[str, str]]:
    """(file, class) of a class, all below it, and all above those: whose method may be meant."""
    item = _hierarchy_item(client, root, path, owner)
    found = {(path, owner)}
    waiting = [item]
    for way in ("subtypes", "supertypes"):
        waiting = [item] if way == "subtypes" else waiting
        seen: list[Any] = [item]
        while waiting:
            for one in client.request(f"typeHierarchy/{way}", {"item": waiting.pop()}, 60) or []:
                place = (_relative(root, one["uri"]), one["name"])
                if place not in found:
                    found.add(place)
                    waiting.append(one)
                    seen.append(one)
        waiting = seen
    return found


def _hierarchy_item(client: Client, root: Path, path: str, name: str) -> Any:
    data = (root / path).read_bytes()
    match = re.search(rf"^class {name}\b".encode(), data, re.MULTILINE)
    assert match is not None, f"{path} has no class {name}"
    uri = client.open(root / path, "python")
    position = {"line": data.count(b"\n", 0, match.start()), "character": len("class ")}
    items = client.request(
        "textDocument/prepareTypeHierarchy", {"textDocument": {"uri": uri}, "position": position}, 60
    )
    assert items, f"no type hierarchy at {name}"
    return items[0]


def _below(client: Client, root: Path, item: Any, *, transitive: bool) -> list[tuple[str, str]]:
    found: dict[tuple[str, int], tuple[str, str]] = {}
    waiting = [item]
    while waiting:
        for one in client.request("typeHierarchy/subtypes", {"item": waiting.pop()}, 60) or []:
            path = _relative(root, one["uri"])
            key = (path, one["selectionRange"]["start"]["line"])
            if key not in found:
                found[key] = (path, one["name"])
                if transitive:
                    waiting.append(one)
    return list(found.values())


def _method(path: Path, owner: str, name: str) -> tuple[int, int]:
    """Line and column of a method's name in a class."""
    data = path.read_bytes()
    outline = outline_of("python", data, parsing.parse("python", data))
    for index in outline.by_name.get(name, ()):
        container = outline.container(index)
        if container >= 0 and outline.name(container) == owner and outline.kind(container) in TYPE_KINDS:
            line, column, _ = outline.name_position(index)
            return line, column
    raise LookupError(f"no {owner}.{name} in {path.name}")


def _stands_at(path: Path, line: int, character: int, name: str) -> bool:
    """Whether an identifier stands at a place, and is one: not within a comment or a string."""
    data = path.read_bytes()
    lines = data.split(b"\n")
    if line >= len(lines) or lines[line][character : character + len(name)] != name.encode():
        return False
    start = sum(len(one) + 1 for one in lines[:line]) + character
    node = parsing.parse("python", data).root_node.descendant_for_byte_range(start, start + len(name))
    return node is not None and node.type == "identifier"


def _relative(root: Path, uri: str) -> str:
    return Path(to_path(uri)).resolve().relative_to(root).as_posix()


def _some(ones: Counter[Any]) -> str:
    shown = [": ".join(map(str, one)) if isinstance(one, tuple) else str(one) for one in sorted(ones)]
    return ", ".join(shown[:8]) + (" and others" if len(shown) > 8 else "")
