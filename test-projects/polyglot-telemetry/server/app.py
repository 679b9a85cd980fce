"""The routes. The console fetches them, the agent posts to one of them."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from .native import NativeFilter
from .readings import Reading, dump_readings, parse_readings
from .routing import dispatch, route

READINGS: list[Reading] = []


@route("POST", "/api/readings")
def store_readings(body: str) -> str:
    READINGS.extend(parse_readings(body))
    return json.dumps({"stored": len(READINGS)})


@route("GET", "/api/readings")
def list_readings(_body: str) -> str:
    return dump_readings(READINGS)


@route("GET", "/api/summary")
def summarize(_body: str) -> str:
    library = NativeFilter(Path(sys.argv[1]))
    return json.dumps({"mean": library.mean(READINGS), "outliers": library.outliers(READINGS, 1.5)})


def main() -> None:
    dispatch("POST", "/api/readings", dump_readings([Reading("d", i, float(i)) for i in range(5)]))
    print(dispatch("GET", "/api/summary"))


if __name__ == "__main__":
    main()
