"""`python -m codeprism_lsp` is the command `codeprism-lsp`.

The guard matters: worker processes are spawned, and a spawned child imports this module again.
"""

from __future__ import annotations

import sys

if __name__ == "__main__":
    from codeprism_lsp.cli.main import main

    sys.exit(main())
