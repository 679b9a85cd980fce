"""`codeprism-lsp serve`: the language server."""

from __future__ import annotations

import argparse
import gc
import logging
from dataclasses import replace
from functools import partial

from codeprism_lsp.cli.options import Failure, settings_layer


def run(top: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    """Serves one client and ends the process with it."""
    # What is imported is no garbage; looking for some would take a tenth of the start.
    gc.disable()
    from codeprism_lsp.languages import registry
    from codeprism_lsp.server import main as server
    from codeprism_lsp.workspace.host import Host

    if options.tcp and options.ws:
        top.error("--tcp and --ws exclude each other")
    registry.specs()  # loaded here, so that the event loop need not wait for it
    layer = settings_layer(options)
    factory = partial(Host, layer.pop("cacheDir", ""), layer)
    chosen = replace(server.DEFAULTS, log_level=logging.getLevelNamesMapping()[options.log_level.upper()])
    address = options.tcp or options.ws
    if not address:
        server.serve_stdio(factory, chosen)
    try:
        host, port = server.parse_address(address)
    except ValueError as error:
        top.error(str(error))
    try:
        (server.serve_tcp if options.tcp else server.serve_ws)(factory, host, port, chosen)
    except OSError as error:
        raise Failure(f"cannot listen on {address}: {error}") from error
