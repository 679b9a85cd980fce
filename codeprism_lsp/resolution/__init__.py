"""Names to definitions: scopes, imports, members and light type inference, for all languages alike."""
