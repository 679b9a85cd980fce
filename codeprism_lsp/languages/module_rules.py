"""The rules of a language about modules: what names them, what they pass on, what declares them."""

from __future__ import annotations

from collections.abc import Sequence

from codeprism_lsp.facts.kinds import ImportKind
from codeprism_lsp.facts.outline import Import, Outline
from codeprism_lsp.languages.workspace_files import Files


class ModuleRules:
    """Defaults of what `Rules` say about modules."""

    def begun_by(self, outline: Outline, name: str) -> Sequence[int]:
        """Top-level definitions of which a name is the first part (`namespace A.B {}`)."""
        return ()

    def stars_pass(self, outline: Outline, name: str) -> bool:
        """Whether what passes on all names of a module passes on this one, too (`default` is left out)."""
        return True

    def declares_modules(self) -> bool:
        """Whether a module may be declared without being a file (`declare module 'a' {}`)."""
        return False

    def offered(self, outline: Outline, module: int, name: str) -> Sequence[int]:
        """What importers of a module that is declared in a file get for a name."""
        return outline.members(module, name)

    def imports_by_call(self, callee: str) -> bool:
        """Whether a call of `callee` with a string gives the module that the string names (`require`)."""
        return False

    def loads_library(self, name: str) -> bool:
        """Whether a call of what has that full name gives a loaded library of another language."""
        return False

    def is_module_object(self, written: str) -> bool:
        """Whether an expression, by its text, is what the file itself exports (`module.exports`)."""
        return False

    def follows_aliases(self) -> bool:
        """Whether uses of a name that an import gives in place of a definition's own count as references of
        the definition. In Rust they do not: they name what the import binds."""
        return True

    def submodule(self, files: Files, path: str, name: str) -> str:
        """The file of the module `name` directly below the module whose file is `path`, "" without."""
        return ""

    def module_files(self, files: Files, path: str) -> Sequence[str]:
        """All files of the module or package that the file stands for, itself first."""
        return (path,)

    def encloses_names(self, imported: Import) -> bool:
        """Whether every identifier within the import's span belongs to the import itself."""
        return True

    def unresolved_imports_declare(self) -> bool:
        """Whether an import that leads to nothing in the workspace is itself the declaration of its name."""
        return False

    def imports_declare(self) -> bool:
        """Whether a name that an import binds is declared by that import (Go's package names)."""
        return False

    def unnamed(self) -> str:
        """What definitions without a name of their own go by ("default"), "" where there are none."""
        return ""

    def default_export(self, outline: Outline) -> str:
        """The local name behind a default export, "" where the language has none."""
        return outline.extra.get("default", "")

    def passes_on_all(self, imported: Import) -> bool:
        """Whether importers of the importing module see all names of what it imports here."""
        return imported.kind == ImportKind.REEXPORT_WILDCARD
