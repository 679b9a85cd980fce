"""The only mutable state: open documents, the index and its schedule, settings, watching."""
