"""Marker tests of Go's resolution."""
