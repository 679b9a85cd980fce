"""Module rules of JavaScript and TypeScript."""

from codeprism_lsp.languages.rules import Rules

RULES = Rules()
