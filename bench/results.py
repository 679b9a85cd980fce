"""What a measurement found: a table and figures with their bars, kept as JSON between runs."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import psutil

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number with the bar that it has to keep (`most` is the largest value that passes)."""

    what: str
    value: float
    unit: str
    most: float | None = None
    least: float | None = None

    @property
    def passed(self) -> bool:
        return (self.most is None or self.value <= self.most) and (
            self.least is None or self.value >= self.least
        )

    @property
    def bar(self) -> str:
        if self.most is not None:
            return f"at most {self.most:g} {self.unit}".rstrip()
        return f"at least {self.least:g} {self.unit}".rstrip() if self.least is not None else ""


@dataclass(slots=True)
class Result:
    """The outcome of one measurement. The first cell of each row names what was measured."""

    name: str
    title: str
    notes: list[str] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    rows: list[list[str | float | int | None]] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    machine: str = ""

    def save(self, folder: Path = RESULTS) -> None:
        """Writes the result; rows and figures of an earlier run that this one did not measure stay."""
        folder.mkdir(parents=True, exist_ok=True)
        self.machine = machine()
        earlier = load(self.name, folder)
        if earlier is not None and earlier.columns == self.columns:
            fresh = {row[0] for row in self.rows}
            self.rows = [row for row in earlier.rows if row[0] not in fresh] + self.rows
            said = {figure.what for figure in self.figures}
            self.figures = [one for one in earlier.figures if one.what not in said] + self.figures
        text = json.dumps(asdict(self), indent=1)
        (folder / f"{self.name}.json").write_text(text + "\n", "utf-8")


def load(name: str, folder: Path = RESULTS) -> Result | None:
    """The result that was saved last under a name; None where there is none."""
    path = folder / f"{name}.json"
    if not path.is_file():
        return None
    values: dict[str, Any] = json.loads(path.read_text("utf-8"))
    values["figures"] = [Figure(**one) for one in values["figures"]]
    return Result(**values)


def machine() -> str:
    """The machine by what matters for the figures: processor, cores, memory."""
    model = platform.processor() or platform.machine()
    try:
        for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
            if line.startswith("model name"):
                model = line.partition(":")[2].strip()
                break
    except OSError:
        model = model or "unknown processor"
    memory = psutil.virtual_memory().total / (1 << 30)
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GiB of memory, Python {platform.python_version()}"


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` (0 to 1) of the values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, -(-len(ordered) * round(share * 1000) // 1000) - 1))]


def markdown(result: Result) -> str:
    """A result as a section of a document."""
    lines = [f"## {result.title}", ""]
    if result.rows:
        lines.append("| " + " | ".join(result.columns) + " |")
        lines.append(
            "| " + " | ".join("---" if i == 0 else "---:" for i in range(len(result.columns))) + " |"
        )
        lines.extend("| " + " | ".join(map(shown, row)) + " |" for row in result.rows)
        lines.append("")
    if result.figures:
        lines += ["| figure | measured | bar | |", "| --- | ---: | ---: | --- |"]
        for one in result.figures:
            verdict = "" if not one.bar else "kept" if one.passed else "**missed**"
            measured = f"{shown(one.value)} {one.unit}".strip()
            lines.append(f"| {one.what} | {measured} | {one.bar} | {verdict} |")
        lines.append("")
    lines += [f"{note}\n" for note in result.notes]
    lines.append(f"Measured on {result.machine}.\n")
    return "\n".join(lines)


def shown(value: str | float | int | None) -> str:
    """A cell: numbers with three significant digits or as whole numbers."""
    if value is None:
        return "-"
    if isinstance(value, str):
        return value
    if isinstance(value, int) or abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"


def text_of(result: Result) -> str:
    """A result for a terminal."""
    lines = [f"== {result.title}"]
    if result.rows:
        cells = [result.columns, *[[shown(cell) for cell in row] for row in result.rows]]
        widths = [max(len(row[i]) for row in cells) for i in range(len(result.columns))]
        lines += ["  ".join(cell.rjust(w) for cell, w in zip(row, widths, strict=True)) for row in cells]
    for one in result.figures:
        verdict = "" if not one.bar else "  ok" if one.passed else "  MISSED"
        bar = f"  (bar: {one.bar})" if one.bar else ""
        lines.append(f"{one.what}: {shown(one.value)} {one.unit}{bar}{verdict}")
    return "\n".join([*lines, *result.notes])
