"""Java: packages by declaration, source roots by package, the classes of a package see each other."""

from codeprism_lsp.languages.rules import Rules

RULES = Rules()
