"""What the server can be asked: one module per family of LSP methods.

A module here registers its handlers with `registry.feature`; importing it is all it takes to add it,
and `registry.discover` imports every module of this package. Handlers turn (context, params) into a
result. They hold no state between requests, parse nothing and know no database: the questions
themselves live in `analysis`, which is reached through `context.analysis`.
"""

from __future__ import annotations
