"""The import contracts hold, name every room, and would notice a breach."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

from importlinter.api import read_configuration

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "codeprism_lsp"
PYPROJECT = ROOT / "pyproject.toml"

#: The imports that a model of the package may make, so that every protected library is in its graph.
ALLOWED = {
    "server": ["pygls", "lsprotocol"],
    "syntax": ["tree_sitter", "tree_sitter_language_pack"],
    "store": ["apsw"],
}

#: Imports that some contract forbids, as (room, imported module).
BREACHES = [
    ("text", "codeprism_lsp.cli"),
    ("graph", "codeprism_lsp.store"),
    ("workspace", "codeprism_lsp.features"),
    ("features", "pygls"),
    ("analysis", "lsprotocol"),
    ("resolution", "tree_sitter"),
    ("languages", "tree_sitter_language_pack"),
    ("facts", "apsw"),
    ("store", "sqlite3"),
]


def lint_imports(directory: Path) -> subprocess.CompletedProcess[str]:
    """Runs import-linter's function in a process of its own, since it imports the package it checks."""
    program = "from importlinter.cli import lint_imports as lint; raise SystemExit(lint(no_cache=True))"
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=directory,
        env={**os.environ, "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


def rooms() -> set[str]:
    return {path.name for path in PACKAGE.iterdir() if path.is_dir() and any(path.rglob("*.py"))}


def contracts() -> dict[str, dict[str, Any]]:
    configuration = read_configuration(str(PYPROJECT))
    return {contract["id"]: contract for contract in configuration["contracts_options"]}


def test_every_contract_is_kept() -> None:
    result = lint_imports(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_layers_are_exactly_the_rooms() -> None:
    layers = contracts()["rooms"]["layers"]
    declared = {room.strip() for layer in layers for room in layer.split("|")}
    assert declared == rooms()


def write_model(directory: Path, imports: dict[str, list[str]]) -> None:
    """A package with the declared rooms that makes these imports, under the project's contracts."""
    shutil.copy(PYPROJECT, directory)
    layers = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"][0][
        "layers"
    ]
    write_module(directory / "codeprism_lsp" / "__init__.py", [])
    for room in (name.strip() for layer in layers for name in layer.split("|")):
        write_module(directory / "codeprism_lsp" / room / "__init__.py", imports.get(room, []))


def write_module(path: Path, imports: list[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"import {name}\n" for name in imports), encoding="utf-8")


def test_what_is_allowed_keeps_the_contracts(tmp_path: Path) -> None:
    write_model(tmp_path, ALLOWED)
    result = lint_imports(tmp_path)
    assert result.returncode == 0, result.stdout + result.stderr


def test_every_breach_is_noticed(tmp_path: Path) -> None:
    write_model(tmp_path, ALLOWED)
    for room, imported in BREACHES:
        write_module(tmp_path / "codeprism_lsp" / room / "breach.py", [imported])
    write_module(tmp_path / "codeprism_lsp" / "attic" / "__init__.py", [])
    result = lint_imports(tmp_path)
    assert result.returncode == 1, result.stderr
    unnoticed = [
        f"{room} -> {imported}"
        for room, imported in BREACHES
        if f"codeprism_lsp.{room}.breach -> {imported}" not in result.stdout
    ]
    assert unnoticed == [], result.stdout
    assert "- codeprism_lsp.attic" in result.stdout
