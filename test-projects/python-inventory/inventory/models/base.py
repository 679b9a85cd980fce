"""The root of the entities."""

from __future__ import annotations


class Entity:
    """Anything that has a name and can describe itself."""

    kind = "entity"

    def __init__(self, name: str) -> None:
        self.name = name

    def describe(self) -> str:
        return f"{self.kind} {self.name}: {self.details()}"

    def details(self) -> str:
        raise NotImplementedError
