"""The settings have the same names wherever they are written down."""

from __future__ import annotations

import json
import re
from pathlib import Path

from codeprism_lsp.workspace.settings import settings_of

ROOT = Path(__file__).resolve().parents[2]
VSCODE = ROOT / "editors" / "vscode"

#: Settings of the extension itself, which the server never sees.
CLIENT_ONLY = {"server.command", "trace.server"}


def contributed() -> dict[str, dict[str, object]]:
    manifest = json.loads((VSCODE / "package.json").read_text(encoding="utf-8"))
    properties = manifest["contributes"]["configuration"]["properties"]
    return {name.removeprefix("codeprism."): schema for name, schema in properties.items()}


def readme_settings() -> dict[str, str]:
    """Name to default, as the table of the README has them."""
    section = (
        (ROOT / "README.md").read_text(encoding="utf-8").partition("\n## Settings\n")[2].partition("\n## ")[0]
    )
    return dict(re.findall(r"^\| `(\w+)` \| (.+?) \|", section, re.MULTILINE))


def test_the_extension_sends_what_it_offers() -> None:
    source = (VSCODE / "src" / "settings.ts").read_text(encoding="utf-8")
    sent = set(re.findall(r'^  "(\w+)",$', source, re.MULTILINE))
    assert sent == set(contributed()) - CLIENT_ONLY


def test_the_readme_lists_what_the_extension_offers() -> None:
    assert set(readme_settings()) == set(contributed()) - CLIENT_ONLY


def test_the_defaults_agree() -> None:
    plain = {
        name: default for name, default in readme_settings().items() if re.fullmatch(r"`\w+`|\d+", default)
    }
    assert plain
    schemas = contributed()
    assert {name: default.strip("`") for name, default in plain.items()} == {
        name: str(schemas[name]["default"]) for name in plain
    }


def test_the_server_knows_every_setting_and_has_the_same_defaults(tmp_path: Path) -> None:
    defaults = {name: schema["default"] for name, schema in contributed().items() if name not in CLIENT_ONLY}
    assert settings_of(str(tmp_path), defaults) == settings_of(str(tmp_path))
    assert settings_of(str(tmp_path), {"nonsense": 1}).problems
