"""The languages: one folder each, found by discovery, holding data (spec, queries) and module rules."""
