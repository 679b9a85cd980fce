"""Plain SVG of lines over numbers of files, both axes logarithmic."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 420, 280
LEFT, RIGHT, TOP, BOTTOM = 58, 130, 34, 40
COLOURS = ("#3b6fb6", "#c2582e", "#4d8c57", "#8a5aa8", "#8c7a2e")


def drawn(title: str, unit: str, sizes: Sequence[int], lines: Mapping[str, Sequence[object]]) -> str:
    """The picture; values that are no numbers above zero are left out."""
    values = {
        name: [
            (size, float(value))
            for size, value in zip(sizes, column, strict=True)
            if isinstance(value, int | float) and value > 0
        ]
        for name, column in lines.items()
    }
    points = [value for line in values.values() for _, value in line] or [1.0]
    x_axis = _Axis(min(sizes), max(sizes), LEFT, WIDTH - RIGHT)
    y_axis = _Axis(min(points), max(points), HEIGHT - BOTTOM, TOP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}"',
        f'height="{HEIGHT}" font-family="sans-serif" font-size="11">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        f'<text x="{LEFT}" y="18" font-size="13">{escape(title)} ({escape(unit)}) by files</text>',
    ]
    for tick in y_axis.ticks():
        y = y_axis.at(tick)
        parts.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#e4e4e4"/>')
        label = f"{tick:,.0f}" if tick >= 1 else f"{tick:g}"
        parts.append(f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end" fill="#555">{label}</text>')
    for size in sizes:
        x = x_axis.at(size)
        parts.append(f'<path d="M{x:.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="#efefef"/>')
        label = f"{size / 1e6:g}M" if size >= 1_000_000 else f"{size / 1e3:.0f}k"
        y = HEIGHT - BOTTOM + 16
        parts.append(f'<text x="{x:.1f}" y="{y}" text-anchor="middle" fill="#555">{label}</text>')
    for number, (name, line) in enumerate(values.items()):
        colour = COLOURS[number % len(COLOURS)]
        path = "L".join(f"{x_axis.at(size):.1f} {y_axis.at(value):.1f}" for size, value in line)
        if path:
            parts.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [
            f'<circle cx="{x_axis.at(size):.1f}" cy="{y_axis.at(value):.1f}" r="3" fill="{colour}"/>'
            for size, value in line
        ]
        y = TOP + 14 * number + 6
        parts.append(f'<rect x="{WIDTH - RIGHT + 12}" y="{y - 8}" width="9" height="9" fill="{colour}"/>')
        parts.append(f'<text x="{WIDTH - RIGHT + 26}" y="{y}" fill="#333">{escape(name)}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


class _Axis:
    """A logarithmic scale from one place of the picture to another."""

    def __init__(self, least: float, most: float, first: float, last: float) -> None:
        self._low = math.log10(least) - 0.05
        self._span = max(math.log10(most) + 0.05 - self._low, 1e-3)
        self._first, self._last = first, last

    def at(self, value: float) -> float:
        """Where a value lies."""
        return self._first + (self._last - self._first) * (math.log10(value) - self._low) / self._span

    def ticks(self) -> list[float]:
        """Ones, twos and fives of each power of ten within the axis."""
        powers = range(math.floor(self._low), math.ceil(self._low + self._span) + 1)
        marks = (1, 2, 5) if self._span < 2 else (1,)
        found = [mark * 10.0**power for power in powers for mark in marks]
        return [one for one in found if self._low <= math.log10(one) <= self._low + self._span]
