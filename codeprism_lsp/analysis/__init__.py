"""Answers without LSP: navigation, symbol search, hierarchies, dependencies. Spans are bytes."""
