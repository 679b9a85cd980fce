"""Marker tests of Python's resolution."""
