"""Marker tests of TypeScript's resolution."""
