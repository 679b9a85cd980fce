"""A small workspace written from a dictionary, and a recogniser that knows a few languages."""

from __future__ import annotations

from pathlib import Path

from codeprism_lsp.files import Found, Policy, Skip, discover

SUFFIXES = {
    ".py": "python",
    ".pyi": "python",
    ".js": "javascript",
    ".mjs": "javascript",
    ".cjs": "javascript",
    ".ts": "typescript",
    ".go": "go",
    ".rs": "rust",
    ".c": "c",
    ".h": "c",
    ".java": "java",
}


def recognise(path: str, first_line: bytes | None) -> str | None:
    name = path.rpartition("/")[2]
    dot = name.rfind(".")
    if dot > 0:
        return SUFFIXES.get(name[dot:])
    return "python" if first_line is not None and b"python" in first_line else None


def write(root: Path, files: dict[str, str | bytes]) -> Path:
    for path, content in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def found(root: Path, policy: Policy) -> dict[str, Found]:
    return {item.path: item for item in discover(str(root), policy) if isinstance(item, Found)}


def skipped(root: Path, policy: Policy) -> dict[str, Skip]:
    return {item.path: item for item in discover(str(root), policy) if isinstance(item, Skip)}
