from __future__ import annotations

from colorlib.names import describe
from gridlib import layout


class Poster:
    def __init__(self, text: str, color: str) -> None:
        self.text = text
        self.color = color

    def render(self, flow: layout.Flex) -> str:
        return flow.place(f"{self.text} in {describe(self.color)}")
