"""Who delivers."""

from __future__ import annotations

from .base import Entity


class Supplier(Entity):
    kind = "supplier"

    def __init__(self, name: str, lead_days: int) -> None:
        super().__init__(name)
        self.lead_days = lead_days

    def details(self) -> str:
        return f"delivers within {self.lead_days} days"
