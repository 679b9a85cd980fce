"""Features for the tests of the server: they echo, sleep, fail and exaggerate."""

from __future__ import annotations
