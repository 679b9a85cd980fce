"""The rules of a language about types: builtin ones, those of its library, type parameters."""

from __future__ import annotations

from collections.abc import Sequence

from codeprism_lsp.facts.outline import Outline
from codeprism_lsp.languages.library import Library


class TypeRules:
    """Defaults of what `Rules` say about types."""

    def literal_type(self, written: str, name: str) -> str:
        """The type of a literal by its text, where its suffix tells (`3L`); `name` is that of its form."""
        return name

    def is_inferred(self, type_text: str) -> bool:
        """Whether a written type only says that it is inferred (`var`, `auto`)."""
        return type_text in ("var", "auto", "let", "val")

    def is_builtin_type(self, name: str) -> bool:
        """Whether the name is a builtin type whose members are not looked for in the workspace."""
        return False

    def special_base(self, name: str) -> str:
        """What a class below the one of that name is: "enumeration" (its attributes are its values), "tuple"
        (they are its parts) or "keys" (of a dictionary), "" below others."""
        return ""

    def has_metaclasses(self) -> bool:
        """Whether a class object has the members of its metaclass."""
        return False

    def builtin_result(self, name: str) -> str:
        """What the builtin function gives by its arguments, "" of others: "type" or "value" (what the first
        one names or is: Go's `new`, `append`); "joined" (all of them at once); "contents", "entries" and
        "list" (of what the first one contains); "all" and "any" (promises of all or one of those in the
        first), "promised" (a promise of the first), "numbered", "zipped" and "element" (tuples of what is
        contained with their numbers, tuples of what all of them contain, and one of those)."""
        return ""

    def library(self) -> Library | None:
        """The table of the language's library, for languages whose types are all declared."""
        return None

    def type_variable(self, definition: str) -> bool:
        """Whether a definition, as written, declares a type parameter (Python's `T = TypeVar("T")`)."""
        return False

    def parameter_types(self, text: str) -> Sequence[str]:
        """Type texts of a written parameter list, where names stand before types without a colon (Go)."""
        return ()

    def written_type_parameters(self, outline: Outline, index: int) -> str:
        """The type parameters of a class as written, in the language's brackets."""
        return outline.parameters(index)
