"""Where the `codeprism` settings come from: initialization options, pushes of the client, and pulls.

Later sources win key by key, and what a client leaves out keeps the value of its initialization options.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lsprotocol import types as lsp

from codeprism_lsp.server.link import Link

SECTION = "codeprism"


def settings_of_options(options: Any) -> dict[str, Any]:
    """Settings in `initializationOptions`: under `codeprism`, as `codeprism.x` keys, or flat."""
    if not isinstance(options, Mapping):
        return {}
    return _section(options) or dict(options)


def settings_of_push(settings: Any) -> dict[str, Any] | None:
    """Settings in `didChangeConfiguration`; None when it says nothing about this server.

    Clients push all their settings here, so flat ones would be somebody else's.
    """
    return _section(settings) if isinstance(settings, Mapping) else None


async def pull_settings(link: Link) -> dict[str, Any]:
    """Asks the client with `workspace/configuration`; empty when it has none. Raises what it answers."""
    items = [lsp.ConfigurationItem(section=SECTION)]
    answer = await link.workspace_configuration_async(lsp.ConfigurationParams(items=items))
    values = list(answer or ())
    return dict(values[0]) if values and isinstance(values[0], Mapping) else {}


async def register_settings(link: Link) -> None:
    """Asks the client to tell when its `codeprism` settings change. Raises what it answers."""
    wanted = lsp.Registration(
        id="codeprism-settings",
        method="workspace/didChangeConfiguration",
        register_options={"section": SECTION},
    )
    await link.client_register_capability_async(lsp.RegistrationParams(registrations=[wanted]))


def _section(settings: Mapping[str, Any]) -> dict[str, Any] | None:
    """The settings of this server in `settings`, None when there are none."""
    nested = settings.get(SECTION)
    found = dict(nested) if isinstance(nested, Mapping) else {}
    prefix = SECTION + "."
    found |= {key[len(prefix) :]: value for key, value in settings.items() if key.startswith(prefix)}
    return found or ({} if isinstance(nested, Mapping) else None)
