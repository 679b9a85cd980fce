"""A client that starts a server, says its process id, and waits to be killed."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from tests.client import Client
from tests.e2e.conftest import command


def main() -> None:
    root, cache = Path(sys.argv[1]), Path(sys.argv[2])
    client = Client.stdio(command(cache))
    client.initialize(root)
    assert client.process is not None
    print(client.process.pid, flush=True)
    time.sleep(600)


if __name__ == "__main__":
    main()
