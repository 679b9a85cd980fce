"""Trees to facts: the persisted outline of a file, and the lazy view of its expressions and scopes."""
