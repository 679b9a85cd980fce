"""`python -m tests.server.fake_main [--tcp|--ws]`: the real server around the fake host."""

from __future__ import annotations

import sys

from codeprism_lsp.server.main import ServerOptions, serve_stdio, serve_tcp, serve_ws
from tests.server.fake_host import make

OPTIONS = ServerOptions(
    workers=2,
    max_waiting=1200,
    max_message_bytes=200_000,
    feature_packages=("tests.server.fake_features",),
)

if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--tcp"]:
            serve_tcp(make, "127.0.0.1", 0, OPTIONS)
        case ["--ws"]:
            serve_ws(make, "127.0.0.1", 0, OPTIONS)
        case _:
            serve_stdio(make, OPTIONS)
