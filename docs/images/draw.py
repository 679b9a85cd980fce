"""Turns what a terminal shows into an SVG, so that the pictures of the README can be made again.

Reads text with ANSI colours from standard input, for example from `tmux capture-pane -e -p -N` or from a
program under `script`, and writes `docs/images/NAME.svg`:

    tmux capture-pane -e -p -N -t PANE | python docs/images/draw.py neovim "Neovim on test-projects"
"""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text

#: Neovim's own background instead of rich's, so that what is blank looks alike everywhere.
BACKGROUND = ("#292929", "#14161b")

#: The picture would load fonts from the network; the reader's own monospaced font does.
FONTS = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


def main(arguments: list[str]) -> int:
    """Exit codes: 0 written, 2 wrong usage."""
    if len(arguments) != 2:
        print("usage: draw.py NAME TITLE < TEXT", file=sys.stderr)
        return 2
    name, title = arguments
    shown = Text.from_ansi(sys.stdin.read().replace("\r\n", "\n").rstrip())
    width = max(len(line) for line in shown.plain.splitlines())
    console = Console(
        record=True, width=width, file=io.StringIO(), force_terminal=True, color_system="truecolor"
    )
    console.print(shown, soft_wrap=True)
    svg = FONTS.sub("", console.export_svg(title=title, unique_id=name))
    picture = Path(__file__).with_name(f"{name}.svg")
    picture.write_text(svg.replace(*BACKGROUND) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
