"""The code graph: immutable snapshots of all files' facts, the overlay of open documents, symbol ids."""
