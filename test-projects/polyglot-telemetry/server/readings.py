"""What the devices send; the JSON keys are those of console/api.ts and agent/reading.go."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass


@dataclass
class Reading:
    device_id: str
    time: int
    value: float


def parse_readings(body: str) -> list[Reading]:
    return [Reading(**entry) for entry in json.loads(body)]


def dump_readings(readings: list[Reading]) -> str:
    return json.dumps([asdict(reading) for reading in readings])
