"""What names resolve to: declarations, how they were found, and the types of expressions."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum


class How(IntEnum):
    """How a declaration was found; smaller is surer and ranks first."""

    SELF = 0  # the name stands at its own declaration
    SCOPE = 1
    IMPORT = 2
    MEMBER = 3
    PACKAGE = 4
    LINKAGE = 5
    NAME = 6  # nothing but the name agrees: a guess, always marked


@dataclass(frozen=True, slots=True)
class Declaration:
    """A definition of the outline (`index` >= 0), a local binding (`start` >= 0), or a module (neither)."""

    path: str
    index: int = -1
    start: int = -1
    name: str = ""
    how: How = field(default=How.SCOPE, compare=False)

    @property
    def is_module(self) -> bool:
        return self.index < 0 and self.start < 0

    @property
    def is_local(self) -> bool:
        return self.index < 0 and self.start >= 0

    def found(self, how: How) -> Declaration:
        """The same declaration, found less surely."""
        return Declaration(self.path, self.index, self.start, self.name, max(self.how, how))


@dataclass(frozen=True, slots=True)
class Instance:
    """A value of a class, struct, interface or enum of the workspace."""

    declaration: Declaration
    arguments: tuple[Type, ...] = ()


@dataclass(frozen=True, slots=True)
class ClassObject:
    """The class itself: what `A` means in `A.method` or `A()`."""

    declaration: Declaration
    arguments: tuple[Type, ...] = ()


@dataclass(frozen=True, slots=True)
class Parent:
    """What `super` stands for in a class: its instance, whose members are looked for above the class."""

    declaration: Declaration


@dataclass(frozen=True, slots=True)
class FunctionObject:
    """A function or method; `receiver` is the type it was found on."""

    declaration: Declaration
    receiver: Type | None = None


@dataclass(frozen=True, slots=True)
class ModuleObject:
    """A module or package: its files, best first."""

    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Builtin:
    """A type that is not of the workspace: a literal's, a container's."""

    name: str
    arguments: tuple[Type, ...] = ()


@dataclass(frozen=True, slots=True)
class Union:
    """One of several types."""

    members: tuple[Type, ...]


@dataclass(frozen=True, slots=True)
class LambdaObject:
    """A function literal: what it returns is known by its file and span."""

    path: str
    start: int


@dataclass(frozen=True, slots=True)
class Anonymous:
    """A struct type without a name: its fields are the bindings of the scope it opens at `start`."""

    path: str
    start: int


@dataclass(frozen=True, slots=True)
class Outside:
    """A value of a type that is declared outside of the workspace, by the type's full name."""

    name: str
    arguments: tuple[Type, ...] = ()


@dataclass(frozen=True, slots=True)
class OutsideClass:
    """Such a type itself."""

    name: str


@dataclass(frozen=True, slots=True)
class Variable:
    """A type parameter of a function, which each call determines."""

    name: str


Type = (
    Instance
    | ClassObject
    | Parent
    | FunctionObject
    | ModuleObject
    | Builtin
    | Union
    | LambdaObject
    | Anonymous
    | Outside
    | OutsideClass
    | Variable
)


EXTERNAL = Builtin("external")
"""What comes from outside the workspace: its members are known to be none of the workspace's."""


def union(types: list[Type]) -> Type | None:
    """The union without repetitions; None of nothing."""
    flat: list[Type] = []
    for one in types:
        for member in one.members if isinstance(one, Union) else (one,):
            if member not in flat:
                flat.append(member)
    if not flat:
        return None
    return flat[0] if len(flat) == 1 else Union(tuple(flat[:8]))
