"""Amounts in cents; no floating point anywhere."""

from __future__ import annotations


class Money:
    def __init__(self, cents: int) -> None:
        self.cents = cents

    def __mul__(self, factor: int) -> Money:
        return Money(self.cents * factor)

    def add(self, other: Money) -> Money:
        return Money(self.cents + other.cents)

    def __str__(self) -> str:
        return f"{self.cents // 100}.{self.cents % 100:02d}"


ZERO = Money(0)
