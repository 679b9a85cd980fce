from codeprism_lsp.languages.rules import Rules

RULES = Rules()
